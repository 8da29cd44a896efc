"""Records of the ground floor, each saved whole; a test names only what it is about."""

from datetime import UTC, datetime

from ovp_portal.accounts.enums import OrganizationKind
from ovp_portal.accounts.models import Organization, RoleGrant, User
from ovp_portal.accounts.roles import Role
from tests.factories.numbers import Numbers

_number = Numbers()


def make_organization(**given) -> Organization:
    number = next(_number)
    fields = {"kind": OrganizationKind.MINISTRY, "slug": f"organization-{number}", "name": f"Ministry {number}"}
    return Organization.objects.create(**fields | given)


def make_user(**given) -> User:
    number = next(_number)
    fields = {"email": f"person-{number}@example.org", "name": f"Member {number}"}
    if "organization" not in given:
        fields["organization"] = make_organization()
    return User.objects.create_user(**fields | given)


def make_role(user: User, role: str) -> RoleGrant:
    user.__dict__.pop("roles", None)
    return RoleGrant.objects.create(user=user, role=role, granted_at=datetime(2022, 1, 1, tzinfo=UTC))


def make_national_coordinator(**given) -> User:
    user = make_user(**given)
    make_role(user, Role.NATIONAL_COORDINATOR)
    return user
