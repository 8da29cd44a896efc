"""What the ground floor is told of a paper by the floor that writes it: how its frozen text is shown and answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise

from ovp_portal.circulation.models import Circulation


class Part(NamedTuple):
    """A part of a paper that may have remarks of its own: `key` is good for this frozen text, and for it alone."""

    key: str
    title: str
    text: str = ""


def no_parts(_frozen: Mapping[str, Any]) -> list[Part]:
    return []


def nothing_newer(_circulation: Circulation) -> Circulation | None:
    return None


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
    newer: Callable[[Circulation], Circulation | None] = nothing_newer
