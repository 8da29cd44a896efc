"""A draft as a file: for who may see the preview, and marked on every page."""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from ovp_portal.editions.models import EditionFile
from tests.factories.meetings import make_note, make_published_note, write

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
