"""The mails that no ladder tells: the way in, the alarms, the test of a ladder; and one that tells of everything.

They are kept in `letters/` as the reminders are, and renewed by the same command (`test_letters.py`).
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from ovp_portal.accounts.models import User
from ovp_portal.accounts.services.links import send_sign_in_link
from ovp_portal.accounts.services.people import invite
from ovp_portal.notifications import ladders, sources, sweep, watchman
from ovp_portal.notifications.emails import Letter
from ovp_portal.notifications.enums import Trouble
from ovp_portal.notifications.models import Incident, Mail
from ovp_portal.notifications.services import alarms, examples
from ovp_portal.notifications.services.health import Health, Overdue
from ovp_portal.notifications.services.letters import compose
from tests.factories.portal import make_national_coordinator, make_user
from tests.portal.notifications.letters_world import LANGUAGES, at, story_of
from tests.portal.notifications.test_letters import EMPTY, LETTERS, steady

pytestmark = pytest.mark.django_db

NOW = datetime(2022, 10, 7, 7, tzinfo=UTC)
TEMPLATES = Path(__file__).parents[3] / "templates" / "emails"
HEALTH = Health(
    real_now=NOW,
    last_at=NOW - timedelta(minutes=12),
    failing=["publish reports", "deliver"],
    failing_since=NOW - timedelta(hours=3),
    overdue=Overdue(21, True, []),
    waiting=5,
    oldest_waiting_at=NOW - timedelta(minutes=9),
    unanswered=1,
    parked=12,
)
PLAIN = {
    "invitation": lambda user: invite(
        email=user.email, name=user.name, organization=user.organization, language=user.language, by=None, at=NOW
    ),
    "sign_in_link": lambda user: send_sign_in_link(email=user.email, at=NOW),
    "password_reset": lambda user: Client().post(reverse("account_reset_password"), {"email": user.email}),
}
"""What brings each of these mails about."""


def _letter(mail: Mail) -> Letter:
    return Letter(mail.subject, mail.text, mail.html)


def _plain(name: str, language: str) -> Letter:
    user = make_user(name="Советник во министерството", email=f"{language}@example.org", language=language)
    PLAIN[name](user)
    return _letter(Mail.objects.get(template=name, recipient=user))


def _alarms(language: str) -> list[tuple[str, alarms.Alarm]]:
    begun = {"begun_at": NOW - timedelta(minutes=15), "ended_at": NOW}
    said = [
        (trouble.value, alarms.letter_of_troubles([Incident(kind=trouble, **begun)], HEALTH)) for trouble in Trouble
    ]
    said.append(("over", alarms.letter_of_ends([Incident(kind=kind, **begun) for kind in Trouble], HEALTH)))
    return [*said, ("away", watchman._away()), ("back", watchman._back())]


def _assert_kept(name: str, said: dict[str, Letter | alarms.Alarm]) -> None:
    kept = "\n".join(f"=== {language} ===\n{one.subject}\n\n{_steady(one.text)}" for language, one in said.items())
    path = LETTERS / f"{name}.txt"
    if os.environ.get("REWRITE_LETTERS"):
        path.write_text(kept, encoding="utf-8")
    for language, one in said.items():
        for what, pattern in EMPTY.items():
            hits = [line for line in [one.subject, *one.text.splitlines()] if re.search(pattern, line.strip())]
            assert [hit for hit in hits if hit.strip() != "--"] == [], f"{name}, {language}: {what}"
    assert path.read_text(encoding="utf-8") == kept, f"{path.name} reads otherwise now"


def _steady(text: str) -> str:
    """Without tokens of links, which are other ones each time."""
    return steady(re.sub(r"(/account/link/#|/accounts?/link/|/reset/key/)\S+", r"\1…", text))


@pytest.mark.parametrize("name", list(PLAIN))
def test_a_mail_that_lets_somebody_in_reads_as_it_was_approved(name):
    _assert_kept(f"other-{name}", {language: _plain(name, language) for language in LANGUAGES})


def test_each_alarm_and_its_end_reads_as_it_was_approved():
    said: dict[str, dict[str, alarms.Alarm]] = {}
    for language in LANGUAGES:
        with translation.override(language):
            for name, alarm in _alarms(language):
                said.setdefault(name, {})[language] = alarm
    for name, letters in said.items():
        _assert_kept(f"other-alarm_{name}", letters)


def test_the_test_of_a_ladder_reads_as_it_was_approved():
    keeper = make_national_coordinator(name="Национален координатор")
    place = ladders.portal_place()[0]
    said = {}
    for language in LANGUAGES:
        User.objects.filter(pk=keeper.pk).update(language=language)
        keeper.refresh_from_db()
        example = examples.letters(place=place, kind="invitation", language=language, reader=keeper, at=NOW)[0]
        with translation.override(language):
            said[language] = _letter(examples.send(example=example, to=keeper, at=NOW))
    _assert_kept("other-test", said)


def test_one_mail_of_everything_reads_as_it_was_approved():
    """A member who owes data, a position, tasks and a milestone, with news of the day: one mail, oldest first."""
    story_of("note_position")
    member = User.objects.get(name="Советник во министерството")
    moment = at(8)
    known = ladders.ladders(moment)
    told = {("submission", due): "1:2022-10-10:-2" for due in _things("submission", member, known, moment)}
    told |= {("note_position", due): "1:opens" for due in _things("note_position", member, known, moment)}
    said = {}
    for language in LANGUAGES:
        User.objects.filter(pk=member.pk).update(language=language)
        composed = compose({member.pk: told}, known, moment, mails={member.pk: 1})[member.pk]
        assert [line.due.kind for line in composed.lines] == ["note_position", "submission", "milestone"]
        said[language] = composed.letter
    _assert_kept("other-everything", said)


def _things(kind: str, person: User, known, moment: datetime) -> list[str]:
    return [due.thing for due in sweep.dues_of([sources.source_of(kind)], known, [person.pk], moment)]


def test_every_mail_of_the_portal_has_a_kept_letter():
    """A new template, a new trouble: nothing is sent before somebody has read it in all four languages."""
    written = {path.name.removesuffix(".subject.txt") for path in TEMPLATES.glob("*.subject.txt")} - {"digest"}
    alarms_kept = {f"alarm_{name}" for name, _alarm in _alarms("en")}

    assert {path.stem.removeprefix("other-") for path in LETTERS.glob("other-*.txt")} == written | alarms_kept | {
        "test",
        "everything",
    }
    for path in LETTERS.glob("other-*.txt"):
        assert re.findall(r"^=== (.+) ===$", path.read_text(encoding="utf-8"), re.MULTILINE) == list(LANGUAGES)
