"""Headers that are easy to get wrong: conditional answers, file names, the way back."""

import re
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag, url_has_allowed_host_and_scheme

from ovp_portal.lib.text import slug, tidy


def etag_response(request: HttpRequest, body: bytes, content_type: str, *, etag: str, max_age: int) -> HttpResponse:
    """The body with its ETag, or 304 without it for who already has it.

    For what anyone may see. `etag` is bare, such as a checksum; `max_age` is in
    seconds, and 0 means: keep it, but ask each time.
    """
    response = HttpResponse(body, content_type=content_type)
    response["ETag"] = quote_etag(etag)
    response["Cache-Control"] = f"public, max-age={max_age}" if max_age > 0 else "public, no-cache"
    return get_conditional_response(request, etag=response["ETag"], response=response)


def attachment_name(text: str) -> str:
    """The whole Content-Disposition value for a download of that name (RFC 6266 and 5987).

    Old programs get the name in ASCII, all others as it is written. Signs that
    mean something in a path or a header are replaced, so no name leads anywhere.
    """
    name = re.sub(r'[\\/:*?"<>|\n]+', "-", tidy(text)).strip(" .-") or "file"
    stem, dot, ending = name.rpartition(".")
    if not (dot and ending.isascii() and ending.isalnum() and len(ending) <= 5):
        stem, dot, ending = name, "", ""
    stem = stem[:120].rstrip(" .")
    plain = slug(stem, max_length=120, fallback="file") + dot + ending
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(stem + dot + ending, safe='')}"


def safe_next(request: HttpRequest, url: str | None, default: str = "/") -> str:
    """Where to go after a form: `url` when it stays on this host, else `default`."""
    own = url_has_allowed_host_and_scheme(url, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return url if url and own else default
