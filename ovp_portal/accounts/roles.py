"""The portal-wide roles. What a person may do inside a group comes from his memberships."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    NATIONAL_COORDINATOR = "national_coordinator", _("national coordinator")
    """The secretariat: plans, organizations, groups, people, deadlines; sees the whole plan."""
    COUNCIL = "council", _("member of the Council")
    """The multi-stakeholder forum: sees everything, decides."""
    ASSESSOR = "assessor", _("outside assessor")
    """Reads everything published, with evidence; writes the assessment beside it."""
