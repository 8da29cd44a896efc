import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commitments.models import WorkingGroup
from meetings.models.notes import MeetingNote
from ovp_portal.audit.history import tracked


@tracked()
class NoteReference(models.Model):
    """What a note is cited by, 4.1/2022-03: group, year and the number in that year. Given once, never changed.

    `text` is kept beside its parts, because the numbers of a group's commitments may be corrected later.
    """

    note = models.OneToOneField(MeetingNote, models.PROTECT, related_name="reference")
    group = models.ForeignKey(WorkingGroup, models.PROTECT, related_name="+", verbose_name=_("working group"))
    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.CharField(_("reference"), max_length=120)
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = _("reference of a note")
        verbose_name_plural = _("references of notes")
        ordering = ["group_id", "year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "year", "number"],
                name="a_reference_is_given_once_in_a_group_and_year",
                violation_error_message=_("This reference is another note’s already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="references_are_counted_from_one"),
        ]
        triggers = [
            pgtrigger.Protect(name="a_reference_stays_as_it_was_given", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.text
