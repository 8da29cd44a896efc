"""Organizations by the names that people write: inflected, abbreviated, with a letter wrong."""

from collections.abc import Iterable
from typing import NamedTuple

from ovp_portal.accounts.models import Organization
from ovp_portal.lib.reading.words import WORD, words_of

_STEM = 5
_LEFT_OUT = {"na", "od", "za", "vo", "so", "se", "te", "per", "dhe", "ne", "of", "the", "for", "and", "in", "protiv"}
_SHORT_NAME = 4
_ENOUGH_IN_COMMON = 3
_MOST_OF_IT = 0.6
_SAY_LITTLE = {
    "minis",
    "organ",
    "zdruz",
    "udruz",
    "graga",
    "gragj",
    "nacio",
    "komis",
    "commi",
    "uprav",
    "skopj",
    "direk",
    "assoc",
}


class Match(NamedTuple):
    organization: Organization
    is_exact: bool


class OrganizationNames:
    """Every name that an organization has or had, in every language, ready to be found in a text."""

    def __init__(self, organizations: Iterable[Organization]) -> None:
        self._stems: list[tuple[tuple[str, ...], Organization]] = []
        self._short: dict[str, Organization] = {}
        for organization in organizations:
            for name in _names(organization):
                if len(name) <= _SHORT_NAME:
                    self._short.setdefault(name, organization)
                elif set(stems := _stems(name)) - _SAY_LITTLE:
                    self._stems.append((stems, organization))
        self._stems.sort(key=lambda pair: -len(pair[0]))

    def find(self, text: str) -> Match | None:
        """The organization that a few words name; the longest name wins."""
        stems = _stems(text)
        for name, organization in self._stems:
            if _stands_in(stems, name):
                return Match(organization, is_exact=True)
        for word in WORD.findall(text):
            if word in self._short:
                return Match(self._short[word], is_exact=True)
        said = set(stems) - _SAY_LITTLE
        likeness = [(_likeness(said, name), organization) for name, organization in self._stems]
        best = max((like for like, _organization in likeness), default=0.0)
        alike = {organization.pk: organization for like, organization in likeness if like and like == best}
        return Match(alike.popitem()[1], is_exact=False) if len(alike) == 1 else None

    def begins(self, text: str) -> bool:
        """Whether a text begins with the name of an organization."""
        stems = _stems(text[:200])
        if any(stems[: len(name)] == name for name, _organization in self._stems):
            return True
        word = WORD.match(text)
        return word is not None and word[0] in self._short

    def leading(self, text: str) -> tuple[Organization, int] | None:
        """The organization with whose name a text begins, and where in the text the name ends."""
        words = [word for word in words_of(text[:200]) if len(word.text) > 1 and word.text not in _LEFT_OUT]
        if not words or words[0].start:
            return None
        stems = tuple(word.text[:_STEM] for word in words)
        for name, organization in self._stems:
            if stems[: len(name)] == name:
                return organization, words[len(name) - 1].end
        first = WORD.match(text)
        return (self._short[first[0]], first.end()) if first and first[0] in self._short else None


def organization_names() -> OrganizationNames:
    """All of the portal's organizations, in two queries."""
    return OrganizationNames(Organization.objects.in_order().prefetch_related("former_names"))


def _names(organization: Organization) -> set[str]:
    texts = (organization.i18n or {}).values()
    former = [row.name for row in organization.former_names.all()]
    return {name for name in (organization.name, organization.short_name, *texts, *former) if name}


def _stems(text: str) -> tuple[str, ...]:
    """The words that carry a name, without their endings: articles and cases differ, the beginnings do not."""
    return tuple(word.text[:_STEM] for word in words_of(text) if len(word.text) > 1 and word.text not in _LEFT_OUT)


def _stands_in(stems: tuple[str, ...], name: tuple[str, ...]) -> bool:
    return any(stems[start : start + len(name)] == name for start in range(len(stems) - len(name) + 1))


def _likeness(said: set[str], name: tuple[str, ...]) -> float:
    """How much of a name is there, in words that tell something; a word or two in common tell nothing."""
    telling = set(name) - _SAY_LITTLE
    common = len(said & telling)
    part = common / len(telling) if telling else 0.0
    return part if common >= _ENOUGH_IN_COMMON and part >= _MOST_OF_IT else 0.0
