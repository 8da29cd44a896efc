"""Notes and news as they are really written go through the browser's form into a public edition, without loss."""

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from meetings.models import MeetingNote
from ovp_portal import clock
from ovp_portal.circulation.services import take_position
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_group,
    make_indicator,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.meetings import make_coordinator_of
from tests.factories.portal import make_organization, make_user
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db


def seat_of(group, organization, **given):
    return make_membership(
        group=group, user=make_user(name=f"Person of {organization}", organization=organization), **given
    )


def begin(client, group, *, kind="consultation", **days):
    client.post(reverse("meetings:new"), {"group": group.pk, "kind": kind, **days})
    note = MeetingNote.objects.get(meeting__group=group)
    return note, fields_of(client.get(reverse("meetings:edit", args=[note.pk])).text)


def send(client, note, fields, act="save"):
    response = client.post(reverse("meetings:edit", args=[note.pk]), {**fields, "act": act})
    assert response.status_code == 302, response.text
    return fields_of(client.get(reverse("meetings:edit", args=[note.pk])).text)


def publish(client, note):
    """Every other member agrees, and the coordinator publishes."""
    if note.meeting.group.memberships.count() == 1:
        make_membership(group=note.meeting.group)
    client.post(reverse("meetings:circulate", args=[note.pk]), {"closes_on": "31.12.2099"})
    note.refresh_from_db()
    at = clock.now()
    for position in note.circulation.positions.select_related("user"):
        take_position(position=position, answer="agree", text="", by=position.user, at=at, on=clock.today())
    client.post(reverse("meetings:finish", args=[note.pk]), {"go-on-reason": "Сите одговорија."})
    note.refresh_from_db()
    assert note.is_published
    return note.edition


def test_the_note_of_group_4_1_is_entered_and_published(client):
    plan = make_plan()
    group = make_group(plan=plan, slug="4-1")
    commitment = make_commitment(plan=plan, group=group, area=make_area(plan=plan, number=4), number=1)
    interior, justice, hops, sanctions = (
        make_organization(name=name) for name in ("Внатрешни работи", "Правда", "ХОПС", "Извршување санкции")
    )
    milestone = make_milestone(commitment=commitment, responsible=[interior, sanctions])
    trainings = make_indicator(milestone=milestone, name="Одржани обуки")
    coordinator = make_coordinator_of(group, organization=interior)
    consulted = [seat_of(group, justice), seat_of(group, hops)]
    silent = seat_of(group, make_organization(name="Здравство"))
    client.force_login(coordinator)

    note, fields = begin(client, group, starts_on="03 октомври 2022 година")
    assert fields["starts_on"] == ["3.10.2022"]
    assert fields[f"member-{silent.pk}-presence"] == [""]
    fields |= {
        "modes": ["email", "telephone"],
        "purpose": "Да се утврди докаде се двете институции.",
        "agenda-0-text": "· податоци за третиот квартал; \n\n· обврски на двете институции; \n· рокови за известување;",
        "discussion": "Никој не пријавил активност.\n\nОбуките од септември може да се пријават дополнително.",
        "nothing_done_reason": "Периодот се совпаднал со годишните одмори.",
        "conclusion-0-text": "Да се провери дали во септември имало обуки, со број, учесници и тема.",
        "conclusion-0-kind": "task",
        "conclusion-0-owner": f"organization-{sanctions.pk}",
        "conclusion-0-due_on": "10.10.2022",
        **{f"member-{seat.pk}-presence": "consulted" for seat in consulted},
        f"member-{group.memberships.get(user=coordinator).pk}-presence": "present",
        f"member-{consulted[0].pk}-channels": "email telephone",
        f"member-{consulted[0].pk}-consulted_on": "3.10.2022",
        f"member-{consulted[0].pk}-answer": "answered",
    }
    fields = send(client, note, fields)
    assert fields[f"member-{consulted[0].pk}-channels"] == ["email telephone"]
    assert [fields[f"agenda-{place}-text"] for place in range(3)] == [
        ["податоци за третиот квартал"],
        ["обврски на двете институции"],
        ["рокови за известување"],
    ]
    fields["agenda-1-about"] = [f"milestone-{milestone.pk}"]
    fields = send(client, note, fields)
    fields |= {
        "conclusion-1-text": "Нацрт-известувањето оди до секој член пред објавата.",
        "conclusion-1-kind": "information",
        "conclusion-1-owner": "",
        "conclusion-1-due_on": "",
        "conclusion-0-about": f"indicator-{trainings.pk}",
    }
    send(client, note, fields)

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["starts_on"], said["ends_on"], said["modes"]) == ("2022-10-03", "2022-10-03", ["email", "telephone"])
    assert (said["place"], said["from_hour"]) == ("", "")
    assert said["reference"] == "4.1/2022-01"
    assert [row["milestone"] for row in said["agenda"]] == ["", "4.1.1", ""]
    assert (said["conclusions"][0]["milestone"], said["conclusions"][0]["indicator"]) == (
        "4.1.1",
        {"mk": "Одржани обуки"},
    )
    asked = said["attendance"][1]
    assert (asked["channels"], asked["consulted_on"], asked["answer"]) == (
        ["email", "telephone"],
        "2022-10-03",
        "answered",
    )
    assert [(row["organization"]["mk"], row["presence"]) for row in said["attendance"]] == [
        ("Внатрешни работи", "present"),
        ("Правда", "consulted"),
        ("ХОПС", "consulted"),
    ]
    page = edition.pages.get(language="mk").html
    assert "3 октомври 2022" in page
    assert "Периодот се совпаднал со годишните одмори." in page
    assert "Извршување санкции" in page
    assert "Одговорил" in page
    assert "по е-пошта и по телефон, 3 окт. 2022" in page
    assert "4.1/2022-01" in page
    assert "10 окт. 2022" in page
    assert "Здравство" not in page.partition('id="circulation"')[0]
    for language in ("mk", "sq", "en", "sr-latn"):
        assert "Person of" not in edition.pages.get(language=language).html
    assert "Person of" not in edition.payload
    assert "@example.org" not in edition.payload + page
    assert edition.published_by == "Внатрешни работи"


def test_the_note_of_group_3_6_is_entered_and_published(client):
    plan = make_plan()
    group = make_group(plan=plan, slug="3-6")
    commitment = make_commitment(plan=plan, group=group, area=make_area(plan=plan, number=3), number=6)
    names = ("Правда", "Здравство", "Труд и социјална политика", "Отворена порта")
    seats = [seat_of(group, make_organization(name=name)) for name in names]
    make_milestone(commitment=commitment, responsible=[seat.organization for seat in seats])
    commission = seat_of(group, make_organization(name="Национална комисија"))
    coordinator = make_coordinator_of(group)
    client.force_login(coordinator)

    note, fields = begin(client, group, starts_on="4.10.2022", ends_on="5.10.2022")
    fields |= {
        "title": "Консултации за третиот квартал",
        "modes": ["email", "telephone"],
        "purpose": "Каде се активностите од заложбата.",
        "agenda-0-text": "• податоци по индикатори • јасно наведени податоци • обврски на носителите • рокови",
        "discussion": "Има напредок кај три носители.\n- Правда: нема\n- Здравство: нема\n- Труд: нема",
        "conclusion-0-text": "Се доставуваат податоците.",
        "conclusion-0-kind": "task",
        "conclusion-0-owner": "everyone",
        "conclusion-0-due_on": "10 октомври 2022",
        "conclusion-1-text": "Известувањето се објавува.",
        "conclusion-1-kind": "task",
        "conclusion-1-owner": f"member-{group.memberships.get(user=coordinator).pk}",
        "conclusion-1-due_on": "15.10.2022",
        **{f"member-{seat.pk}-presence": "consulted" for seat in seats},
    }
    send(client, note, fields)

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["starts_on"], said["ends_on"]) == ("2022-10-04", "2022-10-05")
    assert len(said["agenda"]) == 4
    assert [row["due_on"] for row in said["conclusions"]] == ["2022-10-10", "2022-10-15"]
    assert [row["owner"]["who"] for row in said["conclusions"]] == ["everyone", "member"]
    page = edition.pages.get(language="mk").html
    assert "4–5 октомври 2022" in page
    assert "Консултации за третиот квартал" in page
    assert "<li>Здравство: нема</li>" in page
    assert str(commission.organization) not in page.partition('id="circulation"')[0]
    assert note.address == f"/notes/{note.pk}/" == edition.address
    assert edition.number == "1.0"


@pytest.fixture
def later(monkeypatch):
    """These meetings were after the autumn of 2022."""
    monkeypatch.setattr(clock, "now", lambda: datetime(2024, 1, 15, 9, tzinfo=UTC))


def project(slug, title, **given):
    """The plan of a project or a strategy, its group and its coordinator."""
    plan = make_plan(slug=slug, title=title, **given)
    group = make_group(plan=plan, slug=slug)
    return group, make_coordinator_of(group, organization=make_organization(name="Носител на проектот"))


def guests(*organizations, **given):
    """Institutions that came, as the text says it: without names, and in numbers only where it counts them."""
    rows = {}
    for place, organization in enumerate(organizations):
        rows |= {f"guest-{place}-organization": organization, f"guest-{place}-presence": "present"}
    return rows | given


def test_the_steering_committee_of_a_project_is_entered_and_published(client, later):
    group, coordinator = project("horizontal", "Проект против трговија со луѓе", kind="project")
    make_organization(name="Академија за судии", i18n={"name_en": "Academy for Judges"})
    client.force_login(coordinator)
    first, fields = begin(client, group, kind="steering", starts_on="5.6.2023")
    send(client, first, fields | {"modes": ["in_person"], "title": "Прв состанок на Управниот одбор"})
    publish(client, first)

    client.post(reverse("meetings:new"), {"group": group.pk, "kind": "steering", "starts_on": "12 декември 2023"})
    note = MeetingNote.objects.drafts().get()
    fields = fields_of(client.get(reverse("meetings:edit", args=[note.pk])).text)
    fields |= {
        "title": "Втор состанок на Управниот одбор",
        "modes": ["in_person"],
        "place": "Скопје",
        "purpose": "Преглед на сработеното во 2023 и разговор за напредокот и за предизвиците.",
        **guests(
            "Делегација на Европската Унија",
            "Национална комисија",
            "Министерство за труд",
            "Министерство за внатрешни работи",
            "Академија за судии",
            "Граѓански сектор",
        ),
        "guest-4-function": "претставници",
        "guest-4-head_count": "3",
        "agenda-0-text": "- Преглед на 2023\n- Работен план\n- Приоритети за 2024",
        "agenda-0-discussion": "Подобра превенција кај децата, подобра соработка, две завршени истражувања.",
        "conclusion-0-text": "Се одобрува работниот план за следните шест месеци.",
        "conclusion-0-kind": "decision",
        "conclusion-0-verdict": "approved",
        "conclusion-0-votes_for": "5",
        "conclusion-0-votes_against": "0",
        "conclusion-0-votes_abstained": "1",
        "conclusion-0-subject": "work_plan",
        "conclusion-1-text": "Се усвојува белешката од првиот состанок.",
        "conclusion-1-kind": "decision",
        "conclusion-1-verdict": "approved",
        "conclusion-1-subject": f"note-{first.pk}",
        "priority-0-organization": "",
        "priority-0-text": "· превенција кај децата;\n· бесплатна правна помош;\n· справување со експлоатација;",
        "priority-0-year": "2024",
        "priority-1-organization": "Граѓански сектор",
        "priority-1-text": "Примена на препораките од истражувањето за згрижување",
        "priority-1-year": "2024",
    }
    fields = send(client, note, fields)
    assert [fields[f"priority-{place}-text"] for place in range(4)] == [
        ["превенција кај децата"],
        ["бесплатна правна помош"],
        ["справување со експлоатација"],
        ["Примена на препораките од истражувањето за згрижување"],
    ]
    assert fields["agenda-0-discussion"] == [
        "Подобра превенција кај децата, подобра соработка, две завршени истражувања."
    ]

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["reference"], said["place"], said["starts_on"]) == ("horizontal/2023-02", "Скопје", "2023-12-12")
    assert [(row["organization"]["mk"], row["head_count"]) for row in said["attendance"]] == [
        ("Делегација на Европската Унија", None),
        ("Национална комисија", None),
        ("Министерство за труд", None),
        ("Министерство за внатрешни работи", None),
        ("Академија за судии", 3),
        ("Граѓански сектор", None),
    ]
    plan_decision, note_decision = said["conclusions"]
    assert (plan_decision["verdict"], plan_decision["votes"], plan_decision["subject"]) == (
        "approved",
        {"for": 5, "against": 0, "abstained": 1},
        {"what": "work_plan"},
    )
    assert (note_decision["votes"], note_decision["subject"]["address"]) == (None, first.address)
    assert [row["year"] for row in said["priorities"]] == [2024] * 4
    page = edition.pages.get(language="mk").html
    for words in (
        "12 декември 2023",
        "Скопје",
        "претставници",
        "3 лица",
        "за\u00a05, против\u00a00, воздржани\u00a01",
        "работен план",
        f'href="{first.address}"',
        "horizontal/2023-01",
        "Сите партнери",
        "бесплатна правна помош",
        "две завршени истражувања",
    ):
        assert words in page, words
    assert "Academy for Judges" in edition.pages.get(language="en").html


def test_the_stage_of_a_twinning_project_is_entered_and_published(client):
    group, coordinator = project(
        "twinning", "Tvining projekat", kind="project", required_language="sr-latn", languages=["mk", "sr-latn"]
    )
    client.force_login(coordinator)
    note, fields = begin(client, group, kind="steering", starts_on="20.01.2020.")
    fields |= {
        "title": "Završena prva etapa",
        "modes": ["in_person"],
        "purpose": "Jačanje istraga i zaštite žrtava; projekat traje 24 meseca od septembra 2018.",
        **guests("Uprava kriminalističke policije", "Partneri iz Austrije", "Partneri iz Slovenije"),
        "agenda-0-text": "39 aktivnosti\n",
        "agenda-0-discussion": "- osam radionica\n- dve obuke\n- dve studijske posete",
        "discussion": "Predstavljen je sistem ranog upozoravanja.\n\nIz IPA programa za 2014. kupljena je oprema.",
        "conclusion-0-text": "Preporuke o prevenciji, zaštiti žrtava i Protokolu o saradnji.",
        "conclusion-0-kind": "information",
        "conclusion-1-text": "Projekat se uspešno sprovodi.",
        "conclusion-1-kind": "information",
    }
    send(client, note, fields)

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["language"], said["starts_on"], len(said["attendance"])) == ("sr-latn", "2020-01-20", 3)
    page = edition.pages.get(language="sr-latn").html
    for words in (
        "20. januara 2020.",
        "Partneri iz Austrije",
        "39 aktivnosti",
        "<li>osam radionica</li>",
        "IPA",
        "24 meseca",
    ):
        assert words in page, words


def test_the_sector_meetings_of_a_strategy_are_entered_and_published(client):
    group, coordinator = project(
        "strategy", "Strategija", kind="strategy", required_language="sr-latn", languages=["mk", "sr-latn"]
    )
    client.force_login(coordinator)
    client.post(reverse("meetings:new"), {"group": group.pk, "kind": "sector", "starts_on": "mart 2019"})
    note = MeetingNote.objects.get()
    page = client.get(reverse("meetings:edit", args=[note.pk])).text
    fields = fields_of(page)
    assert (fields["starts_on"], fields["ends_on"]) == (["март 2019"], [""])
    assert "1–31" not in page
    fields |= {
        "title": "Sektorski sastanci",
        "modes": ["in_person"],
        "purpose": "Usklađivanje rada u svakom sektoru.",
        **guests("Ministarstvo rada", "Ministarstvo zdravlja", "Ministarstvo unutrašnjih poslova", "Civilno društvo"),
        "guest-0-function": "kontakt tačka",
        "agenda-0-text": "1. zapošljavanje\n2. zdravstvo\n3. stanovanje",
        "discussion": "Izveštaj za 2018. spremaju podaci šest ministarstava.\n\n"
        "Posećeno je 18 opština; svaka ima lokalni plan.\n\n"
        "Izneti su uspesi i kašnjenja tokom 2018.",
        "conclusion-0-text": "Napredak postoji, a na uključivanju treba još raditi.",
        "conclusion-0-kind": "information",
    }
    fields = send(client, note, fields)
    assert fields["starts_on"] == ["март 2019"]

    edition = publish(client, note)

    said = json.loads(edition.payload)
    assert (said["starts_on"], said["ends_on"], said["is_month_only"]) == ("2019-03-01", "2019-03-31", True)
    for language, month in (("mk", "март 2019"), ("sr-latn", "mart 2019"), ("en", "March 2019"), ("sq", "mars 2019")):
        page = edition.pages.get(language=language).html
        assert month in page
        assert "1–31" not in page
    page = client.get(reverse("public:notes")).text
    assert "март 2019" in page
    assert "31 март" not in page
