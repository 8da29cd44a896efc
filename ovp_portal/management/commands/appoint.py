"""How a real portal gets its first national coordinator, who then invites everybody else."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import translation

from ovp_portal import clock
from ovp_portal.accounts.models import User
from ovp_portal.accounts.roles import Role
from ovp_portal.accounts.services.people import grant, invite


class Command(BaseCommand):
    help = "Make the owner of an e-mail address national coordinator; who has no account yet is invited by mail."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", default="", help="a name or a function; “national coordinator” without it")
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _ in settings.LANGUAGES]
        )

    def handle(self, *args: Any, email: str, name: str, language: str, **options: Any) -> None:
        try:
            is_new = self._appoint(email, name, language)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None
        self.stdout.write(f"{email} is national coordinator.")
        if is_new:
            self.stdout.write("An invitation was written; it goes out by mail with the next round of the clockwork.")

    @transaction.atomic
    def _appoint(self, email: str, name: str, language: str) -> bool:
        """Whether an account was opened for it."""
        at = clock.now()
        user = User.objects.filter(email__iexact=email.strip()).first()
        is_new = user is None
        if user is None:
            with translation.override(language):
                called = name or str(Role.NATIONAL_COORDINATOR.label)
            user = invite(email=email, name=called, organization=None, language=language, by=None, at=at)
        grant(user=user, role=Role.NATIONAL_COORDINATOR, by=None, at=at)
        return is_new
