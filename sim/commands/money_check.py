"""`sim money-check`: a region's ledger under its baseline against what the place published."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

from sim.clock import MONTHS_PER_YEAR, format_month, parse_month
from sim.commands.choice import chosen_scenario, whole
from sim.words import number, sentence

MOST_POPULATION = 10**9


def money_check(arguments: Namespace) -> Iterator[str]:
    """Yield one line a published figure: simulated, published, ratio and the reason of the difference.

    The run goes no further than the published months; with fewer persons, published sums are scaled alike.
    """
    lang = arguments.lang
    scenario = chosen_scenario(f"{arguments.region}/baseline", arguments)
    persons = whole(arguments.population, "cli_region_number", lang, 0, MOST_POPULATION)

    from sim.api import load_region, simulate  # late, as in `run`
    from sim.experiments.money_check import last_month
    from sim.experiments.money_check import money_check as check

    profile = load_region(scenario.region)
    last = last_month(profile.facts, format_month(scenario.start))
    if last is None:
        yield sentence("money_nothing", lang)
        return
    if persons > 0:
        scenario = replace(scenario, population=min(persons, profile.total("population")))
    months = max(MONTHS_PER_YEAR, parse_month(last) - scenario.start + 1)
    run = simulate(replace(scenario, months=min(scenario.months, months)))
    share = 1.0 if scenario.population is None else scenario.population / profile.total("population")
    found = check(run, profile.facts, lang, share)
    labels = profile.facts.set_index("indicator")[f"label_{lang}"]
    for row in found.itertuples():
        yield sentence(
            "money_line",
            lang,
            {
                "name": labels[row.fact],
                "period": row.period,
                "found": number(row.simulated, "yuan", lang),
                "wanted": number(row.published, "yuan", lang),
                "ratio": number(row.ratio, "none", lang),
                "reason": row.reason,
            },
        )
