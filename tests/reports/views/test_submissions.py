import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.enums import IndicatorKind, MemberRole
from ovp_portal.accounts.roles import Role
from reports.enums import Outcome, SubmissionStatus
from reports.models import ActivityRecord, IndicatorValue, MilestoneUpdate, Submission
from tests.factories.commitments import make_indicator
from tests.factories.portal import make_role, make_user
from tests.factories.reports import (
    answer_all,
    bring_to,
    make_coordinator,
    make_member,
    make_period,
    make_submission,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed():
    return make_submission()


def fields_of(page: str) -> dict[str, str]:
    """What a browser without scripts would send back from the form, apart from the buttons."""
    form = page[page.index('id="submission-form"') : page.index("</form>", page.index('id="submission-form"'))]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        is_choice = given.get("type") in ("radio", "checkbox")
        if given.get("name") and (not is_choice or " checked" in tag):
            sent[given["name"]] = given.get("value", "on" if is_choice else "")
    for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(text)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)".*?>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


def start(client, submission, **typed) -> dict[str, str]:
    """The fields of the form as it opens, with what was typed for the first milestone."""
    milestone = submission.updates.first().milestone_id
    fields = fields_of(client.get(submission.get_absolute_url()).text)
    return fields | {f"m{milestone}-{name}": value for name, value in typed.items()}


def row_of(number: int, **typed) -> dict[str, str]:
    fields = {"topic": "Обука", "held": "1", "participants": "21", "women": "", "starts_on": "20.9.2022"}
    return {f"a{number}-{name}": value for name, value in (fields | typed).items()}


def test_a_member_fills_in_and_sends(signed_in, owed):
    update = owed.updates.get()
    count = make_indicator(milestone=update.milestone)
    client = signed_in(make_member(owed))
    said = {"outcome": "progress", "level": "limited", "progress": "Одржани се две обуки.", f"v{count.pk}-value": "2"}
    activity = row_of(1, breakdown="адвокати: 12\nсудии – 9", place="Скопје", kind="workshop")

    response = client.post(
        owed.get_absolute_url(), start(client, owed, **said, **activity) | {"send": "1"}, follow=True
    )

    assert "The data were sent to the coordinator." in response.text
    owed.refresh_from_db()
    assert owed.status == SubmissionStatus.SUBMITTED
    row = update.activities.get()
    assert (row.topic, row.held, row.participants, row.kind) == ("Обука", 1, 21, "workshop")
    assert row.breakdown == [{"who": "адвокати", "count": 12}, {"who": "судии", "count": 9}]
    assert update.values.get().value == 2


def test_a_draft_comes_back_as_it_was_saved(signed_in, owed):
    milestone = owed.updates.get().milestone
    share = make_indicator(milestone=milestone, kind=IndicatorKind.PERCENTAGE)
    client = signed_in(make_member(owed))
    typed = start(client, owed, outcome="progress", **{f"v{share.pk}-numerator": "3,5"}, **row_of(1, held=""))

    client.post(owed.get_absolute_url(), typed | {"save": "1"})

    again = fields_of(client.get(owed.get_absolute_url()).text)
    assert again[f"m{milestone.pk}-outcome"] == "progress"
    assert again[f"m{milestone.pk}-v{share.pk}-numerator"] == "3.5"
    assert again[f"m{milestone.pk}-a1-participants"] == "21"
    assert again[f"m{milestone.pk}-a1-starts_on"] == "20.9.2022"
    assert again["version"] == "1"


def test_a_refused_send_saves_the_draft_and_links_every_gap_to_its_field(signed_in, owed):
    milestone = owed.updates.get().milestone_id
    client = signed_in(make_member(owed))

    page = client.post(
        owed.get_absolute_url(), start(client, owed, outcome="progress", **row_of(3, topic="")) | {"send": "1"}
    ).text

    summary = page[page.index("data-error-summary") : page.index("</ul>", page.index("data-error-summary"))]
    anchors = re.findall(r'href="#([^"]+)"', summary)
    assert anchors == [f"id_m{milestone}-progress", f"id_m{milestone}-a1-topic"]
    assert all(f'id="{anchor}"' in page for anchor in anchors)
    assert page.count('aria-invalid="true"') == 2
    owed.refresh_from_db()
    assert (owed.status, owed.version) == (SubmissionStatus.EXPECTED, 1)


def test_the_gap_of_a_missing_outcome_leads_to_the_first_radio(signed_in, owed):
    client = signed_in(make_member(owed))

    page = client.post(owed.get_absolute_url(), start(client, owed) | {"send": "1"}).text

    anchor = f"id_m{owed.updates.get().milestone_id}-outcome_0"
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page


def test_nothing_done_is_one_tick_and_one_reason(signed_in):
    submission = make_submission(milestones=3)
    client = signed_in(make_member(submission))
    typed = start(client, submission) | {"is_nothing_done": "on", "nothing_done_reason": "Нема буџет.", "send": "1"}

    client.post(submission.get_absolute_url(), typed)

    assert set(submission.updates.values_list("outcome", "reason")) == {(Outcome.NOTHING_DONE, "Нема буџет.")}


def test_rows_are_added_and_removed_and_everything_typed_stays(signed_in, owed):
    milestone = owed.updates.get().milestone_id
    client = signed_in(make_member(owed))
    typed = start(client, owed, outcome="progress", progress="Не е завршено", **row_of(1, held="две"))

    page = client.post(owed.get_absolute_url(), typed | {"add": f"m{milestone}"}).text
    with_row = fields_of(page)
    assert with_row[f"m{milestone}-a1-held"] == "две"
    assert with_row[f"m{milestone}-progress"] == "Не е завршено"
    assert f"m{milestone}-a2-topic" in with_row
    assert 'aria-invalid="true"' not in page

    without = fields_of(client.post(owed.get_absolute_url(), with_row | {"remove": f"m{milestone}-a1"}).text)
    assert f"m{milestone}-a1-held" not in without
    assert f"m{milestone}-a2-topic" in without
    assert MilestoneUpdate.objects.get().outcome == ""


@pytest.mark.parametrize(
    "typed",
    [
        {"outcome": "maybe"},
        {"outcome": "x" * 50_000},
        {"level": "completed"},
        {"progress": "ж" * 50_000},
        {"applicable_when": "ж" * 301},
        row_of(1, held="две"),
        row_of(1, held="-1"),
        row_of(1, held="99999999999"),
        row_of(1, held="1.5"),
        row_of(1, women="22"),
        row_of(1, starts_on="31.2.2022"),
        row_of(1, ends_on="1.9.2022"),
        row_of(1, breakdown="адвокати"),
        row_of(1, breakdown="адвокати: 99"),
        row_of(1, kind="party"),
        row_of(1, topic="ж" * 301),
        {name: value for number in range(1, 103) for name, value in row_of(number).items()},
    ],
)
def test_what_cannot_be_gets_a_sentence_and_nothing_is_half_written(signed_in, owed, typed):
    client = signed_in(make_member(owed))
    fields = start(client, owed, **{"reason": "Остана напишано"} | typed)

    response = client.post(owed.get_absolute_url(), fields | {"send": "1"})

    assert response.status_code == 200
    assert "data-error-summary" in response.text
    assert "Остана напишано" in response.text
    assert Submission.objects.get().version == 0
    assert MilestoneUpdate.objects.get().reason == ""


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        *[(IndicatorKind.AMOUNT, typed) for typed in ("abc", "1.23456", "9" * 15, "9" * 40, "NaN", "1e5", "½")],
        *[(IndicatorKind.COUNT, typed) for typed in ("abc", "1,5", "два")],
        (IndicatorKind.YES_NO, "2"),
    ],
)
def test_a_number_that_is_none_gets_a_sentence(signed_in, owed, kind, typed):
    asked = make_indicator(milestone=owed.updates.get().milestone, kind=kind, accumulation="cumulative")
    client = signed_in(make_member(owed))
    fields = start(client, owed, **{f"v{asked.pk}-value": typed}) | {"save": "1"}

    response = client.post(owed.get_absolute_url(), fields)

    assert 'aria-invalid="true"' in response.text
    assert not IndicatorValue.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"send": ["1", "2"]},
        {"version": "abc"},
        {"version": ["0", "0"], "m1-outcome": ["progress", "done"]},
        {"m-a1-topic": "x", "m0-a1-topic": "x", "m99999999999999999999-outcome": "done"},
        {"add": "m0", "remove": "../../x"},
        {"add": ""},
        {"is_nothing_done": ["on", "off"], "nothing_done_reason": "\x00\x00"},
    ],
)
def test_a_form_that_no_browser_sends_never_breaks(signed_in, owed, fields):
    client = signed_in(make_member(owed))

    response = client.post(owed.get_absolute_url(), fields, follow=True)

    assert response.status_code == 200
    owed.refresh_from_db()
    assert owed.status == SubmissionStatus.EXPECTED


def test_other_scripts_and_tags_are_kept_as_text(signed_in, owed):
    client = signed_in(make_member(owed))
    words = "<script>alert(1)</script> 漢字 עברית 😀 lјudima"

    client.post(owed.get_absolute_url(), start(client, owed, progress=words) | {"save": "1"})

    assert MilestoneUpdate.objects.get().progress == words
    assert "<script>alert" not in client.get(owed.get_absolute_url()).text


def test_two_texts_stand_beside_each_other_when_somebody_was_quicker(signed_in, owed):
    client, other = signed_in(make_member(owed)), signed_in(make_member(owed))
    mine, theirs = start(client, owed, progress="Мојот текст"), start(other, owed, progress="Туѓиот текст")
    other.post(owed.get_absolute_url(), theirs | {"save": "1"})

    page = client.post(owed.get_absolute_url(), mine | {"send": "1"}).text

    assert "Мојот текст" in page
    assert "Туѓиот текст" in page
    assert MilestoneUpdate.objects.get().progress == "Туѓиот текст"
    client.post(owed.get_absolute_url(), fields_of(page) | {"save": "1"})
    assert MilestoneUpdate.objects.get().progress == "Мојот текст"


def test_sent_twice_is_told(signed_in, owed):
    client = signed_in(make_member(owed))
    fields = start(client, owed, outcome="nothing_done", reason="Нема.") | {"send": "1"}
    client.post(owed.get_absolute_url(), fields)

    response = client.post(owed.get_absolute_url(), fields, follow=True)

    assert "was sent to the coordinator: it cannot be changed" in response.text
    assert Submission.objects.get().version == 1


def test_what_was_typed_while_somebody_sent_is_shown_and_not_written(signed_in, owed):
    client, other = signed_in(make_member(owed)), signed_in(make_member(owed))
    mine = start(client, owed, outcome="progress", progress="Мојот текст")
    answer = start(other, owed, outcome="nothing_done", reason="Нема.")
    other.post(owed.get_absolute_url(), answer | {"send": "1"})

    page = client.post(owed.get_absolute_url(), mine | {"save": "1"}).text

    assert "Мојот текст" in page
    assert "What you typed was not saved." in page
    assert MilestoneUpdate.objects.get().progress == ""


@pytest.mark.parametrize("status", [SubmissionStatus.SUBMITTED, SubmissionStatus.ACCEPTED])
def test_a_sent_submission_is_only_read(signed_in, owed, status):
    bring_to(owed, status)
    client = signed_in(make_member(owed))

    page = client.get(owed.get_absolute_url()).text
    response = client.post(owed.get_absolute_url(), {"version": "1", "is_nothing_done": "on", "save": "1"})

    assert "submission-form" not in page
    assert "Работната група не беше формирана." in page
    assert response.status_code == 200
    assert Submission.objects.get().is_nothing_done is False


def test_the_coordinator_accepts(signed_in, owed):
    bring_to(owed, SubmissionStatus.SUBMITTED)
    client = signed_in(make_coordinator(owed))
    assert 'name="accept"' in client.get(owed.get_absolute_url()).text

    client.post(reverse("reports:submission_review", args=[owed.pk]), {"accept": "1"})
    again = client.post(reverse("reports:submission_review", args=[owed.pk]), {"accept": "1"}, follow=True)

    assert Submission.objects.get().status == SubmissionStatus.ACCEPTED
    assert "already in the state" in again.text


def test_the_coordinator_returns_with_a_reason_that_the_member_reads(signed_in, owed):
    bring_to(owed, SubmissionStatus.SUBMITTED)
    client, address = signed_in(make_coordinator(owed)), reverse("reports:submission_review", args=[owed.pk])

    assert "data-error-summary" in client.post(address, {"return": "1", "reason": " "}).text
    refused = client.post(address, {"return": "1", "reason": "Дополнете го бројот.", "new_due_on": "1.10.2022"})
    assert "The new due date is in the past." in refused.text
    assert "Дополнете го бројот." in refused.text
    client.post(address, {"return": "1", "reason": "Дополнете го бројот.", "new_due_on": "13.10.2022"})

    page = signed_in(make_member(owed)).get(owed.get_absolute_url()).text
    assert "Дополнете го бројот." in page
    assert "13 October 2022" in page
    assert "submission-form" in page


@pytest.mark.parametrize("fields", [{}, {"return": ""}, {"return": "1", "reason": "x" * 50_000, "new_due_on": "утре"}])
def test_a_review_that_no_browser_sends_never_breaks(signed_in, owed, fields):
    client = signed_in(make_coordinator(owed))

    assert client.post(reverse("reports:submission_review", args=[owed.pk]), fields).status_code in (200, 302)
    assert Submission.objects.get().status == SubmissionStatus.EXPECTED


def test_a_coordinator_fills_in_on_behalf_of_an_organization(signed_in, owed):
    client = signed_in(make_coordinator(owed))
    page = client.get(owed.get_absolute_url()).text
    assert "submission-form" not in page
    assert "Fill them in on its behalf" in page

    form = client.get(owed.get_absolute_url() + "?fill=1").text

    assert "on behalf of" in form
    fields = fields_of(form) | {"is_nothing_done": "on", "nothing_done_reason": "Јавено по телефон.", "send": "1"}
    client.post(owed.get_absolute_url() + "?fill=1", fields)
    assert Submission.objects.get().status == SubmissionStatus.SUBMITTED


@pytest.mark.parametrize(
    ("who", "reads", "writes", "reviews"),
    [
        ("member", 200, 200, 403),
        ("observer", 200, 403, 403),
        ("coordinator", 200, 200, 302),
        ("deputy", 200, 200, 302),
        ("member of another organization", 404, 404, 404),
        ("stranger", 404, 404, 404),
        ("council", 200, 403, 403),
        ("national coordinator", 200, 403, 403),
        ("assessor", 404, 404, 404),
        ("former member", 404, 404, 404),
    ],
)
def test_who_may_read_write_and_review(signed_in, owed, who, reads, writes, reviews):
    match who:
        case "member":
            user = make_member(owed)
        case "observer":
            user = make_member(owed, role=MemberRole.OBSERVER)
        case "coordinator" | "deputy":
            user = make_coordinator(owed, role=who)
        case "member of another organization":
            user = make_coordinator(owed, role=MemberRole.MEMBER)
        case "former member":
            user = make_member(owed, ends_on="2022-10-06")
        case _:
            user = make_user()
            if who != "stranger":
                make_role(user, {"national coordinator": Role.NATIONAL_COORDINATOR}.get(who, who))
    client = signed_in(user)

    assert client.get(owed.get_absolute_url()).status_code == reads
    assert client.post(owed.get_absolute_url(), {"version": "7", "add": "x"}).status_code == writes
    assert client.post(reverse("reports:submission_review", args=[owed.pk]), {}).status_code == reviews


def _cost_of_the_form(signed_in, rows: int) -> int:
    before = make_submission()
    submission = make_submission(milestones=rows, commitment=before.commitment, organization=before.organization,
                                 period=before.period)  # fmt: skip
    for update in submission.updates.all():
        for _ in range(rows):
            make_indicator(milestone=update.milestone)
    client = signed_in(make_member(submission))

    with CaptureQueriesContext(connection) as queries:
        client.get(submission.get_absolute_url())

    return len(queries)


def test_the_form_costs_the_same_for_one_milestone_and_for_many(signed_in):
    assert _cost_of_the_form(signed_in, 1) == _cost_of_the_form(signed_in, 5) <= 15


@pytest.mark.parametrize("rows", [1, 5])
def test_the_list_costs_the_same_for_one_and_for_many(signed_in, rows):
    submissions = [make_submission() for _ in range(rows)]
    user = make_user()
    make_role(user, Role.COUNCIL)
    client = signed_in(user)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(reverse("reports:submissions"))

    assert set(response.context["page"].object_list) == set(submissions)
    assert len(queries) <= 7


@pytest.mark.parametrize(
    ("query", "found"),
    [("", 2), ("?state=submitted", 1), ("?state=accepted", 0), ("?state=x&period=y&page=z", 2), ("?period=2022-q3", 2),
     ("?period=2022-q2", 0)],
)  # fmt: skip
def test_the_list_is_filtered_by_period_and_state(signed_in, query, found):
    make_submission()
    bring_to(make_submission(), SubmissionStatus.SUBMITTED)
    user = make_user()
    make_role(user, Role.COUNCIL)

    response = signed_in(user).get(reverse("reports:submissions") + query)

    assert response.context["page"].paginator.count == found


def test_the_answer_of_the_period_before_stands_beside(signed_in, owed):
    make_period(
        plan=owed.commitment.plan, part=2, starts_on=date(2022, 4, 1), ends_on=date(2022, 6, 30),
        opens_on=date(2022, 7, 1), data_due_on=date(2022, 7, 10), review_due_on=date(2022, 7, 12),
        positions_due_on=date(2022, 7, 14), publication_due_on=date(2022, 7, 15),
    )  # fmt: skip
    spring = owed.commitment.plan.periods.get(part=2)
    earlier = make_submission(milestones=0, commitment=owed.commitment, organization=owed.organization, period=spring)
    answer_all(earlier, outcome="progress", progress="Одржана е една обука.")

    page = signed_in(make_member(owed)).get(owed.get_absolute_url()).text

    assert "The answer for the second quarter of 2022" in page
    assert "Одржана е една обука." in page


def test_work_from_before_the_period_is_marked(signed_in, owed):
    client = signed_in(make_member(owed))
    typed = start(client, owed, outcome="progress", progress="Да", **row_of(1, starts_on="30.6.2022"))

    page = client.post(owed.get_absolute_url(), typed | {"send": "1"}, follow=True).text

    assert "from an earlier period" in page
    assert ActivityRecord.objects.get().starts_on.isoformat() == "2022-06-30"
