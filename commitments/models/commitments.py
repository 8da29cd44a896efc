from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltrans.fields import TranslationField

from commitments.enums import CommitmentStatus, CompletionLevel, PlanStatus
from commitments.models.groups import WorkingGroup
from commitments.models.plans import ActionPlan, PriorityArea
from commitments.models.texts import TextsMixin
from commitments.workflow import COMMITMENT_MOVES
from ovp_portal.accounts.models import Organization
from ovp_portal.audit.history import tracked
from ovp_portal.lib.text import fold
from ovp_portal.lib.workflow import transitions


class CommitmentQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What the public sees: everything of adopted plans, with its status said."""
        return self.exclude(plan__status=PlanStatus.DRAFT)

    def visible_to(self, user) -> Self:
        return self.all() if user.is_authenticated and user.sees_everything else self.published()

    def coordinated_by(self, user, on) -> Self:
        return self.filter(group__in=WorkingGroup.objects.coordinated_by(user, on))

    def in_order(self) -> Self:
        return self.order_by(F("area__number").asc(nulls_last=True), F("number").asc(nulls_last=True), "pk")

    def with_progress(self) -> Self:
        """Add `milestone_count` and `LEVEL_count` for each level, so that a list asks nothing per row."""
        current = Q(milestones__is_withdrawn=False)
        return self.annotate(
            milestone_count=Count("milestones", filter=current),
            **{
                f"{level}_count": Count("milestones", filter=current & Q(milestones__completion=level))
                for level in CompletionLevel.values
            },
        )

    def search(self, words: str) -> Self:
        """Commitments whose folded text holds every word typed, in any script."""
        found = self
        for word in fold(words).split():
            found = found.filter(search_text__contains=word)
        return found


@tracked()
class Commitment(TextsMixin, models.Model):
    """What was promised. Number and title may be corrected; the address never breaks."""

    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="commitments", verbose_name=_("action plan"))
    area = models.ForeignKey(
        PriorityArea,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("priority area"),
    )
    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="commitments",
        verbose_name=_("working group"),
    )
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    number = models.PositiveSmallIntegerField(_("number in its area"), null=True, blank=True)
    ogp_code = models.CharField(_("OGP code"), max_length=10, null=True, blank=True, unique=True)
    status = models.CharField(_("status"), max_length=12, choices=CommitmentStatus, default=CommitmentStatus.PROPOSED)
    status_reason = models.TextField(_("reason"), blank=True)
    language = models.CharField(_("language of the text"), max_length=10, default="mk")
    title = models.CharField(_("title"), max_length=500, blank=True)
    problem = models.TextField(_("problem"), blank=True)
    aim = models.TextField(_("aim"), blank=True)
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)
    lead = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="led",
        verbose_name=_("lead institution"),
    )
    partners = models.ManyToManyField(
        Organization,
        blank=True,
        related_name="supported",
        verbose_name=_("partners and civil-society organizations"),
    )
    predecessor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="successors", verbose_name=_("continues")
    )
    source_note = models.TextField(_("where the facts are from"), blank=True)
    updated_at = models.DateTimeField(_("last change"), null=True, blank=True, editable=False)
    search_text = models.TextField(editable=False, default="")
    i18n = TranslationField(fields=("title", "problem", "aim"), fallback_language_field="language")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("commitment")
        verbose_name_plural = _("commitments")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "number"],
                condition=Q(status__in=["accepted", "closed", "withdrawn"]),
                name="commitment_numbered_once_in_an_area",
                violation_error_message=_("The area has a commitment with this number already."),
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(area__isnull=False),
                name="numbered_commitment_has_an_area",
                violation_error_message=_("Choose the priority area, or leave the number empty."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="commitment_ends_after_it_starts",
                violation_error_message=_("The commitment ends before it starts."),
            ),
            models.CheckConstraint(
                condition=~Q(status=CommitmentStatus.WITHDRAWN) | ~Q(status_reason=""),
                name="withdrawn_commitment_has_a_reason",
                violation_error_message=_("Say why the commitment is withdrawn."),
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="commitment_address_never_breaks", fields=["slug"]),
            pgtrigger.FSM(
                name="commitment_moves_by_the_table", field="status", transitions=transitions(COMMITMENT_MOVES)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_number} {self.title_i18n}".strip()

    def save(self, *args, **kwargs) -> None:
        said = [
            self.title,
            self.full_number,
            self.ogp_code or "",
            *(v for v in (self.i18n or {}).values() if v),
        ]
        self.search_text = fold(" ".join(said))
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_text"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("public:commitment", args=[self.slug])

    @property
    def full_number(self) -> str:
        """Area and number as people say it, "3.6"; empty while it is not known."""
        if self.number is None or self.area is None or self.area.number is None:
            return ""
        return f"{self.area.number}.{self.number}"

    @property
    def label(self) -> str:
        return self.full_number or self.ogp_code or self.title_i18n

    @property
    def content_language(self) -> str:
        return self.language


@tracked()
class FormerNumber(models.Model):
    """A number that a commitment had, such as in the proposal; people still look for it."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="former_numbers")
    number = models.CharField(_("number"), max_length=20)
    changed_on = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number
