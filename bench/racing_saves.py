"""A thousand racing saves of one note: how many were saved, how many refused, and what was overwritten unseen.

    ./run bench racing_saves

Ten writers, each over a connection of his own, autosave a hundred times on the version that they saw last, as
browsers do. An overwrite in silence would be: two saves on one version, a save told that stands nowhere in the
note's history, a refused one that stands there, or a note that counts another number of saves than were told.
"""

# ruff: noqa: E402 – Django is set up before its models are imported
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from ovp_portal import clock
from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_coordinator_of, make_note
from tests.meetings.forms_data import fields_of
from tests.meetings.races import race, silent_overwrites

WRITERS, SAVES = 10, 100


def measure() -> int:
    note = make_note(group=make_commitment().group)
    writers = [make_coordinator_of(note.meeting.group, role="deputy") for _each in range(WRITERS - 1)]
    client = Client()
    client.force_login(note.created_by)
    fields = fields_of(client.get(f"/work/notes/{note.pk}/").text)
    began = time.monotonic()
    outcome = race(note, [note.created_by, *writers], SAVES, fields)
    spent = time.monotonic() - began
    faults = silent_overwrites(note, outcome)
    print(f"saves              {WRITERS * SAVES:5}  in {spent:.1f} s")
    print(f"saved              {len(outcome.saved):5}")
    print(f"refused and kept   {len(outcome.refused):5}")
    print(f"other answers      {len(outcome.others):5}  {sorted(set(outcome.others))}")
    print(f"silent overwrites  {len(faults):5}")
    print(*faults[:10], sep="\n")
    return len(faults) + len(outcome.others)


if __name__ == "__main__":
    clock.now = lambda: datetime(2022, 10, 7, 7, tzinfo=UTC)
    setup_test_environment()
    call_command("collectstatic", interactive=False, verbosity=0)
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        found = measure()
    finally:
        connection.close()
        connection.creation.destroy_test_db(name.removeprefix("test_"), verbosity=0)
    sys.exit(found > 0)
