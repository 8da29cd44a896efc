"""The page that reads an old note in: paste or upload, check, confirm."""

from html import unescape

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from meetings.models import MeetingNote
from meetings.queries import draft_of
from ovp_portal.lib.reading.documents import sentence
from tests.meetings.forms_data import fields_of
from tests.meetings.reading import texts
from tests.meetings.reading.conftest import Desk
from tests.portal.lib.reading.files import docx, item, ole, paragraph
from tests.portal.lib.reading.hostile_files import HOSTILE
from tests.portal.test_uploads import sends
from tests.virus_scanner import EICAR, scanning

pytestmark = pytest.mark.django_db
ADDRESS = "/work/notes/read/"


@pytest.fixture(scope="module", autouse=True)
def shared_desk(shared_database) -> Desk:
    return Desk()


@pytest.fixture
def desk(client, shared_desk) -> Desk:
    client.force_login(shared_desk.coordinator)
    return shared_desk


def upload(name, data):
    return {"file": SimpleUploadedFile(name, data), "act": "read"}


def send(client, **data):
    return client.post(reverse("meetings:read"), {"act": "read", **data})


def test_a_pasted_note_fills_the_form_and_saves_nothing(client, desk):
    response = send(client, text=texts.ROUND_TWO_DAYS)

    fields = fields_of(response.text)
    assert response.status_code == 200
    assert fields["starts_on"] == ["4.10.2022"]
    assert fields["modes"] == ["email", "telephone"]
    assert fields["agenda-1-text"] == ["точни и јасни податоци, за да се одреди степенот"]
    assert fields["conclusion-1-due_on"] == ["15.10.2022"]
    assert fields[f"member-{desk.seats[desk.group, 'gate'].pk}-presence"] == ["consulted"]
    assert not MeetingNote.objects.exists()


def test_confirming_saves_the_note_once_with_everything(client, desk):
    fields = fields_of(send(client, text=texts.ROUND_TWO_DAYS).text)

    response = client.post(reverse("meetings:read"), {**fields, "act": "save"})

    note = MeetingNote.objects.get()
    draft = draft_of(note)
    assert response.url == reverse("meetings:edit", args=[note.pk])
    assert (note.meeting.group, note.status, note.language) == (desk.group, "draft", "mk")
    assert (draft.kind, len(draft.members), len(draft.agenda), len(draft.conclusions)) == ("consultation", 5, 4, 3)
    assert draft.discussion.startswith("Во разговорите на почетокот")


def test_each_field_stands_beside_its_sentence_and_its_sureness(client, desk):
    page = send(client, text=texts.ROUND_TWO_DAYS).text

    assert '<q lang="mk">4-5 октомври 2022 година водени консултации' in page
    assert '<li class="typed" lang="mk">БЕЛЕШКА ОД РАБОТЕН СОСТАНОК</li>' in page


def test_the_text_of_another_language_keeps_it(client, desk):
    fields = fields_of(send(client, text=texts.ALBANIAN).text)
    assert fields["language"] == ["sq"]

    client.post(reverse("meetings:read"), {**fields, "act": "save"})

    assert MeetingNote.objects.get().language == "sq"


def test_rows_are_changed_before_anything_is_saved(client, desk):
    fields = fields_of(send(client, text=texts.ROUND_TWO_DAYS).text) | {"purpose": ["Друга цел"]}

    response = client.post(reverse("meetings:read"), {**fields, "act": "agenda-0-remove"})

    changed = fields_of(response.text)
    assert changed["agenda-0-text"] == ["точни и јасни податоци, за да се одреди степенот"]
    assert changed["purpose"] == ["Друга цел"]
    assert "БЕЛЕШКА ОД РАБОТЕН СОСТАНОК" in response.text
    assert not MeetingNote.objects.exists()


def test_what_cannot_be_saved_is_said_and_nothing_is_half_written(client, desk):
    fields = fields_of(send(client, text=texts.ROUND_TWO_DAYS).text) | {"ends_on": ["1.1.2022"]}

    response = client.post(reverse("meetings:read"), {**fields, "act": "save"})

    assert 'href="#id_ends_on"' in response.text
    assert not MeetingNote.objects.exists()


@pytest.mark.parametrize("text", [texts.SECTOR_NEWS, texts.MONTH_ONLY.replace("3.6", "9.9")])
def test_a_group_that_is_not_said_is_asked_and_the_text_stays(client, desk, text):
    asked = send(client, text=text)
    assert 'href="#id_group"' in asked.text
    assert text.split("\n")[0] in asked.text

    response = send(client, text=text, group=desk.group.pk)

    assert fields_of(response.text)["group"] == [str(desk.group.pk)]


def test_a_group_of_somebody_else_is_not_taken(client, desk):
    fields = fields_of(send(client, text=texts.ROUND_TWO_DAYS).text)
    client.force_login(Desk().coordinator)

    client.post(reverse("meetings:read"), {**fields, "act": "save"})

    assert not MeetingNote.objects.exists()


def test_a_word_file_is_read_like_a_text(client, desk):
    body = paragraph("Работна група 3.6") + paragraph("Дневен ред") + item("рокови") + item("разно")

    fields = fields_of(client.post(ADDRESS, upload("note.docx", docx(body))).text)

    assert [fields["agenda-0-text"], fields["agenda-1-text"]] == [["рокови"], ["разно"]]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("note.docx", b"MZ" + bytes(3000)),
        ("note.docx", ole("EncryptedPackage")),
        ("note.docx", b""),
        ("note.exe", b"MZ"),
        ("note.docx", docx("<w:p/>" + " " * (50 * 2**20))),
        ("note.docx", docx(paragraph("&a;"), before='<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>')),
    ],
)
def test_a_hostile_file_is_refused_beside_its_field(client, desk, name, data):
    response = client.post(ADDRESS, upload(name, data))

    assert response.status_code == 200
    assert 'href="#id_file"' in response.text


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("name", ["password", "zip bomb", "external entities", "template on the web", "empty"])
def test_the_reason_is_said_in_the_readers_language(client, desk, name, language):
    file_name, make, code = HOSTILE[name]
    with translation.override(language):
        path, reason = reverse("meetings:read"), str(sentence(code))
    with translation.override("en"):
        english = str(sentence(code))

    response = client.post(path, upload(file_name, make()))

    assert reason in unescape(response.text)
    assert (language == "en") == (reason == english)


def test_two_hundred_megabytes_are_refused_without_being_read_beside_their_field(client, desk):
    response, _body, taken = sends(client, ADDRESS, 200 * 2**20)

    assert (response.status_code, taken) == (413, [0])
    assert 'href="#id_file"' in response.text


def test_an_upload_never_touches_the_disk(client, desk, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("A file was written.")

    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", refuse)
    text = "Работна група 3.6\n" + "Зборови на членовите. " * 200_000

    response = client.post(ADDRESS, upload("note.txt", text.encode()))

    assert 'href="#id_file"' in response.text  # too long for a note, and read in memory only


def test_the_token_is_asked_for_as_everywhere(desk):
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(desk.coordinator)

    assert careful.post(ADDRESS, {"text": texts.ROUND_TWO_DAYS, "act": "read"}).status_code == 403


def test_an_empty_form_is_told_what_to_do(client, desk):
    assert 'href="#id_text"' in send(client, text=" \n").text


@pytest.mark.parametrize("points", [1, 60])
def test_reading_asks_no_query_per_row(client, desk, django_assert_max_num_queries, points):
    text = "Работна група 3.6\nДневен ред:\n" + "\n".join(f"• точка {number}" for number in range(points))

    with django_assert_max_num_queries(22):
        send(client, text=text)


def test_script_in_a_pasted_text_stays_text(client, desk):
    response = send(client, text="Работна група 3.6\nЦел: <script>alert(1)</script>")

    assert "<script>alert(1)</script>" not in response.text


def test_a_file_is_opened_only_after_the_virus_scanner_found_it_clean(client, desk, settings):
    infected, clean = docx(paragraph(EICAR.decode())), docx(item("точка"))
    with scanning() as scanner:
        settings.CLAMD_URL = scanner.address
        scanner.says = b"stream: Eicar-Test-Signature FOUND\0"
        refused = client.post(ADDRESS, upload("note.docx", infected))
        scanner.says = None
        taken = client.post(ADDRESS, upload("note.docx", clean) | {"group": desk.group.pk})
    silent = client.post(ADDRESS, upload("note.docx", clean))
    pasted = send(client, text=texts.ROUND_TWO_DAYS)

    assert str(sentence("infected")) in unescape(refused.text)
    assert fields_of(taken.text)["group"] == [str(desk.group.pk)]
    assert str(sentence("unscanned")) in unescape(silent.text)
    assert scanner.asked == [len(infected), len(clean)]
    assert fields_of(pasted.text)["starts_on"] == ["4.10.2022"]


def test_a_file_that_was_read_need_not_be_chosen_again_when_something_else_is_refused(client, desk):
    file = docx(paragraph("Цел: да се договори следниот чекор."))

    refused = client.post(ADDRESS, upload("note.docx", file) | {"group": "0"})

    assert 'href="#id_group"' in refused.text
    assert "Цел: да се договори следниот чекор." in refused.text.partition("<textarea")[2].partition("</textarea>")[0]
