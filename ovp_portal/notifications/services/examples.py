"""The mails of a ladder as their readers would get them, with a due of the moment or a made-up one."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from ovp_portal.accounts.models import User
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import emails, ladders, sources
from ovp_portal.notifications.emails import Letter
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.models import Mail
from ovp_portal.notifications.services.letters import DIGEST, context_of
from ovp_portal.notifications.services.mails import write_letter
from ovp_portal.notifications.sources import Due, Line, Matter, Place, Told
from ovp_portal.notifications.steps import Rung
from ovp_portal.notifications.waiting import Waiting


class Example(NamedTuple):
    key: str
    day: int | None
    audience: str
    letter: Letter

    @property
    def audience_name(self) -> str:
        return Audience(self.audience).label


def letters(*, place: Place, kind: str, language: str, reader: User, at: datetime) -> list[Example]:
    """One letter a step and audience, with a made-up thing that is due on the right day. Nobody's data are shown."""
    version = ladders.current_versions().get(place.key)
    ladder = ladders.ladder_of(place, version, kind, at)
    seen: set[int | None] = {step.day for step in ladders.steps_of(version, kind)}
    return [
        Example(f"{rung.day}:{audience}", rung.day, audience, _letter(ladder, rung, audience, language, reader, at))
        for rung in ladder.rungs
        if rung.day in seen
        for audience in Audience.values
        if audience in rung.audiences
    ]


@transaction.atomic
def send(*, example: Example, to: User, at: datetime) -> Mail:
    """A test message to oneself; it stands in no ledger."""
    subject = _("Test: %(subject)s") % {"subject": example.letter.subject}
    return write_letter(recipient=to, letter=example.letter._replace(subject=subject), template="test", at=at)


def _letter(ladder, rung: Rung, audience: str, language: str, reader: User, at: datetime) -> Letter:
    source = next(one for one in sources.registered() if ladder.kind in {chase.kind for chase in one.chases})
    today = local_date(at, ladder.clock.time_zone)
    due_on = today - timedelta(days=rung.day) if rung.day is not None else today + timedelta(days=9)
    due = Due(reader.pk, source.kind, "example:1", audience, at, due_on, 1, False, ladder)
    with translation.override(language):
        words = Waiting(title=_("Example: %(kind)s") % {"kind": source.label}, due_on=due_on, url="/")
        matter = Matter(None, _("Example group"), "", _("Example organization"))
        line = Line(due, matter, Told(rung.day), today, words, [], ladder.text_of(rung.day, language))
        addressee = emails.addressee(reader, None)._replace(language=language)
        context = context_of(addressee, [line], at, is_example=True)
    return emails.render(template=DIGEST, language=language, context=context | {"reply_to": []})
