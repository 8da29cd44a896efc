from urllib.parse import urlsplit

import redis
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

BROKER_ANSWERS_WITHIN = 1.0


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token, mostly because cookies are off or the page was open for weeks."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
@never_cache
@require_safe
def is_alive(request: HttpRequest) -> HttpResponse:
    """The process lives and answers; asks nobody else."""
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def is_ready(request: HttpRequest) -> HttpResponse:
    """The database answers. The broker's state is told and fails nothing: forms do not need it."""
    has_database = _database_answers()
    state = {"database": "ok" if has_database else "away", "broker": "ok" if _broker_answers() else "away"}
    return JsonResponse(state, status=200 if has_database else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker_answers() -> bool:
    wait = {"socket_timeout": BROKER_ANSWERS_WITHIN, "socket_connect_timeout": BROKER_ANSWERS_WITHIN, "retry": None}
    address = urlsplit(settings.CELERY_BROKER_URL)
    try:
        if address.scheme == "redis+socket":  # Celery's own way to write a Unix socket
            broker = redis.Redis(unix_socket_path=address.path, **wait)
        else:
            broker = redis.Redis.from_url(settings.CELERY_BROKER_URL, **wait)
        with broker:
            return bool(broker.ping())
    except redis.RedisError:
        return False
