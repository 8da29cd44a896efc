"""Equal payloads have one spelling and one checksum."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from hypothesis import given
from hypothesis import strategies as st

from ovp_portal.lib.canonical import canonical_json, checksum

short = st.text(max_size=8)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | short,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(short, inner, max_size=4),
    max_leaves=12,
)

NAIVE = datetime(2022, 10, 15, 12, tzinfo=UTC).replace(tzinfo=None)


class Level(TextChoices):
    LIMITED = "limited", "Limited"


def test_a_payload_has_one_spelling():
    payload = {
        "title": "Заложба „3.6“",
        "level": Level.LIMITED,
        "note": mark_safe("<p>текст</p>"),
        "due": date(2022, 10, 10),
        "at": datetime(2022, 10, 15, 12, tzinfo=timezone(timedelta(hours=2))),
        "value": Decimal("12.50"),
        "rows": (1, None, True),
    }

    assert canonical_json(payload) == (
        '{"at":"2022-10-15T10:00:00Z","due":"2022-10-10","level":"limited",'
        '"note":"<p>текст</p>","rows":[1,null,true],"title":"Заложба „3.6“","value":"12.5"}'
    )


@given(st.dictionaries(short, plain, max_size=6))
def test_the_order_of_building_does_not_matter_and_nothing_is_lost(payload):
    turned = dict(reversed(payload.items()))

    assert canonical_json(turned) == canonical_json(payload)
    assert json.loads(canonical_json(payload)) == payload


@pytest.mark.parametrize("same", ["1.5", "1.50", "15E-1"])
def test_equal_decimals_are_spelt_alike(same):
    assert canonical_json([Decimal(same), Decimal("1E+2"), Decimal("-0")]) == '["1.5","100","0"]'


@pytest.mark.parametrize("unknown", [1.5, {1, 2}, b"bytes", object(), gettext_lazy("Draft"), {1: "a"}, {None: 1}])
def test_what_has_no_one_spelling_is_refused(unknown):
    with pytest.raises(TypeError):
        canonical_json({"inside": [unknown]})


@pytest.mark.parametrize("unclear", [NAIVE, Decimal("NaN")])
def test_naive_moments_and_endless_decimals_are_refused(unclear):
    with pytest.raises(ValueError, match=r"time zone|finite"):
        canonical_json([unclear])


def test_the_same_moment_in_two_zones_is_one():
    local = datetime(2022, 10, 15, 12, 0, 0, 5, tzinfo=timezone(timedelta(hours=2)))

    assert canonical_json(local) == canonical_json(local.astimezone(UTC))


def test_a_checksum_is_sha_256_of_the_utf8_bytes():
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    assert checksum("") == checksum(b"") == empty
    assert checksum("ѓ") == checksum("ѓ".encode()) != checksum("г")
