"""The same forms for who has no mouse, no scripts, and a screen of 320 pixels."""

from tests.journeys.people import Person
from tests.journeys.portal import Portal


def test_a_quarter_goes_on_without_mouse_scripts_and_width(portal: Portal):
    portal.tick(2022, 10, 7, 9, 1)
    the_public_pages_are_read(portal.stranger(has_scripts=False, width=320))
    justice = portal.stranger(has_scripts=False, width=320)
    sign_in_by_keyboard(justice, "justice@example.org")
    nothing_is_reported(justice)
    a_row_is_added_and_a_draft_is_saved(justice)
    coordinator = portal.stranger(has_scripts=False, width=320)
    sign_in_by_keyboard(coordinator, "coordinator@example.org")
    it_is_accepted(coordinator)
    a_note_is_begun(coordinator)


def sign_in_by_keyboard(person: Person, email: str) -> None:
    person.goes("/account/login/", sees=person.says("Without a password"))
    person.types("#id_login", email)
    person.types("#id_password", person.PASSWORD)
    with person.moving(sees=""):
        person.page.keyboard.press("Enter")
    person.reads("3.6")


def nothing_is_reported(justice: Person) -> None:
    says = justice.says
    justice.follows(says("Begin"), within=justice.waiting("4.1"), sees=says("Nothing to report?"), is_keyed=True)
    justice.tabs_to(justice.page.locator("#id_is_nothing_done"))
    justice.page.keyboard.press("Space")
    justice.presses("Send to the coordinator", sees=says("Everything you entered is saved as a draft."), is_keyed=True)
    justice.types("#id_nothing_done_reason", "Програмите почнуваат во ноември.")
    justice.presses("Send to the coordinator", sees=says("The data were sent to the coordinator."), is_keyed=True)


def a_row_is_added_and_a_draft_is_saved(justice: Person) -> None:
    """Without scripts every field stands under the answers, and rows come from the server."""
    says = justice.says
    justice.goes("/work/", sees="3.6")
    justice.follows(says("Begin"), within=justice.waiting("3.6"), sees="3.6.4")
    aid = justice.part("3.6.4")
    justice.presses("Add an activity", within=aid, sees=says("Remove"), is_keyed=True)
    justice.tabs_to(aid.locator("input[type='radio']").first)
    justice.page.keyboard.press("Space")
    justice.tabs_to(aid.locator(".row-form input").first)
    justice.page.keyboard.type("Обука за адвокати")
    with justice.moving(sees=says("The draft is saved. It was not sent to the coordinator yet.")):
        justice.page.keyboard.press("Enter")
    assert aid.locator(".row-form input").first.input_value() == "Обука за адвокати"
    assert aid.locator("input[type='radio']").first.is_checked()


def it_is_accepted(coordinator: Person) -> None:
    coordinator.goes("/work/quarter/sex-workers-drug-users/2022-q3/", sees="4.1")
    row = coordinator.page.get_by_role("row").filter(has_text="Министерство за правда")
    coordinator.presses("", within=row, sees="4.1", is_keyed=True)
    assert coordinator.says("Accepted") in coordinator.text()


def a_note_is_begun(coordinator: Person) -> None:
    says = coordinator.says
    coordinator.goes("/work/notes/new/", sees=says("Which meeting"))
    coordinator.tabs_to(coordinator.box("3.6"))
    coordinator.page.keyboard.press("Space")
    coordinator.types("#id_starts_on", "5.10.2022")
    coordinator.presses("Begin the note", sees=says("Attendance"), is_keyed=True)
    coordinator.presses("Add a point", sees=says("Agenda"), is_keyed=True)
    coordinator.presses("Save the draft", sees=says("Attendance"), is_keyed=True)


def the_public_pages_are_read(reader: Person) -> None:
    for path in (
        "/",
        "/plans/nap-2021-2023/",
        "/commitments/",
        "/commitments/trafficking-victims/",
        "/commitments/trafficking-victims/reports/2022-q2/",
        "/notes/",
        "/about/levels/",
    ):
        reader.goes(path, sees="")
    reader.goes("/commitments/", sees="25")
    reader.types("main #id_q", "lugje")
    with reader.moving(sees="3.6"):
        reader.page.keyboard.press("Enter")
