from meetings.models.conclusions import Conclusion
from meetings.models.convocations import Convocation
from meetings.models.meetings import Meeting, MeetingNote
from meetings.models.priorities import Priority
from meetings.models.references import NoteReference
from meetings.models.rows import AgendaItem, Attendance

__all__ = [
    "AgendaItem",
    "Attendance",
    "Conclusion",
    "Convocation",
    "Meeting",
    "MeetingNote",
    "NoteReference",
    "Priority",
]
