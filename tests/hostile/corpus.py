"""The corpus of hostile texts, each with a number that its script calls out when it runs."""

import base64
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("corpus.txt")
IN_THE_BROWSER = "window.ran = []; window.r = number => { window.ran.push(Number(number)); };"
"""What a page has before its own scripts: `top.r(17)` tells that payload 17 ran."""

_PLACES = {
    "text": "<p>%s</p>",
    "value": '<input value="%s">',
    "single": "<input value='%s'>",
    "bare": "<input value=%s>",
    "textarea": "<textarea>%s</textarea>",
    "title": "<title>%s</title>",
    "option": "<select><option>%s</option></select>",
    "script": "<script>var x = \"%s\"</script><script>var y = '%s'</script><script>var z = `%s`</script>",
    "json": '<script type="application/json">"%s"</script>',
    "comment": "<!-- %s -->",
    "style": "<style>%s</style>",
    "href": '<a href="%s">x</a>',
    "data": '<b id="b" data-x="%s"></b><i id="i"></i><script>i.innerHTML = b.dataset.x</script>',
}
"""A careless page, by the section's name."""

_WRITTEN = {
    "html": lambda call: "".join(f"&#{ord(letter)};" for letter in call),
    "hex": lambda call: "".join(f"\\x{ord(letter):02x}" for letter in call),
    "uni": lambda call: "".join(f"\\u{ord(letter):04x}" for letter in call),
    "chars": lambda call: ",".join(str(ord(letter)) for letter in call),
    "b64": lambda call: base64.b64encode(call.encode()).decode(),
    "url": lambda call: "".join(f"%{ord(letter):02x}" for letter in call),
}


class Payload(NamedTuple):
    number: int
    place: str
    text: str
    trick: str = ""
    """Why it is here though it does not run raw; empty for all that must."""

    @property
    def careless_page(self) -> str:
        return "<!doctype html><meta charset=utf-8>" + _PLACES[self.place].replace("%s", self.text)


def _read() -> Iterator[Payload]:
    place, trick, number = "", "", 0
    for line in FILE.read_text(encoding="utf-8").split("\n"):
        if line.startswith(("#", "[")) and (found := re.fullmatch(r"\[(\w+)(?:: (.+))?\]", line)):
            place, trick = ("text" if found[2] else found[1]), found[2] or ""
        elif line and place:
            number += 1
            yield Payload(number, place, written(line, number), trick)


def written(line: str, number: int) -> str:
    """The payload with its own number in it."""
    call = f"top.r({number})"
    for way, write in _WRITTEN.items():
        line = line.replace(f"{{r:{way}}}", write(call))
    return line.replace("{r}", call).replace("{n}", str(number)).replace("{nl}", "\n")


CORPUS = list(_read())
KINDS = [list(rows) for _kind, rows in groupby(CORPUS, key=lambda payload: (payload.place, payload.trick))]


def packed(most: int, payloads: Iterable[Payload] = CORPUS) -> list[str]:
    """The payloads side by side, in texts of so many letters, for fields that there are few of."""
    texts = [""]
    for payload in payloads:
        if len(payload.text) > most:
            continue
        if texts[-1] and len(texts[-1]) + 1 + len(payload.text) > most:
            texts.append("")
        texts[-1] = f"{texts[-1]} {payload.text}" if texts[-1] else payload.text
    return texts
