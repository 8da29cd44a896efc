"""What is asked of followed tasks: a person's list, one with its history, those of a group, how many stand how."""

from datetime import date

from django.db.models import Exists, Min, OuterRef, Prefetch, Q, QuerySet, Subquery

from commitments.enums import MemberRole
from commitments.models import Commitment, Membership, WorkingGroup
from meetings.follow_up_enums import EntryKind
from meetings.models import DateRequest, FollowUp, FollowUpEntry, FollowUpPart, MeetingNote, TaskMention
from ovp_portal.accounts.models import Substitution, User

PARTS = FollowUpPart.objects.select_related("organization", "seat__user").order_by("organization__sort_key", "pk")


def with_matter(tasks: QuerySet[FollowUp]) -> QuerySet[FollowUp]:
    """With text, meeting, group and parts: three queries, whatever the number."""
    commitments = Commitment.objects.select_related("area").in_order()
    return tasks.select_related("conclusion__note__meeting", "group__plan").prefetch_related(
        Prefetch("parts", PARTS), Prefetch("group__commitments", commitments)
    )


def tasks_for(user: User, on: date, *, group: int | None = None, is_open: bool = True) -> QuerySet[FollowUp]:
    """What a person may see, what is due first on top; closed ones by the day of their note, newest first."""
    tasks = with_matter(FollowUp.objects.visible_to(user, on))
    if group:
        tasks = tasks.filter(group=group)
    if not is_open:
        return tasks.exclude(pk__in=FollowUp.objects.open().values("pk")).order_by("-opened_at", "-pk")
    return tasks.open().annotate(next_due_on=_next_due()).order_by("next_due_on", "pk")


def _next_due() -> Min:
    return Min("parts__due_on", filter=Q(parts__status="open"))


def groups_with_tasks(user: User, on: date) -> QuerySet[WorkingGroup]:
    """The groups among which a list can be narrowed."""
    seen = FollowUp.objects.visible_to(user, on).values("group")
    commitments = Commitment.objects.select_related("area").in_order()
    return WorkingGroup.objects.filter(pk__in=seen).prefetch_related(Prefetch("commitments", commitments))


def open_tasks_of_group(group: WorkingGroup) -> QuerySet[FollowUp]:
    tasks = with_matter(FollowUp.objects.filter(group=group)).open()
    return tasks.annotate(next_due_on=_next_due()).order_by("next_due_on", "pk")


def tasks_to_speak_of(group: WorkingGroup, note: MeetingNote | None) -> dict[int, FollowUp]:
    """Open tasks of a group, what is due first on top. Two queries.

    With them those that the note speaks of, and those of which something was said since it was begun: who
    writes of a task while its owner reports it done loses no word. A correction speaks of what its note
    spoke of, and of nothing else.
    """
    wanted = Q(pk__in=FollowUp.objects.filter(group=group).open().values("pk"))
    if note is not None and note.is_correction:
        wanted = Q(pk__in=TaskMention.objects.filter(note=note).values("follow_up"))
    elif note is not None:
        lately = FollowUpEntry.objects.filter(part__follow_up__group=group, at__gte=note.created_at)
        wanted |= Q(pk__in=TaskMention.objects.filter(note=note).values("follow_up"))
        wanted |= Q(pk__in=lately.values("part__follow_up"))
    tasks = FollowUp.objects.filter(wanted, group=group).exclude(conclusion__note=note)
    tasks = tasks.select_related("conclusion__note__meeting", "group__plan").prefetch_related(Prefetch("parts", PARTS))
    ordered = tasks.annotate(next_due_on=_next_due()).order_by("next_due_on", "pk")
    return {task.pk: task for task in ordered}


def tasks_of_note(note: MeetingNote) -> QuerySet[FollowUp]:
    """For the public: no person is loaded. Two queries."""
    tasks = FollowUp.objects.filter(conclusion__note=note).select_related("conclusion", "group__plan")
    parts = FollowUpPart.objects.select_related("organization").order_by("organization__sort_key", "pk")
    return tasks.prefetch_related(Prefetch("parts", parts)).order_by("conclusion__position", "pk")


def counts_of_group(group: WorkingGroup, on: date) -> dict[str, int]:
    return FollowUpPart.objects.filter(follow_up__group=group).counts(on)


def entries_of(task: FollowUp, user: User, on: date) -> QuerySet[FollowUpEntry]:
    """The history of a task, newest first; who is no member and stands in for one reads his organization's alone."""
    entries = FollowUpEntry.objects.filter(part__follow_up=task)
    if not (user.sees_everything or WorkingGroup.objects.with_member(user, on).filter(pk=task.group_id).exists()):
        entries = entries.filter(part__organization=user.organization_id)
    # Where it is everybody's, each part began with the same act: it is told once.
    began = entries.filter(kind=EntryKind.OPENED).order_by("pk").values("pk")[:1]
    entries = entries.filter(~Q(kind=EntryKind.OPENED) | Q(pk=Subquery(began)))
    return entries.select_related("by", "part__organization", "note__meeting").order_by("-pk")


def meetings_of(task: FollowUp) -> QuerySet[MeetingNote]:
    """Every meeting that touched it, the newest first: the one that set it, and those that came back to it."""
    notes = FollowUpEntry.objects.filter(part__follow_up=task, note__isnull=False).values("note")
    return (
        MeetingNote.objects.filter(pk__in=notes).select_related("meeting__group").order_by("-meeting__starts_on", "-pk")
    )


def waiting_request(part: FollowUpPart) -> DateRequest | None:
    return part.requests.waiting().select_related("asked_by").first()


def owned_by(user: User, on: date) -> QuerySet[FollowUpPart]:
    """The parts that somebody may report on as their owner; the same rule as `permissions.owns_part`."""
    seats, absent = Membership.objects.on(on), Substitution.objects.on(on).filter(substitute=user).values("person")
    colleague = Q(user__in=absent, organization=user.organization_id)
    held = seats.filter(pk=OuterRef("seat"))
    ours = seats.filter(
        Q(user=user) | colleague,
        group=OuterRef("follow_up__group"),
        organization=OuterRef("organization"),
        role__in=MemberRole.reporting(),
    )
    seen = FollowUp.objects.visible_to(user, on)
    himself = Q(Exists(held.filter(Q(user=user) | colleague)))
    return FollowUpPart.objects.filter(himself | (~Exists(held) & Q(Exists(ours))), follow_up__in=seen)
