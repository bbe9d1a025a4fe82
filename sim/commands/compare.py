"""`sim compare`: several scenarios of one region side by side, the first one as the baseline."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence

from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.figures import figure_lines
from sim.errors import SimError
from sim.scenario import Scenario
from sim.words import sentence


def compare(arguments: Namespace) -> Iterator[str]:
    """Yield what is compared and the headline figures of each scenario."""
    lang = arguments.lang
    threads = chosen_threads(arguments)
    scenarios = [chosen_scenario(text, arguments) for text in arguments.scenarios]
    regions = sorted({scenario.region for scenario in scenarios})
    if len(regions) > 1:
        raise SimError(sentence("cli_one_region", lang, {"regions": ", ".join(regions)}))
    if len(scenarios) == 1:
        raise SimError(sentence("cli_two_scenarios", lang))
    title = scenarios[0].title.zh if lang == "zh" else scenarios[0].title.en
    yield sentence("cli_comparing", lang, {"n": len(scenarios), "baseline": title})
    yield from compared_lines(scenarios, threads, lang)


def compared_lines(scenarios: Sequence[Scenario], threads: int, lang: str) -> list[str]:
    """Return the headline figures of scenarios of one region; they share people and lives."""
    from sim.api import compare as compare_runs
    from sim.api import simulate_all  # late, as in `run`

    runs = simulate_all(scenarios, threads)
    titles = {one.name: one.title.zh if lang == "zh" else one.title.en for one in scenarios}
    return figure_lines(compare_runs(runs), titles, lang)
