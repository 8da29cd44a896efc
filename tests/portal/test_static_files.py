import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

STATIC = settings.BASE_DIR / "static"
VENDOR = STATIC / "vendor"
TEMPLATES = settings.BASE_DIR / "templates"


def _packages() -> list[dict]:
    return json.loads((VENDOR / "manifest.json").read_text(encoding="utf-8"))["packages"]


def test_every_vendored_file_is_the_one_in_the_manifest():
    listed = {path: checksum for package in _packages() for path, checksum in package["files"].items()}
    found = {
        str(path.relative_to(VENDOR)): "sha384-" + base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }

    assert found == listed


def test_every_vendored_package_has_a_version_and_its_licence():
    assert [(package["name"], package["version"], package["licence"]) for package in _packages()] == [
        ("bootstrap", "5.3.9", "MIT"),
        ("noto-sans", "5.3.0", "OFL-1.1"),
        ("prosemirror", "1.42.9", "MIT"),
    ]
    assert all((VENDOR / package["name"] / "LICENSE").is_file() for package in _packages())


def test_production_storage_takes_every_file_and_names_no_source_map_it_lacks(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "ovp_portal.staticfiles.PortalStaticFilesStorage"}
    }

    call_command("collectstatic", interactive=False, verbosity=0)

    hashed = staticfiles_storage.stored_name("vendor/bootstrap/bootstrap.min.css")
    assert re.fullmatch(r"vendor/bootstrap/bootstrap\.min\.[0-9a-f]{12}\.css", hashed)
    assert (tmp_path / hashed).is_file()
    tokens = (tmp_path / staticfiles_storage.stored_name("css/tokens.css")).read_text(encoding="utf-8")
    assert re.search(r"noto-sans-cyrillic-wght-normal\.[0-9a-f]{12}\.woff2", tokens)


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_no_template_has_an_inline_style_or_script(path: Path):
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", source)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source))


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.css")), ids=lambda path: path.name)
def test_no_style_sheet_asks_another_host(path: Path):
    source = path.read_text(encoding="utf-8")

    assert not re.search(r"url\([\"']?(?:https?:)?//|@import", source)


def test_components_take_their_colours_from_the_tokens():
    for path in (STATIC / "css" / "components").glob("*.css"):
        assert not re.search(r":[^;{}]*(?:#[0-9a-fA-F]{3,8}\b|rgb\(|hsl\()", path.read_text(encoding="utf-8")), (
            path.name
        )
