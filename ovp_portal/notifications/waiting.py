"""One piece of work as lists and mails show it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """`sub` is the line under it; `action` the word on its button, if there is something to do.

    `state` is a circle's key and word (`{% state %}`). `is_returned` puts it under what came back.
    """

    title: str
    due_on: date | None = None
    url: str = ""
    sub: str = ""
    action: str = ""
    action_end: str = ""
    state: tuple[str, str] | None = None
    hint: str = ""
    is_late: bool = False
    is_returned: bool = False
