"""A note on its way to its members, and from them to the public or into the group's drawer."""

import json
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from commitments.enums import NamesRule, NotesRule
from commitments.models import ActionPlan
from meetings.drafts import ConclusionRow, GuestRow, MemberRow
from meetings.enums import NoteStatus
from meetings.models import MeetingNote
from meetings.services import contacts, sharing
from meetings.services.notes import save_note
from meetings.services.sharing import remarks_on
from ovp_portal.audit.queries import history_of
from ovp_portal.circulation.models import Circulation, Disposition, Opinion, Position
from ovp_portal.circulation.services import dispose, take_position, write_opinion
from ovp_portal.editions.models import Edition
from ovp_portal.lib.workflow import MoveNotAllowed
from tests.factories.commitments import make_group, make_membership
from tests.factories.meetings import (
    CLOSES_ON,
    NOW,
    PUBLISHED,
    make_circulated_note,
    make_coordinator_of,
    make_note,
    whole_draft,
    write,
)
from tests.factories.portal import make_organization, make_user

pytestmark = pytest.mark.django_db
ON = NOW.date()


def by_rule(note, **rules):
    ActionPlan.objects.filter(pk=note.meeting.group.plan_id).update(**rules)


def answer(position, said="agree", text="", **given):
    return take_position(position=position, answer=said, text=text, by=position.user, at=NOW, on=ON, **given)


def only_position(note):
    return note.circulation.positions.get()


def publish(note, at=PUBLISHED):
    return sharing.publish_note(note=note, by=note.created_by, at=at)


def decide(note, one, verdict="not", reason="Останува така."):
    return sharing.dispose_of_remark(
        note=note, position=one.position, part=one.part, verdict=verdict, reason=reason, by=note.created_by, at=NOW
    )


def test_one_act_freezes_the_text_and_the_roster_of_that_day():
    group = make_group()
    coordinator = make_coordinator_of(group)
    seats = [make_membership(group=group, role=role) for role in ("member", "deputy", "observer")]
    make_membership(group=group, ends_on=ON - timedelta(days=1))
    note = make_circulated_note(group=group, by=coordinator)

    roster = list(note.circulation.positions.values_list("user", flat=True))

    assert sorted(roster) == sorted(seat.user_id for seat in seats)
    assert (note.status, note.circulation.closes_on, note.circulation.roster_on) == ("circulated", CLOSES_ON, ON)
    frozen = json.loads(note.circulation.payload)
    assert (frozen["address"], frozen["purpose"]) == (note.address, note.purpose)
    assert frozen["reference"] == note.reference_text != ""
    assert [row["person"] for row in frozen["people"]] == [coordinator.name]


@pytest.mark.parametrize("closes_on", [ON - timedelta(days=1)])
def test_a_closing_date_in_the_past_is_refused(closes_on):
    note = write(make_note())
    make_membership(group=note.meeting.group)

    with pytest.raises(ValidationError, match="past"):
        sharing.circulate_note(note=note, closes_on=closes_on, by=note.created_by, at=NOW)

    assert not Circulation.objects.exists()


def test_a_group_without_another_member_has_nobody_to_send_to():
    note = write(make_note())

    with pytest.raises(ValidationError, match="nobody"):
        sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)


def test_a_second_click_sends_nothing_more():
    note = make_circulated_note()

    with pytest.raises(MoveNotAllowed):
        sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)

    assert Circulation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_the_note_once():
    note = write(make_note())
    make_membership(group=note.meeting.group)

    def send(_click):
        try:
            return sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
        except MoveNotAllowed:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        sent = [one for one in pool.map(send, range(4)) if one]

    assert (len(sent), Circulation.objects.count(), Position.objects.count()) == (1, 1, 1)


def test_a_note_that_is_with_the_members_is_not_changed():
    note = make_circulated_note()

    with pytest.raises(ValidationError, match="Call it back"):
        save_note(note=note, data=whole_draft(note, purpose="Друго"), version=note.version, by=note.created_by, at=NOW)


def test_nobody_publishes_while_somebody_may_still_answer():
    note = make_circulated_note()

    with pytest.raises(ValidationError, match="has not answered"):
        publish(note, at=NOW)
    answer(only_position(note))
    with pytest.raises(ValidationError, match="Say why you do not wait"):
        publish(note, at=NOW)

    published = sharing.publish_note(note=note, by=note.created_by, at=NOW, reason=" Сите одговорија. ")

    assert published.status == NoteStatus.PUBLISHED
    assert history_of(note).get(action="note.published").data["reason"] == "Сите одговорија."


def test_who_has_nothing_to_add_has_answered_and_holds_nothing_back():
    note = make_circulated_note()
    position = only_position(note)
    for given in ({"text": "Сепак нешто."}, {"parts": {"whole": "Сепак нешто."}}):
        with pytest.raises(ValidationError):
            answer(position, "nothing", **given)
    with pytest.raises(DatabaseError), transaction.atomic():
        Position.objects.filter(pk=position.pk).update(answer="nothing", text="Нешто", answered_at=NOW)
    answer(position, "nothing")

    edition = publish(note).edition
    assert json.loads(edition.payload)["circulation"]["answers"] | {"nothing": 1} == {
        "none": 0, "agree": 0, "remark": 0, "object": 0, "nothing": 1
    }  # fmt: skip
    pages = dict(edition.pages.values_list("language", "html"))
    assert "Нема што да додаде" in pages["mk"]
    assert "1 нема што да додаде" in pages["mk"]


def again(note, **changes):
    """Call the note back, perhaps change it, and send it once more."""
    note = sharing.recall_note(note=note, reason="Исправка.", by=note.created_by, at=NOW)
    if changes:
        said = whole_draft(note, **changes)
        note = save_note(note=note, data=said, version=note.version, by=note.created_by, at=NOW)
    return sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)


def test_what_changes_nothing_takes_nobodys_answer_away():
    note = make_circulated_note()
    remarked = answer(only_position(note), "remark", "Додадете датум.")
    decide(note, remarks_on(note)[0])

    note = again(note)

    kept = only_position(note)
    assert kept.pk != remarked.pk
    assert (kept.answer, kept.text, kept.answered_at) == ("remark", "Додадете датум.", NOW)
    assert not any(one.is_open for one in remarks_on(note))
    assert history_of(note.circulation).get().data["kept_answers"] == [kept.person]
    assert publish(note).status == NoteStatus.PUBLISHED


def test_what_changes_a_word_is_answered_anew():
    note = make_circulated_note()
    answer(only_position(note))

    note = again(note, purpose="Друга цел")

    assert only_position(note).answer == ""


@pytest.mark.django_db(transaction=True)
def test_who_objects_in_the_moment_of_publication_is_not_published_unanswered(monkeypatch):
    """All agreed, so the note may go on before its day; one of them thinks better of it meanwhile."""
    note = make_circulated_note()
    position = answer(only_position(note))
    judge, told = sharing.refusals_of_remarks, []

    def objects():
        try:
            answer(position, "object", "Не се согласувам.")
        except ValidationError as refusal:
            told.append(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:

        def judged_and_overtaken(*given):
            found = judge(*given)
            wait([pool.submit(objects)], timeout=2)
            return found

        monkeypatch.setattr(sharing, "refusals_of_remarks", judged_and_overtaken)
        published = sharing.publish_note(note=note, by=note.created_by, at=NOW, reason="Итно е.")

    said = json.loads(published.edition.payload)["circulation"]
    assert (said["answers"]["agree"], said["answers"]["object"]) == (1, 0)
    assert [refusal.messages for refusal in told] == [
        ["The draft was called back or published, so it takes no answers any more."]
    ]


def test_silence_is_published_as_no_answer():
    note = publish(make_circulated_note())

    said = json.loads(note.edition.payload)["circulation"]

    assert said["answers"] == {"none": 1, "agree": 0, "remark": 0, "object": 0, "nothing": 0}
    assert note.circulation.closed_at == PUBLISHED


def test_an_answer_to_another_version_is_refused():
    note = make_circulated_note()

    with pytest.raises(ValidationError, match="another version"):
        answer(only_position(note), seen="0" * 64)
    answer(only_position(note), seen=note.circulation.checksum)


def test_after_recall_and_resending_old_answers_stay_with_the_old_version():
    note = make_circulated_note()
    first = only_position(note)
    answer(first, "object", "Бројот е погрешен.")
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    assert (note.status, note.circulation, list(note.earlier_circulations.all())) == (
        "draft",
        None,
        [first.circulation],
    )

    with pytest.raises(ValidationError, match="called back"):
        answer(first)
    note = write(note, whole_draft(note, purpose="Поправено"))
    decide(note, remarks_on(note)[0], "taken_up", "")
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    second = only_position(note)

    assert (first.pk != second.pk, second.answer, Position.objects.get(pk=first.pk).answer) == (True, "", "object")
    answer(second)
    said = json.loads(publish(note).edition.payload)
    assert [row["answer"] for row in said["circulation"]["positions"]] == ["agree"]
    assert said["purpose"] == "Поправено"


def test_a_note_is_called_back_for_a_reason():
    note = make_circulated_note()

    with pytest.raises(ValidationError, match="Say why"):
        sharing.recall_note(note=note, reason=" \n", by=note.created_by, at=NOW)
    with pytest.raises(DatabaseError, match="for a reason"), transaction.atomic():
        MeetingNote.objects.filter(pk=note.pk).update(status="draft", circulation=None)

    sharing.recall_note(note=note, reason="Бројот е погрешен.", by=note.created_by, at=NOW)
    assert Circulation.objects.get().called_back_for == "Бројот е погрешен."
    assert history_of(note)[0].data["reason"] == "Бројот е погрешен."


def test_a_remark_may_be_on_one_part_alone():
    note = make_circulated_note()
    answer(only_position(note), "remark", parts={"conclusion-1": "Додајте рок.", "agenda-1": " "})

    (one,) = remarks_on(note)

    assert (one.part, one.title, one.text, one.is_open) == ("conclusion-1", "Conclusion 1", "Додајте рок.", True)


def test_a_remark_that_says_nothing_anywhere_is_refused_by_the_database_too():
    position = only_position(make_circulated_note())

    with pytest.raises(ValidationError):
        answer(position, "remark", parts={"agenda-1": " "})
    with pytest.raises(DatabaseError), transaction.atomic():
        Position.objects.filter(pk=position.pk).update(answer="remark", answered_at=NOW)


def test_every_remark_is_answered_before_the_note_goes_on():
    note = make_circulated_note()
    answer(only_position(note), "remark", "Прво.", parts={"conclusion-1": "Второ."})
    with pytest.raises(ValidationError, match="2 remarks wait"):
        publish(note)
    for one in remarks_on(note):
        decide(note, one)

    said = json.loads(publish(note).edition.payload)["circulation"]["positions"][0]["remarks"]

    assert [(one["part"], one["verdict"], one["reason"]) for one in said] == [
        ("", "not", "Останува така."),
        ("conclusion-1", "not", "Останува така."),
    ]


@pytest.mark.parametrize("verdict", ["taken_up", "in_part"])
def test_a_remark_that_is_taken_up_changes_the_text_before_publication(verdict):
    note = make_circulated_note()
    answer(only_position(note), "remark", "Додајте рок.")
    decide(note, remarks_on(note)[0], verdict)

    with pytest.raises(ValidationError, match="Call the note back"):
        publish(note)


@pytest.mark.parametrize("verdict", ["not", "in_part"])
def test_what_is_not_wholly_taken_up_has_its_reason(verdict):
    note = make_circulated_note()
    answer(only_position(note), "remark", "Додајте рок.")

    with pytest.raises(ValidationError, match="Say why"):
        decide(note, remarks_on(note)[0], verdict, " ")
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposition.objects.create(
            position=only_position(note), text="x", verdict=verdict, decided_at=NOW, decided_by=note.created_by
        )


def test_a_remark_worded_anew_waits_for_an_answer_again():
    note = make_circulated_note()
    answer(only_position(note), "remark", "Додајте рок.")
    decide(note, remarks_on(note)[0])

    answer(only_position(note), "remark", "Додајте рок и носител.")

    assert [one.is_open for one in remarks_on(note)] == [True]


def test_a_remark_on_another_note_or_none_at_all_is_not_answered_here():
    note, other = make_circulated_note(), make_circulated_note()
    answer(only_position(other), "remark", "Туѓо.")

    with pytest.raises(ValidationError):
        decide(note, remarks_on(other)[0])
    with pytest.raises(ValidationError):
        dispose(position=only_position(note), part="", verdict="not", reason="x", by=note.created_by, at=NOW)


def test_what_became_of_a_remark_is_fixed_with_the_note():
    note = make_circulated_note()
    answer(only_position(note), "remark", "Додајте рок.")
    (one,) = remarks_on(note)
    row = decide(note, one)
    note = publish(note)

    with pytest.raises(ValidationError, match="fixed"):
        decide(note, one)
    with pytest.raises(DatabaseError), transaction.atomic():
        Disposition.objects.filter(pk=row.pk).update(reason="Друго")


def test_an_opinion_is_published_beside_the_note_word_for_word():
    group = make_group()
    coordinator = make_coordinator_of(group)
    organization = make_organization(kind="cso")
    seat = make_membership(group=group, user=make_user(organization=organization))
    note = make_circulated_note(group=group, by=coordinator)
    write_opinion(
        circulation=note.circulation,
        organization=seat.organization,
        text="Рокот е краток.",
        language="mk",
        by=seat.user,
        at=NOW,
        on=ON,
    )

    edition = publish(note).edition

    assert [one["text"] for one in json.loads(edition.payload)["opinions"]] == ["Рокот е краток."]
    assert "Рокот е краток." in edition.pages.get(language="sq").html
    assert Opinion.objects.get().text == "Рокот е краток."


def named(rule, *, agrees=False):
    """The list of a published note, with a member, a guest and somebody who came instead, by a rule for names."""
    group = make_group()
    coordinator = make_coordinator_of(group)
    member = make_user(name="Член Членоски", may_be_named=agrees)
    seat = make_membership(group=group, user=member)
    note = make_note(group=group, by=coordinator)
    by_rule(note, names_rule=rule)
    draft = whole_draft(
        note,
        members=(
            MemberRow(
                membership=seat.pk, presence="replaced", substitute="Замена Заменоска", substitute_function="Советник"
            ),
        ),
        guests=(GuestRow(person="Гостин Гостиноски", organization="Клиника", presence="present"),),
    )
    note = write(note, draft)
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=coordinator, at=NOW)
    edition = publish(note).edition
    said = edition.payload + "".join(edition.pages.values_list("html", flat=True))
    assert member.email not in said
    assert json.loads(edition.payload)["names_rule"] == rule
    return [name for name in ("Членоски", "Гостиноски", "Заменоска") if name in said]


def test_the_public_reads_names_only_by_the_rule_of_the_plan():
    assert named(NamesRule.NEVER, agrees=True) == []
    assert named(NamesRule.AGREED) == []
    assert named(NamesRule.AGREED, agrees=True) == ["Членоски"]
    assert named(NamesRule.ALL) == ["Членоски", "Гостиноски", "Заменоска"]


def test_a_note_that_the_plan_keeps_is_not_published_and_the_other_way_round():
    note = make_circulated_note()
    with pytest.raises(ValidationError, match="publishes its notes"):
        sharing.keep_note(note=note, by=note.created_by, at=PUBLISHED)
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    with pytest.raises(ValidationError, match="within the group"):
        publish(note)

    note = sharing.keep_note(note=note, by=note.created_by, at=PUBLISHED)

    assert (note.status, note.kept_at, note.edition, Edition.objects.count()) == ("internal", PUBLISHED, None, 0)
    with pytest.raises(MoveNotAllowed):
        publish(note)


def test_what_was_said_within_the_group_stays_there_though_the_plan_opens_itself_meanwhile():
    note = make_note()
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    note = make_circulated_note(note=note)
    by_rule(note, notes_rule=NotesRule.PUBLIC)
    answer(only_position(note), "object", "Ова е меѓу нас.")
    decide(note, remarks_on(note)[0])

    with pytest.raises(ValidationError, match="stays within the group"):
        publish(note)
    note = sharing.keep_note(note=note, by=note.created_by, at=PUBLISHED)

    assert (note.status, Edition.objects.count()) == ("internal", 0)


def test_an_opinion_given_to_the_group_alone_is_not_published_with_a_later_version():
    group = make_group()
    seat = make_membership(group=group, user=make_user(organization=make_organization(kind="cso")))
    note = make_note(group=group)
    by_rule(note, notes_rule=NotesRule.INTERNAL)
    note = make_circulated_note(note=note)
    given = {"organization": seat.organization, "language": "mk", "by": seat.user, "at": NOW, "on": ON}
    write_opinion(circulation=note.circulation, text="Меѓу нас.", **given)
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    by_rule(note, notes_rule=NotesRule.PUBLIC)
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)

    assert json.loads(publish(note).edition.payload)["opinions"] == []


@pytest.mark.parametrize(
    ("sent", "now", "holds"),
    [("never", "all", "never"), ("all", "never", "never"), ("agreed", "all", "agreed"), ("all", "all", "all")],
)
def test_of_two_rules_for_names_the_narrower_holds(sent, now, holds):
    note = make_note()
    by_rule(note, names_rule=sent)
    note = make_circulated_note(note=note)
    by_rule(note, names_rule=now)

    said = json.loads(publish(note).edition.payload)

    assert said["names_rule"] == holds
    assert ("person" in said["attendance"][0]) == (holds == "all")


def test_every_step_stands_in_the_history():
    note = make_circulated_note()
    note = sharing.recall_note(note=note, reason="Се менува.", by=note.created_by, at=NOW)
    note = sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    note = publish(note)

    actions = [event.action for event in history_of(note)]

    assert [one for one in actions if one not in ("note.saved", "note.created", "note.referenced")] == [
        "note.published",
        "note.circulated",
        "note.recalled",
        "note.circulated",
    ]


def with_address(**given):
    note = write(make_note())
    make_membership(group=note.meeting.group)
    row = ConclusionRow(text="Јавете се на ana@example.org или 070 123 456.")
    return write(note, whole_draft(note, conclusions=(row,), **given))


def found_in(note):
    from meetings.contacts import contacts_in
    from meetings.queries import draft_of

    return contacts_in(draft_of(note), note.may_stay)


def test_an_address_in_the_text_stops_the_note_until_it_is_taken_out_or_may_stay():
    note = with_address()
    mail, telephone = found_in(note)
    with pytest.raises(ValidationError) as refusal:
        sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)
    assert len(refusal.value.messages) == 2

    note = contacts.let_stay(note=note, sign=mail.sign, by=note.created_by, at=NOW)
    note = contacts.take_out(note=note, sign=telephone.sign, by=note.created_by, at=NOW)

    assert note.conclusions.get().text == "Јавете се на ana@example.org или."
    assert [one.stays for one in found_in(note)] == [True]
    assert note.may_stay == ["ana@example.org"]
    sharing.circulate_note(note=note, closes_on=CLOSES_ON, by=note.created_by, at=NOW)


def test_a_personal_number_never_stays():
    note = with_address(discussion="Лицето со ЕМБГ 0101985450006.")
    (number,) = (one for one in found_in(note) if one.found.kind == "personal_number")

    with pytest.raises(ValidationError, match="cannot stay"):
        contacts.let_stay(note=note, sign=number.sign, by=note.created_by, at=NOW)
    note = contacts.take_out(note=note, sign=number.sign, by=note.created_by, at=NOW)

    assert note.discussion == "Лицето со ЕМБГ."


def test_a_button_of_an_old_page_takes_out_nothing_else():
    note = with_address()
    mail, _telephone = found_in(note)
    note = write(note, whole_draft(note, conclusions=(ConclusionRow(text="Друг текст, 070 123 456."),)))

    with pytest.raises(ValidationError, match="meanwhile"):
        contacts.take_out(note=note, sign=mail.sign, by=note.created_by, at=NOW)

    assert note.conclusions.get().text == "Друг текст, 070 123 456."


def test_no_address_of_a_note_hides_in_any_of_its_texts():
    """Every text of every row is looked through, also those that a row got later."""
    from dataclasses import fields

    from meetings.contacts import texts_of
    from meetings.drafts import AgendaRow, NoteDraft, PriorityRow

    rows = {"guests": GuestRow, "agenda": AgendaRow, "conclusions": ConclusionRow, "priorities": PriorityRow}
    filled = {
        name: (made(**{one.name: f"{name}-{one.name}" for one in fields(made) if one.type is str}),)
        for name, made in rows.items()
    }
    draft = NoteDraft(**filled, title="t", place="p", purpose="u", discussion="d", nothing_done_reason="r")

    looked_through = {text.value for text in texts_of(draft)}

    assert {
        f"{name}-{one.name}" for name, made in rows.items() for one in fields(made) if one.type is str
    } < looked_through
    assert {"t", "p", "u", "d", "r"} < looked_through
