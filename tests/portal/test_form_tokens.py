"""A form that posts carries its token; `only` in an include would leave it behind without a word."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
SECRET_ADDRESSES = {"notifications/unsubscribe.html"}
"""The address, out of a mail, is the secret: mail programs post to it without ever having seen the form."""
INCLUDE = re.compile(r'{% include "(?P<name>[^"]+)"(?P<given>[^%]*)%}')


def _posting() -> set[str]:
    return {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if "{% csrf_token %}" in path.read_text(encoding="utf-8")
    }


def test_whoever_includes_a_posting_form_hands_it_the_token():
    posting = _posting()
    forgotten = [
        f"{path.relative_to(TEMPLATES)} includes {found['name']}"
        for path in TEMPLATES.rglob("*.html")
        for found in INCLUDE.finditer(path.read_text(encoding="utf-8"))
        if found["name"] in posting and " only" in found["given"] and "csrf_token=csrf_token" not in found["given"]
    ]

    assert "reports/quarter_answers.html" in posting
    assert forgotten == []


def test_every_posting_form_asks_for_its_token():
    forms = re.compile(r"<form\b[^>]*\bmethod=\"post\"[^>]*>(?P<inside>.*?)</form>", re.DOTALL)
    bare = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        for found in forms.finditer(path.read_text(encoding="utf-8"))
        if "{% csrf_token %}" not in found["inside"]
    ]

    assert set(bare) == SECRET_ADDRESSES
