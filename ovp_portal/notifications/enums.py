from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class MailStatus(TextChoices):
    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    PARKED = "parked", _("given up")


class Priority(IntegerChoices):
    """Who goes first when many messages wait."""

    URGENT = 1, _("somebody waits for it")
    NORMAL = 5, _("what is due")
