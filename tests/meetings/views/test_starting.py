"""Beginning a note, for one group or for several, and keeping their common text in step: in the browser's words."""

import pytest
from django.urls import reverse

from meetings.models import MeetingNote
from meetings.queries import draft_of
from tests.factories.commitments import make_commitment, make_membership
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_coordinator_of, make_note, whole_draft, write
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db

NEW = reverse("meetings:new")


@pytest.fixture
def leads(client):
    """A coordinator of two groups, signed in."""
    groups = [make_commitment().group for _number in range(2)]
    user = make_coordinator_of(groups[0])
    make_membership(group=groups[1], user=user, role="coordinator")
    client.force_login(user)
    return user, groups


def test_one_group_is_begun_as_before_and_several_lead_to_their_common_page(client, leads):
    _user, groups = leads
    one = client.post(NEW, {"group": groups[0].pk, "kind": "meeting"})
    assert one.url == reverse("meetings:edit", args=[MeetingNote.objects.get().pk])

    typed = {"group": [group.pk for group in groups], "kind": "consultation", "points": "· Податоци;\n· Рокови;"}
    both = client.post(NEW, typed | {"is_from_last": "on"}, follow=True)

    notes = MeetingNote.objects.order_by("-pk")[:2]
    assert [[row.text for row in draft_of(note).agenda] for note in notes] == [["Податоци", "Рокови"]] * 2
    assert both.redirect_chain[-1][0] == reverse("meetings:siblings", args=[notes[1].pk])


def test_who_leads_one_group_is_asked_for_nothing_common(client):
    group = make_commitment().group
    client.force_login(make_coordinator_of(group))

    page = client.get(NEW)

    assert set(page.context["form"].fields) == {"group", "kind", "starts_on", "ends_on", "is_from_last"}
    assert f'<option value="{group.pk}" selected>' in page.text


def test_of_several_groups_none_is_chosen_for_the_coordinator_but_the_one_he_came_for(client, leads):
    _user, groups = leads
    asked = client.get(NEW, {"group": groups[1].pk}).context["form"]

    assert client.get(NEW).context["form"]["group"].value() == []
    assert asked["group"].value() == [str(groups[1].pk)]


@pytest.mark.parametrize("group", ["", "0", "999999", "nonsense"])
def test_a_group_of_somebody_else_is_no_choice(client, leads, group):
    response = client.post(NEW, {"group": [group], "kind": "meeting"})

    assert response.context["form"].errors["group"]
    assert not MeetingNote.objects.exists()


def test_what_is_chosen_is_copied_and_what_is_not_stays(client, leads):
    _user, groups = leads
    client.post(NEW, {"group": [group.pk for group in groups], "kind": "consultation", "purpose": "Прво."})
    first, second = MeetingNote.objects.order_by("pk")
    write(first, whole_draft(first, purpose="Второ.", title="Наслов", members=(), agenda=(), conclusions=()))
    page = reverse("meetings:siblings", args=[first.pk])
    choices = [key for key, _label in client.get(page).context["form"].fields["fields_to_copy"].choices]

    refused = client.post(page)
    client.post(page, {"fields_to_copy": ["purpose"]})

    second = MeetingNote.objects.get(pk=second.pk)
    assert {"purpose", "title"} <= set(choices)
    assert refused.status_code == 422
    assert (draft_of(second).purpose, draft_of(second).title) == ("Второ.", "")


def test_the_siblings_of_a_note_are_for_those_who_write_it(client, leads):
    _user, groups = leads
    client.post(NEW, {"group": [group.pk for group in groups], "kind": "meeting"})
    first, second = MeetingNote.objects.order_by("pk")

    answers = []
    for user in (make_coordinator_of(make_commitment().group), make_membership(group=groups[0]).user):
        client.force_login(user)
        answers += [client.get(reverse("meetings:siblings", args=[note.pk])).status_code for note in (first, second)]

    assert answers == [404] * 4


def test_an_open_task_stands_in_the_form_and_what_is_typed_of_it_is_saved(client):
    group = make_commitment().group
    task = make_task(group=group, text="Да се достават податоците.")
    note = make_note(group=group, by=task.conclusion.note.created_by)
    client.force_login(note.created_by)
    page = client.get(reverse("meetings:edit", args=[note.pk]))
    typed = fields_of(page.text) | {
        f"task-{task.pk}-new_due_on": ["7.11.2022"],
        f"task-{task.pk}-sentence": ["Одмори."],
    }

    assert "Да се достават податоците." in page.text
    client.post(page.request["PATH_INFO"], typed | {"act": "save"})

    [row] = draft_of(MeetingNote.objects.get(pk=note.pk)).tasks
    assert (row.task, row.act, row.sentence) == (task.pk, "moved", "Одмори.")


def test_a_task_of_another_group_is_refused_and_the_words_are_kept_on_the_page(client):
    other = make_task(group=make_commitment().group)
    note = make_note()
    client.force_login(note.created_by)
    page = client.get(reverse("meetings:edit", args=[note.pk]))
    typed = fields_of(page.text) | {f"task-{other.pk}-act": ["done"], "purpose": ["Мои зборови."]}

    answer = client.post(page.request["PATH_INFO"], typed | {"act": "save"})

    assert "Мои зборови." in answer.text
    assert draft_of(MeetingNote.objects.get(pk=note.pk)).purpose == ""


def test_a_list_that_is_pasted_into_a_standing_point_becomes_standing_points(client):
    note = make_note()
    client.force_login(note.created_by)
    page = client.get(reverse("meetings:edit", args=[note.pk]))
    typed = fields_of(page.text) | {"agenda-0-text": ["· Податоци;\n· Рокови;"], "agenda-0-is_standing": ["True"]}

    split = client.post(page.request["PATH_INFO"], typed | {"act": "agenda-0-split"})
    client.post(page.request["PATH_INFO"], fields_of(split.text) | {"act": "save"})

    agenda = draft_of(MeetingNote.objects.get(pk=note.pk)).agenda
    assert [(row.text, row.is_standing) for row in agenda] == [("Податоци", True), ("Рокови", True)]
