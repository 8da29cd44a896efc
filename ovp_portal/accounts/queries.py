from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import AccessLink, Organization, Substitution, User
from ovp_portal.accounts.permissions import can_manage_people
from ovp_portal.lib.text import fold


def people_visible_to(user: User) -> QuerySet[User]:
    """The national coordinator sees everybody; everybody sees himself."""
    return User.objects.all() if can_manage_people(user) else User.objects.filter(pk=user.pk)


def colleagues_of(person: User) -> QuerySet[User]:
    """Those who may stand in for a person: open accounts of his own organization."""
    if person.organization_id is None:
        return User.objects.none()
    same = User.objects.filter(is_active=True, organization=person.organization_id)
    return same.exclude(pk=person.pk).order_by("name", "pk")


def substitutions_of(person: User, on: date) -> QuerySet[Substitution]:
    """Who stands in for him now or later."""
    return person.substitutions.filter(ends_on__gte=on).select_related("substitute")


def substitutions_by(person: User, on: date) -> QuerySet[Substitution]:
    """For whom he stands in now or later."""
    rows = Substitution.objects.filter(substitute=person, ends_on__gte=on)
    return rows.filter(person__organization=person.organization_id).select_related("person")


def absent_colleagues(people: Collection[int], on: date) -> dict[int, list[str]]:
    """For whom each of some people stands in on a day, by name. One query."""
    rows = Substitution.objects.on(on).filter(substitute__in=people).order_by("pk")
    found: dict[int, list[str]] = {}
    for substitute, name in rows.values_list("substitute", "person__name"):
        found.setdefault(substitute, []).append(name)
    return found


def with_invitation(people: QuerySet[User], *, real_now: Any) -> QuerySet[User]:
    """Add `invited_at` and `is_invitation_open`; links run on real time."""
    invitations = AccessLink.objects.filter(user=OuterRef("pk"), purpose=LinkPurpose.INVITATION)
    return people.annotate(
        invited_at=Subquery(invitations.order_by("-created_at").values("created_at")[:1]),
        is_invitation_open=Exists(invitations.filter(used_at__isnull=True, expires_at__gt=real_now)),
    )


def found(people: QuerySet[User], words: str) -> list[User]:
    """People whose name, e-mail or organization has every word, in any script and spelling.

    Folded in Python: a country's portal has hundreds of accounts, and their names are no column to be kept folded.
    """
    wanted = fold(words).split()
    return [person for person in people if all(word in _folded(person) for word in wanted)]


def _folded(person: User) -> str:
    organization = person.organization.search_text if person.organization else ""
    return f"{fold(person.name)} {fold(person.email)} {organization}"


def in_order(people: QuerySet[User]) -> QuerySet[User]:
    """By organization, then by name."""
    return people.select_related("organization").order_by(
        F("organization__sort_key").asc(nulls_last=True), "name", "pk"
    )


def never_came(people: QuerySet[User]) -> QuerySet[User]:
    """Active accounts that were never used."""
    return people.filter(last_login__isnull=True, is_active=True)


def organizations_found(words: str) -> QuerySet[Organization]:
    """Organizations whose names, in any language, have every word."""
    wanted = Q()
    for word in fold(words).split():
        wanted &= Q(search_text__contains=word)
    return Organization.objects.filter(wanted).select_related("parent").in_order()


def former_names(organization: Organization) -> list[tuple[str, date]]:
    """Names until a day, the newest first."""
    return list(organization.former_names.order_by("-until_on").values_list("name", "until_on"))
