"""`sim regions`: the places there are, and their scenarios."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.population.profile import available_regions, load_profile
from sim.scenario import available_scenarios
from sim.words import sentence


def regions(arguments: Namespace) -> Iterator[str]:
    """Yield a line a region."""
    for key in available_regions():
        label = load_profile(key).label
        name = label.zh if arguments.lang == "zh" else label.en
        scenarios = ", ".join(available_scenarios(key))
        yield sentence("cli_region", arguments.lang, {"key": key, "name": name, "scenarios": scenarios})
