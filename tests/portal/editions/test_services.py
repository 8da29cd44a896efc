"""An edition: numbered, checksummed, served to the byte, never changed."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from ovp_portal.editions import services
from ovp_portal.editions.models import Edition
from ovp_portal.editions.payloads import thaw
from ovp_portal.editions.views import data_response
from ovp_portal.lib.canonical import canonical_json, checksum

pytestmark = pytest.mark.django_db
AT = datetime(2022, 10, 15, 10, tzinfo=UTC)


def publish(**given):
    given = {
        "address": "/papers/one/",
        "kind": "paper",
        "title": "Хартија",
        "payload": {"title": "Хартија", "due_on": AT.date(), "value": None},
        "pages": {"mk": "<h1>Хартија</h1>", "en": "<h1>Paper</h1>"},
        "published_by": "Министерство",
        "at": AT,
    } | given
    return services.publish(**given)


def test_the_first_edition_is_1_0_and_a_correction_says_what_changed():
    assert publish().number == "1.0"
    with pytest.raises(ValidationError):
        publish()
    assert publish(change_note="Исправен датум.").number == "1.1"
    assert publish(address="/papers/two/").number == "1.0"
    assert [edition.number for edition in Edition.objects.of("/papers/one/")] == ["1.1", "1.0"]


def test_payload_and_pages_carry_the_checksum_of_their_bytes():
    edition = publish()
    assert edition.checksum == checksum(edition.payload.encode())
    assert thaw(edition.payload) == {"title": "Хартија", "due_on": AT.date(), "value": None}
    assert {page.language: page.checksum for page in edition.pages.all()} == {
        "mk": checksum("<h1>Хартија</h1>"),
        "en": checksum("<h1>Paper</h1>"),
    }


def test_the_data_are_served_to_the_byte_and_not_twice(rf):
    edition = publish()
    answer = data_response(rf.get("/"), edition, "хартија")
    assert answer.content == edition.payload.encode() == canonical_json(thaw(edition.payload)).encode()
    assert answer["ETag"] == f'"{edition.checksum}"'
    assert "1.0.json" in answer["Content-Disposition"]
    again = data_response(rf.get("/", headers={"if-none-match": answer["ETag"]}), edition, "хартија")
    assert (again.status_code, again.content) == (304, b"")


def test_no_way_changes_what_was_published():
    edition = publish()
    for change in [
        lambda: Edition.objects.filter(pk=edition.pk).update(payload="{}"),
        lambda: edition.pages.update(html=""),
        lambda: edition.pages.all().delete(),
        lambda: edition.delete(),
    ]:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
