from datetime import date
from typing import Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked
from ovp_portal.circulation.enums import Answer, Verdict
from ovp_portal.lib.guards import locked_when


class CirculationQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def with_answers(self) -> Self:
        """Add `sent_count` and `answered_count`, so that a list asks nothing per row."""
        return self.annotate(
            sent_count=Count("positions"), answered_count=Count("positions", filter=~Q(positions__answer=Answer.NONE))
        )


@tracked()
class Circulation(models.Model):
    """A draft on its way to every member of a group: the frozen text, the roster of that day, the window.

    It does not know what it is a draft of: a report or a note points down to it.
    """

    title = models.CharField(max_length=500)
    payload = models.TextField(help_text=_("the draft as it was sent, canonical JSON"))
    checksum = models.CharField(max_length=64)
    roster_on = models.DateField(_("roster of"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closes_on = models.DateField(_("closing date"))
    closed_at = models.DateTimeField(null=True, blank=True)
    called_back_for = models.TextField(_("why it was called back"), blank=True)
    called_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = CirculationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("roster_on")),
                name="circulation_closes_after_it_opens",
                violation_error_message=_("The closing date is before the day on which the draft is sent."),
            ),
            models.CheckConstraint(
                condition=Q(called_back_for="") | Q(closed_at__isnull=False),
                name="what_is_called_back_is_closed",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="circulated_text_is_frozen", fields=["payload", "checksum", "roster_on", "opened_at"]
            ),
            locked_when(name="a_closed_circulation_is_fixed", condition=pgtrigger.Q(old__closed_at__isnull=False)),
            pgtrigger.Protect(name="a_circulation_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.title

    def takes_answers(self, on: date) -> bool:
        """Positions and opinions are taken to the end of the closing day, unless the draft was called back."""
        return self.closed_at is None and on <= self.closes_on


ONLY_WHILE_IT_IS_OPEN = """
    IF EXISTS (SELECT 1 FROM circulation_circulation c WHERE c.id = NEW.circulation_id AND c.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'The circulation is closed: its roster and its answers are fixed.';
    END IF;
    RETURN NEW;
"""


class PositionQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Each member's own place on a roster."""
        return self.filter(user=user)

    def unanswered(self) -> Self:
        return self.filter(answer=Answer.NONE)

    def with_remarks(self) -> Self:
        """Who wants something changed, or does not agree."""
        return self.filter(answer__in=[Answer.REMARK, Answer.OBJECT])


@tracked()
class Position(models.Model):
    """One member on the roster of a circulation, and his answer. Silence is "no answer", never consent."""

    circulation = models.ForeignKey(Circulation, models.CASCADE, related_name="positions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="positions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    person = models.CharField(_("person, as on that day"), max_length=200)
    function = models.CharField(_("function, as on that day"), max_length=200, blank=True)
    role = models.CharField(_("role, as on that day"), max_length=20)
    is_civil_society = models.BooleanField()
    sent_at = models.DateTimeField()
    answer = models.CharField(_("position"), max_length=10, choices=Answer, default=Answer.NONE, blank=True)
    text = models.TextField(_("remark"), blank=True)
    parts = models.JSONField(_("remarks on parts of the text"), default=dict, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "user"], name="one_position_a_member"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="an_answer_has_its_moment",
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=[Answer.REMARK, Answer.OBJECT]) | ~Q(text="") | ~Q(parts={}),
                name="a_remark_or_objection_says_what",
                violation_error_message=_("Write what should be changed, or why you object."),
            ),
            models.CheckConstraint(
                condition=~Q(answer=Answer.NOTHING) | Q(text="", parts={}),
                name="who_has_nothing_to_add_adds_nothing",
                violation_error_message=_("You wrote a remark. Choose another position, or take the remark out."),
            ),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="an_answer_is_one_of_the_answers"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="the_roster_is_frozen",
                fields=[
                    "circulation",
                    "user",
                    "organization",
                    "person",
                    "function",
                    "role",
                    "is_civil_society",
                ],
            ),
            pgtrigger.Trigger(
                name="answers_are_fixed_with_the_close",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=ONLY_WHILE_IT_IS_OPEN,
            ),
            pgtrigger.Protect(name="a_place_on_the_roster_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_answer_display()}"


@tracked()
class Disposition(models.Model):
    """What the coordinator makes of one remark: of the whole answer, or of what it says of one part.

    `text` is the remark that he had before him: when its author words it anew, it waits for an answer again.
    """

    position = models.ForeignKey(Position, models.PROTECT, related_name="dispositions")
    part = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    verdict = models.CharField(_("what becomes of the remark"), max_length=10, choices=Verdict)
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["position", "part"], name="one_disposition_a_remark"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.TAKEN_UP) | ~Q(reason=""),
                name="what_is_not_taken_up_has_its_reason",
                violation_error_message=_("Say why it is not taken up, or only in part."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="a_disposition_stays_with_its_remark", fields=["position", "part"]),
            pgtrigger.Protect(name="a_disposition_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.position_id}: {self.get_verdict_display()}"


OPINION_GUARD = """
    IF (TG_OP = 'DELETE') THEN
        IF OLD.author_id::text IS DISTINCT FROM current_setting('ovp.actor', true) THEN
            RAISE EXCEPTION 'An opinion is its author''s alone.';
        END IF;
        IF EXISTS (
            SELECT 1 FROM circulation_circulation c WHERE c.id = OLD.circulation_id AND c.closed_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'The circulation is closed: the opinion is fixed.';
        END IF;
        RETURN OLD;
    END IF;
    IF NEW.author_id::text IS DISTINCT FROM current_setting('ovp.actor', true)
       OR (TG_OP = 'UPDATE' AND OLD.author_id::text IS DISTINCT FROM current_setting('ovp.actor', true)) THEN
        RAISE EXCEPTION 'An opinion is its author''s alone.';
    END IF;
    IF (TG_OP = 'UPDATE') AND (OLD.author_id <> NEW.author_id OR OLD.circulation_id <> NEW.circulation_id) THEN
        RAISE EXCEPTION 'An opinion keeps its author and its draft.';
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM circulation_position p WHERE p.circulation_id = NEW.circulation_id
          AND p.user_id = NEW.author_id AND p.organization_id = NEW.organization_id AND p.is_civil_society
    ) THEN
        RAISE EXCEPTION 'An opinion is given by a civil-society member on the roster.';
    END IF;
    IF EXISTS (SELECT 1 FROM circulation_circulation c WHERE c.id = NEW.circulation_id AND c.closed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'The circulation is closed: the opinion is fixed.';
    END IF;
    RETURN NEW;
"""


@tracked()
class Opinion(models.Model):
    """A civil-society organization's view, published with the paper. Its author's alone, to the byte."""

    circulation = models.ForeignKey(Circulation, models.PROTECT, related_name="opinions")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="opinions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    text = models.TextField(_("opinion"))
    language = models.CharField(max_length=10, default="mk")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["circulation", "author"], name="one_opinion_an_author"),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="an_opinion_says_something",
                violation_error_message=_("Write the opinion, or withdraw it."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="an_opinion_is_its_authors_alone",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=OPINION_GUARD,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}: {self.circulation}"
