"""A draft among its members: answers are each one's own, and an opinion its author's alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from ovp_portal.audit.services import act_as
from ovp_portal.circulation import services
from ovp_portal.circulation.models import Circulation, Opinion, Position
from tests.factories.portal import make_user
from tests.factories.reports import COMPILED, coordinator_of, make_report, move_report

pytestmark = pytest.mark.django_db
LAST_DAY = (COMPILED + timedelta(days=2)).date()
NEXT_DAY = LAST_DAY + timedelta(days=1)


@pytest.fixture(scope="module", autouse=True)
def shared_report(shared_database):
    return move_report(make_report(), "circulated")


@pytest.fixture
def report(shared_report, again):
    return again(shared_report)


@pytest.fixture
def cso(report):
    return report.circulation.positions.get(is_civil_society=True)


@pytest.fixture
def ministry(report):
    return report.circulation.positions.get(is_civil_society=False)


def answer(position, **given):
    given = {"answer": "agree", "text": "", "by": position.user, "at": COMPILED, "on": LAST_DAY} | given
    return services.take_position(position=position, **given)


def write(position, **given):
    given = {
        "circulation": position.circulation,
        "organization": position.organization,
        "text": "Наше видување.",
        "language": "mk",
        "by": position.user,
        "at": COMPILED,
        "on": LAST_DAY,
    } | given
    return services.write_opinion(**given)


def test_a_member_answers_and_may_answer_anew_until_the_closing_day_ends(ministry):
    answer(ministry)
    changed = answer(ministry, answer="object", text="Недостига причината.")
    assert (changed.answer, changed.text, changed.answered_at) == ("object", "Недостига причината.", COMPILED)
    with pytest.raises(ValidationError):
        answer(ministry, on=NEXT_DAY)


@pytest.mark.parametrize(
    "given", [{"answer": "remark"}, {"answer": "object", "text": " "}, {"answer": ""}, {"answer": "maybe"}]
)
def test_an_answer_that_says_nothing_is_refused(ministry, given):
    with pytest.raises(ValidationError):
        answer(ministry, **given)
    assert Position.objects.get(pk=ministry.pk).answer == ""


def test_nobody_answers_for_another(ministry, cso, report):
    for by in [cso.user, coordinator_of(report), make_user(is_superuser=True)]:
        with pytest.raises(ValidationError):
            answer(ministry, by=by)


def test_the_author_writes_changes_and_withdraws(cso):
    opinion = write(cso)
    assert write(cso, text="Изменето видување.").pk == opinion.pk
    assert Opinion.objects.get().text == "Изменето видување."
    services.withdraw_opinion(opinion=opinion, by=cso.user, at=COMPILED, on=LAST_DAY)
    assert not Opinion.objects.exists()
    with pytest.raises(ValidationError):
        services.withdraw_opinion(opinion=opinion, by=cso.user, at=COMPILED, on=LAST_DAY)


def test_only_a_civil_society_member_on_the_roster_gives_an_opinion(ministry, cso, report):
    for by in [ministry.user, coordinator_of(report), make_user(is_superuser=True)]:
        with pytest.raises(ValidationError):
            write(cso, by=by)
    with pytest.raises(ValidationError):
        write(cso, organization=ministry.organization)
    with pytest.raises(ValidationError):
        write(cso, text="  ")
    assert not Opinion.objects.exists()


def test_after_the_closing_day_and_after_a_recall_nothing_changes(cso):
    opinion = write(cso)
    with pytest.raises(ValidationError):
        write(cso, text="Доцна.", on=NEXT_DAY)
    services.close(circulation=cso.circulation, at=COMPILED)
    for act in [lambda: write(cso, text="Доцна."), lambda: answer(cso)]:
        with pytest.raises(ValidationError):
            act()
    with pytest.raises(ValidationError):
        services.withdraw_opinion(opinion=opinion, by=cso.user, at=COMPILED, on=LAST_DAY)
    assert Opinion.objects.get().text == "Наше видување."


def as_nobody(opinion):
    act_as(make_user(pk=999_999))
    Opinion.objects.filter(pk=opinion.pk).update(text="Туѓо.")


def as_the_coordinator(opinion):
    act_as(opinion.circulation.opened_by)
    opinion.text = "Туѓо."
    opinion.save()


def as_a_superuser(opinion):
    act_as(make_user(is_superuser=True, is_staff=True))
    opinion.delete()


def by_sql(opinion):
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ovp.actor', '', true)")
        cursor.execute("UPDATE circulation_opinion SET text = 'Туѓо.' WHERE id = %s", [opinion.pk])


def by_taking_it_over(opinion):
    user = opinion.circulation.opened_by
    act_as(user)
    Opinion.objects.filter(pk=opinion.pk).update(author=user, text="Туѓо.")


def by_writing_as_a_ministry(opinion):
    position = opinion.circulation.positions.get(is_civil_society=False)
    act_as(position.user)
    Opinion.objects.create(
        circulation=opinion.circulation,
        author=position.user,
        organization=position.organization,
        text="Туѓо.",
        written_at=COMPILED,
    )


@pytest.mark.parametrize(
    "way",
    [as_nobody, as_the_coordinator, as_a_superuser, by_sql, by_taking_it_over, by_writing_as_a_ministry],
)
def test_the_database_lets_nobody_else_change_a_letter(cso, way):
    opinion = write(cso)
    with pytest.raises(DatabaseError), transaction.atomic():
        way(opinion)
    assert list(Opinion.objects.values_list("text", flat=True)) == ["Наше видување."]


def test_what_was_sent_is_frozen(cso):
    changes = [
        lambda: Circulation.objects.filter(pk=cso.circulation_id).update(payload="{}"),
        lambda: Position.objects.filter(pk=cso.pk).update(person="Друг"),
        lambda: Position.objects.filter(pk=cso.pk).update(user=make_user()),
    ]
    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def by_leaving_a_member_out(position):
    position.delete()


def by_taking_the_whole_circulation_away(position):
    Circulation.objects.filter(pk=position.circulation_id).delete()


def by_adding_somebody_after_the_close(position):
    services.close(circulation=position.circulation, at=COMPILED)
    position.pk, position.user = None, make_user()
    position.save()


def by_answering_for_him_after_the_close(position):
    services.close(circulation=position.circulation, at=COMPILED)
    Position.objects.filter(pk=position.pk).update(answer="agree", answered_at=COMPILED)


def by_opening_it_again(position):
    services.close(circulation=position.circulation, at=COMPILED)
    Circulation.objects.filter(pk=position.circulation_id).update(closed_at=None)


def by_moving_the_closing_day_afterwards(position):
    services.close(circulation=position.circulation, at=COMPILED)
    Circulation.objects.filter(pk=position.circulation_id).update(closes_on=NEXT_DAY)


@pytest.mark.parametrize(
    "way",
    [
        by_leaving_a_member_out,
        by_taking_the_whole_circulation_away,
        by_adding_somebody_after_the_close,
        by_answering_for_him_after_the_close,
        by_opening_it_again,
        by_moving_the_closing_day_afterwards,
    ],
)
def test_the_database_keeps_the_roster_and_what_was_answered(cso, way):
    kept = list(cso.circulation.positions.values())
    with pytest.raises(DatabaseError), transaction.atomic():
        way(Position.objects.get(pk=cso.pk))
    assert list(Position.objects.filter(circulation=cso.circulation_id).values()) == kept
