"""The third quarter of 2022, from the morning of 7 October to the public page of the 15th, by those whose it is."""

import hashlib
import json

import pytest

from tests.journeys.people import Person
from tests.journeys.portal import Portal

VICTIMS, USERS = "trafficking-victims", "sex-workers-drug-users"
REPORT = f"/commitments/{VICTIMS}/reports/2022-q3/"
QUARTER = f"/work/quarter/{VICTIMS}/2022-q3/"
NOTE = "Секој член даде одговор."
SUMMARY = "Во кварталот правна помош добија три лица. Кампањата е завршена."
OPINION = "Бесплатната правна помош стигнува до малку жртви.\n\nБараме податоци по градови."


@pytest.mark.parametrize(
    "languages",
    [("mk", "sq"), pytest.param(("mk", "sq", "en", "sr-latn"), marks=pytest.mark.journeys_long)],
    ids=["two languages", "all"],
)
def test_a_quarter_from_its_opening_to_its_public_page(portal: Portal, languages: tuple[str, ...]):
    portal.tick(2022, 10, 7, 9, 1)
    reader = portal.stranger()
    reader.goes(REPORT, sees="15 октомври 2022")
    reader.goes("/outbox/", sees="justice@example.org")
    reader.goes("/work/", sees=reader.says("Sign in"))

    justice_hands_in(portal)
    coordinator = portal.member("coordinator")
    coordinator_reviews(portal, coordinator)
    portal.tick(2022, 10, 12, 9, 0)
    coordinator_writes_a_note(coordinator)
    coordinator_compiles_and_circulates(coordinator)
    members_answer(portal)
    the_report_is_published_at_its_hour(portal, coordinator, reader)
    everybody_reads_it(portal, languages)


def justice_hands_in(portal: Portal) -> None:
    member = portal.stranger()
    says = member.says
    member.goes("/account/login/", sees=says("Without a password"))
    sign_in = member.page.locator("main form").first
    member.fills(sign_in, login="justice@example.org", password="not this one")
    with member.moving(sees=says("Without a password")):
        sign_in.get_by_role("button").click()
    member.sign_in("justice@example.org")

    # Something was done: the form tells what is missing, and what contradicts itself, before it is sent.
    member.follows(f"{says('Begin')}", within=member.waiting("3.6"), sees=says("Nothing to report?"))
    aid, damages = member.part("3.6.4"), member.part("3.6.8")
    member.chooses(aid, "-outcome", "progress")
    member.fills(aid, **{"-progress": "Правна помош добија три лица."})
    member.presses("Send to the coordinator", sees=says("Everything you entered is saved as a draft."))
    member.reads(f"3.6.8: {says('Choose what happened in the period.')}")

    member.chooses(damages, "-outcome", "not_applicable")
    member.fills(damages, **{"-applicable_when": "Втора половина на 2023"})
    values = aid.locator("[name*='-v'][name$='-value']")
    values.nth(0).fill("3")
    values.nth(1).fill("54.000,50")
    member.presses("Add an activity", within=aid, sees=says("Remove"))
    row = aid.locator(".row-form")
    member.fills(
        row,
        **{
            "-topic": "Обука за адвокати",
            "-held": "1",
            "-participants": "25",
            "-women": "30",
            "-starts_on": "31.9.2022",
        },
    )
    member.presses("Send to the coordinator", sees=says("Nothing was saved yet. Correct what is listed here."))
    member.fills(row, **{"-women": "14", "-starts_on": "20 септември 2022"})
    member.presses("Save the draft", sees=says("The draft is saved. It was not sent to the coordinator yet."))
    member.presses("Send to the coordinator", sees=says("The data were sent to the coordinator."))
    member.reads("54 000,5")

    # Nothing was done: one choice, one reason.
    member.goes("/work/", sees="4.1")
    member.follows(f"{says('Begin')}", within=member.waiting("4.1"), sees=says("Nothing to report?"))
    member.page.locator("#id_is_nothing_done").check()
    member.presses("Send to the coordinator", sees=says("Everything you entered is saved as a draft."))
    member.page.locator("#id_nothing_done_reason").fill("Програмите се подготвуваат и почнуваат во ноември.")
    member.presses("Send to the coordinator", sees=says("The data were sent to the coordinator."))
    member.goes("/work/submissions/", sees="4.1")
    member.goes("/work/profile/", sees="justice@example.org")
    member.goes("/work/", sees="Секој член доставува податоци")  # the task of the note is all that is left


def coordinator_reviews(portal: Portal, coordinator: Person) -> None:
    says = coordinator.says
    coordinator.goes("/work/quarter/", sees="3.6")
    coordinator.goes(QUARTER, sees=says("Who answered"))
    row = coordinator.page.get_by_role("row").filter(has_text="Национална комисија")
    coordinator.follows("", within=row, sees=says("Your answer"))
    answer = coordinator.part(says("Your answer"))
    coordinator.presses("Return to be completed", within=answer, sees=says("Fill this in."))
    coordinator.fills(answer, reason="Наведете колку млади луѓе опфати кампањата.", new_due_on="11.10.2022")
    coordinator.presses("Return to be completed", within=answer, sees="11")

    commission = portal.member("commission")
    commission.reads(says("Returned to be completed"))
    commission.follows(says("Submission for %(number)s", number="3.6"), sees="Наведете колку млади луѓе")
    commission.fills(commission.part("3.6.7"), **{"-progress": "Кампањата опфати 420 млади луѓе и е завршена."})
    commission.presses("Send to the coordinator", sees=says("The data were sent to the coordinator."))

    for organization in ("Национална комисија", "Отворена порта", "Министерство за правда"):
        coordinator.goes(QUARTER, sees=organization)
        row = coordinator.page.get_by_role("row").filter(has_text=organization)
        coordinator.presses("", within=row, sees="3.6")
    coordinator.goes(f"/work/quarter/{USERS}/2022-q3/", sees=says("Awaiting acceptance"))
    row = coordinator.page.get_by_role("row").filter(has_text="Министерство за правда")
    coordinator.follows("", within=row, sees="Програмите се подготвуваат")
    coordinator.presses("Accept", sees=says("Rounds"))


def coordinator_writes_a_note(coordinator: Person) -> None:
    says = coordinator.says
    coordinator.goes("/work/notes/", sees=says("Notes"))
    coordinator.goes("/work/notes/new/", sees=says("Which meeting"))
    main = coordinator.page.locator("main")
    coordinator.box("3.6").check()
    coordinator.fills(main, starts_on="11.10.2022", ends_on="утре некогаш")
    coordinator.presses("Begin the note", sees=says("Begin the note"))
    coordinator.fills(main, ends_on="12.10.2022")
    coordinator.presses("Begin the note", sees=says("Attendance"))
    coordinator.presses("Save, check and share", sees=says("What is missing"))
    coordinator.follows(says("Back to the note"), sees=says("Attendance"))

    main.locator("input[name='modes'][value='email']").check()
    coordinator.fills(main, purpose="Да се усогласат податоците за кварталот.", discussion=NOTE)
    for choice in main.locator("select[name$='-presence']").all():
        choice.select_option("consulted")
    coordinator.fills(main, **{"agenda-0-text": "1. Податоци по индикатори\n2. Рокови"})
    coordinator.fills(main, **{"conclusion-0-text": "Извештајот се споделува со сите членови."})
    main.locator("[name='conclusion-0-kind']").select_option("task")
    main.locator("#id_conclusion-0-owner").fill("site clenovi")
    main.locator("#id_conclusion-0-owner").press("Enter")
    coordinator.fills(main, **{"conclusion-0-due_on": "12"})
    coordinator.presses("Save the draft", sees=says("The note was not saved. Correct what is listed here."))
    coordinator.fills(main, **{"conclusion-0-due_on": "12.10.2022"})
    coordinator.presses("Save and preview", sees="Рокови")
    coordinator.follows(says("Back to the note"), sees=says("Attendance"))
    coordinator.presses("Save, check and share", sees=says("Share with the members"))
    coordinator.fills(main, closes_on="14.10.2022")
    coordinator.presses("Send to the members", sees=says("Positions of the members"))


def coordinator_compiles_and_circulates(coordinator: Person) -> None:
    says = coordinator.says
    coordinator.goes(QUARTER, sees=says("Compiling and circulation"))
    compiling = coordinator.part(says("Compiling and circulation"))
    coordinator.presses("", within=compiling, sees=says("What the public reads first."))
    coordinator.page.locator("#id_summary").fill(SUMMARY)
    coordinator.part("3.6.4").locator("select").select_option("substantial")
    coordinator.presses("Save and preview", sees=SUMMARY)
    coordinator.follows(says("Back to the quarter"), sees=says("Compiling and circulation"))
    coordinator.fills(compiling, closes_on="1.10.2022")
    coordinator.presses(
        "Circulate to the members", within=compiling, sees=says("The draft was not circulated."), status=422
    )
    coordinator.fills(compiling, closes_on="14.10.2022")
    coordinator.presses("Circulate to the members", within=compiling, sees=says("Positions of the members"))


def members_answer(portal: Portal) -> None:
    portal.tick(2022, 10, 13, 9, 0)
    justice = portal.member("justice")
    read(justice)
    answer = justice.part(justice.says("Your position"))
    justice.chooses(answer, "answer", "agree")
    justice.presses("Send the position", within=answer, sees=justice.says("Change the position"))
    justice.goes("/work/", sees="3.6")
    with justice.moving(sees=NOTE):
        justice.page.locator("main a[href*='/work/notes/positions/']").first.click()
    answer = justice.part(justice.says("Your position"))
    justice.chooses(answer, "answer", "agree")
    justice.presses("Send the position", within=answer, sees=justice.says("Change the position"))

    gate = portal.member("opengate")
    says = gate.says
    read(gate)
    answer = gate.part(says("Your position"))
    gate.chooses(answer, "answer", "remark")
    gate.presses(
        "Send the position", within=answer, sees=says("Write what should be changed, or why you object."), status=422
    )
    gate.fills(answer, text="Во збирот недостасува бројот на градови.")
    gate.presses("Send the position", within=answer, sees=says("Change the position"))
    opinion = gate.part(says("Opinion of your organization"))
    gate.presses("Attach the opinion", within=opinion, sees=says("Fill this in."), status=422)
    gate.fills(opinion, **{"opinion-text": OPINION})
    gate.presses("Attach the opinion", within=opinion, sees=says("Change the opinion"))


def read(member: Person) -> None:
    """From what waits for him to the draft."""
    member.goes("/work/", sees="3.6")
    link = member.page.locator("main a[href*='/work/positions/']").first
    with member.moving(sees=SUMMARY):
        link.click()


def the_report_is_published_at_its_hour(portal: Portal, coordinator: Person, reader: Person) -> None:
    says = coordinator.says
    portal.tick(2022, 10, 15, 9, 0)
    coordinator.goes(QUARTER, sees=says("Publication"))
    coordinator.presses("Approve the report", sees=says("The report was not approved."), status=422)
    coordinator.fills(coordinator.page.locator("main"), **{"go-on-reason": "Забелешката стои покрај извештајот."})
    coordinator.presses("Approve the report", sees=says("Schedule the publication"))
    coordinator.presses("Schedule the publication", sees=says("Scheduled for"))
    coordinator.goes("/work/notes/", sees=says("With the members"))
    with coordinator.moving(sees=says("What now")):
        coordinator.page.locator("main a[href$='/circulation/']").first.click()
    coordinator.presses("Publish the note", sees=NOTE)
    portal.tick(2022, 10, 15, 11, 59)
    reader.goes(REPORT, sees="15 октомври 2022")
    assert SUMMARY not in reader.text()
    portal.tick(2022, 10, 15, 12, 0)
    coordinator.goes(QUARTER, sees="1.0")


def everybody_reads_it(portal: Portal, languages: tuple[str, ...]) -> None:
    for language in languages:
        reader = portal.stranger(language=language)
        reader.goes(REPORT, sees=SUMMARY)
        assert {"1.0", "Отворена порта"} <= {word for word in ("1.0", "Отворена порта") if word in reader.text()}
        for words in OPINION.split("\n\n"):
            reader.reads(words)
        checksum = reader.page.locator("code.checksum").inner_text()
        link = reader.page.locator("a[href$='data.json']")
        assert "/1.0/data.json" in link.get_attribute("href")
        data = reader.page.request.get(portal.address + link.get_attribute("href"))
        assert (data.status, hashlib.sha256(data.body()).hexdigest()) == (200, checksum)
        assert (said := json.loads(data.body()))["summary"] == SUMMARY
        assert [one["text"] for one in said["opinions"]] == [OPINION]
        assert "@" not in data.text()
        reader.goes(REPORT + "1.0/", sees=SUMMARY)
        reader.goes(f"/commitments/{VICTIMS}/", sees="3.6")
        reader.goes("/notes/", sees="2022")
        reader.goes("/", sees="3.6")
