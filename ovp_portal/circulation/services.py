"""A draft on its way to the members: sent once to everybody, answered by each, closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from ovp_portal.accounts.models import Organization, User
from ovp_portal.audit.services import act_as, record
from ovp_portal.circulation import permissions
from ovp_portal.circulation.enums import Answer, Verdict
from ovp_portal.circulation.models import Circulation, Disposition, Opinion, Position
from ovp_portal.circulation.queries import WITHDRAWN
from ovp_portal.lib.canonical import canonical_json, checksum
from ovp_portal.lib.dates import day_text
from ovp_portal.lib.text import tidy


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
    *,
    title: str,
    payload: dict,
    seats: Sequence[Seat],
    by: User,
    at: datetime,
    on: date,
    closes_on: date,
    earlier: Circulation | None = None,
) -> Circulation:
    """Freeze a draft and the roster of this day, and put the draft before every member at once.

    `earlier` is the version before. Where the text is the same to the letter, who answered it has answered:
    a draft that was called back and not changed takes nobody's answer away.
    """
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
    given = _given_on_the_same_text(earlier, circulation)
    positions = Position.objects.bulk_create(_place(circulation, seat, at, given.get(seat.user.pk)) for seat in seats)
    _keep_answers_to_remarks(positions, given)
    record(
        actor=by,
        action="circulation.opened",
        target=circulation,
        at=at,
        checksum=circulation.checksum,
        closes_on=closes_on.isoformat(),
        roster=[position.person for position in positions],
        kept_answers=[position.person for position in positions if position.answer],
    )
    return circulation


def _given_on_the_same_text(earlier: Circulation | None, circulation: Circulation) -> dict[int, Position]:
    """By member, what was answered on the version before, if it says the same."""
    if earlier is None or earlier.checksum != circulation.checksum:
        return {}
    return {row.user_id: row for row in earlier.positions.exclude(answer=Answer.NONE)}


def _keep_answers_to_remarks(positions: Sequence[Position], given: Mapping[int, Position]) -> None:
    places = {given[row.user_id].pk: row for row in positions if row.user_id in given}
    Disposition.objects.bulk_create(
        Disposition(
            position=places[row.position_id],
            part=row.part,
            text=row.text,
            verdict=row.verdict,
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
        )
        for row in Disposition.objects.filter(position__in=places).select_related("decided_by")
    )


def _place(circulation: Circulation, seat: Seat, at: datetime, given: Position | None) -> Position:
    said = {name: getattr(given, name) for name in ("answer", "text", "parts", "answered_at")} if given else {}
    return Position(
        circulation=circulation,
        user=seat.user,
        organization=seat.organization,
        person=seat.person,
        function=seat.function,
        role=seat.role,
        is_civil_society=seat.is_civil_society,
        sent_at=at,
        **said,
    )


@transaction.atomic
def take_position(
    *,
    position: Position,
    answer: str,
    text: str,
    by: User,
    at: datetime,
    on: date,
    parts: Mapping[str, str] | None = None,
    seen: str = "",
) -> Position:
    """Keep a member's answer; until the closing day ends he may give another one.

    `parts` are remarks on parts of the text, by their keys. `seen` is the checksum of the text
    that he had before him: an answer to another one is refused.
    """
    circulation = _open(position.circulation_id, on)
    if seen and seen != circulation.checksum:
        raise ValidationError(_("You answered on another version of the text. Read this one."), code="other_version")
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    if not permissions.can_answer(by, position):
        raise ValidationError(_("A position is given by the member himself."))
    if answer not in Answer.values or answer == Answer.NONE:
        raise ValidationError({"answer": _("Choose one of the answers.")})
    before = position.answer
    said = {key: tidied for key, remark in (parts or {}).items() if (tidied := tidy(remark))}
    position.answer, position.text, position.parts, position.answered_at = answer, tidy(text), said, at
    position.full_clean()
    position.save(update_fields=["answer", "text", "parts", "answered_at"])
    record(
        actor=by,
        action="position.taken",
        target=position,
        at=at,
        before=before,
        after=answer,
        checksum=circulation.checksum,
    )
    return position


@transaction.atomic
def dispose(
    *, position: Position, part: str, verdict: str, reason: str, by: User, at: datetime, seen: str = ""
) -> Disposition:
    """Say what becomes of a remark; it may be said anew. `seen` is the checksum of the remark that was read.

    Who may say it is the matter of the floor above, and so is until when.
    """
    position = Position.objects.select_for_update(of=("self",)).get(pk=position.pk)
    text = position.parts.get(part, "") if part else position.text
    if not text:
        raise ValidationError(_("There is no such remark."))
    if seen and seen != checksum(text):
        raise ValidationError(_("The remark was worded anew meanwhile. Read it again."), code="other_version")
    if verdict not in Verdict.values:
        raise ValidationError({"verdict": _("Choose one of the answers.")})
    row = Disposition.objects.select_for_update().filter(position=position, part=part).first()
    row = row or Disposition(position=position, part=part)
    row.text, row.verdict, row.reason = text, verdict, tidy(reason)
    row.decided_at, row.decided_by = at, by
    row.full_clean()
    row.save()
    record(actor=by, action="remark.disposed", target=position, at=at, part=part, verdict=verdict)
    return row


def check_it_is_over(circulation: Circulation, on: date) -> int:
    """Refuse to go on while somebody may still answer; say how many did not."""
    waiting = circulation.positions.unanswered().count()
    if waiting and on <= circulation.closes_on:
        words = ngettext_lazy(
            "%(count)s member has not answered yet; the closing date is %(day)s.",
            "%(count)s members have not answered yet; the closing date is %(day)s.",
            waiting,
        )
        raise ValidationError(words % {"count": waiting, "day": day_text(circulation.closes_on)}, code="open")
    return waiting


def check_it_may_go_on(circulation: Circulation, on: date, *, reason: str, remarks: int = 0) -> str:
    """Ask for a reason where somebody may still change his answer, or where remarks stand that nobody answers.

    Whether it is over is asked before (`check_it_is_over`). Answers the reason, for the history.
    """
    reason = tidy(reason)
    if reason:
        return reason
    if on <= circulation.closes_on:
        raise ValidationError(
            _("Who answered may change his answer to the end of %(day)s. Say why you do not wait."),
            code="reason",
            params={"day": day_text(circulation.closes_on)},
        )
    if remarks:
        words = ngettext_lazy(
            "%(count)s member remarked or objected. Say why the draft goes on as it is.",
            "%(count)s members remarked or objected. Say why the draft goes on as it is.",
            remarks,
        )
        raise ValidationError(words % {"count": remarks}, code="reason")
    return ""


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


@transaction.atomic
def close(
    *, circulation: Circulation, at: datetime, called_back_for: str = "", called_back_by: User | None = None
) -> Circulation:
    """End a circulation; from here on positions and opinions are fixed. Closing twice is closing once."""
    circulation = Circulation.objects.select_for_update(of=("self",)).get(pk=circulation.pk)
    if circulation.closed_at is None:
        circulation.closed_at = at
        circulation.called_back_for, circulation.called_back_by = called_back_for, called_back_by
        circulation.save(update_fields=["closed_at", "called_back_for", "called_back_by"])
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
