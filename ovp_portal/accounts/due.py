"""An invitation that nobody accepted: the national coordinator sends it again, or asks on another way."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import BooleanField, CharField, DateField, ExpressionWrapper, F, IntegerField, Max, Q, Value
from django.db.models.functions import Concat, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ovp_portal.accounts.enums import LinkPurpose
from ovp_portal.accounts.models import User
from ovp_portal.notifications import sources
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.ladders import portal_place
from ovp_portal.notifications.services.headlines import plain_headline
from ovp_portal.notifications.sources import PORTAL, Branch, Chase, Default, Due, Matter, Source
from ovp_portal.notifications.waiting import Waiting

KIND = "invitation"
PATIENCE = timedelta(days=2)
"""How long an invitation may lie before it is somebody's task; as long as its link works."""
TERM = timedelta(days=7)


def branches(at: datetime) -> Iterable[Branch]:
    """The people who were invited and never came, each by the last invitation."""
    last = Max("links__created_at", filter=Q(links__purpose=LinkPurpose.INVITATION))
    rows = (
        User.objects.filter(is_active=True, last_login__isnull=True)
        .annotate(invited_at=last)
        .filter(invited_at__isnull=False)
        .annotate(
            thing=Concat(Value(f"{KIND}:"), F("pk"), output_field=CharField()),
            ladder=Value(PORTAL),
            chase=Value(KIND),
            since_at=F("invited_at") + Value(PATIENCE),
            deadline_on=ExpressionWrapper(TruncDate("invited_at") + Value(TERM), output_field=DateField()),
            round=Value(1, output_field=IntegerField()),
            is_prompt=Value(False, output_field=BooleanField()),
        )
    )
    yield Branch(Audience.NATIONAL, rows)


def load(things: Collection[str], at: datetime) -> Mapping[str, Matter]:
    people = User.objects.filter(pk__in=[thing.rpartition(":")[2] for thing in things]).select_related("organization")
    return {f"{KIND}:{person.pk}": Matter(person) for person in people}


def words(due: Due, matter: Matter, on: date) -> Waiting:
    person = matter.record
    return Waiting(
        title=_("Invitation not accepted: %(person)s") % {"person": person},
        due_on=due.due_on,
        url=person.get_absolute_url(),
        sub=str(person.organization or person.email),
        action=_("Invite again"),
        action_end=str(person),
        is_late=due.due_on < on,
    )


LABEL = gettext_lazy("Invitations not accepted")
INVITATIONS = Source(
    kind=KIND,
    label=LABEL,
    branches=branches,
    load=load,
    words=words,
    headline=plain_headline,
    chases=(Chase(KIND, LABEL, (Default(None, (Audience.NATIONAL,)), Default(0, (Audience.NATIONAL,), 7, 4))),),
    listed_for=frozenset({Audience.NATIONAL}),
)


def register() -> None:
    sources.register_places(portal_place)
    sources.register(INVITATIONS)
