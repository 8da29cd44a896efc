"""What the portal's processes are told through the environment. Whatever is already set, wins."""

import os
import secrets
from collections.abc import Mapping

from ovp_portal.local import refusals
from ovp_portal.local.places import ROOT, Places, write_private

SERVERS = ("DATABASE_URL", "REDIS_URL")


def servers_given(given: Mapping[str, str]) -> bool:
    """Whether this machine has servers of its own, so that none are to be started."""
    named = [name for name in SERVERS if given.get(name)]
    if len(named) == 1:
        raise refusals.only_servers_given(named[0], next(name for name in SERVERS if name not in named))
    return bool(named)


def for_children(places: Places, *, address: str, servers: Mapping[str, str]) -> dict[str, str]:
    ours = {
        "DJANGO_SETTINGS_MODULE": "ovp_portal.settings",
        "PORTAL_DEMO": "1",
        "SECRET_KEY": secret_key(places),
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PORTAL_URL": address,
        "CLOCK_FILE": str(places.clock),
        "STATIC_ROOT": str(places.var / "static"),
        "PYTHONPATH": str(ROOT),
        **servers,
    }
    return {**ours, **{name: value for name, value in os.environ.items() if value or name not in ours}}


def secret_key(places: Places) -> str:
    """Made once, so that people stay signed in over a restart."""
    path = places.var / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(50))
    return path.read_text()
