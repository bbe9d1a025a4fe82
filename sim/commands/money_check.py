"""`sim money-check`: a region's ledger under its baseline against what the place published."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.commands.choice import chosen_scenario
from sim.words import number, sentence


def money_check(arguments: Namespace) -> Iterator[str]:
    """Yield one line a published figure: simulated, published, ratio and the reason of the difference."""
    lang = arguments.lang
    scenario = chosen_scenario(f"{arguments.region}/baseline", arguments)

    from sim.api import load_region, simulate  # late, as in `run`
    from sim.experiments.money_check import money_check as check

    profile, run = load_region(scenario.region), simulate(scenario)
    share = 1.0 if scenario.population is None else scenario.population / profile.total("population")
    found = check(run, profile.facts, lang, share)
    labels = profile.facts.set_index("indicator")[f"label_{lang}"]
    if found.empty:
        yield sentence("money_nothing", lang)
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
