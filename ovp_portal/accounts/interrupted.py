"""What somebody sends when his session has ended is held until he has signed in, and then waits for his word.

It works for every form and without scripts: what was typed lies in the session that he signs in with, for an hour, and
the address to which it was sent shows it as soon as he comes there. Nothing is done before he presses the button, and
whether he may is asked then, as ever.
"""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ovp_portal.lib.throttle import is_within

LONGEST = 1_000_000
"""Characters: the largest form that people send has a third of that."""
SECONDS = 3600
MOST_AN_HOUR = 30
"""So many are held for one address: a stranger needs no more, and fills no table."""
KEY = "interrupted"


class SignInFirst(LoginRequiredMiddleware):
    """Every page asks for sign-in unless it is marked public; what was sent without one is held."""

    def process_view(
        self, request: HttpRequest, view_func: Callable, view_args: tuple, view_kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if request.user.is_authenticated and KEY in request.session:
            fields = _held(request)
            if fields is not None and request.method == "GET":
                context = {"fields": fields, "address": request.get_full_path()}
                return render(request, "accounts/interrupted.html", context)
            if fields is not None and request.method == "POST":
                del request.session[KEY]
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Callable) -> HttpResponse:
        if request.method == "POST" and _is_sent_by_hand(request):
            _hold(request)
        return super().handle_no_permission(request, view_func)


def _is_sent_by_hand(request: HttpRequest) -> bool:
    """Whether a person sent a form. What a page's own script sends on its way is not held.

    It would take the place of what somebody sent, and its answer would begin a session without a person: where
    that comes after he has signed in, in another tab, it signs him out again.
    """
    return not request.headers.get("HX-Request") and request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"


def _hold(request: HttpRequest) -> None:
    fields = [(name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"]
    is_secret = any("password" in name for name, _values in fields)
    size = sum(len(name) + sum(map(len, values)) for name, values in fields)
    if not fields or is_secret or size > LONGEST:
        return
    if is_within(f"interrupted:{request.META.get('REMOTE_ADDR', '')}", most=MOST_AN_HOUR, seconds=3600):
        request.session[KEY] = {"place": _place(request), "fields": fields, "until": time.time() + SECONDS}


def _held(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields that were sent to this very address; whoever asks without wanting them is done with them."""
    held = request.session[KEY]
    if held["until"] < time.time() or "forget-typed" in request.GET:
        del request.session[KEY]
        return None
    if held["place"] != _place(request):
        return None
    return [(name, value) for name, values in held["fields"] for value in values]


def _place(request: HttpRequest) -> str:
    """The address without its language: who signs in comes back in his own."""
    match = request.resolver_match
    return f"{match.view_name} {sorted(match.kwargs.items())} {match.args} {request.META.get('QUERY_STRING', '')}"
