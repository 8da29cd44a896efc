from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commitments.enums import IndicatorKind
from ovp_portal.audit.queries import history_of
from ovp_portal.lib.workflow import MoveNotAllowed
from reports.enums import Outcome, SubmissionStatus
from reports.models import MilestoneUpdate
from reports.queries.gaps import gaps, whole_updates
from reports.services import reviews, submissions
from reports.services.submissions import SubmissionIncomplete
from reports.workflow import SUBMISSION_MOVES
from tests.factories.commitments import make_indicator
from tests.factories.portal import make_user
from tests.factories.reports import (
    NOW,
    answer_all,
    bring_to,
    make_coordinator,
    make_member,
    make_submission,
)

pytestmark = pytest.mark.django_db

ACTIVITY = {
    "kind": "training",
    "topic": "Постапување без стигма",
    "held": 2,
    "participants": 21,
    "women": 9,
    "breakdown": [{"who": "адвокати", "count": 12}],
    "starts_on": date(2022, 9, 20),
}
ACTS = {
    SubmissionStatus.SUBMITTED: lambda row, by: submissions.submit(submission=row, by=by, at=NOW),
    SubmissionStatus.ACCEPTED: lambda row, by: reviews.accept(submission=row, by=by, at=NOW),
    SubmissionStatus.RETURNED: lambda row, by: reviews.return_for_changes(
        submission=row, reason="Недостига бројот.", by=by, at=NOW
    ),
}


def save(submission, said, **given):
    milestone = submission.updates.get().milestone_id
    fields = {"version": submission.version, "by": make_user(), "at": NOW}
    return submissions.save_draft(submission=submission, data={milestone: said}, **fields | given)


def messages_of(submission) -> list[str]:
    return [gap.message for gap in gaps(submission)]


@pytest.mark.parametrize("now", SubmissionStatus)
@pytest.mark.parametrize("to", list(ACTS))
def test_every_pair_of_states_follows_the_table(now, to):
    submission = make_submission()
    if now == SubmissionStatus.EXPECTED:
        answer_all(submission)
    bring_to(submission, now)

    if to in SUBMISSION_MOVES[now]:
        ACTS[to](submission, make_user())
    else:
        with pytest.raises(MoveNotAllowed):
            ACTS[to](submission, make_user())

    submission.refresh_from_db()
    assert submission.status == (to if to in SUBMISSION_MOVES[now] else now)


def test_a_draft_is_kept_however_incomplete():
    submission = make_submission()
    update = submission.updates.get()
    share = make_indicator(milestone=update.milestone, kind=IndicatorKind.PERCENTAGE)

    saved = save(submission, {"outcome": "progress", "values": {share.pk: {"numerator": 3}}, "activities": [{}]})

    assert (saved.version, saved.saved_at) == (1, NOW)
    assert update.values.get().numerator == 3
    assert update.activities.get().topic == ""


def test_saving_replaces_values_and_activities():
    submission = make_submission()
    update = submission.updates.get()
    count = make_indicator(milestone=update.milestone)
    save(submission, {"values": {count.pk: {"value": 2}}, "activities": [ACTIVITY, ACTIVITY | {"topic": "Друга"}]})
    submission.refresh_from_db()

    save(submission, {"values": {count.pk: {"value": None}}, "activities": [ACTIVITY | {"topic": "Друга"}]})

    assert [row.topic for row in update.activities.all()] == ["Друга"]
    assert update.values.get().value is None


def test_what_is_not_named_stays():
    submission = make_submission()
    save(submission, {"outcome": "progress", "progress": "Одржани се две обуки.", "activities": [ACTIVITY]})
    submission.refresh_from_db()

    save(submission, {"level": "limited"})

    update = submission.updates.get()
    assert (update.progress, update.level, update.activities.count()) == ("Одржани се две обуки.", "limited", 1)


def test_a_percentage_is_made_of_its_two_numbers_exactly():
    submission = make_submission()
    share = make_indicator(milestone=submission.updates.get().milestone, kind=IndicatorKind.PERCENTAGE)

    save(submission, {"values": {share.pk: {"numerator": Decimal(2), "denominator": Decimal(3)}}})

    assert submission.updates.get().values.get().value == Decimal("66.6667")


def test_a_float_is_never_a_value():
    submission = make_submission()
    count = make_indicator(milestone=submission.updates.get().milestone)

    with pytest.raises(TypeError):
        save(submission, {"values": {count.pk: {"value": 0.1}}})


@pytest.mark.parametrize(
    "said",
    [
        {"activities": [ACTIVITY | {"women": 22}]},
        {"activities": [ACTIVITY | {"breakdown": [{"who": "судии", "count": 22}]}]},
        {"activities": [ACTIVITY | {"breakdown": [{"who": "судии"}]}]},
        {"activities": [ACTIVITY | {"breakdown": "судии: 3"}]},
        {"activities": [ACTIVITY | {"ends_on": date(2022, 9, 19)}]},
        {"activities": [ACTIVITY | {"held": -1}]},
        {"activities": [ACTIVITY | {"kind": "party"}]},
        {"activities": [ACTIVITY | {"topic": "ж" * 301}]},
        {"outcome": "maybe"},
        {"progress": "ж" * 50_000},
        {"values": {0: {"value": 1}}},
    ],
)
def test_a_contradiction_is_refused_with_a_sentence_and_nothing_is_half_written(said):
    submission = make_submission()

    with pytest.raises(ValidationError) as refusal:
        save(submission, {"level": "limited"} | said, nothing_done_reason="Причина")

    assert refusal.value.messages
    submission.refresh_from_db()
    update = submission.updates.get()
    assert (submission.version, submission.nothing_done_reason, update.level) == (0, "", "")
    assert not update.activities.exists()


@pytest.mark.parametrize(
    "given",
    [
        {"denominator": 0},
        {"numerator": 1, "denominator": -2},
        {"numerator": Decimal("1e20")},
        {"value": Decimal("NaN")},
    ],
)
def test_a_number_that_cannot_be_is_refused(given):
    submission = make_submission()
    kind = IndicatorKind.COUNT if "value" in given else IndicatorKind.PERCENTAGE
    indicator = make_indicator(milestone=submission.updates.get().milestone, kind=kind)

    with pytest.raises(ValidationError):
        save(submission, {"values": {indicator.pk: given}})


def test_a_milestone_of_somebody_else_is_refused():
    submission, other = make_submission(), make_submission()

    with pytest.raises(ValidationError):
        submissions.save_draft(
            submission=submission,
            data={other.updates.get().milestone_id: {"progress": "Туѓо"}},
            version=0,
            by=make_user(),
            at=NOW,
        )


def test_a_save_on_an_old_version_says_who_and_when():
    submission = make_submission()
    first = make_user(name="Член, Министерство за правда")
    save(submission, {"progress": "Прв текст"}, by=first)

    with pytest.raises(submissions.StaleSubmission) as refusal:
        save(submission, {"progress": "Втор текст"}, version=0)

    assert (refusal.value.saved_by, refusal.value.saved_at, refusal.value.version) == (first, NOW, 1)
    assert submission.updates.get().progress == "Прв текст"


@pytest.mark.parametrize("status", [SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
def test_what_was_sent_is_not_saved_over(status):
    submission = bring_to(make_submission(), status)

    with pytest.raises(submissions.SubmissionLocked):
        save(submission, {"progress": "Подоцна"})


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, "outcome_0"),
        ({"outcome": "nothing_done"}, "reason"),
        ({"outcome": "not_available"}, "reason"),
        ({"outcome": "not_applicable"}, "applicable_when"),
        ({"outcome": "progress"}, "progress"),
        ({"outcome": "progress", "progress": "Да", "level": "completed"}, "level"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY | {"topic": ""}]}, "a1-topic"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY | {"held": None}]}, "a1-held"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY, {**ACTIVITY, "participants": None}]},
         "a2-participants"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY | {"starts_on": None}]}, "a1-starts_on"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY | {"starts_on": date(2022, 10, 3)}]},
         "a1-starts_on"),
        ({"outcome": "done", "progress": "Да", "activities": [ACTIVITY | {"ends_on": date(2022, 10, 3)}]},
         "a1-starts_on"),
    ],
)  # fmt: skip
def test_each_gap_keeps_a_submission_back_and_leads_to_its_field(said, place):
    submission = make_submission()
    save(submission, said)
    milestone = submission.updates.get().milestone_id

    with pytest.raises(submissions.SubmissionIncomplete) as refusal:
        submissions.submit(submission=submission, by=make_user(), at=NOW)

    assert [gap.anchor for gap in refusal.value.gaps] == [f"id_m{milestone}-{place}"]
    submission.refresh_from_db()
    assert submission.status == SubmissionStatus.EXPECTED


@pytest.mark.parametrize(
    ("kind", "said", "place"),
    [
        (IndicatorKind.COUNT, {}, "value"),
        (IndicatorKind.AMOUNT, {}, "value"),
        (IndicatorKind.YES_NO, {}, "value"),
        (IndicatorKind.TEXT, {}, "text"),
        (IndicatorKind.PERCENTAGE, {}, "numerator"),
        (IndicatorKind.PERCENTAGE, {"numerator": 3}, "denominator"),
        (IndicatorKind.COUNT, {"value": 0}, None),
        (IndicatorKind.YES_NO, {"value": 0}, None),
        (IndicatorKind.PERCENTAGE, {"numerator": 0, "denominator": 4}, None),
    ],
)
def test_an_empty_value_is_a_gap_and_zero_is_none(kind, said, place):
    submission = make_submission()
    milestone = submission.updates.get().milestone
    indicator = make_indicator(milestone=milestone, kind=kind, accumulation="cumulative")
    save(submission, {"outcome": "progress", "progress": "Да", "values": {indicator.pk: said}})

    found = [gap.anchor for gap in gaps(submission)]

    assert found == ([f"id_m{milestone.pk}-v{indicator.pk}-{place}"] if place else [])


def test_all_gaps_are_said_at_once():
    assert len(gaps(make_submission(milestones=3))) == 3


def test_an_outcome_without_content_asks_for_no_value():
    submission = make_submission()
    make_indicator(milestone=submission.updates.get().milestone)
    answer_all(submission)

    assert gaps(submission) == []


def test_work_found_late_is_welcome_with_its_real_date():
    submission = make_submission()
    said = {"outcome": "progress", "progress": "Да", "activities": [ACTIVITY | {"starts_on": date(2022, 6, 30)}]}
    save(submission, said)

    sent = submissions.submit(submission=submission, by=make_user(), at=NOW)

    assert sent.status == SubmissionStatus.SUBMITTED
    assert [row.is_from_earlier for row in sent.updates.get().activities.all()] == [True]


def test_nothing_done_on_any_milestone_is_one_choice_and_one_reason():
    submission = make_submission(milestones=3)
    submissions.save_draft(
        submission=submission,
        data={},
        version=0,
        by=make_user(),
        at=NOW,
        is_nothing_done=True,
        nothing_done_reason="Нема буџет.",
    )

    submissions.submit(submission=submission, by=make_user(), at=NOW)

    answers = set(submission.updates.values_list("outcome", "reason"))
    assert answers == {(Outcome.NOTHING_DONE, "Нема буџет.")}


def test_nothing_done_asks_for_its_reason_and_takes_no_other_answer():
    submission = make_submission(milestones=2)
    first = submission.updates.first()
    submissions.save_draft(
        submission=submission,
        data={first.milestone_id: {"outcome": "progress"}},
        version=0,
        by=make_user(),
        at=NOW,
        is_nothing_done=True,
    )

    assert [gap.anchor for gap in gaps(submission.__class__.objects.get())] == [
        "id_nothing_done_reason",
        f"id_m{first.milestone_id}-outcome_0",
    ]


def test_what_was_typed_under_another_outcome_is_not_sent():
    submission = make_submission()
    update = submission.updates.get()
    count = make_indicator(milestone=update.milestone)
    said = {"progress": "Остаток", "level": "limited", "values": {count.pk: {"value": 3}}, "activities": [ACTIVITY]}
    save(submission, said | {"outcome": "nothing_done", "reason": "Нема средства."})

    submissions.submit(submission=submission, by=make_user(), at=NOW)

    update.refresh_from_db()
    assert (update.progress, update.level, update.reason) == ("", "", "Нема средства.")
    assert (update.values.count(), update.activities.count()) == (0, 0)


def test_now_completed_is_the_completed_level():
    submission = make_submission()
    answer_all(submission, outcome="done", progress="Сè е сторено.")

    submissions.submit(submission=submission, by=make_user(), at=NOW)

    assert submission.updates.get().level == "completed"


def test_the_audit_says_when_somebody_sends_on_behalf_of_an_organization():
    submission, other = make_submission(), make_submission()
    for row, by in ((submission, make_coordinator(submission)), (other, make_member(other))):
        answer_all(row, by=by)
        submissions.submit(submission=row, by=by, at=NOW)

    assert history_of(submission)[0].data == {"on_behalf_of": str(submission.organization)}
    assert history_of(other)[0].data == {}


def test_each_round_of_review_is_kept():
    submission = bring_to(make_submission(), SubmissionStatus.RETURNED)
    submissions.submit(submission=submission, by=make_user(), at=NOW)
    reviews.accept(submission=submission, by=make_user(), at=NOW)

    rounds = submission.reviews.values_list("round", "verdict", "reason")
    assert list(rounds) == [(1, "returned", "Недостига бројот."), (2, "accepted", "")]


def test_a_return_asks_for_its_reason_and_a_day_to_come():
    submission = bring_to(make_submission(), SubmissionStatus.SUBMITTED)
    by = make_user()

    with pytest.raises(ValidationError):
        reviews.return_for_changes(submission=submission, reason="  ", by=by, at=NOW)
    with pytest.raises(ValidationError):
        reviews.return_for_changes(
            submission=submission, reason="Дополнете", new_due_on=date(2022, 10, 6), by=by, at=NOW
        )
    returned = reviews.return_for_changes(
        submission=submission, reason="Дополнете", new_due_on=date(2022, 10, 12), by=by, at=NOW
    )

    assert (returned.status, returned.due_on) == (SubmissionStatus.RETURNED, date(2022, 10, 12))


def test_who_accepts_his_own_institution_is_marked_in_the_audit():
    submission = bring_to(make_submission(), SubmissionStatus.SUBMITTED)
    own = make_member(submission, role="coordinator")

    reviews.accept(submission=submission, by=own, at=NOW)

    assert history_of(submission)[0].data == {"round": 1, "own_organization": True}


def _writes(count: int) -> int:
    submission = make_submission(milestones=count)
    said = {}
    for update in submission.updates.all():
        indicators = [make_indicator(milestone=update.milestone) for _ in range(count)]
        said[update.milestone_id] = {
            "outcome": "progress",
            "progress": "Да",
            "values": {row.pk: {"value": 1} for row in indicators},
            "activities": [ACTIVITY] * count,
        }
    by = make_user()
    with CaptureQueriesContext(connection) as queries:
        submissions.save_draft(submission=submission, data=said, version=0, by=by, at=NOW)
        submissions.submit(submission=submission, by=by, at=NOW)
    return len(queries)


def test_saving_and_sending_cost_the_same_for_one_milestone_and_for_many():
    assert _writes(1) == _writes(4)


def test_the_clock_is_the_one_passed_in():
    later = datetime(2023, 1, 5, tzinfo=UTC) + timedelta(hours=1)
    submission = make_submission()
    answer_all(submission)

    sent = submissions.submit(submission=submission, by=make_user(), at=later)

    assert (sent.submitted_at, history_of(sent)[0].at) == (later, later)
    assert MilestoneUpdate.objects.count() == 1


def test_what_was_read_before_is_not_read_again_unless_somebody_wrote_meanwhile():
    submission = make_submission(milestones=2)
    by, seen = make_user(), whole_updates(submission)
    data = {update.milestone_id: {"outcome": "nothing_done", "reason": "Нема средства."} for update in seen}

    def send(updates, version):
        row = submission.__class__.objects.get(pk=submission.pk)
        said = {"data": data, "version": version, "updates": updates}
        with CaptureQueriesContext(connection) as asked:
            submissions.save_draft(submission=row, by=by, at=NOW, **said)
        return any("commitments_indicator" in query["sql"] for query in asked)

    assert not send(seen, 0)
    assert send(whole_updates(submission)[:1], 1), "a milestone was added by the register meanwhile"
    submission.refresh_from_db()
    assert [update.reason for update in whole_updates(submission)] == ["Нема средства."] * 2


def test_a_form_read_before_somebody_else_saved_takes_the_newer_rows():
    submission = make_submission()
    indicator = make_indicator(milestone=submission.updates.get().milestone)
    seen = whole_updates(submission)
    save(submission, {"outcome": "progress", "values": {indicator.pk: {"value": Decimal(7)}}})

    with pytest.raises(SubmissionIncomplete) as refused:
        submissions.hand_in(submission=submission, data={}, version=1, updates=seen, by=make_user(), at=NOW)

    assert [gap.anchor for gap in refused.value.gaps] == [f"id_m{indicator.milestone_id}-progress"]


def test_a_submission_is_checked_as_it_was_written_just_now():
    submission = make_submission()
    indicator = make_indicator(milestone=submission.updates.get().milestone)
    said = {"outcome": "progress", "progress": "Одржана е обука.", "values": {indicator.pk: {"value": Decimal(0)}}}
    data = {indicator.milestone_id: said | {"activities": [ACTIVITY | {"topic": ""}]}}

    with pytest.raises(SubmissionIncomplete) as refused:
        submissions.hand_in(submission=submission, data=data, version=0, by=make_user(), at=NOW)

    assert [gap.anchor for gap in refused.value.gaps] == [f"id_m{indicator.milestone_id}-a1-topic"]
    data = {indicator.milestone_id: said | {"activities": [ACTIVITY]}}
    sent = submissions.hand_in(submission=submission, data=data, version=1, by=make_user(), at=NOW)
    assert sent.status == SubmissionStatus.SUBMITTED
