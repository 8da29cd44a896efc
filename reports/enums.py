from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubmissionStatus(TextChoices):
    EXPECTED = "expected", _("expected")
    SUBMITTED = "submitted", _("waits for acceptance")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")


class Outcome(TextChoices):
    """What a member says of a milestone in a period."""

    UNANSWERED = "", _("no answer")
    PROGRESS = "progress", _("Progress made")
    DONE = "done", _("Now completed")
    NOTHING_DONE = "nothing_done", _("No progress")
    NOT_APPLICABLE = "not_applicable", _("Not applicable this quarter")
    NOT_AVAILABLE = "not_available", _("Figure not available")

    @classmethod
    def with_reason(cls) -> list[str]:
        return [cls.NOTHING_DONE, cls.NOT_APPLICABLE, cls.NOT_AVAILABLE]


class ActivityKind(TextChoices):
    TRAINING = "training", _("training")
    WORKSHOP = "workshop", _("workshop")
    STUDY_VISIT = "study_visit", _("study visit")
    CAMPAIGN = "campaign", _("campaign")
    MEETING = "meeting", _("meeting")
    PURCHASE = "purchase", _("purchase")
    PUBLICATION = "publication", _("publication")
    REGULATION = "regulation", _("law or regulation")
    OTHER = "other", _("other")


class Verdict(TextChoices):
    ACCEPTED = "accepted", _("accepted")
    RETURNED = "returned", _("returned")


class ReportStatus(TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("with the members")
    APPROVED = "approved", _("approved")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
