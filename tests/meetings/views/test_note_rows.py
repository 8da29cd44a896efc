"""What a kind of meeting asks for, typed into the form without scripts."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import translation

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, PriorityRow
from meetings.queries import draft_of
from tests.factories.commitments import make_commitment, make_indicator, make_membership, make_milestone
from tests.factories.meetings import make_note, make_published_note, publish_as_it_stands, whole_draft, write
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(client):
    note = make_note(group=make_commitment().group)
    client.force_login(note.created_by)
    return note


def address(note):
    return reverse("meetings:edit", args=[note.pk])


def typed(client, note, **changes):
    return fields_of(client.get(address(note)).text) | changes


def save(client, note, fields):
    response = client.post(address(note), fields)
    assert response.status_code == 302, response.text
    return draft_of(type(note).objects.get(pk=note.pk))


def refused(client, note, fields, field):
    with translation.override("en"):
        response = client.post(address(note), fields)
    assert response.status_code == 200
    assert f'id="error_1_id_{field}"' in response.text
    assert f'href="#id_{field}"' in response.text
    note.refresh_from_db()
    assert note.version == 0
    return response


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("март 2020", "", (date(2020, 3, 1), date(2020, 3, 31), True)),
        ("03.2020", "", (date(2020, 3, 1), date(2020, 3, 31), True)),
        ("", "mars 2020", (date(2020, 3, 1), date(2020, 3, 31), True)),
        ("tokom marta 2020", "", (date(2020, 3, 1), date(2020, 3, 31), True)),
        ("December 2020", "јануари 2021", (date(2020, 12, 1), date(2021, 1, 31), True)),
        ("1.3.2020", "31.3.2020", (date(2020, 3, 1), date(2020, 3, 31), False)),
    ],
)
def test_a_month_may_stand_where_no_day_is_known(client, note, first, last, days):
    draft = save(client, note, typed(client, note, starts_on=first, ends_on=last))

    assert (draft.starts_on, draft.ends_on, draft.is_month_only) == days
    shown = fields_of(client.get(address(note)).text)
    assert save(client, note, shown) == draft
    if draft.is_month_only:
        assert "." not in shown["starts_on"][0]


@pytest.mark.parametrize(
    ("first", "last"), [("март 2020", "3.4.2020"), ("април 2020", "март 2020"), ("13.2020", ""), ("март", "")]
)
def test_a_day_and_a_month_do_not_make_a_range(client, note, first, last):
    response = client.post(address(note), typed(client, note, starts_on=first, ends_on=last))

    assert response.status_code == 200
    assert 'id="error-summary"' in response.text


def test_of_a_round_each_member_has_a_way_a_day_and_an_answer(client, note):
    seats = [make_membership(group=note.meeting.group) for _seat in range(3)]
    fields = typed(client, note)
    fields |= {
        f"member-{seats[0].pk}-presence": "consulted",
        f"member-{seats[0].pk}-channels": "email telephone",
        f"member-{seats[0].pk}-consulted_on": "3.10.2022",
        f"member-{seats[0].pk}-answer": "answered",
        f"member-{seats[1].pk}-answer": "not_reached",
    }

    draft = save(client, note, fields)

    assert draft.members == (
        MemberRow(
            membership=seats[0].pk,
            presence="consulted",
            channels=("email", "telephone"),
            consulted_on=date(2022, 10, 3),
            answer="answered",
        ),
        MemberRow(membership=seats[1].pk, presence="consulted", answer="not_reached"),
    )


def test_a_round_with_a_place_or_an_hour_is_told_so(client, note):
    response = refused(client, note, typed(client, note, place="Скопје", starts_at="10.00"), "place")

    assert fields_of(response.text)["place"] == ["Скопје"]
    assert 'id="error_1_id_starts_at"' in response.text
    assert save(client, note, typed(client, note, place="Скопје", kind="meeting")).place == "Скопје"


def test_who_came_in_whose_place_is_kept_and_the_public_reads_no_name(client, note):
    seat = make_membership(group=note.meeting.group)
    fields = typed(client, note, kind="meeting", modes=["online"])
    fields |= {f"member-{seat.pk}-substitute": "Заменско Лице", f"member-{seat.pk}-substitute_function": "советник"}

    assert [row.presence for row in save(client, note, fields).members] == ["replaced"]
    note.refresh_from_db()
    note = publish_as_it_stands(note)
    page = note.edition.pages.get(language="en").html
    assert "Instead: советник" in page
    assert "Заменско Лице" not in page + note.edition.payload


def test_somebody_present_has_no_substitute(client, note):
    seat = make_membership(group=note.meeting.group)
    fields = typed(client, note) | {f"member-{seat.pk}-presence": "present", f"member-{seat.pk}-substitute": "Некој"}

    refused(client, note, fields, f"member-{seat.pk}-presence")


@pytest.mark.parametrize(
    ("act", "presences"),
    [
        ("members-present", ["present", "excused", "present"]),
        ("members-consulted", ["present", "excused", "consulted"]),
    ],
)
def test_all_others_are_marked_at_once_and_the_exceptions_stay(client, note, act, presences):
    excused, other = (make_membership(group=note.meeting.group) for _seat in range(2))
    coordinator = note.meeting.group.memberships.get(user=note.created_by)
    fields = typed(client, note, act=act) | {f"member-{excused.pk}-presence": "excused"}

    response = client.post(address(note), fields)

    shown = fields_of(response.text)
    assert [shown[f"member-{seat.pk}-presence"] for seat in (coordinator, excused, other)] == [
        [presence] for presence in presences
    ]
    assert f'id="id_{act}" autofocus' in response.text
    note.refresh_from_db()
    assert note.version == 0


def test_a_guest_of_a_round_has_his_own_way_day_and_answer(client, note):
    fields = typed(client, note, kind="consultation", starts_on="4.10.2022", ends_on="", modes=["email"], purpose="Цел")
    fields |= {
        "guest-0-organization": "Клиника",
        "guest-0-presence": "consulted",
        "guest-0-channels": "email telephone",
        "guest-0-consulted_on": "5.10.2022",
        "guest-0-answer": "reached",
    }

    (row,) = save(client, note, fields).guests

    assert (row.channels, row.consulted_on, row.answer) == (("email", "telephone"), date(2022, 10, 5), "reached")
    again = typed(client, note)
    assert again["guest-0-channels"] == ["email telephone"]
    assert save(client, note, again).guests == (row,)
    with translation.override("mk"):
        page = client.get(reverse("meetings:preview", args=[note.pk])).text
    assert "по е-пошта и по телефон, 5 окт. 2022" in page
    assert "Контактиран, без одговор" in page


def test_an_organization_comes_in_numbers_and_without_names(client, note):
    fields = typed(client, note)
    fields |= {"guest-0-organization": "Клиника", "guest-0-head_count": "4", "guest-0-presence": "present"}

    assert [(row.organization, row.head_count) for row in save(client, note, fields).guests] == [("Клиника", 4)]


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"organization": "Клиника", "head_count": "0"}, "head_count"),
        ({"organization": "Клиника", "head_count": "-1"}, "head_count"),
        ({"organization": "Клиника", "head_count": "2,5"}, "head_count"),
        ({"organization": "Клиника", "head_count": "99999999999999999999"}, "head_count"),
        ({"organization": "Клиника", "head_count": "3", "person": "Некој"}, "head_count"),
        ({"head_count": "3"}, "organization"),
        ({"organization": "Клиника", "presence": "replaced"}, "presence"),
        ({"organization": "Клиника", "presence": "present", "answer": "answered"}, "presence"),
        ({"organization": "Клиника", "presence": "consulted", "consulted_on": "32.10.2022"}, "consulted_on"),
        ({"presence": "consulted", "answer": "answered"}, "organization"),
    ],
)
def test_a_number_of_people_that_cannot_be_is_answered_beside_it(client, note, row, field):
    refused(
        client,
        note,
        typed(client, note) | {f"guest-0-{name}": value for name, value in row.items()},
        f"guest-0-{field}",
    )


@pytest.mark.parametrize(
    ("row", "field"),
    [
        ({"kind": "task", "verdict": "approved"}, "kind"),
        ({"kind": "information", "votes_for": "3"}, "kind"),
        ({"kind": "decision", "votes_for": "0", "votes_against": "0", "votes_abstained": "0"}, "votes_for"),
        ({"kind": "decision", "votes_for": "-1"}, "votes_for"),
        ({"kind": "decision", "votes_for": "многу"}, "votes_for"),
        ({"kind": "decision", "votes_for": "10001"}, "votes_for"),
        ({"kind": "decision", "verdict": "approved", "votes_for": "0", "votes_against": "1"}, "votes_for"),
        ({"kind": "decision", "subject": "note-999999"}, "subject"),
        ({"kind": "decision", "about": "indicator-999999"}, "about"),
        ({"kind": "decision", "about": "milestone-x"}, "about"),
    ],
)
def test_votes_that_cannot_be_are_answered_beside_them(client, note, row, field):
    fields = typed(client, note) | {"conclusion-0-text": "Планот", **{f"conclusion-0-{n}": v for n, v in row.items()}}

    refused(client, note, fields, f"conclusion-0-{field}")


def test_a_whole_decision_and_all_links_survive_the_form(client, note):
    indicator = make_indicator(milestone=make_milestone(commitment=note.meeting.group.commitments.get()))
    earlier = make_published_note(group=note.meeting.group, by=note.created_by)
    draft = whole_draft(
        note,
        agenda=(
            AgendaRow(text="Прва", discussion="Кажано\n\n- едно\n- друго", milestone=indicator.milestone_id),
            AgendaRow(text="Втора", indicator=indicator.pk),
        ),
        guests=(GuestRow(organization="Клиника", presence="present", head_count=2),),
        conclusions=(
            ConclusionRow(
                text="Белешката се усвојува.",
                kind="decision",
                verdict="approved",
                votes_for=5,
                votes_against=0,
                votes_abstained=1,
                subject=f"note-{earlier.pk}",
                indicator=indicator.pk,
            ),
            ConclusionRow(text="Планот се усвојува.", kind="decision", subject="work_plan"),
        ),
        priorities=(PriorityRow(organization="Клиника", text="Обуки", year=2023), PriorityRow(text="Помош")),
    )
    write(note, draft)

    again = save(client, note, typed(client, note))

    assert again.says_the_same_as(draft)
    note.refresh_from_db()
    assert note.version == 1


def test_a_conflict_tells_of_everything_that_a_row_says(client, note):
    fields = typed(client, note)
    seat = note.meeting.group.memberships.get()
    write(
        note,
        whole_draft(
            note,
            members=(MemberRow(membership=seat.pk, presence="replaced", substitute="Некој", substitute_function="А"),),
            guests=(GuestRow(organization="Клиника", presence="present", head_count=7),),
            agenda=(AgendaRow(text="Точка", discussion="Кажано по точката"),),
            conclusions=(
                ConclusionRow(
                    text="Одлука",
                    kind="decision",
                    verdict="approved",
                    votes_for=5,
                    votes_against=1,
                    votes_abstained=2,
                    subject="work_plan",
                ),
            ),
            priorities=(PriorityRow(organization="Клиника", text="Обуки", year=2024),),
        ),
    )
    fields["purpose"] = "Друга цел"

    response = client.post(address(note), fields)

    assert response.status_code == 409
    theirs = {row.theirs for row in response.context["conflict"]["differences"]}
    for words in ("Некој · А", "Клиника · 7", "Кажано по точката", "5 : 1 : 2", "Клиника · Обуки · 2024"):
        assert any(words in text for text in theirs), words


def test_a_pasted_list_of_priorities_becomes_rows(client, note):
    fields = typed(client, note) | {
        "priority-0-organization": "Клиника",
        "priority-0-text": "1. обуки\n2. помош",
        "priority-0-year": "2024",
    }

    assert [(row.organization, row.text, row.year) for row in save(client, note, fields).priorities] == [
        ("Клиника", "обуки", 2024),
        ("Клиника", "помош", 2024),
    ]


@pytest.mark.parametrize("year", ["1989", "2200", "24", "догодина"])
def test_a_year_that_cannot_be_meant_is_answered(client, note, year):
    refused(
        client, note, typed(client, note) | {"priority-0-text": "обуки", "priority-0-year": year}, "priority-0-year"
    )


@pytest.mark.parametrize(
    ("kind", "is_open"), [("meeting", False), ("consultation", False), ("steering", True), ("council", True)]
)
def test_priorities_stand_open_where_such_bodies_meet(client, kind, is_open):
    note = make_note(kind=kind)
    client.force_login(note.created_by)

    page = client.get(address(note)).text

    assert ('<details class="part-more" open>' in page) == is_open


def test_after_marking_the_others_the_button_keeps_the_focus_and_says_how_many(client, note):
    excused, _other = (make_membership(group=note.meeting.group) for _seat in range(2))
    fields = typed(client, note, act="members-consulted") | {f"member-{excused.pk}-presence": "excused"}

    once = client.post(address(note), fields, headers={"HX-Request": "true"}).text
    marked = fields | {
        f"member-{pk}-presence": "present" for pk in note.meeting.group.memberships.values_list("pk", flat=True)
    }
    again = client.post(address(note), marked, headers={"HX-Request": "true"}).text

    for page in (once, again, client.post(address(note), fields).text):
        assert re.findall(r'id="([^"]+)" autofocus', page) == ["id_members-consulted"]
    assert ">Означени членови: 2.<" in once
    assert ">Нема повеќе кого да се означи.<" in again
