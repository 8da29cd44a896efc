from ovp_portal.notifications.models.ladders import LadderVersion, ReminderStep
from ovp_portal.notifications.models.mails import Heartbeat, Mail, Notification, Unsubscription

__all__ = ["Heartbeat", "LadderVersion", "Mail", "Notification", "ReminderStep", "Unsubscription"]
