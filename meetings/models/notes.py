from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.enums import PlanStatus
from commitments.models import WorkingGroup
from meetings.enums import NoteStatus
from meetings.models.circulation_guards import AS_IT_WAS_SENT, NOTE_REACHED_EVERYONE, REMARKS_ANSWERED
from meetings.models.meetings import Meeting
from meetings.models.note_guards import CANCELLED, ENTERED_WITH_AN_EDITION, OF_A_PUBLISHED_NOTE, SENT_WHOLE
from meetings.workflow import NOTE_MOVES
from ovp_portal.audit.history import tracked
from ovp_portal.circulation.models import Circulation
from ovp_portal.editions.models import Edition
from ovp_portal.lib.guards import fixed_when
from ovp_portal.lib.workflow import transitions

_TEXT = ["meeting", "language", "purpose", "discussion", "nothing_done_reason", "version", "change_note"]
_WRITTEN = [NoteStatus.DRAFT, NoteStatus.CORRECTING]
_ENDED = [NoteStatus.PUBLISHED, NoteStatus.INTERNAL, NoteStatus.ENTERED]
_FIXED = [status for status in NoteStatus if status not in _WRITTEN]


class MeetingNoteQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(status=NoteStatus.PUBLISHED)

    def public(self) -> Self:
        """What anyone may read: published, of a group whose plan is itself no draft any more."""
        return self.published().exclude(meeting__group__plan__status=PlanStatus.DRAFT)

    def finished(self) -> Self:
        return self.filter(status__in=NoteStatus.finished())

    def drafts(self) -> Self:
        return self.filter(status=NoteStatus.DRAFT, deleted_at=None)

    def deleted(self) -> Self:
        """Drafts that somebody deleted; they can be brought back."""
        return self.exclude(deleted_at=None)

    def visible_to(self, user, on: date) -> Self:
        """Its coordinators, the secretariat and the Council see all; every member of the group what is finished.

        What was deleted nobody sees here.
        """
        return self._seen_by(user, on).filter(deleted_at=None)

    def deleted_visible_to(self, user, on: date) -> Self:
        """Deleted drafts, for who could see them before."""
        return self._seen_by(user, on).deleted()

    def _seen_by(self, user, on: date) -> Self:
        if user.sees_everything:
            return self.all()
        coordinated = Q(meeting__group__in=WorkingGroup.objects.coordinated_by(user, on))
        mine = Q(meeting__group__in=WorkingGroup.objects.with_member(user, on))
        return self.filter(coordinated | (mine & Q(status__in=NoteStatus.finished())))


@tracked()
class MeetingNote(models.Model):
    """The note of a meeting. `version` grows with every save, so that a form opened on an old one is told."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="note")
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects the note")
    )
    change_note = models.TextField(_("what is changed, and why"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=NoteStatus, default=NoteStatus.DRAFT)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    purpose = models.TextField(_("purpose"), blank=True)
    discussion = models.TextField(_("what was said"), blank=True)
    nothing_done_reason = models.TextField(_("why nothing was realized"), blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    circulation = models.OneToOneField(Circulation, models.PROTECT, null=True, blank=True, related_name="+")
    earlier_circulations = models.ManyToManyField(Circulation, blank=True, related_name="+")
    may_stay = ArrayField(
        models.CharField(max_length=200),
        default=list,
        blank=True,
        verbose_name=_("addresses and numbers that may stay"),
    )
    kept_at = models.DateTimeField(_("kept within the group since"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    edition = models.OneToOneField(Edition, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MeetingNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting note")
        verbose_name_plural = _("meeting notes")
        ordering = ["-meeting__starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=NoteStatus.PUBLISHED) | Q(published_at__isnull=False, edition__isnull=False),
                name="a_published_note_has_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True, deleted_by__isnull=True)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False, status=NoteStatus.DRAFT),
                name="only_a_draft_is_deleted",
                violation_error_message=_("Only a draft can be deleted."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[NoteStatus.DRAFT, NoteStatus.ENTERED]) | Q(circulation__isnull=False),
                name="no_note_goes_on_without_its_circulation",
                violation_error_message=_("The note was not circulated to the members."),
            ),
            models.CheckConstraint(
                condition=(Q(kept_at__isnull=True) & ~Q(status=NoteStatus.INTERNAL))
                | Q(kept_at__isnull=False, edition__isnull=True, status=NoteStatus.INTERNAL),
                name="a_note_kept_within_the_group_has_no_edition",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True, change_note="")
                | (Q(corrects__isnull=False, edition__isnull=True) & ~Q(change_note="")),
                name="a_correction_says_what_it_changes",
                violation_error_message=_("Say what is changed, and why: the public reads it."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[NoteStatus.DRAFT, NoteStatus.CIRCULATED])
                | Q(status=NoteStatus.ENTERED, corrects__isnull=False)
                | (~Q(status=NoteStatus.ENTERED) & Q(corrects__isnull=True)),
                name="a_correction_ends_in_its_note",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=Q(status__in=[NoteStatus.DRAFT, NoteStatus.CIRCULATED], deleted_at__isnull=True),
                name="a_note_is_corrected_once_at_a_time",
                violation_error_message=_("A correction of this note is begun already."),
            ),
        ]
        triggers = [
            pgtrigger.FSM(name="note_moves_by_the_table", field="status", transitions=transitions(NOTE_MOVES)),
            pgtrigger.Protect(
                name="note_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__status__df=NoteStatus.DRAFT),
            ),
            fixed_when(
                name="only_a_draft_note_changes_its_text",
                fields=_TEXT,
                condition=pgtrigger.Q(old__status__in=_FIXED),
            ),
            fixed_when(
                name="a_deleted_note_is_not_written",
                fields=[*_TEXT, "may_stay", "saved_at", "saved_by"],
                condition=pgtrigger.Q(old__deleted_at__isnull=False),
            ),
            fixed_when(
                name="a_finished_note_is_fixed",
                fields=["published_at", "kept_at", "edition", "circulation"],
                condition=pgtrigger.Q(old__status__in=list(NoteStatus.finished())),
            ),
            fixed_when(
                name="since_when_a_note_is_public_is_fixed",
                fields=["published_at", "circulation"],
                condition=pgtrigger.Q(old__status=NoteStatus.CORRECTING),
            ),
            pgtrigger.ReadOnly(name="a_correction_stays_its_notes", fields=["corrects"]),
            pgtrigger.Trigger(
                name="only_a_published_note_is_corrected",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__corrects__isnull=False),
                func=OF_A_PUBLISHED_NOTE,
            ),
            pgtrigger.Trigger(
                name="a_correction_is_entered_with_an_edition",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                timing=pgtrigger.Deferred,
                condition=pgtrigger.Q(new__status=NoteStatus.CORRECTING),
                func=ENTERED_WITH_AN_EDITION,
            ),
            fixed_when(
                name="the_circulation_of_a_note_is_not_exchanged",
                fields=["circulation"],
                condition=pgtrigger.Q(old__status__in=_FIXED, new__status__df=NoteStatus.DRAFT),
            ),
            pgtrigger.Trigger(
                name="a_note_reaches_every_member",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=NOTE_REACHED_EVERYONE,
            ),
            pgtrigger.Trigger(
                name="a_note_goes_on_as_it_was_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=AS_IT_WAS_SENT,
            ),
            pgtrigger.Trigger(
                name="every_remark_on_a_note_has_its_answer",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=NoteStatus.CIRCULATED, new__status__in=_ENDED),
                func=REMARKS_ANSWERED,
            ),
            pgtrigger.Protect(
                name="a_note_that_was_sent_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=NoteStatus.DRAFT),
            ),
            pgtrigger.Trigger(
                name="a_note_leaves_whole",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status__in=_WRITTEN, new__status__in=_FIXED),
                func=SENT_WHOLE,
            ),
            pgtrigger.Trigger(
                name="the_note_of_a_cancelled_meeting_stays_a_draft",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=NoteStatus.DRAFT, new__status__df=NoteStatus.DRAFT),
                func=CANCELLED,
            ),
        ]

    def __str__(self) -> str:
        return str(self.meeting)

    def get_absolute_url(self) -> str:
        return reverse("public:note", args=[self.pk])

    @property
    def address(self) -> str:
        """Where its editions stand below the site's root, in whatever language they are read."""
        return f"/notes/{self.corrects_id or self.pk}/"

    @property
    def reference_text(self) -> str:
        """4.1/2022-03, or nothing while the note has none; a correction is cited as what it corrects."""
        reference = getattr(self.corrects or self, "reference", None)
        return reference.text if reference else ""

    @property
    def is_correction(self) -> bool:
        return self.corrects_id is not None

    @property
    def is_draft(self) -> bool:
        return self.status == NoteStatus.DRAFT

    @property
    def is_circulated(self) -> bool:
        return self.status == NoteStatus.CIRCULATED

    @property
    def is_internal(self) -> bool:
        return self.status == NoteStatus.INTERNAL

    @property
    def is_published(self) -> bool:
        return self.status == NoteStatus.PUBLISHED

    @property
    def is_finished(self) -> bool:
        return self.status in NoteStatus.finished()
