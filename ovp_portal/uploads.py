"""Uploads that are read and forgotten: held in memory, never written to disk, refused when they are too big."""

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

_CHUNK = 2**20
_FORM_FIELDS = 3 * 2**20
"""Room for the other fields of the form."""


class OnlyInMemory(MemoryFileUploadHandler):
    """Holds a file in memory whatever its size: `is_too_big` was asked before."""

    def handle_raw_input(self, *args, **kwargs) -> None:
        self.activated = True


def is_too_big(request: HttpRequest, most: int) -> bool:
    """Whether more is sent than may be. What is sent is then read away, so that the answer arrives."""
    if int(request.META.get("CONTENT_LENGTH") or 0) <= most + _FORM_FIELDS:
        return False
    while request.read(_CHUNK):
        pass
    return True


def hold_in_memory(request: HttpRequest) -> None:
    """Call it before anything reads the form, the check of its token included."""
    request.upload_handlers = [OnlyInMemory(request)]
