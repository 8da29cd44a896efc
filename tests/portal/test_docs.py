"""What the documents say is so."""

import re
from pathlib import Path

import pytest

from ovp_portal.local import portal

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
FOLDERS = sorted(set(re.findall(r"`([a-z_][\w/]*/)`", ARCHITECTURE)))
FILES = sorted(set(re.findall(r"`((?:\w+/)+[\w.]+\.\w+)`", ARCHITECTURE)))
APPS = ["ovp_portal", "commitments", "meetings", "reports"]


def _rows(after: str) -> list[str]:
    """The names in the first column of the table that follows a sentence."""
    table = README.split(after, 1)[1].split("\n\n| variable", 1)[1].split("\n\n", 1)[0]
    return re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)


def test_the_map_names_folders_and_files_that_are_there():
    assert len(FOLDERS) > 20
    assert [name for name in FOLDERS if not (ROOT / name).is_dir()] == []
    assert [name for name in FILES if not (ROOT / name).is_file() and not name.startswith("data.")] == []


def test_the_map_leaves_no_room_of_the_ground_out():
    rooms = {
        f"ovp_portal/{path.name}/"
        for path in (ROOT / "ovp_portal").iterdir()
        if path.is_dir() and path.name not in {"__pycache__", "migrations", "management"}
    }

    assert rooms - set(FOLDERS) == set()


def test_the_table_of_variables_has_every_one_that_is_read_and_no_other():
    settings = (ROOT / "ovp_portal" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", settings))
    rows = _rows("## Configuration")

    assert len(rows) == len(set(rows))
    assert set(rows) == read


def test_the_table_of_the_launcher_has_every_variable_that_it_reads():
    told = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ovp_portal" / "local").glob("*.py"))
    read = set(re.findall(r"os\.environ\.get\(\"([A-Z_]+)\"", told)) - {"PYTEST_XDIST_WORKER"}

    assert set(_rows("`./run` also reads:")) == read


def test_the_example_of_variables_is_one_that_the_portal_takes():
    lines = [line for line in (ROOT / ".env.example").read_text().splitlines() if line and not line.startswith("#")]
    names = [line.partition("=")[0] for line in lines]

    assert set(names) <= set(_rows("## Configuration"))
    assert {"SECRET_KEY", "ALLOWED_HOSTS", "PORTAL_URL", "DATABASE_URL", "REDIS_URL"} <= set(names)


def test_the_first_commands_of_the_readme_are_the_two():
    first = re.findall(r"^ {4}(\S+(?: \w+)?)", README, re.MULTILINE)

    assert first[:2] == ["./run", "./run test"]


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_every_link_of_the_readme_leads_somewhere(target):
    assert (ROOT / target).exists()


def test_the_units_start_what_the_launcher_starts():
    """A real portal and `./run` differ in servers and addresses, not in how web and worker run."""
    units = {path.stem: path.read_text() for path in (ROOT / "deploy" / "systemd").glob("*.service")}

    assert set(units) == {"portal-web", "portal-worker", "portal-beat", "portal-watch"}
    for word in portal.WEB[2:]:
        assert word in units["portal-web"]
    for word in ("--concurrency=1", "--without-gossip", "--without-mingle"):
        assert word in units["portal-worker"]
