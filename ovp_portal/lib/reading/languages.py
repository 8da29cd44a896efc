"""Which of the portal's languages a text is written in, told by its small words."""

from collections import Counter

from ovp_portal.lib.reading.words import words_of

_SMALL_WORDS = {
    "mk": "се на од ќе во со беше како што ги го ја за дека при кои членовите активности беа",
    "sr": "je su se na od će u sa kao što za da koje bi iz bila bio ali po ovi kako",
    "sq": "të e dhe në për një me është nga që do u janë së më se si pjesë",
    "en": "the of and to in a is was for on that by with as at be will from were",
}
_KNOWN = {code: {word.text for word in words_of(said)} for code, said in _SMALL_WORDS.items()}


def language_of(text: str) -> str:
    """mk, sr, sq or en; nothing where too little is said."""
    counts = Counter[str]()
    for word in words_of(text[:8_000]):
        for code, known in _KNOWN.items():
            counts[code] += word.text in known
    best = counts.most_common(2)
    if not best or best[0][1] < 3 or (len(best) > 1 and best[0][1] == best[1][1]):
        return ""
    return best[0][0]
