"""The verbs of `./run`, once the environment is there."""

import argparse
import sys

from ovp_portal.local import clock, portal, refusals
from ovp_portal.local.places import Places


def main(words: list[str]) -> int:
    verb, rest = (words[0], words[1:]) if words else ("", [])
    if verb.startswith("-") or not verb:
        portal.start(Places.here(), **_options(words))
        return 0
    if verb in ("test", "journeys", "faults", "lint", "lock"):
        from ovp_portal.local import checks

        return {
            "test": lambda: checks.test(rest),
            "journeys": lambda: checks.journeys(rest),
            "faults": lambda: checks.faults(rest),
            "lint": lambda: checks.lint(Places.here()),
            "lock": lambda: checks.lock(rest),
        }[verb]()
    from ovp_portal.local import commands

    if verb == "bench":
        return commands.bench(Places.here(), rest)
    return commands.manage(Places.here(), words)


def _options(words: list[str]) -> dict:
    reader = argparse.ArgumentParser(prog="./run", add_help=False, exit_on_error=False, allow_abbrev=False)
    reader.add_argument("--on", type=clock.day)
    reader.add_argument("--port")
    try:
        options, unknown = reader.parse_known_args(words)
    except argparse.ArgumentError as error:
        raise refusals.Refusal(f"./run {error.argument_name}: {error.message}; ./run help says more.") from error
    if unknown:
        raise refusals.Refusal(f"./run does not know {unknown[0]}; ./run help says what there is.")
    return vars(options)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except refusals.Refusal as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        sys.exit(f"The portal cannot use {error.filename or 'this machine'}: {error.strerror or error}.")
