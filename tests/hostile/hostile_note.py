"""A note whose every text tries to run a script, on its whole way: written, compared, circulated, published, mailed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

from django.urls import reverse

from commitments.models import ActionPlan, Membership, WorkingGroup
from meetings import queries
from meetings.contacts import contacts_in
from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, NoteDraft, PriorityRow
from meetings.models import MeetingNote
from meetings.parts import parts_of
from meetings.services import contacts, convocations, deletion, notes, sharing
from ovp_portal.accounts.enums import OrganizationKind
from ovp_portal.accounts.models import User
from ovp_portal.circulation.queries import Saying
from ovp_portal.circulation.services import take_position, write_opinion
from ovp_portal.editions.payloads import thaw
from tests.factories.commitments import make_area, make_commitment, make_group, make_membership, make_plan
from tests.factories.meetings import CLOSES_ON, NOW, PUBLISHED, make_note
from tests.factories.portal import make_organization, make_user
from tests.hostile.corpus import Payload, packed

DUE_ON = date(2022, 10, 14)
ROLES = ("coordinator", "member", "member")


class Way:
    """What became of one hostile note; each step makes the pages of the next one worth a look."""

    def __init__(self, payloads: Sequence[Payload], names: Sequence[Payload]) -> None:
        """`payloads` come one a row, `names` into the few short texts around them."""
        self.payloads = payloads
        self.short = packed(200, names)
        self.titles = packed(300, names)
        self.group = self._group()
        self.seats = [self._seat(place) for place in range(max(len(self.short), 2))]
        self.coordinator: User = self.seats[0].user
        self.note: MeetingNote = make_note(group=self.group, by=self.coordinator, kind="meeting")

    def _group(self) -> WorkingGroup:
        title = self.titles[0]
        plan = make_plan(title=title, short_title=self.short[0][:60])
        group = make_group(plan=plan, name=title)
        make_commitment(plan=plan, area=make_area(plan=plan, title=title), group=group, title=title)
        return group

    def _seat(self, place: int) -> Membership:
        text = self.short[place % len(self.short)]
        kind = OrganizationKind.CSO if place else OrganizationKind.MINISTRY
        organization = make_organization(kind=kind, name=text, short_name=text[:60])
        user = make_user(name=text, organization=organization)
        role = "member" if place else "coordinator"
        return make_membership(group=self.group, user=user, function=text, role=role)

    def draft(self, payloads: Sequence[Payload] | None = None) -> NoteDraft:
        """Every text of a note, in the notation or as an editor would send it."""
        texts = [payload.text for payload in (self.payloads if payloads is None else payloads)]
        whole = "\n\n".join(texts)
        return NoteDraft(
            kind="meeting",
            title=self.titles[-1],
            starts_on=self.note.meeting.starts_on,
            ends_on=self.note.meeting.ends_on,
            modes=("in_person",),
            place=self.short[-1],
            purpose=whole[:5_000],
            discussion=whole,
            nothing_done_reason=whole[-10_000:],
            members=tuple(self._member(seat, place) for place, seat in enumerate(self.seats)),
            guests=tuple(self._guest(text) for text in texts),
            agenda=tuple(AgendaRow(text=text, discussion=text) for text in texts),
            conclusions=tuple(self._conclusion(text, place) for place, text in enumerate(texts)),
            priorities=tuple(PriorityRow(organization=text[:300], text=text) for text in texts),
        )

    def _member(self, seat: Membership, place: int) -> MemberRow:
        text = self.short[place % len(self.short)]
        if place:
            return MemberRow(membership=seat.pk, presence="replaced", substitute=text, substitute_function=text)
        return MemberRow(membership=seat.pk, presence="present")

    @staticmethod
    def _guest(text: str) -> GuestRow:
        return GuestRow(organization=text[:300], person=text[:200], function=text[:200], presence="present")

    @staticmethod
    def _conclusion(text: str, place: int) -> ConclusionRow:
        kinds = (
            {"kind": "information"},
            {"kind": "decision", "verdict": "approved", "votes_for": 3, "votes_against": 1, "votes_abstained": 0},
            {"kind": "task", "owner": "everyone", "due_on": DUE_ON},
        )
        return ConclusionRow(text=text, **kinds[place % 3])

    def written(self, draft: NoteDraft) -> None:
        self.note = notes.save_note(
            note=self.note, data=draft, version=self.note.version, by=self.coordinator, at=NOW, session=uuid4().hex
        )

    def circulated(self) -> None:
        """With the members, and answered: remarks on the whole and on its parts, an opinion, verdicts with reasons."""
        ActionPlan.objects.filter(pk=self.group.plan_id).update(names_rule="all")
        for contact in contacts_in(queries.draft_of(self.note), self.note.may_stay):
            if contact.is_blocking and contact.found.value not in self.note.may_stay:
                self.note = contacts.let_stay(note=self.note, sign=contact.sign, by=self.coordinator, at=NOW)
        self.note = sharing.circulate_note(note=self.note, closes_on=CLOSES_ON, by=self.coordinator, at=NOW)
        sent = self.note.circulation
        parts = {
            part.key: payload.text for part, payload in zip(parts_of(thaw(sent.payload)), self.payloads, strict=False)
        }
        whole = "\n\n".join(payload.text for payload in self.payloads)[:5_000]
        for position in sent.positions.all():
            given = {"by": position.user, "at": NOW, "on": NOW.date()}
            take_position(position=position, answer="agree", text=self.short[0], parts=parts, **given)
            parts = {}
            write_opinion(circulation=sent, organization=position.organization, text=whole, language="mk", **given)

    def decided(self) -> None:
        for one in sharing.remarks_on(self.note):
            self._decide(one)

    def _decide(self, one: Saying) -> None:
        sharing.dispose_of_remark(
            note=self.note,
            position=one.position,
            part=one.part,
            verdict="not",
            reason=one.text,
            by=self.coordinator,
            at=NOW,
        )

    def published(self) -> None:
        self.note = sharing.publish_note(note=self.note, by=self.coordinator, at=PUBLISHED)

    def beside(self) -> MeetingNote:
        """A meeting that was called off, and a note that was thrown away."""
        coming = (NOW.date() + timedelta(days=9),) * 2
        called_off = make_note(group=self.group, by=self.coordinator, kind="meeting", days=coming)
        convocations.cancel_meeting(note=called_off, reason=self.titles[0], by=self.coordinator, at=NOW)
        thrown = make_note(group=self.group, by=self.coordinator, kind="meeting")
        deletion.delete_note(note=thrown, by=self.coordinator, at=NOW)
        return called_off

    def address(self, name: str) -> str:
        return reverse(name, args=[self.note.pk])
