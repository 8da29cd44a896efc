"""One small world for the walk through all routes: a commitment in an open quarter, and everybody who may come by."""

from http.cookies import SimpleCookie
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from meetings.models import MeetingNote
from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.notifications.services import write_mail
from ovp_portal.notifications.services.ladders import save_steps
from tests.factories.commitments import make_indicator, make_membership
from tests.factories.follow_ups import make_task
from tests.factories.meetings import make_circulated_note, make_note
from tests.factories.portal import make_organization, make_role, make_user
from tests.factories.reports import NOW, make_quarter, make_report, move_report

ROLES = ("stranger", "other", "member", "coordinator", "national", "council", "assessor")
"""Who walks, in the order of the table's columns; `other` sits in another group."""


class World:
    """Records by the names that the table's addresses use."""

    def __init__(self) -> None:
        self.submission = make_quarter()
        self.commitment = self.submission.commitment
        self.plan, self.group, self.area = self.commitment.plan, self.commitment.group, self.commitment.area
        self.period = self.submission.period
        self.milestone = self.commitment.milestones.first()
        self.indicator = make_indicator(milestone=self.milestone)
        seats = {seat.role: seat for seat in self.group.memberships.select_related("user")}
        self.seat = seats["member"]
        self.organization = self.submission.organization
        self.person = make_user()
        self.users: dict[str, User | AnonymousUser] = {
            "stranger": AnonymousUser(),
            "other": make_membership(organization=make_organization()).user,
            "member": seats["member"].user,
            "coordinator": seats["coordinator"].user,
            **{
                name: self._with_role(role)
                for name, role in [
                    ("national", Role.NATIONAL_COORDINATOR),
                    ("council", Role.COUNCIL),
                    ("assessor", Role.ASSESSOR),
                ]
            },
        }
        self.note: MeetingNote = make_note(group=self.group, by=self.users["coordinator"])
        self.task = make_task(group=self.group, by=self.users["coordinator"], owner=f"member-{self.seat.pk}")
        self.task_part = self.task.parts.get()
        self.report = move_report(make_report(self.submission), "circulated")
        self.position = self.report.circulation.positions.get(user=self.users["member"])
        self.sent_note = make_circulated_note(group=self.group, by=self.users["coordinator"])
        self.note_position = self.sent_note.circulation.positions.get(user=self.users["member"])
        self.mail = write_mail(
            recipient=self.person,
            template="sign_in_link",
            context={"url": settings.PORTAL_URL, "minutes": 15},
            at=NOW,
        )

        save_steps(
            ladder=self.plan.slug,
            kind="submission",
            steps=[{"day": None, "audiences": ["owner"]}],
            is_in_working_days=False,
            seen=0,
            by=self.users["national"],
            at=NOW,
        )
        self.cookies = {role: self._signed_in(role) for role in ROLES}

    def _signed_in(self, role: str) -> SimpleCookie:
        """The cookies of a session of its own: each visit begins with them, and what became of it is undone."""
        client = Client()
        if role != "stranger":
            client.force_login(self.users[role])
        return client.cookies

    @staticmethod
    def _with_role(role: Role) -> User:
        user = make_user()
        make_role(user, role)
        return User.objects.get(pk=user.pk)

    def find(self, path: str) -> Any:
        """`commitment.slug` in this world; what begins with `=` is said as it is."""
        if path.startswith("="):
            return path[1:]
        found: Any = self
        for name in path.split("."):
            found = getattr(found, name)
        return found
