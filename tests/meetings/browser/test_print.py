"""On paper: no menus, a box for each task, links spelled out; of a note and of a report."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from meetings.drafts import ConclusionRow
from reports.enums import ReportStatus
from tests.factories.follow_ups import DUE
from tests.factories.meetings import publish_as_it_stands, whole_draft, write
from tests.factories.reports import make_report, move_report

pytestmark = pytest.mark.django_db(transaction=True)

MENUS = ".masthead__nav, .langs, .crumbs, .skip, .foot ul, .files, .acts, .pager"
SEEN = """(chosen) => [...document.querySelectorAll(chosen)].filter((one) => one.getClientRects().length).map(
  (one) => one.outerHTML.slice(0, 80))"""
SPELLED = """[...document.querySelectorAll("main :is(.text, td, dd, li) a[href^='http']")].map(
  (one) => getComputedStyle(one, "::after").content)"""


def on_paper(page: Page) -> None:
    page.emulate_media(media="print")
    assert page.evaluate(SEEN, MENUS) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_note_and_a_report_on_paper(opened, note):
    task = ConclusionRow(text="Задача", kind="task", owner="everyone", due_on=DUE)
    said = '<p>Види <a href="https://example.org/plan">го планот</a>.</p>'
    published = publish_as_it_stands(write(note, whole_draft(note, discussion=said, conclusions=(task,))))
    report = move_report(make_report(), ReportStatus.PUBLISHED)

    page = opened(path=reverse("public:note", args=[published.pk]))
    assert page.evaluate(SEEN, MENUS) != []
    assert page.evaluate(SEEN, ".box") == []
    on_paper(page)
    assert "https://example.org/plan" in page.evaluate(SPELLED)[0]
    assert len(page.evaluate(SEEN, ".box")) == page.locator("[aria-labelledby='tasks'] tbody tr").count() > 0
    page.emulate_media(media="screen")
    page.goto(report.get_absolute_url())
    assert page.locator("main h1").is_visible()
    on_paper(page)
