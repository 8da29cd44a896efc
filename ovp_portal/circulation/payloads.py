"""What a published paper says of its way through the members: the same shape for reports and notes.

No person's name stands in it: organizations, functions and roles do.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NotRequired, TypedDict

from ovp_portal.accounts.models import Organization
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.models import Circulation, Opinion, Position
from ovp_portal.circulation.queries import sayings_of
from ovp_portal.lib.dates import local_date
from ovp_portal.lib.languages import in_languages

Texts = dict[str, str]
"""One text by language code ("mk", "sq", "en", "sr-latn"); only the languages that it has."""


class OrganizationData(TypedDict):
    slug: str
    name: Texts
    short_name: Texts
    is_civil_society: bool


class RemarkData(TypedDict):
    """`part` is the key of a part of the text, or empty for the whole; `verdict` is empty while nobody answered."""

    part: str
    text: str
    verdict: str
    reason: str


class PositionData(TypedDict):
    """`answer` is "", agree, remark or object; "" is silence, which is no consent."""

    organization: OrganizationData
    function: str
    role: str
    answer: str
    text: str
    remarks: NotRequired[list[RemarkData]]
    answered_on: date | None


class CirculationData(TypedDict):
    """`answers` counts positions by answer and adds up to all. `zone` is the plan's; older papers do not say it."""

    roster_on: date
    opened_at: datetime
    zone: NotRequired[str]
    closes_on: date
    answers: dict[str, int]
    positions: list[PositionData]


class OpinionData(TypedDict):
    organization: OrganizationData
    text: str
    language: str
    written_on: date


def organization_data(organization: Organization) -> OrganizationData:
    return OrganizationData(
        slug=organization.slug,
        name=in_languages(organization, "name"),
        short_name=in_languages(organization, "short_name"),
        is_civil_society=organization.is_civil_society,
    )


def circulation_data(circulation: Circulation, zone: str, *, with_remarks: bool = False) -> CirculationData:
    """`with_remarks` adds what was said of single parts, and what became of each remark."""
    positions = list(circulation.positions.select_related("organization").order_by("organization__sort_key", "pk"))
    remarks = _remarks(positions) if with_remarks else {}
    return CirculationData(
        roster_on=circulation.roster_on,
        opened_at=circulation.opened_at,
        zone=zone,
        closes_on=circulation.closes_on,
        answers={answer or "none": sum(row.answer == answer for row in positions) for answer in Answer.values},
        positions=[
            PositionData(
                organization=organization_data(row.organization),
                function=row.function,
                role=row.role,
                answer=row.answer,
                text=row.text,
                answered_on=local_date(row.answered_at, zone) if row.answered_at else None,
                **({"remarks": remarks.get(row.pk, [])} if with_remarks else {}),
            )
            for row in positions
        ],
    )


def _remarks(positions: Sequence[Position]) -> dict[int, list[RemarkData]]:
    found: dict[int, list[RemarkData]] = {}
    for one in sayings_of(positions, []):
        decided = one.disposition
        found.setdefault(one.position.pk, []).append(
            RemarkData(
                part=one.part,
                text=one.text,
                verdict=decided.verdict if decided else "",
                reason=decided.reason if decided else "",
            )
        )
    return found


def opinion_data(opinion: Opinion, zone: str) -> OpinionData:
    return OpinionData(
        organization=organization_data(opinion.organization),
        text=opinion.text,
        language=opinion.language,
        written_on=local_date(opinion.written_at, zone),
    )
