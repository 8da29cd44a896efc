from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Answer(TextChoices):
    NONE = "", _("no answer")
    AGREE = "agree", _("agrees")
    REMARK = "remark", _("agrees, with a remark")
    OBJECT = "object", _("objects")
