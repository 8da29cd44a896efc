"""Sending 8 values through the page, against a bare post that does the same writes: CPU of each, in one run.

    ./run bench submission

Both get the same fields of the same form, as a browser sends them, through the same middleware
(session, sign-in, CSRF, context of the history), and leave the same rows in one transaction: 2
updates, 8 values, a submission saved and then sent, 2 lines in the audit, and the history of each
by the same triggers. The run refuses to compare when what the two wrote differs.

- The page finds out who may see and write, reads the form's rows, checks every field and its
  contradictions, locks the submission, refuses what is stale or has gaps, takes out what was not
  chosen, and leaves its sentence for the next page.
- The bare post is what somebody would write first: it trusts what it gets, locks nothing, and
  reads and saves with the ORM row by row. It writes nothing in bulk, and nothing that the page does not.
"""

# ruff: noqa: E402 – Django is set up before its models are imported
import os
import sys
import time
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.urls import path

from ovp_portal import clock, urls
from ovp_portal.audit.models import AuditEvent
from ovp_portal.audit.services import record
from reports.models import IndicatorValue, MilestoneUpdate, Submission
from tests.factories.commitments import make_indicator, make_membership
from tests.factories.reports import make_submission

SENDS, BLOCKS = 12, 9
CHECKS = 2
"""Queries by which `cost` makes sure that everything was sent."""
ADDRESSES = {"/work/submissions/{pk}/": "through the page", "/bare/{pk}/": "a bare post"}
LIMIT = 1.6
TEXT = "Одржани се две обуки за сензибилизација на службениците."


@transaction.atomic
def bare(request: HttpRequest, pk: int) -> HttpResponseRedirect:
    """What somebody would write first: read, assign, save."""
    at = datetime.now(UTC)
    submission = Submission.objects.get(pk=pk)
    for update in MilestoneUpdate.objects.filter(submission=submission).select_related("milestone"):
        prefix = f"m{update.milestone_id}"
        for name in ("outcome", "progress", "level"):
            setattr(update, name, request.POST[f"{prefix}-{name}"])
        update.save()
        for indicator in update.milestone.indicators.all():
            value = Decimal(request.POST[f"{prefix}-v{indicator.pk}-value"])
            IndicatorValue.objects.create(update=update, indicator=indicator, value=value)
    submission.version += 1
    submission.saved_at, submission.saved_by = at, request.user
    submission.save()
    record(actor=request.user, action="submission.saved", target=submission, at=at, version=submission.version)
    submission.status, submission.submitted_at, submission.submitted_by = "submitted", at, request.user
    submission.save()
    record(actor=request.user, action="submission.submitted", target=submission, at=at)
    return HttpResponseRedirect("/")


def prepare(count: int) -> list[tuple[int, dict[str, str]]]:
    """Submissions of two milestones with four indicators each, and what a browser sends for them."""
    ready = []
    for _ in range(count):
        submission = make_submission(milestones=2)
        make_membership(group=submission.group, user=USER, organization=submission.organization)
        fields = {"version": "0", "send": "1", "nothing_done_reason": ""}
        for update in submission.updates.all():
            prefix = f"m{update.milestone_id}"
            fields |= {f"{prefix}-outcome": "progress", f"{prefix}-progress": TEXT, f"{prefix}-level": "limited"}
            fields |= {f"{prefix}-reason": "", f"{prefix}-applicable_when": ""}
            for number in range(4):
                fields[f"{prefix}-v{make_indicator(milestone=update.milestone).pk}-value"] = str(number)
        ready.append((submission.pk, fields))
    return ready


def rows() -> dict[str, int]:
    """How many rows there are of everything that a post writes, history included."""
    told = [Submission, MilestoneUpdate, IndicatorValue]
    return {
        model.__name__: model.objects.count() for model in [*(row.pgh_event_model for row in told), *told, AuditEvent]
    }


def compare(client: Client) -> None:
    """Say how many queries each takes, after making sure that both leave the same rows."""
    left = []
    for address, name in ADDRESSES.items():
        ready, before = prepare(1), rows()
        with CaptureQueriesContext(connection) as asked:
            cost(client, address, ready)
        left.append({kind: count - before[kind] for kind, count in rows().items()})
        print(f"{name:16}  {len(asked) - CHECKS:6} queries, with BEGIN and COMMIT")
    assert left[0] == left[1], left


def cost(client: Client, address: str, ready: list[tuple[int, dict[str, str]]]) -> float:
    """Seconds of this process's CPU for one post."""
    token = {"csrfmiddlewaretoken": client.cookies[settings.CSRF_COOKIE_NAME].value}
    began = time.process_time()
    for pk, fields in ready:
        response = client.post(address.format(pk=pk), fields | token)
        client.cookies.pop("messages", None)  # a browser's next page would have shown them
    spent = time.process_time() - began
    sent = Submission.objects.filter(pk__in=[pk for pk, _fields in ready], status="submitted").count()
    assert (response.status_code, sent) == (302, len(ready)), (response.status_code, sent)
    assert IndicatorValue.objects.filter(update__submission=ready[-1][0]).count() == 8
    return spent / len(ready)


def measure() -> float:
    client = Client(enforce_csrf_checks=True)
    client.force_login(USER)
    pk, _fields = prepare(1)[0]
    client.get(f"/work/submissions/{pk}/")
    compare(client)
    costs: dict[str, list[float]] = {address: [] for address in ADDRESSES}
    for block in range(BLOCKS):
        for address, spent in costs.items():
            each = cost(client, address, prepare(SENDS))
            if block:  # the first warms up
                spent.append(each)
    whole, plain = (median(spent) for spent in costs.values())
    print(f"through the page  {whole * 1000:6.2f} ms of CPU a post")
    print(f"a bare post       {plain * 1000:6.2f} ms of CPU a post")
    print(f"ratio             {whole / plain:6.2f} (at most {LIMIT})")
    return whole / plain


if __name__ == "__main__":
    urls.urlpatterns.append(path("bare/<int:pk>/", bare))
    clock.now = lambda: datetime(2022, 10, 7, 7, tzinfo=UTC)
    call_command("collectstatic", interactive=False, verbosity=0)
    setup_test_environment()
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        from tests.factories.portal import make_user

        USER = make_user()
        ratio = measure()
    finally:
        connection.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)
    sys.exit(ratio > LIMIT)
