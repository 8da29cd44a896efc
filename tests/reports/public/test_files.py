"""Published papers as files: what the page says, the same bytes for everybody, and nothing before its time."""

from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from ovp_portal.editions.models import Edition, EditionFile
from ovp_portal.editions.services import file_of
from ovp_portal.lib.canonical import checksum
from tests.factories.meetings import make_note, make_published_note, whole_draft, write
from tests.factories.reports import make_quarter, make_report, move_report

pytestmark = pytest.mark.django_db
CYRILLIC = "Ѓорѓи и Ќиро се договорија за љубов и њива."


@pytest.fixture(scope="module", autouse=True)
def shared_note(shared_database):
    return make_published_note()


@pytest.fixture
def note(shared_note, again):
    return again(shared_note)


def note_file(note, format="pdf", number="1.0", language="mk"):
    with translation.override(language):
        if number:
            return reverse("public:note_edition_file", args=[note.pk, number, format])
        return reverse("public:note_file", args=[note.pk, format])


def pdf_text(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def word_text(content: bytes) -> str:
    return " ".join("".join(node.text or "" for node in line.iter(qn("w:t"))) for line in _lines(content))


def _lines(content: bytes):
    return Document(BytesIO(content)).element.iter(qn("w:p"))


def test_a_note_is_a_tagged_pdf_that_says_how_to_check_it(client, note):
    answer = client.get(note_file(note))
    text = pdf_text(answer.content)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert PdfReader(BytesIO(answer.content)).trailer["/Root"]["/MarkInfo"]["/Marked"] == True  # noqa: E712
    assert "Се разгледаа податоците." in text
    assert note.edition.checksum in text
    assert f"/notes/{note.pk}/1.0/" in text
    assert "Издание: 1.0" in text
    assert f"''note-{note.pk}-1.0.pdf" in answer["Content-Disposition"]


def test_a_note_is_a_word_file_with_the_line_to_sign(client, note):
    answer = client.get(note_file(note, "docx"))
    text = word_text(answer.content)

    assert answer.status_code == 200
    assert "wordprocessingml" in answer["Content-Type"]
    assert "Податоци по индикатори" in text
    assert "Координатор на работната група" in text


@pytest.mark.parametrize(
    ("language", "word"), [("mk", "Заклучоци"), ("sq", "Konkluzione"), ("en", "Conclusions"), ("sr-latn", "Zaključci")]
)
@pytest.mark.parametrize("format", ["pdf", "docx"])
def test_a_file_is_in_the_readers_language(client, note, language, word, format):
    answer = client.get(note_file(note, format, language=language))
    text = pdf_text(answer.content) if format == "pdf" else word_text(answer.content)

    assert word in text
    assert "Се разгледаа податоците." in text


def test_every_word_of_the_page_is_in_the_files(client, note):
    from lxml import html

    page = note.edition.pages.get(language="mk").html
    shown = html.fragment_fromstring(page, create_parent="div")
    for hidden in shown.find_class("visually-hidden"):
        hidden.drop_tree()
    said = " ".join(shown.itertext()).split()
    for format, read in (("pdf", pdf_text), ("docx", word_text)):
        written = read(client.get(note_file(note, format)).content)
        assert [word for word in said if word not in written] == []


def test_a_report_is_a_file_too_with_its_opinions(client):
    report = move_report(make_report(make_quarter()), "published")
    address = [report.commitment.slug, report.period.key]
    newest = client.get(reverse("public:report_file", args=[*address, "pdf"]))
    numbered = client.get(reverse("public:edition_file", args=[*address, "1.0", "pdf"]))

    assert newest.content == numbered.content
    assert "Видување од граѓанска организација" in pdf_text(newest.content)
    assert client.get(reverse("public:edition_file", args=[*address, "1.0", "docx"])).status_code == 200


def test_the_pages_lead_to_the_files(client, note):
    page = client.get(note.get_absolute_url()).text

    assert f'href="{note_file(note)}"' in page
    assert f'href="{note_file(note, "docx")}"' in page


def test_a_file_is_made_once_kept_and_never_changed(client, note):
    first = client.get(note_file(note))
    (kept,) = EditionFile.objects.all()
    again = client.get(note_file(note, number=""))

    assert first.content == again.content == bytes(kept.content)
    assert kept.checksum == checksum(first.content)
    assert EditionFile.objects.count() == 1


def test_of_two_who_ask_first_both_get_what_was_kept(note):
    def slower() -> bytes:
        file_of(edition=note.edition, language="mk", format="pdf", make=lambda: b"first")
        return b"second"

    assert bytes(file_of(edition=note.edition, language="mk", format="pdf", make=slower).content) == b"first"


def test_a_file_under_its_number_is_kept_for_a_year_and_not_sent_twice(client, note):
    answer = client.get(note_file(note))
    again = client.get(note_file(note), headers={"if-none-match": answer["ETag"]})

    assert "max-age=31536000" in answer["Cache-Control"]
    assert "max-age=60" in client.get(note_file(note, number=""))["Cache-Control"]
    assert (again.status_code, again.content) == (304, b"")


def test_what_a_reader_sends_does_not_get_into_the_kept_file(client, note, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answer = client.get(note_file(note), headers={"host": "evil.example"})

    assert "evil.example" not in pdf_text(answer.content)


@pytest.mark.parametrize("number", ["2.0", "1.00", "x", "01.0"])
def test_an_edition_that_is_not_there_has_no_file(client, note, number):
    assert client.get(note_file(note, number=number)).status_code == 404


def test_nobody_gets_a_file_before_the_paper_is_published(client):
    note = write(make_note(), None)
    report = make_report(make_quarter())

    assert client.get(note_file(note)).status_code == 404
    assert client.get(note_file(note, number="")).status_code == 404
    assert (
        client.get(reverse("public:report_file", args=[report.commitment.slug, report.period.key, "pdf"])).status_code
        == 404
    )
    assert not EditionFile.objects.exists()


def test_a_kept_file_asks_as_much_of_the_database_whatever_it_holds(client, django_assert_num_queries):
    plain = make_published_note()
    client.get(note_file(plain))
    with django_assert_num_queries(3):
        client.get(note_file(plain))


def test_hostile_text_in_a_note_is_text_in_its_files(client, shared_note):
    typed = '#read("/etc/passwd") {{ 7*7 }} <script>alert(1)</script> \u202e{ DDEAUTO c:\\\\cmd }'
    draft = make_note()
    note = make_published_note(note=draft, draft=whole_draft(draft, discussion=typed, title=typed))
    shown = '#read("/etc/passwd") {{ 7*7 }} <script>alert(1)</script> { DDEAUTO c:\\\\cmd }'

    assert shown.replace(" ", "") in pdf_text(client.get(note_file(note)).content).replace(" ", "")
    assert shown in word_text(client.get(note_file(note, "docx")).content)
    assert Edition.objects.exclude(pk=shared_note.edition_id).count() == 1
