"""The shape of a report's payload, key by key."""

from datetime import date, datetime
from decimal import Decimal
from typing import TypedDict

from ovp_portal.circulation.payloads import CirculationData, OpinionData, OrganizationData, Texts


class AnsweredData(TypedDict):
    """Who handed in, whether in time: `status` is accepted or submitted (waits for the coordinator)."""

    organization: OrganizationData
    status: str
    due_on: date
    submitted_on: date
    is_late: bool


class MissingData(TypedDict):
    """Who did not: `status` is expected or returned; answered and missing together are all that was expected."""

    organization: OrganizationData
    status: str
    due_on: date
    milestones: list[str]


class FigureData(TypedDict):
    """`state` is value, no_answer, nothing_to_report, not_applicable or not_available; only a value has numbers."""

    state: str
    value: Decimal | None
    numerator: Decimal | None
    denominator: Decimal | None
    text: str


class HistoryData(FigureData):
    """An earlier period, as it was published."""

    period: str
    ends_on: date


class ByOrganizationData(FigureData):
    organization: OrganizationData


class IndicatorData(FigureData):
    """The figure of the period over all organizations, with its inputs (`by_organization`) and rule.

    `total` is the figure up to now: of what happens in periods the sum, of states the latest.
    `is_partial` says that an organization which answers for it gave no figure.
    """

    id: int
    language: str
    name: Texts
    unit: Texts
    kind: str
    baseline: Decimal | None
    target: Decimal | None
    target_text: Texts
    target_on: date | None
    direction: str
    accumulation: str
    aggregation: str
    total: FigureData
    is_partial: bool
    history: list[HistoryData]
    by_organization: list[ByOrganizationData]


class UpdateData(TypedDict):
    """What one organization reported; only what was accepted stands here."""

    organization: OrganizationData
    outcome: str
    level: str
    text: str
    reason: str
    applicable_when: str


class ActivityData(TypedDict):
    """`breakdown` is a list of {"who", "count"}; `is_from_earlier` marks work before the period began."""

    organization: OrganizationData
    kind: str
    topic: str
    held: int | None
    participants: int | None
    women: int | None
    breakdown: list[dict]
    starts_on: date | None
    ends_on: date | None
    place: str
    funding: str
    is_from_earlier: bool


class MilestoneData(TypedDict):
    """`number` is the whole one (3.6.4). `previous_level` is None before the first report.

    `is_overdue` and `days_late` are judged on the payload's `overdue_on`.
    """

    id: int
    number: str
    language: str
    title: Texts
    responsible: list[OrganizationData]
    level: str
    previous_level: str | None
    due_on: date | None
    due_precision: str
    due_words: Texts
    is_overdue: bool
    days_late: int
    text: str
    updates: list[UpdateData]
    indicators: list[IndicatorData]
    activities: list[ActivityData]


class ReportData(TypedDict):
    """The whole report.

    `counters` has every CompletionLevel (they add up to `total`), `total` and `overdue`, which
    is counted beside the levels. `overdue_on` is the day of publication (in a draft the planned
    one, or today when that has passed). `published_at` is None in a draft.
    `plan`: slug, language, title, short_title. `commitment`: slug, number, language, title,
    area (None, or number and title). `period`: key, rhythm, year, part, starts_on, ends_on,
    data_due_on, publication_due_on. `compiled_by`: organization (or None), role.
    """

    kind: str
    schema: int
    address: str
    plan: dict
    commitment: dict
    period: dict
    language: str
    summary: str
    compiled_by: dict
    milestones: list[MilestoneData]
    counters: dict[str, int]
    overdue_on: date
    published_at: datetime | None
    answered: list[AnsweredData]
    missing: list[MissingData]
    circulation: CirculationData | None
    opinions: list[OpinionData]
