"""Which move a meeting note may make, and a task that it set. The triggers are made from these same tables."""

from meetings.enums import NoteStatus
from meetings.follow_up_enums import FollowUpStatus, RequestStatus

NOTE_MOVES = {
    NoteStatus.DRAFT: {NoteStatus.CIRCULATED, NoteStatus.ENTERED},
    NoteStatus.CIRCULATED: {NoteStatus.DRAFT, NoteStatus.PUBLISHED, NoteStatus.INTERNAL, NoteStatus.ENTERED},
    NoteStatus.PUBLISHED: {NoteStatus.CORRECTING},
    NoteStatus.INTERNAL: set(),
    NoteStatus.CORRECTING: {NoteStatus.PUBLISHED},
    NoteStatus.ENTERED: set(),
}
"""Back to draft means: called back to be changed, so it is circulated again before it goes on.

A correction is written as a note beside the published one; it ends by being entered in it, and only it does.
"""

FOLLOW_UP_MOVES = {
    FollowUpStatus.OPEN: {FollowUpStatus.DONE, FollowUpStatus.DROPPED},
    FollowUpStatus.DONE: {FollowUpStatus.OPEN},
    FollowUpStatus.DROPPED: {FollowUpStatus.OPEN},
}
"""A task that is moved on stays open, with another date; the coordinator may open one again, with a reason."""

REQUEST_MOVES = {
    RequestStatus.WAITING: {RequestStatus.GRANTED, RequestStatus.REFUSED, RequestStatus.OVER},
    RequestStatus.GRANTED: set(),
    RequestStatus.REFUSED: set(),
    RequestStatus.OVER: set(),
}
"""A request is over when its task was closed or moved on before it was answered."""
