"""Chromium for the browser tests."""

import os
import shutil
import subprocess
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN = Path("/etc/debian_version")
HOW = "no Chromium here: install it (on Debian: apt install chromium) or name one in CHROMIUM"


def find() -> str | None:
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def provide() -> None:
    """Install it where that is ours to do: as root on Debian."""
    if find() or os.geteuid() != 0 or not DEBIAN.exists() or not shutil.which("apt-get"):
        return
    print("Installing Chromium for the browser tests (once) ...", flush=True)
    variables = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "--yes", "--no-install-recommends", "chromium"]):
        done = subprocess.run(["apt-get", "-qq", *words], env=variables, stdout=subprocess.DEVNULL, check=False)
        if done.returncode:
            print("Chromium could not be installed; the browser tests will say so.", flush=True)
            return
