"""What the history calls each act upon a note."""

from django.utils.translation import gettext_lazy as _

from meetings.follow_up_enums import EntryKind

WORDS = {
    "note.created": _("Note begun"),
    "note.saved": _("Note written"),
    "note.version_named": _("Version named"),
    "note.deleted": _("Note deleted"),
    "note.brought_back": _("Note brought back"),
    "note.circulated": _("Note sent to the members"),
    "note.recalled": _("Note called back"),
    "note.contact_may_stay": _("An address or a number was left in the note"),
    "note.remarked_internally": _("Remark among coordinators"),
    "note.downloaded": _("Draft taken out as a file"),
    "note.kept": _("Note kept within the group"),
    "note.published": _("Note published"),
    "note.begun_with_others": _("Begun together with notes of other groups"),
    "note.took_common_text": _("Common text taken over"),
    "note.referenced": _("Reference given"),
    "note.correction_begun": _("Correction begun"),
    "note.corrected": _("Published note corrected"),
    "meeting.announced": _("Meeting announced"),
    "meeting.cancelled": _("Meeting cancelled"),
    "meeting.brought_back": _("Cancelled meeting announced again"),
    **{f"task.{kind}": kind.label for kind in EntryKind},
}
