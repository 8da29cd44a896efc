"""Writing a note where everything that can go wrong does: no typed word is lost and nothing is overwritten unseen."""

import contextlib
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from meetings.models import MeetingNote, NoteVersion, TypedNote
from meetings.queries import draft_of
from tests.factories.commitments import make_membership
from tests.factories.meetings import make_coordinator_of, whole_draft, write
from tests.meetings.browser.test_rich_text import PASTE

pytestmark = pytest.mark.django_db(transaction=True)

LINE = "[data-saved-line]"
SAVED = "Зачувано во 9.00 часот"


def types(page: Page, field: str, words: str) -> None:
    page.locator(field).focus()
    page.keyboard.type(words)


def kept(page: Page) -> list[str]:
    return page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('note:'))")


def until(page: Page, is_so: Callable[[], bool]) -> None:
    """Wait until something is saved: at most 5 s."""
    began = time.monotonic()
    while not is_so():
        assert time.monotonic() - began < 5
        page.wait_for_timeout(100)


def test_what_is_typed_is_saved_within_five_seconds_and_makes_one_version(opened, note):
    page = opened()
    began = time.monotonic()
    types(page, "#id_purpose", "Прво")
    expect(page.locator(LINE)).to_have_text(SAVED, timeout=5_000)
    assert time.monotonic() - began < 5
    types(page, "#id_agenda-0-text", "Точка")
    expect(page.locator("[name='version']")).to_have_value("2")

    note.refresh_from_db()
    assert (note.purpose, note.version) == ("Прво", 2)
    first = note.agenda.get()
    types(page, "#id_agenda-0-text", " прва")
    expect(page.locator("[name='version']")).to_have_value("3")
    assert note.agenda.get().pk == first.pk
    assert NoteVersion.objects.filter(note=note).count() == 1
    assert kept(page) == []


def test_a_tab_killed_while_somebody_types_without_a_pause_loses_nothing(opened, note):
    page = opened()
    page.locator("#id_discussion").focus()
    began, words = time.monotonic(), 0
    while time.monotonic() - began < 7:
        page.keyboard.type(f"збор{words} ")
        words += 1
    page.wait_for_timeout(300)
    note.refresh_from_db()
    saved_by_then = len(note.discussion.split())
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=5_000)  # the page's process dies: nothing is told that it is left
    again = opened(context=page.context)

    expect(again.locator("#id_discussion")).to_contain_text(f"збор{words - 1}")
    expect(again.locator(LINE)).to_have_text(SAVED)
    note.refresh_from_db()
    assert note.discussion.split() == [f"збор{number}" for number in range(words)]
    assert saved_by_then > 0


def test_without_a_network_the_text_is_kept_and_saved_when_it_is_back(opened, note):
    page = opened()
    page.context.set_offline(True)
    types(page, "#id_purpose", "Без мрежа")
    expect(page.locator(LINE)).to_contain_text("нема врска")
    assert len(kept(page)) == 1

    page.context.set_offline(False)
    expect(page.locator(LINE)).to_have_text(SAVED, timeout=8_000)
    note.refresh_from_db()
    assert note.purpose == "Без мрежа"


def test_an_ended_session_loses_nothing_and_the_text_is_there_after_signing_in(opened, note, live_server):
    from tests.meetings.browser.conftest import sign_in

    page = opened()
    page.context.clear_cookies(name="sessionid")
    types(page, "#id_purpose", "Сесијата истече")
    expect(page.locator(LINE)).to_contain_text("одјавени")
    page.close(run_before_unload=False)
    sign_in(page.context, note.created_by, live_server.url)
    again = opened(context=page.context)

    expect(again.locator("#id_purpose")).to_have_text("Сесијата истече")
    # The closed tab's last try may still be on its way and arrive as the person who signed in: then the text is simply
    # there. Otherwise this browser had it. Either way it is saved within the time in which a form saves itself.
    until(again, lambda: MeetingNote.objects.get(pk=note.pk).purpose == "Сесијата истече")
    expect(again.locator(LINE)).to_contain_text("Зачувано")


SLOW_ANSWERS = """() => {
  const asked = window.fetch;
  window.fetch = async (...about) => {
    const answer = await asked(...about);
    await new Promise((done) => setTimeout(done, 1500));
    return answer;
  };
}"""


def test_a_save_pressed_while_the_form_saves_itself_is_no_conflict(opened, note):
    page = opened()
    page.evaluate(SLOW_ANSWERS)
    types(page, "#id_purpose", "Прво")
    until(page, lambda: MeetingNote.objects.get(pk=note.pk).version > note.version)
    page.keyboard.type(" и второ")
    page.locator("button[value='save']").last.click()

    until(page, lambda: MeetingNote.objects.get(pk=note.pk).purpose == "Прво и второ")
    until(page, lambda: kept(page) == [])
    expect(page.locator(LINE)).to_have_text(SAVED)
    expect(page.locator("[data-conflict]")).to_be_hidden()

    page.locator("#id_purpose").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type(" и трето")
    page.locator("button[value='save']").last.click()
    with page.expect_navigation(url="**/preview/"):
        page.locator("button[value='preview']").last.click()
    expect(page.locator("main")).to_contain_text("Прво и второ и трето")


def test_what_cannot_be_read_is_said_kept_and_found_again(opened, note):
    page = opened()
    page.locator("#id_starts_on").fill("32.10.2022")
    types(page, "#id_purpose", "Цел")
    expect(page.locator(LINE)).to_contain_text("Не е зачувано")
    assert TypedNote.objects.get(note=note).fields["starts_on"] == ["32.10.2022"]

    page.close(run_before_unload=False)
    again = opened()
    expect(again.locator("#id_starts_on")).to_have_value("32.10.2022")
    again.locator("#id_starts_on").fill("3.10.2022")
    expect(again.locator(LINE)).to_have_text(SAVED)
    assert not TypedNote.objects.exists()
    note.refresh_from_db()
    assert note.purpose == "Цел"


def test_two_who_write_see_each_other_and_neither_is_overwritten(opened, note):
    deputy = make_coordinator_of(note.meeting.group, role="deputy")
    first, second = opened(), opened(by=deputy)
    expect(second.locator("#writers")).to_contain_text(f"{note.created_by}")
    types(first, "#id_purpose", "Првиот")
    expect(first.locator(LINE)).to_have_text(SAVED)
    types(second, "#id_purpose", "Вториот")
    expect(second.locator("[data-conflict]")).to_be_visible()

    with second.expect_navigation():
        second.locator("[data-conflict] button").click()
    expect(second.locator("main")).to_contain_text("Првиот")
    expect(second.locator("#id_purpose")).to_have_text("Вториот")
    note.refresh_from_db()
    assert note.purpose == "Првиот"


def test_rows_come_go_and_move_by_keyboard_and_are_announced(opened, note):
    make_membership(group=note.meeting.group)
    page = opened()
    said = page.locator("#said")
    types(page, "#id_agenda-0-text", "Прва")
    page.locator("#id_agenda-add").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Додадено: Точка 2.")
    expect(page.locator("#id_agenda-1-text")).to_be_focused()
    page.keyboard.type("Втора")
    page.locator("#id_agenda-1-up").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Точка 2 – сега на место 1.")
    expect(page.locator("#id_agenda-0-down")).to_be_focused()
    page.locator("#id_agenda-1-remove").focus()
    page.keyboard.press("Enter")
    expect(said).to_have_text("Отстрането: Точка 2.")
    expect(page.locator("#id_agenda-0-text")).to_be_focused()
    until(page, lambda: [row.text for row in draft_of(MeetingNote.objects.get(pk=note.pk)).agenda] == ["Втора"])


def test_marking_the_others_keeps_the_focus_on_its_button_and_the_page_where_it_is(opened, note):
    seat = make_membership(group=note.meeting.group)
    page = opened()
    button = page.locator("#id_members-consulted")
    button.focus()
    until(page, lambda: page.evaluate("scrollY") > 0)
    page.wait_for_timeout(500)
    before = page.evaluate("scrollY")
    page.keyboard.press("Enter")

    expect(page.locator("#said")).to_have_text("Означени членови: 2.")
    expect(button).to_be_focused()
    assert abs(page.evaluate("scrollY") - before) < 5
    expect(page.locator(f"#id_member-{seat.pk}-presence")).to_have_value("consulted")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Нема повеќе кого да се означи.")
    expect(button).to_be_focused()


def test_a_pasted_list_becomes_rows_at_once(opened, note):
    page = opened()
    page.locator("#id_agenda-0-text").focus()
    page.evaluate("document.execCommand('insertText', false, '· прва;\\n· втора;\\n• трета')")
    page.evaluate(PASTE, ["", "· прва;\n· втора;\n• трета"])

    expect(page.locator("#id_agenda-2-text")).to_have_value("трета")
    expect(page.locator("#id_agenda-0-text")).to_have_value("прва")
    expect(page.locator("#said")).to_have_text("Залепениот список стана редови: 3.")
    until(page, lambda: note.agenda.count() == 3)


def test_signing_out_leaves_no_text_on_the_machine(opened, note):
    page = opened()
    page.context.set_offline(True)
    types(page, "#id_purpose", "Тајна")
    expect(page.locator(LINE)).to_contain_text("нема врска")
    page.context.set_offline(False)
    page.on("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        page.locator("form[data-signs-out] button").click()

    assert kept(page) == []


def test_a_saved_text_is_not_taken_for_an_unsaved_one(opened, note):
    page = opened()
    types(page, "#id_purpose", "Рачно")
    with page.expect_navigation():
        page.locator("button[value='preview']").click()
    assert kept(page) == []
    write(MeetingNote.objects.get(pk=note.pk), whole_draft(note, purpose="Потоа"))

    again = opened(context=page.context)
    expect(again.locator("#id_purpose")).to_have_text("Потоа")
