"""A reminder that somebody sends once more, by hand: a new mail under the ledger's rules."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import ladders, ledger, sources, sweep
from ovp_portal.notifications.enums import Audience, MailStatus
from ovp_portal.notifications.ledger import Span, Step
from ovp_portal.notifications.models import Mail, Notification, Unsubscription
from ovp_portal.notifications.services.letters import DIGEST
from ovp_portal.notifications.sources import Due
from ovp_portal.notifications.steps import AGAIN, again_key


@transaction.atomic
def send_again(*, kind: str, thing: str, who: int, by: User, at: datetime) -> Mail:
    """Queue a message about one thing to one addressee, who owes it still; at most one a day, whoever clicks.

    The mail says all that he owes, as every reminder does, and its text is written when it goes out.
    """
    due = _due(kind, thing, who, at)
    if due is None or not ledger.has_address(who):
        raise ValidationError(_("This is done, or somebody else's by now: nothing was sent."), code="over")
    if Unsubscription.objects.filter(user=who, kind=kind).exists():
        raise ValidationError(_("This person ended messages of this kind: nothing was sent."), code="unwanted")
    told = Notification.objects.filter(who=who, kind=kind, thing=thing, is_covered=False)
    if told.filter(mail__status__in=[MailStatus.QUEUED, MailStatus.SENDING]).exists():
        raise ValidationError(_("A message about it is on its way already."), code="waits")
    today = local_date(at, due.ladder.clock.time_zone)
    step = Step(who, thing, due.round, due.due_on, Span(kind, due.audience, ((today - due.due_on).days,)))
    ledger.wait_for_others()
    if not ledger.write([step], template=DIGEST, at=at, mark=AGAIN).rows:
        raise ValidationError(_("It was sent again today already. Once a day is enough."), code="again")
    key = again_key(round=due.round, due_on=due.due_on, today=today)
    mail = Mail.objects.get(notifications=Notification.objects.get(who=who, kind=kind, thing=thing, step=key))
    record(actor=by, action="reminder.sent_again", target=mail, at=at, kind=kind, thing=thing, who=who)
    return mail


def _due(kind: str, thing: str, who: int, at: datetime) -> Due | None:
    """What he is written to about, as what he owes himself rather than what others do."""
    source = sources.source_of(kind)
    dues = sweep.dues_of([source], ladders.ladders(at), [who], at)
    mine = [due for due in dues if due.thing == thing and due.due_on and not source.is_news]
    return min(mine, key=lambda due: Audience.values.index(due.audience), default=None)
