"""Why it does not go on: each refusal is one clear sentence, and the command ends with a number that is not zero."""

from collections.abc import Iterable
from pathlib import Path


class Refusal(Exception):
    """Shown as it is, without a traceback."""


def already_running(what: str, address: str | None) -> Refusal:
    if what == "portal":
        where = f" at {address}" if address else " (it is just starting)"
        return Refusal(f"The portal is already running{where}; Ctrl-C in its terminal stops it.")
    return Refusal(f"./run {what} is using the database; finish it first, then start again.")


def leftovers() -> Refusal:
    return Refusal("Parts of a portal that was killed are still running; try again in a moment.")


def port_taken(port: int, free: int) -> Refusal:
    return Refusal(f"Port {port} is taken; try ./run --port {free}.")


def bad_port(typed: str) -> Refusal:
    return Refusal(f"{typed} is not a port: give a number from 1024 to 65535.")


def bad_day(typed: str) -> Refusal:
    return Refusal(f"{typed} is not a day: write it like 2022-10-12.")


def not_writable(path: Path | str, why: str | None) -> Refusal:
    return Refusal(f"The portal cannot write to {path}: {why or 'no reason given'}.")


def not_ours(path: Path) -> Refusal:
    return Refusal(f"{path} belongs to someone else; remove it, or set PORTAL_VAR to another folder.")


def only_servers_given(name: str, missing: str) -> Refusal:
    return Refusal(f"{name} is set and {missing} is not: set both, or neither.")


def no_such(kind: str, name: str, known: Iterable[str]) -> Refusal:
    return Refusal(f"There is no {kind} {name or 'without a name'}; there are: {', '.join(sorted(known)) or 'none'}.")


def died(name: str, code: int | None, log: Path, words: str) -> Refusal:
    said = "\n".join(f"    {line}" for line in words.splitlines())
    how = "never answered" if code is None else f"was killed (signal {-code})" if code < 0 else f"ended with {code}"
    return Refusal(f"The {name} {how}, so everything was stopped. The end of {log}:\n{said}")
