"""The preview is the page that the public gets."""

import re

import pytest
from django.urls import reverse

from tests.factories.commitments import make_commitment
from tests.factories.meetings import make_note, publish_as_it_stands, whole_draft, write

pytestmark = pytest.mark.django_db
PARTS = ("purpose", "attendance", "agenda", "discussion", "conclusions")


@pytest.fixture
def note(client):
    note = write(make_note(group=make_commitment().group))
    client.force_login(note.created_by)
    return note


def page(client, name, note, **given):
    return client.get(reverse(name, args=[note.pk]), given)


def parts_of(html):
    """Each part of the page by its name, letter by letter."""
    found = {name: re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', html, re.DOTALL) for name in PARTS}
    return {name: part and part[0] for name, part in found.items()}


def sheets_of(html):
    return re.findall(r'<link rel="stylesheet" href="([^"]+)"', html)


def test_the_preview_has_every_part_as_it_is_published_and_the_publics_own_sheets(client, note):
    before = page(client, "meetings:preview_page", note)
    inside = page(client, "meetings:preview", note)
    publish_as_it_stands(note)
    public = page(client, "public:note", note)

    assert None not in parts_of(public.text).values()
    assert parts_of(before.text) == parts_of(inside.text) == parts_of(public.text)
    assert sheets_of(before.text) == sheets_of(public.text)


@pytest.mark.parametrize(("shown_as", "frame"), [("phone", "frame frame--phone"), ("wide", "frame")])
def test_it_is_framed_at_the_width_of_a_phone_and_of_a_screen_by_the_portal_alone(client, note, shown_as, frame):
    around = page(client, "meetings:preview", note, **{"as": shown_as})
    framed = page(client, "meetings:preview_page", note)

    assert f'<iframe class="{frame}" src="{reverse("meetings:preview_page", args=[note.pk])}"' in around.text
    assert "frame-src 'self'" in around["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in around["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in framed["Cache-Control"]


def test_typed_script_is_text_in_the_frame(client, note):
    write(note, whole_draft(note, purpose="<script>alert(1)</script>"))

    assert "<script>alert(1)" not in page(client, "meetings:preview_page", note).text
