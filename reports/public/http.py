"""How a public page is served: to anyone, read only, and with headers under which nothing private is kept."""

from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

MAX_AGE = 60
"""Seconds for which somebody else's cache may show a public page: a correction is never hidden for long."""


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
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
