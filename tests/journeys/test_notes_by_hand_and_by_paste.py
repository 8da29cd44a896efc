"""The notes of two rounds of consultations, entered by their coordinator by hand and by paste, key by key.

The journeys are recorded in var/journeys: a table of keys and clicks, and a trace.
"""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import MeetingNote
from tests.journeys.hand import Hand
from tests.journeys.portal import Portal
from tests.meetings.reading import texts

pytestmark = pytest.mark.journeys_long

SAVED = "[data-saved-line]"
ONE_DAY = texts.ROUND_ONE_DAY.replace("Здружението ЗОРА-Патеки за добар живот – Скопје", "Здружението ХОПС")
TWO_DAYS = texts.ROUND_TWO_DAYS.replace("Светла Порта", "Отворена Порта")


def lines_between(text: str, first: str, last: str) -> list[str]:
    """The points of a list, without their signs."""
    part = text.split(first)[1].split(last)[0]
    return [" ".join(line.split()).strip(" ·;.") for line in part.split("\n") if line.strip()]


def running(text: str, first: str, last: str) -> str:
    return " ".join((first + text.split(first)[1].split(last)[0]).split())


POINTS = {
    "4.1": lines_between(ONE_DAY, "дневен ред: \n", "Во разговорите"),
    "3.6": lines_between(TWO_DAYS, "дневен ред\n", "Во разговорите"),
}
SAID = {
    "4.1": running(ONE_DAY, "Во разговорите", "Заклучоци"),
    "3.6": running(TWO_DAYS, "Во разговорите", "Заклучоци"),
}
PURPOSE = {
    "4.1": "проверка на состојбата со активностите кај двете институции.",
    "3.6": "проверка на состојбата, во насока на постигнување на индикаторите",
}
CONCLUSIONS = {
    "4.1": [
        ("Работата по активностите тече и во наредниот квартал.", "information", ""),
        ("Пред објава, текстот го добива секој член, а здруженијата може да кажат свое мислење.", "information", ""),
    ],
    "3.6": [
        ("Членовите доставуваат податоци најдоцна до 10 октомври 2022 година.", "task", "10.10.2022"),
        (
            "Извештајот координаторот ќе го објави најдоцна до 15 октомври 2022 година на https://example.org.",
            "task",
            "15.10.2022",
        ),
        ("Исто така текстот се споделува со секого.", "information", ""),
    ],
}
DAYS = {"4.1": (date(2022, 10, 3),) * 2, "3.6": (date(2022, 10, 4), date(2022, 10, 5))}
SEATS = {
    "4.1": {"coordinator": "present", "justice": "consulted", "hops": "consulted"},
    "3.6": {
        "coordinator": "present",
        "justice": "consulted",
        "health": "consulted",
        "labour": "consulted",
        "opengate": "consulted",
    },
}


def check(number: str, known: set[int]) -> None:
    """The note says all that the seed's says, and nobody is in it whom that does not name."""
    note = MeetingNote.objects.exclude(pk__in=known).get()
    assert (note.meeting.starts_on, note.meeting.ends_on) == DAYS[number]
    assert (note.meeting.kind, sorted(note.meeting.modes)) == ("consultation", ["email", "telephone"])
    assert note.purpose.strip(" .") == PURPOSE[number].strip(" .")
    assert [row.text.strip(" ;.") for row in note.agenda.all()] == POINTS[number]
    assert " ".join(note.discussion.split()) == SAID[number].strip()
    conclusions = [(row.kind, f"{row.due_on:%-d.%-m.%Y}" if row.due_on else "") for row in note.conclusions.all()]
    assert conclusions == [(kind, due) for _text, kind, due in CONCLUSIONS[number]]
    present = {row.membership.user.email.partition("@")[0]: row.presence for row in note.attendances.all()}
    assert present == SEATS[number]


def begins(portal: Portal, name: str) -> Hand:
    person = portal.member("coordinator")
    person.goes(reverse("meetings:office"), sees="2022")
    return Hand(person, name)


@pytest.mark.parametrize("number", ["4.1", "3.6"])
def test_a_note_is_entered_by_hand(portal: Portal, number: str):
    known = set(MeetingNote.objects.values_list("pk", flat=True))
    hand = begins(portal, f"note-{number}-by-hand")
    hand.clicks_on(f"main a[href='{reverse('meetings:new')}']")
    hand.clicks_on(hand.page.locator("main").get_by_role("checkbox", name=number).first)
    if hand.page.locator("#id_kind").input_value() != "consultation":
        hand.picks("#id_kind", "consultation")
    first, last = DAYS[number]
    hand.fills("#id_starts_on", f"{first:%-d.%-m.%Y}")
    if last != first:
        hand.presses("Tab")
        hand.types(f"{last:%-d.%-m.%Y}")
    hand.presses("Enter")
    hand.did("new note: group, kind, days")

    note = _opened(hand, known)
    for mode in ("email", "telephone"):
        way = hand.page.locator(f"input[name='modes'][value='{mode}']")
        if not way.is_checked():  # the group's last note says how the members are asked, and a new one begins from it
            hand.clicks_on(way)
    hand.fills("#id_purpose", PURPOSE[number])
    hand.did("how it was held, purpose")
    for seat in note.meeting.group.memberships.select_related("user"):
        presence = SEATS[number].get(seat.user.email.partition("@")[0])
        if presence:
            hand.picks(f"[name='member-{seat.pk}-presence']", presence)
    hand.did("members, one by one")
    for place, point in enumerate(POINTS[number]):
        if place:
            hand.adds_a_row("agenda", place)
        else:
            hand.clicks_on("#id_agenda-0-text")
        hand.types(point)
    hand.did("points")
    hand.fills("#id_discussion", SAID[number])
    hand.did("what was said")
    for place, (text, kind, due) in enumerate(CONCLUSIONS[number]):
        if place:
            hand.adds_a_row("conclusion", place)
        else:
            hand.clicks_on("#id_conclusion-0-text")
        hand.types(text)
        if kind != "information":
            hand.picks(f"[name='conclusion-{place}-kind']", kind)
            hand.fills(f"[name='conclusion-{place}-due_on']", due)
    hand.did("conclusions")
    with hand.page.expect_navigation():
        hand.clicks_on(hand.page.locator("button[value='save']").last)
    expect(hand.page.locator(SAVED)).to_contain_text("Зачувано")
    refused = hand.page.locator("main [role='alert']:visible, main .error-summary:visible")
    assert refused.count() == 0, refused.first.inner_text()
    hand.did("save")
    keys, clicks = hand.writes_down()
    print(f"{number} by hand: {keys} keys, {clicks} clicks")
    check(number, known)


def _opened(hand: Hand, known: set[int]) -> MeetingNote:
    expect(hand.page.locator("#id_agenda-0-text")).to_be_visible()
    return MeetingNote.objects.exclude(pk__in=known).get()


@pytest.mark.parametrize(("number", "text"), [("4.1", ONE_DAY), ("3.6", TWO_DAYS)])
def test_a_note_is_entered_by_paste(portal: Portal, number: str, text: str):
    known = set(MeetingNote.objects.values_list("pk", flat=True))
    hand = begins(portal, f"note-{number}-by-paste")
    hand.clicks_on(f"main a[href='{reverse('meetings:read')}']")
    hand.pastes("#id_text", text)
    hand.did("paste the whole note")
    hand.clicks_on("button[value='read']")
    expect(hand.page.locator("#id_agenda-0-text")).to_have_value(POINTS[number][0])
    assert set(MeetingNote.objects.values_list("pk", flat=True)) == known
    hand.did("read it")
    hand.clicks_on(hand.page.locator("button[value='save']").last)
    expect(hand.page.locator(SAVED)).to_contain_text("Зачувано")
    hand.did("look at what was read, and confirm")
    effort = hand.writes_down()
    print(f"{number} by paste: {effort[0]} keys, {effort[1]} clicks")
    check(number, known)
    assert effort == (2, 4)
