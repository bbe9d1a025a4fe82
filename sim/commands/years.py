"""`sim backcast` and `sim forecast`: yearly series of a region, into the past and ahead."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from sim.clock import format_month
from sim.commands.choice import chosen_scenario, chosen_threads, whole
from sim.commands.figures import aligned
from sim.commands.validate_region import MOST_POPULATION, MOST_SEEDS, label_of, runs_of
from sim.population.profile import load_profile
from sim.words import has, label, sentence


def backcast(arguments: Namespace) -> Iterator[str]:
    """Yield the yearly caseload and spending of the past by scheme."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    seeds = whole(arguments.seeds, "cli_region_number", lang, 1, MOST_SEEDS)
    profile = load_profile(arguments.region)

    from sim.experiments.backcast import backcast_scenario, load_backcast, look_back
    from sim.experiments.calibration.kept import load_calibration  # late: they bring the whole model

    told, fit = load_backcast(profile.name), load_calibration(profile.name)
    baseline = chosen_scenario(f"{profile.name}/baseline", arguments)
    scenario = backcast_scenario(baseline, told, None)
    name = label_of(profile.label, lang)
    yield sentence("cli_backcast", lang, {"name": name, "first": told.first, "last": told.last})
    yield label_of(told.note, lang)
    looked = look_back(runs_of(scenario, seeds, threads, fit.members if fit else ()), told, profile)
    yield from table_lines(looked.table, lang)
    if looked.compared is not None:
        printed, found, low, high = looked.compared
        values = {
            "printed": f"{printed:,.0f}",
            "found": f"{found:,.0f}",
            "low": f"{low:,.0f}",
            "high": f"{high:,.0f}",
        }
        yield sentence("cli_compared", lang, values)


def forecast(arguments: Namespace) -> Iterator[str]:
    """Yield the yearly figures ahead with intervals over seeds and equally good sets of assumptions."""
    lang, threads = arguments.lang, chosen_threads(arguments)
    seeds = whole(arguments.seeds, "cli_region_number", lang, 1, MOST_SEEDS)
    profile = load_profile(arguments.region)

    from sim.experiments.calibration.kept import load_calibration
    from sim.experiments.forecast import forecast as ahead  # late: they bring the whole model

    fit = load_calibration(profile.name)
    baseline = chosen_scenario(f"{profile.name}/baseline", arguments)
    if not arguments.full:
        persons = whole(arguments.population, "cli_region_number", lang, 1, MOST_POPULATION)
        baseline = replace(baseline, population=min(persons, profile.total("population")))
    values = {
        "name": label_of(profile.label, lang), "first": format_month(baseline.start),
        "last": format_month(baseline.end), "seeds": seeds,
    }  # fmt: skip
    yield sentence("cli_region_forecast", lang, values)
    if fit is None:
        yield sentence("cli_no_fit", lang)
    table = ahead(runs_of(baseline, seeds, threads, fit.members if fit else ()), profile)
    table["indicator"] = [label(key, lang) if has(key) else key for key in table["indicator"]]
    yield from table_lines(table[["indicator", "year", "value", "low", "high"]], lang)


def table_lines(table: pd.DataFrame, lang: str) -> list[str]:
    """Return a table in aligned columns; heads are words where there are any."""
    heads = [label(f"column_{name}", lang) if has(f"column_{name}") else name for name in table.columns]
    rows = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    return aligned([heads, *rows])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return "-" if pd.isna(value) else f"{value:,.0f}" if abs(value) >= 10 else f"{value:.3g}"
    return str(value)
