"""Who took a note out of the portal before it was public."""

from datetime import datetime

from meetings.models import MeetingNote
from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record


def record_download(*, note: MeetingNote, format: str, by: User, at: datetime) -> None:
    """One line of the audit for each file: what is not public yet may be passed on by it."""
    record(actor=by, action="note.downloaded", target=note, at=at, format=format, version=note.version)
