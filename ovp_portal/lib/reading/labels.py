"""The headings of a note, by which its parts are found, in all the languages that notes come in.

A heading is a word that begins one, and any run of the words that go with it: “Датум, време и
место на одржување”, “Заклучоци натамошно постапување”. So a variant nobody has seen is read too.
"""

from enum import StrEnum
from typing import NamedTuple

from ovp_portal.lib.reading.words import Word, phrase_at, vocabulary, words_of


class Part(StrEnum):
    """What a piece of a text is."""

    TITLE = "title"
    KIND = "kind"
    GROUP = "group"
    WHEN = "when"
    PLACE = "place"
    WAY = "way"
    PEOPLE = "people"
    ABSENT = "absent"
    EXCUSED = "excused"
    PURPOSE = "purpose"
    AGENDA = "agenda"
    DISCUSSION = "discussion"
    CONCLUSIONS = "conclusions"
    OTHER = "other"
    LABEL = "label"
    REPEATED = "repeated"
    RESIDUE = "residue"


class Label(NamedTuple):
    part: Part
    end: int
    """Where the label ends in its line, with its colon."""


_HEADS: list[tuple[Part, str]] = [
    (Part.EXCUSED, """оправдано отсутни|оправдано отсутен|оправдани|opravdano odsutni|opravdani|me arsye|
        munguan me arsye|mungojnë me arsye|opravdali izostanak|оправдали изостанак|го оправдаа отсуството|
        отсутни со оправдание|отсутни оправдано|оправдано одсутни|regrets|excused|apologies|apologies for absence"""),
    (Part.PEOPLE, """присутни беа|prisutni su bili|присутни су били|ishin të pranishëm|u konsultuan|present were|учествуваа|присуствуваа|prisustvovali su|učestvovali su|присуствовали су|учествовали су|
        састанку су присуствовали|sastanku su prisustvovali|morën pjesë|attended by|контактирани|контактирани членови|
        kontaktirani|të kontaktuar|contacted|members contacted|листа на присутни|листа присутни|листа на учесници|список на присутни|присутни|присутен|учесници|
        учесник*|присуство|присутно|на состанокот присуствуваа|список присутних|листа присутних|учесници састанка|
        lista prisutnih|spisak prisutnih|prisutni|učesnici|prisustvo|prisustvovali|spisak učesnika|lista učesnika|
        присуствовали|списак присутних|списак учесника|консултирани членови|консултирани|konsultovani|konsultuar|
        të konsultuar|consulted|members consulted|lista e pjesëmarrësve|lista e të pranishmëve|pjesëmarrësit|pjesëmarrës|
        të pranishëm|të pranishmit|prezent|prezentë|pjesëmarrja|attendance|attendees|participants|list of participants|
        list of attendees|present|those present|in attendance|who took part|members present"""),
    (Part.ABSENT, """не дојде|не дојдоа|не присуствуваа|одсутан|одсутна|odsutan|odsutna|not attending|did not attend|
        отсутни|отсутен|отсуствуваа|листа на отсутни|odsutni|lista odsutnih|одсутни|mungojnë|munguan|
        të munguar|mungesa|absent|not present|lista e të munguarve"""),
    (Part.WAY, """начин на одржување|начин на работа|начин|форма на состанокот|način održavanja|način rada|način|
        начин одржавања|mënyra e mbajtjes|mënyra|forma e mbajtjes|mode|format|held by|how it was held|means"""),
    (Part.WHEN, """период|period|periudha|одржана на|час|часот|čas|ora|hour|hours|датум*|време|време и датум|ден|кога|термин|одржан на|одржано на|datum*|vreme|vrijeme|termin|kada|dan|
        održano|data|koha|dita|kur|date|dates|time|when|day|held on"""),
    (Part.PLACE, "место|локација|каде|mesto|lokacija|gde|vendi|vendndodhja|ku|place|location|venue|where"),
    (Part.GROUP, """работна група|работна подгрупа|подгрупа|заложба|радна група|radna grupa|radna podgrupa|obaveza|
        обавеза|grupi i punës|grupi punues|zotimi|working group|subgroup|commitment"""),
    (Part.PURPOSE, """цел|цел на состанокот|целта|повод|предмет|cilj*|svrha|povod|predmet|циљ*|сврха|qëllimi|synimi|
        objektivi|purpose|aim|aims|objective|objectives|goal"""),
    (Part.AGENDA, """теми за разговор|прашања|питања|pitanja|çështjet|точки на дневен ред|точки на дневниот ред|точки од дневен ред|дневен ред|предлог дневен ред|точки|
        теми|тачке дневног реда|дневни ред|tačke dnevnog reda|dnevni red|tačke|teme|rendi i ditës|pikat e rendit të ditës|
        pikat|temat|agenda|agenda items|agenda points|items on the agenda|points of the agenda|topics|items"""),
    (Part.DISCUSSION, """тек на разговорот|тек на средбата|ток разговора|tok razgovora|разговор|razgovor|резиме|rezime|
        констатации|констатација|konstatacije|rrjedha|biseda|тек на состанокот|тек|дискусија|расправа|разгледување|белешки|забелешки|работа на состанокот|
        tok sastanka|tok|diskusija|rasprava|ток састанка|дискусија|расправа|rrjedha e mbledhjes|diskutimi|diskutime|
        ecuria|shqyrtimi|discussion|discussions|course of the meeting|course|proceedings|summary|summary of discussion|
        what was said|minutes"""),
    (Part.CONCLUSIONS, """што се договоривме|договорено|договорено е|договорено е следното|dogovoreno|dogovoreno je|
        договорено је|u dakordua|u ra dakord|agreed|agreed actions|actions agreed|заклучоци|заклучок|заклучно|одлуки|одлука|задачи|задолженија|препораки|следни чекори|
        понатамошни чекори|натамошно постапување|закључци|закључак|одлуке|задаци|препоруке|наредни кораци|zaključci|
        zaključak|odluke|zadaci|preporuke|naredni koraci|sledeći koraci|përfundime|përfundimet|konkluzione|konkluzionet|
        vendime|vendimet|detyra|detyrat|rekomandime|hapat e ardhshëm|hapat e mëtejshëm|conclusion|conclusions|decisions|
        decisions taken|actions|action items|action points|tasks|next steps|follow up|recommendations"""),
    (Part.OTHER, """изготвил*|составил*|записничар|подготвил*|со почит|sastavio|sastavila|izradio|izradila|zapisničar|
        s poštovanjem|саставио|саставила|израдила|израдио|përgatiti|hartoi|me respekt|procesmbajtës*|prepared by|
        written by|taken by|minutes taken by|prilog|prilozi|прилог|прилози|shtojca|annex|attachments"""),
]  # fmt: skip

_GOES_WITH = """и|или|на|од|за|во|со|до|по|како|датум|време|место|час|часот|термин|одржување|одржувањето|состанок|
    состанокот|работен|работниот|дневен|дневниот|ред|присутни|отсутни|учесници|членови|лица|листа|натамошно|
    натамошното|понатамошно|понатамошното|понатамошни|постапување|постапувањето|чекори|активности|задачи|препораки|
    одлуки|заклучоци|начин|траење|консултации|консултациите|консултацијата|средба|средбата|
    i|ili|u|sa|datum|vreme|mesto|mjesto|održavanja|održavanje|sastanka|sastanak|prisutnih|odsutnih|prisutni|odsutni|
    članovi|članova|dnevnog|reda|dalje|daljeg|daljem|daljnje|postupanje|postupanja|koraci|preporuke|odluke|zadaci|
    konsultacija|konsultacije|učesnika|učesnici|zaključci|
    dhe|ose|e|të|së|i|për|me|nga|në|data|koha|ora|vendi|mbajtjes|mbledhjes|mbledhja|takimit|takimi|pjesëmarrësve|
    pjesëmarrësit|pranishëm|pranishmëve|munguar|munguarve|mungojnë|ditës|rendit|veprim|veprime|veprimet|mëtejshëm|
    mëtejshme|tjera|konsultimeve|konsultimit|konsultimet|detyra|detyrat|vendime|vendimet|rekomandime|hapat|
    and|or|of|the|for|in|by|to|at|date|dates|time|place|venue|meeting|members|list|present|absent|further|action|actions|
    next|steps|decisions|conclusions|recommendations|tasks|consultation|consultations|duration|discussed"""

_HEAD_PHRASES = [(part, vocabulary(said)) for part, said in _HEADS]
_FOLLOWERS = frozenset(words[0] for words in vocabulary(_GOES_WITH) if words)
_ARTICLES = frozenset({"the", "te", "i", "e"})
_MOST_WORDS = 14
_SAID_OF_YEARS = frozenset({"period", "periudha"})
"""“Period 2021–2023” begins a sentence as well."""
_ENDS = ":–—|-"


def label_at(line: str) -> Label | None:
    """The heading with which a line begins, if it is one.

    After it comes the end of the line, a colon or dash, a number, or – when it was more than one
    word – a new sentence; a sentence that only begins with the same word is no heading.
    """
    words = words_of(line[:200])
    first = _first_word(words)
    best: tuple[int, Part] | None = None
    for part, phrases in _HEAD_PHRASES:
        length = phrase_at(words, first, phrases)
        if length and (best is None or length > best[0]):
            best = length, part
    if best is None:
        return None
    length, part = best
    end = first + length
    while part not in (Part.GROUP, Part.OTHER) and end < min(len(words), _MOST_WORDS) and _goes_on(line, words, end):
        end += 1
    for stop in range(end, first + length - 1, -1):
        is_before_a_number = part in (Part.GROUP, Part.WHEN) and words[first].text not in _SAID_OF_YEARS
        if (after := _after(line, words, stop, stop - first, is_before_a_number)) is not None:
            return Label(part, after)
    return None


def _goes_on(line: str, words: list[Word], place: int) -> bool:
    """Whether the next word still belongs to the heading; nothing does behind its colon."""
    between = line[words[place - 1].end : words[place].start]
    return words[place].text in _FOLLOWERS and not any(sign in between for sign in ":–—|;.")


def _first_word(words: list[Word]) -> int:
    """A heading may be numbered: “1. Цел”, “II. Purpose”."""
    place = 0
    if words and (words[0].text.isdecimal() or words[0].text in ("i", "ii", "iii", "iv", "v", "vi", "vii")):
        place = 1
    if (
        len(words) > place + 1
        and words[place].text in _ARTICLES
        and words[place + 1].text not in ("pranisem", "munguar")
    ):
        place += 1
    return place


def _after(line: str, words: list[Word], stop: int, length: int, is_before_a_number: bool) -> int | None:
    """Where the text after a label begins, or nothing when this is no label after all."""
    end = words[stop - 1].end
    rest = line[end:].lstrip(" )/,.")
    start = len(line) - len(rest)
    if not rest:
        return len(line)
    if rest[0] in _ENDS and (rest[0] != "-" or rest[1:2] == " "):
        return start + len(rest) - len(rest.lstrip(_ENDS + " "))
    between = line[end:start]
    if "," in between:
        return None
    if rest[0].isdecimal() and (length > 1 or is_before_a_number):
        return start
    return start if rest[0].isupper() and length > 2 else None
