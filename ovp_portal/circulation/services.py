"""A draft on its way to the members: sent once to everybody, answered by each, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.models import AuditEvent
from ovp_portal.audit.services import act_as, record
from ovp_portal.circulation import permissions
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Circulation, Opinion, Position
from ovp_portal.lib.canonical import canonical_json, checksum
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.text import tidy

WITHDRAWN = "opinion.withdrawn"


@dataclass(frozen=True)
class Seat:
    """A place on the roster, with organization and function as they are on the day."""

    user: User
    organization: Organization
    person: str
    function: str
    role: str
    is_civil_society: bool


@transaction.atomic
def open_circulation(
    *, title: str, payload: dict, seats: Sequence[Seat], by: User, at: datetime, on: date, closes_on: date
) -> Circulation:
    """Freeze a draft and the roster of this day, and put the draft before every member at once."""
    if not seats:
        raise ValidationError(_("There is nobody to send the draft to: the group has no other member."))
    frozen = canonical_json(payload)
    circulation = Circulation(
        title=title[:500],
        payload=frozen,
        checksum=checksum(frozen),
        roster_on=on,
        opened_at=at,
        opened_by=by,
        closes_on=closes_on,
    )
    circulation.full_clean()
    circulation.save()
    positions = Position.objects.bulk_create(_place(circulation, seat, at) for seat in seats)
    record(
        actor=by,
        action="circulation.opened",
        target=circulation,
        at=at,
        checksum=circulation.checksum,
        closes_on=closes_on.isoformat(),
        roster=[position.person for position in positions],
    )
    return circulation


def _place(circulation: Circulation, seat: Seat, at: datetime) -> Position:
    return Position(
        circulation=circulation,
        user=seat.user,
        organization=seat.organization,
        person=seat.person,
        function=seat.function,
        role=seat.role,
        is_civil_society=seat.is_civil_society,
        sent_at=at,
    )


@transaction.atomic
def take_position(*, position: Position, answer: str, text: str, by: User, at: datetime, on: date) -> Position:
    """Keep a member's answer; until the closing day ends he may give another one."""
    _open(position.circulation_id, on)
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    if not permissions.can_answer(by, position):
        raise ValidationError(_("A position is given by the member himself."))
    if answer not in Answer.values or answer == Answer.NONE:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    before = position.answer
    position.answer, position.text, position.answered_at = answer, tidy(text), at
    position.full_clean()
    position.save(update_fields=["answer", "text", "answered_at"])
    record(actor=by, action="position.taken", target=position, at=at, before=before, after=answer)
    return position


@transaction.atomic
def write_opinion(
    *,
    circulation: Circulation,
    organization: Organization,
    text: str,
    language: str,
    by: User,
    at: datetime,
    on: date,
) -> Opinion:
    """Attach a civil-society organization's view, or let its author change it while the draft is open."""
    circulation = _open(circulation.pk, on)
    position = Position.objects.filter(circulation=circulation, user=by, organization=organization).first()
    if position is None or not permissions.can_write_opinion(by, position):
        raise ValidationError(_("An opinion is given by a civil-society member to whom the draft was sent."))
    opinion = Opinion.objects.select_for_update(of=("self",)).filter(circulation=circulation, author=by).first()
    is_new = opinion is None
    opinion = opinion or Opinion(circulation=circulation, author=by, organization=organization)
    opinion.text, opinion.language, opinion.written_at = tidy(text), language, at
    opinion.full_clean()
    act_as(by)
    opinion.save()
    action = "opinion.written" if is_new else "opinion.changed"
    record(actor=by, action=action, target=opinion, at=at, checksum=checksum(opinion.text))
    return opinion


@transaction.atomic
def withdraw_opinion(*, opinion: Opinion, by: User, at: datetime, on: date) -> None:
    """Take one's own view back while the draft is open."""
    _open(opinion.circulation_id, on)
    opinion = Opinion.objects.select_for_update(of=("self",)).filter(pk=opinion.pk).first()
    if opinion is None:
        raise ValidationError(_("The opinion was withdrawn already."))
    if not permissions.can_change_opinion(by, opinion):
        raise ValidationError(_("An opinion is its author's alone."))
    record(
        actor=by,
        action=WITHDRAWN,
        target=opinion,
        at=at,
        circulation=opinion.circulation_id,
        checksum=checksum(opinion.text),
    )
    act_as(by)
    opinion.delete()


def last_withdrawn(circulations: Iterable[int]) -> dict[int, int]:
    """Of each author the number of the last opinion that he took back on any of these drafts."""
    taken_back = AuditEvent.objects.filter(action=WITHDRAWN, data__circulation__in=list(circulations))
    return {author: int(opinion) for author, opinion in taken_back.order_by("pk").values_list("actor_id", "target_id")}


@transaction.atomic
def close(*, circulation: Circulation, at: datetime) -> Circulation:
    """End a circulation; from here on positions and opinions are fixed. Closing twice is closing once."""
    circulation = Circulation.objects.select_for_update(of=("self",)).get(pk=circulation.pk)
    if circulation.closed_at is None:
        circulation.closed_at = at
        circulation.save(update_fields=["closed_at"])
    return circulation


def _open(pk: int, on: date) -> Circulation:
    """The circulation, locked so that it is not closed meanwhile; a refusal where it takes no answers any more."""
    circulation = Circulation.objects.select_for_update(of=("self",)).get(pk=pk)
    if circulation.closed_at is not None:
        raise ValidationError(_("The draft was called back or published, so it takes no answers any more."))
    if not circulation.takes_answers(on):
        raise ValidationError(
            _("The closing date, %(day)s, has passed."),
            code="closed",
            params={"day": day_text(circulation.closes_on)},
        )
    return circulation
