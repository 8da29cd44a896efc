"""What was published, read without loading whole payloads where a few of their keys will do."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, Func, JSONField, OuterRef, Q, QuerySet

from ovp_portal.editions.models import Edition
from reports.payloads import KIND


class Digest(Func):
    """The keys of a report's payload that lists show, picked out by the database; the payload is read once."""

    template = """(SELECT jsonb_build_object(
        'language', d->'language', 'commitment', d->'commitment', 'period', d->'period', 'counters', d->'counters',
        'compiled_by', d->'compiled_by', 'missing', d->'missing',
        'opinions', (SELECT jsonb_agg(o - 'text') FROM jsonb_array_elements(d->'opinions') o)
    ) FROM (SELECT (%(expressions)s)::jsonb AS d OFFSET 0) frozen)"""
    output_field = JSONField()


class DigestWithTexts(Func):
    """The same with the words: what was written on each milestone, and the opinions."""

    template = """(SELECT jsonb_build_object(
        'language', d->'language', 'commitment', d->'commitment', 'period', d->'period', 'counters', d->'counters',
        'compiled_by', d->'compiled_by', 'missing', d->'missing', 'opinions', d->'opinions',
        'texts', (SELECT jsonb_object_agg(m->>'id', m->>'text') FROM jsonb_array_elements(d->'milestones') m)
    ) FROM (SELECT (%(expressions)s)::jsonb AS d OFFSET 0) frozen)"""
    output_field = JSONField()


def newest(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    """Of each paper the edition that counts today."""
    later = Q(major__gt=OuterRef("major")) | Q(major=OuterRef("major"), minor__gt=OuterRef("minor"))
    return editions.exclude(Exists(Edition.objects.filter(later, address=OuterRef("address"))))


def newest_reports() -> QuerySet[Edition]:
    """The newest edition of every report with its digest, the last published first."""
    reports = newest(Edition.objects.filter(kind=KIND)).annotate(digest=Digest("payload"))
    return reports.defer("payload").order_by("-published_at", "-pk")


@dataclass(frozen=True)
class Papers:
    """Every edition of some reports, by address and newest first, without their texts."""

    by_address: dict[str, list[Edition]]

    def newest(self, address: str) -> Edition | None:
        return self.by_address[address][0] if address in self.by_address else None

    def first(self, address: str) -> Edition | None:
        return self.by_address[address][-1] if address in self.by_address else None

    def corrections(self) -> list[Edition]:
        """Editions after the first, the last published first."""
        later = [edition for editions in self.by_address.values() for edition in editions if edition.number != "1.0"]
        return sorted(later, key=lambda edition: edition.published_at, reverse=True)


def papers_at(addresses: Iterable[str], *, digest: Func | None = None) -> Papers:
    """The editions at these addresses, in one query."""
    editions = Edition.objects.filter(address__in=list(addresses)).defer("payload")
    if digest is not None:
        editions = editions.annotate(digest=digest)
    by_address: dict[str, list[Edition]] = {}
    for edition in editions.order_by("address", "-major", "-minor"):
        by_address.setdefault(edition.address, []).append(edition)
    return Papers(by_address)


def opinion_organizations(digest: dict[str, Any]) -> list[dict[str, str]]:
    """The names of the organizations whose opinion stands with a report."""
    return [opinion["organization"]["name"] for opinion in digest["opinions"] or []]


def missing_in(digest: dict[str, Any]) -> list[tuple[date, dict[str, str], list[str]]]:
    """Who had not handed in when a report was published: since when, the name, the milestones."""
    return [
        (date.fromisoformat(row["due_on"]), row["organization"]["name"], row["milestones"])
        for row in digest["missing"] or []
    ]
