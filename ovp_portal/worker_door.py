"""The worker's own /readyz and /metrics, on this machine only: a thread beside the process that takes the tasks."""

import json
import logging
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from django.db import DatabaseError, connection
from django.utils import timezone

log = logging.getLogger("portal.worker")

HOST = "127.0.0.1"
Answer = tuple[int, str, bytes]


def ready() -> Answer:
    """Ready while the clockwork ticked within five minutes; whose tick it was does not matter."""
    from ovp_portal.notifications.heartbeat import TICK, is_going, last_beat

    try:
        last_at = last_beat(TICK)
    except DatabaseError:
        return _said(503, database="away", clockwork="unknown", last_tick=None)
    is_well = is_going(last_at, real_now=timezone.now())
    said = {"clockwork": "ok" if is_well else "stands still", "last_tick": last_at.isoformat() if last_at else None}
    return _said(200 if is_well else 503, database="ok", **said)


def figures() -> Answer:
    from ovp_portal import clock
    from ovp_portal.notifications.services.health import examine
    from ovp_portal.notifications.services.metrics import CONTENT_TYPE, exposition

    try:
        return 200, CONTENT_TYPE, exposition(examine(at=clock.now(), real_now=timezone.now()))
    except DatabaseError:
        return _said(503, database="away")


def _said(status: int, **words: str | None) -> Answer:
    return status, "application/json", json.dumps(words).encode()


PAGES = {"/readyz": ready, "/metrics": figures, "/healthz": lambda: (200, "text/plain", b"ok")}


class _Handler(BaseHTTPRequestHandler):
    timeout = 10
    server_version, sys_version = "portal", ""

    def do_GET(self) -> None:
        page = PAGES.get(self.path)
        try:
            status, kind, body = page() if page else (404, "text/plain", b"")
        finally:
            connection.close()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *words: object) -> None:
        """A probe every few seconds is no news."""


class Door:
    """Opened once by the process that takes tasks; the ones that it forks let go of it."""

    def __init__(self) -> None:
        self.server: ThreadingHTTPServer | None = None

    def open(self, port: int) -> None:
        """A port that is taken is no reason not to work."""
        try:
            self.server = ThreadingHTTPServer((HOST, port), _Handler)
        except OSError as fault:
            log.error("Port %s for /readyz and /metrics cannot be had: %s", port, fault)
            return
        threading.Thread(target=self.server.serve_forever, name="door", daemon=True).start()

    def let_go(self) -> None:
        """In a forked child: the port must be free again when the parent dies and the child not yet."""
        if self.server:
            self.server.socket.close()
