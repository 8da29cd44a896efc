"""The page of a status report, made from its payload alone, so that it can be frozen with it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from commitments.enums import Accumulation, IndicatorKind, MemberRole
from ovp_portal.accounts.roles import Role
from ovp_portal.circulation.enums import Answer
from ovp_portal.circulation.words import ANSWER_STATES, answer_counts, seat_text
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from ovp_portal.lib.dates import due_text, parse_period_key, period_long_text, period_text, range_text
from ovp_portal.lib.languages import chosen, html_tag
from ovp_portal.lib.numbers import number_text
from ovp_portal.templatetags.marks import LEVEL_WORDS
from reports.enums import ActivityKind
from reports.figure_texts import amount_text, figure_text

TEMPLATE = "public/report_body.html"
EDITION_LINE = "<!-- edition -->"
"""Where a page puts the line with number, moment and editions, which is not frozen: a later edition changes it."""

Data = Mapping[str, Any]


def render_report_body(payload: Data, language: str) -> str:
    """The content of the page in one language; a payload and its frozen form give the same page."""
    with translation.override(language):
        return render_to_string(TEMPLATE, report_context(thaw(canonical_json(payload))))


def report_context(report: Data) -> dict[str, Any]:
    """What the template shows: the payload's values as words of the active language."""
    period, commitment = report["period"], report["commitment"]
    when = (period["rhythm"], period["year"], period["part"])
    activities = [row for milestone in report["milestones"] for row in milestone["activities"]]
    return {
        "report": report,
        "period_long": period_long_text(*when),
        "period_name": period_text(*when),
        "commitment": commitment,
        "text_lang": html_tag(report["language"]),
        "foreign_language": report["language"] if report["language"] != translation.get_language() else "",
        "compiler": compiler_text(report["compiled_by"]),
        "opinions": [opinion | {"lang": html_tag(opinion["language"])} for opinion in report["opinions"]],
        "milestones": [_milestone(row) for row in report["milestones"]],
        "activities": [_activity(row) for row in activities],
        "activity_totals": _activity_totals(activities),
        "is_from_earlier": any(row["is_from_earlier"] for row in activities),
        "positions": [_position(row) for row in (report["circulation"] or {}).get("positions", [])],
        "sent_zone": (report["circulation"] or {}).get("zone", ""),
        "answer_counts": answer_counts((report["circulation"] or {}).get("answers", {})),
        "overdue_numbers": ", ".join(row["number"] for row in report["milestones"] if row["is_overdue"]),
        "sums": [_sum(row, one) for row in report["milestones"] for one in row["indicators"] if _has_total(one)],
    }


def organization_text(organization: Data) -> str:
    return chosen(organization["name"]).text


def compiler_text(compiled_by: Data) -> str:
    """Ministry of Interior, coordinator"""
    words = [organization_text(compiled_by["organization"])] if compiled_by["organization"] else []
    return ", ".join([*words, role_text(compiled_by["role"])])


def role_text(role: str) -> str:
    if role in MemberRole.values:
        return str(MemberRole(role).label)
    return str(Role(role).label) if role in Role.values else role


def _milestone(row: Data) -> dict[str, Any]:
    previous = row["previous_level"]
    return {
        "number": row["number"],
        "title": row["title"],
        "language": row["language"],
        "text": row["text"],
        "responsible": "; ".join(organization_text(one) for one in row["responsible"]),
        "level": row["level"],
        "previous": LEVEL_WORDS[previous] if previous else _("first report"),
        "due": due_text(row["due_on"], row["due_precision"], chosen(row["due_words"]).text),
        "days_late": row["days_late"],
        "figures": [_figure(one) for one in row["indicators"]],
    }


def _figure(one: Data) -> dict[str, Any]:
    """A figure of the period, beside its target; what adds up shows its total too."""
    unit = chosen(one["unit"]).text
    words = figure_text(one["kind"], *(one[name] for name in ("state", "value", "numerator", "denominator", "text")))
    if one["state"] == "value" and one["kind"] in (IndicatorKind.COUNT, IndicatorKind.AMOUNT) and unit:
        words = f"{words} {unit}"
    notes = []
    if _has_total(one):
        notes.append(_("total so far %(value)s") % {"value": amount_text(one["kind"], one["total"]["value"])})
    if target := target_text(one):
        notes.append(_("target %(value)s") % {"value": target})
    if one["is_partial"]:
        notes.append(_("some institutions gave no figure"))
    return {"name": one["name"], "language": one["language"], "words": words, "notes": ", ".join(notes)}


def target_text(one: Data) -> str:
    words = chosen(one["target_text"]).text
    return amount_text(one["kind"], one["target"]) if one["target"] is not None else words


def _adds_up(one: Data) -> bool:
    return one["accumulation"] == Accumulation.PER_PERIOD


def _has_total(one: Data) -> bool:
    """Where nobody gave a number there is no total to explain."""
    return _adds_up(one) and one["total"]["value"] is not None


def _sum(milestone: Data, one: Data) -> dict[str, Any]:
    """How a total over the periods came about: its inputs, period by period."""
    rows = [(period_text_of(row["period"]), _plain_figure(one, row)) for row in one["history"]]
    rows.append((_("this period"), _plain_figure(one, one)))
    inputs = [(organization_text(row["organization"]), _plain_figure(one, row)) for row in one["by_organization"]]
    total = one["total"]
    return {
        "number": milestone["number"],
        "name": one["name"],
        "language": one["language"],
        "total": _plain_figure(one, total),
        "rows": rows,
        "inputs": inputs,
    }


def _plain_figure(one: Data, row: Data) -> str:
    return figure_text(one["kind"], row["state"], row["value"], row["numerator"], row["denominator"], row["text"])


def period_text_of(key: str) -> str:
    return period_text(*parse_period_key(key))


def _activity(row: Data) -> dict[str, Any]:
    kind = str(ActivityKind(row["kind"]).label)
    days = range_text(row["starts_on"], row["ends_on"] or row["starts_on"]) if row["starts_on"] else ""
    groups = [f"{group['who']}: {number_text(group['count'])}" for group in row["breakdown"] if group["count"]]
    return {
        "kind": kind[:1].upper() + kind[1:],
        "topic": row["topic"],
        "organization": row["organization"]["name"],
        "held": row["held"],
        "participants": row["participants"],
        "women": row["women"],
        "groups": ", ".join(groups),
        "when_and_where": ", ".join(word for word in (days, row["place"]) if word),
        "funding": row["funding"],
        "is_from_earlier": row["is_from_earlier"],
    }


def _activity_totals(rows: Iterable[Data]) -> dict[str, int | None]:
    """Sums of what was given; None where nobody gave a number, which is not nought."""
    totals: dict[str, int | None] = {}
    for name in ("held", "participants", "women"):
        given = [row[name] for row in rows if row[name] is not None]
        totals[name] = sum(given) if given else None
    return totals


def _position(row: Data) -> dict[str, Any]:
    label = str(Answer(row["answer"]).label)
    return {
        "organization": organization_text(row["organization"]),
        "member": seat_text(row["function"], role_text(row["role"])),
        "mark": ANSWER_STATES[row["answer"]],
        "word": label[:1].upper() + label[1:],
        "text": row["text"],
        "answered_on": row["answered_on"],
    }
