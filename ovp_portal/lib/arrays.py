"""Lists for PostgreSQL, as one value: a list of constants takes it longer to read than rows take to write."""

from collections.abc import Iterable

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL


def array(values: Iterable[object]) -> str:
    """PostgreSQL's own text for an array of texts, or of numbers, days or truth values, to be cast to its type."""
    values = list(values)
    if not any(isinstance(value, str) for value in values):
        return "{" + ",".join("NULL" if value is None else str(value) for value in values) + "}"
    return "{" + ",".join(map(_element, values)) + "}"


def among(numbers: Iterable[int]) -> RawSQL:
    """For `pk__in`: thousands of numbers as one value, which the ORM would handle one by one."""
    return RawSQL("SELECT unnest(%s::bigint[])", [array(numbers)], output_field=BigIntegerField())


def _element(value: object) -> str:
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"') if '"' in value or "\\" in value else value
        return f'"{escaped}"'
    return str(value)
