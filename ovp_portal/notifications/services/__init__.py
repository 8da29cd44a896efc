from ovp_portal.notifications.services.delivery import deliver, deliver_soon, deliver_waiting
from ovp_portal.notifications.services.mails import write_mail

__all__ = ["deliver", "deliver_soon", "deliver_waiting", "write_mail"]
