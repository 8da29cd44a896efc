"""Drafts with the members: each one's own places on rosters, and the opinions that stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from ovp_portal.accounts.models import User
from ovp_portal.audit.models import AuditEvent
from ovp_portal.circulation.enums import Answer, Verdict
from ovp_portal.circulation.models import Circulation, Disposition, Opinion, Position
from ovp_portal.circulation.papers import Part
from ovp_portal.circulation.words import state_of_answer

WITHDRAWN = "opinion.withdrawn"


class Versions(NamedTuple):
    """A member's place on the version that he answered, and on the newest one."""

    answered: Position
    newest: Position


def positions_of(user: User) -> QuerySet[Position]:
    """A member's own places on rosters, with the drafts."""
    return Position.objects.visible_to(user).select_related("circulation", "organization")


def answered_version(
    row: Position, newer: Circulation | None, earlier: QuerySet[Circulation] | None
) -> Versions | None:
    """The version that the member answered and the newest one, unless he answered the newest or none at all."""
    if newer is not None:
        newest = newer.positions.filter(user=row.user_id).select_related("circulation").first()
        return Versions(row, newest) if newest and row.answer and not newest.answer else None
    if row.answer or earlier is None:
        return None
    answered = Position.objects.filter(user=row.user_id, circulation__in=earlier).exclude(answer=Answer.NONE)
    answered = answered.select_related("circulation").order_by("-circulation_id").first()
    return Versions(answered, row) if answered else None


def standing_opinions(circulations: Sequence[int]) -> list[Opinion]:
    """Each author's newest opinion on any draft of a paper; who took it back has none.

    An earlier one does not come out in its place: its author believes that he has none there.
    """
    rows = Opinion.objects.filter(circulation__in=circulations).select_related("organization")
    newest = {row.author_id: row for row in rows.order_by("written_at", "pk")}
    taken_back = last_withdrawn(circulations) if len(circulations) > 1 else {}
    standing = [row for row in newest.values() if row.pk > taken_back.get(row.author_id, 0)]
    return sorted(standing, key=lambda row: (row.organization.sort_key, row.pk))


def last_withdrawn(circulations: Iterable[int]) -> dict[int, int]:
    """Of each author the number of the last opinion that he took back on any of these drafts."""
    taken_back = AuditEvent.objects.filter(action=WITHDRAWN, data__circulation__in=list(circulations))
    return {author: int(opinion) for author, opinion in taken_back.order_by("pk").values_list("actor_id", "target_id")}


class TakenBack(NamedTuple):
    text: str
    language: str
    at: datetime


def taken_back(circulation: Circulation, author: User) -> TakenBack | None:
    """What this author wrote here last and withdrew: he alone may give it again, and nobody else is shown it."""
    acts = AuditEvent.objects.filter(action=WITHDRAWN, actor_id=author.pk, data__circulation=circulation.pk)
    act = acts.order_by("-pk").first()
    if act is None:
        return None
    versions = Opinion.pgh_event_model.objects.filter(pgh_obj_id=int(act.target_id), author=author)
    last = versions.order_by("-pgh_id").first()
    return TakenBack(last.text, last.language, act.at) if last else None


@dataclass(frozen=True)
class Saying:
    """One remark of one member: on the whole (`part` is empty) or on a part, and what became of it."""

    position: Position
    part: str
    title: str
    text: str
    disposition: Disposition | None

    @property
    def state(self) -> tuple[str, str]:
        return state_of_answer(self.position.answer)

    @property
    def is_open(self) -> bool:
        return self.disposition is None

    @property
    def asks_for_a_change(self) -> bool:
        """Taken up, if only in part: the text that was sent around must change for it."""
        return self.disposition is not None and self.disposition.verdict != Verdict.NOT


def sayings_of(positions: Iterable[Position], parts: Sequence[Part]) -> list[Saying]:
    """Every remark in the order of the roster and of the paper. One query for all dispositions."""
    positions = [row for row in positions if row.text or row.parts]
    decided = {
        (row.position_id, row.part): row for row in Disposition.objects.filter(position__in=positions)
    } if positions else {}  # fmt: skip
    titles = {part.key: part.title for part in parts}
    found = []
    for row in positions:
        keys = ["", *(key for key in titles if key in row.parts), *(key for key in row.parts if key not in titles)]
        for key in keys:
            text = row.parts[key] if key else row.text
            if text:
                one = decided.get((row.pk, key))
                now = one if one and one.text == text else None
                found.append(Saying(row, key, titles.get(key, ""), text, now))
    return found
