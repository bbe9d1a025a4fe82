"""What commands are asked for: a scenario by file or by name, a seed, threads; checked before anything runs."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from sim.errors import SimError
from sim.scenario import Scenario, load_scenario, scenario_path
from sim.words import sentence

MOST_THREADS = 64
MOST_SEED = 2**32 - 1
_IN_LIBRARY = re.compile(r"([a-z][a-z0-9_]*)/([a-z][a-z0-9_]*)", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,11}", re.ASCII)


def chosen_scenario(text: str, arguments: Namespace) -> Scenario:
    """Return the scenario named as `region/name` or as a file, under the seed asked for.

    Raises
    ------
    SimError
        When there is none, or it is not allowed.
    """
    named = _IN_LIBRARY.fullmatch(text)
    is_name = named is not None and not Path(text).is_file()
    path = scenario_path(named[1], named[2]) if named is not None and is_name else Path(text)
    scenario = load_scenario(path)
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
