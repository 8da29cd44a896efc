from datetime import time

import pytest

from ovp_portal.lib.times import TimeNotRead, read_time


@pytest.mark.parametrize("typed", ["10.30", "10:30", " 10.30 ", "10.30 часот", "ora 10.30", "10.30h", "во 10.30"])
def test_an_hour_is_read_as_people_write_it(typed):
    assert read_time(typed) == time(10, 30)


@pytest.mark.parametrize(("typed", "hour"), [("9", time(9)), ("00.00", time(0)), ("23:59", time(23, 59))])
def test_a_whole_hour_and_the_ends_of_the_day_are_read(typed, hour):
    assert read_time(typed) == hour


@pytest.mark.parametrize("typed", ["", "24.00", "10.60", "10.3", "наутро", "10.30.15", "-1", "9" * 1000, "10.30 11.30"])
def test_what_is_no_hour_is_refused_and_not_guessed(typed):
    with pytest.raises(TimeNotRead):
        read_time(typed)
