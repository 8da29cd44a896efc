"""A small country in which every kind of due comes up for everybody whom it concerns, with names that never change."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest

from commitments.enums import MemberRole
from commitments.models import ActionPlan
from meetings.drafts import ConclusionRow
from meetings.models import FollowUpPart
from meetings.services.date_requests import ask
from meetings.services.sharing import recall_note
from ovp_portal.accounts.enums import LinkPurpose, OrganizationKind
from ovp_portal.accounts.models import AccessLink, Organization, User
from ovp_portal.circulation.services import take_position
from ovp_portal.notifications import sources
from ovp_portal.notifications.ladders import ladders
from ovp_portal.notifications.models import Mail, Notification
from ovp_portal.notifications.services.letters import Composed, compose
from ovp_portal.notifications.sources import Chase, Default, Source
from reports.enums import ReportStatus, SubmissionStatus
from reports.models import Submission
from tests.factories.commitments import (
    make_area,
    make_commitment,
    make_group,
    make_membership,
    make_milestone,
    make_plan,
)
from tests.factories.meetings import make_circulated_note, make_note, make_published_note, whole_draft
from tests.factories.notifications import look
from tests.factories.portal import make_national_coordinator, make_organization, make_user
from tests.factories.reports import bring_to, make_period, make_report, make_submission, move_report

SKOPJE = ZoneInfo("Europe/Skopje")
LANGUAGES = ("mk", "sq", "en", "sr-latn")


def at(day: int, hour: int = 9) -> datetime:
    """So many days after 30 September 2022."""
    return datetime.combine(date(2022, 9, 30) + timedelta(days=day), time(hour), SKOPJE).astimezone(UTC)


DAYS = {
    "submission": (1, 5, 10, 13, 20),
    "returned": (7, 10, 13, 20),
    "review": (7, 12, 13, 15),
    "report_draft": (11, 12, 13, 15),
    "report_circulate": (12, 13, 15),
    "position": (13, 14),
    "report_approve": (15, 16, 18),
    "publication": (16,),
    "task": (11, 12, 17, 18, 20, 27),
    "task_date": (15, 18, 19, 21),
    "note_position": (7, 9),
    "note_ending": (10, 12, 13, 15),
    "note_recalled": (8,),
    "milestone": (1, 17),
    "invitation": (4, 8),
    "silence": (1, 188),
    "unreachable": (11,),
}
"""On which days a kind of due is looked at, each in its own story."""


def story_of(kind: str) -> None:
    """Everybody of one group, and the state that brings the kind up."""
    submission = _quarter()
    group = submission.group
    if kind == "returned":
        bring_to(submission, SubmissionStatus.RETURNED)
    elif kind == "review":
        bring_to(submission, SubmissionStatus.SUBMITTED)
    elif kind in ("report_circulate", "position", "report_approve", "publication"):
        state = {"report_circulate": ReportStatus.DRAFT, "publication": ReportStatus.PUBLISHED}
        report = make_report(bring_to(submission, SubmissionStatus.ACCEPTED))
        move_report(report, state.get(kind, ReportStatus.CIRCULATED))
    elif kind == "report_draft":
        bring_to(submission, SubmissionStatus.ACCEPTED)
    elif kind in ("task", "task_date"):
        task = ConclusionRow(
            text="Да се достават податоците од обуките.", kind="task", due_on=date(2022, 10, 17), owner="everyone"
        )
        note = make_note(group=group, by=group.memberships.get(role=MemberRole.COORDINATOR).user)
        make_published_note(group=group, by=note.created_by, draft=whole_draft(note, conclusions=(task,)))
        if kind == "task_date":
            part = FollowUpPart.objects.get(organization=submission.organization)
            member = group.memberships.filter(organization=submission.organization).first().user
            ask(
                part=part, wanted_on=date(2022, 11, 7), reason="Годишни одмори.", by=member, at=at(14), on=at(14).date()
            )
    elif kind in ("note_position", "note_ending"):
        make_circulated_note(group=group, by=group.memberships.get(role=MemberRole.COORDINATOR).user)
    elif kind == "note_recalled":
        note = make_circulated_note(group=group, by=group.memberships.get(role=MemberRole.COORDINATOR).user)
        for position in note.circulation.positions.select_related("user"):
            take_position(position=position, answer="agree", text="", by=position.user, at=at(7), on=at(7).date())
        recall_note(note=note, reason="Бројот на обуките е погрешен.", by=note.created_by, at=at(8, 8))
    elif kind == "unreachable":
        Organization.objects.filter(pk=submission.organization_id).update(head_email="")
    elif kind == "invitation":
        invited = _person("Нов член", group.memberships.first().organization)
        AccessLink.objects.create(
            purpose=LinkPurpose.INVITATION, user=invited, token_hash="x" * 64, created_at=at(1), expires_at=at(3)
        )


def _quarter() -> Submission:
    plan = make_plan(
        title="Национален акциски план 2021–2023",
        reporting_from_on=date(2022, 4, 6),
        slug="nap-letters",
        languages=list(LANGUAGES),
    )
    group = make_group(plan=plan, name="Работна група 3.6", slug="grupa-letters")
    area = make_area(plan=plan, number=3)
    commitment = make_commitment(
        plan=plan, area=area, group=group, number=6, slug="z36", title="Заштита на укажувачите"
    )
    ministry = _organization("Министерство за правда", OrganizationKind.MINISTRY)
    cso = _organization("Здружение за транспарентност", OrganizationKind.CSO)
    make_milestone(
        commitment=commitment,
        responsible=[ministry],
        title="Одржани обуки за укажувачи",
        due_on=date(2022, 10, 31),
    )
    period = make_period(plan=plan)
    submission = make_submission(milestones=0, period=period, commitment=commitment, organization=ministry)
    for name, organization, role in (
        ("Советник во министерството", ministry, MemberRole.MEMBER),
        ("Друг советник во министерството", ministry, MemberRole.MEMBER),
        ("Координатор во здружението", cso, MemberRole.MEMBER),
        ("Координатор на групата", cso, MemberRole.COORDINATOR),
        ("Заменик-координатор", cso, MemberRole.DEPUTY),
    ):
        make_membership(group=group, user=_person(name, organization), role=role)
    make_national_coordinator(name="Национален координатор", organization=ministry, email="nacionalen@example.org")
    return submission


def _organization(name: str, kind: str) -> Organization:
    return make_organization(name=name, kind=kind, head_email="rakovoditel@example.org")


def _person(name: str, organization: Organization) -> User:
    return make_user(name=name, organization=organization)


@contextmanager
def only(kind: str) -> Iterator[None]:
    """A portal that knows one kind of due: each letter is about one thing. Its ladder names whomever it may name."""
    kind = "submission" if kind == "returned" else kind
    source = sources.source_of(kind)
    chases = tuple(chase._replace(steps=steps_for_all(source, chase)) for chase in source.chases)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "_sources", {kind: replace(source, chases=chases)})
        yield


def steps_for_all(source: Source, chase: Chase) -> tuple[Default, ...]:
    """The steps that the portal proposes; whom they leave out, and a ladder may name, is told with the last of them."""
    named = {audience for step in chase.steps for audience in step.audiences}
    others = tuple(sorted(audiences_of(source) - named))
    *before, last = chase.steps or (Default(None, ()),)
    return (*before, last._replace(audiences=(*last.audiences, *others)))


def audiences_of(source: Source) -> set[str]:
    """Everybody who may be written to about a kind of due."""
    return {str(branch.audience) for branch in source.branches(at(7))}


def letters_of(kind: str) -> dict[str, dict[str, Composed]]:
    """The first letter to each audience at each stage of a thing, by "audience-stage" and language."""
    found: dict[str, dict[str, Composed]] = {}
    with only(kind):
        for day in DAYS[kind]:
            for person in _told_on(at(day), found):
                found[person.name] = dict(_in_all_languages(person.who, person.told, at(day)))
    return found


class _Reader:
    def __init__(self, name: str, who: int, told: dict):
        self.name, self.who, self.told = name, who, told


def _told_on(moment: datetime, known: dict) -> list[_Reader]:
    before = set(Mail.objects.values_list("pk", flat=True))
    readers: dict[str, _Reader] = {}
    look(at=moment)
    mails = Mail.objects.exclude(pk__in=before).order_by("recipient", "head_of")
    told = [sorted(mail.notifications.filter(is_covered=False), key=_place) for mail in mails]
    firsts, others = [rows[:1] for rows in told], [rows[1:] for rows in told]
    for row in chain(*firsts, *others):
        name = f"{row.audience}-{_stage(row.step)}"
        if name not in known:
            readers.setdefault(name, _Reader(name, row.who, {(row.kind, row.thing): row.step}))
    return list(readers.values())


def _place(row: Notification) -> int:
    """By number and not by name, so that it is the same in each database."""
    return int(row.thing.split(":")[1])


def _stage(step: str) -> str:
    day = step.rpartition(":")[2]
    if day == "opens":
        return "opens"
    return {"-": "before", "+": "after"}[day[0]] if int(day) else "today"


def _in_all_languages(who: int, told: dict, moment: datetime) -> Iterator[tuple[str, Composed]]:
    known = ladders(moment)
    for language in LANGUAGES:
        User.objects.filter(pk=who).update(language=language)
        if who < 0:  # an organization's head has no account: he is written to in the plan's language
            ActionPlan.objects.update(required_language=language)
        yield language, compose({who: told}, known, moment, mails={who: 1})[who]
    User.objects.filter(pk=who).update(language="mk")
    ActionPlan.objects.update(required_language="mk")
