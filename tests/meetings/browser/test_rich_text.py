"""The editor of rich text under the portal's own policy: by keyboard, from Word, without scripts."""

import pytest
from playwright.sync_api import expect

from meetings.drafts import AgendaRow
from meetings.models import MeetingNote
from tests.factories.meetings import whole_draft, write

WORD = (
    '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{color:red}</style></head><body>'
    '<p class="MsoNormal" style="margin-left:2cm"><span style="font-family:Calibri">Се <b>договорија</b>:</span></p>'
    '<p class="MsoListParagraph" style="text-indent:-18pt;mso-list:l0 level1 lfo1"><![if !supportLists]>'
    '<span style="mso-list:Ignore">·<span style="font:7pt Times">&nbsp; </span></span><![endif]>'
    "прва&nbsp;точка</p>"
    '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">·</span>втора точка</p>'
    '<p class="MsoNormal">· трета точка;</p>'
    '<p class="MsoNormal"><a href="https://e.org/a" style="color:blue">врска</a> '
    '<img src="https://evil.example/x.png"><o:p></o:p></p></body></html>'
)
PASTE = """([html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent(
    "paste", { clipboardData: data, bubbles: true, cancelable: true },
  ));
}"""

pytestmark = pytest.mark.django_db(transaction=True)


def saved(page, note) -> MeetingNote:
    with page.expect_response(lambda response: "/autosave/" in response.url):
        page.locator("button[value='save']").last.click()
    note.refresh_from_db()
    return note


def test_bold_lists_and_links_are_made_by_keyboard(opened, note):
    page = opened()
    page.locator("label[for='id_discussion']").click()
    keys = page.keyboard
    keys.type("Се ")
    keys.press("Control+b")
    keys.type("договорија")
    keys.press("Control+b")
    keys.type(" вака:")
    keys.press("Enter")
    keys.type("- прва")
    keys.press("Enter")
    keys.type("втора")
    keys.press("Enter")
    keys.press("Enter")
    keys.type("Види тука")
    keys.press("Control+Shift+ArrowLeft")
    page.wait_for_timeout(200)  # a browser tells of a selection a moment after the key
    keys.press("Control+k")
    keys.type("e.org/a")
    keys.press("Enter")
    expect(page.locator("#id_discussion")).to_be_focused()

    assert saved(page, note).discussion == (
        "Се **договорија** вака:\n\n- прва\n- втора\n\nВиди [тука](https://e.org/a)"
    )
    assert page.locator("#id_discussion li").all_inner_texts() == ["прва", "втора"]


def test_a_saved_text_is_opened_and_saved_again_without_loss(opened, note):
    text = (
        'Види [тука](https://e.org/a?b=1&c=%22) и **[таму](https://e.org/b)** потоа.\n\n- а\n- б\n\nКрај "со" <знаци>'
    )
    point = AgendaRow(text="Точка", discussion=text)
    write(note, whole_draft(note, purpose=text, discussion=text, agenda=(point,)))
    page = opened()
    page.locator("#id_title").fill("Наслов")

    kept = saved(page, note)
    assert (kept.purpose, kept.discussion, kept.agenda.get().discussion) == (text, text, text)


def test_a_paste_from_word_keeps_paragraphs_and_lists_and_drops_the_rest(opened, note):
    page = opened()
    page.locator("#id_discussion").focus()
    page.evaluate(PASTE, [WORD, ""])

    assert saved(page, note).discussion == (
        "Се **договорија**:\n\n- прва точка\n- втора точка\n- трета точка;\n\n[врска](https://e.org/a)"
    )


def test_a_plain_paste_with_typed_bullets_becomes_paragraphs_and_lists(opened, note):
    page = opened()
    page.locator("#id_purpose").focus()
    page.evaluate(PASTE, ["", "Цел:\r\n· прва;\r\n• втора;\r\n– трета\r\n\r\n1. а\r\n2. б\r\n3 октомври"])

    assert saved(page, note).purpose == "Цел:\n\n- прва;\n- втора;\n- трета\n\n1. а\n2. б\n\n3 октомври"


def test_the_editor_is_a_named_field_and_its_buttons_tell_their_state(opened):
    page = opened()
    field = page.get_by_role("textbox", name="Цел")
    field.press("Control+b")
    bold = page.locator(".rich").first.get_by_role("button", name="Задебелено")

    expect(bold).to_have_attribute("aria-pressed", "true")
    field.press("Tab")
    assert page.evaluate("document.activeElement.id") != "id_purpose"
