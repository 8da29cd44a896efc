"""What the history calls each act upon a note."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "note.created": _("Note begun"),
    "note.saved": _("Note written"),
    "note.deleted": _("Note deleted"),
    "note.brought_back": _("Note brought back"),
    "note.published": _("Note published"),
}
