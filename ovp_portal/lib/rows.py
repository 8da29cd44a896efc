"""Rows that come along with another row, in its query: lists that are short and always wanted whole."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Model, QuerySet
from django.db.models.functions import JSONObject

Row = TypeVar("Row", bound=Model)


def rows_along(rows: QuerySet) -> ArraySubquery:
    """All columns of these rows, in their order; `rows` names its outer row by `OuterRef`."""
    return ArraySubquery(rows.values(row=JSONObject(**{name: name for name in _columns(rows.model)})))


def as_records(model: type[Row], rows: Iterable[Mapping[str, Any]]) -> list[Row]:
    """The records themselves, of what `rows_along` brought."""
    columns = _columns(model)
    return [
        model.from_db("default", list(columns), [field.to_python(row[name]) for name, field in columns.items()])
        for row in rows
    ]


def _columns(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}
