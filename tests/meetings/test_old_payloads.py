"""An edition frozen before notes could say more: its payload goes on being read, and its page being made."""

import json

import pytest
from django.utils import translation

from meetings.old_payloads import current
from meetings.pages import note_page, note_pages, when_and_how
from ovp_portal.editions.payloads import thaw

FROZEN = json.dumps(
    {
        "kind": "meeting_note",
        "schema": 1,
        "plan": {"slug": "mk-2021", "title": {"mk": "Акциски план"}},
        "group": {"slug": "4-1", "name": {"mk": "Работна група"}},
        "commitments": [{"slug": "zalozhba", "number": "4.1", "title": {"mk": "Заложба"}}],
        "meeting_kind": "consultation",
        "title": "Консултации",
        "language": "mk",
        "starts_on": "2022-10-03",
        "ends_on": "2022-10-03",
        "modes": ["email", "telephone"],
        "place": "Скопје",
        "from_hour": "10:00",
        "to_hour": "",
        "purpose": "Состојба.",
        "attendance": [
            {"organization": {"mk": "Правда"}, "function": "советник", "role": "member", "presence": "consulted"}
        ],
        "agenda": [{"text": "Податоци", "milestone": "4.1.1"}, {"text": "Рокови", "milestone": ""}],
        "discussion": "Кажано.",
        "nothing_done_reason": "",
        "conclusions": [
            {"kind": "task", "text": "Да се достават.", "due_on": "2022-10-10", "owner": {"who": "everyone"}},
            {"kind": "decision", "text": "Се усвојува.", "due_on": None, "owner": {"who": ""}},
        ],
        "compiled_by": {"organization": {"mk": "Внатрешни работи"}, "role": "coordinator"},
    },
    ensure_ascii=False,
)


@pytest.mark.parametrize("language", ["mk", "sq", "en", "sr-latn"])
def test_an_old_edition_is_shown_with_all_that_it_says(language):
    page = note_pages(thaw(FROZEN))[language]

    for words in ("Правда", "советник", "Податоци", "(4.1.1)", "Кажано.", "Да се достават.", "Се усвојува.", "Скопје"):
        assert words in page, words


def test_its_rows_are_cited_by_their_numbers():
    page = note_page(thaw(FROZEN))

    for anchor in ("point-no-1", "point-no-2", "conclusion-no-1", "conclusion-no-2"):
        assert page.count(f'id="{anchor}"') == 1


def test_what_an_old_payload_could_not_say_is_not_said():
    payload = current(thaw(FROZEN))

    assert (payload["reference"], payload["priorities"], payload["is_month_only"]) == ("", [], False)
    assert payload["conclusions"][1]["votes"] is None
    assert payload["attendance"][0]["head_count"] is None
    assert current(payload | {"schema": 2}) == payload | {"schema": 2}
    with translation.override("en"):
        assert when_and_how(thaw(FROZEN)) == "3 October 2022, by e-mail and by telephone, Скопје, 10:00"
