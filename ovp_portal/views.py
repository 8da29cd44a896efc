from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token, mostly because cookies are off or the page was open for weeks."""
    return render(request, "403_csrf.html", status=403)
