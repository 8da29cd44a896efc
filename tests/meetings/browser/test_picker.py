"""The owner of a task is found by typing, in whatever script; a save leaves the writer where he is."""

import pytest
from playwright.sync_api import expect

from meetings.queries import draft_of
from tests.factories.commitments import make_membership
from tests.factories.meetings import whole_draft, write
from tests.factories.portal import make_organization, make_user
from tests.journeys.accessibility import violations

pytestmark = pytest.mark.django_db(transaction=True)
LINE = "[data-saved-line]"


@pytest.fixture
def seat(note):
    ministry = make_organization(name="Министерство за земјоделство", short_name="МЗШВ")
    return make_membership(group=note.meeting.group, user=make_user(name="Ќирил Љубенов"), organization=ministry)


def test_a_person_is_found_by_name_or_institution_in_either_script_and_kept_without_leaving_the_page(
    opened, note, seat
):
    write(note, whole_draft(note))
    page = opened()
    page.locator("[name='conclusion-0-kind']").select_option("task")
    field, chosen = page.locator("#id_conclusion-0-owner"), page.locator("[name='conclusion-0-owner']")
    options = page.locator("#id_conclusion-0-owner-list [role='option']")
    for typed, count in (("ljubenov", 1), ("kjiril", 1), ("Ќирил", 1), ("МЗШВ", 1), ("mzsv", 1), ("Ministerstvo", 2)):
        field.fill(typed)
        expect(options).to_have_count(count)
    expect(field).to_have_attribute("aria-expanded", "true")
    assert violations(page, set()) == []
    field.fill("ljub")
    field.press("Enter")
    expect(chosen).to_have_value(f"member-{seat.pk}")
    expect(field).to_have_value("МЗШВ – Ќирил Љубенов")
    field.fill("никој таков")
    field.press("Tab")
    expect(field).to_have_value("МЗШВ – Ќирил Љубенов")
    page.locator("label[for='id_conclusion-0-due_on']").click()
    page.keyboard.type("20.10.2022")
    before = page.evaluate("scrollY")
    with page.expect_response(lambda response: "/autosave/" in response.url):
        page.keyboard.press("Enter")
    expect(page.locator(LINE)).to_contain_text("Зачувано во")

    assert page.evaluate("[scrollY, document.activeElement.id]") == [before, "id_conclusion-0-due_on"]
    row = draft_of(type(note).objects.get(pk=note.pk)).conclusions[0]
    assert (row.owner, row.due_on.day) == (f"member-{seat.pk}", 20)
