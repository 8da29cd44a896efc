"""Words that give a sentence away: how and why a meeting was held, what was agreed, by when, why nothing was done."""

from ovp_portal.lib.reading.words import find_phrase, vocabulary, words_of

WAYS = {
    "email": """e mail|e mejl*|email|mail|mejl*|имејл*|мејл*|електронски пат|електронска пошта|електронската пошта|
        e pošta|e пошта|elektronskim putem|elektronska pošta|elektronskom poštom|електронским путем|електронском поштом|
        imejl*|imejlom|postë elektronike|postës elektronike|e postë|me email|rrugë elektronike|rrugës elektronike|
        електронскиот пат""",
    "telephone": "телефон*|telefon*|phone*|telephone*|тел|by call|calls|повици|thirrje telefonike",
    "online": """онлајн|он лајн|online|on line|zoom|зум|teams|тимс|webex|skype|google meet|видео*|video*|виртуел*|
        virtuel*|virtual*|në distancë|na daljinu|на даљину|далечин*""",
    "in_person": """физичко присуство|со физичко присуство|во живо|уживо|uživo|licem u lice|лично|lično|me prani fizike|
        fizikisht|prani fizike|in person|face to face|u prostorijama|у просторијама|во просториите|salla|сала*|sala|
        sali|сали|room|hall""",
}
"""Phrases by how a meeting was held."""

CONSULTED = "konsultuan|контактиран*|kontaktiran*|kontaktuar|contacted|консултаци*|консултиран*|konsultacij*|konsultovan*|konsultim*|konsultuar|consultation*|consulted"
STEERING = "управен одбор|управниот одбор|управног одбора|управни одбор|upravni odbor|upravnog odbora|steering committee|komiteti drejtues|komitetit drejtues|bordi drejtues|bordit drejtues"
SECTOR = "секторск* состан*|секторск* састан*|sektorsk* sastan*|sector meeting*|sectoral meeting*|mbledhje* sektoriale|takim* sektorial*"
COUNCIL = "седница на советот|седницата на советот|седница на совет*|седница савета|sednica saveta|sednice saveta|session of the council|council session|mbledhja e këshillit|mbledhjen e këshillit|mbledhje e këshillit|seanca e këshillit"
MEETING = """состанок*|состано*|состанци|средба|средбата|sastanak|sastanka|sastanci|састанак|састанка|састанци|
    mbledhje*|takim*|meeting*"""
NOTE_HEADINGS = """белешка|белешки од|записник*|бeлешка|beleška|beleske|zapisnik*|забелешка од|белeшка|записник са|
    procesverbal*|shënim*|shënime nga|minutes of|minutes from|note of|notes of|record of|memo|memorandum"""

HELD = """
    се одржа|одржан*|одржани|одржа|остварени|остварена|на ден|održan*|održao|одржан*|одржао|u mbajt|u mbajtën|mbajtur|
    u zhvillua|was held|were held|took place|held on|met on"""
ATTENDED = """присуствуваа|учествуваа|присутни беа|беа консултирани|беа контактирани|prisustvovali|učestvovali|
    prisutni su bili|konsultovani su|присуствовали|учествовали|присутни су били|консултовани су|morën pjesë|
    merrnin pjesë|ishin të pranishëm|u konsultuan|attended by|were present|were consulted"""
RUNS_ON = """кои|кој|која|каде|разменија|дискутираа|разговараа|koji|koje|gde|који|које|где|që|të cilët|të cilat|ku|
    who|which|where|discussed|exchanged"""
"""Words by which a sentence that names those who came goes on to what they said."""

PURPOSE = """целта на|целта беше|цел на состанокот|со цел на состанокот|svrha sastan*|svrha je|svrha ov*|cilj je|cilj sastan*|
    cilj je bio|cilj ov*|циљ је|циљ састан*|сврха састан*|сврха је|qëllimi i|qëllimi ishte|qëllim i|synimi i|
    the purpose of|the aim of|purpose of the|aim of the|the objective of|the meeting was called to|the goal of"""
DECIDED = """усваја|се усвојува|се одобрува|usvaja|odobrava se|одобрава се|miratohet|miratohen|го одобри|ја одобри|ги одобри|одобри|одобрен|усвои|усвоен|усвоени|донесе одлука|одлучи|одлучено|се одлучи|
    usvojio|usvojila|usvojen*|odobrio|odobrila|odlučio|odlučeno|odlučila|doneta je odluka|усвојио|усвојен*|одлучено|
    одобрио|miratoi|u miratua|miratuan|vendosi|u vendos|vendosën|approved|adopted|decided|resolved"""
APPROVED = """усваја|се усвојува|се одобрува|usvaja|odobrava se|одобрава се|miratohet|miratohen|го одобри|ја одобри|ги одобри|одобри|одобрен|одобрена|одобрени|усвои|усвоен|усвоена|усвоени|едногласно|
    usvojio|usvojila|usvojen*|odobrio|odobrila|odobren*|jednoglasno|усвојио|усвојила|усвојен*|одобрио|једногласно|
    miratoi|u miratua|miratuan|njëzëri|approved|adopted|unanimously"""
REJECTED = """не е усвоен|не е усвоена|не се усвои|не беше усвоен|не е одобрен|не е одобрена|не се одобри|одбиен|одбиена|
    одбиено|го одби|ја одби|nije usvojen*|nije odobren*|odbijen*|није усвојен*|није одобрен*|одбијен*|nuk u miratua|
    u refuzua|not approved|not adopted|rejected|was refused"""
WORK_PLAN = """работниот план|работен план|планот за работа|план за работа|plan rada|radni plan|план рада|радни план|
    planin e punës|plani i punës|plan pune|work plan|workplan|plan of work"""
PRIORITIES = "приоритет*|prioritet*|prioritetet|priorit*"
INCLUDE = """вклучуваат|вклучува|се|опфаќаат|uključuju|obuhvataju|su|укључују|обухватају|су|përfshijnë|janë|include|are|
    included|were|беа|вклучуваа"""
AGREED = """договорено е дека|договорено е|договорено је|dogovoreno je|u vendos që|се согласија|сите се согласија|беше заклучено|се заклучи|заклучено е|заклучено беше|општ* заклучок|
    složili|su se složili|zaključeno je|opšti zaključak|zaključak je|zaključak učesnika|сложили|закључено је|
    општи закључак|ranë dakord|u pajtuan|u dakorduan|u konkludua|u përfundua se|it was agreed|agreed that|all agreed|
    agreed to|it was concluded|concluded that|the conclusion"""
DUE = """најдоцна до|најдоцна на|најкасно до|заклучно со|до|рок|краен рок|со рок|најдоцна|najkasnije do|do|rok|najdalje do|
    најкасније до|рок за|deri më|deri me|deri|jo më vonë se|jo më vonë|afati|afat|by|no later than|not later than|until|
    before|deadline|due|due by|due on|at the latest"""
WILL = (
    "ќе|треба да|должни се да|мора да|ће|će|treba da|mora da|do të|duhet të|duhet|will|shall|should|must|is to|are to"
)
COORDINATOR = """координаторот|координаторката|координатор|координаторка|koordinator*|координатор*|koordinatori|
    koordinatorja|the coordinator|coordinator"""
EVERYONE = """секој член|сите членови|членовите|секој|сите|svaki član|svi članovi|članovi|сваки члан|сви чланови|чланови|
    çdo anëtar|të gjithë anëtarët|anëtarët|each member|every member|all members|members|everyone"""
ALL_MEMBERS = """секој член|сите членови|членовите|svaki član|svi članovi|сваки члан|сви чланови|çdo anëtar|
    të gjithë anëtarët|anëtarët|each member|every member|all members|everyone"""
NOTHING_DONE = """нема нови активности|nema novih aktivnosti|нема нових активности|nuk ka aktivitete të reja|
    no new activities|не се реализирани|не е реализирана|не беа реализирани|нема реализирано|не се реализира*|
    не се спроведени|не е забележана реализација|нема активности|nije realizovan*|nisu realizovan*|nije bilo aktivnosti|
    nisu sproveden*|није реализован*|нису реализован*|нису спроведен*|није било активности|nuk u realizua|
    nuk janë realizuar|nuk është realizuar|nuk u realizuan|nuk ka pasur aktivitete|nuk u zbatua|not realized|
    not realised|were not implemented|was not implemented|no activity was|no activities were|nothing was done|
    not carried out|none was carried out"""
BECAUSE = """од причина што|поради тоа што|поради|бидејќи|затоа што|заради|zbog toga što|iz razloga što|zbog|jer|pošto|
    због тога што|из разлога што|због|јер|пошто|për shkak se|për shkak të|për arsye se|për arsye të|sepse|because of|
    because|due to|owing to|for the reason that|since"""
PRESENT_AS = """претставници на|претставници од|присуствуваа|учествуваа|predstavnici|prisustvovali su|učestvovali su|
    представници|присуствовали су|учествовали су|përfaqësues të|përfaqësuesit e|morën pjesë|merrnin pjesë|
    representatives of|representatives from|attended by|was attended by|participated"""


def says_one_of(text: str, phrases: str) -> bool:
    return find_phrase(words_of(text), vocabulary(phrases)) is not None


def ways_in(text: str) -> list[str]:
    """How a meeting was held, by what a text about it says."""
    words = words_of(text)
    return [way for way, phrases in WAYS.items() if find_phrase(words, vocabulary(phrases))]


def reason_in(sentence: str) -> str:
    """Why nothing was done, in the sentence's own words; nothing where it does not say both."""
    if not says_one_of(sentence, NOTHING_DONE):
        return ""
    words = words_of(sentence)
    found = find_phrase(words, vocabulary(BECAUSE))
    if found is None or found[1] >= len(words):
        return ""
    return sentence[words[found[1]].start :].rstrip(" .")
