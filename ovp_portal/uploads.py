"""Uploads that are read and forgotten: held in memory, never written to disk, refused when they are too big.

Django looks at a form when its token is checked, and puts files on the disk whatever their size. So the size that
a request says it has is asked before anything else; what says none is not read at all.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import sync_only_middleware

from ovp_portal.lib.clamd import ScannerSilent, virus_in
from ovp_portal.lib.reading.documents import refused

log = logging.getLogger(__name__)

_CHUNK = 2**16
_FORM_FIELDS = 3 * 2**20
"""Room for the other fields of the form."""
_PATIENCE = 60.0
"""Seconds for which the rest of what is refused is still taken."""


class OnlyInMemory(MemoryFileUploadHandler):
    """Holds a file in memory whatever its size: `is_too_big` was asked before."""

    def handle_raw_input(self, *args, **kwargs) -> None:
        self.activated = True


def is_too_big(request: HttpRequest) -> bool:
    """Whether more is sent than the biggest form of the portal has."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > settings.NOTE_FILE_MOST_BYTES + _FORM_FIELDS


def refuse_unread(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Send the answer at once, and read away what still comes: a line that is cut shows a browser no answer."""
    close = answer.close

    def close_and_read_away() -> None:
        close()
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until and request.read(_CHUNK):
            pass

    answer.close = close_and_read_away  # type: ignore[method-assign]
    return answer


def hold_in_memory(request: HttpRequest) -> None:
    """Call it before anything reads the form, the check of its token included."""
    request.upload_handlers = [OnlyInMemory(request)]


def refuse_infected(data: bytes) -> None:
    """Ask the virus scanner, where the portal has one. What it cannot be asked about is refused, not let through."""
    if not settings.CLAMD_URL:
        return
    try:
        found = virus_in(data, address=settings.CLAMD_URL)
    except ScannerSilent as silence:
        log.error("The virus scanner does not answer: %s", silence)
        raise refused("unscanned") from silence
    if found:
        log.warning("A virus in an upload: %s", found)
        raise refused("infected")


def says_what_is_too_big(view: Callable) -> Callable:
    """For a view that asks `is_too_big` itself, because it can say more about it than a page of its own."""
    view.says_what_is_too_big = True  # type: ignore[attr-defined]
    return view


@sync_only_middleware
class RequestsHaveASize:
    """Nothing of more than the biggest form's size is read, at no address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: tuple, _names: dict) -> HttpResponse | None:
        if not is_too_big(request) or getattr(view, "says_what_is_too_big", False):
            return None
        return refuse_unread(request, render(request, "413.html", status=413))
