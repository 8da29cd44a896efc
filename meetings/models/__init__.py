from meetings.models import edition_guards  # noqa: F401 – its trigger stands on another floor's model
from meetings.models.conclusions import Conclusion
from meetings.models.convocations import Convocation
from meetings.models.date_requests import DateRequest
from meetings.models.families import NoteFamily, NoteSibling
from meetings.models.follow_ups import FollowUp, FollowUpEntry, FollowUpPart
from meetings.models.internal_remarks import InternalRemark
from meetings.models.meetings import Meeting
from meetings.models.notes import MeetingNote
from meetings.models.priorities import Priority
from meetings.models.references import NoteReference
from meetings.models.rows import AgendaItem, Attendance
from meetings.models.task_mentions import TaskMention
from meetings.models.writing import NoteVersion, NoteWriter, TypedNote

__all__ = [
    "AgendaItem",
    "Attendance",
    "Conclusion",
    "Convocation",
    "DateRequest",
    "FollowUp",
    "FollowUpEntry",
    "FollowUpPart",
    "InternalRemark",
    "Meeting",
    "MeetingNote",
    "NoteFamily",
    "NoteReference",
    "NoteSibling",
    "NoteVersion",
    "NoteWriter",
    "Priority",
    "TaskMention",
    "TypedNote",
]
