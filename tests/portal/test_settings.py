import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from ovp_portal.env import Environment

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "a long secret that only this installation knows, 0123456789-abcdefghij-KLMNOPQRST",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@localhost/portal",
    "REDIS_URL": "redis://localhost:6379/0",
}


def manage(*words: str, **variables: str) -> subprocess.CompletedProcess:
    """manage.py in a process of its own, with nothing in its environment but what is given."""
    given = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "ovp_portal.settings"} | variables
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=given, capture_output=True, text=True, timeout=60
    )


def test_all_bad_variables_are_named_at_once():
    env = Environment({"PAGES": "many", "DEBUG": "perhaps", "PORTAL_URL": "portal", "DATABASE_URL": "mysql://x/y"})
    env.text("SECRET_KEY")
    env.number("PAGES")
    env.yes("DEBUG")
    env.url("PORTAL_URL")
    env.database("DATABASE_URL")
    env.broker("REDIS_URL")

    with pytest.raises(ImproperlyConfigured) as refusal:
        env.finish()
    for name in ["SECRET_KEY", "PAGES", "DEBUG", "PORTAL_URL", "DATABASE_URL", "REDIS_URL"]:
        assert name in str(refusal.value)


def test_a_right_environment_is_read_by_type():
    env = Environment({"DEBUG": "yes", "PAGES": "7", "HOSTS": "a.example.org, b.example.org,", "EMPTY": ""})

    assert env.yes("DEBUG") is True
    assert env.number("PAGES") == 7
    assert env.words("HOSTS") == ["a.example.org", "b.example.org"]
    assert env.text("EMPTY", "default") == "default"
    env.finish()


def test_an_empty_environment_is_refused_at_start_with_every_name():
    answer = manage("check")

    assert answer.returncode != 0
    for name in PRODUCTION:
        assert f"{name} is not set" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_where_the_fault_stands_is_told_to_who_asks_for_it():
    answer = manage("check", "--traceback")

    assert answer.returncode != 0
    assert "Traceback" in answer.stderr


def test_a_real_portal_has_no_clock_of_its_own():
    answer = manage("check", **PRODUCTION, CLOCK_FILE="/var/lib/portal/clock")

    assert answer.returncode != 0
    assert "CLOCK_FILE is for a demonstration only" in answer.stderr


def test_a_real_portal_is_not_served_in_the_clear():
    answer = manage("check", **PRODUCTION | {"PORTAL_URL": "http://portal.example.org"})

    assert answer.returncode != 0
    assert "PORTAL_URL must start with https://" in answer.stderr


@pytest.mark.parametrize("more", [{}, {"BEHIND_PROXY": "1"}])
def test_the_deployment_check_has_nothing_to_say(more):
    answer = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **more)

    assert (answer.returncode, answer.stdout.strip()) == (
        0,
        "System check identified no issues (0 silenced).",
    ), answer.stderr


def test_cookies_and_redirects_are_safe_under_https():
    names = [
        "SESSION_COOKIE_SECURE",
        "CSRF_COOKIE_SECURE",
        "LANGUAGE_COOKIE_SECURE",
        "SESSION_COOKIE_HTTPONLY",
        "SECURE_SSL_REDIRECT",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS",
    ]
    asked = f"from django.conf import settings; print([getattr(settings, name) for name in {names}], settings.DEBUG)"
    answer = manage("shell", "--no-imports", "-c", asked, **PRODUCTION)

    assert answer.stdout.split("\n")[0] == f"{[True] * len(names)} False", answer.stderr


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/en/account/login/", "/en/no/such/page/", "/healthz"])
def test_every_answer_carries_a_strict_content_security_policy(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not [word for word in policy.replace(";", " ").split() if "//" in word or word == "*"]


@pytest.mark.django_db
def test_the_probes_answer_without_sign_in_and_language(client):
    alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, alive.text) == (200, "ok")
    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "broker": "ok"})


@pytest.mark.django_db
def test_a_broker_that_is_away_is_told_and_fails_nothing(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"

    ready = client.get("/readyz")

    assert (ready.status_code, ready.json()) == (200, {"database": "ok", "broker": "away"})


@pytest.mark.django_db
def test_without_the_database_the_portal_is_not_ready(client, monkeypatch):
    monkeypatch.setattr("ovp_portal.views._database_answers", lambda: False)

    assert client.get("/readyz").status_code == 503
