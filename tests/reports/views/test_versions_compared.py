"""A member who answered a draft report sees word by word what changed in the one that is sent anew."""

import pytest
from django.urls import reverse

from ovp_portal.circulation.services import take_position
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from ovp_portal.lib.languages import chosen
from ovp_portal.lib.word_diff import Part
from ovp_portal.templatetags.marks import LEVEL_WORDS
from reports.enums import ReportStatus
from reports.frozen_changes import frozen_changes, frozen_lines
from reports.payloads import report_payload
from reports.services import drafts, reviews, status_reports, submissions
from tests.factories.commitments import make_indicator
from tests.factories.reports import (
    COMPILED,
    NOW,
    answer_all,
    coordinator_of,
    make_quarter,
    make_report,
    move_report,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: COMPILED)
    return move_report(make_report(), ReportStatus.CIRCULATED)


def answer(position):
    on = position.circulation.roster_on
    return take_position(position=position, answer="agree", text="", by=position.user, at=COMPILED, on=on)


def sent_anew(report, *, summary=None, level="substantial", text="Сосема друг текст."):
    """Called back, changed and sent again."""
    by = coordinator_of(report)
    report = status_reports.recall(report=report, by=by, at=COMPILED)
    said = {row.milestone_id: (row.level, row.text) for row in report.lines.all()}
    said[min(said)] = (level, text)
    summary = report.summary if summary is None else summary
    drafts.save_draft(report=report, summary=summary, lines=said, version=report.version, by=by, at=COMPILED)
    report.refresh_from_db()
    return move_report(report, ReportStatus.CIRCULATED)


def page_of(client, position):
    client.force_login(position.user)
    return client.get(reverse("reports:position", args=[position.pk]))


def test_what_changed_since_his_answer_is_shown_word_by_word(client, report):
    old = answer(report.circulation.positions.first())
    number = report.lines.order_by("milestone__number").first().milestone.number
    report = sent_anew(report, summary="Ново резиме.")
    new = report.circulation.positions.get(user=old.user)

    older, newer = page_of(client, old), page_of(client, new)

    assert newer.context["versions"].answered == old
    labels = {change.label: change.parts for change in newer.context["changes"]}
    assert any(label.endswith(f".{number}") for label in labels)
    assert any(part.kind == "added" and "Ново" in part.text for parts in labels.values() for part in parts)
    for page in (older, newer):
        assert "<ins>" in page.text
        assert "words.css" in page.text
    assert reverse("reports:position", args=[new.pk]) in older.text
    assert reverse("reports:position", args=[old.pk]) in newer.text


def test_who_answered_none_or_the_newest_version_has_nothing_to_compare(client, report):
    first = report.circulation.positions.first()
    report = sent_anew(report)
    new = report.circulation.positions.get(user=first.user)

    assert page_of(client, new).context["versions"] is None
    answer(new)
    assert page_of(client, new).context["versions"] is None


def whole(submission):
    """A report in which everything that the page shows stands."""
    count = make_indicator(milestone=submission.commitment.milestones.first(), name="Одржани обуки")
    activity = {
        "kind": "training",
        "topic": "Обука за судии",
        "held": 2,
        "participants": 31,
        "place": "Битола",
        "starts_on": "2022-09-20",
    }
    by = coordinator_of(submission)
    said = {"values": {count.pk: {"value": 7}}, "activities": [activity]}
    answer_all(submission, by=by, outcome="progress", progress="Почна.", level="limited", **said)
    reviews.accept(submission=submissions.submit(submission=submission, by=by, at=NOW), by=by, at=NOW)
    return make_report(submission)


def test_everything_that_the_page_shows_is_among_the_lines_and_the_same_report_has_no_changes():
    frozen = thaw(canonical_json(report_payload(whole(make_quarter(members=2)), on=COMPILED.date())))

    said = "\n".join(text for _label, text in frozen_lines(frozen))

    words = [
        frozen["summary"],
        "Почна.",
        "Одржани обуки: 7",
        "Обука за судии",
        "31",
        "Битола",
        str(LEVEL_WORDS["limited"]),
    ]
    organizations = [chosen(row["organization"]["name"]).text for row in [*frozen["answered"], *frozen["missing"]]]
    assert [word for word in [*words, *organizations] if word not in said] == []
    assert len(organizations) == 2
    assert frozen_changes(frozen, frozen) == []


def test_a_level_that_moved_is_told_of_its_own_milestone():
    frozen = thaw(canonical_json(report_payload(make_report(make_quarter(milestones=3)), on=COMPILED.date())))
    levels = ["limited", "limited", "completed"]
    before, after = (
        frozen | {"milestones": [row | {"level": one} for row, one in zip(frozen["milestones"], said, strict=True)]}
        for said in (levels, ["limited", "completed", "completed"])
    )

    (change,) = frozen_changes(before, after)

    assert change.label.endswith(frozen["milestones"][1]["number"])
    assert Part("added", str(LEVEL_WORDS["completed"])) in change.parts
