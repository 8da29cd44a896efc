"""Publishing: what is frozen once and served for ever."""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import connection, transaction

from ovp_portal.accounts.models import User
from ovp_portal.audit.services import record
from ovp_portal.editions.models import Edition, EditionFile, EditionPage
from ovp_portal.lib.canonical import canonical_json, checksum


@transaction.atomic
def publish(
    *,
    address: str,
    kind: str,
    title: str,
    payload: dict,
    pages: Mapping[str, str],
    published_by: str,
    at: datetime,
    change_note: str = "",
    is_major: bool = False,
    by: User | None = None,
) -> Edition:
    """Freeze a paper's data and pages under its address, with their checksums.

    The first edition is 1.0. A later one needs a change note: without it two
    acts at once, or one act twice, make one edition and one refusal. It is 1.1, or
    2.0 where more than the wording was changed.
    """
    _keep_others_waiting(address)
    newest = Edition.objects.of(address).first()
    major, minor = _next_number(newest, is_major=is_major)
    frozen = canonical_json(payload)
    edition = Edition(
        address=address,
        major=major,
        minor=minor,
        kind=kind,
        title=title[:500],
        published_at=at,
        published_by=published_by[:300],
        payload=frozen,
        checksum=checksum(frozen),
        change_note=change_note,
    )
    edition.full_clean()
    edition.save()
    EditionPage.objects.bulk_create(
        EditionPage(edition=edition, language=language, html=html, checksum=checksum(html))
        for language, html in pages.items()
    )
    record(
        actor=by,
        action="edition.published",
        target=edition,
        at=at,
        address=address,
        number=edition.number,
        checksum=edition.checksum,
        change_note=change_note,
    )
    return edition


def _next_number(newest: Edition | None, *, is_major: bool) -> tuple[int, int]:
    if newest is None:
        return 1, 0
    return (newest.major + 1, 0) if is_major else (newest.major, newest.minor + 1)


def file_of(*, edition: Edition, language: str, format: str, make: Callable[[], bytes]) -> EditionFile:
    """An edition's file as it was first made; of two who ask first at once, both get the one that was kept.

    Made on demand: most languages of most papers are never asked for, and a publication does not wait.
    """
    found = EditionFile.objects.filter(edition=edition, language=language, format=format)
    if kept := found.first():
        return kept
    content = make()
    fresh = EditionFile(edition=edition, language=language, format=format, content=content, checksum=checksum(content))
    EditionFile.objects.bulk_create([fresh], ignore_conflicts=True)
    return found.get()


def _keep_others_waiting(address: str) -> None:
    """One edition of an address at a time: there may be no row yet that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"edition {address}"])
