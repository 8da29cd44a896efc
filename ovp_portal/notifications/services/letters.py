"""The text of one person's mail: all that waits for him at this moment, and what is told now.

A text is written after its row was queued, and once more when it waited: what was handed in,
returned, extended, handed over or cancelled in between is not told any more.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_noop

from ovp_portal.accounts.queries import absent_colleagues
from ovp_portal.lib.dates import local_date
from ovp_portal.notifications import emails, ladders, links, sources, sweep
from ovp_portal.notifications.emails import Addressee, Letter
from ovp_portal.notifications.enums import Audience, MailStatus
from ovp_portal.notifications.models import Mail, Notification, Unsubscription
from ovp_portal.notifications.services.headlines import because, headline_of_passed_on, headlines
from ovp_portal.notifications.services.pauses import put_back
from ovp_portal.notifications.sources import Due, Line, Matter, Sent, Told
from ovp_portal.notifications.steps import step_of, still_holds
from ovp_portal.notifications.sweep import Ladders

log = logging.getLogger("portal.clockwork")

DIGEST = "digest"
MAILS_AT_ONCE = 200
OVER = gettext_noop("Everything that it would have told is done, moved or somebody else's by now.")

Thing = tuple[str, str]
Steps = Mapping[int, Mapping[Thing, str]]
"""For each addressee the things that are told, by kind and name, each with its step's key."""


class Section(NamedTuple):
    """The lines of one kind in a mail, and the templates that lay them out."""

    template: str
    lines: list[Line]

    @property
    def text_template(self) -> str:
        return f"emails/dues/{self.template}.txt"

    @property
    def html_template(self) -> str:
        return f"emails/dues/{self.template}.html"


class Composed(NamedTuple):
    """What one addressee would read. Without a letter nothing is left to tell; `fault` says why it was not written."""

    addressee: Addressee | None
    lines: list[Line]
    letter: Letter | None
    reply_to: list[str]
    optional_kinds: list[str]
    over: set[Thing]
    fault: str = ""


def write_texts(*, at: datetime, real_now: Callable[[], datetime] = timezone.now) -> int:
    """Write what has no text yet, check what waited, and void what is over. Answers how many have a text now."""
    known: Ladders = {}
    count = 0
    while True:
        with transaction.atomic():
            mails = Mail.objects.filter(template=DIGEST).to_write(real_now()).select_for_update(skip_locked=True)
            batch = list(mails.order_by("pk")[:MAILS_AT_ONCE])
            if not batch:
                return count
            known = known or ladders.ladders(at)
            count += _write(batch, known, at, real_now())


def _write(mails: Sequence[Mail], known: Ladders, at: datetime, now: datetime) -> int:
    told = _told_by(mails)
    numbers = {mail.recipient_id or -mail.head_of_id: mail.pk for mail in mails}
    composed = compose({who: told[pk] for who, pk in numbers.items()}, known, at, mails=numbers)
    count = 0
    for mail in mails:
        mine = composed[mail.recipient_id or -mail.head_of_id]
        if mine.fault:
            put_back(mail, now, mine.fault)
        elif mine.letter is None:
            mail.status, mail.last_error, mail.lease_until, mail.checked_at = MailStatus.VOID, OVER, None, now
        else:
            mail.subject, mail.text, mail.html = mine.letter.subject[:300], mine.letter.text, mine.letter.html
            mail.address, mail.language = mine.addressee.address, mine.addressee.language
            mail.reply_to, mail.optional_kinds, mail.checked_at = mine.reply_to, mine.optional_kinds, now
            count += 1
        if mine.over and not mine.fault:
            # What was not told is not in the ledger: should it come back, it is told then.
            for kind, thing in mine.over:
                Notification.objects.filter(mail=mail, kind=kind, thing=thing).delete()
    fields = ["subject", "text", "html", "address", "language", "reply_to", "optional_kinds", "checked_at"]
    Mail.objects.bulk_update(mails, [*fields, "status", "last_error", "lease_until", "tries", "next_try_at"])
    return count


def _told_by(mails: Sequence[Mail]) -> dict[int, dict[Thing, str]]:
    """The steps that each mail tells, from the ledger; of two that came one after the other the later one."""
    told: dict[int, dict[Thing, str]] = {mail.pk: {} for mail in mails}
    rows = Notification.objects.filter(mail__in=mails, is_covered=False).order_by("pk")
    for mail, kind, thing, step in rows.values_list("mail_id", "kind", "thing", "step"):
        told[mail][kind, thing] = step
    return told


def compose(
    told: Steps, known: Ladders, at: datetime, *, mails: Mapping[int, int] | None = None
) -> dict[int, Composed]:
    """The letters of some addressees, in a number of queries that does not grow with them. Writes nothing.

    `mails` are the numbers of their messages, by which the links in them are known; without one they are plain.
    """
    dues, failed = _dues_of(told, known, at)
    unwanted = _unwanted(dues)
    kept = {who: _kept(dues.get(who, []), told[who], unwanted.get(who, ())) for who in told}
    addressees = _in_the_plans_language(emails.addressees(told), kept)
    matters, lost = _matters_of([due for mine in kept.values() for due in mine], at)
    history = _history_of({(due.kind, due.thing) for mine in kept.values() for due in mine}, at)
    absent = absent_colleagues(told, local_date(at, timezone.get_default_timezone()))
    return {
        who: _compose(
            addressees.get(who),
            kept[who],
            told[who],
            matters,
            history,
            failed | lost,
            at,
            (mails or {}).get(who),
            absent.get(who, ()),
        )
        for who in told
    }


def _dues_of(told: Collection[int], known: Ladders, at: datetime) -> tuple[dict[int, list[Due]], set[str]]:
    """All that waits for some addressees, oldest first, and the kinds that could not be asked for."""
    answers, failed = sweep.each(sources.registered(), lambda source: sweep.dues_of([source], known, told, at))
    found: dict[int, list[Due]] = defaultdict(list)
    for answer in answers.values():
        for due in answer:
            found[due.who].append(due)
    return found, failed


def _unwanted(dues: Mapping[int, Sequence[Due]]) -> dict[int, set[str]]:
    """The kinds that somebody wants no mails of: they stand in no other mail of his either."""
    people = [who for who, mine in dues.items() if any(sources.source_of(due.kind).is_optional for due in mine)]
    found: dict[int, set[str]] = defaultdict(set)
    if people:
        for who, kind in Unsubscription.objects.filter(user__in=people).values_list("user_id", "kind"):
            found[who].add(kind)
    return found


def _in_the_plans_language(
    addressees: Mapping[int, Addressee], dues: Mapping[int, Sequence[Due]]
) -> dict[int, Addressee]:
    """A head has no account that says his language: he is written to in the plan's own."""
    heads = {who: dues[who][0].ladder.key for who in addressees if who < 0 and dues.get(who)}
    if not heads:
        return dict(addressees)
    places = sources.places()
    spoken = {who: places[key].language for who, key in heads.items() if key in places and places[key].language}
    return {who: one._replace(language=spoken.get(who, one.language)) for who, one in addressees.items()}


def _kept(dues: Sequence[Due], told: Mapping[Thing, str], unwanted: Collection[str]) -> list[Due]:
    """What stands in the mail: what he owes himself, and of news and other people's dues what is told now."""
    strongest = list(Audience.values)
    by_thing: dict[Thing, Due] = {}
    for due in sorted(dues, key=lambda due: strongest.index(due.audience)):
        if due.kind in unwanted:
            continue
        by_thing.setdefault((due.kind, due.thing), due)
    kept = []
    for thing, due in by_thing.items():
        is_told = thing in told and still_holds(told[thing], round=due.round, due_on=due.due_on)
        source = sources.source_of(due.kind)
        if is_told or (_is_his(due) and not source.is_news):
            kept.append(due)
    return sorted(kept, key=lambda due: (due.due_on or date.max, due.since_at, _in_order(due.thing)))


def _in_order(thing: str) -> tuple[str, list[int]]:
    """Things by their numbers, the ninth before the tenth."""
    name, *numbers = thing.split(":")
    return name, [int(number) for number in numbers if number.isdecimal()]


def _is_his(due: Due) -> bool:
    """Whether it is for himself: he owes it, or it is news. What others owe is passed on with the history in it."""
    source = sources.source_of(due.kind)
    return source.is_news or due.audience in source.listed_for


def _matters_of(dues: Collection[Due], at: datetime) -> tuple[dict[Thing, Matter], set[str]]:
    things = {source.kind: {due.thing for due in dues if due.kind == source.kind} for source in sources.registered()}
    asked = [source for source in sources.registered() if things[source.kind]]
    answers, failed = sweep.each(asked, lambda source: source.load(things[source.kind], at))
    return {(kind, thing): matter for kind, found in answers.items() for thing, matter in found.items()}, failed


def _history_of(things: Collection[Thing], at: datetime) -> dict[Thing, list[Sent]]:
    """What was sent about each thing before, oldest first. One query."""
    if not things:
        return {}
    rows = Notification.objects.filter(
        kind__in={kind for kind, _thing in things},
        thing__in={thing for _kind, thing in things},
        is_covered=False,
        mail__status__in=[MailStatus.SENT, MailStatus.PARKED],
        queued_at__lt=at,
    )
    rows = rows.select_related("recipient", "head_of", "mail").defer("mail__text", "mail__html")
    rows = rows.order_by("queued_at", "pk")
    history: dict[Thing, list[Sent]] = defaultdict(list)
    for row in rows:
        to = str(row.recipient) if row.recipient_id else row.head_of  # its name is another one in each language
        on = local_date(row.queued_at, timezone.get_default_timezone())
        is_delivered = row.mail.status == MailStatus.SENT
        history[row.kind, row.thing].append(Sent(on, to, row.audience, step_of(row.step)[1], is_delivered))
    return history


def _compose(
    addressee: Addressee | None,
    dues: Sequence[Due],
    told: Mapping[Thing, str],
    matters: Mapping[Thing, Matter],
    history: Mapping[Thing, list[Sent]],
    failed: Collection[str],
    at: datetime,
    mail: int | None = None,
    absent: Sequence[str] = (),
) -> Composed:
    if broken := sorted({kind for kind, _thing in told} & set(failed)):
        return Composed(addressee, [], None, [], [], set(), f"What is due could not be told: {', '.join(broken)}.")
    if addressee is None:
        return Composed(None, [], None, [], [], set(told))
    try:
        with translation.override(addressee.language):
            lines = [
                line_of(due, matters[due.kind, due.thing], told, history, addressee.language, at, mail)
                for due in dues
                if (due.kind, due.thing) in matters
            ]
            over = set(told) - {(line.due.kind, line.due.thing) for line in lines if line.step}
            if len(over) == len(told):
                return Composed(addressee, [], None, [], [], over)
            context = context_of(addressee, lines, at, mail=mail, absent=absent)
        reply_to = list(dict.fromkeys(line.matter.reply_to for line in lines if line.matter.reply_to))
        reply_to = [address for address in reply_to if address != addressee.address]
        letter = emails.render(template=DIGEST, language=addressee.language, context=context | {"reply_to": reply_to})
    except Exception as fault:  # a text that breaks the template is one person's matter
        log.exception("The mail for %s could not be written.", addressee.who)
        return Composed(addressee, [], None, [], [], set(), f"{type(fault).__name__}: {fault}")
    return Composed(addressee, lines, letter, reply_to, context["optional_kinds"], over)


def line_of(
    due: Due,
    matter: Matter,
    told: Mapping[Thing, str],
    history: Mapping[Thing, list[Sent]],
    language: str,
    at: datetime,
    mail: int | None = None,
) -> Line:
    """One thing as its addressee reads it, in the active language."""
    source = sources.source_of(due.kind)
    today = local_date(at, due.ladder.clock.time_zone)
    key = told.get((due.kind, due.thing), "")
    is_told = bool(key) and still_holds(key, round=due.round, due_on=due.due_on)
    step = Told(step_of(key)[1]) if is_told else None
    note = due.ladder.text_of(step.day, language) if step else ""
    sent = list(history.get((due.kind, due.thing), ()))
    words = source.words(due, matter, today)
    is_followed = mail is not None and words.url and not source.is_news
    link = links.link(mail=mail, url=words.url, kind=due.kind, thing=due.thing) if is_followed else ""
    return Line(due, matter, step, today, words, sent, note, link)


def context_of(
    addressee: Addressee,
    lines: Sequence[Line],
    at: datetime,
    *,
    is_example: bool = False,
    mail: int | None = None,
    absent: Sequence[str] = (),
) -> dict[str, Any]:
    """What the templates of a letter take, oldest first of whatever kind. An example has no record: it is any thing."""
    own = [line for line in lines if _is_his(line.due)]
    passed_on = [line for line in lines if not _is_his(line.due)]
    kinds = dict.fromkeys(line.due.kind for line in own)
    parts = [(sources.source_of(kind), [line for line in own if line.due.kind == kind]) for kind in kinds]
    runs = [(sources.source_of(kind), list(mine)) for kind, mine in groupby(own, key=lambda line: line.due.kind)]
    sections = [Section("thing" if is_example else source.template, mine) for source, mine in runs]
    late, still_open = [[line for line in passed_on if line.is_late is is_late] for is_late in (True, False)]
    sections += [Section("passed_on", lines) for lines in (late, still_open) if lines]
    home = reverse("reports:home")
    again = [day for line in own if (day := line.due.next_on(at))]
    optional = [source.kind for source, _mine in parts if source.is_optional]
    return {
        "addressee": addressee,
        "headline": " · ".join([*headlines(parts, is_example=is_example), *headline_of_passed_on(late, still_open)]),
        "sections": sections,
        "notes": list(dict.fromkeys(line.note for line in lines if line.note)),
        "because": because(addressee, lines, absent),
        "next_on": min(again, default=None),
        "optional_kinds": optional,
        "unsubscribe_url": emails.unsubscribe_url(addressee.who, optional) if optional else "",
        "has_account": addressee.who > 0,
        "home_url": links.link(mail=mail, url=home) if mail else f"{settings.PORTAL_URL}{home}",
        "is_followed": mail is not None and any(line.link for line in lines),
    }
