"""The subject of a letter, and why somebody gets it, from its lines and in the active language."""

from collections.abc import Sequence

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ovp_portal.notifications.emails import Addressee
from ovp_portal.notifications.enums import Audience
from ovp_portal.notifications.sources import Line, Source


def headlines(parts: Sequence[tuple[Source, list[Line]]], *, is_example: bool) -> list[str]:
    """The subject's parts, one a kind that tells something now."""
    return [
        source.headline(mine) if source.headline and not is_example else headline(mine)
        for source, mine in parts
        if any(line.step for line in mine)
    ]


def headline(lines: Sequence[Line]) -> str:
    """What is told and how long there is, of the line that is due first."""
    told = [line for line in lines if line.step]
    first = told[0]
    what = _first_and_how_many(told)
    return f"{left}: {what}" if (left := time_left(first)) else what


def plain_headline(lines: list[Line]) -> str:
    """Only what is told: for what is a state of things more than a task with a last day."""
    return _first_and_how_many([line for line in lines if line.step])


def time_left(line: Line) -> str:
    days = line.days_left
    if days is None:
        return ""
    if days == 0:
        return _("Today is the last day")
    if days < 0:
        return capfirst(ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days})
    return ngettext("%(days)s more day", "%(days)s more days", days) % {"days": days}


def headline_of_passed_on(late: Sequence[Line], still_open: Sequence[Line]) -> list[str]:
    said = []
    if told := [line for line in late if line.step]:
        said.append(_("Not done in time: %(titles)s") % {"titles": _first_and_how_many(told)})
    if told := [line for line in still_open if line.step]:
        said.append(_("Still open: %(titles)s") % {"titles": _first_and_how_many(told)})
    return said


def _first_and_how_many(told: Sequence[Line]) -> str:
    """The first by its title and how many more, in no language; the letter names them."""
    first = Truncator(told[0].words.title).words(12)
    return f"{first} (+{len(told) - 1})" if len(told) > 1 else first


def because(addressee: Addressee, lines: Sequence[Line], absent: Sequence[str] = ()) -> list[str]:
    """Why this person gets this mail, in a sentence for each of his parts."""
    groups = list(
        dict.fromkeys(
            str(line.matter.because)
            for line in lines
            if line.matter.because and line.due.audience not in (Audience.HEAD, Audience.NATIONAL)
        )
    )
    parts = {line.due.audience for line in lines}
    said = []
    if groups:
        said.append(_("You get this message as a member of: %(groups)s.") % {"groups": "; ".join(groups)})
    if Audience.HEAD in parts:
        headed = [str(line.matter.owed_by) for line in lines if line.due.audience == Audience.HEAD]
        names = "; ".join(dict.fromkeys(headed))
        said.append(_("You get this message as the head of: %(name)s.") % {"name": names})
    if Audience.NATIONAL in parts or not said:
        said.append(_("You get this message for your part in the portal of commitments."))
    if absent:
        said.append(_("You stand in for: %(names)s.") % {"names": "; ".join(absent)})
    return said
