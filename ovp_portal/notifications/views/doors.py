from django.http import Http404, HttpRequest

from ovp_portal.notifications.permissions import can_keep_ladders


def check_keeper(request: HttpRequest) -> None:
    """A stranger learns nothing, not even that there is such a page."""
    if not can_keep_ladders(request.user):
        raise Http404
