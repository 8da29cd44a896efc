from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    NONE = "", _("no answer")
    AGREE = "agree", _("agrees")
    REMARK = "remark", _("agrees, with a remark")
    OBJECT = "object", _("objects")
    NOTHING = "nothing", _("has nothing to add")


class Verdict(TextChoices):
    """What the coordinator makes of a remark."""

    TAKEN_UP = "taken_up", _("taken up")
    IN_PART = "in_part", _("taken up in part")
    NOT = "not", _("not taken up")
