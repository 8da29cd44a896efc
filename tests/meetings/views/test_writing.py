"""What a note's form says while it is written, seen from the server."""

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import MeetingNote, NoteWriter, TypedNote
from meetings.queries import draft_of
from meetings.services import writing
from tests.factories.commitments import make_membership
from tests.factories.meetings import NOW, make_coordinator_of, make_note, make_published_note, whole_draft, write
from tests.factories.portal import make_user
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(client):
    note = make_note()
    client.force_login(note.created_by)
    return note


def address(note, page="edit", **more):
    return reverse(f"meetings:{page}", args=[note.pk], **more)


def typed(client, note, **changes):
    return fields_of(client.get(address(note)).text) | changes


def test_an_autosave_keeps_an_incomplete_note_and_tells_the_rows_their_ids(client, note):
    fields = typed(client, note, purpose_html="<p>Дел <strong>од</strong><script>alert(1)</script></p>")
    fields |= {"agenda-0-text": "Прва", "agenda-1-text": "", "agenda-2-text": "· а\n· б", "agenda-3-text": "Трета"}

    answer = client.post(address(note, "autosave"), fields)

    rows = {row.text: row.pk for row in note.agenda.all()}
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "saved", 1)
    assert answer.json()["line"] == "Зачувано во 9.00 часот"
    assert answer.json()["ids"] == {"agenda-0-id": rows["Прва"], "agenda-2-id": rows["а"], "agenda-3-id": rows["Трета"]}
    note.refresh_from_db()
    assert note.purpose == "Дел **од**"


def test_an_autosave_of_what_cannot_be_read_keeps_it_as_it_was_typed_for_its_writer_alone(client, note):
    deputy = make_coordinator_of(note.meeting.group, role="deputy")
    answer = client.post(address(note, "autosave"), typed(client, note, purpose="Цел", starts_on="наскоро"))

    assert answer.json()["state"] == "unread"
    assert "Од" in answer.json()["line"]
    assert MeetingNote.objects.get(pk=note.pk).version == 0
    shown = client.get(address(note))
    assert fields_of(shown.text)["starts_on"] == ["наскоро"]
    assert fields_of(shown.text)["purpose"] == ["Цел"]
    client.force_login(deputy)
    assert fields_of(client.get(address(note)).text)["purpose"] == [""]


def test_a_field_whose_name_cannot_be_kept_loses_nothing_of_the_others(client, note):
    fields = typed(client, note, purpose="Цел\x00", starts_on="наскоро") | {"x\x00y": "z"}

    answer = client.post(address(note, "autosave"), fields)

    assert (answer.status_code, answer.json()["state"]) == (200, "unread")
    kept = TypedNote.objects.get(note=note).fields
    assert (kept["purpose"], kept["xy"]) == (["Цел"], ["z"])


@pytest.mark.parametrize("page", ["autosave", "edit"])
@pytest.mark.parametrize("name", ["kind", "purpose", "purpose_html", "agenda-0-about", "agenda-0-discussion_html"])
def test_the_sign_of_nothing_is_answered_and_the_reason_is_kept_without_it(client, note, page, name):
    answer = client.post(address(note, page), typed(client, note, starts_on="наскоро") | {name: "a\x00b"})

    assert answer.status_code == 200
    kept = TypedNote.objects.get(note=note)
    assert "Од" in kept.reason
    assert "\x00" not in kept.reason


def test_an_autosave_on_an_old_version_overwrites_nothing_and_loses_nothing(client, note):
    fields = typed(client, note, purpose="Мојата цел")
    write(note, whole_draft(note, purpose="Туѓата цел"), by=make_user(name="Заменик"))

    answer = client.post(address(note, "autosave"), fields)

    assert (answer.status_code, answer.json()["state"]) == (409, "conflict")
    assert "Заменик" in answer.json()["line"]
    assert MeetingNote.objects.get(pk=note.pk).purpose == "Туѓата цел"
    assert fields_of(client.get(address(note)).text)["purpose"] == ["Мојата цел"]
    assert client.post(address(note, "forget_typed")).url == address(note)
    assert fields_of(client.get(address(note)).text)["purpose"] == ["Туѓата цел"]


def test_a_save_by_hand_ends_what_was_kept(client, note):
    client.post(address(note), typed(client, note, starts_on="наскоро"))
    assert TypedNote.objects.count() == 1

    assert client.post(address(note), typed(client, note, starts_on="", ends_on="")).status_code == 302
    assert not TypedNote.objects.exists()


def test_an_autosave_of_a_published_or_deleted_note_is_refused_and_kept(client, note):
    fields = typed(client, note, purpose="Предоцна")
    published = make_published_note(group=note.meeting.group, by=note.created_by)

    answer = client.post(address(published, "autosave"), fields | {"version": ["1"]})

    assert answer.json()["state"] == "refused"
    assert TypedNote.objects.get().fields["purpose"] == ["Предоцна"]


@pytest.mark.parametrize("page", ["autosave", "presence", "forget_typed", "delete"])
def test_who_does_not_coordinate_the_group_reaches_nothing(client, note, page):
    member = make_user()
    make_membership(group=note.meeting.group, user=member)
    for user, status in ((member, 404), (make_user(), 404)):
        client.force_login(user)
        assert client.post(address(note, page), {"session": "a" * 32}).status_code == status
    client.logout()
    assert client.post(address(note, page)).status_code == 302


def test_who_else_writes_is_seen_until_the_lease_ends(client, note):
    other = make_user(name="Заменик")
    writing.be_here(note=note, user=other, session="a" * 32, at=NOW, lease=writing.HEARD)

    assert "Заменик" in client.post(address(note, "presence"), {"session": "b" * 32}).text
    assert "Заменик" in client.get(address(note)).text
    NoteWriter.objects.filter(user=other).update(until="2020-01-01T00:00Z")
    assert "Заменик" not in client.post(address(note, "presence"), {"session": "b" * 32}).text
    assert client.post(address(note, "presence"), {"session": "b" * 32, "leave": "1"}).status_code == 204
    assert not NoteWriter.objects.filter(session="b" * 32).exists()


def test_others_see_that_something_is_not_saved_until_it_is(client, note):
    deputy = make_coordinator_of(note.meeting.group, role="deputy")
    other = Client()
    other.force_login(deputy)
    words = "Дел од напишаното таму сè уште не е зачуван."

    client.post(address(note, "presence"), {"session": "a" * 32, "unsaved": "1"})
    assert words in other.post(address(note, "presence"), {"session": "b" * 32}).text
    client.post(address(note, "presence"), {"session": "a" * 32, "unsaved": ""})
    assert words not in other.post(address(note, "presence"), {"session": "b" * 32}).text


def test_a_rows_button_with_scripts_gets_only_the_rows(client, note):
    fields = typed(client, note, act="agenda-0-split") | {"agenda-0-text": "1. прва\n2. втора"}

    answer = client.post(address(note), fields, headers={"HX-Request": "true"})

    assert "<h1" not in answer.text
    assert "прва</textarea>" in answer.text
    assert "втора</textarea>" in answer.text
    assert 'hx-swap-oob="innerHTML"' in answer.text
    assert MeetingNote.objects.get(pk=note.pk).version == 0


def test_what_a_browser_kept_is_shown_again_without_saving(client, note):
    fields = typed(client, note, purpose_html="<p>Од <strong>прелистувачот</strong></p>", act="show-typed")

    answer = client.post(address(note), fields)

    assert fields_of(answer.text)["purpose"] == ["Од **прелистувачот**"]
    assert MeetingNote.objects.get(pk=note.pk).version == 0


def test_versions_are_listed_compared_and_restored(client, note):
    write(note, whole_draft(note, purpose="Прва <script>alert(1)</script>"))
    write(MeetingNote.objects.get(pk=note.pk), whole_draft(note, purpose="Втора"))
    listed = client.get(address(note, "versions"))
    compared = client.get(address(note, "compare"), {"a": "2", "b": "1"})

    assert [version.number for version in listed.context["versions"]] == [2, 1]
    assert (compared.context["older"].number, compared.context["newer"].number) == (1, 2)
    assert "<script>alert" not in compared.text
    restore = reverse("meetings:restore", args=[note.pk, 1])
    assert client.post(restore, {"version": "1"}, follow=True).status_code == 200
    assert MeetingNote.objects.get(pk=note.pk).purpose == "Втора"
    client.post(restore, {"version": "2"})
    assert draft_of(MeetingNote.objects.get(pk=note.pk)).purpose == "Прва <script>alert(1)</script>"
    for wrong in ({}, {"a": "1"}, {"a": "1", "b": "99"}, {"a": "x", "b": "9" * 50}):
        assert client.get(address(note, "compare"), wrong).status_code == 404


def test_a_member_reads_a_published_note_but_not_its_drafts(client):
    note = make_published_note()
    member = make_user()
    make_membership(group=note.meeting.group, user=member)
    client.force_login(member)

    assert client.get(address(note, "preview")).status_code == 200
    for page in ("versions", "compare"):
        assert client.get(address(note, page), {"a": "1", "b": "1"}).status_code == 403


def test_a_draft_is_deleted_and_brought_back_in_the_browser(client, note):
    assert client.get(address(note, "delete")).status_code == 200
    client.post(address(note, "delete"))

    assert client.get(address(note)).status_code == 404
    assert client.get(reverse("meetings:deleted")).context["rows"][0]["note"] == note
    assert client.post(address(note, "bring_back")).url == address(note)
    assert client.get(address(note)).status_code == 200


@pytest.mark.parametrize("count", [1, 4])
def test_the_list_of_versions_asks_no_query_per_version(client, note, django_assert_num_queries, count):
    for number in range(count):
        write(MeetingNote.objects.get(pk=note.pk), whole_draft(note, purpose=str(number)))

    client.get(address(note, "versions"))
    with django_assert_num_queries(9):
        client.get(address(note, "versions"))


def test_a_version_is_given_a_name_and_stands_under_it(client, note):
    write(note, whole_draft(note))
    page = reverse("meetings:name_version", args=[note.pk, 1])

    shown = client.post(page, {"name": "  Пред состанокот "}, follow=True).text

    assert note.versions.get().name == "Пред состанокот"
    assert '<th scope="row" role="rowheader">1<br>Пред состанокот' in shown
    client.post(page, {"name": "а" * 101})
    assert note.versions.get().name == "Пред состанокот"
    assert client.post(reverse("meetings:name_version", args=[note.pk, 7]), {"name": "а"}).status_code == 404


@pytest.mark.parametrize("part", ["when", "attendance", "agenda", "course", "conclusions"])
def test_without_scripts_each_part_saves_and_comes_back_to_itself(client, note, part):
    page = client.get(address(note, "edit")).text
    response = client.post(address(note, "edit"), fields_of(page) | {"purpose": "Ново", "act": f"stay-{part}"})

    assert f'<noscript><p class="mt-4"><button class="btn btn-outline-primary btn-sm" type="submit" name="act" value="stay-{part}">' in page  # fmt: skip  # noqa: E501
    assert f'id="{part}"' in page
    assert response.url == f"{address(note, 'edit')}#{part}"
    assert MeetingNote.objects.get(pk=note.pk).purpose == "Ново"


def test_a_place_that_is_none_is_not_gone_to(client, note):
    fields = fields_of(client.get(address(note, "edit")).text)

    response = client.post(address(note, "edit"), fields | {"act": "stay-https://example.org"})

    assert response.url == address(note, "edit")


def test_a_save_tells_when_a_list_became_rows(client, note):
    fields = fields_of(client.get(address(note, "edit")).text)
    whole = client.post(address(note, "autosave"), fields | {"agenda-0-text": "Точка"}).json()
    listed = client.post(
        address(note, "autosave"), fields | {"agenda-0-text": "1. Прва\n2. Втора", "version": whole["version"]}
    ).json()

    assert [whole["parted"], listed["parted"]] == [False, True]
