"""A scheduled report becomes an edition, and the register learns what is public now."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from commitments.enums import ValueState
from commitments.services.indicators import Figure, publish_results
from commitments.services.milestones import set_completions
from ovp_portal.audit.queries import history_of
from ovp_portal.audit.services import record
from ovp_portal.circulation.models import Opinion
from ovp_portal.circulation.queries import standing_opinions
from ovp_portal.circulation.services import close
from ovp_portal.editions import services as editions
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.languages import chosen
from ovp_portal.lib.workflow import check_move
from reports.enums import ReportStatus
from reports.models import StatusReport
from reports.payloads import KIND, final_payload
from reports.rendering import compiler_text, render_report_body
from reports.services.drafts import locked
from reports.workflow import REPORT_MOVES

logger = logging.getLogger("portal.reports")

FAILED = "report.not_published"


@transaction.atomic
def publish(*, report: StatusReport, at: datetime) -> StatusReport:
    """Publish what the members saw, with their answers; a second call finds it published and does nothing."""
    report = locked(report)
    if report.status == ReportStatus.PUBLISHED:
        return report
    check_move(REPORT_MOVES, report.status, ReportStatus.PUBLISHED)
    if report.scheduled_for > at:
        raise ValidationError(_("The moment of publication has not come yet."))
    report.circulation = circulation = close(circulation=report.circulation, at=at)
    frozen = thaw(circulation.payload)
    payload = final_payload(
        frozen,
        circulation=circulation,
        opinions=opinions_of(report),
        at=at,
        zone=report.period.plan.time_zone,
    )
    report.edition = editions.publish(
        address=payload["address"],
        kind=KIND,
        title=circulation.title,
        payload=payload,
        pages={code: render_report_body(payload, code) for code, _name in settings.LANGUAGES},
        published_by=publisher_of(payload),
        at=at,
    )
    report.status, report.published_at = ReportStatus.PUBLISHED, at
    report.full_clean()
    report.save(update_fields=["status", "published_at", "edition"])
    _tell_the_register(payload, at)
    record(actor=None, action="report.published", target=report, at=at, edition=report.edition.number)
    return report


def publish_due(*, at: datetime) -> list[StatusReport]:
    """Publish everything whose moment has come, each on its own: one that fails stops nobody else."""
    published = []
    for report in StatusReport.objects.due_for_publication(at).order_by("scheduled_for", "pk"):
        try:
            published.append(publish(report=report, at=at))
        except Exception as failure:
            logger.exception("Report %s was not published.", report.pk)
            _remember(report, failure, at)
    return published


def _remember(report: StatusReport, failure: Exception, at: datetime) -> None:
    """Write a failure down once, however often the clock comes by; the coordinator's page shows it."""
    last = history_of(report).first()
    why = f"{type(failure).__name__}: {failure}"[:500]
    if last is None or last.action != FAILED or last.data.get("why") != why:
        record(actor=None, action=FAILED, target=report, at=at, why=why)


def opinions_of(report: StatusReport) -> list[Opinion]:
    """Each author's newest opinion on any draft of the report."""
    earlier = report.earlier_circulations.values_list("pk", flat=True)
    return standing_opinions([report.circulation_id, *earlier])


def publisher_of(payload: Mapping[str, Any]) -> str:
    """Who answers for the report in public, in its own language: an organization and its role, never a person."""
    with translation.override(payload["language"]):
        return compiler_text(payload["compiled_by"])


def _tell_the_register(payload: Mapping[str, Any], at: datetime) -> None:
    """Levels and results go down to the register, exactly as the edition says them."""
    period, source = payload["period"], payload["address"]
    levels = {row["id"]: row["level"] for row in payload["milestones"]}
    set_completions(levels=levels, on=period["ends_on"], source=source, at=at)
    figures = {
        indicator["id"]: Figure(
            **{name: indicator[name] for name in ("state", "value", "numerator", "denominator", "text")},
            note=_who_is_not_in_it(indicator, payload["language"]),
        )
        for row in payload["milestones"]
        for indicator in row["indicators"]
    }
    days = {"period_key": period["key"], "starts_on": period["starts_on"], "ends_on": period["ends_on"]}
    publish_results(figures=figures, **days, source=source, at=at)


def _who_is_not_in_it(indicator: Mapping[str, Any], language: str) -> str:
    """A figure of some says whose figures it lacks."""
    if not indicator["is_partial"]:
        return ""
    silent = [
        row["organization"]
        for row in indicator["by_organization"]
        if row["state"] in (ValueState.NO_ANSWER, ValueState.NOT_AVAILABLE)
    ]
    with translation.override(language):
        names = ", ".join(chosen(organization["name"]).text for organization in silent)
        return str(_("Without: %(organizations)s.") % {"organizations": names})
