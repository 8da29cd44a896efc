"""What the history calls each act upon the papers of a quarter."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "period.drawn": _("Periods set up"),
    "period.redrawn": _("Dates of a period set anew by the plan's rules"),
    "period.removed": _("Period removed"),
    "period.dates_moved": _("Dates of a period moved"),
    "period.opened": _("Period opened"),
    "submission.expected": _("Data asked for"),
    "submission.milestones_changed": _("Milestones asked for changed"),
    "submission.saved": _("Draft of the data saved"),
    "submission.submitted": _("Data sent to the coordinator"),
    "submission.returned": _("Data returned to be completed"),
    "submission.accepted": _("Data accepted"),
    "report.compiled": _("Draft report compiled"),
    "report.draft_saved": _("Draft report saved"),
    "report.circulated": _("Draft report sent to the members"),
    "report.recalled": _("Draft report called back"),
    "report.approved": _("Report approved"),
    "report.scheduled": _("Report scheduled"),
    "report.published": _("Report published"),
    "report.not_published": _("Report could not be published"),
}
