"""A paper as PDF: tagged (PDF/UA-1), in its language, with the portal's own typeface inside.

The data go in as JSON and the source never changes, so nothing that was typed is ever read as source.
The same paper gives the same bytes.
"""

import json
import re
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst

from ovp_portal.lib.papers.shape import Paper

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
_COVERED = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u036f\u0400-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2100-\u214f\ufffd]"
)
"""What our typeface may lack, whatever others a typesetter brings along."""


def pdf_of(paper: Paper) -> bytes:
    """Signs that no typeface here can draw become �: a paper is never missing because of one."""
    data = json.dumps(_plain(paper) | {"title": paper.title}, ensure_ascii=False)
    try:
        return _set(data)
    except typst.TypstError:
        return _set(_COVERED.sub("\ufffd", data))


def _set(data: str) -> bytes:
    return typst.compile(
        HERE / "paper.typ",
        root=HERE,
        font_paths=_fonts(),
        sys_inputs={"paper": data},
        pdf_standards=["ua-1"],
    )


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[FONTS])


def _plain(value: Any) -> Any:
    """The shape as JSON: each thing says what it is."""
    if is_dataclass(value):
        return {"is": type(value).__name__} | {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value
