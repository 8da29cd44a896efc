"""Spans of days in the database."""

from django.contrib.postgres.fields import DateRangeField, RangeBoundary
from django.db.models import Func


class DateRange(Func):
    """Two days as a span; an open end is endless. With BOTH_ENDS both days belong to it."""

    function = "DATERANGE"
    output_field = DateRangeField()


BOTH_ENDS = RangeBoundary(True, True)
