"""A commitment as the public reads it, in a fixed number of queries."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, Count, F, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast, JSONArray, JSONObject
from django.shortcuts import get_object_or_404

from commitments.models import Commitment, FormerNumber, Indicator, IndicatorResult, Milestone
from commitments.queries import Counters
from meetings.models import MeetingNote
from ovp_portal.accounts.models import Organization, User
from ovp_portal.editions.models import Edition
from ovp_portal.lib.dates import local_date
from reports.models import ReportingPeriod
from reports.payloads import address_of
from reports.public.queries import owed
from reports.public.queries.editions import DigestWithTexts, Papers, papers_at
from reports.public.queries.front import periods_of


class CommitmentPage:
    """All that the page shows; each thing is asked for when a part that shows it is made: five queries in all.

    Indicators and their values are asked for page by page.
    """

    def __init__(self, slug: str, *, user: User, at: datetime) -> None:
        self.slug, self.user, self.at = slug, user, at

    @cached_property
    def commitment(self) -> Commitment:
        return get_object_or_404(commitment_to_show(self.user), slug=self.slug)

    @cached_property
    def on(self) -> date:
        return local_date(self.at, self.commitment.plan.time_zone)

    @cached_property
    def milestones(self) -> list[Milestone]:
        """Withdrawn ones stay readable, last."""
        rows = owed.with_responsible(Milestone.objects.filter(commitment=self.commitment))
        milestones = list(rows.order_by("is_withdrawn", "number"))
        for row in milestones:
            row.commitment = self.commitment
        return milestones

    @cached_property
    def counters(self) -> Counters:
        counters = Counters()
        for row in self.milestones:
            if not row.is_withdrawn:
                counters.levels[row.completion] += 1
                counters.overdue += row.is_overdue(self.on)
        return counters

    @cached_property
    def organizations(self) -> dict[int, Organization]:
        """Everybody whom the page names, but for the owners of tasks."""
        named = {pk for row in self.milestones for pk in row.responsible_ids} | set(self.commitment.partner_ids)
        return Organization.objects.in_bulk(named | {owed.coordinator_id(self.commitment, self.on)} - {None})

    @property
    def coordinator(self) -> Organization | None:
        return self.organizations.get(owed.coordinator_id(self.commitment, self.on))

    @cached_property
    def periods(self) -> list[ReportingPeriod]:
        return periods_of(self.commitment.plan)

    @cached_property
    def papers(self) -> Papers:
        addresses = (address_of(self.commitment, period) for period in self.periods)
        return papers_at(addresses, digest=DigestWithTexts("payload"))

    @cached_property
    def digests(self) -> dict[str, Edition]:
        """Of each report the newest edition, by address, the newest period first."""
        newest = (self.papers.newest(address_of(self.commitment, period)) for period in reversed(self.periods))
        return {edition.address: edition for edition in newest if edition is not None}

    @property
    def newest(self) -> Edition | None:
        return next(iter(self.digests.values()), None)

    @property
    def texts(self) -> dict[str, str]:
        """What the newest report says of each milestone, by the milestone's id as the payload writes it."""
        return (self.newest.digest["texts"] or {}) if self.newest else {}

    @cached_property
    def owed_reports(self) -> list[owed.OwedReport]:
        expected = [self.commitment] if owed.is_expected(self.commitment, self.milestones) else []
        return owed.owed_reports(
            commitments=expected,
            periods=self.periods,
            papers=self.papers,
            organizations=self.organizations,
            at=self.at,
            on=self.on,
        )

    @cached_property
    def owed_data(self) -> list[owed.OwedData]:
        return owed.owed_data(commitments=[self.commitment], periods=self.periods, digests=self.digests, on=self.on)


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
    indicators = Indicator.objects.select_related("milestone__commitment__area").annotate(
        published=ArraySubquery(results.values(row=row))
    )
    found = indicators.in_bulk(pks)
    return [(found[pk], [_result(row) for row in found[pk].published]) for pk in pks if pk in found]


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
