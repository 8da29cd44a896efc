"""Why a file is not read, said to the person who sent it."""

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DocumentRefused(ValidationError):
    """A file that is not read. Nothing of it is kept."""


_REASONS: dict[str, str | Promise] = {
    "extension": _("Only .docx, .odt and .txt files are read. Save the document as one of them, or paste its text."),
    "empty": _("The file is empty."),
    "too_big": _("The file is too big. A file of a note has at most 10 MB."),
    "protected": _(
        "The document is protected by a password. Remove the password and send it again, or paste its text."
    ),
    "old_word": _("This is a document of an old Word (.doc). Save it as .docx, or paste its text."),
    "not_what_it_says": _("The content of the file is not what its name says. Nothing of it was read."),
    "broken": _("The document is damaged and cannot be opened."),
    "bomb": _("The document grows too large when it is opened. It was not read."),
    "entities": _("The document holds parts that a text does not have. It was not read."),
    "elsewhere": _("The document loads parts of itself from another computer. It was not read. Paste its text."),
    "paths": _("The parts of this document have names that lead out of it. It was not read. Paste its text."),
    "letters": _("The letters of this text cannot be read. Save it as UTF-8, or paste it."),
    "infected": _(
        "A virus was found in the file. Nothing of it was read or kept. Have your computer checked, or paste the text."
    ),
    "unscanned": _(
        "The file could not be checked for viruses, because the scanner does not answer. Nothing of it was read: "
        "try again in a few minutes, or paste its text."
    ),
    "no_text": _("There is no text in the document. A scanned picture cannot be read."),
    "too_long": _("The text is too long for a note: at most 100,000 letters."),
}


def refused(reason: str) -> DocumentRefused:
    return DocumentRefused(_REASONS[reason], code=reason)


def sentence(reason: str) -> str | Promise:
    """What is said of this reason, for a page that knows it before anything is sent."""
    return _REASONS[reason]
