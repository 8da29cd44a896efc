from datetime import date

import pytest
from django.urls import reverse

from meetings.drafts import AgendaRow, ConclusionRow, MemberRow
from meetings.queries import draft_of
from tests.factories.commitments import make_group, make_membership, make_milestone
from tests.factories.meetings import make_note, make_published_note, whole_draft, write
from tests.factories.portal import make_user
from tests.meetings.forms_data import fields_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(client):
    note = make_note()
    client.force_login(note.created_by)
    return note


def address(note, page="edit"):
    return reverse(f"meetings:{page}", args=[note.pk])


def typed_into(client, note, **changes):
    return fields_of(client.get(address(note)).text) | changes


def test_the_form_shows_the_roster_of_the_day_and_nobody_is_mentioned(client, note):
    group = note.meeting.group
    member = make_membership(group=group)
    left = make_membership(group=group, ends_on="2022-09-30")

    fields = fields_of(client.get(address(note)).text)

    assert fields[f"member-{member.pk}-presence"] == [""]
    assert f"member-{left.pk}-presence" not in fields


def test_who_left_the_group_is_on_the_roster_of_an_earlier_day(client, note):
    left = make_membership(group=note.meeting.group, ends_on="2022-09-30")

    response = client.post(address(note), typed_into(client, note, starts_on="5.9.2022", ends_on="5.9.2022"))

    assert response.status_code == 302
    assert f"member-{left.pk}-presence" in fields_of(client.get(address(note)).text)


def test_a_half_written_note_is_saved(client, note):
    fields = typed_into(client, note, starts_on="", ends_on="", purpose="  Две   зборови  ")
    fields["agenda-0-text"] = "Точка"

    response = client.post(address(note), fields)

    assert response.status_code == 302
    draft = draft_of(type(note).objects.get(pk=note.pk))
    assert (draft.starts_on, draft.modes, draft.purpose) == (None, (), "Две зборови")
    assert [row.text for row in draft.agenda] == ["Точка"]


@pytest.mark.parametrize(
    ("act", "texts", "focus"),
    [
        ("agenda-add", ["А", "Б", "В", ""], "id_agenda-3-text"),
        ("agenda-1-remove", ["А", "В"], "id_agenda-1-text"),
        ("agenda-2-up", ["А", "В", "Б"], "id_agenda-1-up"),
        ("agenda-1-up", ["Б", "А", "В"], "id_agenda-0-down"),
        ("agenda-0-down", ["Б", "А", "В"], "id_agenda-1-down"),
        ("agenda-0-up", ["А", "Б", "В"], "id_agenda-0-down"),
        ("agenda-99-remove", ["А", "Б", "В"], "id_agenda-2-text"),
        ("agenda-99-down", ["А", "Б", "В"], "id_agenda-99-down"),
    ],
)
def test_buttons_change_rows_and_keep_everything_typed_without_saving(client, note, act, texts, focus):
    typed = {f"agenda-{place}-text": text for place, text in enumerate("АБВ")}
    fields = typed_into(client, note, purpose="Недовршена", starts_on="некој ден", act=act, **typed)

    response = client.post(address(note), fields)

    shown = fields_of(response.text)
    assert [shown[f"agenda-{place}-text"] for place in range(len(texts))] == [[text] for text in texts]
    assert f"agenda-{len(texts)}-text" not in shown
    assert (shown["purpose"], shown["starts_on"]) == (["Недовршена"], ["некој ден"])
    assert response.context["editor"].focus == focus
    note.refresh_from_db()
    assert note.version == 0


def test_what_cannot_be_read_is_said_beside_its_field_and_in_the_summary(client, note):
    fields = typed_into(client, note, starts_on="32.10.2022", ends_on="", from_nowhere="x")
    fields |= {"conclusion-0-text": "Задача", "conclusion-0-due_on": "наскоро", "starts_at": "25.00"}

    response = client.post(address(note), fields)

    assert response.status_code == 200
    for name in ("starts_on", "starts_at", "conclusion-0-due_on"):
        assert f'href="#id_{name}"' in response.text
        assert f'id="error_1_id_{name}"' in response.text
    assert fields_of(response.text)["conclusion-0-due_on"] == ["наскоро"]
    note.refresh_from_db()
    assert note.version == 0


def test_an_old_version_shows_both_texts_and_loses_neither(client, note):
    fields = typed_into(client, note, purpose="Мојата цел", **{"agenda-0-text": "Мојата точка"})
    write(note, whole_draft(note, purpose="Туѓата цел"), by=make_user(name="Заменик"))

    refused = client.post(address(note), fields)

    assert refused.status_code == 409
    assert "Заменик" in refused.text
    differences = {(row.mine, row.theirs) for row in refused.context["conflict"]["differences"]}
    assert ("Мојата цел", "Туѓата цел") in differences
    assert ("Мојата точка", "Податоци по индикатори") in differences
    shown = fields_of(refused.text)
    assert shown["purpose"] == ["Мојата цел"]
    note.refresh_from_db()
    assert note.purpose == "Туѓата цел"

    assert client.post(address(note), {**shown, "act": "save"}).status_code == 409
    assert client.post(address(note), {**shown, "act": "save-over"}).status_code == 302
    note.refresh_from_db()
    assert note.purpose == "Мојата цел"


def test_a_text_that_meets_a_published_note_is_refused_and_kept(client):
    note = make_note()
    client.force_login(note.created_by)
    fields = typed_into(client, note, purpose="Предоцна")
    published = make_published_note(group=note.meeting.group, by=note.created_by)

    response = client.post(address(published), fields | {"version": ["1"]})

    assert response.status_code == 200
    assert fields_of(response.text)["purpose"] == ["Предоцна"]
    published.refresh_from_db()
    assert published.purpose == "Состојба на активностите."


def test_a_published_note_has_no_form(client):
    note = make_published_note()
    client.force_login(note.created_by)

    assert client.get(address(note)).url == address(note, "preview")
    assert client.get(address(note, "check")).url == address(note, "circulation")


@pytest.mark.parametrize(
    "hostile",
    [
        {"version": "9" * 400},
        {"version": "x", "act": "agenda-" + "9" * 40 + "-up"},
        {"act": "guest-0-explode"},
        {"kind": "party"},
        {"modes": ["telepathy"]},
        {"purpose": "а" * 5_001},
        {"title": "\x00\ud7ff\u202e" * 200},
        {"agenda-0-milestone": "999999999999999999999999"},
        {"agenda-0-milestone": "1 OR 1=1"},
        {"agenda-0-id": "-1"},
        {"conclusion-0-owner": "member-0"},
        {"conclusion-0-due_on": "9" * 5_000},
        {"member-999999999999999999-presence": "present"},
        {"member-999999999999999999999999999-presence": "present"},
        {"guest-0-presence": "everywhere", "guest-0-person": "Г"},
        {"agenda-TOTAL_FORMS": "1000000", "agenda-0-": "x", "-": "x"},
    ],
)
def test_whatever_is_sent_is_answered_with_a_page(client, note, hostile):
    response = client.post(address(note), typed_into(client, note, **hostile))

    assert response.status_code in (200, 302, 409)


@pytest.mark.parametrize(
    "typed", [{f"agenda-{number}-text": "x" for number in range(501)}, {"agenda-0-text": "· а\n" * 501}]
)
def test_more_points_than_a_note_can_hold_are_refused(client, note, typed):
    response = client.post(address(note), typed_into(client, note, **typed))

    assert 'id="error-summary"' in response.text
    assert not note.agenda.exists()


def test_rows_of_other_groups_cannot_be_named(client, note):
    stranger, milestone = make_membership(), make_milestone()
    for field in (
        {f"member-{stranger.pk}-presence": "present"},
        {"agenda-0-text": "Точка", "agenda-0-about": f"milestone-{milestone.pk}"},
        {"conclusion-0-text": "Задача", "conclusion-0-owner": f"member-{stranger.pk}"},
        {"conclusion-0-text": "Задача", "conclusion-0-owner": f"organization-{stranger.organization_id}"},
    ):
        response = client.post(address(note), typed_into(client, note, **field))

        assert response.status_code == 200
        assert 'id="error-summary"' in response.text
    note.refresh_from_db()
    assert note.version == 0


def test_what_is_missing_is_listed_with_links_before_the_note_is_shared(client, note):
    write(note, whole_draft(note, conclusions=(ConclusionRow(text="Да се достават", kind="task"),)))

    page = client.get(address(note, "check"))

    assert [gap.anchor for gap in page.context["blocking"]] == ["id_conclusion-0-owner", "id_conclusion-0-due_on"]
    assert f"{address(note)}#id_conclusion-0-owner" in page.text
    assert client.post(address(note, "circulate"), {"closes_on": "31.12.2099"}).context["blocking"]
    note.refresh_from_db()
    assert note.is_draft


def test_every_anchor_of_a_gap_stands_in_the_form(client, note):
    write(note, whole_draft(note, modes=(), members=(), purpose="", discussion="", agenda=(), conclusions=()))

    gaps = client.get(address(note, "check")).context
    form = client.get(address(note)).text

    anchors = [gap.anchor for gap in [*gaps["blocking"], *gaps["warnings"]]]
    assert len(anchors) == 6
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []


def test_the_preview_shows_no_names_and_no_addresses(client, note):
    write(note)

    body = client.get(address(note, "preview")).context["body"]

    assert note.created_by.organization.name in body
    assert note.created_by.name not in body
    assert note.created_by.email not in body


def test_typed_markup_is_shown_as_it_was_typed(client, note):
    script = "<script>alert(1)</script>"
    write(note, whole_draft(note, title=script, purpose=script, discussion=script, agenda=(AgendaRow(text=script),)))

    for page in ("edit", "preview", "check"):
        assert script not in client.get(address(note, page)).text
    assert script not in client.get(reverse("meetings:office")).text


@pytest.mark.parametrize("rows", [1, 4])
def test_the_list_asks_no_query_per_note(client, django_assert_num_queries, rows):
    group = make_group()
    user = make_user()
    make_membership(group=group, user=user, role="coordinator")
    for _note in range(rows):
        write(make_note(group=group, by=user))
    client.force_login(user)

    client.get(reverse("meetings:office"))
    with django_assert_num_queries(9):
        response = client.get(reverse("meetings:office"))

    assert len(response.context["rows"]) == rows


@pytest.mark.parametrize("rows", [2, 200])
def test_the_form_asks_the_same_number_of_queries_for_few_rows_and_for_many(client, django_assert_num_queries, rows):
    group = make_group()
    note = make_note(group=group)
    seats = [make_membership(group=group) for _seat in range(rows // 2)]
    write(
        note,
        whole_draft(
            note,
            members=tuple(MemberRow(membership=seat.pk, presence="present") for seat in seats),
            agenda=tuple(AgendaRow(text=f"Точка {number}") for number in range(rows)),
        ),
    )
    client.force_login(note.created_by)

    with django_assert_num_queries(22):
        client.get(address(note))


def test_a_form_too_large_to_be_a_note_is_answered_with_a_page(client, note):
    response = client.post(address(note), {f"agenda-{number}-text": "x" for number in range(20_001)})

    assert response.status_code == 400
    assert "<h1" in response.text


def test_a_single_group_is_chosen_already_and_one_day_means_a_meeting_of_one_day(client, note):
    group = note.meeting.group

    page = client.get(reverse("meetings:new")).text
    client.post(
        reverse("meetings:new"), {"group": group.pk, "kind": "meeting", "starts_on": "", "ends_on": "4.10.2022"}
    )

    assert f'<option value="{group.pk}" selected>' in page
    begun = group.meetings.order_by("pk").last()
    assert (begun.starts_on, begun.ends_on) == (begun.ends_on, date(2022, 10, 4))
