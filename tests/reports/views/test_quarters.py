"""The coordinator's pages: the quarter, its list, the matrix, and the acts behind the buttons."""

from datetime import date

import pytest
from django.urls import reverse

from commitments.models import Commitment
from ovp_portal.accounts.roles import Role
from ovp_portal.circulation.services import take_position
from reports.enums import Outcome, ReportStatus, SubmissionStatus
from reports.models import StatusReport, Submission
from reports.services import reviews, submissions
from tests.factories.commitments import make_commitment
from tests.factories.portal import make_national_coordinator, make_role, make_user
from tests.factories.reports import (
    APPROVED,
    COMPILED,
    NOW,
    answer_all,
    bring_to,
    coordinator_of,
    make_member,
    make_quarter,
    make_report,
    make_submission,
    move_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    """Sets the portal's moment; the report's day of circulation when nothing else is said."""

    def set_to(moment):
        monkeypatch.setattr("ovp_portal.clock.now", lambda: moment)

    set_to(COMPILED)
    return set_to


def page_of(client, submission, user=None):
    client.force_login(user or coordinator_of(submission))
    return client.get(f"/en/work/quarter/{submission.commitment.slug}/{submission.period.key}/")


def post(client, name, report, **data):
    client.force_login(coordinator_of(report))
    return client.post(reverse(f"reports:{name}", args=[report.pk]), data)


def test_the_counters_add_up_to_all_that_was_expected(client, at):
    submission = make_quarter(members=4)
    rows = list(Submission.objects.filter(period=submission.period).order_by("pk"))
    for row, status in zip(rows, SubmissionStatus, strict=True):
        bring_to(row, status)

    page = page_of(client, submission)

    numbers = [number for _key, _word, number in page.context["counters"]]
    assert numbers == [1, 1, 1, 1]
    for row in rows:
        assert str(row.organization) in page.text
    assert "1 of 4 submissions are accepted. 3 days remain to publication." in page.text


def test_only_data_that_wait_can_be_accepted_from_the_page(client, at):
    submission = make_quarter(members=2)
    bring_to(submission, SubmissionStatus.SUBMITTED)

    page = page_of(client, submission)

    reviews = [
        reverse("reports:submission_review", args=[pk]) for pk in Submission.objects.values_list("pk", flat=True)
    ]
    assert [address in page.text for address in sorted(reviews)] == [
        address == reverse("reports:submission_review", args=[submission.pk]) for address in sorted(reviews)
    ]


@pytest.mark.parametrize("rows", [1, 4])
def test_the_quarter_asks_no_query_per_organization(client, at, rows, django_assert_num_queries):
    submission = make_quarter(members=rows, milestones=rows)
    move_report(make_report(submission), ReportStatus.CIRCULATED)
    client.force_login(coordinator_of(submission))
    address = reverse("reports:quarter", args=[submission.commitment.slug, submission.period.key])

    with django_assert_num_queries(20):
        assert client.get(address).status_code == 200


def test_a_stranger_finds_nothing_and_the_council_reads_without_acting(client, at):
    submission = make_quarter()
    report = make_report(submission)
    member = make_member(submission)
    council = make_user()
    make_role(council, Role.COUNCIL)

    assert page_of(client, submission, make_user()).status_code == 404
    assert page_of(client, submission, member).status_code == 404
    assert page_of(client, submission, council).status_code == 200
    for name in ["report_circulate", "report_recall", "report_approve", "report_schedule"]:
        assert client.post(reverse(f"reports:{name}", args=[report.pk])).status_code == 403
        client.force_login(member)
        assert client.post(reverse(f"reports:{name}", args=[report.pk])).status_code == 404
        client.force_login(council)


@pytest.mark.parametrize("key", ["2022-q5", "2022-h1", "2021-q3", "soon"])
def test_a_period_that_is_none_is_not_found(client, at, key):
    submission = make_quarter()
    client.force_login(coordinator_of(submission))
    assert client.get(f"/work/quarter/{submission.commitment.slug}/{key}/").status_code == 404


def test_the_coordinator_compiles_completes_circulates_approves_and_schedules(client, at):
    submission = make_quarter(members=2, civil_society=True)
    bring_to(submission, SubmissionStatus.ACCEPTED)
    client.force_login(coordinator_of(submission))
    keys = [submission.commitment.slug, submission.period.key]

    client.post(reverse("reports:report_compile", args=keys))
    report = StatusReport.objects.get()
    line = report.lines.first()
    form = client.get(reverse("reports:report_draft", args=[report.pk]))
    assert form.status_code == 200
    data = {"summary": "Преглед на кварталот.", "version": report.version}
    for each in report.lines.all():
        data |= {f"m{each.milestone_id}-level": "limited", f"m{each.milestone_id}-text": "Рачно напишано."}
    client.post(reverse("reports:report_draft", args=[report.pk]), data)
    line.refresh_from_db()
    assert (line.level, line.text) == ("limited", "Рачно напишано.")
    assert "Рачно напишано." in client.get(reverse("reports:report_preview", args=[report.pk])).text

    post(client, "report_circulate", report, closes_on="14.10.2022")
    report.refresh_from_db()
    assert (report.status, report.circulation.closes_on) == (ReportStatus.CIRCULATED, date(2022, 10, 14))
    post(client, "report_approve", report)
    report.refresh_from_db()
    assert report.status == ReportStatus.CIRCULATED

    at(APPROVED)
    post(client, "report_approve", report)
    post(client, "report_schedule", report)
    report.refresh_from_db()
    assert report.status == ReportStatus.SCHEDULED
    post(client, "report_recall", report)
    report.refresh_from_db()
    assert (report.status, report.circulation) == (ReportStatus.DRAFT, None)


def test_a_closing_date_in_the_past_is_refused_in_words_and_nothing_is_sent(client, at):
    report = make_report()
    answer = post(client, "report_circulate", report, closes_on="1.10.2022")
    report.refresh_from_db()
    assert (answer.status_code, report.status) == (422, ReportStatus.DRAFT)
    assert answer.context["form"].errors


@pytest.mark.parametrize("typed", ["", "yesterday", "31.2.2022", "9" * 50, "\x00"])
def test_a_closing_date_that_is_none_is_refused_beside_the_field(client, at, typed):
    report = make_report()
    answer = post(client, "report_circulate", report, closes_on=typed)
    assert answer.status_code == 422
    assert StatusReport.objects.get().status == ReportStatus.DRAFT


def test_a_draft_saved_by_another_is_not_overwritten_and_what_was_typed_comes_back(client, at):
    report = make_report()
    address = reverse("reports:report_draft", args=[report.pk])
    client.force_login(coordinator_of(report))
    data = {"summary": "Мое.", "version": report.version - 1}
    for line in report.lines.all():
        data |= {f"m{line.milestone_id}-level": line.level, f"m{line.milestone_id}-text": "Мојата реченица."}

    answer = client.post(address, data)

    assert answer.status_code == 409
    assert "Мојата реченица." in answer.text
    assert StatusReport.objects.get().summary != "Мое."


def test_a_level_that_is_none_is_refused(client, at):
    report = make_report()
    line = report.lines.first()
    client.force_login(coordinator_of(report))
    data = {"summary": "Мое.", "version": report.version}
    for each in report.lines.all():
        data |= {f"m{each.milestone_id}-level": each.level, f"m{each.milestone_id}-text": each.text}
    answer = client.post(
        reverse("reports:report_draft", args=[report.pk]), data | {f"m{line.milestone_id}-level": "overdue"}
    )
    assert answer.status_code == 200
    assert answer.context["editor"].lines[0].errors
    assert StatusReport.objects.get().summary != "Мое."


@pytest.mark.parametrize("status", list(ReportStatus))
def test_the_page_of_each_state_opens(client, at, status):
    submission = make_quarter(members=2, civil_society=True)
    move_report(make_report(submission), status)
    at(APPROVED)
    assert page_of(client, submission).status_code == 200


def test_the_page_before_anything_is_compiled_says_what_is_needed(client, at):
    page = page_of(client, make_quarter())
    assert "Circulation is possible once the draft is compiled." in page.text


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_quarters_asks_no_query_per_row(client, at, rows, django_assert_num_queries):
    first = make_quarter()
    user = coordinator_of(first)
    group = first.commitment.group
    for _more in range(rows - 1):
        make_submission(commitment=make_commitment(group=group, area=None, number=None), period=first.period)
    client.force_login(user)

    with django_assert_num_queries(9):
        page = client.get(reverse("reports:quarters"))

    assert len(page.context["rows"]) == rows


# The matrix


@pytest.mark.parametrize("commitments", [11, 300])
def test_the_matrix_asks_as_many_queries_for_three_hundred_commitments(
    client, at, commitments, django_assert_num_queries
):
    submission = make_quarter()
    plan = submission.commitment.plan
    Commitment.objects.bulk_create(
        Commitment(plan=plan, slug=f"c-{number}", title="Заложба", status="accepted")
        for number in range(commitments - 1)
    )
    client.force_login(make_national_coordinator())

    with django_assert_num_queries(11):
        page = client.get(reverse("reports:matrix", args=[plan.slug]))

    lines = [line for _area, lines in page.context["matrix"].areas for line in lines]
    assert len(lines) == commitments


def test_a_cell_says_done_of_all_late_open_or_not_asked(client, at):
    submission = make_quarter(milestones=2)
    bring_answer(submission)
    report = move_report(make_report(submission), ReportStatus.PUBLISHED)
    plan = report.commitment.plan
    other = make_submission(commitment=make_commitment(plan=plan, area=None, number=None), period=submission.period)
    make_commitment(plan=plan, area=None, number=None)
    client.force_login(make_national_coordinator())
    address = reverse("reports:matrix", args=[plan.slug])

    def kinds():
        lines = [line for _area, lines in client.get(address).context["matrix"].areas for line in lines]
        return {line.commitment.pk: (line.cells[0].kind, line.cells[0].done, line.cells[0].total) for line in lines}

    assert kinds()[report.commitment_id] == ("published", 2, 2)
    assert sorted(kind for kind, _done, _total in kinds().values()) == ["none", "open", "published"]
    at(report.period.publication_at.replace(day=16))
    assert kinds()[other.commitment_id][0] == "late"


def bring_answer(submission):
    """Every milestone completed, sent and accepted."""
    by = coordinator_of(submission)
    answer_all(submission, by=by, outcome=Outcome.DONE, progress="Сторено е.", level="completed")
    reviews.accept(submission=submissions.submit(submission=submission, by=by, at=NOW), by=by, at=NOW)


def test_the_matrix_is_not_there_for_others(client, at):
    submission = make_quarter()
    client.force_login(coordinator_of(submission))
    assert client.get(reverse("reports:matrix")).status_code == 404
    assert client.get(reverse("reports:matrix", args=[submission.commitment.plan.slug])).status_code == 404


def test_why_a_report_was_approved_early_is_asked_and_stands_in_the_history_that_its_coordinator_reads(client, at):
    report = move_report(make_report(), ReportStatus.CIRCULATED)
    for position in report.circulation.positions.select_related("user"):
        take_position(position=position, answer="agree", text="", by=position.user, at=COMPILED, on=COMPILED.date())

    refused = post(client, "report_approve", report, **{"go-on-reason": " "})
    assert (refused.status_code, list(refused.context["go_on"].errors)) == (422, ["reason"])
    assert post(client, "report_approve", report, **{"go-on-reason": "Владата заседава утре."}).status_code == 302

    history = page_of(client, report).text.partition('id="history"')[2]
    assert all(words in history for words in ("Report approved", "Draft report sent to the members"))
    assert "Владата заседава утре." in history
    only_sees = page_of(client, report, make_national_coordinator())
    assert (only_sees.status_code, 'id="history"' in only_sees.text) == (200, False)
