from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commitments.enums import PlanStatus
from commitments.models import WorkingGroup
from meetings.enums import MeetingKind, Mode, NoteStatus
from meetings.models.circulation_guards import AS_IT_WAS_SENT, NOTE_REACHED_EVERYONE
from meetings.workflow import NOTE_MOVES
from ovp_portal.audit.history import tracked
from ovp_portal.circulation.models import Circulation
from ovp_portal.editions.models import Edition
from ovp_portal.lib.dates import months_text, range_text
from ovp_portal.lib.guards import fixed_when
from ovp_portal.lib.workflow import transitions

FIXED_WITH_ITS_NOTE = """
    IF EXISTS (SELECT 1 FROM meetings_meetingnote n WHERE n.meeting_id = OLD.id AND n.status <> 'draft') THEN
        RAISE EXCEPTION 'The note of this meeting is no draft any more: it is fixed.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""

SENT_WHOLE = """
    IF NOT EXISTS (SELECT 1 FROM meetings_notereference r WHERE r.note_id = NEW.id) THEN
        RAISE EXCEPTION 'A note goes to its members under its reference.';
    END IF;
    IF EXISTS (
        SELECT 1 FROM meetings_conclusion c
        WHERE c.note_id = NEW.id AND num_nonnulls(c.votes_for, c.votes_against, c.votes_abstained) IN (1, 2)
    ) THEN
        RAISE EXCEPTION 'A note goes to its members with its votes counted whole.';
    END IF;
    RETURN NEW;
"""


CANCELLED = """
    IF EXISTS (
        SELECT 1 FROM meetings_convocation c WHERE c.meeting_id = NEW.meeting_id AND c.cancelled_at IS NOT NULL
    ) THEN
        RAISE EXCEPTION 'The meeting was cancelled: its note goes nowhere.';
    END IF;
    RETURN NEW;
"""


class LastDayOfMonth(Func):
    """The last day of the month in which a day lies."""

    template = "(DATE_TRUNC('month', (%(expressions)s)::timestamp) + INTERVAL '1 month' - INTERVAL '1 day')::date"
    output_field = models.DateField()


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
class Meeting(models.Model):
    """A meeting, or a round of e-mails and calls, of a working group: one day or several; place and time if any.

    A draft may lack the days and the modes; nothing is published without them. Where only the month
    is known, the days are its first and its last, and nobody is shown them.
    """

    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="meetings", verbose_name=_("working group"))
    kind = models.CharField(_("kind"), max_length=12, choices=MeetingKind, default=MeetingKind.MEETING)
    title = models.CharField(_("title"), max_length=300, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("to"), null=True, blank=True)
    is_month_only = models.BooleanField(_("only the month is known"), default=False)
    modes = ArrayField(
        models.CharField(max_length=10, choices=Mode), default=list, blank=True, verbose_name=_("how it was held")
    )
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.TimeField(_("began at"), null=True, blank=True)
    ends_at = models.TimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True, ends_on__isnull=True)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("The meeting ends before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_on__gt=F("starts_on"))
                | Q(ends_at__gte=F("starts_at")),
                name="meeting_of_one_day_ends_after_it_begins",
                violation_error_message=_("The hour at which it ended is before the hour at which it began."),
            ),
            models.CheckConstraint(
                condition=Q(is_month_only=False)
                | Q(starts_on__isnull=False, starts_on__day=1, ends_on=LastDayOfMonth(F("ends_on"))),
                name="a_month_alone_is_whole",
                violation_error_message=_("Where only the month is known, the whole month stands."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=MeetingKind.CONSULTATION) | Q(place="", starts_at__isnull=True, ends_at__isnull=True),
                name="a_round_has_no_place_and_no_hour",
                violation_error_message=_(
                    "A consultation round has no place and no hour: empty them, or choose another kind."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="a_meeting_is_fixed_with_its_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=FIXED_WITH_ITS_NOTE,
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.get_kind_display()}, {self.group}"

    @property
    def days_text(self) -> str:
        """4–5 October 2022; March 2020 where only the month is known; nothing where no day is."""
        if self.starts_on is None or self.ends_on is None:
            return ""
        say = months_text if self.is_month_only else range_text
        return say(self.starts_on, self.ends_on)


@tracked()
class MeetingNote(models.Model):
    """The note of a meeting. `version` grows with every save, so that a form opened on an old one is told."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="note")
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
                condition=Q(status=NoteStatus.DRAFT) | Q(circulation__isnull=False),
                name="no_note_goes_on_without_its_circulation",
                violation_error_message=_("The note was not circulated to the members."),
            ),
            models.CheckConstraint(
                condition=Q(
                    kept_at__isnull=True, status__in=[NoteStatus.DRAFT, NoteStatus.CIRCULATED, NoteStatus.PUBLISHED]
                )
                | Q(kept_at__isnull=False, edition__isnull=True, status=NoteStatus.INTERNAL),
                name="a_note_kept_within_the_group_has_no_edition",
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
                fields=["meeting", "language", "purpose", "discussion", "nothing_done_reason", "version"],
                condition=pgtrigger.Q(old__status__df=NoteStatus.DRAFT),
            ),
            fixed_when(
                name="a_deleted_note_is_not_written",
                fields=["meeting", "language", "purpose", "discussion", "nothing_done_reason", "version"],
                condition=pgtrigger.Q(old__deleted_at__isnull=False),
            ),
            fixed_when(
                name="a_finished_note_is_fixed",
                fields=["published_at", "kept_at", "edition", "circulation"],
                condition=pgtrigger.Q(old__status__in=list(NoteStatus.finished())),
            ),
            fixed_when(
                name="the_circulation_of_a_note_is_not_exchanged",
                fields=["circulation"],
                condition=pgtrigger.Q(old__status__df=NoteStatus.DRAFT, new__status__df=NoteStatus.DRAFT),
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
            pgtrigger.Protect(
                name="a_note_that_was_sent_is_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__df=NoteStatus.DRAFT),
            ),
            pgtrigger.Trigger(
                name="a_note_leaves_whole",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__status=NoteStatus.DRAFT, new__status__df=NoteStatus.DRAFT),
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
        return f"/notes/{self.pk}/"

    @property
    def reference_text(self) -> str:
        """4.1/2022-03, or nothing while the note has none."""
        reference = getattr(self, "reference", None)
        return reference.text if reference else ""

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
