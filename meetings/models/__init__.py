from meetings.models.meetings import Meeting, MeetingNote
from meetings.models.rows import AgendaItem, Attendance, Conclusion

__all__ = ["AgendaItem", "Attendance", "Conclusion", "Meeting", "MeetingNote"]
