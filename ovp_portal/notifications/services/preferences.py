"""What somebody wants to get. Only what is no duty can be refused."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.notifications import sources
from ovp_portal.notifications.models import Unsubscription


def optional_kinds() -> list[sources.Source]:
    return [source for source in sources.registered() if source.is_optional]


def duties() -> list[sources.Source]:
    return [source for source in sources.registered() if not source.is_optional and any(c.steps for c in source.chases)]


@transaction.atomic
def choose(*, user: User, wanted: Collection[str], by: User | None, at: datetime) -> None:
    """Keep which optional mails a person gets; what he leaves out he gets no more."""
    kinds = {source.kind for source in optional_kinds()}
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    before = set(user.unsubscriptions.values_list("kind", flat=True))
    refused = kinds - set(wanted)
    if refused == before:
        return
    user.unsubscriptions.exclude(kind__in=refused).delete()
    Unsubscription.objects.bulk_create(
        [Unsubscription(user=user, kind=kind, since_at=at) for kind in sorted(refused - before)]
    )
    record(actor=by, action="person.reminders_chosen", target=user, at=at, without=sorted(refused))


def unsubscribe(*, user: User, kinds: Collection[str], at: datetime) -> None:
    """End mails of some kinds, as a mail program asks with one click."""
    refused = set(user.unsubscriptions.values_list("kind", flat=True)) | set(kinds)
    choose(user=user, wanted={source.kind for source in optional_kinds()} - refused, by=user, at=at)
