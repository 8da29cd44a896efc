"""Commands of manage.py and scripts of bench/, with database and broker up for as long as they take."""

import os
import signal
import subprocess
import sys
import time

from ovp_portal.local import clock, environment, locks, ports, refusals, servers
from ovp_portal.local.places import ROOT, Places
from ovp_portal.local.supervisor import Supervisor

ADDRESS = f"http://{ports.HOST}:{ports.DEFAULT}"
STARTING_TAKES = 60


def manage(places: Places, words: list[str]) -> int:
    return with_servers(places, [sys.executable, "manage.py", *words], name=words[0])


def bench(places: Places, words: list[str]) -> int:
    known = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    name, rest = (words[0], words[1:]) if words else ("", [])
    if name not in known:
        raise refusals.no_such("measurement", name, known)
    return with_servers(places, [sys.executable, f"bench/{name}.py", *rest], name=f"bench {name}")


def with_servers(places: Places, command: list[str], *, name: str) -> int:
    """Run a command beside the servers that run, were given, or are brought up for it."""
    places.make()
    clock.set_clock(places.clock, None)
    if environment.servers_given(os.environ):
        _become(places, command, {}, ADDRESS)
    guest = locks.join(places.var)
    state = locks.running(places.var)
    if state is not None:
        state = _started(places, state)
        _become(places, command, state["servers"], state.get("address") or ADDRESS)
    guest.close()
    with locks.Claim(places.var, name) as claim, Supervisor(_quietly, places.clear).in_charge() as supervisor:
        found = servers.start(places, supervisor, holds=(claim.children.fileno(),))
        claim.tell(servers=found)
        code = _beside_us(command, environment.for_children(places, address=ADDRESS, servers=found))
        claim.wait_for_guests()
        return code


def _started(places: Places, state: dict) -> dict:
    """The owner's state once its servers are up."""
    deadline = time.monotonic() + STARTING_TAKES
    while "servers" not in state:
        if time.monotonic() > deadline or (now := locks.running(places.var)) is None:
            raise refusals.already_running(state.get("what", "portal"), None)
        state = now
        time.sleep(0.05)
    return state


def _become(places: Places, command: list[str], found: dict[str, str], address: str) -> None:
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command[0], command, environment.for_children(places, address=address, servers=found))


def _beside_us(command: list[str], variables: dict[str, str]) -> int:
    """The command keeps the terminal and its Ctrl-C; SIGTERM and SIGHUP are passed on to it."""
    process = subprocess.Popen(command, cwd=ROOT, env=variables)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: process.send_signal(received))
    code = process.wait()
    return 128 - code if code < 0 else code


def _quietly(_line: str) -> None:
    """A command's output is its own."""
