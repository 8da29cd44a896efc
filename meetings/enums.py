from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MeetingKind(TextChoices):
    MEETING = "meeting", _("working meeting")
    CONSULTATION = "consultation", _("consultation round")
    STEERING = "steering", _("steering committee")
    SECTOR = "sector", _("sector meeting")
    COUNCIL = "council", _("session of the Council")


class Mode(TextChoices):
    IN_PERSON = "in_person", _("in person")
    ONLINE = "online", _("online")
    EMAIL = "email", _("by e-mail")
    TELEPHONE = "telephone", _("by telephone")


class Presence(TextChoices):
    """Who is not mentioned has no row: he is not absent."""

    PRESENT = "present", _("present")
    CONSULTED = "consulted", _("consulted")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class ConclusionKind(TextChoices):
    INFORMATION = "information", _("information")
    DECISION = "decision", _("decision")
    TASK = "task", _("task")


class NoteStatus(TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
