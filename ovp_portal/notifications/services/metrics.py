"""The clockwork's figures in the format that monitoring reads (Prometheus). Made anew for each look, from the database:
whichever process is asked, the answer is the same."""

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from ovp_portal.notifications.enums import Trouble
from ovp_portal.notifications.services.health import Health

CONTENT_TYPE = CONTENT_TYPE_LATEST


def exposition(health: Health) -> bytes:
    registry = CollectorRegistry()

    def gauge(name: str, says: str, value: float | None) -> None:
        Gauge(f"portal_{name}", says, registry=registry).set(float("nan") if value is None else value)

    age = health.tick_age.total_seconds() if health.tick_age is not None else None
    gauge("clockwork_last_tick_timestamp_seconds", "When the clockwork last got on.", _stamp(health.last_at))
    gauge("clockwork_heartbeat_age_seconds", "Seconds since the clockwork last got on; NaN: never.", age)
    gauge("clockwork_failing_parts", "Parts of the last tick that failed.", len(health.failing))
    gauge("reminders_overdue", "Steps that are reached and not queued; counted to a limit.", health.overdue.count)
    gauge("reminders_unasked_sources", "Kinds of due that could not be asked for.", len(health.overdue.unasked))
    gauge("mails_waiting", "Messages that are not sent, the put off ones too.", health.waiting)
    gauge("mail_oldest_unsent_seconds", "How long ago the oldest could have gone.", health.oldest_age.total_seconds())
    gauge("mails_unanswered", "Messages to which the mail server gave no answer.", health.unanswered)
    gauge("mails_parked", "Messages given up in the last 24 hours.", health.parked)
    trouble = Gauge("portal_trouble", "1 while the clockwork has this kind of trouble.", ["kind"], registry=registry)
    for kind in Trouble:
        trouble.labels(kind.value).set(kind in health.troubles)
    return generate_latest(registry)


def _stamp(moment) -> float | None:
    return moment.timestamp() if moment else None
