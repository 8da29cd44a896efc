"""The demonstration's organizations and people. People are named by function, at example.org."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from commitments.demo.facts import PASSWORD, facts, values
from commitments.services import records
from ovp_portal.accounts.models import Organization, RoleGrant, User
from ovp_portal.audit.services import record


def load_people(*, at: datetime) -> None:
    """Bring in organizations and accounts that are not there yet."""
    there = {one.slug: one for one in Organization.objects.all()}
    for fact in facts("organizations"):
        if fact["slug"] not in there:
            there[fact["slug"]] = _load_organization(fact, there, at)
    password = make_password(PASSWORD)
    accounts = set(User.objects.values_list("email", flat=True))
    for fact in facts("people"):
        if fact["email"] not in accounts:
            _load_person(fact, there, password, at)


def _load_organization(fact: dict, there: dict[str, Organization], at: datetime) -> Organization:
    organization = Organization(
        parent=there.get(fact.get("parent", "")), **values(Organization, fact, "slug", "kind", "name", "short_name")
    )
    records.save(organization)
    record(actor=None, action="organization.added", target=organization, at=at)
    return organization


def _load_person(fact: dict, there: dict[str, Organization], password: str, at: datetime) -> None:
    """All have one password, known to everybody: it is hashed once, because a hash is slow on purpose."""
    organization = there.get(fact.get("organization", ""))
    user = User(email=fact["email"], password=password, name=fact["name"], organization=organization)
    records.save(user)
    record(actor=None, action="person.added", target=user, at=at)
    if role := fact.get("role"):
        RoleGrant.objects.create(user=user, role=role, granted_at=at)
        record(actor=None, action="role.granted", target=user, at=at, role=role)
