"""What is written about a note while it is written: its versions, who writes, what could not be saved."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from meetings.enums import VersionOrigin
from meetings.models.notes import MeetingNote

ONLY_THE_NEWEST_GROWS = """
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'A version of a note is kept.'; END IF;
    IF OLD.name <> '' AND (NEW.content, NEW.saved_at) IS DISTINCT FROM (OLD.content, OLD.saved_at) THEN
        RAISE EXCEPTION 'A version of a note that has a name is fixed.';
    END IF;
    IF to_jsonb(NEW) - 'name' IS DISTINCT FROM to_jsonb(OLD) - 'name'
        AND EXISTS (SELECT 1 FROM meetings_noteversion v WHERE v.note_id = OLD.note_id AND v.number > OLD.number) THEN
        RAISE EXCEPTION 'An earlier version of a note is fixed.';
    END IF;
    IF (NEW.note_id, NEW.number, NEW.session, NEW.written_by_id, NEW.began_at, NEW.origin)
        IS DISTINCT FROM (OLD.note_id, OLD.number, OLD.session, OLD.written_by_id, OLD.began_at, OLD.origin) THEN
        RAISE EXCEPTION 'Whose version it is, and since when, is fixed.';
    END IF;
    RETURN NEW;
"""


class NoteVersion(models.Model):
    """What a note said at the end of one person's editing session.

    Saves of one session grow into one version, so the list stays readable; when somebody else saves, or the page
    is opened anew, the next one begins and this one is fixed. So is a version that its writer gave a name.
    `content` is the draft as plain data.
    """

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    origin = models.CharField(max_length=10, choices=VersionOrigin, default=VersionOrigin.WRITTEN)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    session = models.CharField(max_length=32, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    content = models.JSONField()
    name = models.CharField(max_length=100, blank=True)

    class Meta:
        verbose_name = _("version of a note")
        verbose_name_plural = _("versions of a note")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["note", "number"], name="versions_of_a_note_are_numbered")]
        triggers = [
            pgtrigger.Trigger(
                name="only_the_newest_version_grows",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=ONLY_THE_NEWEST_GROWS,
            )
        ]

    def __str__(self) -> str:
        return f"{self.note} – {self.number}"


class NoteWriter(models.Model):
    """Somebody who has a note's form open: a lease that ends by itself, on real time, whatever became of the page."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="writers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    session = models.CharField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField()
    has_unsaved = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "session"], name="a_session_writes_a_note_once")]

    def __str__(self) -> str:
        return f"{self.user}: {self.note}"


class TypedNote(models.Model):
    """What somebody typed and what could not be saved yet, exactly as it was sent: nobody else sees it."""

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="typed")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fields = models.JSONField()
    reason = models.TextField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="one_unsaved_text_a_person_and_note")]

    def __str__(self) -> str:
        return f"{self.user}: {self.note}"
