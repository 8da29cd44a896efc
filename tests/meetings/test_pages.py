from dataclasses import replace
from datetime import date, time

import pytest
from django.utils import translation

from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, PriorityRow
from meetings.enums import MeetingKind
from meetings.models import Conclusion
from meetings.pages import note_context, note_page, note_pages, when_and_how
from meetings.payloads import note_payload
from ovp_portal.editions.payloads import thaw
from ovp_portal.lib.canonical import canonical_json
from tests.factories.commitments import make_commitment, make_group
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
        (
            {"starts_on": date(2022, 10, 1), "ends_on": date(2022, 10, 31), "is_month_only": True, "modes": ()},
            "October 2022",
        ),
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


def test_every_point_and_conclusion_has_an_address_that_later_editions_keep(client):
    note = make_published_note()
    point, conclusion = note.agenda.get(), note.conclusions.get()

    page = client.get(note.get_absolute_url()).text

    assert page.count(f'id="{point.anchor}"') == page.count(f'id="{conclusion.anchor}"') == 1
    assert f'href="#{conclusion.anchor}"' in page
    assert conclusion.get_absolute_url() == f"{note.get_absolute_url()}#conclusion-{conclusion.pk}"
    assert note_payload(note)["conclusions"][0]["anchor"] == conclusion.anchor


@pytest.mark.parametrize(
    ("member", "words", "mark"),
    [
        ({"presence": "consulted"}, "Consulted", "done"),
        ({"presence": "consulted", "answer": "answered"}, "Answered", "done"),
        ({"presence": "consulted", "answer": "reached"}, "Reached, no answer", "sent"),
        ({"presence": "consulted", "answer": "not_reached"}, "Not reached", "none"),
        ({"presence": "absent"}, "Absent", "none"),
        ({"presence": "replaced", "substitute": "Некој"}, "Replaced by somebody", "draft"),
    ],
)
def test_how_a_member_took_part_is_said_in_words_and_marked(member, words, mark):
    note = make_note()
    seat = note.meeting.group.memberships.get()
    payload = note_payload(write(note, whole_draft(note, members=(MemberRow(membership=seat.pk, **member),))))

    with translation.override("en"):
        row = note_context(payload)["attendance"][0]

    assert (row["presence"], row["mark"]) == (words, mark)
    assert "Некој" not in canonical_json(payload)


@pytest.mark.parametrize(
    ("decision", "words"),
    [
        ({"verdict": "approved"}, "Approved"),
        (
            {"verdict": "rejected", "votes_for": 1, "votes_against": 4, "votes_abstained": 0},
            "1\u00a0for, 4\u00a0against, 0\u00a0abstained",
        ),
        ({"subject": "work_plan"}, "a work plan"),
    ],
)
def test_a_decision_says_how_it_ended_and_upon_what(decision, words):
    payload = payload_of(conclusions=(ConclusionRow(kind="decision", text="Планот", **decision),))

    with translation.override("en"):
        assert words in note_page(payload)


def test_a_decision_upon_a_draft_gives_no_address_of_it():
    group = make_commitment().group
    earlier = make_published_note(group=group)
    note = make_note(group=group, by=earlier.created_by)
    rows = (ConclusionRow(kind="decision", text="Се усвојува", subject=f"note-{earlier.pk}"),)
    note = write(note, whole_draft(note, conclusions=rows))

    subject = note_payload(note)["conclusions"][0]["subject"]
    assert (subject["address"], subject["reference"]) == (earlier.address, earlier.reference_text)

    Conclusion.objects.filter(note=note).update(subject_note=make_note(group=make_group()))
    assert note_payload(note)["conclusions"][0]["subject"]["address"] == ""


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

    with django_assert_num_queries(8):
        payload = note_payload(note)

    assert len(payload["agenda"]) == rows
