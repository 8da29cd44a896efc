"""Each setting of worker and beat, with what was measured without it (docs/decisions/0003-clockwork.md)."""

import re
from pathlib import Path

import pytest

from ovp_portal.celery import app
from ovp_portal.local.places import ROOT

MEASURED = {
    "task_acks_late": (True, "a task was lost when the whole worker was killed"),
    "task_reject_on_worker_lost": (True, "a task was lost when only the child was killed"),
    "worker_prefetch_multiplier": (1, "a dead worker kept tasks that it had not begun"),
    "task_ignore_result": (True, "nobody reads results; the database is the record"),
    "timezone": ("UTC", "local hours belong to the plans, not to beat"),
    "task_time_limit": (900, "a task that never ends would keep the only process"),
    "broker_connection_retry_on_startup": (True, "a worker started before its broker gave up"),
}
TRANSPORT = {
    "visibility_timeout": (1800, "longer than any task, so that no task runs twice at once"),
    "unacked_restore_interval": (1, "91 s instead of 9 s until a dead worker's task ran again"),
    "unacked_restore_throttle": (1, "91 s instead of 9 s until a dead worker's task ran again"),
    "socket_timeout": (2, "sending a task to a stalled broker still hung after 100 s"),
    "socket_connect_timeout": (2, "sending a task to a stalled broker still hung after 100 s"),
}


@pytest.mark.parametrize("name", list(MEASURED))
def test_a_setting_is_what_was_measured(name):
    expected, because = MEASURED[name]
    assert getattr(app.conf, name) == expected, because


@pytest.mark.parametrize("name", list(TRANSPORT))
def test_a_setting_of_the_line_is_what_was_measured(name):
    expected, because = TRANSPORT[name]
    assert app.conf.broker_transport_options[name] == expected, because


def test_a_task_ends_before_the_broker_thinks_it_lost():
    assert app.conf.task_time_limit < app.conf.broker_transport_options["visibility_timeout"]


def test_beat_starts_one_job_a_minute_that_grows_stale_before_the_next():
    """Ticks that pile up while no worker runs are thrown away but the last: one look finds all."""
    (entry,) = app.conf.beat_schedule.values()
    assert entry == {"task": "reports.tick", "schedule": 60.0, "options": {"expires": 55}}
    app.loader.import_default_modules()
    assert "reports.tick" in app.tasks


def test_nobody_sends_tasks_or_gives_them_a_later_hour():
    """A row waits in the database; a task with a countdown ran six times, and a request must not wait for a broker."""
    sending = re.compile(r"\.(delay|apply_async|send_task)\(|\b(eta|countdown)=")
    tops = ("ovp_portal", "commitments", "meetings", "reports")
    files = [path for top in tops for path in (ROOT / top).rglob("*.py")]
    assert len(files) > 50
    assert [str(Path(path).relative_to(ROOT)) for path in files if sending.search(path.read_text())] == []
