"""`./run`: the whole portal in the foreground."""

import contextlib
import http.client
import os
import sys
import time
from datetime import date

from ovp_portal.local import clock, environment, locks, ports, servers
from ovp_portal.local.children import Child, wait_until
from ovp_portal.local.places import ROOT, Places
from ovp_portal.local.preparation import prepare
from ovp_portal.local.supervisor import Stopped, Supervisor

CELERY = ["-m", "celery", "--app", "ovp_portal.celery"]
WEB = [
    "-m",
    "gunicorn",
    "ovp_portal.wsgi:application",
    "--config=python:ovp_portal.web",
    "--workers=2",
    "--threads=4",
    "--worker-class=gthread",
]


def start(places: Places, *, on: date | None, port: str | None) -> None:
    places.make()
    running = locks.running(places.var)
    if running and on and running.get("what") == "portal":
        clock.set_clock(places.clock, on)
        print(f"The running portal's clock now says {clock.tell(places.clock)}.")
        return
    with (
        locks.Claim(places.var, "portal") as claim,
        Supervisor(print_now, places.clear).in_charge() as supervisor,
    ):
        try:
            clock.set_clock(places.clock, on)
            chosen = ports.choose(port)
            if port is None and chosen != ports.DEFAULT:
                print_now(f"Port {ports.DEFAULT} is taken, so this is at port {chosen}.")
            _Start(places, supervisor, claim, chosen).run()
        except Stopped:
            print_now("Stopping ...")


class _Start:
    """One start, step by step."""

    def __init__(self, places: Places, supervisor: Supervisor, claim: locks.Claim, port: int):
        self.began = time.monotonic()
        self.places, self.supervisor, self.claim, self.port = places, supervisor, claim, port
        self.address = f"http://{ports.HOST}:{port}"
        self.holds = (claim.children.fileno(),)

    def run(self) -> None:
        given = environment.servers_given(os.environ)
        found = {} if given else servers.start(self.places, self.supervisor, holds=self.holds)
        self.environment = environment.for_children(self.places, address=self.address, servers=found)
        self.claim.tell(servers=found)
        known = (self.address, self.environment["PORTAL_DEMO"])
        prepare(self.places, self.supervisor, self.spawn, *known, always=given)
        self.spawn_all()
        web = self.supervisor.children[-1]
        wait_until(self.answers, web, seconds=60, pause=self.supervisor.pause)
        self.claim.tell(address=self.address, worker=f"http://{ports.HOST}:{self.environment['WORKER_PORT']}")
        self.welcome()
        while True:
            self.supervisor.pause(None)

    def spawn_all(self) -> None:
        schedule = self.places.var / "beat" / "schedule"
        # The worker's own /readyz and /metrics stand beside the portal's port.
        self.environment.setdefault("WORKER_PORT", str(ports.next_free(self.port + 1)))
        self.spawn(
            "worker", [*CELERY, "worker", "--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO"],
            grace=15,
        )  # fmt: skip
        self.spawn("beat", [*CELERY, "beat", "--pidfile=", "--schedule", str(schedule)])
        self.spawn("web", [*WEB, "--preload", "--no-control-socket", f"--bind={ports.HOST}:{self.port}"])

    def spawn(self, name: str, words: list[str], **options) -> Child:
        child = Child(
            name, [sys.executable, *words], log=self.places.log(name), cwd=ROOT,
            environment=self.environment, holds=self.holds, **options,
        )  # fmt: skip
        return self.supervisor.watch(child)

    def answers(self) -> bool:
        line = http.client.HTTPConnection(ports.HOST, self.port, timeout=10)
        try:
            line.request("GET", "/")
            return line.getresponse().status < 500
        except OSError:
            return False
        finally:
            line.close()

    def welcome(self) -> None:
        took = time.monotonic() - self.began
        print_now(
            f"\nThe portal is ready: {self.address}/   ({took:.1f} s)\n"
            f"Mail that it sent:   {self.address}/outbox/\n"
            f"Its clock says:      {clock.tell(self.places.clock)} (./run --on 2022-10-12 moves it)\n"
            f"Logs:                {self.places.var / 'log'}\n\n"
            f"{self.places.sign_in.read_text().strip()}\n\nCtrl-C stops it."
        )


def print_now(line: str) -> None:
    """A closed terminal is no reason to stop half-way through stopping."""
    with contextlib.suppress(OSError):
        print(line, flush=True)
