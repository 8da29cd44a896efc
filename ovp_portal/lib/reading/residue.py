"""What a copied web page brings along: words of its menus, addresses of its pictures, its headings once more."""

import re

from ovp_portal.lib.reading.words import folded, vocabulary, words_of

_LINES = vocabulary("""
    back|home|menu|print|print this page|share|share this|tweet|read more|search|skip to content|skip to main content|
    previous|next|login|log in|sign in|follow us|contact|contacts|news|cookies|accept cookies|close|top|back to top|
    imprimer la page|imprimer|diminuer la taille du texte|augmenter la taille du texte|retour|accueil|partager|
    increase text size|decrease text size|text size|facebook|twitter|linkedin|instagram|youtube|viber|whatsapp|
    назад|почетна|почетна страница|мени|печати|сподели|пребарај|прочитај повеќе|вести|новости|актуелно|контакт|најава|
    nazad|početna|početna strana|meni|štampaj|podeli|pretraga|pročitaj više|vesti|novosti|aktuelno|kontakt|prijava|
    почетна страна|штампај|подели|претрага|прочитај више|
    kthehu|ballina|kreu|menyja|shtyp|printo|shpërndaj|ndaje|kërko|lexo më shumë|lajme|lajmet|aktuale|kontakti|kyçu
""")  # fmt: skip
_KNOWN = {tuple(words) for words in _LINES}
_LEADING = {words[0] for words in vocabulary("back|назад|nazad|kthehu|retour")}
_PICTURE = re.compile(r"^https?://\S+?\.(?:jpe?g|png|gif|webp|svg|bmp)(?:\?\S*)?(?=\s|$)", re.IGNORECASE)
_MOST_WORDS = 5


def is_residue(line: str) -> bool:
    """Whether a line is nothing but a word of a menu, or the address of a picture."""
    words = words_of(line[:120])
    if len(words) <= _MOST_WORDS + 1 and tuple(word.text for word in words) in _KNOWN:
        return True
    picture = _PICTURE.match(line)
    return picture is not None and picture.end() == len(line)


def leading_residue(line: str, lines: set[str]) -> str:
    """What stands before a line's own text: a picture's address, or “Back” before a heading that is there twice."""
    if picture := _PICTURE.match(line):
        return picture[0]
    first, _space, rest = line.partition(" ")
    if folded(first) in _LEADING and rest in lines:
        return first
    return ""
