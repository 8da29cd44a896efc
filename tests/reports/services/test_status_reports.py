"""From the draft to the edition: what each act does, and what it refuses."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from commitments.models import IndicatorResult
from ovp_portal.audit.models import AuditEvent
from ovp_portal.audit.queries import history_of
from ovp_portal.circulation.services import take_position, withdraw_opinion, write_opinion
from ovp_portal.editions import services as editions
from ovp_portal.editions.models import Edition
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import checksum
from ovp_portal.lib.workflow import MoveNotAllowed
from reports.enums import Outcome, ReportStatus, SubmissionStatus
from reports.models import StatusReport, Submission
from reports.payloads import report_payload
from reports.services import reviews, status_reports, submissions
from reports.workflow import REPORT_MOVES
from tests.factories.commitments import make_indicator, make_membership, make_milestone
from tests.factories.portal import make_user
from tests.factories.reports import (
    APPROVED,
    COMPILED,
    NOW,
    PUBLISHED,
    answer_all,
    bring_to,
    coordinator_of,
    make_quarter,
    make_report,
    move_report,
)

pytestmark = pytest.mark.django_db
CLOSES = date(2022, 10, 14)


def circulate(report, **given):
    given = {"closes_on": CLOSES, "by": coordinator_of(report), "at": COMPILED} | given
    return status_reports.circulate(report=report, **given)


def others(submission):
    return Submission.objects.filter(period=submission.period).exclude(pk=submission.pk)


def accept_with(submission, **said):
    by = coordinator_of(submission)
    answer_all(submission, by=by, **said)
    submission = submissions.submit(submission=submission, by=by, at=NOW)
    return reviews.accept(submission=submission, by=by, at=NOW)


# Compiling


def test_the_draft_is_compiled_from_accepted_submissions_and_names_who_is_missing():
    mine = make_quarter(members=2)
    theirs = others(mine).get()
    accept_with(mine, outcome=Outcome.PROGRESS, progress="Одржана е обука", level="limited")

    report = make_report(mine)

    texts = {line.milestone.number: (line.level, line.text) for line in report.lines.all()}
    assert texts[1] == ("limited", f"{mine.organization.label}: Одржана е обука.")
    assert texts[2][0] == "not_started"
    assert texts[2][1].startswith(f"{theirs.organization.label}: ")
    assert str(mine.organization) in report.summary
    assert str(theirs.organization) in report.summary


def test_the_reason_stands_in_the_sentence():
    submission = make_quarter()
    accept_with(submission, outcome=Outcome.NOTHING_DONE, reason="Годишни одмори")

    line = make_report(submission).lines.get()

    assert line.text.endswith("Годишни одмори.")


def test_of_levels_that_differ_the_lowest_is_proposed():
    first = make_quarter(members=2)
    second = others(first).get()
    shared = make_milestone(commitment=first.commitment, responsible=[first.organization, second.organization])
    for row, level in [(first, "substantial"), (second, "limited")]:
        row.updates.create(milestone=shared)
        accept_with(row, outcome=Outcome.PROGRESS, progress="Работено е", level=level)

    assert make_report(first).lines.get(milestone=shared).level == "limited"


def test_without_an_accepted_answer_the_level_last_published_stays():
    submission = make_quarter()
    submission.commitment.milestones.update(completion="substantial")

    assert make_report(submission).lines.get().level == "substantial"


def test_compiling_again_keeps_what_was_written_by_hand():
    submission = make_quarter(milestones=2)
    report = make_report(submission)
    by_hand, _untouched = report.lines.all()
    report = status_reports.save_draft(
        report=report,
        summary="Мој преглед.",
        lines={by_hand.milestone_id: ("limited", "Мој текст.")},
        version=report.version,
        by=coordinator_of(report),
        at=COMPILED,
    )
    accept_with(submission, outcome=Outcome.PROGRESS, progress="Сторено е", level="substantial")

    report = make_report(submission, at=COMPILED + timedelta(minutes=1))

    assert report.summary == "Мој преглед."
    assert [(line.level, line.text) for line in report.lines.all()] == [
        ("limited", "Мој текст."),
        ("substantial", f"{submission.organization.label}: Сторено е."),
    ]


def test_compiling_again_adds_new_milestones_and_drops_withdrawn_ones():
    submission = make_quarter(milestones=2)
    report = make_report(submission)
    gone = report.lines.first().milestone
    gone.is_withdrawn = True
    gone.save()
    new = make_milestone(commitment=submission.commitment, number=9)

    report = make_report(submission)

    assert [line.milestone.number for line in report.lines.all()] == [2, new.number]


def test_a_draft_opened_before_another_save_is_not_overwritten():
    report = make_report()
    save = {"report": report, "lines": {}, "version": report.version, "by": coordinator_of(report), "at": COMPILED}
    status_reports.save_draft(summary="Прв.", **save)

    with pytest.raises(status_reports.ChangedMeanwhile):
        status_reports.save_draft(summary="Втор.", **save)

    report.refresh_from_db()
    assert report.summary == "Прв."


# Circulation


def test_one_act_sends_the_draft_to_every_member_except_the_sender():
    submission = make_quarter(members=3)

    report = circulate(make_report(submission))

    members = set(report.group.memberships.exclude(user=coordinator_of(report)).values_list("user", flat=True))
    assert {position.user_id for position in report.circulation.positions.all()} == members
    assert report.circulation.roster_on == date(2022, 10, 12)
    assert checksum(report.circulation.payload) == report.circulation.checksum
    assert report.status == ReportStatus.CIRCULATED


def test_a_group_without_another_member_has_nobody_to_ask():
    submission = make_quarter()
    report = make_report(submission)
    report.group.memberships.exclude(role="coordinator").update(ends_on=date(2022, 10, 1))

    with pytest.raises(ValidationError):
        circulate(report)

    report.refresh_from_db()
    assert (report.status, report.circulation) == (ReportStatus.DRAFT, None)


def test_who_joined_after_compiling_gets_the_draft_and_who_joins_after_sending_does_not():
    report = make_report()
    early = make_membership(group=report.group)
    report = circulate(report)
    late = make_membership(group=report.group)

    roster = set(report.circulation.positions.values_list("user", flat=True))
    assert early.user_id in roster
    assert late.user_id not in roster
    assert move_on(report).status == ReportStatus.PUBLISHED


def report_at(report, status):
    """Lead a circulated report on."""
    by = coordinator_of(report)
    report = status_reports.approve(report=report, by=by, at=APPROVED)
    return status_reports.schedule(report=report, by=by, at=APPROVED) if status != ReportStatus.APPROVED else report


@pytest.mark.parametrize("spoil", ["closing", "text", "summary", "accepted", "milestone"])
def test_a_draft_that_is_not_whole_stays_at_home(spoil):
    submission = make_quarter()
    report = make_report(submission)
    line = report.lines.get()
    given = {}
    match spoil:
        case "closing":
            given["closes_on"] = date(2022, 10, 11)
        case "text":
            report.lines.filter(pk=line.pk).update(text=" ")
        case "summary":
            StatusReport.objects.filter(pk=report.pk).update(summary="")
        case "accepted":
            bring_to(submission, SubmissionStatus.ACCEPTED)
            StatusReport.objects.filter(pk=report.pk).update(compiled_at=NOW - timedelta(days=1))
        case "milestone":
            make_milestone(commitment=submission.commitment)

    with pytest.raises(ValidationError):
        circulate(report, **given)

    report.refresh_from_db()
    assert report.status == ReportStatus.DRAFT


# Nobody gets round it


def test_no_service_publishes_what_was_not_circulated():
    report = make_report()
    with pytest.raises(MoveNotAllowed):
        status_reports.publish(report=report, at=PUBLISHED)
    assert not Edition.objects.exists()


def by_save(report):
    report.status = ReportStatus.PUBLISHED
    report.save()


def by_update(report):
    StatusReport.objects.filter(pk=report.pk).update(status=ReportStatus.PUBLISHED, published_at=PUBLISHED)


def by_update_to_circulated(report):
    """A circulation that left somebody out is none."""
    other = circulate(make_report())
    StatusReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.CIRCULATED, circulation=other.circulation, version=9
    )


def by_sql(report):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE reports_statusreport SET status = 'published' WHERE id = %s", [report.pk])


def by_insert(report):
    StatusReport.objects.create(
        period=report.period,
        commitment=make_report().commitment,
        status=ReportStatus.PUBLISHED,
        compiled_at=COMPILED,
        compiled_by=report.compiled_by,
    )


@pytest.mark.parametrize("way", [by_save, by_update, by_update_to_circulated, by_sql, by_insert])
def test_no_other_way_publishes_what_was_not_circulated_to_everyone(way):
    report = make_report()

    with pytest.raises(DatabaseError), transaction.atomic():
        way(report)

    assert StatusReport.objects.get(pk=report.pk).status == ReportStatus.DRAFT


def by_an_edition_of_its_own(report):
    """The public reads editions, so one that belongs to no published report would be out."""
    _edition_of(report, report_payload(report, on=COMPILED.date()))


def by_an_edition_of_a_scheduled_report(report):
    report = move_report(report, ReportStatus.SCHEDULED)
    _edition_of(report, thaw(report.circulation.payload))


def by_another_text_than_the_circulated_one(report):
    report = move_report(report, ReportStatus.SCHEDULED)
    payload = thaw(report.circulation.payload)
    payload["milestones"][0]["text"] = "Нешто што никој не го видел."
    edition = _edition_of(report, payload)
    StatusReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.PUBLISHED, published_at=PUBLISHED, edition=edition
    )


def by_another_address(report):
    report = move_report(report, ReportStatus.SCHEDULED)
    payload = thaw(report.circulation.payload)
    edition = _edition_of(report, payload, address="/commitments/another/reports/2022-q3/")
    StatusReport.objects.filter(pk=report.pk).update(
        status=ReportStatus.PUBLISHED, published_at=PUBLISHED, edition=edition
    )


def _edition_of(report, payload, **given):
    given = {"address": payload["address"], "kind": payload["kind"], "title": str(report), "payload": payload} | given
    return editions.publish(**given, pages={}, published_by="Министерство", at=PUBLISHED)


@transaction.atomic
def _do_and_end(way, report):
    """As a transaction of its own would end: what was put off is judged."""
    way(report)
    connection.check_constraints()


@pytest.mark.parametrize(
    "way",
    [
        by_an_edition_of_its_own,
        by_an_edition_of_a_scheduled_report,
        by_another_text_than_the_circulated_one,
        by_another_address,
    ],
)
def test_no_edition_comes_out_but_of_a_report_that_was_circulated_and_published(way):
    report = make_report()

    with pytest.raises(DatabaseError):
        _do_and_end(way, report)

    assert not Edition.objects.exists()


def by_another_commitment(report):
    StatusReport.objects.filter(pk=report.pk).update(commitment=make_report().commitment)


def by_another_period(report):
    StatusReport.objects.filter(pk=report.pk).update(period=make_report().period)


@pytest.mark.parametrize("way", [by_another_commitment, by_another_period])
def test_a_report_stays_in_its_place(way):
    report = make_report()
    with pytest.raises(DatabaseError), transaction.atomic():
        way(report)


@pytest.mark.parametrize("given", [{"published_at": COMPILED}, {"version": 99}])
def test_a_published_report_is_fixed(given):
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    with pytest.raises(DatabaseError), transaction.atomic():
        StatusReport.objects.filter(pk=report.pk).update(**given)


def test_the_administration_does_not_know_status_reports():
    from django.contrib import admin

    assert StatusReport not in admin.site._registry


@pytest.mark.parametrize(("now", "to"), list(product(ReportStatus, ReportStatus)))
def test_every_move_goes_by_the_table(now, to):
    report = move_report(make_report(), now)
    by = coordinator_of(report)
    act = {
        ReportStatus.DRAFT: lambda: status_reports.recall(report=report, by=by, at=APPROVED),
        ReportStatus.CIRCULATED: lambda: circulate(report),
        ReportStatus.APPROVED: lambda: status_reports.approve(report=report, by=by, at=APPROVED),
        ReportStatus.SCHEDULED: lambda: status_reports.schedule(report=report, by=by, at=APPROVED),
        ReportStatus.PUBLISHED: lambda: status_reports.publish(report=report, at=PUBLISHED),
    }[to]

    if to in REPORT_MOVES[now]:
        act()
        assert StatusReport.objects.get(pk=report.pk).status == to
    elif now == to == ReportStatus.PUBLISHED:
        act()
        assert Edition.objects.count() == 1
    else:
        with pytest.raises(MoveNotAllowed):
            act()
        assert StatusReport.objects.get(pk=report.pk).status == now


# Approval, recall, publication


def test_before_the_closing_day_is_over_everybody_must_have_answered():
    report = circulate(make_report())
    by, at = coordinator_of(report), COMPILED + timedelta(hours=1)
    with pytest.raises(ValidationError):
        status_reports.approve(report=report, by=by, at=at)

    for position in report.circulation.positions.all():
        take_position(
            position=position, answer="object", text="Не се согласувам.", by=position.user, at=at, on=date(2022, 10, 12)
        )

    for moment in (at, APPROVED):
        with pytest.raises(ValidationError) as refusal:
            status_reports.approve(report=report, by=by, at=moment)
        assert refusal.value.code == "reason"

    report = status_reports.approve(report=report, by=by, at=at, reason="Стојат покрај извештајот.")

    assert report.status == ReportStatus.APPROVED
    said = history_of(report).get(action="report.approved").data
    assert (said["reason"], said["with_remarks"]) == ("Стојат покрај извештајот.", 2)


def test_a_draft_that_is_called_back_and_not_changed_keeps_its_answers():
    report = circulate(make_report())
    by = coordinator_of(report)
    first = report.circulation.positions.first()
    take_position(position=first, answer="nothing", text="", by=first.user, at=COMPILED, on=date(2022, 10, 12))

    report = circulate(status_reports.recall(report=report, by=by, at=COMPILED))

    assert set(report.circulation.positions.values_list("user", "answer")) > {(first.user_id, "nothing")}


def test_an_opinion_on_a_recalled_draft_is_published_unless_its_author_wrote_a_newer_one():
    report = circulate(make_report())
    cso = report.circulation.positions.get(is_civil_society=True)
    write = {"organization": cso.organization, "language": "mk", "by": cso.user, "at": COMPILED, "on": CLOSES}
    write_opinion(circulation=report.circulation, text="Прво видување.", **write)
    report = status_reports.recall(report=report, by=coordinator_of(report), at=COMPILED)
    report = circulate(make_report_again(report))

    published = move_on(report)
    assert [row["text"] for row in thaw(published.edition.payload)["opinions"]] == ["Прво видување."]


def test_the_newer_opinion_takes_the_place_of_the_earlier():
    report = circulate(make_report())
    cso = report.circulation.positions.get(is_civil_society=True)
    write = {"organization": cso.organization, "language": "mk", "by": cso.user, "on": CLOSES}
    write_opinion(circulation=report.circulation, text="Прво.", at=COMPILED, **write)
    report = status_reports.recall(report=report, by=coordinator_of(report), at=COMPILED)
    report = circulate(make_report_again(report))
    write_opinion(circulation=report.circulation, text="Второ.", at=COMPILED + timedelta(hours=1), **write)

    published = move_on(report)
    assert [row["text"] for row in thaw(published.edition.payload)["opinions"]] == ["Второ."]


@pytest.mark.parametrize("writes_anew", [False, True])
def test_who_takes_his_newer_opinion_back_does_not_see_the_earlier_one_published(writes_anew):
    report = circulate(make_report())
    cso = report.circulation.positions.get(is_civil_society=True)
    write = {"organization": cso.organization, "language": "mk", "by": cso.user, "at": COMPILED, "on": CLOSES}
    write_opinion(circulation=report.circulation, text="Прво.", **write)
    report = status_reports.recall(report=report, by=coordinator_of(report), at=COMPILED)
    report = circulate(make_report_again(report))
    newer = write_opinion(circulation=report.circulation, text="Второ.", **write)
    withdraw_opinion(opinion=newer, by=cso.user, at=COMPILED, on=CLOSES)
    if writes_anew:
        write_opinion(circulation=report.circulation, text="Трето.", **write)

    published = move_on(report)
    assert [row["text"] for row in thaw(published.edition.payload)["opinions"]] == ["Трето."] * writes_anew


def make_report_again(report):
    by = coordinator_of(report)
    return status_reports.compile_draft(commitment=report.commitment, period=report.period, by=by, at=COMPILED)


def move_on(report):
    """From the members to the public."""
    return status_reports.publish(report=report_at(report, ReportStatus.SCHEDULED), at=PUBLISHED)


def test_publication_waits_for_its_moment():
    report = move_report(make_report(), ReportStatus.SCHEDULED)
    early = report.scheduled_for - timedelta(seconds=1)

    with pytest.raises(ValidationError):
        status_reports.publish(report=report, at=early)
    assert status_reports.publish_due(at=early) == []
    assert [row.pk for row in status_reports.publish_due(at=report.scheduled_for)] == [report.pk]
    assert status_reports.publish_due(at=report.scheduled_for) == []


def test_publishing_freezes_payload_pages_and_checksums_and_tells_the_register():
    submission = make_quarter(members=2, civil_society=True)
    indicator = make_indicator(milestone=submission.commitment.milestones.get(number=1), target=8)
    values = {indicator.pk: {"value": "3"}}
    accept_with(submission, outcome=Outcome.DONE, progress="Сторено е", level="completed", values=values)

    report = move_report(make_report(submission), ReportStatus.PUBLISHED)

    edition, milestone = report.edition, indicator.milestone
    milestone.refresh_from_db()
    report.commitment.refresh_from_db()
    assert (edition.number, edition.address) == (
        "1.0",
        f"/commitments/{report.commitment.slug}/reports/2022-q3/",
    )
    assert edition.checksum == checksum(edition.payload)
    assert {page.language: page.checksum for page in edition.pages.all()} == {
        page.language: checksum(page.html) for page in edition.pages.all()
    }
    assert edition.pages.count() == 4
    assert milestone.completion == "completed"
    assert milestone.completions.get().source == edition.address
    result = IndicatorResult.objects.get(indicator=indicator)
    assert (result.state, result.value, result.period_key) == ("value", 3, "2022-q3")
    assert report.commitment.updated_at == PUBLISHED
    assert report.circulation.closed_at == PUBLISHED
    assert AuditEvent.objects.filter(action="report.published", target_id=str(report.pk)).count() == 1


def test_what_is_published_is_what_the_members_saw():
    submission = make_quarter(members=2)
    report = circulate(make_report(submission))
    seen = thaw(report.circulation.payload)
    bring_to(others(submission).get(), SubmissionStatus.ACCEPTED)
    submission.commitment.milestones.update(title="Друг наслов")

    told = thaw(move_on(report).edition.payload)

    same = set(seen) - {"published_at", "circulation", "opinions", "overdue_on"}
    assert {key: told[key] for key in same} == {key: seen[key] for key in same}
    assert told["circulation"]["answers"]["none"] == len(told["circulation"]["positions"]) == 2


def test_no_person_is_named_in_what_is_published():
    report = move_report(make_report(), ReportStatus.PUBLISHED)
    said = report.edition.payload + "".join(page.html for page in report.edition.pages.all())
    for seat in report.group.memberships.all():
        assert seat.user.name not in said
        assert seat.user.email not in said


def test_one_report_that_fails_stops_no_other_and_is_told_once(monkeypatch, caplog):
    from reports.services import publishing

    bad = move_report(make_report(), ReportStatus.SCHEDULED)
    good = move_report(make_report(), ReportStatus.SCHEDULED)
    real = publishing.final_payload

    def fails_for_one(frozen, **given):
        if frozen["commitment"]["slug"] == bad.commitment.slug:
            raise RuntimeError("broken")
        return real(frozen, **given)

    monkeypatch.setattr(publishing, "final_payload", fails_for_one)
    assert [row.pk for row in status_reports.publish_due(at=PUBLISHED)] == [good.pk]
    assert status_reports.publish_due(at=PUBLISHED) == []

    bad.refresh_from_db()
    assert bad.status == ReportStatus.SCHEDULED
    assert AuditEvent.objects.filter(action=publishing.FAILED).count() == 1
    assert "was not published" in caplog.text


def test_a_stranger_in_the_group_of_another_commitment_gets_no_draft():
    report = make_report()
    user = make_user()
    make_membership(user=user, role="coordinator")
    assert not StatusReport.objects.visible_to(user, date(2022, 10, 12)).exists()
    assert StatusReport.objects.visible_to(coordinator_of(report), date(2022, 10, 12)).get() == report
