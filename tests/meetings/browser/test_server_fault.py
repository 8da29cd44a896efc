"""A fault of the server in the middle of writing: it is said, tried again, and nothing that was typed is lost."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.services import notes
from tests.meetings.browser import conftest
from tests.meetings.browser.test_writing import LINE, SAVED, kept, types

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_row_and_its_order_is_there_after_a_fault_of_the_server_and_saved_when_it_is_over(
    monkeypatch, opened, note
):
    monkeypatch.setattr(conftest, "IGNORED", (*conftest.IGNORED, "status of 500"))
    page = opened()
    with monkeypatch.context() as fault:
        fault.setattr(notes, "save_note", lambda **_said: 1 / 0)
        types(page, "#id_agenda-0-text", "Прва")
        page.locator("#id_agenda-add").click()
        types(page, "#id_agenda-1-text", "Втора")
        page.locator("#id_agenda-1-up").click()
        types(page, "#id_purpose", "Цел")
        expect(page.locator(LINE)).to_contain_text("Не е зачувано")
        assert len(kept(page)) == 1

        with page.expect_response(lambda response: response.status == 500):
            page.locator("button[value='save']").last.click()
        expect(page.locator("#id_agenda-1-text")).to_have_value("Прва")
        with page.expect_navigation() as moved:
            page.locator("button[value='preview']").last.click()
        assert moved.value.status == 500
        expect(page.locator("h1")).to_have_text("Настана грешка кај нас")

        page.goto(reverse("meetings:edit", args=[note.pk]))
        expect(page.locator("#id_purpose")).to_have_text("Цел")
        for number, text in enumerate(["Втора", "Прва"]):
            expect(page.locator(f"#id_agenda-{number}-text")).to_have_value(text)
        note.refresh_from_db()
        assert note.purpose == ""

    expect(page.locator(LINE)).to_have_text(SAVED, timeout=10_000)
    note.refresh_from_db()
    assert (note.purpose, [row.text for row in note.agenda.order_by("pk")]) == ("Цел", ["Втора", "Прва"])
    assert kept(page) == []
