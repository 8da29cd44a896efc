from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError

from commitments.demo.facts import PASSWORD, facts
from ovp_portal.accounts.models import User


class Command(BaseCommand):
    help = "Say how to sign in to the demonstration, role by role."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("There are demonstration accounts only where PORTAL_DEMO=1.")
        there = set(User.objects.filter(is_active=True).values_list("email", flat=True))
        people = [person for person in facts("people") if person["email"] in there]
        if not people:
            raise CommandError("The demonstration is not loaded yet: run load_demo first.")
        width = max(len(person["email"]) for person in people)
        self.stdout.write(f"Everybody's password is {PASSWORD}")
        for person in people:
            self.stdout.write(f"  {person['email']:<{width}}  {person['does']}")
