"""A draft as a file: for who may see the preview, and marked on every page."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse
from pypdf import PdfReader

from ovp_portal.audit.queries import history_of
from ovp_portal.editions.models import EditionFile
from tests.factories.meetings import make_note, make_published_note, write
from tests.factories.portal import make_user

pytestmark = pytest.mark.django_db


def test_a_draft_is_marked_on_every_page_and_kept_nowhere(client):
    note = write(make_note(), None)
    client.force_login(note.created_by)
    answer = client.get(reverse("meetings:file", args=[note.pk, "pdf"]))
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]

    assert all("Нацрт" in page and "не е објавен" in page for page in pages)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert "draft.pdf" in answer["Content-Disposition"]
    assert not EditionFile.objects.exists()


def test_of_a_published_note_the_file_that_counts_is_the_published_one(client):
    note = make_published_note()
    client.force_login(note.created_by)

    answer = client.get(reverse("meetings:file", args=[note.pk, "docx"]))

    assert (answer.status_code, answer["Location"]) == (302, reverse("public:note_file", args=[note.pk, "docx"]))


def test_an_empty_draft_has_a_file_too(client):
    note = make_note(days=None)
    client.force_login(note.created_by)

    for format in ("pdf", "docx"):
        assert client.get(reverse("meetings:file", args=[note.pk, format])).status_code == 200


def test_who_took_a_draft_out_stands_in_the_history_and_a_look_at_its_head_does_not(client):
    note = write(make_note(), None)
    client.force_login(note.created_by)
    client.head(reverse("meetings:file", args=[note.pk, "pdf"]))
    assert not history_of(note).filter(action="note.downloaded").exists()

    client.get(reverse("meetings:file", args=[note.pk, "docx"]))

    taken = history_of(note).get(action="note.downloaded")
    assert (taken.actor_id, taken.data) == (note.created_by_id, {"format": "docx", "version": note.version})


def test_drafts_are_made_for_one_person_so_many_times_and_then_not_for_a_while(client, monkeypatch):
    monkeypatch.setattr("meetings.views.notes.DRAFTS_IN_FIVE_MINUTES", 1)
    note, other = write(make_note(), None), make_user()
    cache.clear()
    client.force_login(note.created_by)
    address = reverse("meetings:file", args=[note.pk, "docx"])

    answers = [client.get(address) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 429]
    assert answers[1]["Retry-After"] == "300"
    assert history_of(note).filter(action="note.downloaded").count() == 1
    client.force_login(other)
    assert client.get(address).status_code == 404
