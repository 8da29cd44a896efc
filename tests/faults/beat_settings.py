"""A real portal whose beat does not wait a minute between two ticks, so that a test need not either."""

from ovp_portal.settings import *  # noqa: F403
from ovp_portal.settings import CELERY_BEAT_SCHEDULE

CELERY_BEAT_SCHEDULE = {name: entry | {"schedule": 1.0} for name, entry in CELERY_BEAT_SCHEDULE.items()}
