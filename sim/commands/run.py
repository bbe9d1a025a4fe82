"""`sim run`: one scenario, its headline figures, and the whole run in a folder."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.figures import figure_lines
from sim.words import sentence


def run(arguments: Namespace) -> Iterator[str]:
    """Yield what is run, its headline figures, and where the results are."""
    lang = arguments.lang
    threads = chosen_threads(arguments)
    scenario = chosen_scenario(arguments.scenario, arguments)
    title = scenario.title.zh if lang == "zh" else scenario.title.en
    values = {"title": title, "region": scenario.region, "months": scenario.months}
    yield sentence("cli_running", lang, values)

    from sim.api import (
        compare,
        simulate,
    )  # late: they bring the whole model, and a refusal should not wait for it
    from sim.results.store import save_run

    done = simulate(scenario, threads=threads)
    yield from figure_lines(compare([done]), {scenario.name: title}, lang)
    yield sentence("cli_saved", lang, {"folder": save_run(done, arguments.out)})
