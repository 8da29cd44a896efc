import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from ovp_portal.notifications.models.mails import Mail


class LinkOpening(models.Model):
    """When a link of a mail was first followed: a hint that it was read, and nothing about who or from where.

    Mail scanners follow links too, and a mail can be passed on: it is no proof. `kind` and `thing`
    are empty for the link to the whole list.
    """

    mail = models.ForeignKey(Mail, models.PROTECT, related_name="openings")
    kind = models.CharField(max_length=40, blank=True)
    thing = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("first opening of a link")
        verbose_name_plural = _("first openings of links")
        constraints = [models.UniqueConstraint(fields=["mail", "kind", "thing"], name="only_the_first_opening_is_kept")]
        triggers = [pgtrigger.Protect(name="a_first_opening_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.mail_id} {self.kind} {self.thing}"
