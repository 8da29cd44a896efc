"""The worker and its timetable. What each setting is for was measured; see docs/decisions."""

import os

from celery import Celery
from celery.signals import worker_process_init, worker_ready
from django.conf import settings

from ovp_portal.worker_door import Door

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

app = Celery("ovp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()

_door = Door()


@worker_ready.connect
def _open_door(**_given: object) -> None:
    if settings.WORKER_PORT:
        _door.open(settings.WORKER_PORT)


@worker_process_init.connect
def _let_go_of_door(**_given: object) -> None:
    _door.let_go()
