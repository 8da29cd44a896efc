from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from commitments.enums import CommitmentStatus, CompletionLevel, PlanStatus
from commitments.models import ActionPlan, IndicatorResult
from commitments.services.milestones import set_completion
from ovp_portal.editions import services as editions
from ovp_portal.editions.models import Edition
from reports.enums import ReportStatus
from reports.models import ReportingPeriod, StatusReport
from reports.payloads import address_of
from tests.factories.commitments import (
    make_commitment,
    make_group,
    make_indicator,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.meetings import make_published_note
from tests.factories.portal import make_national_coordinator, make_organization
from tests.factories.reports import make_period, make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db

BEFORE_PUBLICATION = datetime(2022, 10, 7, 7, tzinfo=UTC)
SECRET = "Ова уште не е објавено."


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def published() -> StatusReport:
    return move_report(make_report(), ReportStatus.PUBLISHED)


def corrected(report: StatusReport) -> Edition:
    from ovp_portal.editions.payloads import thaw

    first = report.edition
    return editions.publish(
        address=first.address,
        kind=first.kind,
        title=first.title,
        payload=thaw(first.payload),
        pages={"mk": "<p>исправено</p>", "en": "<p>corrected text</p>"},
        published_by=first.published_by,
        at=datetime(2022, 11, 3, 9, tzinfo=UTC),
        change_note="One agreement had been counted twice.",
    )


def report_url(report: StatusReport, name: str = "report", *more: str) -> str:
    return reverse(f"public:{name}", args=[report.commitment.slug, report.period.key, *more])


@pytest.mark.parametrize("name", ["front", "plans", "commitments", "reports", "notes"])
def test_a_fresh_portal_without_any_plan_says_so_in_a_sentence(client, name):
    response = client.get(reverse(f"public:{name}"))

    assert response.status_code == 200
    assert "published yet" in response.text


@pytest.mark.parametrize("name", ["about_numbers", "about_levels", "about_accessibility", "about_privacy"])
def test_the_pages_about_the_portal_ask_the_database_nothing(client, name, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get(reverse(f"public:{name}")).status_code == 200


def test_the_front_page_counts_what_is_published_and_names_the_newest_report(client):
    report = published()
    response = client.get(reverse("public:front"))

    assert sum(response.context["state"].counts.values()) == report.commitment.milestones.count()
    assert [column["total"] for column in response.context["columns"]] == [report.commitment.milestones.count()]
    assert report_url(report) in response.text
    assert "This is the state after the third quarter of 2022" in response.text


def test_the_front_page_names_who_owes_a_late_report_and_for_how_long(client):
    submission = make_quarter()
    owner = make_organization(name="Ministry of Interior")
    submission.commitment.group.memberships.filter(role="coordinator").update(ends_on=date(2022, 10, 31))
    make_membership(
        group=submission.commitment.group, organization=owner, role="coordinator", starts_on=date(2022, 11, 1)
    )
    text = client.get(reverse("public:front")).text

    assert "Ministry of Interior" in text
    assert "23 days late" in text


def test_before_its_moment_a_report_is_not_called_late(client, at):
    make_quarter()
    at(datetime(2022, 10, 15, 9, 59, tzinfo=UTC))

    assert client.get(reverse("public:front")).context["owed_reports"] == []
    at(datetime(2022, 10, 15, 10, 0, tzinfo=UTC))
    assert len(client.get(reverse("public:front")).context["owed_reports"]) == 1


def test_every_column_of_the_progress_has_every_milestone_at_its_last_published_level(client):
    plan = make_plan()
    first, second = (make_milestone(commitment=make_commitment(plan=plan)) for _ in range(2))
    for milestone, level, on in [
        (first, CompletionLevel.LIMITED, date(2022, 3, 31)),
        (first, CompletionLevel.COMPLETED, date(2022, 6, 30)),
        (second, CompletionLevel.SUBSTANTIAL, date(2022, 9, 30)),
    ]:
        set_completion(milestone=milestone, level=level, on=on, source="/", at=BEFORE_PUBLICATION)
    columns = client.get(reverse("public:front")).context["columns"]

    nonzero = [{level: count for level, count in column["counts"].items() if count} for column in columns]
    assert nonzero == [
        {"limited": 1, "not_started": 1},
        {"completed": 1, "not_started": 1},
        {"completed": 1, "substantial": 1},
    ]


def test_a_correction_stands_on_the_front_page_with_its_reason(client):
    report = published()
    corrected(report)

    assert "One agreement had been counted twice." in client.get(reverse("public:front")).text


def test_a_draft_plan_is_there_for_the_secretariat_and_for_nobody_else(client):
    plan = make_plan(status=PlanStatus.DRAFT, adopted_on=None)
    commitment = make_commitment(plan=plan)
    addresses = [plan.get_absolute_url(), commitment.get_absolute_url()]

    assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(make_national_coordinator())
    assert [client.get(address).status_code for address in addresses] == [200, 200]


def test_a_published_note_of_a_plan_that_is_a_draft_is_nowhere_public(client):
    note = make_published_note(group=make_group(plan=make_plan(status=PlanStatus.DRAFT)), draft=None)
    paths = ["", "1.0/", "1.0/data.json"]

    assert [client.get(f"/notes/{note.pk}/{path}").status_code for path in paths] == [404] * len(paths)
    assert f"/notes/{note.pk}/" not in client.get("/notes/").text
    ActionPlan.objects.update(status=PlanStatus.ADOPTED, adopted_on="2021-10-01")
    assert [client.get(f"/notes/{note.pk}/{path}").status_code for path in paths] == [200] * len(paths)


def test_what_is_only_drafted_is_not_named_on_a_public_page_either(client):
    drafted = make_plan(status=PlanStatus.DRAFT, title=SECRET, short_title=SECRET)
    earlier = make_commitment(plan=drafted, title=SECRET)
    later = make_commitment(predecessor=earlier)
    local = make_plan(kind="local", parent=drafted, territory="Дебар")

    for address in [later.get_absolute_url(), local.get_absolute_url(), reverse("public:plans")]:
        page = client.get(address).content.decode()
        assert {name: name in page for name in (SECRET, earlier.slug, drafted.slug)} == {
            SECRET: False,
            earlier.slug: False,
            drafted.slug: False,
        }


def test_what_a_commitment_continues_and_a_plan_is_part_of_are_named_once_they_are_public(client):
    top = make_plan(title="Првиот план", short_title="Првиот план")
    later = make_commitment(predecessor=make_commitment(plan=top, title="Претходната заложба"))
    local = make_plan(kind="local", parent=top, territory="Дебар")

    assert "Претходната заложба" in client.get(later.get_absolute_url()).content.decode()
    assert "Првиот план" in client.get(local.get_absolute_url()).content.decode()


def test_a_very_long_search_costs_no_more_than_a_long_one(client):
    make_commitment()

    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse("public:commitments"), {"q": "а " * 2000})

    assert response.status_code == 200
    assert max(query["sql"].count("search_text") for query in asked.captured_queries) < 110


def test_a_proposal_is_shown_with_its_status_and_is_counted_nowhere(client):
    milestone = make_milestone(commitment=make_commitment(status=CommitmentStatus.PROPOSED))

    assert "Commitment: proposed" in client.get(milestone.commitment.get_absolute_url()).text
    assert client.get(reverse("public:front")).context["state"].milestones == []


def test_the_matrix_tells_published_open_late_later_and_nobody_asked_apart(client, at):
    report = published()
    plan = report.commitment.plan
    make_period(plan=plan, part=4, starts_on=date(2022, 10, 1), ends_on=date(2022, 12, 31), opens_on=date(2023, 1, 1),
                data_due_on=date(2023, 1, 10), review_due_on=date(2023, 1, 12), positions_due_on=date(2023, 1, 14),
                publication_due_on=date(2023, 1, 15), opened_at=None)  # fmt: skip
    make_milestone(commitment=make_commitment(plan=plan), responsible=[make_organization()])
    make_milestone(commitment=make_commitment(plan=plan))

    def kinds():
        rows = client.get(plan.get_absolute_url()).context["matrix"]
        return [[cell.kind for cell in row.cells] for _area, area_rows in rows for row in area_rows]

    assert kinds() == [["published", "later"], ["late", "later"], ["none", "later"]]
    at(BEFORE_PUBLICATION)
    assert kinds()[1] == ["open", "later"]


def test_search_finds_a_commitment_in_any_script_and_keeps_the_filters(client):
    found = make_commitment(title="Заштита на луѓе", status=CommitmentStatus.ACCEPTED)
    make_commitment(title="Друго", plan=found.plan)
    address = reverse("public:commitments")

    for query in [
        {"q": "lugje"},
        {"q": "ЛУЃЕ"},
        {"q": "za\u0161tita", "plan": found.plan.slug},
        {"area": found.area_id},
    ]:
        assert list(client.get(address, query).context["page"].object_list) == [found], query
    assert "No commitment fits" in client.get(address, {"q": "nothing like it"}).text
    assert client.get(address, {"area": "x'", "plan": "?", "status": "\u0000", "page": "-1"}).status_code == 200


def test_a_commitment_shows_five_kinds_of_nothing_each_with_its_face(client):
    indicator = make_indicator(accumulation="per_period", target=8)
    states = ["value", "no_answer", "nothing_to_report", "not_applicable", "not_available"]
    for part, state in enumerate(states, start=1):
        IndicatorResult.objects.create(
            indicator=indicator,
            starts_on=date(2020 + part, 1, 1),
            ends_on=date(2020 + part, 3, 31),
            period_key=f"{2020 + part}-q1",
            state=state,
            value=0 if state == "value" else None,
            published_at=BEFORE_PUBLICATION,
            source="/",
        )
    with translation.override("en"):
        text = client.get(indicator.milestone.commitment.get_absolute_url()).text

    for face in ["0", "no answer", "nothing to report", "not applicable", "n/a"]:
        assert f'<td class="num">{face}</td>' in text


def test_a_commitment_says_in_one_line_that_a_translation_is_missing(client):
    commitment = make_commitment(title="Заложба", problem="Проблем")
    text = client.get(commitment.get_absolute_url()).text

    assert text.count("There is no translation yet. The text is in Macedonian.") == 1
    assert '<span lang="mk">Заложба</span>' in text


def test_a_report_is_the_frozen_page_of_its_newest_edition(client):
    report = published()
    before = client.get(report_url(report)).text
    corrected(report)
    after = client.get(report_url(report)).text
    first = client.get(report_url(report, "edition", "1.0"))

    assert "corrected text" not in before
    assert "corrected text" in after
    assert "One agreement had been counted twice." in after
    assert "This is an earlier edition" in first.text
    assert report.edition.pages.get(language="en").html.partition("<!-- edition -->")[2] in first.text


def test_an_edition_that_never_was_is_not_found(client):
    report = published()

    for number in ["1.1", "2.0", "01.0", "x", "1", "1.0.0", "١.٠"]:
        for name in ["edition", "edition_data"]:
            assert client.get(report_url(report, name, number)).status_code == 404, (name, number)


def test_the_data_are_the_exact_bytes_of_the_checksum_and_are_sent_once(client):
    report = published()
    address = report_url(report, "edition_data", "1.0")
    response = client.get(address)

    assert response.content == report.edition.payload.encode()
    assert response["ETag"] == f'"{report.edition.checksum}"'
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304


@pytest.mark.parametrize("status", [ReportStatus.DRAFT, ReportStatus.CIRCULATED, ReportStatus.SCHEDULED])
def test_nothing_of_a_report_is_seen_before_its_time(client, at, status):
    report = make_report()
    report.summary = SECRET
    report.save(update_fields=["summary"])
    move_report(report, status)
    at(BEFORE_PUBLICATION)
    addresses = [
        reverse("public:front"),
        report.commitment.get_absolute_url(),
        report.commitment.plan.get_absolute_url(),
        reverse("public:reports"),
        report_url(report),
    ]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert SECRET not in response.text
    assert "The report is due on 15 October 2022" in client.get(report_url(report)).text
    assert client.get(report_url(report, "edition", "1.0")).status_code == 404
    assert client.get(report_url(report, "edition_data", "1.0")).status_code == 404


def test_in_the_place_of_a_late_report_stand_the_debtor_and_the_days(client):
    submission = make_quarter()
    text = client.get(reverse("public:report", args=[submission.commitment.slug, "2022-q3"])).text

    coordinator = submission.commitment.group.memberships.get(role="coordinator").organization
    assert "The report is late" in text
    assert coordinator.name in text
    assert "23 days late" in text


@pytest.mark.parametrize("key", ["2022-q9", "2022", "2021-q1", "x", "2022-h1"])
def test_a_period_that_the_plan_has_not_is_not_found(client, key):
    submission = make_quarter()

    assert client.get(reverse("public:report", args=[submission.commitment.slug, key])).status_code == 404


def test_nobody_was_asked_for_a_report_so_none_is_late(client):
    commitment = make_milestone().commitment
    make_period(plan=commitment.plan)

    assert client.get(reverse("public:report", args=[commitment.slug, "2022-q3"])).status_code == 404


def test_a_note_has_its_page_its_editions_and_its_data(client):
    note = make_published_note()
    edition = note.edition

    assert (
        edition.pages.get(language="en").html.partition("<!-- edition -->")[2]
        in client.get(note.get_absolute_url()).text
    )
    assert client.get(reverse("public:note_edition", args=[note.pk, "1.0"])).status_code == 200
    assert client.get(reverse("public:note_data", args=[note.pk, "1.0"])).content == edition.payload.encode()
    assert client.get(reverse("public:note_data", args=[note.pk, "1.1"])).status_code == 404
    assert note.get_absolute_url() in client.get(reverse("public:notes")).text


def test_strangers_may_keep_a_page_for_a_minute_and_members_may_not(client):
    address = reverse("public:about_levels")
    response = client.get(address)

    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in response["Vary"]
    assert client.get(address, headers={"if-none-match": response["ETag"]}).status_code == 304
    client.force_login(make_national_coordinator())
    assert client.get(address)["Cache-Control"] == "private, no-cache"


def test_addresses_of_a_report_agree_with_those_of_its_editions(client):
    report = published()

    with translation.override("mk"):
        assert report_url(report) == address_of(report.commitment, report.period) == report.edition.address
    assert ReportingPeriod.objects.get(pk=report.period.pk).key in report.edition.address
