"""Old notes in many labels, orders and languages come out as the same fields, and not a word is lost."""

from collections import Counter
from datetime import date, time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meetings.queries import Choices
from meetings.reading import Sureness, read_note
from meetings.reading.organizations import OrganizationNames
from ovp_portal.lib.reading.outline import prepare
from ovp_portal.lib.reading.words import WORD
from tests.meetings.reading import texts

# name: days, ways, who of group 3.6 took part, points, conclusions (kind, due day)
DAYS = {
    "ROUND_TWO_DAYS": (date(2022, 10, 4), date(2022, 10, 5)),
    "STEERING": (date(2023, 11, 14), date(2023, 11, 14)),
    "STAGE_NEWS": (date(2020, 2, 17), date(2020, 2, 17)),
    "SECTOR_NEWS": (None, None),
    "ALBANIAN": (date(2022, 10, 3), date(2022, 10, 5)),
    "ENGLISH": (date(2022, 10, 4), date(2022, 10, 5)),
    "SERBIAN_CYRILLIC": (date(2022, 10, 28), date(2022, 10, 29)),
    "SERBIAN_LATIN": (date(2022, 10, 3), date(2022, 10, 3)),
    "REVERSED": (date(2022, 5, 12), date(2022, 5, 14)),
    "TABLE": (date(2022, 5, 12), date(2022, 5, 12)),
    "NO_LABELS": (date(2022, 5, 12), date(2022, 5, 12)),
    "MONTH_ONLY": (date(2022, 3, 1), date(2022, 3, 31)),
    "LIST_OF_DAYS": (date(2022, 10, 4), date(2022, 10, 7)),
    "ABSENT_NONE": (date(2022, 10, 3), date(2022, 10, 3)),
    "FAR_RANGE": (date(2022, 9, 30), date(2022, 10, 2)),
    "CAPITALS": (date(2022, 10, 3), date(2022, 10, 3)),
    "COUNTED": (date(2022, 5, 12), date(2022, 5, 12)),
    "ROUND_ONE_DAY": (date(2022, 10, 3), date(2022, 10, 3)),
}
WAYS = {
    "ROUND_ONE_DAY": ("email", "telephone"),
    "ROUND_TWO_DAYS": ("email", "telephone"),
    "ENGLISH": ("email", "telephone"),
    "SERBIAN_CYRILLIC": ("in_person",),
    "REVERSED": ("online",),
    "TABLE": ("in_person",),
}
ATTENDANCE = {
    "ROUND_ONE_DAY": {"coordinator": "present", "justice": "consulted", "dawn": "consulted"},
    "ROUND_TWO_DAYS": {
        "coordinator": "present",
        "justice": "consulted",
        "health": "consulted",
        "gate": "consulted",
        "labour": "consulted",
    },
    "STEERING": {"labour": "present"},
    "ALBANIAN": {"justice": "present", "health": "absent"},
    "ENGLISH": {"justice": "consulted", "health": "excused"},
    "SERBIAN_CYRILLIC": {"justice": "present"},
    "SERBIAN_LATIN": {"justice": "present", "health": "present"},
    "REVERSED": {"justice": "present"},
    "TABLE": {"justice": "present", "health": "absent"},
    "ABSENT_NONE": {"justice": "present"},
    "CAPITALS": {"justice": "present"},
}
POINTS = {"ROUND_ONE_DAY": 3, "ROUND_TWO_DAYS": 4, "ALBANIAN": 2, "ENGLISH": 2, "SERBIAN_CYRILLIC": 3, "REVERSED": 2, "TABLE": 2}  # fmt: skip
CONCLUSIONS = {
    "ROUND_ONE_DAY": [("information", "", None)] * 2,
    "ROUND_TWO_DAYS": [
        ("task", "everyone", date(2022, 10, 10)),
        ("task", "member", date(2022, 10, 15)),
        ("information", "", None),
    ],
    "STEERING": [("decision", "", None)],
    "STAGE_NEWS": [("information", "", None)],
    "SECTOR_NEWS": [("information", "", None)],
    "ALBANIAN": [("task", "everyone", date(2022, 10, 10))],
    "ENGLISH": [("task", "everyone", date(2022, 10, 10)), ("task", "member", date(2022, 10, 15))],
    "SERBIAN_CYRILLIC": [("task", "organization", date(2022, 11, 10))],
    "SERBIAN_LATIN": [("task", "everyone", date(2022, 10, 10)), ("decision", "", None)],
    "REVERSED": [("task", "everyone", date(2022, 5, 20))],
    "TABLE": [("information", "", None)],
    "NO_LABELS": [("task", "", date(2022, 5, 20))],
    "COUNTED": [("decision", "", None), ("decision", "", None), ("information", "", None)],
    "CAPITALS": [("information", "", None), ("decision", "", None)],
}
KINDS = {
    "ROUND_ONE_DAY": "consultation",
    "ROUND_TWO_DAYS": "consultation",
    "ENGLISH": "consultation",
    "STEERING": "steering",
    "SECTOR_NEWS": "sector",
}
GROUPLESS = {"STEERING", "STAGE_NEWS", "SECTOR_NEWS"}


@pytest.mark.parametrize("name", sorted(texts.ALL))
def test_every_note_is_read_as_a_person_would(desk, name):
    text = texts.ALL[name]
    group = desk.found(text).group

    draft = desk.read(text).draft

    expected_group = None if name in GROUPLESS else desk.other if name == "ROUND_ONE_DAY" else desk.group
    assert group == expected_group
    assert (draft.starts_on, draft.ends_on) == DAYS[name]
    assert draft.modes == WAYS.get(name, ())
    assert draft.kind == KINDS.get(name, "meeting")
    assert desk.presence(desk.read(text)) == ATTENDANCE.get(name, {})
    assert len(draft.agenda) == POINTS.get(name, 0)
    assert [(row.kind, row.owner.partition("-")[0], row.due_on) for row in draft.conclusions] == CONCLUSIONS.get(
        name, []
    )


def words(*said: str) -> Counter:
    return Counter(word for text in said for word in WORD.findall(text))


def words_of_reading(reading) -> Counter:
    draft = reading.draft
    rows = [row.text for row in (*draft.agenda, *draft.conclusions)]
    left = [text for leftover in reading.remainder for text in leftover.texts]
    return words(draft.title, draft.purpose, draft.discussion, *rows, *left, *reading.numbers)


@pytest.mark.parametrize("name", sorted(texts.ALL))
def test_every_word_stands_in_a_field_or_in_the_remainder(desk, name):
    assert words_of_reading(desk.read(texts.ALL[name])) == words(prepare(texts.ALL[name]))


NOBODY: dict[str, Any] = {"choices": Choices({}, [], []), "names": OrganizationNames([])}
LINES = [line for text in texts.ALL.values() for line in text.split("\n")]
SCRAPS = st.one_of(
    st.sampled_from(LINES),
    st.text(max_size=80),
    st.builds(lambda sign, line: sign + line, st.sampled_from(["• ", "1. ", "2) ", "а) ", "- ", "· "]), st.sampled_from(LINES)),
    st.text(alphabet="абвгдѓе.;,:!? \t\n1234567890-–|“„АБВXYZ", max_size=120),
)  # fmt: skip


@given(st.lists(SCRAPS, max_size=25))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_is_pasted_nothing_is_raised_and_no_word_is_lost(lines):
    source = prepare("\n".join(lines))

    reading = read_note(source, **NOBODY)

    assert words_of_reading(reading) == words(source)


@given(st.lists(SCRAPS, max_size=12))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_sentence_of_evidence_stands_in_the_text(lines):
    source = " ".join(prepare("\n".join(lines)).split())

    for row in read_note(prepare("\n".join(lines)), **NOBODY).evidence:
        for part in row.sentence.split(" … "):
            assert not words(part) - words(source)


def test_who_is_not_named_is_not_on_the_list(desk):
    reading = desk.read(texts.ABSENT_NONE)

    assert desk.presence(reading) == {"justice": "present"}
    assert reading.draft.guests == ()


def test_a_month_without_a_year_is_told_and_not_filled_in(desk):
    reading = desk.read(texts.SECTOR_NEWS)

    told = [row for row in reading.evidence if row.field == "starts_on"]
    assert reading.draft.starts_on is None
    assert [(row.sureness, "aprila" in row.sentence) for row in told] == [(Sureness.CHECK, True)]


def test_a_day_that_stands_alone_is_to_be_checked(desk):
    row = next(row for row in desk.read(texts.STAGE_NEWS).evidence if row.field == "starts_on")

    assert (row.sentence, row.sureness) == ("17.02.2020.", Sureness.CHECK)


def test_place_and_hours_are_read_where_they_are_said(desk):
    table, albanian = desk.read(texts.TABLE).draft, desk.read(texts.ALBANIAN).draft

    assert (table.place, table.starts_at, table.ends_at) == ("Скопје, сала 2", time(11), time(12, 30))
    assert (albanian.place, albanian.starts_at, albanian.ends_at) == ("Shkup", time(10), None)
    assert desk.read(texts.ROUND_TWO_DAYS).draft.place == ""


def test_why_nothing_was_done_is_copied_and_the_sentence_stays(desk):
    draft = desk.read(texts.ROUND_ONE_DAY).draft

    assert draft.nothing_done_reason == "повеќето вработени биле на летен одмор"
    assert draft.nothing_done_reason in draft.discussion


def test_an_organization_without_a_seat_is_a_guest(desk):
    guests = desk.read(texts.STEERING).draft.guests

    assert [(row.person, row.organization) for row in guests] == [
        ("", "Делегацијата на Горна Земја"),
        ("", "Академијата за возачи"),
        ("", "граѓанскиот сектор"),
    ]


def test_another_person_than_the_seats_holder_is_a_guest_and_the_holder_is_not_marked(desk):
    seat = desk.seats[desk.group, "justice"]
    seat.user.name = "Лице Седмо"
    seat.user.save()

    reading = desk.read(texts.REVERSED)

    assert desk.presence(reading) == {}
    assert [(row.person, row.organization) for row in reading.draft.guests] == [("Лице Прво", "Министерство за правда")]


def test_the_seats_holder_named_in_another_script_is_marked_for_sure(desk):
    seat = desk.seats[desk.group, "justice"]
    seat.user.name = "Lice Prvo"
    seat.user.save()

    reading = desk.read(texts.REVERSED)

    assert desk.presence(reading) == {"justice": "present"}
    assert [row.sureness for row in reading.evidence if row.field == "members"] == [Sureness.SURE]


def test_an_organization_counted_and_not_named_is_a_guest_in_numbers_and_marks_no_seat(desk):
    reading = desk.read(texts.COUNTED)

    assert desk.presence(reading) == {}
    assert [(row.organization, row.head_count, row.person) for row in reading.draft.guests] == [
        ("Министерство за правда", 3, ""),
        ("Министерство за здравство", 2, ""),
        ("Здружение Зора", 4, ""),
    ]


def test_votes_and_outcomes_are_read_and_a_count_that_is_not_said_is_left_empty(desk):
    adopted, refused, _priorities = desk.read(texts.COUNTED).draft.conclusions

    assert (adopted.verdict, adopted.votes_for, adopted.votes_against, adopted.votes_abstained) == ("approved", 6, 1, 2)
    assert adopted.subject == "work_plan"
    assert (refused.verdict, refused.votes_for, refused.votes_abstained) == ("rejected", None, None)
    told = [row for row in desk.read(texts.COUNTED).evidence if "2 : 7 : –" in str(row.value)]
    assert [row.sureness for row in told] == [Sureness.CHECK]


def test_priorities_are_copied_with_their_year_and_the_sentence_stays(desk):
    reading = desk.read(texts.COUNTED)

    assert [(row.organization, row.text, row.year) for row in reading.draft.priorities] == [
        ("", "обуки", 2023),
        ("", "правна помош", 2023),
        ("", "нови прирачници", 2023),
    ]
    assert "Приоритетите за 2023" in reading.draft.conclusions[2].text
    assert [row.text for row in desk.read(texts.STEERING).draft.priorities] == ["бесплатна помош"]


def test_of_a_month_only_the_month_is_known(desk):
    assert desk.read(texts.MONTH_ONLY).draft.is_month_only
    assert not desk.read(texts.REVERSED).draft.is_month_only


def test_a_round_with_a_place_is_told_and_not_given_one(desk):
    reading = desk.read(texts.ENGLISH.replace("Mode:", "Place: Skopje, room 2\nMode:"))

    assert (reading.draft.kind, reading.draft.place) == ("consultation", "")
    told = [row for row in reading.evidence if row.field == "kind" and row.sureness is Sureness.CHECK]
    assert ["room 2" in row.sentence for row in told] == [True]


def test_a_number_of_no_group_of_ones_own_finds_no_group(desk):
    found = desk.found(texts.MONTH_ONLY.replace("3.6", "9.9"))

    assert (found.group, found.numbers) == (None, ("9.9",))


def test_residue_of_the_web_goes_to_the_remainder(desk):
    residue = [left for left in desk.read(texts.STEERING).remainder if "Back" in left.texts]

    assert [text.strip("• ") for text in residue[0].texts] == [
        "Back",
        "Back",
        "Diminuer la taille du texte",
        "Augmenter la taille du texte",
        "Imprimer la page",
    ]


def test_points_beyond_the_room_of_a_note_stay_in_the_remainder(desk):
    text = "Дневен ред:\n" + "\n".join(f"• точка {number}" for number in range(250))

    reading = desk.read(text)

    assert len(reading.draft.agenda) == 200
    assert words_of_reading(reading) == words(prepare(text))
