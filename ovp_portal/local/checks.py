"""`./run test`, `journeys`, `faults`, `lint` and `lock`: what keeps the portal right."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence

from ovp_portal.local import browser, commands
from ovp_portal.local.places import ROOT, Places

PYTHON = sys.executable
TOPS = ["ovp_portal", "commitments", "meetings", "reports", "tests", "bench", "manage.py", "run"]
LOCKS = {"base": "requirements.txt", "local": "requirements/local.txt", "dev": "requirements/dev.txt"}
LOCKS["install"] = "requirements/install.txt"
COMPILE = ["-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version=3.11"]
COMPILE += ["--generate-hashes", "--no-emit-index-url", "--no-header"]
# What a real portal has to be told; the checks of a deployment read it and connect to nothing.
PRODUCTION = {
    "PORTAL_DEMO": "0",
    "DEBUG": "0",
    "SECRET_KEY": "0123456789-only-for-the-check-abcdefghijklmnopqrstuvwxyz-of-a-deployment",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal:secret@database.example.org/portal",
    "REDIS_URL": "redis://broker.example.org/0",
    "EMAIL_URL": "smtp://mail.example.org:25",
    "DJANGO_SETTINGS_MODULE": "ovp_portal.settings",
    "CLOCK_FILE": "",
}


def test(words: list[str]) -> int:
    """All tests, with a worker more than there are cores, for some wait for servers and browsers.

    Who has nothing left takes from the others. `-n 0` among the words keeps all in one process.
    """
    browser.provide()
    is_told = any(word.startswith(("-n", "--numprocesses")) for word in words)
    parallel = [] if is_told else ["-n", str((os.cpu_count() or 1) + 1), "--dist", "worksteal"]
    return _pytest(*parallel, *words)


def faults(words: list[str]) -> int:
    return _pytest("-m", "faults", *words)


def journeys(words: list[str]) -> int:
    browser.provide()
    return _pytest("-n", "auto", "-m", "journeys_long", *words)


def lint(places: Places) -> int:
    """Every check runs, so that one round shows all there is to mend."""
    tops = [top for top in TOPS if (ROOT / top).exists()]
    steps: dict[str, Callable[[], int]] = {
        "ruff check": lambda: _python(["-m", "ruff", "check", *tops]),
        "ruff format": lambda: _python(["-m", "ruff", "format", "--check", "--quiet", *tops]),
        "djlint": lambda: _python(["-m", "djlint", "templates", "--lint", "--quiet"]),
        "requirements": _locks_are_current,
        "migrations": lambda: _forked(lambda: commands.manage(places, ["makemigrations", "--check", "--dry-run"])),
        "deployment": lambda: _python(["manage.py", "check", "--deploy", "--fail-level=WARNING"], **PRODUCTION),
    }
    failed = [name for name, step in steps.items() if _told(name, step)]
    print("lint: " + (", ".join(failed) + " failed" if failed else "all is well"))
    return 1 if failed else 0


def lock(words: list[str]) -> int:
    """Compile each list; what is locked already stays as it is unless `--upgrade` is among the words."""
    return max(
        _python([*COMPILE, f"requirements/{source}.in", "--output-file", target, *words])
        for source, target in LOCKS.items()
    )


def _locks_are_current() -> int:
    """Whether each line of the lists stands in what was compiled from it; asks no index."""
    missing = [
        f"{target} lacks {name}: ./run lock"
        for source, target in LOCKS.items()
        for name in _names(ROOT / "requirements" / f"{source}.in")
        if f"\n{name}==" not in "\n" + (ROOT / target).read_text()
    ]
    print("\n".join(missing), end="\n" if missing else "")
    return 1 if missing else 0


def _names(path) -> list[str]:
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line.split("[")[0].split("=")[0].rstrip("<>~!") for line in lines if line and not line.startswith("-")]


def _told(name: str, step: Callable[[], int]) -> int:
    print(f"lint: {name}", flush=True)
    return step()


def _pytest(*words: str) -> int:
    """What is compiled is kept, also where somebody forbids it: each worker and each started process reads the same."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return _python(["-m", "pytest", *words])


def _python(words: Sequence[str], **variables: str) -> int:
    return subprocess.run([PYTHON, *words], cwd=ROOT, env=os.environ | variables, check=False).returncode


def _forked(work: Callable[[], int]) -> int:
    """In a process of its own, for it may become another program."""
    pid = os.fork()
    if pid == 0:
        os._exit(work())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
