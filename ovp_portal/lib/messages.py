"""Which sentences the code and the templates ask translations for, read with Python alone.

gettext's own tools are not needed: a bare machine can extract, check and compile.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

APPS = ["ovp_portal", "commitments", "meetings", "reports"]
PARTS = {
    "gettext": ("id",),
    "ngettext": ("id", "plural"),
    "pgettext": ("context", "id"),
    "npgettext": ("context", "id", "plural"),
}
"""What the first arguments of each function are."""

TEXT = r"""u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TEMPLATE_CALL = re.compile(rf"(?<!\w)(_|n?p?gettext)\(({TEXT}(?:,\s*{TEXT})*)")


class Message(NamedTuple):
    """One sentence to translate; the same sentence in another context is another one."""

    context: str | None
    id: str
    plural: str | None

    @classmethod
    def of(cls, function: str, texts: list[str]) -> "Message":
        parts = dict(zip(PARTS[function], texts, strict=True))
        return cls(parts.get("context"), parts["id"], parts.get("plural"))


def messages(root: Path) -> dict[Message, list[str]]:
    """Every sentence with the files that ask for it, in the order of the files and of their lines."""
    found: dict[Message, list[str]] = {}
    for path in _sources(root):
        name = path.relative_to(root).as_posix()
        read = in_python if path.suffix == ".py" else in_template
        for message in read(path.read_text(encoding="utf-8"), name):
            files = found.setdefault(message, [])
            if name not in files:
                files.append(name)
    return found


def _sources(root: Path) -> Iterator[Path]:
    for app in APPS:
        yield from sorted(path for path in (root / app).rglob("*.py") if "migrations" not in path.parts)
    yield from sorted(path for path in (root / "templates").rglob("*") if path.suffix in {".html", ".txt"})


def in_python(source: str, name: str = "") -> Iterator[Message]:
    """Calls of Django's functions, under whatever names the file imported them."""
    tree = ast.parse(source)
    names: dict[str, str] = {}
    calls: list[ast.Call] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            for alias in node.names:
                function = alias.name.removesuffix("_lazy").removesuffix("_noop")
                if function in PARTS:
                    names[alias.asname or alias.name] = function
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            calls.append(node)
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        if function := names.get(call.func.id):  # type: ignore[attr-defined]
            yield Message.of(function, _texts(call, len(PARTS[function]), name))


def _texts(call: ast.Call, count: int, name: str) -> list[str]:
    texts = [given.value for given in call.args[:count] if isinstance(given, ast.Constant)]
    if len(texts) != count:
        raise ValueError(f"{name}:{call.lineno}: a sentence to translate must stand here as it is, not be made up")
    return texts


def in_template(source: str, name: str = "") -> Iterator[Message]:
    """Tags and `_("…")` of a template."""
    for function, arguments in TEMPLATE_CALL.findall(templatize(source, origin=name)):
        texts = [ast.literal_eval(text) for text in re.findall(TEXT, arguments)]
        yield Message.of("gettext" if function == "_" else function, texts)
