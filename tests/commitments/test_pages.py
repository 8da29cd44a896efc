"""The register in the browser: who comes in, what is saved, what is answered beside the field."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from commitments.demo import load_register
from commitments.enums import CommitmentStatus, MemberRole, PlanStatus
from commitments.models import ActionPlan, Commitment, Indicator, Membership, Milestone, PriorityArea, WorkingGroup
from ovp_portal import clock
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.models import AuditEvent
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_group,
    make_indicator,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.portal import make_national_coordinator, make_organization, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client):
    user = make_national_coordinator()
    client.force_login(user)
    return user


def page(name, *args):
    return reverse(f"commitments:{name}", args=args)


def filled(response, **typed):
    """What a browser sends back: every field as the page showed it, with what was typed."""
    form = response.context["form"]
    data = {}
    for field in form:
        value = field.value()
        if value is None or value is False:
            continue
        prepared = field.field.prepare_value(value) if hasattr(field.field, "prepare_value") else value
        data[field.html_name] = [str(one) for one in prepared] if isinstance(prepared, list) else str(prepared)
    return data | typed


def sent(client, url, **typed):
    return client.post(url, filled(client.get(url), **typed))


def everything():
    """One of each record, and every address of the register."""
    plan = make_plan(status=PlanStatus.DRAFT, adopted_on=None)
    area = make_area(plan=plan)
    commitment = make_commitment(plan=plan, area=area)
    milestone = make_milestone(commitment=commitment)
    indicator = make_indicator(milestone=milestone)
    seat = make_membership(group=commitment.group)
    reading = [
        page("register"),
        page("plan", plan.slug),
        page("commitment", commitment.slug),
        page("group", commitment.group_id),
    ]
    changing = [
        page("plan_new"),
        page("plan_edit", plan.slug),
        page("plan_adopt", plan.slug),
        page("area_new", plan.slug),
        page("area", area.pk),
        page("commitment_new", plan.slug),
        page("commitment_edit", commitment.slug),
        page("commitment_number", commitment.slug),
        page("commitment_status", commitment.slug, "withdraw"),
        page("commitment_status", commitment.slug, "close"),
        page("milestone_new", commitment.slug),
        page("milestone", milestone.pk),
        page("milestone_withdraw", milestone.pk),
        page("indicator_new", milestone.pk),
        page("indicator", indicator.pk),
        page("indicator_withdraw", indicator.pk),
        page("group_new", plan.slug),
        page("group_edit", commitment.group_id),
        page("seat_new", commitment.group_id),
        page("seat_replace", seat.pk),
        page("seat_end", seat.pk),
        page("seat_coordinator", seat.pk),
    ]
    return reading, changing


def test_the_keeper_opens_every_page(client, keeper):
    reading, changing = everything()

    for url in reading + changing:
        response = client.get(url)
        assert response.status_code == 200, url
        assert response.text.count("<h1>") == 1, url


def test_the_council_reads_but_does_not_change_and_strangers_find_nothing(client):
    reading, changing = everything()
    council, stranger = make_user(), make_user()
    make_role(council, Role.COUNCIL)

    client.force_login(council)
    assert {client.get(url).status_code for url in reading} == {200}
    assert {client.get(url).status_code for url in changing} == {403}
    client.force_login(stranger)
    assert {client.get(url).status_code for url in reading + changing} == {404}
    client.logout()
    assert {client.get(url).status_code for url in reading + changing} == {302}


def test_a_member_sees_the_group_without_any_act(client):
    seat = make_membership()
    client.force_login(seat.user)

    response = client.get(seat.group.get_absolute_url())

    assert response.status_code == 200
    assert page("seat_end", seat.pk) not in response.text


def test_a_plan_is_added_adopted_closed_and_reopened(client, keeper):
    typed = {
        "kind": "national",
        "slug": "nap-7",
        "title": "План",
        "short_title": "НАП 7",
        "starts_on": "1.1.2027",
        "ends_on": "31.12.2029",
    }
    assert sent(client, page("plan_new"), **typed).url == page("plan", "nap-7")
    plan = ActionPlan.objects.get(slug="nap-7")
    assert (plan.status, plan.starts_on) == (PlanStatus.DRAFT, date(2027, 1, 1))

    sent(client, page("plan_adopt", plan.slug), adopted_on="3 јануари 2027", reporting_from_on="")
    plan.refresh_from_db()
    assert (plan.status, plan.adopted_on) == (PlanStatus.ADOPTED, date(2027, 1, 3))
    for move, status in (("close", PlanStatus.CLOSED), ("reopen", PlanStatus.ADOPTED)):
        client.post(page("plan_move", plan.slug, move))
        plan.refresh_from_db()
        assert plan.status == status


def test_the_rules_of_the_deadlines_are_changed_in_the_browser(client, keeper):
    plan = make_plan()

    response = sent(
        client,
        page("plan_edit", plan.slug),
        rhythm="half_year",
        data_due_day="12",
        publication_due_day="20",
        publication_hour="14:30",
        non_working_day_rule="next",
        holiday_country="al",
        time_zone="Europe/Tirane",
        languages=["mk", "en"],
        short_title_en="Plan",
    )

    assert response.status_code == 302
    plan.refresh_from_db()
    assert (plan.rhythm, plan.data_due_day, plan.publication_due_day) == ("half_year", 12, 20)
    assert plan.publication_hour.hour == 14
    assert (plan.holiday_country, plan.time_zone, plan.languages) == ("AL", "Europe/Tirane", ["mk", "en"])
    assert plan.short_title_en == "Plan"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("starts_on", "31.2.2022"),
        ("ends_on", "1.1.1990"),
        ("data_due_day", "29"),
        ("data_due_day", "ten"),
        ("data_due_day", "9" * 400),
        ("publication_hour", "25:00"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../../etc/passwd"),
        ("holiday_country", "ZZ"),
        ("title", ""),
        ("title", "а" * 301),
        ("required_language", "xx"),
        ("languages", []),
    ],
)
def test_a_wrong_entry_is_answered_in_a_sentence_and_nothing_is_saved(client, keeper, field, typed):
    plan = make_plan()

    response = sent(client, page("plan_edit", plan.slug), **{field: typed})

    assert response.status_code == 200
    assert response.context["form"].errors
    assert "error-summary" in response.text
    assert not AuditEvent.objects.exists()


def test_a_required_language_without_its_text_is_refused_beside_the_title(client, keeper):
    plan = make_plan()

    response = sent(client, page("plan_edit", plan.slug), required_language="sq")

    assert "title" in response.context["form"].errors


@pytest.mark.parametrize(
    "typed",
    ["<script>alert(1)</script>", "'; DROP TABLE commitments_plan; --", "مرحبا بالعالم", "漢字かな", "{{ 7|add:7 }}"],
)
def test_whatever_is_typed_is_kept_and_shown_as_text(client, keeper, typed):
    commitment = make_commitment()

    sent(client, page("commitment_edit", commitment.slug), title=typed, problem=typed)

    commitment.refresh_from_db()
    assert commitment.title == typed
    shown = client.get(page("commitment", commitment.slug)).text
    assert "<script>alert" not in shown


def test_an_invisible_or_broken_sign_does_not_break_a_form(client, keeper):
    commitment = make_commitment()

    sent(client, page("commitment_edit", commitment.slug), title="Нов\x00 \u200bнаслов  тука")

    commitment.refresh_from_db()
    assert commitment.title == "Нов наслов тука"


def test_a_huge_text_is_refused_and_kept_on_the_page(client, keeper):
    commitment = make_commitment()

    response = sent(client, page("commitment_edit", commitment.slug), problem="а" * 20_001)

    assert response.context["form"]["problem"].value() == "а" * 20_001
    assert response.context["form"].errors["problem"]


def test_a_commitment_is_written_in_the_languages_of_its_plan(client, keeper):
    plan = make_plan(languages=["mk", "en"])
    area, lead = make_area(plan=plan, number=3), make_organization()
    typed = {"title": "Наслов", "title_en": "Title", "area": area.pk, "number": "6", "lead": lead.pk}

    response = sent(client, page("commitment_new", plan.slug), **typed)

    commitment = Commitment.objects.get()
    assert response.url == page("commitment", commitment.slug)
    assert (commitment.full_number, commitment.title_en, commitment.status) == ("3.6", "Title", "proposed")
    assert "title_sq" not in client.get(page("commitment_edit", commitment.slug)).text


def test_a_form_that_is_sent_twice_saves_once(client, keeper):
    plan = make_plan()
    url = page("commitment_new", plan.slug)
    data = filled(client.get(url), title="Наслов")

    assert [client.post(url, data).status_code for _ in range(2)] == [302, 200]
    assert Commitment.objects.count() == 1

    commitment = Commitment.objects.get()
    milestones = page("milestone_new", commitment.slug)
    data = filled(client.get(milestones), title="Чекор", due_on="31.12.2022")
    assert [client.post(milestones, data).status_code for _ in range(2)] == [302, 200]
    indicators = page("indicator_new", Milestone.objects.get().pk)
    data = filled(client.get(indicators), name="Број")
    assert [client.post(indicators, data).status_code for _ in range(2)] == [302, 200]
    assert (Milestone.objects.count(), Indicator.objects.count()) == (1, 1)


def test_a_save_over_somebody_elses_change_is_refused_once_and_then_a_choice(client, keeper):
    commitment = make_commitment()
    url = page("commitment_edit", commitment.slug)
    first, second = client.get(url), client.get(url)
    client.post(url, filled(first, title="Прв"))

    response = client.post(url, filled(second, title="Втор"))

    assert response.status_code == 200
    commitment.refresh_from_db()
    assert commitment.title == "Прв"
    assert response.context["form"]["title"].value() == "Втор"

    assert client.post(url, filled(response)).status_code == 302
    commitment.refresh_from_db()
    assert commitment.title == "Втор"


def test_saving_what_is_there_already_leaves_no_trace(client, keeper):
    for url in [u for u in everything()[1] if u.endswith("/edit/")]:
        assert sent(client, url).status_code == 302, url

    assert not AuditEvent.objects.exists()


def test_an_organization_that_is_not_active_any_more_stays_where_it_is(client, keeper):
    gone = make_organization(is_active=False)
    commitment = make_commitment(lead=gone)
    commitment.partners.add(gone)

    sent(client, page("commitment_edit", commitment.slug), title="Нов наслов")

    commitment.refresh_from_db()
    assert (commitment.title, commitment.lead, list(commitment.partners.all())) == ("Нов наслов", gone, [gone])


def test_the_status_moves_with_a_reason(client, keeper):
    commitment = make_commitment()
    url = page("commitment_status", commitment.slug, "withdraw")

    assert client.post(url, {"reason": "  "}).context["form"].errors["reason"]
    assert client.post(url, {"reason": "Законот е укинат."}).status_code == 302
    commitment.refresh_from_db()
    assert (commitment.status, commitment.status_reason) == (CommitmentStatus.WITHDRAWN, "Законот е укинат.")
    late_click = client.post(page("commitment_status", commitment.slug, "close"))
    assert late_click.context["form"].non_field_errors()
    assert client.get(page("commitment_status", commitment.slug, "explode")).status_code == 404


def test_another_number_keeps_the_old_one_and_the_address(client, keeper):
    commitment = make_commitment(number=3)
    before = commitment.full_number

    sent(client, page("commitment_number", commitment.slug), number="6", note="Донесен план")

    commitment = Commitment.objects.get(slug=commitment.slug)
    assert commitment.number == 6
    assert [former.number for former in commitment.former_numbers.all()] == [before]


def test_a_taken_number_is_refused_in_a_sentence(client, keeper):
    taken = make_commitment(number=1)
    other = make_commitment(plan=taken.plan, area=taken.area, number=2)

    response = sent(client, page("commitment_number", other.slug), number="1")

    assert response.context["form"].errors
    other.refresh_from_db()
    assert other.number == 2


def test_a_milestone_is_due_on_a_day_or_in_words(client, keeper):
    commitment = make_commitment()
    url = page("milestone_new", commitment.slug)

    assert sent(client, url, title="Чекор", due_precision="quarter", due_on="").context["form"].errors["due_on"]
    sent(client, url, title="Чекор", due_precision="words", due_words="по изборите")
    sent(client, url, title="Чекор 2", due_precision="season", due_on="30.11.2023")

    assert [one.due_text for one in commitment.milestones.all()] == ["по изборите", "есен 2023"]


def test_an_indicator_that_says_yes_or_no_needs_no_word_on_sums(client, keeper):
    milestone = make_milestone()

    sent(client, page("indicator_new", milestone.pk), name="Усвоен", kind="yes_no", target="1.000,5")

    indicator = Indicator.objects.get()
    assert (indicator.accumulation, indicator.aggregation, str(indicator.target)) == ("cumulative", "last", "1000.5000")


def test_milestones_and_indicators_are_withdrawn_with_a_reason(client, keeper):
    indicator = make_indicator()

    client.post(page("indicator_withdraw", indicator.pk), {"reason": "Двапати внесен."})
    client.post(page("milestone_withdraw", indicator.milestone_id), {"reason": "Двапати внесено."})

    assert Indicator.objects.get().is_withdrawn
    assert Milestone.objects.get().is_withdrawn


def test_a_group_gets_its_members_and_its_coordinator(client, keeper):
    commitment = make_commitment(group=None)
    plan, person, next_one = commitment.plan, make_user(), make_user()
    sent(client, page("group_new", plan.slug), name="Група 1", works_on=[commitment.pk])
    group = WorkingGroup.objects.get(name="Група 1")
    assert list(group.commitments.all()) == [commitment]

    sent(client, page("seat_new", group.pk), user=person.pk, starts_on="1.11.2021", role="member")
    seat = Membership.objects.get(user=person)
    assert seat.organization == person.organization
    sent(client, page("seat_coordinator", seat.pk))
    coordinator = Membership.objects.get(user=person, role=MemberRole.COORDINATOR)
    assert coordinator.starts_on == clock.today()
    sent(client, page("seat_replace", coordinator.pk), user=next_one.pk, starts_on="1.1.2100")
    assert Membership.objects.get(user=next_one).role == MemberRole.COORDINATOR


def test_a_second_seat_on_the_same_days_is_refused_in_a_sentence(client, keeper):
    seat = make_membership()

    response = sent(client, page("seat_new", seat.group_id), user=seat.user_id, starts_on="1.12.2021")

    assert response.context["form"].non_field_errors()
    assert Membership.objects.count() == 1


def test_an_area_is_added_and_changed(client, keeper):
    plan = make_plan()

    sent(client, page("area_new", plan.slug), title="Правда", number="4")
    area = PriorityArea.objects.get()
    assert sent(client, page("area_new", plan.slug), title="Друга", number="4").context["form"].errors
    sent(client, page("area", area.pk), title="Пристап до правда")

    area.refresh_from_db()
    assert str(area) == "4 Пристап до правда"


def test_a_button_without_a_form_answers_a_late_click(client, keeper):
    plan = make_plan()

    response = client.post(page("plan_move", plan.slug, "reopen"))

    assert response.url == page("plan", plan.slug)
    assert len(list(get_messages(response.wsgi_request))) == 1
    assert client.get(page("plan_move", plan.slug, "close")).status_code == 405


def rows_of(count):
    plan = make_plan()
    for number in range(count):
        area = make_area(plan=plan)
        commitment = make_commitment(plan=plan, area=area, number=number + 1, lead=make_organization())
        milestone = make_milestone(commitment=commitment, responsible=[make_organization()])
        make_indicator(milestone=milestone)
        make_membership(group=commitment.group)
    return plan


def queries_of(client, plan, commitment, group):
    counts = {}
    urls = (page("register"), page("plan", plan.slug), page("commitment", commitment.slug), page("group", group.pk))
    for name, url in zip(("register", "plan", "commitment", "group"), urls, strict=True):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counts[name] = len(queries)
    return counts


def test_the_pages_ask_as_many_queries_for_many_rows_as_for_one(client, keeper):
    plan = rows_of(1)
    commitment = plan.commitments.get()
    one = queries_of(client, plan, commitment, commitment.group)

    more = rows_of(5)
    commitment = more.commitments.first()
    for number in range(5):
        make_indicator(milestone=make_milestone(commitment=commitment, number=number + 10))
        make_membership(group=commitment.group)

    assert queries_of(client, more, commitment, commitment.group) == one
    assert max(one.values()) <= 14


def test_three_hundred_commitments_come_in_pages_and_are_found_in_any_script(client, keeper):
    plan = make_plan()
    area = make_area(plan=plan)
    for number in range(300):
        make_commitment(plan=plan, area=area, group=None, number=number + 1, title=f"Заложба за луѓе {number}")

    response = client.get(page("plan", plan.slug))
    assert len(response.context["rows"]) == 50
    assert "?page=2" in response.text
    many = client.get(page("plan", plan.slug), {"q": "lugje"})
    assert "?q=lugje&amp;page=2" in many.text
    found = client.get(page("plan", plan.slug), {"q": "lugje 299", "page": "9"})
    titles = {commitment.title for commitment, _counters in found.context["rows"]}
    assert titles == {"Заложба за луѓе 299", "Заложба за луѓе 298"}


def test_empty_pages_say_what_is_missing(client, keeper):
    assert 'class="empty"' in client.get(page("register")).text
    plan = make_plan()
    assert client.get(page("plan", plan.slug)).text.count('class="empty"') >= 3
    assert client.get(make_group().get_absolute_url()).text.count('class="empty"') == 2


def test_the_loaded_demonstration_can_be_edited_record_by_record(client, keeper):
    load_register(at=clock.now())
    urls = [page("commitment_edit", one.slug) for one in Commitment.objects.all()]
    urls += [page("plan_edit", one.slug) for one in ActionPlan.objects.all()]
    urls += [page("milestone", one.pk) for one in Milestone.objects.all()]
    urls += [page("indicator", one.pk) for one in Indicator.objects.all()]
    events = AuditEvent.objects.count()

    refused = [url for url in urls if sent(client, url).status_code != 302]

    assert refused == []
    assert AuditEvent.objects.count() == events
