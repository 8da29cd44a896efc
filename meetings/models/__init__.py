from meetings.models.conclusions import Conclusion
from meetings.models.convocations import Convocation
from meetings.models.meetings import Meeting, MeetingNote
from meetings.models.priorities import Priority
from meetings.models.references import NoteReference
from meetings.models.rows import AgendaItem, Attendance
from meetings.models.writing import NoteVersion, NoteWriter, TypedNote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Conclusion",
    "Convocation",
    "Meeting",
    "MeetingNote",
    "NoteReference",
    "NoteVersion",
    "NoteWriter",
    "Priority",
    "TypedNote",
]
