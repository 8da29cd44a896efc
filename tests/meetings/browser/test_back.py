"""Who goes back after a form was refused finds what he typed, with scripts and without."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from meetings.models import MeetingNote
from ovp_portal.accounts.models import User
from ovp_portal.circulation.services import take_position
from tests.factories.meetings import NOW, make_circulated_note
from tests.meetings.browser.conftest import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def arrive(request, browser: Browser, live_server, settings):
    settings.PORTAL_URL = live_server.url

    def arrive(user: User, path: str) -> Page:
        context = browser.new_context(base_url=live_server.url, java_script_enabled=request.param)
        context.set_default_timeout(10_000)
        sign_in(context, user, live_server.url)
        page = context.new_page()
        page.goto("/")
        page.goto(path)
        return page

    arrive.has_scripts = request.param
    yield arrive
    for context in browser.contexts:
        context.close()


def refused(page: Page, form: str) -> None:
    with page.expect_navigation() as moved:
        page.locator(f"{form} button[type='submit']").first.click()
    assert moved.value.status == 422


def test_a_position_is_there_after_back_and_after_forward(arrive, transactional_db):
    note = make_circulated_note()
    position = note.circulation.positions.get()
    page = arrive(position.user, reverse("meetings:position", args=[position.pk]))
    form = page.locator("form:has(#id_text)").first
    form.locator("textarea[name='text']").fill("Рокот е краток.")
    page.locator("#id_on-conclusion-1").evaluate("field => field.closest('details').open = true")
    page.locator("#id_on-conclusion-1").fill("Додајте носител.")

    refused(page, "form:has(input[name='answer'])")
    assert page.title().startswith("Грешка: ") == arrive.has_scripts
    for go in (None, page.go_back, page.go_forward):
        if go:
            go()
        expect(form.locator("textarea[name='text']")).to_have_value("Рокот е краток.")
        expect(page.locator("#id_on-conclusion-1")).to_have_value("Додајте носител.")


def test_the_answer_to_a_remark_is_there_after_back(arrive, transactional_db):
    note = make_circulated_note()
    position = note.circulation.positions.get()
    take_position(position=position, answer="remark", text="Општо.", by=position.user, at=NOW, on=NOW.date())
    page = arrive(note.created_by, reverse("meetings:circulation", args=[note.pk]))
    reason = page.locator("textarea[name$='-reason']")
    reason.fill("Точката беше таква.")

    refused(page, ".remark form")
    for go in (None, page.go_back, page.go_forward):
        if go:
            go()
        expect(reason).to_have_value("Точката беше таква.")


def test_a_note_that_cannot_be_read_is_there_after_back(arrive, note: MeetingNote):
    page = arrive(note.created_by, reverse("meetings:edit", args=[note.pk]))
    page.locator("#id_starts_on").fill("32.10.2022")
    page.locator("#id_title").fill("Нов наслов")

    with page.expect_navigation():
        page.locator("button[value='preview']:visible").first.click()
    for go in (None, page.go_back):
        if go:
            go()
        expect(page.locator("#id_starts_on")).to_have_value("32.10.2022")
        expect(page.locator("#id_title")).to_have_value("Нов наслов")
