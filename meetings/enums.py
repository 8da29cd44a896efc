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
    REPLACED = "replaced", _("replaced by somebody")


class Answer(TextChoices):
    """What came of asking one member in a round of consultations."""

    ANSWERED = "answered", _("answered")
    REACHED = "reached", _("reached, no answer")
    NOT_REACHED = "not_reached", _("not reached")


class ConclusionKind(TextChoices):
    INFORMATION = "information", _("information")
    DECISION = "decision", _("decision")
    TASK = "task", _("task")


class Verdict(TextChoices):
    """How a decision ended, with votes or without."""

    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("not approved")


class Subject(TextChoices):
    """What a decision was taken upon, where it is a paper that the portal knows."""

    WORK_PLAN = "work_plan", _("a work plan")
    NOTE = "note", _("an earlier note")


class NoteStatus(TextChoices):
    DRAFT = "draft", _("draft")
    CIRCULATED = "circulated", _("with the members")
    PUBLISHED = "published", _("published")
    INTERNAL = "internal", _("kept within the group")
    CORRECTING = "correcting", _("being corrected")
    """A published note while its correction is entered: within one transaction, seen by nobody."""
    ENTERED = "entered", _("entered in the note that it corrects")

    @classmethod
    def finished(cls) -> tuple["NoteStatus", "NoteStatus"]:
        """Where nothing changes any more, and its tasks are owed."""
        return cls.PUBLISHED, cls.INTERNAL


class VersionOrigin(TextChoices):
    """How a version of a note came about."""

    WRITTEN = "written", _("written")
    RESTORED = "restored", _("restored")
    FOUND = "found", _("as it stood before versions were kept")
    CORRECTED = "corrected", _("corrected after publication")
