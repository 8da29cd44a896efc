"""Which move a meeting note may make. The database's triggers are made from this same table."""

from meetings.enums import NoteStatus

NOTE_MOVES = {
    NoteStatus.DRAFT: {NoteStatus.CIRCULATED},
    NoteStatus.CIRCULATED: {NoteStatus.DRAFT, NoteStatus.PUBLISHED, NoteStatus.INTERNAL},
    NoteStatus.PUBLISHED: set(),
    NoteStatus.INTERNAL: set(),
}
"""Back to draft means: called back to be changed, so it is circulated again before it goes on."""
