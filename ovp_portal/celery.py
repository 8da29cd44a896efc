"""The worker and its timetable. What each setting is for was measured; see docs/decisions."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ovp_portal.settings")

app = Celery("ovp_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()
