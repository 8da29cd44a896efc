"""Two texts word by word, in a time that nobody can make long."""

import time

import pytest

from ovp_portal.lib.word_diff import paired, word_parts

LINES = 1_000


def said(parts, *kinds):
    return "".join(part.text for part in parts if part.kind in kinds)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("а\n" * LINES, "а\nб\n" * LINES),
        ("а\n" * LINES + "б\n", "в\n" + "а\n" * LINES),
        ("а " * 1_400 + "б", "в " + "а б " * 700),
        ("\n" * LINES + "а", "б\n" + "\n" * LINES),
    ],
)
def test_a_text_that_repeats_itself_keeps_nobody_waiting_and_loses_no_word(before, after):
    begun = time.process_time()
    parts = word_parts(before, after)

    assert time.process_time() - begun < 3
    assert said(parts, "same", "removed") == before
    assert said(parts, "same", "added") == after


def test_rows_that_repeat_themselves_keep_nobody_waiting():
    begun = time.process_time()
    pairs = list(paired(["а"] * LINES, ["а", "б"] * LINES))

    assert time.process_time() - begun < 3
    assert pairs


def test_far_changes_in_a_long_paragraph_are_told_word_by_word():
    words = [f"збор{number}" for number in range(1_200)]
    before = " ".join(words)
    words[3], words[-3] = "прво", "последно"

    parts = word_parts(before, " ".join(words))

    assert [part.text for part in parts if part.kind == "added"] == ["прво", "последно"]
    assert [part.text for part in parts if part.kind == "removed"] == ["збор3", "збор1197"]


def test_a_blank_line_that_stayed_is_no_change():
    parts = word_parts("Прво.\n\nВторо.\n\nТрето.", "Прво.\n\nДруго.\n\nТрето.")

    assert [(part.kind, part.text) for part in parts] == [
        ("same", "Прво.\n\n"),
        ("removed", "Второ"),
        ("added", "Друго"),
        ("same", ".\n\nТрето."),
    ]
