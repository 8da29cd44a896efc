from collections.abc import Callable
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from commitments.enums import CommitmentStatus, CompletionLevel
from commitments.models import PriorityArea
from meetings.enums import MeetingKind
from ovp_portal.accounts.models import Organization
from ovp_portal.lib.dates import due_text, local_date, months_text, range_text
from ovp_portal.lib.kept import Parts
from ovp_portal.lib.languages import chosen, html_tag, said
from ovp_portal.lib.paging import page_of
from reports.payloads import address_of
from reports.public.commitment_stamp import CommitmentStamp, stamp_of_commitment
from reports.public.http import from_memory, public_page
from reports.public.indicator_parts import indicator_parts
from reports.public.page_stamps import COMMITMENTS, PageStamp
from reports.public.queries.commitments import CommitmentPage, listed
from reports.public.queries.editions import opinion_organizations
from reports.public.queries.front import published_plans
from reports.public.queries.tasks import tasks_of_group
from reports.public.views.calendars import group_calendar_url

PER_PAGE, INDICATORS_PER_PAGE = 50, 24
MOST_LETTERS = 200
"""More is not searched for: each word costs, and anybody may ask."""
LEVELS = CompletionLevel.values


@public_page
@from_memory(PageStamp(COMMITMENTS))
def commitments(request: HttpRequest, *, at: datetime, parts: Parts) -> HttpResponse:
    """The list, with search in any script and filters; a filter that names nothing is as good as none."""
    plans = list(published_plans(request.user))
    areas = list(PriorityArea.objects.filter(plan__in=plans).select_related("plan"))
    asked = {name: request.GET.get(name, "") for name in ("q", "plan", "area", "status")}
    asked["q"] = asked["q"][:MOST_LETTERS]
    chosen_area = next((area for area in areas if str(area.pk) == asked["area"]), None)
    plan_slug = asked["plan"] if any(plan.slug == asked["plan"] for plan in plans) else ""
    status = asked["status"] if asked["status"] in CommitmentStatus.values else ""
    rows = listed(
        user=request.user,
        words=asked["q"],
        plan=plan_slug,
        area=chosen_area.pk if chosen_area else None,
        status=status,
    )
    page = page_of(rows, request, per_page=PER_PAGE)
    for row in page.object_list:
        row.counts = {level: getattr(row, f"{level}_count") for level in LEVELS}
    shown_areas = [area for area in areas if not plan_slug or area.plan.slug == plan_slug]
    context = {
        "parts": parts,
        "page": page,
        "query": request_query(request),
        "asked": asked | {"plan": plan_slug, "status": status, "area": chosen_area.pk if chosen_area else None},
        "plans": plans,
        "areas": shown_areas,
        "statuses": CommitmentStatus.choices,
        "is_filtered": bool(asked["q"].strip() or plan_slug or chosen_area or status),
    }
    return render(request, "public/commitments.html", context)


def request_query(request: HttpRequest) -> str:
    """The reader's filters, ready to stand before the number of a page."""
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()


@public_page
@from_memory(partial(stamp_of_commitment, rows=INDICATORS_PER_PAGE))
def commitment(request: HttpRequest, slug: str, *, at: datetime, parts: Parts[CommitmentStamp] | None) -> HttpResponse:
    """A commitment with all that was promised and published."""
    if parts is None:
        raise Http404
    page = CommitmentPage(slug, user=request.user, at=at)
    if not parts.state.is_public:
        _ = page.commitment  # asks whether this reader may see it
    shown = page_of(range(parts.state.indicator_count), request, per_page=INDICATORS_PER_PAGE)
    context = {name: cache(partial(make, page)) for name, make in SHOWN.items()}
    context |= {"parts": parts, "indicator_page": shown, "indicators": indicator_parts(parts, parts.state.indicators)}
    return render(request, "public/commitment.html", context)


def _institutions(page: CommitmentPage) -> list[Organization]:
    return [row for row in _partners(page) if not row.is_civil_society]


def _civil_society(page: CommitmentPage) -> list[Organization]:
    return [row for row in _partners(page) if row.is_civil_society]


def _partners(page: CommitmentPage) -> list[Organization]:
    return [page.organizations[pk] for pk in page.commitment.partner_ids]


def _milestones(page: CommitmentPage) -> list[dict]:
    return [_milestone_row(row, page) for row in page.milestones]


def _milestone_row(row, page: CommitmentPage) -> dict:
    title = said(row, "title")
    names = (said(page.organizations[pk], "name").text for pk in row.responsible_ids)
    return {
        "record": row,
        "title": title.text,
        "lang": html_tag(title.language) if title.is_fallback else "",
        "responsible": "; ".join(names),
        "due": due_text(row.due_on, row.due_precision, said(row, "due_words").text),
        "days_late": (page.on - row.due_on).days if row.is_overdue(page.on) else 0,
        "text": page.texts.get(str(row.pk), ""),
    }


def _newest_report(page: CommitmentPage) -> dict | None:
    if page.newest is None:
        return None
    period = next(row for row in page.periods if address_of(page.commitment, row) == page.newest.address)
    return {"period": period, "url": _report_url(page, period), "published_at": page.newest.published_at}


def _report_url(page: CommitmentPage, period) -> str:
    return reverse("public:report", args=[page.commitment.slug, period.key])


def _report_rows(page: CommitmentPage) -> list[dict]:
    """Published and owed reports, the newest period first."""
    owed = {row.period.pk: row for row in page.owed_reports}
    rows = []
    for period in reversed(page.periods):
        address = address_of(page.commitment, period)
        edition, first = page.papers.newest(address), page.papers.first(address)
        if edition is not None:
            names = [chosen(name).text for name in opinion_organizations(edition.digest)]
            rows.append(
                {
                    "period": period,
                    "url": _report_url(page, period),
                    "edition": edition,
                    "first_at": first.published_at,
                    "is_slow": local_date(first.published_at, page.commitment.plan.time_zone)
                    > period.publication_due_on,
                    "counters": edition.digest["counters"],
                    "opinions": ", ".join(names) or _("None"),
                }
            )
        elif period.pk in owed:
            rows.append({"period": period, "url": _report_url(page, period), "owed": owed[period.pk]})
    return rows


def _opinions(page: CommitmentPage) -> list[dict]:
    """The opinions that stand with the newest report."""
    if page.newest is None:
        return []
    return [
        {
            "organization": chosen(row["organization"]["name"]).text,
            "text": row["text"],
            "lang": html_tag(row["language"]),
            "written_on": date.fromisoformat(row["written_on"]),
        }
        for row in page.newest.digest["opinions"] or []
    ]


def _notes(page: CommitmentPage) -> list[dict]:
    return [_note_row(row) for row in page.commitment.notes]


def _calendar_url(page: CommitmentPage) -> str:
    group = page.commitment.group
    return group_calendar_url(group) if group else ""


def _note_row(row: dict) -> dict:
    kind = str(MeetingKind(row["kind"]).label)
    kind = kind[:1].upper() + kind[1:]
    starts_on, ends_on = date.fromisoformat(row["starts_on"]), date.fromisoformat(row["ends_on"])
    return {
        "url": reverse("public:note", args=[row["pk"]]),
        "title": row["title"] or kind,
        "kind": kind,
        "reference": row["reference"] or "",
        "starts_on": starts_on,
        "days": (months_text if row["is_month_only"] else range_text)(starts_on, ends_on),
        "conclusion_count": row["conclusion_count"],
    }


# What the template may name: made when a part that shows it is not in memory.
SHOWN: dict[str, Callable[[CommitmentPage], Any]] = {
    "commitment": lambda page: page.commitment,
    "shown": lambda page: page,
    "counters": lambda page: page.counters,
    "institutions": _institutions,
    "civil_society": _civil_society,
    "milestones": _milestones,
    "milestone_count": lambda page: page.counters.total,
    "text_lang": lambda page: html_tag(page.newest.digest["language"]) if page.newest else "",
    "newest_report": _newest_report,
    "reports": _report_rows,
    "opinions": _opinions,
    "calendar_url": _calendar_url,
    "notes": _notes,
    "tasks": lambda page: tasks_of_group(page.commitment.group_id, page.on),
}
