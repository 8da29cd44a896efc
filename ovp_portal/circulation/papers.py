"""What the ground floor is told of a paper by the floor that writes it: how its frozen text is shown and answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.functional import Promise

from ovp_portal.circulation.models import Circulation


class Part(NamedTuple):
    """A part of a paper that may have remarks of its own: `key` is good for this frozen text, and for it alone."""

    key: str
    title: str
    text: str = ""


def no_parts(_frozen: Mapping[str, Any]) -> list[Part]:
    return []


class Way(NamedTuple):
    """Where a draft stands among the versions of its paper, and in which zone its days are counted."""

    zone: str | None = None
    newer: Circulation | None = None
    """What was sent to the members after this one was called back."""
    earlier: QuerySet[Circulation] | None = None
    """Of the newest one those that were called back before."""


def no_way(_circulation: Circulation) -> Way:
    return Way()


def nothing_changed(_before: Mapping[str, Any], _after: Mapping[str, Any]) -> list:
    return []


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A kind of paper. `kind` is what its payload calls itself, `urls` the namespace of its three addresses:
    position, opinion, opinion_withdraw.
    """

    kind: str
    urls: str
    template: str
    body: Callable[[Mapping[str, Any], str], str]
    opinion_is_kept: Promise
    parts: Callable[[Mapping[str, Any]], list[Part]] = no_parts
    way: Callable[[Circulation], Way] = no_way
    changes: Callable[[Mapping[str, Any], Mapping[str, Any]], list] = nothing_changed
    """What changed between two frozen texts, by label and word by word, in the active language."""
