from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class MailStatus(TextChoices):
    QUEUED = "queued", _("waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    PARKED = "parked", _("given up")
    VOID = "void", _("no longer needed")


class Priority(IntegerChoices):
    """Who goes first when many messages wait."""

    URGENT = 1, _("somebody waits for it")
    NORMAL = 5, _("what is due")


class Trouble(TextChoices):
    """What the administrators are told of, worst first."""

    STILL = "still", _("the clockwork stands still")
    FAILS = "fails", _("a part of the clockwork fails")
    OVERDUE = "overdue", _("reminders are overdue")
    WAITING = "waiting", _("mail does not go out")
    PARKED = "parked", _("many messages were given up")


class Audience(TextChoices):
    """Who is written to about a due. What a person owes himself comes first, where he is several of these."""

    OWNER = "owner", _("who owes it")
    SUBSTITUTE = "substitute", _("the substitute")
    HEAD = "head", _("the head of the organization")
    COORDINATOR = "coordinator", _("the coordinator")
    NATIONAL = "national", _("the national coordinator")

    @classmethod
    def escalated(cls) -> list[str]:
        """Those who do not owe it themselves: their letter tells what was sent before."""
        return [cls.HEAD, cls.COORDINATOR, cls.NATIONAL]
