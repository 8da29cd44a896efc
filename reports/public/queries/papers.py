"""One published paper: its editions and the frozen page of one of them."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Func, Q

from ovp_portal.editions.models import Edition, EditionPage
from reports.rendering import EDITION_LINE


@dataclass(frozen=True)
class Paper:
    """The editions of a paper, newest first, and the one that is shown."""

    editions: list[Edition]
    shown: Edition

    @property
    def is_newest(self) -> bool:
        return self.shown == self.editions[0]

    @property
    def newest(self) -> Edition:
        return self.editions[0]


def paper_at(address: str, number: str = "", *, digest: Func | None = None) -> Paper | None:
    """The newest edition of a paper, or the one with this number; None where nothing is published."""
    editions = Edition.objects.of(address).defer("payload")
    if digest is not None:
        editions = editions.annotate(digest=digest)
    found = list(editions)
    shown = next((edition for edition in found if not number or edition.number == number), None)
    return Paper(found, shown) if shown is not None else None


def frozen_page(edition: Edition, language: str) -> tuple[str, str]:
    """The frozen page in a language, in two pieces between which the line on its edition stands.

    Where the page was not made in this language, in the portal's own.
    """
    pages = EditionPage.objects.filter(Q(language=language) | Q(language=settings.LANGUAGE_CODE), edition=edition)
    by_language = {page.language: page.html for page in pages}
    html = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE, "")
    head, line, rest = html.partition(EDITION_LINE)
    return (head, rest) if line else ("", head)


def edition_with_payload(address: str, number: str) -> Edition | None:
    """The edition with this number and all its data."""
    major, _point, minor = number.partition(".")
    if not (major.isascii() and major.isdigit() and minor.isascii() and minor.isdigit() and len(number) < 10):
        return None
    edition = Edition.objects.filter(address=address, major=int(major), minor=int(minor)).first()
    return edition if edition is not None and edition.number == number else None
