"""How a public page is served: to anyone, read only, and with headers under which nothing private is kept."""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ovp_portal import clock
from ovp_portal.lib.dates import moment_text
from ovp_portal.lib.kept import Memory, Parts
from reports.public.stamps import Stamp

View = Callable[..., HttpResponse]

MAX_AGE = 60
"""Seconds for which somebody else's cache may show a public page: a correction is never hidden for long."""
PAGES: Memory[bytes] = Memory(most=8 * 2**20)
PARTS: Memory[str] = Memory(most=16 * 2**20)
PRESENT = re.compile(rb"(?<=<span data-now>)[^<]*")
"""Where a demonstration tells its clock (ovp_portal.context)."""


def from_memory(stamp: Callable[..., Stamp | None]) -> Callable[[View], View]:
    """A page made once for one state of what it shows.

    `stamp` tells that state, by one statement. It is asked before the page is made, so a change meanwhile is
    at worst shown under the older stamp, which never comes again. The view is given the moment for which it
    was taken, and the parts that are kept by it; none where the stamp found nothing. A stranger gets the page
    as it was kept; whoever else it is has a page of his own, made of the same parts.
    """

    def remembered(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            at = clock.now()
            found = stamp(request, at, *args, **kwargs)
            if found is None:
                return view(request, *args, at=at, parts=None, **kwargs)
            is_stranger = not _may_be_somebody(request)
            language = get_language()
            address = (request.build_absolute_uri(), language) if found.is_kept else None
            content = PAGES.get((address, found.whole)) if is_stranger and address else None
            if content is None:
                page = request.path, language
                parts = Parts(PARTS, found, page=page, address=address, is_stranger=is_stranger)
                response = view(request, *args, at=at, parts=parts, **kwargs)
                if not is_stranger or response.status_code != 200 or response.has_header("Cache-Control"):
                    return response
                content = response.content
                if address:
                    PAGES.put((address, found.whole), content)
            return HttpResponse(_with_present_moment(content))

        return shown

    return remembered


def clear_memory() -> None:
    PAGES.clear()
    PARTS.clear()


def _with_present_moment(content: bytes) -> bytes:
    """A demonstration tells its clock on every page: that alone is written anew each time."""
    if not settings.DEMO:
        return content
    return PRESENT.sub(moment_text(clock.now(), settings.TIME_ZONE).encode(), content, count=1)


def _may_be_somebody(request: HttpRequest) -> bool:
    """Whether a cookie may tell who reads. That of a chosen language tells only what the key of a page holds."""
    return not request.COOKIES.keys() <= {settings.LANGUAGE_COOKIE_NAME}


def public_page(view: View) -> View:
    """A page that anyone may read, with an ETag of what it says; who is signed in gets a page of his own."""

    @login_not_required
    @require_safe
    @wraps(view)
    def served(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        patch_vary_headers(response, ["Cookie"])
        if response.has_header("Cache-Control") or response.status_code != 200:
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            patch_cache_control(response, private=True, no_cache=True)
        else:
            patch_cache_control(response, public=True, max_age=MAX_AGE)
        response["ETag"] = quote_etag(sha256(response.content).hexdigest())
        return get_conditional_response(request, etag=response["ETag"], response=response)

    return served
