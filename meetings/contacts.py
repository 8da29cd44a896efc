"""E-mail addresses, telephone and personal numbers in what was typed: where they stand, and the text without one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from meetings.drafts import NoteDraft
from ovp_portal.lib import private
from ovp_portal.lib.canonical import checksum
from ovp_portal.lib.private import Found, Kind

KINDS: dict[Kind, Promise] = {
    Kind.EMAIL: _("e-mail address"),
    Kind.TELEPHONE: _("telephone number"),
    Kind.PERSONAL_NUMBER: _("personal number"),
}
LIKELY: dict[Kind, Promise] = {
    Kind.EMAIL: _("perhaps an e-mail address"),
    Kind.TELEPHONE: _("perhaps a telephone number"),
    Kind.PERSONAL_NUMBER: _("perhaps a personal number"),
}
ROW_PREFIX = {"guests": "guest", "agenda": "agenda", "conclusions": "conclusion", "priorities": "priority"}
"""What the rows of the form are called, where it is not by the name of their field."""


class Text(NamedTuple):
    """One typed text: `key` leads back to it ("discussion", "agenda-2-text"), `anchor` is its field in the form."""

    key: str
    anchor: str
    value: str


@dataclass(frozen=True)
class Contact:
    """One that was found. `stays` when somebody said so; a personal number never may."""

    text: Text
    found: Found
    stays: bool

    @property
    def name(self) -> str | Promise:
        return (KINDS if self.found.is_sure else LIKELY)[self.found.kind]

    @property
    def may_stay(self) -> bool:
        return not (self.found.kind == Kind.PERSONAL_NUMBER and self.found.is_sure)

    @property
    def is_blocking(self) -> bool:
        return self.found.is_sure and not self.stays

    @property
    def sentence(self) -> str:
        return self.found.sentence

    @property
    def sign(self) -> str:
        """Names this very one in this very text: a form opened before a save means nothing else by it."""
        return checksum(f"{self.text.key}|{self.found.start}|{self.text.value}")[:16]


def contacts_in(draft: NoteDraft, may_stay: Collection[str]) -> list[Contact]:
    """All of them in the order of the form."""
    return [
        Contact(text, found, stays=_may(found, may_stay))
        for text in texts_of(draft)
        for found in private.find_private(text.value)
    ]


def _may(found: Found, may_stay: Collection[str]) -> bool:
    return found.value in may_stay and not (found.kind == Kind.PERSONAL_NUMBER and found.is_sure)


def texts_of(draft: NoteDraft) -> Iterator[Text]:
    """Every text of a note, whatever rows it has: what is chosen from a list holds no address."""
    for one in fields(draft):
        value = getattr(draft, one.name)
        if isinstance(value, str):
            yield Text(one.name, f"id_{one.name}", value)
        elif isinstance(value, tuple):
            for place, row in enumerate(value):
                yield from _of_row(one.name, place, row)


def _of_row(name: str, place: int, row: Any) -> Iterator[Text]:
    if not is_dataclass(row):
        return
    prefix = f"id_member-{row.membership}" if name == "members" else f"id_{ROW_PREFIX.get(name, name)}-{place}"
    for one in fields(row):
        value = getattr(row, one.name)
        if isinstance(value, str) and value:
            yield Text(f"{name}-{place}-{one.name}", f"{prefix}-{one.name}", value)


def without(draft: NoteDraft, contact: Contact) -> NoteDraft:
    """The note with one of them taken out of its text; a row that said nothing else stays, and is a gap."""
    name, *row = contact.text.key.split("-")
    value = private.without(contact.text.value, contact.found.start, contact.found.end)
    if not row:
        return replace(draft, **{name: value})
    place, field = int(row[0]), row[1]
    rows = list(getattr(draft, name))
    rows[place] = replace(rows[place], **{field: value})
    return replace(draft, **{name: tuple(rows)})
