from meetings.reading.reader import read_note
from meetings.reading.result import Evidence, Leftover, Reading, Sureness

__all__ = ["Evidence", "Leftover", "Reading", "Sureness", "read_note"]
