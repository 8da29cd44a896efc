"""Which move a meeting note may make."""

from meetings.enums import NoteStatus

NOTE_MOVES = {
    NoteStatus.DRAFT: {NoteStatus.PUBLISHED},
    NoteStatus.PUBLISHED: set(),
}
