from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.models.notes import MeetingNote


class NoteFamily(models.Model):
    """Notes of several groups that one coordinator began together, with one common text."""

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("notes begun together")
        verbose_name_plural = _("notes begun together")

    def __str__(self) -> str:
        return f"{self.created_by}, {self.created_at:%Y-%m-%d}"


class NoteSibling(models.Model):
    """One of them. `common` is what each common field said when it was last the same in this note and another.

    A field that still says it was not changed here, so a later text may be copied over it, on request.
    """

    family = models.ForeignKey(NoteFamily, models.CASCADE, related_name="siblings")
    note = models.OneToOneField(MeetingNote, models.CASCADE, related_name="sibling")
    common = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("note begun with others")
        verbose_name_plural = _("notes begun with others")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.note)
