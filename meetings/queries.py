"""What is asked of meeting notes: lists, the roster, what stands in a form, what still waits."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from commitments.models import Commitment, Indicator, Membership, Milestone, WorkingGroup
from meetings.drafts import AgendaRow, ConclusionRow, GuestRow, MemberRow, NoteDraft, PriorityRow, TaskRow
from meetings.enums import NoteStatus, Subject
from meetings.models import AgendaItem, Attendance, Conclusion, FollowUp, MeetingNote, Priority, TaskMention
from meetings.queries_of_tasks import tasks_to_speak_of
from ovp_portal.accounts.models import Organization, User

# Lists


def _with_group(notes: QuerySet[MeetingNote]) -> QuerySet[MeetingNote]:
    commitments = Commitment.objects.select_related("area").in_order()
    notes = notes.select_related(
        "meeting__group__plan",
        "meeting__convocation",
        "saved_by",
        "edition",
        "reference",
        "circulation",
        "corrects__reference",
    )
    return notes.prefetch_related(Prefetch("meeting__group__commitments", queryset=commitments))


def notes_for(user: User, on: date) -> QuerySet[MeetingNote]:
    """Every note that somebody may read in the office, drafts first; a page of it asks two queries."""
    order = (F("published_at").desc(nulls_first=True), F("meeting__starts_on").desc(nulls_first=True), "-pk")
    seen = MeetingNote.objects.visible_to(user, on).exclude(status=NoteStatus.ENTERED)
    return _with_group(seen).order_by(*order)


def deleted_notes_for(user: User, on: date) -> QuerySet[MeetingNote]:
    """Drafts that were deleted, the latest first, for who could see them before."""
    notes = _with_group(MeetingNote.objects.deleted_visible_to(user, on)).select_related("deleted_by")
    return notes.order_by("-deleted_at", "-pk")


def published_notes() -> QuerySet[MeetingNote]:
    """What the public reads, newest meeting first."""
    return _with_group(MeetingNote.objects.public()).order_by("-meeting__starts_on", "-pk")


def published_notes_of_group(group: WorkingGroup) -> QuerySet[MeetingNote]:
    return published_notes().filter(meeting__group=group)


def published_notes_of(commitment: Commitment) -> QuerySet[MeetingNote]:
    """The notes of the group that answers for a commitment."""
    return published_notes().filter(meeting__group__commitments=commitment)


def groups_to_write_for(user: User, on: date) -> QuerySet[WorkingGroup]:
    commitments = Commitment.objects.select_related("area").in_order()
    groups = WorkingGroup.objects.coordinated_by(user, on).select_related("plan")
    return groups.prefetch_related(Prefetch("commitments", queryset=commitments))


def group_label(group: WorkingGroup) -> str:
    """A group by the numbers of its commitments, "3.6, 3.7"; by its name while they have none."""
    numbers = [commitment.full_number for commitment in group.commitments.all() if commitment.full_number]
    return ", ".join(numbers) or str(group)


# What waits for somebody


def drafts_of(user: User, on: date) -> QuerySet[MeetingNote]:
    """Notes that wait for somebody to finish and publish them."""
    groups = WorkingGroup.objects.coordinated_by(user, on)
    return _with_group(MeetingNote.objects.drafts().filter(meeting__group__in=groups))


# The form of one note


@dataclass(frozen=True)
class Choices:
    """What can be chosen in a note's form: seats, milestones, owners, earlier notes of one group, and nobody else's."""

    seats: dict[int, Membership]
    milestones: list[Milestone]
    organizations: list[Organization]
    notes: dict[int, MeetingNote] = field(default_factory=dict)
    tasks: dict[int, FollowUp] = field(default_factory=dict)

    @cached_property
    def indicators(self) -> dict[int, Indicator]:
        return {row.pk: row for milestone in self.milestones for row in milestone.indicators.all()}

    @cached_property
    def subjects(self) -> dict[str, str | Promise]:
        """What a decision can be taken upon: a work plan, or an earlier note of the group."""
        earlier = {f"{Subject.NOTE}-{pk}": _note_label(note) for pk, note in self.notes.items()}
        return {str(Subject.WORK_PLAN): Subject.WORK_PLAN.label, **earlier}

    @cached_property
    def owners(self) -> dict[str, str | Promise]:
        """Who can own a task: everyone, an organization or a member, by the key that a form sends."""
        organizations = {f"organization-{row.pk}": row.name_i18n for row in self.organizations}
        members = {f"member-{pk}": f"{seat.organization.label} – {seat.user}" for pk, seat in self.seats.items()}
        return {"everyone": _("all members"), **organizations, **members}


def sat_on(seat: Membership, starts_on: date, ends_on: date) -> bool:
    """Whether the seat was taken on any of these days; an account that was closed since sat there all the same."""
    return seat.starts_on <= ends_on and (seat.ends_on is None or seat.ends_on >= starts_on)


def _note_label(note: MeetingNote) -> str:
    said = note.reference_text, note.meeting.days_text, str(note.meeting.title or note.meeting.get_kind_display())
    return " · ".join(part for part in said if part)


def choices_for(group: WorkingGroup, note: MeetingNote | None = None) -> Choices:
    """All that the form of this group's note may name, in a number of queries that does not grow.

    Notes are those that came before: published ones of the group, and what the note itself names.
    """
    seats = list(
        Membership.objects.of(group)
        .select_related("user", "organization")
        .prefetch_related("organization__former_names")
        .order_by("organization__sort_key", "pk")
    )
    milestones = list(
        Milestone.objects.filter(commitment__group=group)
        .select_related("commitment__area")
        .prefetch_related("responsible", "indicators")
        .order_by("commitment__area__number", "commitment__number", "number")
    )
    organizations = {seat.organization_id: seat.organization for seat in seats}
    for milestone in milestones:
        organizations.update({organization.pk: organization for organization in milestone.responsible.all()})
    # The coordinator stands first, as in the notes that groups write by hand.
    seats.sort(key=lambda seat: _ROLE_ORDER.get(seat.role, len(_ROLE_ORDER)))
    in_order = sorted(organizations.values(), key=lambda organization: organization.sort_key)
    return Choices(
        {seat.pk: seat for seat in seats},
        milestones,
        in_order,
        _earlier_notes(group, note),
        tasks_to_speak_of(group, note),
    )


MOST_EARLIER_NOTES = 24


def _earlier_notes(group: WorkingGroup, note: MeetingNote | None) -> dict[int, MeetingNote]:
    notes = MeetingNote.objects.filter(meeting__group=group).select_related("meeting", "reference")
    newest = notes.published().order_by("-meeting__starts_on", "-pk").values("pk")[:MOST_EARLIER_NOTES]
    wanted = Q(pk__in=newest)
    if note is not None:
        wanted |= Q(pk__in=Conclusion.objects.filter(note=note).values("subject_note"))
        notes = notes.exclude(pk__in=[note.pk, note.corrects_id or note.pk])
    return {row.pk: row for row in notes.filter(wanted).order_by("-meeting__starts_on", "-pk")}


_ROLE_ORDER = {"coordinator": 0, "deputy": 1, "member": 2, "observer": 3}


def draft_of(note: MeetingNote) -> NoteDraft:
    """What a note says now, in six queries."""
    meeting = note.meeting
    attendances = list(note.attendances.all())
    return NoteDraft(
        kind=meeting.kind,
        title=meeting.title,
        starts_on=meeting.starts_on,
        ends_on=meeting.ends_on,
        is_month_only=meeting.is_month_only,
        modes=tuple(meeting.modes),
        place=meeting.place,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        purpose=note.purpose,
        discussion=note.discussion,
        nothing_done_reason=note.nothing_done_reason,
        members=tuple(member_row(row) for row in attendances if row.membership_id),
        guests=tuple(guest_row(row) for row in attendances if not row.membership_id),
        agenda=tuple(agenda_row(item) for item in note.agenda.all()),
        conclusions=tuple(conclusion_row(row) for row in note.conclusions.all()),
        priorities=tuple(priority_row(row) for row in note.priorities.all()),
        tasks=tuple(task_row(row) for row in note.task_mentions.all()),
    )


def member_row(row: Attendance) -> MemberRow:
    return MemberRow(
        membership=row.membership_id,
        presence=row.presence,
        channels=tuple(row.channels),
        consulted_on=row.consulted_on,
        answer=row.answer,
        substitute=row.substitute,
        substitute_function=row.substitute_function,
    )


def agenda_row(row: AgendaItem) -> AgendaRow:
    return AgendaRow(
        id=row.pk,
        text=row.text,
        discussion=row.discussion,
        milestone=row.milestone_id,
        indicator=row.indicator_id,
        is_standing=row.is_standing,
    )


def task_row(row: TaskMention) -> TaskRow:
    return TaskRow(task=row.follow_up_id, act=row.act, new_due_on=row.new_due_on, sentence=row.sentence)


def priority_row(row: Priority) -> PriorityRow:
    return PriorityRow(id=row.pk, organization=row.organization_name, text=row.text, year=row.year)


def guest_row(row: Attendance) -> GuestRow:
    return GuestRow(
        id=row.pk,
        person=row.person,
        organization=row.organization_name,
        function=row.function,
        presence=row.presence,
        head_count=row.head_count,
        channels=tuple(row.channels),
        consulted_on=row.consulted_on,
        answer=row.answer,
    )


def conclusion_row(row: Conclusion) -> ConclusionRow:
    owner = ""
    if row.is_for_everyone:
        owner = "everyone"
    elif row.owner_id:
        owner = f"member-{row.owner_id}"
    elif row.owner_organization_id:
        owner = f"organization-{row.owner_organization_id}"
    return ConclusionRow(
        id=row.pk,
        kind=row.kind,
        text=row.text,
        owner=owner,
        due_on=row.due_on,
        milestone=row.milestone_id,
        indicator=row.indicator_id,
        verdict=row.verdict,
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        votes_abstained=row.votes_abstained,
        subject=f"{row.subject}-{row.subject_note_id}" if row.subject_note_id else row.subject,
    )
