"""The pages on which a note goes to its members and comes back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from commitments.models import ActionPlan
from meetings.drafts import ConclusionRow, TaskRow
from meetings.services import sharing
from ovp_portal.accounts.roles import Role
from ovp_portal.audit.queries import history_of
from ovp_portal.circulation.services import take_position
from ovp_portal.lib.canonical import checksum
from ovp_portal.lib.dates import moment_text
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.registry import waiting_of
from ovp_portal.notifications.sources import source_of
from tests.factories.commitments import make_commitment, make_group, make_membership
from tests.factories.follow_ups import make_task
from tests.factories.meetings import (
    CLOSES_ON,
    NOW,
    PUBLISHED,
    make_circulated_note,
    make_coordinator_of,
    make_note,
    make_published_note,
    whole_draft,
    write,
)
from tests.factories.portal import make_organization, make_role, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def seventh_of_october(monkeypatch):
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW)


@pytest.fixture(scope="module", autouse=True)
def shared_note(shared_database):
    return make_circulated_note()


@pytest.fixture
def note(client, shared_note, again):
    note = again(shared_note)
    client.force_login(note.created_by)
    return note


def address(note, page):
    return reverse(f"meetings:{page}", args=[note.pk])


def position_of(note):
    return note.circulation.positions.get()


def answer(position, said="agree", text="", **given):
    return take_position(position=position, answer=said, text=text, by=position.user, at=NOW, on=NOW.date(), **given)


def keep_within_the_group(note):
    ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(notes_rule="internal")
    note = sharing.keep_note(note=note, by=note.created_by, at=PUBLISHED)
    note.refresh_from_db()
    return note


def test_every_change_link_of_the_answers_leads_to_a_field_of_the_form(client):
    note = write(make_note())
    client.force_login(note.created_by)

    sections = client.get(address(note, "check")).context["sections"]
    form = client.get(address(note, "edit")).text

    anchors = [row.anchor for section in sections for row in section.answers]
    assert len(anchors) > 12
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in form] == []
    said = {row.label: row.text for section in sections for row in section.answers}
    assert said["Цел"] == note.purpose


def test_the_note_goes_out_from_the_page_of_answers(client):
    note = write(make_note())
    make_membership(group=note.meeting.group)
    client.force_login(note.created_by)

    refused = client.post(address(note, "circulate"), {"closes_on": "1.10.2022"})
    assert (refused.status_code, 'id="error-summary"' in refused.text) == (422, True)
    sent = client.post(address(note, "circulate"), {"closes_on": "9.10.2022"})

    assert sent.url == address(note, "circulation")
    assert client.post(address(note, "circulate"), {"closes_on": "9.10.2022"}).url == address(note, "circulation")
    assert client.get(address(note, "edit")).url == address(note, "circulation")


def test_an_address_in_the_text_is_shown_with_its_sentence_and_taken_out_with_one_click(client):
    note = write(make_note())
    row = ConclusionRow(text="Рокот останува. Јавете се на 070 123 456 до петок.")
    note = write(note, whole_draft(note, conclusions=(row,)))
    client.force_login(note.created_by)

    page = client.get(address(note, "check"))
    (found,) = page.context["contacts"]
    assert "<blockquote" in page.text
    assert found.sentence == "Јавете се на 070 123 456 до петок."
    assert page.context["stops"] == 1
    client.post(address(note, "contact"), {"sign": found.sign, "act": "out"})

    assert note.conclusions.get().text == "Рокот останува. Јавете се на до петок."
    assert client.get(address(note, "check")).context["stops"] == 0
    again = client.post(address(note, "contact"), {"sign": found.sign, "act": "out"}, follow=True)
    assert 'role="alert"' in again.text or "notice--late" in again.text


def test_the_member_reads_the_note_with_its_names_and_answers_by_part(client, note):
    position = position_of(note)
    client.force_login(position.user)

    page = client.get(reverse("meetings:position", args=[position.pk]))
    assert note.purpose in page.text
    assert note.created_by.name in page.text
    fields = {"seen": note.circulation.checksum, "answer": "remark", "on-conclusion-1": "Додајте рок."}
    assert client.post(reverse("meetings:position", args=[position.pk]), fields).status_code == 302

    position.refresh_from_db()
    assert (position.answer, position.text, position.parts) == ("remark", "", {"conclusion-1": "Додајте рок."})
    assert "Додајте рок." in client.get(reverse("meetings:position", args=[position.pk])).text


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"answer": "object"},
        {"answer": "perhaps"},
        {"answer": "agree", "seen": "0" * 64},
        {"answer": "remark", "on-conclusion-99": "Нема таков."},
        {"answer": "remark", "on-conclusion-1": "х" * 5_001},
    ],
)
def test_what_is_no_answer_is_refused_and_nothing_is_kept(client, note, data):
    position = position_of(note)
    client.force_login(position.user)

    answered = client.post(reverse("meetings:position", args=[position.pk]), data)

    assert answered.status_code == 422
    position.refresh_from_db()
    assert (position.answer, position.parts) == ("", {})


def test_nobody_else_finds_a_members_place_and_no_place_opens_under_another_kind_of_paper(client, note):
    position = position_of(note)
    for user in (note.created_by, make_user(is_superuser=True), make_membership().user):
        client.force_login(user)
        assert client.get(reverse("meetings:position", args=[position.pk])).status_code == 404
    client.force_login(position.user)

    assert client.get(reverse("reports:position", args=[position.pk])).status_code == 404


def test_the_old_link_says_that_the_version_was_called_back_and_leads_to_the_newer_one(client, note):
    old = position_of(note)
    answer(old, "remark", "Поправете.")
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    note = write(note, whole_draft(note, purpose="Поправено"))
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    client.force_login(old.user)

    page = client.get(reverse("meetings:position", args=[old.pk]))

    assert reverse("meetings:position", args=[position_of(note).pk]) in page.text
    assert "Поправено" not in page.context["body"]
    assert "Поправете." in page.text


def test_the_reason_for_calling_back_is_asked_for_and_read_on_the_old_page_and_the_new_one(client, note):
    old = position_of(note)
    answer(old)

    refused = client.post(address(note, "recall"), {"reason": " "})
    assert (refused.status_code, 'id="error_1_id_reason"' in refused.text) == (422, True)
    assert client.post(address(note, "recall"), {"reason": "Бројот е <b>погрешен</b>."}).url == address(note, "edit")
    note.refresh_from_db()
    note = write(note, whole_draft(note, purpose="Со точниот број."))
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    client.force_login(old.user)

    for position in (old, position_of(note)):
        page = client.get(reverse("meetings:position", args=[position.pk])).text
        assert "Бројот е &lt;b&gt;погрешен&lt;/b&gt;." in page


def sent_anew(note, **changes):
    """Called back, changed, and sent to the members once more."""
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    note = write(note, whole_draft(note, **changes))
    return sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW + timedelta(hours=2))


def compared(page):
    return [(one.label, [(part.kind, part.text) for part in one.parts]) for one in page.context["changes"]]


def test_who_answered_an_older_version_sees_what_changed_since_word_by_word(client, note):
    old = position_of(note)
    answer(old, "remark", "Поправете.")
    note = sent_anew(
        note,
        purpose="Состојба на обврските.",
        conclusions=(ConclusionRow(text="Ново."), ConclusionRow(text="Обврските продолжуваат.")),
    )
    new = position_of(note)
    client.force_login(old.user)

    pages = [client.get(reverse("meetings:position", args=[row.pk])) for row in (old, new)]

    wanted = [
        (
            "Цел",
            [
                ("same", "Состојба на "),
                ("removed", "активностите"),
                ("added", "обврските"),
                ("same", "."),
            ],
        ),
        ("Заклучок 1", [("added", "Ново. · Заклучок")]),
    ]
    assert [compared(page) for page in pages] == [wanted, wanted]
    assert "<del" in pages[1].text
    assert reverse("meetings:position", args=[old.pk]) in pages[1].text
    answer(new)
    assert [client.get(reverse("meetings:position", args=[row.pk])).context["versions"] for row in (old, new)] == [
        None,
        None,
    ]


def test_nothing_is_compared_for_who_answered_nothing_and_a_version_in_between_is_passed_over(client, note):
    first, other = position_of(note), make_membership(group=note.meeting.group).user
    answer(first)
    second = sent_anew(note, purpose="Второ.")
    third = sent_anew(second, purpose="Трето.")
    mine, theirs = (third.circulation.positions.get(user=user) for user in (first.user, other))

    client.force_login(first.user)
    page = client.get(reverse("meetings:position", args=[mine.pk]))
    assert page.context["versions"].answered == first
    assert "Второ." not in page.text
    client.force_login(other)
    assert client.get(reverse("meetings:position", args=[theirs.pk])).context["versions"] is None


def test_who_answered_a_version_that_is_sent_anew_unchanged_need_not_answer_again(client, note):
    old = position_of(note)
    answer(old)
    new = position_of(sent_anew(note))
    client.force_login(old.user)

    page = client.get(reverse("meetings:position", args=[new.pk]))

    assert (new.answer, page.context["state"][1], page.context["versions"]) == ("agree", "Согласен", None)


def test_moments_and_the_last_day_are_those_of_the_plans_zone(client, note, monkeypatch):
    """Nine in the evening in Skopje on the closing day is four in the morning of the next one in Tokyo."""
    position = position_of(note)
    answer(position)
    client.force_login(position.user)
    ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(time_zone="Asia/Tokyo")
    address = reverse("meetings:position", args=[position.pk])

    page = client.get(address)
    shown = page.text.partition("<main")[2].partition("</main>")[0]
    said = [moment_text(NOW, zone) in shown for zone in ("Asia/Tokyo", "Europe/Skopje")]
    assert said == [True, False]
    assert page.context["takes_answers"]
    monkeypatch.setattr("ovp_portal.clock.now", lambda: NOW.replace(day=CLOSES_ON.day, hour=19))

    assert not client.get(address).context["takes_answers"]
    assert client.post(address, {"answer": "object", "text": "Доцна."}).status_code == 422


def test_the_public_reads_when_it_was_sent_in_the_plans_zone(client, note):
    ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(time_zone="Asia/Tokyo")
    sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)

    page = client.get(reverse("public:note", args=[note.pk])).text
    shown = page.partition("<main")[2].partition("</main>")[0]

    assert [moment_text(NOW, zone) in shown for zone in ("Asia/Tokyo", "Europe/Skopje")] == [True, False]


def test_the_coordinator_answers_a_remark_and_its_author_reads_it(client, note):
    position = position_of(note)
    answer(position, "remark", "Општо.", parts={"agenda-1": "Сменете."})
    page = client.get(address(note, "circulation")).text
    prefix = f"remark-{position.pk}-agenda-1"
    fields = {f"{prefix}-part": "agenda-1", f"{prefix}-seen": checksum("Сменете.")}
    assert all(f'name="{name}" value="{value}"' in page for name, value in fields.items())
    to = reverse("meetings:dispose", args=[note.pk, position.pk])

    refused = client.post(to, fields | {f"{prefix}-verdict": "not"})
    assert (refused.status_code, f'id="error_1_id_{prefix}-reason"' in refused.text) == (422, True)
    client.post(to, fields | {f"{prefix}-verdict": "not", f"{prefix}-reason": "Точката беше таква."})

    client.force_login(position.user)
    page = client.get(reverse("meetings:position", args=[position.pk])).text
    assert "Точката беше таква." in page


def test_the_coordinator_sees_who_has_not_answered_and_publishes_after_the_closing_day(client, note, monkeypatch):
    page = client.get(address(note, "circulation"))
    assert (page.context["waiting"], page.context["may_go_on"]) == (1, False)
    assert client.post(address(note, "finish")).url == address(note, "circulation")

    monkeypatch.setattr("ovp_portal.clock.now", lambda: PUBLISHED)
    page = client.get(address(note, "circulation"))
    assert (page.context["may_go_on"], page.context["go_on"]) == (True, None)
    assert client.post(address(note, "finish")).url == address(note, "preview")


def test_before_the_closing_day_ends_the_coordinator_is_asked_why_he_does_not_wait(client, note):
    answer(position_of(note))
    assert 'name="go-on-reason"' in client.get(address(note, "circulation")).text.partition("finish")[2]

    for typed, refusal in (("  ", "Наведете зошто не чекате."), ("Долго " * 1000, "5000")):
        page = client.post(address(note, "finish"), {"go-on-reason": typed})
        assert page.status_code == 422
        assert refusal in " ".join(page.context["go_on"].errors["reason"])
        assert page.context["go_on"]["reason"].value() == typed

    finished = client.post(address(note, "finish"), {"go-on-reason": "Итно е."})
    assert finished.url == address(note, "preview")

    public = client.get(reverse("public:note", args=[note.pk])).text
    assert note.created_by.name not in public
    assert 'id="circulation"' in public


def readers(client, note, user):
    """What somebody gets of a note by every address that there is."""
    client.logout()
    if user:
        client.force_login(user)
    names = ["meetings:preview", "public:note"]
    return [client.get(reverse(name, args=[note.pk])).status_code for name in names]


def test_a_note_kept_within_the_group_is_read_by_its_own_and_by_nobody_else_by_any_way(client):
    note = keep_within_the_group(make_circulated_note(draft=None))
    group = note.meeting.group
    secretariat, council, assessor = make_user(), make_user(), make_user()
    for user, role in ((secretariat, Role.NATIONAL_COORDINATOR), (council, Role.COUNCIL), (assessor, Role.ASSESSOR)):
        make_role(user, role)
    inside = [make_membership(group=group).user, make_membership(group=group, role="observer").user]
    left = make_membership(group=group, ends_on=NOW.date() - timedelta(days=1)).user

    for user in [*inside, note.created_by, secretariat, council]:
        assert readers(client, note, user) == [200, 404]
    for user in [left, assessor, make_membership().user, make_user(is_superuser=True)]:
        assert readers(client, note, user) == [404, 404]
    assert readers(client, note, None) == [302, 404]
    client.logout()
    for name in ("public:notes", "public:front", "public:commitments"):
        assert note.purpose not in client.get(reverse(name)).text
        assert f"/notes/{note.pk}/" not in client.get(reverse(name)).text


def test_its_own_read_a_kept_note_with_the_names_on_the_list(client):
    note = keep_within_the_group(make_circulated_note())
    client.force_login(make_membership(group=note.meeting.group).user)

    body = client.get(address(note, "preview")).context["body"]

    assert note.created_by.name in body
    assert note.created_by.email not in body


def test_what_the_plan_says_of_names_is_shown_before_the_note_is_published(client):
    note = write(make_note())
    client.force_login(note.created_by)
    for rule, is_named in (("never", False), ("agreed", False), ("all", True)):
        ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(names_rule=rule)
        assert (note.created_by.name in client.get(address(note, "preview")).context["body"]) == is_named

    client.post(reverse("accounts:naming"), {"may_be_named": "yes"})
    ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(names_rule="agreed")
    assert note.created_by.name in client.get(address(note, "preview")).context["body"]
    client.post(reverse("accounts:naming"), {"may_be_named": "no"})
    assert note.created_by.name not in client.get(address(note, "preview")).context["body"]


def waits(user, kind, at=NOW):
    return [row.url for row in waiting_of([source_of(kind)], user.pk, at, own_only=True)]


def test_a_position_waits_for_each_member_until_it_is_given(note):
    position = position_of(note)

    assert waits(position.user, "note_position") == [reverse("meetings:position", args=[position.pk])]
    assert waits(note.created_by, "note_position") == []
    assert waits(position.user, "note_position", at=PUBLISHED) == []
    answer(position)
    assert waits(position.user, "note_position") == []


def test_after_the_closing_day_the_note_waits_for_its_coordinator_until_it_is_finished(note):
    assert waits(note.created_by, "note_ending") == []
    assert waits(note.created_by, "note_ending", at=PUBLISHED) == [address(note, "circulation")]
    assert waits(position_of(note).user, "note_ending", at=PUBLISHED) == []

    sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)

    assert waits(note.created_by, "note_ending", at=PUBLISHED) == []


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_of_a_circulation_asks_no_query_per_member_or_remark(client, django_assert_max_num_queries, rows):
    group = make_group()
    coordinator = make_coordinator_of(group)
    for _seat in range(rows):
        make_membership(group=group, user=make_user(organization=make_organization()))
    note = make_circulated_note(group=group, by=coordinator)
    for position in note.circulation.positions.select_related("user"):
        answer(position, "remark", "Општо.", parts={"agenda-1": "Сменете.", "conclusion-1": "И ова."})
    client.force_login(coordinator)

    with django_assert_max_num_queries(22):
        page = client.get(address(note, "circulation"))

    assert len(page.context["remarks"]) == 3 * rows


@pytest.mark.parametrize("rows", [1, 40])
def test_the_page_of_answers_asks_no_query_per_row(client, django_assert_max_num_queries, rows):
    note = write(make_note())
    texts = tuple(ConclusionRow(text=f"Пишете на a{number}@example.org.") for number in range(rows))
    write(note, whole_draft(note, conclusions=texts))
    client.force_login(note.created_by)

    with django_assert_max_num_queries(22):
        page = client.get(address(note, "check"))

    assert len(page.context["contacts"]) == rows


def test_script_in_remarks_and_reasons_stays_text(client, note):
    script = "<script>alert(1)</script>"
    position = position_of(note)
    answer(position, "remark", script, parts={"agenda-1": script})
    for one in sharing.remarks_on(note):
        sharing.dispose_of_remark(
            note=note, position=position, part=one.part, verdict="not", reason=script, by=note.created_by, at=NOW
        )

    assert script not in client.get(address(note, "circulation")).text
    published = sharing.publish_note(note=note, by=note.created_by, at=PUBLISHED)
    for page in published.edition.pages.all():
        assert script not in page.html


def test_a_published_note_leads_back_to_how_it_was_circulated(client):
    note = make_published_note()
    client.force_login(note.created_by)

    page = client.get(address(note, "circulation"))

    assert page.status_code == 200
    assert "<form" not in page.text.partition("<main")[2]


def test_the_page_of_answers_says_what_the_meeting_said_of_an_earlier_task(client):
    task = make_task(group=make_commitment().group)
    by = task.conclusion.note.created_by
    later = (PUBLISHED.date() + timedelta(days=1),) * 2
    note = make_note(group=task.group, by=by, days=later)
    write(note, whole_draft(note, tasks=(TaskRow(task=task.pk, act="left", sentence="Се чека одговор."),)))
    client.force_login(by)

    response = client.get(address(note, "check"))

    assert response.status_code == 200
    assert "Се чека одговор." in response.text
    assert f"#id_task-{task.pk}-act" in response.text


def test_the_coordinator_reads_the_history_of_the_note_and_who_took_its_draft_out(client, note):
    client.get(reverse("meetings:file", args=[note.pk, "docx"]))
    answer(position_of(note))
    client.post(address(note, "finish"), {"go-on-reason": "Итно е пред седницата."})

    page = client.get(f"/en/work/notes/{note.pk}/circulation/")

    history = page.text.partition('id="history"')[2]
    assert all(
        words in history for words in ("Draft taken out as a file", "Note sent to the members", "Note published")
    )
    assert "Итно е пред седницата." in history

    client.force_login(make_user(is_staff=False))
    assert client.get(address(note, "circulation")).status_code == 404


def test_a_member_who_never_signed_in_answers_through_a_link_to_his_address(client, note):
    position = position_of(note)
    member = position.user
    member.set_unusable_password()
    member.save(update_fields=["password"])
    assert member.last_login is None
    client.logout()
    page = reverse("meetings:position", args=[position.pk])
    assert client.post(page, {"answer": "agree"}).status_code == 302
    position.refresh_from_db()
    assert position.answer == ""

    client.post("/en/account/link/", {"email": member.email, "next": page})
    letter = Mail.objects.get(recipient=member, text__contains="/account/link/")
    token = letter.text.split("/account/link/")[1].split("/")[0]
    let_in = client.post("/en/account/link/use/", {"token": token})

    assert let_in.url.endswith(f"/work/notes/positions/{position.pk}/")
    assert client.post(let_in.url, {"answer": "agree"}).status_code == 302
    position.refresh_from_db()
    assert (position.answer, history_of(position).get(action="position.taken").actor_id) == ("agree", member.pk)
    client.logout()
    assert client.post("/en/account/link/use/", {"token": token}).status_code == 410
