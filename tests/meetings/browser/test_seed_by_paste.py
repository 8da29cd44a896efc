"""A whole round of consultations comes into the portal by paste; every key and every click on the way is counted."""

import json

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from meetings.models import MeetingNote
from tests.meetings.browser.conftest import sign_in
from tests.meetings.reading.conftest import Desk
from tests.meetings.reading.texts import ROUND_TWO_DAYS

pytestmark = pytest.mark.django_db(transaction=True)

COUNTING = """
for (const [name, kind] of [["keys", "keydown"], ["clicks", "click"]]) {
  window.addEventListener(kind, (event) => {
    if (event.isTrusted && event.detail !== 0 || kind === "keydown" && event.isTrusted) {
      sessionStorage.setItem(name, Number(sessionStorage.getItem(name) || 0) + 1);
    }
  }, true);
}
"""
"""Control and V are two keys; a click that a key brought about is no click."""
WRITTEN_BY_HAND = 1_400
"""About so many letters the same text has: who types it presses at least as many keys."""


@pytest.fixture
def coordinator(transactional_db, browser, live_server, settings):
    """His browser at the list of notes, and the desk with his groups."""
    settings.PORTAL_URL = live_server.url
    desk = Desk()
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    context.set_default_timeout(15_000)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    context.add_init_script(COUNTING)
    sign_in(context, desk.coordinator, live_server.url)
    page = context.new_page()
    page.goto(reverse("meetings:office"))
    yield page, desk
    context.close()


def pastes(page: Page, field: str, text: str) -> None:
    """Copying happens in the document that he has; here he clicks into the field and presses Control and V."""
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
    page.locator(field).click()
    page.keyboard.press("Control+v")


def counted(page: Page) -> tuple[int, int]:
    told = json.loads(page.evaluate("JSON.stringify({...sessionStorage})"))
    return int(told.get("keys", 0)), int(told.get("clicks", 0))


def test_the_whole_text_is_read_in_with_a_few_keys_and_clicks(coordinator, record_property):
    page, desk = coordinator
    page.locator(f"main a[href='{reverse('meetings:read')}']").click()
    pastes(page, "#id_text", ROUND_TWO_DAYS)
    page.locator("button[value='read']").click()
    expect(page.locator("#id_agenda-0-text")).to_have_value("преглед на податоците за трет квартал")
    page.locator("button[value='save']").last.click()
    expect(page.locator("[data-saved-line]")).to_contain_text("Зачувано")

    note = MeetingNote.objects.get(meeting__group=desk.group)
    assert note.agenda.count() == 4
    keys, clicks = counted(page)
    record_property("effort", f"{keys} keys, {clicks} clicks")
    assert (keys, clicks) == (2, 4)


def test_the_parts_are_pasted_into_the_form(coordinator, record_property):
    page, desk = coordinator
    page.locator(f"main a[href='{reverse('meetings:new')}']").click()
    page.locator(f"input[name='group'][value='{desk.group.pk}']").check()
    page.locator("#id_kind").select_option("consultation")
    page.locator("#id_starts_on").click()
    page.keyboard.type("4.10.2022")
    page.keyboard.press("Tab")
    page.keyboard.type("5.10.2022")
    page.keyboard.press("Enter")
    page.locator("input[name='modes'][value='email']").click()
    page.locator("input[name='modes'][value='telephone']").click()
    pastes(page, "#id_purpose", "проверка на состојбата,  во насока на  постигнување на индикаторите ")
    page.locator("#id_members-consulted").click()
    expect(page.locator("select[name$='-presence']").last).to_have_value("consulted")
    points = ROUND_TWO_DAYS.split("Точки на дневен ред\n")[1].split("Во разговорите")[0]
    pastes(page, "#id_agenda-0-text", points)
    expect(page.locator("#id_agenda-3-text")).to_have_value("држење на роковите за известување.")
    said = "Во разговорите" + ROUND_TWO_DAYS.split("Во разговорите")[1].split("Заклучоци")[0]
    pastes(page, "#id_discussion", said)
    pastes(page, "#id_conclusion-0-text", ROUND_TWO_DAYS.split("постапување\n")[1].strip())
    expect(page.locator("[data-saved-line]")).to_contain_text("Зачувано во")
    with page.expect_response(lambda response: "/autosave/" in response.url):
        page.locator("button[value='save']").last.click()
    expect(page.locator("[data-saved-line]")).to_contain_text("Зачувано во")

    note = MeetingNote.objects.get(meeting__group=desk.group)
    assert note.agenda.count() == 4
    assert note.discussion.startswith("Во разговорите на почетокот од октомври 2022 година")
    assert note.attendances.filter(presence="consulted").count() == 4
    keys, clicks = counted(page)
    record_property("effort", f"{keys} keys, {clicks} clicks")
    assert keys + clicks < 60 < WRITTEN_BY_HAND
