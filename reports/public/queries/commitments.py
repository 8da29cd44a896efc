"""A commitment as the public reads it, in a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONArray, JSONObject

from commitments.models import Commitment, FormerNumber, Indicator, IndicatorResult, Milestone
from commitments.queries import Counters
from meetings.models import MeetingNote
from ovp_portal.accounts.models import Organization
from ovp_portal.editions.models import Edition
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries import owed
from reports.public.queries.editions import DigestWithTexts, Papers, papers_at
from reports.public.queries.front import periods_of


@dataclass(frozen=True)
class CommitmentPage:
    """All that the page shows; indicators and their values are asked for page by page."""

    commitment: Commitment
    milestones: list[Milestone]
    counters: Counters
    organizations: dict[int, Organization]
    coordinator: Organization | None
    periods: list[ReportingPeriod]
    papers: Papers
    newest: Edition | None
    owed_reports: list[owed.OwedReport]
    owed_data: list[owed.OwedData]
    on: date

    @property
    def indicator_ids(self) -> list[int]:
        return [pk for row in self.milestones for pk in row.indicator_ids]

    @property
    def texts(self) -> dict[str, str]:
        """What the newest report says of each milestone, by the milestone's id as the payload writes it."""
        return (self.newest.digest["texts"] or {}) if self.newest else {}


def commitment_to_show(user) -> QuerySet[Commitment]:
    """A commitment with its place and its people, for one query; `former` are the numbers that it had,
    `notes` what was published of its group's meetings."""
    partners = Commitment.partners.through.objects.filter(commitment=OuterRef("pk"))
    former = FormerNumber.objects.filter(commitment=OuterRef("pk")).order_by("pk")
    shown = Commitment.objects.visible_to(user).select_related(
        "plan", "area", "lead", "predecessor__area", "predecessor__plan", "group__plan"
    )
    return owed.with_coordinators(shown).annotate(
        partner_ids=ArraySubquery(
            partners.order_by("organization__sort_key", "organization").values("organization"),
            output_field=ArrayField(BigIntegerField()),
        ),
        former=ArraySubquery(former.values(row=JSONObject(number="number", note="note"))),
        notes=ArraySubquery(_published_notes()),
    )


def commitment_page(commitment: Commitment, *, at: datetime, on: date) -> CommitmentPage:
    """Four queries beside that for the commitment itself."""
    milestones = _milestones(commitment)
    periods = periods_of(commitment.plan)
    papers = papers_at((address_of(commitment, period) for period in periods), digest=DigestWithTexts("payload"))
    organizations = Organization.objects.in_bulk(_named(commitment, milestones, on))
    newest = [papers.newest(address_of(commitment, period)) for period in reversed(periods)]
    digests = {edition.address: edition for edition in newest if edition is not None}
    expected = [commitment] if owed.is_expected(commitment, milestones) else []
    return CommitmentPage(
        commitment=commitment,
        milestones=milestones,
        counters=_counters(milestones, on),
        organizations=organizations,
        coordinator=organizations.get(owed.coordinator_id(commitment, on)),
        periods=periods,
        papers=papers,
        newest=next(iter(digests.values()), None),
        owed_reports=owed.owed_reports(
            commitments=expected, periods=periods, papers=papers, organizations=organizations, at=at, on=on
        ),
        owed_data=owed.owed_data(commitments=[commitment], periods=periods, digests=digests, on=on),
        on=on,
    )


def _milestones(commitment: Commitment) -> list[Milestone]:
    """With `indicator_ids` in their order; withdrawn ones stay readable, last."""
    indicators = Indicator.objects.filter(milestone=OuterRef("pk"), is_withdrawn=False).order_by("position", "pk")
    rows = owed.with_responsible(Milestone.objects.filter(commitment=commitment)).annotate(
        indicator_ids=ArraySubquery(indicators.values("pk"), output_field=ArrayField(BigIntegerField()))
    )
    milestones = list(rows.order_by("is_withdrawn", "number"))
    for row in milestones:
        row.commitment = commitment
    return milestones


def _counters(milestones: Sequence[Milestone], on: date) -> Counters:
    counters = Counters()
    for row in milestones:
        if not row.is_withdrawn:
            counters.levels[row.completion] += 1
            counters.overdue += row.is_overdue(on)
    return counters


def _named(commitment: Commitment, milestones: Sequence[Milestone], on: date) -> set[int]:
    named = {pk for row in milestones for pk in row.responsible_ids} | set(commitment.partner_ids)
    coordinator = owed.coordinator_id(commitment, on)
    return named | ({coordinator} if coordinator else set())


def _published_notes() -> QuerySet[MeetingNote]:
    """The published notes of a commitment's group, the newest meeting first, as plain rows."""
    notes = MeetingNote.objects.public().filter(meeting__group=OuterRef("group"))
    counted = notes.annotate(conclusion_count=Count("conclusions")).order_by("-meeting__starts_on", "-pk")[:50]
    row = JSONObject(
        pk="pk",
        title="meeting__title",
        kind="meeting__kind",
        starts_on="meeting__starts_on",
        ends_on="meeting__ends_on",
        is_month_only="meeting__is_month_only",
        reference="reference__text",
        conclusion_count="conclusion_count",
    )
    return counted.values(row=row)


RESULT_FIELDS = ("period_key", "state", "value", "numerator", "denominator", "text", "note")
EXACT = {"value", "numerator", "denominator"}
"""Numbers that a JSON number would round off on its way: they travel as text."""


def indicators_with_results(pks: Sequence[int]) -> list[tuple[Indicator, list[tuple[Any, ...]]]]:
    """These indicators in this order, each with its published results as plain rows (RESULT_FIELDS); one query."""
    results = IndicatorResult.objects.filter(indicator=OuterRef("pk")).order_by("ends_on")
    row = JSONArray(*(Cast(name, TextField()) if name in EXACT else name for name in RESULT_FIELDS))
    indicators = Indicator.objects.annotate(published=ArraySubquery(results.values(row=row))).in_bulk(pks)
    return [(indicators[pk], [_result(row) for row in vars(indicators[pk]).pop("published")]) for pk in pks]


def _result(row: list[Any]) -> tuple[Any, ...]:
    pairs = zip(RESULT_FIELDS, row, strict=True)
    return tuple(Decimal(value) if name in EXACT and value is not None else value for name, value in pairs)


def listed(*, user, words: str, plan: str, area: int | None, status: str) -> QuerySet[Commitment]:
    """The list of commitments by what the reader asks for."""
    rows = Commitment.objects.visible_to(user).select_related("plan", "area", "lead").with_progress()
    if words.strip():
        rows = rows.search(words)
    if plan:
        rows = rows.filter(plan__slug=plan)
    if area is not None:
        rows = rows.filter(area=area)
    if status:
        rows = rows.filter(status=status)
    order = (F("area__number").asc(nulls_last=True), F("number").asc(nulls_last=True), "pk")
    return rows.order_by("-plan__starts_on", "plan", *order)
