"""What every page shows: the site's name, the menus, the languages, and the day of a demonstration."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ovp_portal import clock
from ovp_portal.lib.dates import moment_text
from ovp_portal.lib.languages import html_tag


def everyone(user: Any) -> bool:
    return True


def national_coordinator(user: Any) -> bool:
    return user.is_national_coordinator


class Entry(NamedTuple):
    """A line of a menu: the address's name, its label, who sees it, and what else belongs to it."""

    url_name: str
    label: Promise
    is_for: Callable[[Any], bool] = everyone
    also: tuple[str, ...] = ()


class Link(NamedTuple):
    """A line of a menu, ready to show. `current` is what stands in `aria-current`."""

    url: str
    label: Promise
    current: str = ""


PUBLIC_MENU = (
    Entry("public:front", _("Home")),
    Entry("public:plans", _("Plans")),
    Entry("public:commitments", _("Commitments")),
    Entry("public:reports", _("Reports")),
    Entry("public:notes", _("Notes")),
)
OFFICE_MENU = (
    Entry("reports:home", _("What waits for you")),
    Entry("reports:submissions", _("Submissions")),
    Entry("reports:quarters", _("Quarter")),
    Entry("meetings:office", _("Notes")),
    Entry("reports:matrix", _("Matrix"), national_coordinator),
    Entry("commitments:register", _("Register"), national_coordinator),
    Entry("accounts:people", _("People"), national_coordinator),
    Entry(
        "notifications:mails",
        _("Mail"),
        national_coordinator,
        ("notifications:ladders", "notifications:clockwork"),
    ),
    Entry("public:front", _("Public portal")),
)
ABOUT_MENU = (
    Entry("public:about_numbers", _("How the numbers are made")),
    Entry("public:about_levels", _("What the levels mean")),
    Entry("public:about_accessibility", _("Accessibility statement")),
    Entry("public:about_privacy", _("Protection of personal data")),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Names that every template may use; what costs something is made only when it is shown."""
    user = SimpleLazyObject(lambda: request.user)
    return {
        "site_name": settings.SITE_NAME,
        "site_subtitle": settings.SITE_SUBTITLE,
        "is_demo": settings.DEMO,
        "demo_moment": SimpleLazyObject(_demo_moment),
        "page_language": html_tag(get_language() or settings.LANGUAGE_CODE),
        "languages": SimpleLazyObject(lambda: _languages(request)),
        "public_menu": SimpleLazyObject(lambda: menu_links(PUBLIC_MENU, request.path, user)),
        "office_menu": SimpleLazyObject(lambda: menu_links(OFFICE_MENU, request.path, user)),
        "about_menu": SimpleLazyObject(lambda: menu_links(ABOUT_MENU, request.path, user)),
    }


def _demo_moment() -> SafeString:
    """Marked, so that a page that is kept can tell each reader his own moment."""
    return format_html("<span data-now>{}</span>", moment_text(clock.now(), settings.TIME_ZONE))


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """Each language with its own name and the address of this page in it, or of the front page when there is none."""
    here = request.get_full_path() if request.resolver_match else reverse("public:front")
    active = get_language()
    return [
        {"tag": html_tag(code), "name": name, "url": translate_url(here, code), "is_active": code == active}
        for code, name in settings.LANGUAGES
    ]


def menu_links(menu: Iterable[Entry], path: str, user: Any) -> list[Link]:
    """The lines that this person sees; the one that the page belongs to is marked."""
    shown = [entry for entry in menu if entry.is_for is everyone or (user.is_authenticated and entry.is_for(user))]
    tops = {reverse(name) for name in ("public:front", "reports:home")}
    places = {reverse(name): entry for entry in shown for name in (entry.url_name, *entry.also)}
    above = [url for url in places if path == url or (url not in tops and path.startswith(url))]
    here = places.get(max(above, key=len, default=""))
    links = ((entry, reverse(entry.url_name)) for entry in shown)
    return [
        Link(url, entry.label, ("page" if url == path else "true") if entry is here else "") for entry, url in links
    ]
