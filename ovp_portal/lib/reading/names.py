"""Who is named in a text and where they come from: persons, organizations, functions. Nobody is made up."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ovp_portal.lib.reading import cues
from ovp_portal.lib.reading.words import MOST_LETTERS, find_phrase, folded, phrase_at, says, vocabulary, words_of


class Named(NamedTuple):
    """Somebody in a list of those who took part, as written; whatever is not said is empty."""

    person: str = ""
    organization: str = ""
    function: str = ""
    presence: str = ""
    """present, absent or excused, where the list itself says so of this one."""
    is_coordinator: bool = False
    head_count: int | None = None
    """How many people of an organization, where the list counts them and names nobody."""


_INSTITUTIONS = vocabulary("""
    министерств*|дирекци*|управа|управата|агенци*|комисија|комисијата|национална комисија|националната комисија|делегаци*|
    академи*|здружени*|фондаци*|институт*|завод*|канцелари*|секретаријат*|суд|судот|општина|општината|мрежа|мрежата|
    организаци*|граѓанска организаци*|граѓанската организаци*|го|нво|граѓанскиот сектор|граѓански сектор|
    граѓанското општество|влада|владата|совет|советот|центар|центарот|универзитет*|собрание*|обвинителство*|
    јавно обвинителство|народен правобранител|биро|генерален секретаријат|академијата|
    удружењ*|грађанск* организациј*|тужилаштво|савет|савета|општин*|скупштин*|
    ministarst*|direkcij*|uprava|uprave|agencij*|komisij*|nacionaln* komisij*|delegacij*|akademij*|udruženj*|fondacij*|
    institut*|zavod*|kancelarij*|sekretarijat*|sud|opštin*|mreža|organizacij*|civiln* društv*|civiln* sektor*|vlada|savet|saveta|
    centar|tužilaštv*|skupštin*|
    ministri*|drejtori*|agjenci*|komision*|komisioni kombëtar|delegacion*|akademi*|shoqat*|fondacion*|zyra|zyrës|
    sekretariat*|gjykat*|komun*|rrjet*|organizat*|ojq*|shoqëri* civile|qeveri*|këshill|këshilli|këshillit|qendra|qendrës|prokurori*|kuvend*|
    ministry|directorate|agency|commission|national commission|delegation|academy|association|foundation|institute|office|
    secretariat|court|municipality|network|organization|organisation|ngo*|cso*|civil society|civil sector|government|
    council|centre|center|prosecution|prosecutor*|assembly|parliament|university|bureau|eu delegation
""")  # fmt: skip
_FUNCTIONS = vocabulary("""
    советни*|раководител*|директор*|државен секретар|државен советник|државен службеник|секретар*|министер|помошник*|
    претседател*|координатор*|заменик*|асистент*|претставник*|член|членка|началник*|соработник*|одговорен|
    savetnik*|načelni*|direktor*|rukovodi*|sekretar*|predsedni*|predstavnik*|koordinator*|zamenik*|član|pomoćnik*|
    саветник*|начелни*|руководи*|председни*|представник*|члан|
    këshilltar*|drejtor|drejtoresh*|udhëheqës*|sekretar|kryetar*|zyrtar*|zëvendës*|anëtar*|përfaqësues*|
    adviser|advisor|head|head of*|director|minister|secretary|president|chair*|coordinator|deputy|assistant|officer|member|
    representative|expert|state secretary|state adviser|senior*
""")  # fmt: skip
_HEADERS = vocabulary("""
    име|презиме|име и презиме|институција|организација|функција|присуство|потпис|контакт|бр|р бр|ред бр|член|работно место|
    ime|prezime|ime i prezime|institucija|organizacija|funkcija|prisustvo|potpis|br|emri|emri dhe mbiemri|mbiemri|institucioni|
    organizata|funksioni|pozita|prania|nënshkrimi|nr|name|surname|institution|organization|organisation|function|position|
    attendance|presence|signature|no|person|status
""")  # fmt: skip
_HEADER_PHRASES = {tuple(words) for words in _HEADERS}
_PRESENCE = {
    "excused": vocabulary(
        "оправдано отсутен|оправдано отсутна|оправдано|opravdano odsutan|opravdano odsutna|opravdano|excused|me arsye|munguar me arsye"
    ),
    "absent": vocabulary(
        "отсутен|отсутна|отсутни|odsutan|odsutna|odsutni|absent|mungon|mungoi|munguar|не присуствуваше"
    ),
    "present": vocabulary(
        "присутен|присутна|присутни|prisutan|prisutna|prisutni|present|prezent|i pranishëm|e pranishme"
    ),
}
_HONORIFICS = {
    folded(word)
    for word in "г г-ѓа г-дин г-н гѓа гдин госпоѓа господин госпођа д-р др проф g-đa gđa g-din g gospođa gospodin "
    "dr prof mr mrs ms miss zonja znj zoti z".split()
}
_OF = {"od", "from", "iz", "nga", "of", "vo", "pri"}
_LIST_ENDS = vocabulary("""
    разменија|дискутираа|разговараа|зборуваа|потврдија|презентираа|истакнаа|кои|за|зедоа|имаа|
    razmenil*|razgovaral*|diskutoval*|istakl*|su|koji|која|који|разменил*|разговарал*|
    diskutuan|biseduan|shkëmbyen|morën|ishin|të cilët|që|
    discussed|exchanged|took|were|was|who|which|attended|participated|met|talked|agreed
""")  # fmt: skip
_PEOPLE = (
    r"(?:претставни\w*|учесни\w*|лица|лице|члена|членови|predstavni\w*|učesni\w*|lica|lice|člana|članova|"
    r"представни\w*|учесни\w*|чланова|përfaqësues\w*|pjesëmarrës\w*|persona|anëtarë|"
    r"representatives?|participants?|people|persons?|members?|delegates?)"
)
_COUNT_ALONE = re.compile(rf"(\d{{1,4}})(?:\s+{_PEOPLE})?", re.IGNORECASE)
_COUNT_BEFORE = re.compile(rf"(\d{{1,4}})\s+{_PEOPLE}\s+(?=\S)", re.IGNORECASE)
_NAME_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*\.?")
_BETWEEN = re.compile(r"\s+(?:[–—|-]+)\s+|\s*[|(:]\s*|\)\s*|,\s+|;\s*")
_AND = re.compile(r"(?:^|\s+|,\s*)(?:и|i|and|dhe|как и|kao i|како и|као и|as well as)\s+(?=\S)", re.IGNORECASE)

_AND_AT_END = re.compile(r"\s+(?:и|i|and|dhe|е|e)$", re.IGNORECASE)

IsKnown = Callable[[str], bool]


def named_in_list(text: str, is_known: IsKnown) -> list[Named]:
    """Everybody whom one line of a list of those who took part names."""
    text = text[:MOST_LETTERS]
    cells = [cell.strip() for cell in text.split("|")]
    if len(cells) > 1 and all(_is_header(cell) for cell in cells if cell):
        return []
    if "|" in text:
        return _joined([*_fragments(text, is_known)], is_one_person=True)
    found: list[Named] = []
    for entry in re.split(r";\s*", text):
        persons = list(_persons(entry))
        has_title = any(is_sure for *_span, is_sure in persons)
        if has_title or (persons and not _is_list_of_fragments(entry)):
            found += _around(entry, persons, is_known)
        elif entry.strip():
            found += _joined([*_fragments(entry, is_known)], is_one_person=False)
    return found


def organizations_in_sentence(sentence: str, is_known: IsKnown) -> list[str]:
    """“Representatives of A, B and C discussed …”: the institutions of a sentence that says who took part."""
    sentence = sentence[:MOST_LETTERS]
    words = words_of(sentence)
    cue = find_phrase(words, vocabulary(cues.PRESENT_AS))
    if cue is None or cue[1] >= len(words):
        return []
    after = sentence[words[cue[1]].start :]
    # “attended by representatives of A”: the list begins after the last of the cues in a row.
    inner = find_phrase(words_of(after[:60]), vocabulary(cues.PRESENT_AS))
    if inner and inner[1] < len(words_of(after)):
        after = after[words_of(after)[inner[1]].start :]
    return [said for part in _split_list(after, is_known) if (said := _until_the_verb(part, is_known))]


def _split_list(text: str, is_known: IsKnown) -> Iterator[str]:
    for part in re.split(r"[,;]\s*", text):
        yield from _split_and(part, is_known)


def _split_and(text: str, is_known: IsKnown) -> list[str]:
    """Parted at “and” only where an institution, a title or a name known follows: “Labour and Social Policy” is one."""
    parts, start = [], 0
    for match in _AND.finditer(text):
        after = text[match.end() :]
        if _starts_with_institution(after) or is_known(after) or _starts_with_title(after):
            parts.append(text[start : match.start()])
            start = match.end()
    return [part.strip() for part in [*parts, text[start:]] if part.strip()]


def _until_the_verb(text: str, is_known: IsKnown) -> str:
    if not (_starts_with_institution(text) or is_known(text)):
        return ""
    words = words_of(text)
    for place in range(1, len(words)):
        word = words[place]
        if word.text in ("za", "of", "su") and place < 3:
            continue  # “Ministry of …”, “Министерство за …”
        if any(len(phrase) == 1 and phrase[0] not in ("za",) and says(word.text, phrase[0]) for phrase in _LIST_ENDS):
            return text[: word.start].rstrip(" ,.")
    return text.rstrip(" .")


# Persons


def _persons(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Where persons are named: begin of the title, begin and end of the name, whether a title stood before it."""
    tokens = list(_NAME_WORD.finditer(text))
    place = 0
    while place < len(tokens):
        token = tokens[place]
        has_title = folded(token[0].replace("-", "")) in _HONORIFICS or folded(token[0]) in _HONORIFICS
        first = place + 1 if has_title else place
        run = _capitalised(text, tokens, first)
        is_name = len(run) >= (1 if has_title else 2) and not _is_institution_word(run)
        if is_name and (has_title or _is_of(text, tokens, first + len(run))):
            yield token.start(), run[0].start(), run[-1].end(), has_title
            place = first + len(run)
        else:
            place += 1


def _capitalised(text: str, tokens: list[re.Match], place: int) -> list[re.Match]:
    run: list[re.Match] = []
    for token in tokens[place : place + 3]:
        is_next = not run or text[run[-1].end() : token.start()].strip() == ""
        word = token[0].rstrip(".")
        if not (is_next and word[0].isupper() and (len(word) > 1 and not word.isupper())):
            break
        run.append(token)
    return run


def _is_institution_word(run: list[re.Match]) -> bool:
    return any(phrase_at(words_of(token[0]), 0, _INSTITUTIONS) for token in run)


def _is_of(text: str, tokens: list[re.Match], place: int) -> bool:
    if place >= len(tokens) or text[tokens[place - 1].end() : tokens[place].start()].strip(" ,"):
        return False
    return folded(tokens[place][0]) in _OF


def _around(text: str, persons: list[tuple[int, int, int, bool]], is_known: IsKnown) -> list[Named]:
    """Each person with what is said between his name and the next one."""
    found = []
    for place, (begin, start, end, _is_sure) in enumerate(persons):
        until = persons[place + 1][0] if place + 1 < len(persons) else len(text)
        before = text[persons[place - 1][2] if place else 0 : begin]
        parts = [*_fragments(text[end:until], is_known)]
        organization = next((said for kind, said in parts if kind == "organization"), "")
        function = next((said for kind, said in parts if kind == "function"), "")
        presence = next((said for kind, said in parts if kind == "presence"), "")
        is_coordinator = cues.says_one_of(before[-60:], cues.COORDINATOR)
        found.append(Named(text[start:end].rstrip("."), organization, function, presence, is_coordinator))
    return found


# Fragments of a list


def _is_list_of_fragments(entry: str) -> bool:
    """“Name – Institution – function”, and not a sentence."""
    return len(re.findall(r"\s[–—-]\s|\|", entry)) > 0


def _fragments(text: str, is_known: IsKnown) -> Iterator[tuple[str, str]]:
    for part in _BETWEEN.split(text):
        for said in _split_and(part or "", is_known):
            said = said.strip(" .,")
            if counted := _COUNT_BEFORE.match(said):
                yield "head_count", counted[1]
                said = said[counted.end() :]
            said = _AND_AT_END.sub("", _without_of(said).strip(" .,"))
            if kind := _kind(said, is_known):
                yield kind, _presence(said) if kind == "presence" else said.split()[0] if kind == "head_count" else said


def _without_of(text: str) -> str:
    words = words_of(text)
    if len(words) > 1 and words[0].text in _OF:
        words = words[1:]
        text = text[words[0].start :]
    # “од страна на Министерството”, “from the Ministry”
    return re.sub(r"^(?:the|страна на)\s+", "", text, flags=re.IGNORECASE)


def _kind(said: str, is_known: IsKnown) -> str:
    """What a fragment of a list is; what is none of them is left to the reader."""
    words = words_of(said)
    if not words or len(words) > 16:
        return ""
    if _presence(said):
        return "presence"
    if _COUNT_ALONE.fullmatch(said):
        return "head_count"
    if _starts_with_institution(said) or is_known(said):
        return "organization"
    if phrase_at(words, 0, _FUNCTIONS):
        return "function"
    tokens = list(_NAME_WORD.finditer(said))
    first = 1 if tokens and folded(tokens[0][0].replace("-", "")) in _HONORIFICS else 0
    run = _capitalised(said, tokens, first)
    if len(run) == len(tokens) - first and 2 <= len(run) <= 3:
        return "person"
    return ""


def _joined(parts: list[tuple[str, str]], *, is_one_person: bool) -> list[Named]:
    """Fragments that follow one another belong to one entry, until a kind comes again."""
    entries: list[dict[str, str]] = []
    for kind, said in parts:
        if not entries or (kind in entries[-1] and not is_one_person):
            entries.append({})
        entries[-1].setdefault(kind, said)
    return [_named(entry) for entry in entries if entry.get("person") or entry.get("organization")]


def _named(entry: dict[str, str]) -> Named:
    """A number counts the people of an organization; beside a name it is a number of something else."""
    count = int(entry.pop("head_count", 0)) or None
    is_coordinator = cues.says_one_of(entry.get("function", ""), cues.COORDINATOR)
    return Named(**entry, is_coordinator=is_coordinator, head_count=None if entry.get("person") else count)


def _presence(said: str) -> str:
    words = words_of(said)
    for presence, phrases in _PRESENCE.items():
        if words and phrase_at(words, 0, phrases) == len(words):
            return presence
    return ""


def _is_header(cell: str) -> bool:
    return tuple(word.text for word in words_of(cell)) in _HEADER_PHRASES


def _starts_with_institution(text: str) -> bool:
    words = words_of(text[:80])
    first = 1 if words and words[0].text == "the" else 0
    return phrase_at(words, first, _INSTITUTIONS) > 0


def _starts_with_title(text: str) -> bool:
    token = _NAME_WORD.match(text)
    return token is not None and folded(token[0].replace("-", "")) in _HONORIFICS
