"""Who took part, by what the text says: seats of the group where they are meant, otherwise guests. Nobody is added."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commitments.enums import MemberRole
from commitments.models import Membership
from meetings.drafts import GuestRow, MemberRow
from meetings.enums import MeetingKind, Presence
from meetings.queries import Choices, sat_on
from meetings.reading.organizations import OrganizationNames
from meetings.reading.result import Evidence, Sureness, doubtful
from ovp_portal.lib.reading.labels import Part
from ovp_portal.lib.reading.names import Named, named_in_list, organizations_in_sentence
from ovp_portal.lib.reading.outline import Piece
from ovp_portal.lib.reading.running import who_attended
from ovp_portal.lib.reading.words import words_of

MOST_GUESTS = 300
_FUNCTION_WORDS = {
    word.text
    for word in words_of("член членка координатор координаторка заменик претставник советник раководител member "
                         "coordinator deputy representative anëtar koordinator përfaqësues član zamenik predstavnik")
}  # fmt: skip


@dataclass
class People:
    members: dict[int, MemberRow] = field(default_factory=dict)
    guests: list[GuestRow] = field(default_factory=list)
    evidence: list[Evidence] = field(default_factory=list)


class PeopleReader:
    def __init__(self, choices: Choices, names: OrganizationNames, days: tuple[date, date] | None, kind: str) -> None:
        self.names = names
        self.seats = [
            seat for seat in choices.seats.values() if (sat_on(seat, *days) if days else seat.ends_on is None)
        ]
        self.is_round = kind == MeetingKind.CONSULTATION
        self.found = People()

    def read(self, pieces: list[Piece]) -> People:
        headed = False
        for piece in pieces:
            if piece.part not in (Part.PEOPLE, Part.ABSENT, Part.EXCUSED):
                continue
            said = piece.text if piece.label else who_attended(piece.text)
            for named in named_in_list(said, self.names.begins):
                headed = True
                sureness = Sureness.SURE if piece.label else Sureness.LIKELY
                self._put(named, self._presence(piece.part, named), piece.text, sureness)
        if not headed:
            self._from_sentences(pieces)
        return self.found

    def _from_sentences(self, pieces: list[Piece]) -> None:
        """Institutions that a news item says took part; it names no persons."""
        for piece in pieces:
            if piece.part not in (Part.DISCUSSION, Part.PURPOSE):
                continue
            said = organizations_in_sentence(piece.text, self.names.begins)
            for organization in said:
                self._put(Named(organization=organization), Presence.PRESENT, piece.text, Sureness.CHECK)
            if said:
                return

    def _presence(self, part: Part, named: Named) -> str:
        if named.presence:
            return named.presence
        if part is Part.ABSENT:
            return Presence.ABSENT
        if part is Part.EXCUSED:
            return Presence.EXCUSED
        return Presence.CONSULTED if self.is_round and not named.is_coordinator else Presence.PRESENT

    def _put(self, named: Named, presence: str, sentence: str, sureness: Sureness) -> None:
        if named.head_count and presence in (Presence.PRESENT, Presence.CONSULTED):
            self._put_guest(named, presence, sentence, sureness)
            return
        match = self.names.find(named.organization) if named.organization else None
        seat, is_named = self._seat(named, match.organization.pk if match else None)
        if seat is None:
            self._put_guest(named, presence, sentence, sureness)
            return
        note = ""
        if not is_named:
            sureness = doubtful(sureness, Sureness.LIKELY)
            note = _("Told by the organization; the text names no person.")
            if named.person:
                note = format_lazy(_("Told by the organization; the text names {person}."), person=named.person)
        if match and not match.is_exact:
            sureness = Sureness.CHECK
        self.found.members[seat.pk] = MemberRow(membership=seat.pk, presence=presence)
        self._tell("members", f"{seat.organization.label} – {Presence(presence).label}", sentence, sureness, note)

    def _put_guest(self, named: Named, presence: str, sentence: str, sureness: Sureness) -> None:
        guest = GuestRow(
            person=named.person[:200],
            organization=named.organization[:300],
            function=named.function[:200],
            presence=presence,
            head_count=named.head_count if not named.person else None,
        )
        if guest in self.found.guests or len(self.found.guests) >= MOST_GUESTS:
            return
        self.found.guests.append(guest)
        who = ", ".join(part for part in (named.person, named.organization) if part)
        note = _("No seat of the group is meant by this.")
        if guest.head_count:
            who = f"{who} ({guest.head_count})"
            note = _("The text counts the people of the organization and names none, so no seat is marked.")
        told = doubtful(sureness, Sureness.LIKELY)
        self._tell("guests", f"{who} – {Presence(presence).label}", sentence, told, note)

    def _tell(self, place: str, value: str, sentence: str, sureness: Sureness, note: object) -> None:
        self.found.evidence.append(Evidence(field=place, value=value, sentence=sentence, sureness=sureness, note=note))

    def _seat(self, named: Named, organization: int | None) -> tuple[Membership | None, bool]:
        """The seat that is meant, and whether its holder is named; a seat already taken is not meant twice."""
        free = [seat for seat in self.seats if seat.pk not in self.found.members]
        person = {word.text for word in words_of(named.person)}
        if person:
            by_name = [seat for seat in free if person <= {word.text for word in words_of(seat.user.name)}]
            if len(by_name) == 1:
                return by_name[0], True
        if organization is None:
            return None, False
        mine = [seat for seat in free if seat.organization_id == organization]
        if person:
            mine = [seat for seat in mine if _stands_for_a_function(seat)]
        leading = [seat for seat in mine if seat.role in MemberRole.coordinating()]
        if named.is_coordinator:
            mine = [seat for seat in leading if seat.role == MemberRole.COORDINATOR] or leading
        elif len(mine) > 1:
            mine = [seat for seat in mine if seat not in leading]
        return (mine[0], False) if len(mine) == 1 else (None, False)


def _stands_for_a_function(seat: Membership) -> bool:
    """Whether the account is a function's (“Member, Ministry of Justice”): whoever holds it may be called otherwise."""
    said = [word.text for word in words_of(seat.user.name)]
    return any(word in _FUNCTION_WORDS for word in said) or seat.user.name == seat.function
