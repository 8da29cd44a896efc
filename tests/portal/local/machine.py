"""A copy of the file `run` with nothing around it, and a root that has to ask like everybody else."""

import ctypes
import importlib.machinery
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

from ovp_portal.local.places import ROOT

_PR_CAPBSET_DROP, _CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH = 24, 1, 2


def without_powers() -> None:
    """In a child of root: what the permission bits forbid is forbidden to it as well."""
    if os.geteuid() == 0:
        for power in (_CAP_DAC_OVERRIDE, _CAP_DAC_READ_SEARCH):
            ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, power)


def bare_clone(folder: Path, requirements: str = "") -> Path:
    """A clone whose portal only says that it started."""
    (folder / "requirements").mkdir(parents=True)
    (folder / "ovp_portal/local").mkdir(parents=True)
    shutil.copy(ROOT / "run", folder / "run")
    for name in ("install", "local", "dev"):
        (folder / "requirements" / f"{name}.txt").write_text(requirements)
    (folder / "ovp_portal/__init__.py").touch()
    (folder / "ovp_portal/local/__init__.py").touch()
    (folder / "ovp_portal/local/__main__.py").write_text("import sys; print('started', sys.argv[1:])\n")
    return folder


def call(clone: Path, *words: str, **options) -> subprocess.CompletedProcess:
    options.setdefault("env", bare_environment())
    python = options.pop("python", sys.executable)
    return subprocess.run(
        [python, str(clone / "run"), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
        **options,
    )


def bare_environment(**more: str) -> dict[str, str]:
    """Nothing but the basics: no LANG, no settings of these tests; pip asks nobody."""
    offline = {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0"}
    return {"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": os.environ.get("HOME", "/"), **offline, **more}


def load_run() -> ModuleType:
    """The file `run` as a module of its own."""
    loader = importlib.machinery.SourceFileLoader("portal_run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader("portal_run", loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


def is_one_sentence(said: str) -> bool:
    return said.count("\n") == 1 and said.endswith(".\n") and "Traceback" not in said
