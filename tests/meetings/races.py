"""Many who save one note at the same moment, over connections of their own; what became of each save is told."""

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Barrier, Thread

from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from meetings.models import MeetingNote, NoteVersion, TypedNote
from ovp_portal.accounts.models import User


@dataclass
class Outcome:
    """Every text that was sent, and whether the portal said that it is saved or that it is not."""

    saved: dict[str, tuple[int, int]] = field(default_factory=dict)
    """What was told to be saved: the version it was written on, and the version it became."""
    refused: list[str] = field(default_factory=list)
    others: list[int] = field(default_factory=list)


def race(note: MeetingNote, writers: list[User], saves: int, fields: dict[str, list[str]]) -> Outcome:
    """Each writer autosaves again and again, as a browser does: on the version that he saw last, right or wrong."""
    outcome, start = Outcome(), Barrier(len(writers))
    threads = [
        Thread(target=_written_by, args=(number, user, note.pk, saves, fields, outcome, start.wait))
        for number, user in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    return outcome


def _written_by(
    number: int,
    user: User,
    pk: int,
    saves: int,
    fields: dict[str, list[str]],
    outcome: Outcome,
    wait: Callable[[], object],
) -> None:
    client, address = Client(), reverse("meetings:autosave", args=[pk])
    client.force_login(user)
    version = int(fields["version"][0])
    wait()
    try:
        for turn in range(saves):
            text = f"Текст {number}-{turn}"
            typed = fields | {"purpose": text, "version": str(version), "session": f"{number:032x}"}
            answer = client.post(address, typed)
            if answer.json()["state"] == "saved":
                outcome.saved[text] = (version, answer.json()["version"])
                version = answer.json()["version"]
            elif answer.json()["state"] == "conflict":
                outcome.refused.append(text)
                version = MeetingNote.objects.get(pk=pk).version  # who was refused opens the page anew
            else:
                outcome.others.append(answer.status_code)
    finally:
        connection.close()


def silent_overwrites(note: MeetingNote, outcome: Outcome) -> list[str]:
    """Saves that wrote over a text which their writer had not seen, or that were told saved and are nowhere."""
    steps = sorted(outcome.saved.values())
    faults = [f"{step} is no step of one version" for step in steps if step[1] != step[0] + 1]
    if len({base for base, _became in steps}) != len(steps):
        faults.append("two saves were written on one version")
    note.refresh_from_db()
    if note.version != len(steps):
        faults.append(f"{len(steps)} saves were told and the note counts {note.version}")
    written = set(
        apps.get_model("meetings.MeetingNoteEvent").objects.filter(pgh_obj=note).values_list("purpose", flat=True)
    )
    faults += [f"{text} was told saved and stood nowhere" for text in outcome.saved if text not in written]
    faults += [f"{text} was refused and stood in the note" for text in outcome.refused if text in written]
    kept = {(row.fields["purpose"] or [""])[0] for row in TypedNote.objects.filter(note=note)}
    faults += [f"{text} is kept and was never refused" for text in kept if text not in outcome.refused]
    if not NoteVersion.objects.filter(note=note).exists():
        faults.append("no version is kept")
    return faults
