import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commitments.models import Indicator, Membership, Milestone
from meetings.enums import ConclusionKind, Subject, Verdict
from meetings.models.note_guards import FOLLOWED_TASK
from meetings.models.notes import MeetingNote
from meetings.models.rows import about_one_thing, fixed_with_its_note
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked

_VOTES = ("votes_for", "votes_against", "votes_abstained")
_NO_VOTES = {f"{name}__isnull": True for name in _VOTES}


@tracked()
class Conclusion(models.Model):
    """A conclusion for further action; it may be about a milestone or an indicator.

    A task has an owner and a deadline, which is a local date. A decision may say how it ended, with
    votes or without, and upon which paper it was taken. A draft may lack counts; nothing is published
    with some of the three (see MeetingNote).
    """

    note = models.ForeignKey(MeetingNote, models.CASCADE, related_name="conclusions")
    position = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(_("kind"), max_length=12, choices=ConclusionKind, default=ConclusionKind.INFORMATION)
    text = models.TextField(_("text"))
    owner = models.ForeignKey(
        Membership,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("member who owns it"),
    )
    owner_organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("organization that owns it"),
    )
    is_for_everyone = models.BooleanField(_("every member owns it"), default=False)
    due_on = models.DateField(_("due date"), null=True, blank=True)
    milestone = models.ForeignKey(
        Milestone, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("milestone")
    )
    indicator = models.ForeignKey(
        Indicator, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    verdict = models.CharField(_("how it ended"), max_length=10, choices=Verdict, blank=True)
    votes_for = models.PositiveSmallIntegerField(_("for"), null=True, blank=True)
    votes_against = models.PositiveSmallIntegerField(_("against"), null=True, blank=True)
    votes_abstained = models.PositiveSmallIntegerField(_("abstained"), null=True, blank=True)
    subject = models.CharField(_("decided upon"), max_length=10, choices=Subject, blank=True)
    subject_note = models.ForeignKey(
        MeetingNote, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("earlier note")
    )
    anchor_number = models.BigIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("conclusion")
        verbose_name_plural = _("conclusions")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(owner_organization__isnull=True) | Q(is_for_everyone=False),
                name="a_task_has_one_kind_of_owner",
                violation_error_message=_("Choose one owner: a member, an organization or everyone."),
            ),
            about_one_thing("a_conclusion_is_about_one_thing"),
            models.CheckConstraint(
                condition=Q(kind=ConclusionKind.DECISION) | Q(verdict="", subject="", **_NO_VOTES),
                name="only_a_decision_is_voted_on",
                violation_error_message=_("Votes, how it ended and what it was upon are for a decision only."),
            ),
            models.CheckConstraint(
                condition=~Q(**dict.fromkeys(_VOTES, 0)),
                name="somebody_voted",
                violation_error_message=_("Enter at least one vote, or none of the counts."),
            ),
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.APPROVED) | Q(votes_for__isnull=True) | Q(votes_for__gt=0),
                name="nothing_is_approved_without_a_vote_for_it",
                violation_error_message=_("Nothing is approved without a vote for it."),
            ),
            models.CheckConstraint(
                condition=Q(subject=Subject.NOTE, subject_note__isnull=False)
                | (~Q(subject=Subject.NOTE) & Q(subject_note__isnull=True)),
                name="a_decision_upon_a_note_says_which",
                violation_error_message=_("Say which note the decision was taken upon."),
            ),
            models.CheckConstraint(
                condition=Q(subject_note__isnull=True) | ~Q(subject_note=F("note")),
                name="a_note_is_not_decided_upon_in_itself",
                violation_error_message=_("A note is not decided upon in itself."),
            ),
        ]
        triggers = [
            fixed_with_its_note(),
            pgtrigger.Trigger(
                name="a_followed_task_keeps_its_owner_and_date",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=FOLLOWED_TASK,
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its own address: its place on the note's public page, the same in every edition."""
        return f"{self.note.get_absolute_url()}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"conclusion-{self.anchor_number or self.pk}"
