from ovp_portal.notifications.services.delivery import deliver, deliver_soon, deliver_waiting
from ovp_portal.notifications.services.mails import write_mail
from ovp_portal.notifications.services.queue import queue_once

__all__ = ["deliver", "deliver_soon", "deliver_waiting", "queue_once", "write_mail"]
