"""A published report as a line of a list."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from ovp_portal.editions.models import Edition
from ovp_portal.lib.languages import chosen, html_tag
from reports.public.periods import short_of
from reports.public.queries.editions import opinion_organizations


def report_row(edition: Edition) -> dict[str, Any]:
    """What a list says of an edition that carries its digest."""
    digest = edition.digest
    commitment, key = digest["commitment"], digest["period"]["key"]
    title = chosen(commitment["title"], commitment.get("language", ""))
    return {
        "url": reverse("public:report", args=[commitment["slug"], key]),
        "number": commitment["number"],
        "title": title.text,
        "lang": html_tag(title.language) if title.is_fallback else "",
        "opinions": opinions_text(digest),
        "period": short_of(key),
        "edition": edition.number,
        "published_at": edition.published_at,
        "counters": digest["counters"],
    }


def opinions_text(digest: dict[str, Any]) -> str:
    names = [chosen(name).text for name in opinion_organizations(digest)]
    return _("With an opinion: %(names)s") % {"names": ", ".join(names)} if names else ""
