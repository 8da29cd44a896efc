"""A note whose every text tries to run a script: nothing runs, on no page, in no mail and in no file.

The portal's policy is switched off for most of it, so that what is proven is that texts stay texts; once all goes
with the policy on, which must find nothing to refuse.
"""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from ovp_portal import clock
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.queue import queue_once
from tests.factories.meetings import PUBLISHED
from tests.hostile.corpus import CORPUS, KINDS, Payload
from tests.hostile.hostile_note import Way
from tests.hostile.look import Looker, looking
from tests.hostile.papers import doing_in_pdf, leading_out_of_word
from tests.hostile.rest import Rest, not_walked

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = [kind[0] for kind in KINDS]
"""One of each kind."""
NAMES = [payload for kind in KINDS for payload in kind[:2]]
"""Two of each kind, for the few short texts around a note."""
SHORT = [payload for kind in KINDS for payload in kind[::4]]
"""A quarter of each kind, one a row."""
TOLD_AT = datetime(2022, 10, 14, 7, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch):
    """The clock of the pages."""
    moment = {"now": datetime(2022, 10, 7, 7, tzinfo=UTC)}
    monkeypatch.setattr(clock, "now", lambda: moment["now"])
    return moment


@pytest.fixture
def address(live_server, settings):
    settings.PORTAL_URL = live_server.url
    return live_server.url


@pytest.fixture
def without_policy(settings):
    settings.CONTENT_SECURITY_POLICY = None


def walk(payloads: list[Payload], browser: Browser, address: str, at: dict) -> list[str]:
    """The whole way of the note, looked at by its coordinator, a member and a stranger. What is not as it should be."""
    way = Way(payloads, NAMES)
    member = way.seats[1].user
    with (
        looking(browser, address, way.coordinator) as office,
        looking(browser, address, member) as desk,
        looking(browser, address) as street,
    ):
        _written(way, office)
        _circulated(way, office, desk)
        at["now"] = datetime(2022, 10, 10, 7, tzinfo=UTC)
        _published(way, office, desk, street)
        _mailed(street)
        _on_paper(way, desk)
        return office.faults + desk.faults + street.faults


def _written(way: Way, office: Looker) -> None:
    way.written(way.draft(way.payloads[:3]))
    way.written(way.draft())
    for name in ("edit", "preview", "versions", "check", "delete"):
        office.goes(way.address(f"meetings:{name}"))
    office.goes(way.address("meetings:compare") + "?a=1&b=2")
    office.goes(way.address("meetings:edit"))
    way.written(way.draft(way.payloads[1:]))
    with office.page.expect_navigation():
        office.page.locator("button[value='save']").last.click()
    office.looks("a save on an old version")
    called_off = way.beside()
    office.goes(reverse("meetings:convocation", args=[called_off.pk]))
    for name in ("office", "new", "deleted"):
        office.goes(reverse(f"meetings:{name}"))


def _circulated(way: Way, office: Looker, desk: Looker) -> None:
    way.circulated()
    position = way.note.circulation.positions.get(user=way.seats[1].user)
    way_to_it = reverse("meetings:position", args=[position.pk])
    office.goes(way.address("meetings:circulation"))
    desk.goes(way_to_it)
    way.decided()
    office.goes(way.address("meetings:circulation"))
    desk.goes(way_to_it)
    desk.goes("/work/")


def _published(way: Way, office: Looker, desk: Looker, street: Looker) -> None:
    way.published()
    for path in (way.note.get_absolute_url(), way.note.get_absolute_url() + "1.0/", "/notes/", "/commitments/", "/"):
        street.goes(path)
    street.goes(way.group.commitments.get().get_absolute_url())
    desk.goes("/work/")
    desk.goes(way.address("meetings:preview"))
    office.goes(way.address("meetings:versions"))
    office.goes(way.address("meetings:circulation"))


def _mailed(street: Looker, most: int = 3) -> None:
    for moment in (TOLD_AT.replace(day=7), TOLD_AT.replace(day=12), TOLD_AT):
        queue_once(at=moment)
    mails = list(Mail.objects.exclude(html=""))
    assert len({mail.recipient_id for mail in mails}) > 1
    longest = sorted(mails, key=lambda mail: -len(mail.html))[:most]
    for mail in longest:
        street.page.goto("about:blank")
        street.page.set_content(mail.html)
        street.looks(f"mail {mail.subject[:60]}")


def _on_paper(way: Way, desk: Looker) -> None:
    page = way.note.get_absolute_url()
    get = desk.page.context.request.get
    desk.faults += doing_in_pdf(get(page + "note.pdf", timeout=120_000).body())
    desk.faults += leading_out_of_word(get(page + "note.docx", timeout=120_000).body())
    data = get(page + "1.0/data.json")
    assert data.headers["content-type"].startswith("application/json")
    assert data.headers["x-content-type-options"] == "nosniff"


@pytest.mark.usefixtures("without_policy")
def test_no_script_runs_though_the_policy_is_off(browser, address, at):
    assert walk(FIRST, browser, address, at) == []


@pytest.mark.journeys_long
@pytest.mark.usefixtures("without_policy")
def test_no_script_of_a_quarter_of_the_corpus_runs(browser, address, at):
    assert walk(SHORT, browser, address, at) == []


@pytest.mark.journeys_long
def test_the_policy_finds_nothing_to_refuse(browser, address, at):
    assert walk(NAMES, browser, address, at) == []


@pytest.mark.journeys_long
@pytest.mark.usefixtures("without_policy")
def test_no_script_of_the_whole_corpus_runs(browser, address, at):
    assert walk(CORPUS, browser, address, at) == []


@pytest.mark.journeys_long
@pytest.mark.parametrize("has_policy", [False, True], ids=["without the policy", "with the policy"])
def test_no_script_runs_in_any_other_text_and_every_field_was_on_the_way(browser, address, at, settings, has_policy):
    """Tasks, dates asked for, internal remarks, what was called back, corrected or not saved, and old notes."""
    if not has_policy:
        settings.CONTENT_SECURITY_POLICY = None
    way = Way(NAMES, NAMES)
    rest = Rest(way)
    with (
        looking(browser, address, way.coordinator) as office,
        looking(browser, address, way.seats[1].user) as desk,
        looking(browser, address) as street,
    ):
        _written(way, office)
        _circulated(way, office, desk)
        rest.called_back(office, desk)
        way.decided()
        at["now"] = PUBLISHED
        _published(way, office, desk, street)
        rest.tasks(office, desk)
        rest.read_in(office)
        rest.corrected(office, street)
        _mailed(street, most=60)
        _on_paper(way, desk)

        assert office.faults + desk.faults + street.faults == []
    assert not_walked() == []
