"""Who may do what with a meeting note. The state of a note is the workflow's matter."""

from datetime import date

from commitments.models import WorkingGroup
from meetings.models import MeetingNote
from ovp_portal.accounts.models import User


def can_create_note(user: User, group: WorkingGroup, *, on: date) -> bool:
    """The coordinator of the group on that day, or his deputy."""
    return WorkingGroup.objects.coordinated_by(user, on).filter(pk=group.pk).exists()


def can_write_note(user: User, note: MeetingNote, *, on: date) -> bool:
    """The coordinator of the note's group on that day, or his deputy; the secretariat and the Council only read."""
    return can_create_note(user, note.meeting.group, on=on)


def can_read_versions(user: User, note: MeetingNote, *, on: date) -> bool:
    """Who writes the note, the secretariat and the Council; a member of the group reads what is published."""
    return user.sees_everything or can_write_note(user, note, on=on)
