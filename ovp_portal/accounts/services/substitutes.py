"""Who stands in for whom, and on which days."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ovp_portal.accounts.models import Substitution, User
from ovp_portal.audit.services import record


@transaction.atomic
def name_substitute(
    *, person: User, substitute: User, starts_on: date, ends_on: date, on: date, at: datetime
) -> Substitution:
    """Let a colleague of one's own organization stand in for some days; the reminders follow on the first of them."""
    people = User.objects.select_for_update(of=("self",)).in_bulk({person.pk, substitute.pk})
    person, substitute = people[person.pk], people[substitute.pk]
    if not substitute.is_active or person.organization_id is None:
        raise ValidationError({"substitute": _("Choose a colleague with an open account.")})
    if substitute.organization_id != person.organization_id:
        raise ValidationError({"substitute": _("Choose a colleague of your own organization.")})
    if ends_on < starts_on:
        raise ValidationError({"ends_on": _("The last day comes before the first.")})
    if ends_on < on:
        raise ValidationError({"ends_on": _("This day is over. Choose today or a later day.")})
    named = Substitution(person=person, substitute=substitute, starts_on=starts_on, ends_on=ends_on, named_at=at)
    named.full_clean()
    try:
        with transaction.atomic():
            named.save()
    except IntegrityError:
        named.full_clean()  # says in words what another window was quicker with
        raise
    record(
        actor=person,
        action="person.named_substitute",
        target=person,
        at=at,
        substitute=str(substitute),
        starts_on=str(starts_on),
        ends_on=str(ends_on),
    )
    return named


@transaction.atomic
def end_substitution(*, substitution: Substitution, by: User, on: date, at: datetime) -> None:
    """He is back: what he owes is his again from this day on. Ended twice, it ends once."""
    held = Substitution.objects.select_for_update(of=("self",)).select_related("person", "substitute")
    held = held.filter(pk=substitution.pk, ends_on__gte=on).first()
    if held is None:
        return
    if held.starts_on >= on:
        held.delete()
    else:
        held.ends_on = on - timedelta(days=1)
        held.save(update_fields=["ends_on"])
    record(actor=by, action="person.ended_substitution", target=held.person, at=at, substitute=str(held.substitute))
