"""`sim demo`: all scenarios of a region, by default of the fictional county."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.compare import compared_lines
from sim.population.profile import load_profile
from sim.scenario import available_scenarios
from sim.words import sentence


def demo(arguments: Namespace) -> Iterator[str]:
    """Yield what is shown and the headline figures of each scenario of the region."""
    lang = arguments.lang
    threads = chosen_threads(arguments)
    names = available_scenarios(arguments.region)
    scenarios = [chosen_scenario(f"{arguments.region}/{name}", arguments) for name in names]
    label = load_profile(arguments.region).label
    name = label.zh if lang == "zh" else label.en
    yield sentence("cli_demo", lang, {"name": name, "n": len(scenarios)})
    yield from compared_lines(scenarios, threads, lang)
