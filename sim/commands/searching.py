"""`sim sensitivity` and `sim frontier`: which assumptions decide, and which mixes nothing beats."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.commands.choice import MOST_THREADS, chosen_scenario, whole
from sim.commands.figures import aligned, named
from sim.exports.csv import write_csv
from sim.words import label, number, sentence

if TYPE_CHECKING:
    from sim.experiments.frontier import Frontier

MOST_SIZE, MOST_BUDGET = 4_096, 10**12
SHOWN = 10  # assumptions listed for an outcome; the file holds all
MAIN = ("mu_star", "ST")


def sensitivity(arguments: Namespace) -> Iterator[str]:
    """Yield the assumptions that decide each outcome most, and where the whole table is."""
    lang = arguments.lang
    scenario = chosen_scenario(arguments.scenario, arguments)
    workers = whole(arguments.workers, "cli_threads", lang, 1, MOST_THREADS)
    size = (
        None if arguments.size is None else whole(arguments.size, "cli_ensemble_members", lang, 1, MOST_SIZE)
    )

    from sim.engine.world import law_book  # late: they bring the whole model
    from sim.experiments.face import sensitivity as examine

    table = examine(
        scenario,
        arguments.outcomes,
        arguments.method,
        arguments.assumptions,
        size,
        store=arguments.store,
        scheduler=arguments.scheduler,
        workers=workers,
    )
    book = law_book(scenario)
    for outcome in dict.fromkeys(table["outcome"]):
        best = table[(table["outcome"] == outcome) & table["index"].isin(MAIN)].head(SHOWN)
        yield sentence("cli_deciding", lang, {"outcome": named(outcome.partition(":")[0], "all", lang)})
        rows = [[label("column_assumption", lang), label(f"column_{best['index'].iloc[0].lower()}", lang)]]
        for name, value in zip(best["assumption"], best["value"], strict=True):
            words = book.parameter(name).label
            rows.append([words.zh if lang == "zh" else words.en, f"{value:,.4g}"])
        yield from aligned(rows)
        yield ""
    path = Path(arguments.out)
    about = {
        "scenario": scenario.name,
        "seed": str(scenario.seed),
        "digest": scenario.digest,
        "method": arguments.method,
    }
    write_csv(path, table, about)
    yield sentence("cli_table", lang, {"file": path})


def frontier(arguments: Namespace) -> Iterator[str]:
    """Yield the efficient mixes, and where all points are."""
    lang = arguments.lang
    scenario = chosen_scenario(arguments.scenario, arguments)
    workers = whole(arguments.workers, "cli_threads", lang, 1, MOST_THREADS)
    seeds = whole(arguments.seeds, "cli_ensemble_members", lang, 1, MOST_SIZE)
    limit = arguments.budget
    budget = None if limit is None else float(whole(limit, "cli_budget", lang, 1, MOST_BUDGET))

    from sim.experiments.face import trade_offs  # late, as above

    folder = Path(arguments.out)
    made = trade_offs(
        scenario,
        folder,
        budget,
        seeds=seeds,
        store=arguments.store,
        scheduler=arguments.scheduler,
        workers=workers,
    )
    yield from _mixes(made, lang)
    yield ""
    path = folder / "frontier.csv"
    write_csv(
        path, made.points, {"scenario": scenario.name, "digest": scenario.digest, "budget": str(budget or "")}
    )
    yield sentence("cli_frontier", lang, {"n": len(made.points), "folder": folder, "file": path})


def _mixes(made: Frontier, lang: str) -> list[str]:
    dials = list(made.points.columns[made.points.columns.get_loc("spending") + 1 : -1])
    keys = ["point", "coverage_income", "unmet_hours", "spending_total", *(f"column_{one}" for one in dials)]
    rows = [[named(key, "all", lang) for key in keys]]
    for _, one in made.efficient.iterrows():
        figures = [
            number(one["coverage"], "share", lang),
            number(one["unmet_hours"], "hours_day", lang),
            number(one["spending"], "yuan_year", lang),
        ]
        rows.append([str(one["point"]), *figures, *(f"{one[dial]:,}" for dial in dials)])
    return aligned(rows)
