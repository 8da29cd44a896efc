from ovp_portal.notifications.models.clockwork import Heartbeat, Incident
from ovp_portal.notifications.models.ladders import LadderVersion, ReminderStep
from ovp_portal.notifications.models.mails import Mail, Notification, Unsubscription
from ovp_portal.notifications.models.openings import LinkOpening

__all__ = [
    "Heartbeat",
    "Incident",
    "LadderVersion",
    "LinkOpening",
    "Mail",
    "Notification",
    "ReminderStep",
    "Unsubscription",
]
