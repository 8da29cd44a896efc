from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import translation

from meetings.drafts import AgendaRow, GuestRow, PriorityRow
from meetings.enums import MeetingKind
from meetings.pages import note_page, note_pages, when_and_how
from meetings.payloads import note_payload
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_note, make_published_note, whole_draft, write
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db


def payload_of(**given):
    note = make_note(kind=MeetingKind.MEETING)
    return note_payload(write(note, whole_draft(note, **given)))


def test_a_page_made_from_the_frozen_payload_is_the_frozen_page():
    note = make_published_note()

    pages = note_pages(thaw(note.edition.payload))

    assert pages == dict(note.edition.pages.values_list("language", "html"))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "3 October 2022, by e-mail and by telephone"),
        ({"modes": ("online",)}, "3 October 2022, online"),
        ({"modes": ("in_person", "online", "email")}, "3 October 2022, in person, online and by e-mail"),
        (
            {"modes": ("in_person",), "place": "Скопје", "starts_at": time(10), "ends_at": time(11, 30)},
            "3 October 2022, in person, Скопје, 10:00 – 11:30",
        ),
        ({"starts_on": date(2022, 10, 4), "ends_on": date(2022, 10, 5), "modes": ()}, "4–5 October 2022"),
        ({"starts_on": None, "ends_on": None, "modes": ()}, ""),
    ],
)
def test_when_and_how_says_what_there_is_and_nothing_more(given, words):
    payload = payload_of(**given)

    with translation.override("en"):
        assert when_and_how(payload) == words


def test_a_guest_is_shown_by_organization_and_function_without_his_name():
    payload = payload_of(
        guests=(
            GuestRow(person="Име на гостин", organization="Клиника", function="лекар", presence="excused"),
            GuestRow(person="Само име", presence="present"),
        )
    )

    page = note_page(payload)

    assert payload["attendance"][1] == {
        "organization": {"mk": "Клиника"},
        "function": "лекар",
        "role": "",
        "presence": "excused",
        "channels": [],
        "consulted_on": None,
        "answer": "",
        "has_substitute": False,
        "substitute_function": "",
        "head_count": None,
    }
    assert "Клиника" in page
    assert "Име на гостин" not in page + canonical_json(payload)
    assert "Само име" not in page + canonical_json(payload)


def test_names_of_organizations_are_translated_and_the_text_says_its_language():
    organization = make_organization(name="Министерство", i18n={"name_en": "Ministry"})
    note = make_note(group=make_commitment().group, by=make_user(organization=organization))
    seat = note.meeting.group.memberships.create(
        user=note.created_by, organization=organization, role="coordinator", starts_on=date(2021, 10, 1)
    )
    note = write(note, whole_draft(note, title="Консултации"))

    with translation.override("en"):
        english = note_page(note_payload(note))
    with translation.override("mk"):
        macedonian = note_page(note_payload(note))

    assert seat.organization == organization
    assert "Ministry" in english
    assert '<h1 lang="mk">Консултации</h1>' in english
    assert "<h1>Консултации</h1>" in macedonian
    assert "Министерство" in macedonian
    assert "The text is in Macedonian." in english
    assert "The text is in Macedonian." not in macedonian


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "javascript:alert(1)"])
def test_no_typed_text_becomes_markup_on_the_public_page(text):
    note = make_note(kind=MeetingKind.MEETING)
    draft = whole_draft(
        note,
        title=text,
        purpose=text,
        place=text,
        discussion=text,
        nothing_done_reason=text,
        agenda=(AgendaRow(text=text, discussion=text),),
        guests=(GuestRow(organization=text, function=text, presence="present"),),
        priorities=(PriorityRow(organization=text, text=text),),
    )
    draft = replace(draft, conclusions=tuple(replace(row, text=text) for row in draft.conclusions))

    page = note_page(note_payload(write(note, draft)))

    for markup in ("<img", "<script", 'javascript:alert(1)"'):
        assert markup not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_a_payload_asks_the_same_number_of_queries_for_few_rows_and_for_many(django_assert_num_queries, rows):
    note = make_note()
    note = write(note, whole_draft(note, agenda=tuple(AgendaRow(text=f"Точка {place}") for place in range(rows))))

    with django_assert_num_queries(7):
        payload = note_payload(note)

    assert len(payload["agenda"]) == rows
