"""Typed reads of the environment. All that is wrong is collected and said at once."""

import os
from collections.abc import Callable, Mapping
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

_MISSING = object()
_YES = {"1", "true", "yes", "on"}
_NO = {"0", "false", "no", "off", ""}


class Environment:
    """Reads variables by type; `finish()` fails with the name of every bad one."""

    def __init__(self, source: Mapping[str, str] | None = None):
        self.source = os.environ if source is None else source
        self.faults: list[str] = []

    def _read(self, name: str, read: Callable[[str], Any], default: Any, expected: str) -> Any:
        raw = self.source.get(name)
        if raw is None or raw == "":
            if default is _MISSING:
                self.faults.append(f"{name} is not set ({expected})")
                return None
            return default
        try:
            return read(raw)
        except Exception:  # noqa: BLE001 - whatever a parser raises, the variable is what is wrong
            self.faults.append(f"{name} cannot be read ({expected})")
            return None if default is _MISSING else default

    def text(self, name: str, default: Any = _MISSING) -> str:
        return self._read(name, str, default, "a text")

    def yes(self, name: str, *, default: bool = False) -> bool:
        def read(raw: str) -> bool:
            if raw.lower() in _YES:
                return True
            if raw.lower() in _NO:
                return False
            raise ValueError(raw)

        return self._read(name, read, default, "1 or 0")

    def number(self, name: str, default: Any = _MISSING) -> int:
        return self._read(name, int, default, "a whole number")

    def words(self, name: str, default: Any = _MISSING) -> list[str]:
        return self._read(
            name,
            lambda raw: [word.strip() for word in raw.split(",") if word.strip()],
            default,
            "words, parted by commas",
        )

    def url(self, name: str, default: Any = _MISSING) -> str:
        def read(raw: str) -> str:
            if not raw.startswith(("http://", "https://")):
                raise ValueError(raw)
            return raw.rstrip("/")

        return self._read(name, read, default, "an address that starts with https://")

    def database(self, name: str) -> dict[str, Any]:
        def read(raw: str) -> dict[str, Any]:
            found = environ.Env.db_url_config(raw)
            if found.get("ENGINE") != "django.db.backends.postgresql":
                raise ValueError("not PostgreSQL")
            return found

        return self._read(name, read, _MISSING, "postgres://user:password@host/name") or {}

    def broker(self, name: str) -> str:
        def read(raw: str) -> str:
            if not raw.startswith(("redis://", "rediss://", "redis+socket://")):
                raise ValueError(raw)
            return raw

        return self._read(name, read, _MISSING, "redis://host:6379/0")

    def scanner(self, name: str) -> str:
        def read(raw: str) -> str:
            scheme, _sign, rest = raw.partition("://")
            if scheme == "unix" and rest.startswith("/"):
                return raw
            host, _colon, port = rest.rpartition(":")
            if scheme == "tcp" and host and 0 < int(port) < 65_536:
                return raw
            raise ValueError(raw)

        return self._read(name, read, "", "tcp://host:3310 or unix:///path/of/the/socket")

    def mail(self, name: str, default: str) -> dict[str, Any]:
        """What Django's EMAIL_… settings want to hear; nothing where there is no default."""
        unset = environ.Env.email_url_config(default) if default else {}
        return self._read(name, environ.Env.email_url_config, unset, "smtp://host:25")

    def refuse(self, sentence: str) -> None:
        """Note a fault that lies between variables."""
        self.faults.append(sentence)

    def finish(self) -> None:
        if self.faults:
            raise ImproperlyConfigured("The environment is not right: " + "; ".join(self.faults) + ".")
