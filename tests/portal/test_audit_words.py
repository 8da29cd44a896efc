"""The history says in words what was done, never the name that an act has in the code."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import translation

from ovp_portal.audit import words

APPS = ("ovp_portal", "commitments", "meetings", "reports")
FOUND = "submission.saved", "note.corrected", "opinion.withdrawn", "report.not_published", "meeting.cancelled"


def _acts() -> set[str]:
    """Every act that the code names: strings such as "note.saved", whose first half is known."""
    paths = [
        path for app in APPS for path in Path(settings.BASE_DIR, app).rglob("*.py") if "migrations" not in path.parts
    ]
    nodes = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    kinds = {act.partition(".")[0] for act in words._WORDS}
    return {text for text in texts if re.fullmatch(r"[a-z]+\.[a-z_]+", text) and text.partition(".")[0] in kinds}


def test_every_act_that_the_code_names_has_words():
    acts = _acts()

    assert set(FOUND) <= acts
    assert len(acts) > 60
    assert sorted(acts - set(words._WORDS)) == []


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES if code != "en"])
def test_every_act_has_words_in_each_language(language):
    def said(code: str) -> dict[str, str]:
        with translation.override(code):
            return {act: words.words_for(act) for act in words._WORDS}

    here, english = said(language), said("en")

    assert [act for act in here if not here[act] or here[act] == english[act]] == []
