"""The demonstration's organizations and people. People are named by function, at example.org."""

from datetime import datetime

from commitments.demo.facts import PASSWORD, facts, values
from ovp_portal.accounts.models import Organization, RoleGrant, User
from ovp_portal.audit.services import record


def load_people(*, at: datetime) -> None:
    """Bring in organizations and accounts that are not there yet."""
    there = {one.slug: one for one in Organization.objects.all()}
    for fact in facts("organizations"):
        if fact["slug"] not in there:
            there[fact["slug"]] = _load_organization(fact, there, at)
    accounts = set(User.objects.values_list("email", flat=True))
    for fact in facts("people"):
        if fact["email"] not in accounts:
            _load_person(fact, there, at)


def _load_organization(fact: dict, there: dict[str, Organization], at: datetime) -> Organization:
    organization = Organization(
        parent=there.get(fact.get("parent", "")), **values(Organization, fact, "slug", "kind", "name", "short_name")
    )
    organization.full_clean()
    organization.save()
    record(actor=None, action="organization.added", target=organization, at=at)
    return organization


def _load_person(fact: dict, there: dict[str, Organization], at: datetime) -> None:
    user = User.objects.create_user(
        fact["email"], PASSWORD, name=fact["name"], organization=there.get(fact.get("organization", ""))
    )
    record(actor=None, action="person.added", target=user, at=at)
    if role := fact.get("role"):
        RoleGrant.objects.create(user=user, role=role, granted_at=at)
        record(actor=None, action="role.granted", target=user, at=at, role=role)
