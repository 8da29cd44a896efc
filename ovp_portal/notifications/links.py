"""Links in mails: they lead through an address of ours that notes the first opening, and then to the form.

The address shows where it leads, and a signature keeps it from leading anywhere else.
"""

from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare

SALT = "notifications.links"
LENGTH = 22
"""So many signs of the signature are kept: 128 bits, and an address that a mail program does not break."""


class Followed(NamedTuple):
    mail: int
    kind: str
    thing: str
    path: str


def link(*, mail: int, url: str, kind: str = "", thing: str = "") -> str:
    """The address in a mail for a page of ours; what follows ? or # is not signed and goes with it."""
    path = url.partition("#")[0].partition("?")[0]
    said = f"{mail}.{kind}.{thing}"
    return f"{settings.PORTAL_URL}/go/{said}.{_signature(said, path)}{url}"


def read(token: str, target: str) -> Followed | None:
    """What a followed link says; nothing for one that we did not sign."""
    said, _dot, signature = token.rpartition(".")
    path = f"/{target}"
    parts = said.split(".")
    if len(parts) != 3 or not parts[0].isdecimal() or target.startswith("/"):
        return None
    if not constant_time_compare(signature, _signature(said, path)):
        return None
    return Followed(int(parts[0]), parts[1], parts[2], path)


def _signature(said: str, path: str) -> str:
    return signing.Signer(salt=SALT).signature(f"{said} {path}")[:LENGTH]
