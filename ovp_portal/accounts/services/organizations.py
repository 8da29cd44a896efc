from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import FormerName, Organization
from ovp_portal.audit.services import record
from ovp_portal.lib.text import slug


@transaction.atomic
def save_organization(
    *, organization: Organization | None, values: Mapping[str, Any], by: Any, at: datetime, on: date
) -> Organization:
    """Add an organization or change one. A new name keeps the old one among the former names.

    `values` are fields and their translations (`name_en`).
    """
    # One change at a time, so that two of them cannot put two organizations inside each other.
    list(Organization.objects.select_for_update().order_by("pk").values_list("pk", flat=True))
    is_new = organization is None
    kept = Organization() if is_new else Organization.objects.get(pk=organization.pk)
    old_name = kept.name
    changes = {
        name: {"before": _said(getattr(kept, name)), "after": _said(value)}
        for name, value in values.items()
        if _said(getattr(kept, name)) != _said(value)
    }
    for name, value in values.items():
        setattr(kept, name, value)
    if is_new:
        kept.slug = _free_slug(kept)
    _refuse_circle(kept)
    _save(kept)
    if not is_new and old_name != kept.name:
        # A name corrected twice in a day was never used: the one of the morning is kept.
        FormerName.objects.get_or_create(organization=kept, until_on=on, defaults={"name": old_name})
    if changes:
        action = "organization.added" if is_new else "organization.changed"
        record(actor=by, action=action, target=kept, at=at, changes=changes)
    return kept


def _said(value: Any) -> Any:
    return value if isinstance(value, bool) else str(value or "")


def _free_slug(organization: Organization) -> str:
    """An address from the short name, or the name; numbered where it is taken."""
    wanted = slug(organization.short_name or organization.name, max_length=50, fallback="organization")
    taken = set(Organization.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _refuse_circle(organization: Organization) -> None:
    above, seen = organization.parent, set()
    while above is not None and above.pk not in seen:
        if above.pk == organization.pk:
            raise ValidationError({"parent": _("An organization cannot be part of itself or of its own unit.")})
        seen.add(above.pk)
        above = above.parent


def _save(organization: Organization) -> None:
    organization.full_clean()
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError:
        organization.full_clean()  # says in words what somebody else was quicker with
        raise
