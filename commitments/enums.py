from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PlanKind(TextChoices):
    NATIONAL = "national", _("national action plan")
    STRATEGY = "strategy", _("strategy")
    PROJECT = "project", _("project")
    LOCAL = "local", _("local action plan")


class PlanStatus(TextChoices):
    DRAFT = "draft", _("in preparation")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")


class Rhythm(TextChoices):
    QUARTER = "quarter", _("every quarter")
    HALF_YEAR = "half_year", _("every half-year")
    YEAR = "year", _("every year")


class NonWorkingDayRule(TextChoices):
    KEEP = "keep", _("keep the day")
    NEXT = "next", _("move to the next working day")
    PREVIOUS = "previous", _("move to the previous working day")


class NotesRule(TextChoices):
    PUBLIC = "public", _("published")
    INTERNAL = "internal", _("kept within the group")


class NamesRule(TextChoices):
    """Whose names stand in a published note; organization and function always do, mail and telephone never."""

    NEVER = "never", _("nobody is named")
    AGREED = "agreed", _("only members who agreed themselves")
    ALL = "all", _("everybody on the list")


class CommitmentStatus(TextChoices):
    PROPOSED = "proposed", _("proposed")
    UNACCEPTED = "unaccepted", _("not accepted")
    ACCEPTED = "accepted", _("accepted")
    WITHDRAWN = "withdrawn", _("withdrawn")
    CLOSED = "closed", _("closed")

    @classmethod
    def reported(cls) -> list[str]:
        """Those whose papers somebody owes: what was withdrawn is over, and a proposal is no promise yet."""
        return [cls.ACCEPTED, cls.CLOSED]


class CompletionLevel(TextChoices):
    """The levels of the OGP method. "Overdue" is not one of them: it is computed, and separate."""

    COMPLETED = "completed", _("Completed")
    SUBSTANTIAL = "substantial", _("Substantial")
    LIMITED = "limited", _("Limited")
    NOT_STARTED = "not_started", _("Not started")
    NO_EVIDENCE = "no_evidence", _("No evidence available")


class DuePrecision(TextChoices):
    DAY = "day", _("a day")
    QUARTER = "quarter", _("a quarter")
    SEASON = "season", _("a season")
    WORDS = "words", _("in words")


class IndicatorKind(TextChoices):
    YES_NO = "yes_no", _("yes or no")
    COUNT = "count", _("count")
    PERCENTAGE = "percentage", _("percentage")
    AMOUNT = "amount", _("amount")
    TEXT = "text", _("text")


class Direction(TextChoices):
    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class Accumulation(TextChoices):
    PER_PERIOD = "per_period", _("what happened in the period; adds up from period to period")
    CUMULATIVE = "cumulative", _("the state at the end of the period")


class Aggregation(TextChoices):
    """How the values of several organizations make one."""

    SUM = "sum", _("sum")
    LAST = "last", _("latest")
    MAXIMUM = "maximum", _("largest")
    AVERAGE = "average", _("average")


class ValueState(TextChoices):
    """Five kinds of nothing, and a value."""

    VALUE = "value", _("value")
    NO_ANSWER = "no_answer", _("no answer")
    NOTHING_TO_REPORT = "nothing_to_report", _("nothing to report")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_AVAILABLE = "not_available", _("not available")


class MemberRole(TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    DEPUTY = "deputy", _("deputy coordinator")
    MEMBER = "member", _("member")
    OBSERVER = "observer", _("observer")

    @classmethod
    def coordinating(cls) -> list[str]:
        return [cls.COORDINATOR, cls.DEPUTY]

    @classmethod
    def reporting(cls) -> list[str]:
        """Who hands in data for an organization: everybody but observers."""
        return [cls.COORDINATOR, cls.DEPUTY, cls.MEMBER]
