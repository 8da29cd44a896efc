"""The two faces of a submission: the form while it is owed, the paper as it was sent."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ovp_portal.lib.dates import days_late, due_text
from ovp_portal.lib.languages import said
from reports.enums import SubmissionStatus
from reports.forms.conflicts import differences
from reports.forms.submissions import ReturnForm, SubmissionForms
from reports.models import MilestoneUpdate, Submission
from reports.permissions import Access
from reports.queries.answers import answers_of
from reports.queries.states import state_of_submission as state_of
from reports.queries.submissions import listed, page_of_submission


def with_people() -> Any:
    """Submissions with the people whom the page names."""
    return listed().select_related("submitted_by", "accepted_by")


def form_page(
    request: HttpRequest,
    forms: SubmissionForms,
    access: Access,
    *,
    on: date,
    version: int | None = None,
    **extra: Any,
) -> HttpResponse:
    row = forms.page.submission
    forms.show_hints()
    context = {
        "submission": row,
        "forms": forms,
        "version": row.version if version is None else version,
        "action": fill_address(row, access),
        "problems": [("", message) for message in forms.problems],
        "is_on_behalf": not access.is_own,
        "last_return": row.reviews.last() if row.submitted_at else None,
        **_times(forms.page.updates, row, on),
        **extra,
    }
    return render(request, "reports/submission_form.html", context)


def paper_page(
    request: HttpRequest,
    row: Submission,
    access: Access,
    *,
    on: date,
    form: ReturnForm | None = None,
    **extra: Any,
) -> HttpResponse:
    """The submission to read, with its rounds; the coordinator's answer stands under it while it is awaited."""
    page = page_of_submission(row)
    answers = answers_of(page.updates)
    for answer in answers:
        answer.before = page.before.get(answer.update.milestone_id)
    is_awaited = access.is_coordinating and row.status == SubmissionStatus.SUBMITTED
    context = {
        "submission": row,
        "page": page,
        "mark": state_of(row),
        "rounds": row.reviews.select_related("by"),
        "form": (form or ReturnForm()) if is_awaited else None,
        "is_own": access.is_own,
        "fill_address": fill_address(row, access) if access.may_write and not row.is_locked else "",
        "answers": answers,
        **_times(page.updates, row, on),
        **extra,
    }
    return render(request, "reports/submission.html", context)


def conflict_page(request: HttpRequest, pk: int, access: Access, refusal: ValidationError, *, on: date) -> HttpResponse:
    """Somebody was quicker: both texts, field by field. A second click on “send” has nothing to lose."""
    row = with_people().get(pk=pk)
    page = page_of_submission(row)
    typed = SubmissionForms(page, request.POST, is_checked=False)
    found = differences(SubmissionForms(page), typed)
    if row.is_locked and not found:
        messages.error(request, " ".join(refusal.messages))
        return redirect(row)
    extra = {"conflict": " ".join(refusal.messages), "differences": found}
    if row.is_locked:
        return paper_page(request, row, access, on=on, **extra)
    return form_page(request, typed, access, on=on, **extra)


def fill_address(row: Submission, access: Access) -> str:
    """Where the form stands: for a coordinator, one click behind the paper."""
    return row.get_absolute_url() + ("" if access.is_own else "?fill=1")


def _times(updates: list[MilestoneUpdate], row: Submission, on: date) -> dict[str, Any]:
    """What the sentences on time say."""
    for update in updates:
        milestone = update.milestone
        milestone.days_late = days_late(milestone.due_on, on) if milestone.is_overdue(on) else 0
        milestone.due_said = due_text(milestone.due_on, milestone.due_precision, said(milestone, "due_words").text)
    return {"days_left": (row.due_on - on).days, "days_late": days_late(row.due_on, on)}
