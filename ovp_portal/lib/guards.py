"""Triggers that keep a rule where no shell, import or bulk update gets round it."""

from functools import reduce
from operator import or_

import pgtrigger


def fixed_when(*, name: str, condition: pgtrigger.Q, fields: list[str]) -> pgtrigger.Protect:
    """Refuse a change of `fields` in rows for which `condition` holds (`old__` and `new__` name the two versions)."""
    changed = reduce(or_, (pgtrigger.Q(**{f"old__{field}__df": pgtrigger.F(f"new__{field}")}) for field in fields))
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=condition & changed)


def locked_when(*, name: str, condition: pgtrigger.Q) -> pgtrigger.Protect:
    """Refuse every change of rows for which `condition` holds."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update, condition=condition)
