"""An edition as a paper to take away: what its frozen page says, with what it takes to check it."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ovp_portal.editions.models import Edition
from ovp_portal.lib.dates import day_text, local_date, moment_text
from ovp_portal.lib.languages import active_language, html_tag
from ovp_portal.lib.papers.page import content_of
from ovp_portal.lib.papers.shape import Frame, Paper


def edition_paper(edition: Edition, page: str, *, url: str, zone: str) -> Paper:
    """The frozen page in the active language; `url` is the address of exactly this edition."""
    number, on = edition.number, local_date(edition.published_at, zone)
    changed = ((_("What was changed, and why"), edition.change_note),) if edition.change_note else ()
    frame = Frame(
        facts=(
            (_("Edition"), number),
            (_("Published"), moment_text(edition.published_at, zone)),
            *(((_("Compiled by"), edition.published_by),) if edition.published_by else ()),
            *changed,
        ),
        check_name=_("How to check this paper"),
        check=(
            (_("Permanent address"), url),
            (_("Checksum of the data (SHA-256)"), edition.checksum),
        ),
        foot=(
            " · ".join([str(settings.SITE_NAME), _("Edition %(number)s") % {"number": number}, day_text(on)]),
            url,
            f"SHA-256 {edition.checksum}",
        ),
        page_word=_("page"),
        author=edition.published_by,
        on=(on.year, on.month, on.day),
    )
    return Paper(content_of(page, lang=html_tag(active_language()), base=settings.PORTAL_URL), frame)


def draft_paper(page: str, *, at: datetime, zone: str) -> Paper:
    """What is not published yet, marked so on every page; nobody can take it for the paper that counts."""
    on = local_date(at, zone)
    word = _("Draft")
    said = _("Draft of %(moment)s: not published, and may still change.") % {"moment": moment_text(at, zone)}
    frame = Frame(
        foot=(str(settings.SITE_NAME), said),
        page_word=_("page"),
        draft=word,
        on=(on.year, on.month, on.day),
    )
    return Paper(content_of(page, lang=html_tag(active_language()), base=settings.PORTAL_URL), frame)
