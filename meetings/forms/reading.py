"""The form that takes an old note: a pasted text or a file, and the group where the text does not say it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commitments.models import WorkingGroup
from meetings.queries import group_label
from ovp_portal.lib.forms import PortalFormMixin
from ovp_portal.lib.reading.documents import document_text, refused, sentence
from ovp_portal.lib.reading.outline import prepare
from ovp_portal.uploads import refuse_infected

MOST_LETTERS = 100_000
MOST_LINES = 5_000


class SourceField(forms.CharField):
    """A text as it was pasted: tabs and line ends still tell where its tables and lists are."""

    widget = forms.Textarea(attrs={"rows": 12})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if len(text) > 3 * MOST_LETTERS:
            raise refused("too_long")
        return _short_enough(prepare(text))

    def run_validators(self, value: Any) -> None:
        """Characters that a text cannot hold were tidied away; nothing else is asked."""


def _short_enough(text: str) -> str:
    if len(text) > MOST_LETTERS or text.count("\n") > MOST_LINES:
        raise refused("too_long")
    return text


class ReadNoteForm(PortalFormMixin, forms.Form):
    """Either the text or the file. What is refused is said beside the field, and the pasted text stays."""

    use_required_attribute = False
    text = SourceField(label=_("Text of the note"), help_text=_("Paste the whole note, as it is."))
    file = forms.FileField(
        label=_("Or a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Word (.docx), OpenDocument (.odt) or plain text (.txt), at most 10 MB. The file is not kept."),
        widget=forms.FileInput(
            attrs={
                "accept": ".docx,.odt,.txt",
                "data-most-bytes": settings.NOTE_FILE_MOST_BYTES,
                "data-too-big": sentence("too_big"),
            }
        ),
    )
    group = forms.ChoiceField(label=_("Working group"), required=False)

    def __init__(self, *args: Any, groups: Iterable[WorkingGroup], **kwargs: Any) -> None:
        self.groups = {str(group.pk): group for group in groups}
        super().__init__(*args, **kwargs)
        named = [(pk, f"{group_label(group)} · {group}") for pk, group in self.groups.items()]
        self.fields["group"].choices = [("", _("the one that the text names")), *named]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is None:
            return None
        if file.size > settings.NOTE_FILE_MOST_BYTES:
            raise refused("too_big")
        found = document_text(file.name, file.read(), check=refuse_infected)
        return {"text": _short_enough(prepare(found.text)), "aside": prepare(found.aside)[:MOST_LETTERS]}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned.get("text") and not cleaned.get("file"):
            self.add_error("text", _("Paste the text of the note, or choose a file."))
        return cleaned

    def refuse(self, field: str, error: Any) -> None:
        """Say one thing and nothing else: what else is missing does not matter then."""
        self.errors.clear()
        self.add_error(field, error)

    def keep_file(self) -> None:
        """A file that was read is not chosen again because something else was refused: its text stands in the form."""
        if self.cleaned_data.get("file") and not self.cleaned_data.get("text") and "text" not in self.errors:
            self.data = self.data.copy()
            self.data["text"] = self.whole

    @property
    def whole(self) -> str:
        """The source and what stood beside it, as one text."""
        return "\n\n".join(part for part in (self.source, self.aside) if part)

    @property
    def source(self) -> str:
        """The text to read; the file counts where both were sent."""
        file = self.cleaned_data.get("file")
        return file["text"] if file else self.cleaned_data["text"]

    @property
    def aside(self) -> str:
        file = self.cleaned_data.get("file")
        return file["aside"] if file else ""

    @property
    def chosen_group(self) -> WorkingGroup | None:
        return self.groups.get(self.cleaned_data.get("group", ""))


class ConfirmForm(PortalFormMixin, forms.Form):
    """What goes along with a note that is read and not yet saved: its source, its group, its language."""

    use_required_attribute = False
    source = SourceField()
    aside = SourceField()
    group = forms.ChoiceField(label=_("Working group"))
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, groups: Iterable[WorkingGroup], **kwargs: Any) -> None:
        self.groups = {str(group.pk): group for group in groups}
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = [(pk, group_label(group)) for pk, group in self.groups.items()]

    @property
    def chosen_group(self) -> WorkingGroup:
        return self.groups[self.cleaned_data["group"]]
