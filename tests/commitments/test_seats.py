from datetime import date

import pytest

from commitments.seats import seats_of_person
from tests.factories.commitments import make_membership
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 3])
def test_a_persons_page_is_told_every_seat_also_those_that_ended(django_assert_num_queries, rows):
    user = make_user()
    seats = [
        make_membership(user=user, starts_on=date(2022, 1, day), ends_on=date(2022, 2, day))
        for day in range(1, 1 + rows)
    ]
    make_membership()

    with django_assert_num_queries(1):
        lines = seats_of_person(user)

    assert [(line.group, line.starts_on) for line in lines] == [
        (str(seat.group), seat.starts_on) for seat in reversed(seats)
    ]
