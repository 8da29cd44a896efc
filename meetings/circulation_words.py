"""What a published note says of its way through the members, in the reader's language."""

from collections.abc import Mapping
from typing import Any

from commitments.enums import MemberRole
from meetings.parts import parts_of
from ovp_portal.circulation.enums import Verdict
from ovp_portal.circulation.words import answer_counts, seat_text, state_of_answer
from ovp_portal.lib.languages import html_tag

Data = Mapping[str, Any]


def circulation_words(payload: Data) -> dict[str, Any] | None:
    """Nothing for a draft, and for what was published before notes were circulated."""
    sent = payload.get("circulation")
    if not sent:
        return None
    titles = {part.key: part.title for part in parts_of(payload)}
    return {
        "opened_at": sent["opened_at"],
        "zone": sent.get("zone", ""),
        "closes_on": sent["closes_on"],
        "counts": answer_counts(sent["answers"]),
        "positions": [_position(row, titles) for row in sent["positions"]],
    }


def opinion_words(payload: Data) -> list[dict[str, Any]]:
    return [
        {
            "id": f"opinion-{number}",
            "organization": row["organization"]["name"],
            "text": row["text"],
            "lang": html_tag(row["language"]),
            "written_on": row["written_on"],
        }
        for number, row in enumerate(payload.get("opinions") or [], start=1)
    ]


def _position(row: Data, titles: dict[str, str]) -> dict[str, Any]:
    mark, word = state_of_answer(row["answer"])
    return {
        "organization": row["organization"]["name"],
        "member": seat_text(row["function"], str(MemberRole(row["role"]).label)),
        "mark": mark,
        "word": word,
        "remarks": [_remark(one, titles) for one in row["remarks"]],
        "answered_on": row["answered_on"],
    }


def _remark(one: Data, titles: dict[str, str]) -> dict[str, str]:
    verdict = str(Verdict(one["verdict"]).label) if one["verdict"] else ""
    return {
        "title": titles.get(one["part"], ""),
        "text": one["text"],
        "verdict": verdict[:1].upper() + verdict[1:],
        "reason": one["reason"],
    }
