"""What the whole idle portal holds in memory: the proportional set of every process of `./run`, in MB.

    ./run bench idle_memory

A portal of its own is started in a folder of its own, asked for a few pages, and left alone for a while. PSS
counts a page of memory that several processes share once, in parts.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 450
READY = re.compile(r"The portal is ready: (\S+)/")
RESTS = 10
PAGES = ("/", "/plans/nap-2021-2023/", "/commitments/trafficking-victims/", "/account/login/")
OF_THIS_COMMAND = {"DATABASE_URL", "REDIS_URL", "CLOCK_FILE", "SECRET_KEY", "PORTAL_URL", "STATIC_ROOT"}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ovp-memory-") as folder:
        kept = {name: value for name, value in os.environ.items() if name not in OF_THIS_COMMAND}
        portal = subprocess.Popen(
            [ROOT / "run", "--port", "8731"], env=kept | {"PORTAL_VAR": folder}, stdout=subprocess.PIPE, text=True
        )
        try:
            address = next((found[1] for line in portal.stdout if (found := READY.search(line))), None)
            if address is None:
                sys.exit("The portal did not start.")
            for page in PAGES * 4:
                urllib.request.urlopen(address + page, timeout=60).read()
            time.sleep(RESTS)
            total = _report(portal.pid)
        finally:
            portal.send_signal(signal.SIGINT)
            portal.wait(60)
    sys.exit(total > LIMIT)


def _report(top: int) -> float:
    by_name: dict[str, list[float]] = {}
    for pid in _tree(top):
        by_name.setdefault(_name(pid), []).append(_pss(pid))
    for name, sizes in sorted(by_name.items(), key=lambda pair: -sum(pair[1])):
        print(f"{sum(sizes):7.1f} MB  {name} × {len(sizes)}")
    total = sum(map(sum, by_name.values()))
    print(f"{total:7.1f} MB  together: {total / LIMIT:.2f} of the {LIMIT} MB that it may take")
    return total


def _tree(top: int) -> list[int]:
    """A process and all below it."""
    below: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except FileNotFoundError:
            continue
        below.setdefault(parent, []).append(int(entry.name))
    found, waiting = [], [top]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += below.get(pid, [])
    return found


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _name(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    known = {"gunicorn": "web", " beat": "beat", " worker": "worker", "postgres": "database", "valkey": "broker"}
    return next((name for mark, name in known.items() if mark in words), "supervisor")


if __name__ == "__main__":
    main()
