"""Two who answer one request for another date in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from meetings.follow_up_enums import EntryKind
from meetings.services import date_requests
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.follow_ups import DUE, make_task
from tests.factories.meetings import NOW

LATER = DUE + timedelta(days=14)


@pytest.mark.django_db(transaction=True)
def test_of_two_answers_at_once_one_is_given_and_one_is_told_why():
    seat = make_membership(group=make_commitment().group)
    part = make_task(group=seat.group, owner=f"member-{seat.pk}").parts.get()
    coordinator = part.follow_up.conclusion.note.created_by
    asked = date_requests.ask(part=part, wanted_on=LATER, reason="Одмори.", by=seat.user, at=NOW, on=NOW.date())

    def answer(is_granted: bool) -> str:
        try:
            if is_granted:
                date_requests.grant(request=asked, granted_on=LATER, by=coordinator, at=NOW, on=NOW.date())
            else:
                date_requests.refuse(request=asked, answer="Не.", by=coordinator, at=NOW, on=NOW.date())
        except ValidationError:
            return "told"
        finally:
            connections.close_all()
        return "given"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(answer, [True, False])) == ["given", "told"]
    assert part.entries.filter(kind__in=[EntryKind.GRANTED, EntryKind.REFUSED]).count() == 1
