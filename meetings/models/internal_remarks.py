import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.notes import MeetingNote
from ovp_portal.audit.history import tracked


@tracked()
class InternalRemark(models.Model):
    """What coordinators of a group say of a note among themselves. It is never sent, published or exported."""

    note = models.ForeignKey(MeetingNote, models.PROTECT, related_name="internal_remarks")
    text = models.TextField(_("remark among coordinators"))
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("remark among coordinators")
        verbose_name_plural = _("remarks among coordinators")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""),
                name="an_internal_remark_says_something",
                violation_error_message=_("Write the remark."),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="an_internal_remark_is_kept_as_it_is", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.note_id}: {self.written_by}"
