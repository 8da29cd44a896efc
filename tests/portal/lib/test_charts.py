from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import translation

from ovp_portal.lib.charts import Period, Point, draw_columns, draw_stack
from ovp_portal.lib.numbers import number_text


def _points(*values) -> list[Point]:
    quarters = ("I", "II", "III", "IV")
    return [
        Point(quarters[i % 4], str(2021 + i // 4), None, value)
        if isinstance(value, str)
        else Point(quarters[i % 4], str(2021 + i // 4), value)
        for i, value in enumerate(values)
    ]


def _draw(*values, target=None, target_text="target"):
    with translation.override("en"):
        return draw_columns(_points(*values), target=target, target_text=target_text, write=number_text)


def test_zero_is_a_thin_line_on_the_axis_with_its_number():
    zero, eight = _draw(0, 8).columns

    assert (zero.text, zero.height, zero.y) == ("0", "1.5", "188.5")
    assert (eight.text, eight.height, eight.y) == ("8", "137.5", "52.5")


def test_only_zeros_stand_on_the_axis():
    chart = _draw(0, 0, 0)

    assert [(column.y, column.height, column.text) for column in chart.columns] == [("188.5", "1.5", "0")] * 3


def test_columns_keep_the_proportion_of_their_values():
    one, two, four = (float(column.height) for column in _draw(1, 2, 4).columns)

    assert two == pytest.approx(2 * one, abs=0.2)
    assert four == pytest.approx(4 * one, abs=0.2)


def test_a_negative_value_hangs_from_the_axis_and_its_number_stands_below():
    chart = _draw(-3, 0, 4)
    minus, zero, plus = chart.columns
    axis = float(chart.axis_y)

    assert float(minus.y) == pytest.approx(axis, abs=0.6)
    assert float(minus.text_y) > float(minus.y) + float(minus.height)
    assert float(plus.y) + float(plus.height) == pytest.approx(axis, abs=0.6)
    assert zero.height == "1.5"
    assert float(minus.text_y) < 200


def test_each_kind_of_nothing_keeps_its_own_face_and_none_is_a_zero():
    chart = _draw("not_available", "not_applicable", "nothing_to_report", "no_answer", 0)

    assert [column.absence for column in chart.columns] == [
        "not_available",
        "not_applicable",
        "nothing_to_report",
        "no_answer",
        "",
    ]
    assert [column.text for column in chart.columns] == ["", "", "", "", "0"]
    assert chart.absences == ["not_available", "not_applicable", "nothing_to_report", "no_answer"]


def test_a_value_that_is_missing_without_a_word_is_no_answer():
    chart = draw_columns([Point("I", "2022", None)], target=None, target_text="", write=number_text)

    assert chart.columns[0].absence == "no_answer"


def test_huge_numbers_of_twelve_periods_are_shortened_by_one_unit():
    chart = _draw(*[12_345_678] * 11, 5)

    assert chart.unit_power == 6
    assert [column.text for column in chart.columns[-2:]] == ["12.3", "<0.1"]


def test_numbers_that_fit_are_written_whole():
    chart = _draw(12_345, 2)

    assert chart.unit_power == 0
    assert chart.columns[0].text == "12,345"


def test_twelve_periods_say_each_year_once():
    assert [column.year for column in _draw(*range(12)).columns] == [
        "2021", "", "", "", "2022", "", "", "", "2023", "", "", "",
    ]  # fmt: skip


def test_one_period_stands_in_the_middle():
    (column,) = _draw(7).columns

    assert column.middle == "210.0"


def test_the_target_of_a_falling_indicator_is_a_line_inside_the_drawing():
    chart = _draw(40, 32, Decimal("21.5"), 12, target=Decimal(10))

    assert float(chart.columns[0].y) < float(chart.columns[3].y) < float(chart.target_y) < float(chart.axis_y)


def test_a_target_above_every_value_sets_the_scale():
    chart = _draw(1, 1, target=Decimal(2))

    assert chart.target_y == "52.5"
    assert chart.target_x == "0"


def test_the_words_of_the_target_do_not_cover_a_column():
    free_on_the_right = _draw(9, 1, 1, 1, target=Decimal(5), target_text="target 5")
    nowhere_free = _draw(9, 9, 9, 9, target=Decimal(5), target_text="target 5")

    assert (free_on_the_right.target_x, free_on_the_right.target_anchor) == ("420", "end")
    assert (nowhere_free.target_x, nowhere_free.target_text_y) == ("0", "13")


def test_coordinates_have_points_whatever_the_language():
    with translation.override("mk"):
        chart = draw_columns(_points(1, 3), target=None, target_text="", write=number_text)

    assert all("," not in part for column in chart.columns for part in (column.x, column.y, column.height))


def test_no_period_at_all_is_an_empty_axis():
    chart = _draw()

    assert chart.columns == []
    assert chart.axis_y == "190.5"


COUNTS = {"completed": 2, "substantial": 8, "limited": 14, "not_started": 54, "no_evidence": 2}


def test_a_stack_stands_on_the_ground_and_reaches_the_top():
    stack = draw_stack([Period("III", "2021", COUNTS)], write=str)
    segments = stack.columns[0].segments

    assert [segment.shade for segment in segments] == ["3", "2", "1", "0", "0"]
    assert [segment.is_dashed for segment in segments] == [False, False, False, False, True]
    assert float(segments[0].y) + float(segments[0].height) == pytest.approx(228, abs=0.2)
    assert segments[-1].y == "20.0"
    assert [segment.text for segment in segments] == ["", "8", "14", "54", ""]


def test_a_level_without_milestones_draws_nothing():
    stack = draw_stack([Period("I", "2022", {"completed": 3})], write=str)

    assert [segment.shade for segment in stack.columns[0].segments] == ["3"]
    assert [name for name, _y in stack.names] == ["completed"]


def test_a_period_that_was_not_counted_is_told_from_one_with_nothing():
    stack = draw_stack([Period("I", "2022", None), Period("II", "2022", {})], write=str)

    assert [column.is_counted for column in stack.columns] == [False, True]


def test_names_beside_the_last_column_never_stand_over_each_other():
    last = {"completed": 76, "substantial": 1, "limited": 1, "not_started": 1, "no_evidence": 1}
    stack = draw_stack([Period("III", "2022", last)], write=str)
    heights = [float(y) for _name, y in stack.names]

    assert len(heights) == 5
    assert all(lower - upper >= 14.9 for lower, upper in pairwise(heights))
    assert min(heights) >= 12


@pytest.mark.parametrize("count", [1, 5, 10, 12])
def test_columns_of_a_stack_stay_inside_their_part_of_the_drawing(count):
    stack = draw_stack([Period("I", "2022", COUNTS)] * count, write=str)

    assert float(stack.axis_end) <= 302
    assert all(float(column.year_x) >= 15 for column in stack.columns)
