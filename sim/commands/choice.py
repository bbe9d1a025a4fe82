"""What commands are asked for: a scenario by file or by name, a seed, threads; checked before anything runs."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import replace

from sim.errors import SimError
from sim.scenario import Scenario, load_scenario
from sim.words import sentence

MOST_THREADS = 64
MOST_SEED = 2**32 - 1
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)


def chosen_scenario(text: str, arguments: Namespace) -> Scenario:
    """Return the scenario named as `region/name` or as a file, under the seed asked for.

    Raises
    ------
    SimError
        When there is none, or it is not allowed.
    """
    scenario = load_scenario(text)
    if arguments.seed is None:
        return scenario
    seed = whole(arguments.seed, "cli_seed", arguments.lang, 0, MOST_SEED)
    return replace(scenario, seed=seed)


def chosen_threads(arguments: Namespace) -> int:
    """Return the number of threads asked for."""
    return whole(arguments.threads, "cli_threads", arguments.lang, 1, MOST_THREADS)


def whole(text: str, key: str, lang: str, low: int, high: int) -> int:
    """Return a whole number written in ASCII digits; `key` is the sentence that refuses another."""
    if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
        raise SimError(sentence(key, lang, {"given": ascii(text)[1:-1], "most": high}))
    return int(text)
