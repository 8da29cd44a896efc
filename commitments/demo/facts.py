"""The facts of the demonstration, as files beside this one."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models

from ovp_portal.lib.languages import text_field

PASSWORD = "demonstration-2022"  # noqa: S105 - printed at every start; the demonstration holds nothing secret
FOLDER = Path(__file__).parent


@cache
def facts(name: str) -> Any:
    """The content of a file; it is shared, so nobody changes it."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def values(model: type[models.Model], fact: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The named entries of a fact as values of a model's fields; a text in several languages becomes one field each."""
    found: dict[str, Any] = {}
    for name in names:
        value = fact.get(name)
        if isinstance(value, Mapping):
            found |= {text_field(name, language): text for language, text in value.items()}
        elif value is not None:
            found[name] = _typed(model._meta.get_field(name), value)
    return found


def _typed(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.DateField):
        return date.fromisoformat(value)
    if isinstance(field, models.DecimalField):
        return Decimal(value)
    return value
