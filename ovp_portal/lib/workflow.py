"""State tables: what may come next, and the sentence for what may not."""

from collections.abc import Iterable, Mapping, Set
from enum import Enum
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

S = TypeVar("S", bound=str)


class MoveNotAllowed(ValidationError):
    """A record was asked to go where its table does not lead."""


def check_move(moves: Mapping[S, Set[S]], now: S, to: S) -> None:
    """Raise MoveNotAllowed unless the table leads from `now` to `to`.

    Both may be plain strings, as the database gives them; the refusal names
    them by the labels of the table's own members. A state that stands still
    is refused too, with words for the person who clicked twice.
    """
    if to in moves.get(now, frozenset()):
        return
    known = _members(moves)
    if now == to:
        message, code = _("It is already in the state “%(now)s”."), "already_there"
    else:
        message, code = _("“%(now)s” cannot become “%(to)s”."), "move_not_allowed"
    raise MoveNotAllowed(message, code=code, params={"now": _label(known, now), "to": _label(known, to)})


def transitions(moves: Mapping[S, Set[S]]) -> list[tuple[str, str]]:
    """Every allowed pair of stored values, in the table's order, for a database trigger."""
    order = [_value(state) for state in moves]
    pairs = []
    for now, targets in moves.items():
        values = {_value(target) for target in targets}
        if missing := values - set(order):
            raise ValueError(f"The table has no line for {', '.join(sorted(missing))}.")
        pairs += [(_value(now), to) for to in order if to in values]
    return pairs


def _members(moves: Mapping[S, Set[S]]) -> list[S]:
    return [*moves, *(target for targets in moves.values() for target in targets)]


def _label(known: Iterable[S], state: S) -> str:
    """The label of the state's choice, or the bare value where the table knows no choice."""
    member = next((member for member in known if member == state), state)
    return getattr(member, "label", None) or _value(member)


def _value(state: str) -> str:
    return str(state.value) if isinstance(state, Enum) else str(state)
