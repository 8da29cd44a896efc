"""Who may do what with a meeting note. The state of a note is the workflow's matter."""

from datetime import date

from commitments.enums import MemberRole
from commitments.models import Membership, WorkingGroup
from meetings.models import FollowUp, FollowUpPart, MeetingNote
from ovp_portal.accounts.models import Substitution, User


def can_create_note(user: User, group: WorkingGroup, *, on: date) -> bool:
    """The coordinator of the group on that day, or his deputy."""
    return WorkingGroup.objects.coordinated_by(user, on).filter(pk=group.pk).exists()


def can_write_note(user: User, note: MeetingNote, *, on: date) -> bool:
    """The coordinator of the note's group on that day, or his deputy; the secretariat and the Council only read."""
    return can_create_note(user, note.meeting.group, on=on)


def can_read_versions(user: User, note: MeetingNote, *, on: date) -> bool:
    """Who writes the note, the secretariat and the Council; a member of the group reads what is published."""
    return user.sees_everything or can_write_note(user, note, on=on)


def can_read_internal(user: User, note: MeetingNote, *, on: date) -> bool:
    """What coordinators say among themselves: they alone, and neither the secretariat nor the Council."""
    return can_write_note(user, note, on=on)


def can_report_on(user: User, part: FollowUpPart, *, on: date) -> bool:
    """Its owner, or a coordinator for him: the member while he has his seat, else any of his organization's members."""
    return owns_part(user, part, on=on) or can_lead_task(user, part.follow_up, on=on)


def owns_part(user: User, part: FollowUpPart, *, on: date) -> bool:
    """Whether he owes it: himself, or because he reports for the organization, or stands in for whoever does."""
    seats = Membership.objects.on(on)
    people = [user.pk]
    if user.organization_id == part.organization_id and not part.follow_up.conclusion.note.is_internal:
        people += Substitution.objects.on(on).filter(substitute=user).values_list("person", flat=True)
    if part.seat_id and seats.filter(pk=part.seat_id).exists():
        return part.seat.user_id in people
    mine = seats.filter(user__in=people, group=part.follow_up.group_id, organization=part.organization_id)
    return mine.filter(role__in=MemberRole.reporting()).exists()


def can_lead_task(user: User, task: FollowUp, *, on: date) -> bool:
    """The coordinator of the group on that day, or his deputy: answers requests, moves tasks on, opens them again."""
    return can_create_note(user, task.group, on=on)
