"""What was read out of an old note: a draft, where each field comes from, and what found no field."""

from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import NoteDraft


class Sureness(TextChoices):
    """How sure a field is; the person who confirms looks at the last ones first."""

    SURE = "sure", _("sure")
    LIKELY = "likely", _("likely")
    CHECK = "check", _("please check")


def doubtful(one: Sureness, other: Sureness) -> Sureness:
    """The less sure of the two."""
    return max(one, other, key=list(Sureness).index)


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """The sentence that a field was read from. `value` says which row or value is meant."""

    field: str
    sentence: str
    sureness: Sureness
    value: str | Promise = ""
    note: str | Promise = ""


@dataclass(frozen=True)
class Leftover:
    """Text of the source that stands in no field, under the reason for it."""

    reason: str | Promise
    texts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Nothing of it is saved. The words of the draft's texts and of the remainder are those of the source."""

    draft: NoteDraft
    evidence: tuple[Evidence, ...] = ()
    remainder: tuple[Leftover, ...] = ()
    language: str = ""
    numbers: tuple[str, ...] = field(default=())
    """The numbers that only counted the items of a list."""
