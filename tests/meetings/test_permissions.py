import pytest
from django.urls import reverse

from meetings.permissions import can_create_note, can_write_note
from ovp_portal.accounts.roles import Role
from tests.factories.commitments import make_group, make_membership
from tests.factories.meetings import NOW, make_note, make_published_note
from tests.factories.portal import make_role, make_user

pytestmark = pytest.mark.django_db

ON = NOW.date()
WRITERS = ("coordinator", "deputy")
READERS = {*WRITERS, Role.NATIONAL_COORDINATOR, Role.COUNCIL}
EVERYONE = [*WRITERS, "member", "observer", Role.NATIONAL_COORDINATOR, Role.COUNCIL, Role.ASSESSOR, "stranger"]


def somebody(who, group):
    user = make_user()
    if who in Role.values:
        make_role(user, who)
    elif who == "stranger":
        make_membership(user=user, role="coordinator")
    else:
        make_membership(group=group, user=user, role=who)
    return user


def draft_of_group_of(who):
    """A draft by somebody who coordinates no more, so that every seat can be taken by who is asked about."""
    group = make_group()
    return make_note(group=group, by=make_user()), somebody(who, group)


@pytest.mark.parametrize("who", EVERYONE)
def test_only_coordinators_of_the_group_write_its_notes(who):
    note, user = draft_of_group_of(who)

    assert can_write_note(user, note, on=ON) == (who in WRITERS)
    assert can_create_note(user, note.meeting.group, on=ON) == (who in WRITERS)


@pytest.mark.parametrize("who", EVERYONE)
def test_a_draft_is_read_by_its_writers_the_secretariat_and_the_council(client, who):
    note, user = draft_of_group_of(who)
    client.force_login(user)

    preview = client.get(reverse("meetings:preview", args=[note.pk]))
    listed = client.get(reverse("meetings:office")).context["rows"]

    assert preview.status_code == (200 if who in READERS else 404)
    assert [row["note"] for row in listed] == ([note] if who in READERS else [])


@pytest.mark.parametrize("who", EVERYONE)
@pytest.mark.parametrize("page", ["edit", "check"])
def test_who_may_only_read_a_draft_cannot_change_or_share_it(client, who, page):
    note, user = draft_of_group_of(who)
    client.force_login(user)

    answers = {client.get(reverse(f"meetings:{page}", args=[note.pk])).status_code}
    if who not in WRITERS:
        acts = ["edit"] if page == "edit" else ["circulate", "contact", "recall", "finish"]
        answers |= {client.post(reverse(f"meetings:{act}", args=[note.pk])).status_code for act in acts}

    assert answers == ({200} if who in WRITERS else {403} if who in READERS else {404})


@pytest.mark.parametrize("who", ["member", "observer", "stranger"])
def test_a_published_note_is_read_by_every_member_of_the_group(client, who):
    note = make_published_note()
    client.force_login(somebody(who, note.meeting.group))

    answer = client.get(reverse("meetings:preview", args=[note.pk])).status_code

    assert answer == (404 if who == "stranger" else 200)


def test_who_coordinated_once_writes_no_more(client):
    note = make_note(by=make_user())
    user = make_user()
    make_membership(group=note.meeting.group, user=user, role="coordinator", ends_on=ON.replace(day=1))

    assert not can_write_note(user, note, on=ON)


def test_who_coordinates_no_group_begins_no_note(client):
    client.force_login(make_membership().user)

    assert client.get(reverse("meetings:new")).status_code == 403


def test_a_note_is_not_begun_for_another_group(client):
    mine, other = make_group(), make_group()
    user = make_user()
    make_membership(group=mine, user=user, role="coordinator")
    client.force_login(user)

    response = client.post(reverse("meetings:new"), {"group": other.pk, "kind": "meeting"})

    assert response.status_code == 200
    assert "group" in response.context["form"].errors
    assert not other.meetings.exists()
