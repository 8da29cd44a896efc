"""How a public page is served: to anyone, read only, and with headers under which nothing private is kept."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from hashlib import sha256
from threading import Lock

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from ovp_portal import clock

View = Callable[..., HttpResponse]

MAX_AGE = 60
"""Seconds for which somebody else's cache may show a public page: a correction is never hidden for long."""
MOST_KEPT = 64
_kept: OrderedDict[tuple, bytes] = OrderedDict()
_lock = Lock()


def from_memory(stamp: Callable[..., str | None]) -> Callable[[View], View]:
    """A large page for strangers, made once for one state of what it shows and one minute of the clock.

    `stamp` tells that state, by one statement; where it tells none the page is made anew. It is asked before
    the page is made, so a change meanwhile is at worst shown under the older stamp, which never comes again. A
    page that took longer than the rest of its minute is not kept: it may tell what that minute may not.
    """

    def remembered(view: View) -> View:
        @wraps(view)
        def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if _may_be_somebody(request) or (state := stamp(request, *args, **kwargs)) is None:
                return view(request, *args, **kwargs)
            minute = _minute()
            key = request.build_absolute_uri(), get_language(), minute, state
            with _lock:
                content = _kept.get(key)
                if content is not None:
                    _kept.move_to_end(key)
            if content is not None:
                return HttpResponse(content)
            response = view(request, *args, **kwargs)
            if response.status_code == 200 and not response.has_header("Cache-Control") and _minute() == minute:
                with _lock:
                    _kept[key] = response.content
                    while len(_kept) > MOST_KEPT:
                        _kept.popitem(last=False)
            return response

        return shown

    return remembered


def clear_memory() -> None:
    with _lock:
        _kept.clear()


def _may_be_somebody(request: HttpRequest) -> bool:
    """Whether a cookie may tell who reads. That of a chosen language tells only what the key of a page holds."""
    return not request.COOKIES.keys() <= {settings.LANGUAGE_COOKIE_NAME}


def _minute() -> datetime:
    return clock.now().replace(second=0, microsecond=0)


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
