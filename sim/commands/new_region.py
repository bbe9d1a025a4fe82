"""`sim new-region`: from a short form of published totals to a region that runs, and what was filled in it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.commands.figures import aligned
from sim.commands.validate_region import label_of
from sim.population.profile import RegionProfile
from sim.regions.folder import new_region as make
from sim.regions.scenario import write_baseline
from sim.scenario.library import default_folders
from sim.words import label, sentence

FILLED = ("derived", "assumed", "remembered")
REGIONS = "results/regions"
WORST = 8  # figures that are shown, those furthest off
TABLES = ("age_sex", "households", "marital", "shares", "income", "homes", "staff", "disability", "townships")


def new_region(arguments: Namespace) -> Iterator[str]:
    """Yield what was made, what was filled, and how far the synthetic population is from the form."""
    lang = arguments.lang
    tables = None if arguments.tables is None else Path(arguments.tables)
    profile = make(Path(arguments.form), tables=tables)
    write_baseline(profile, default_folders().scenarios)
    values = {
        "name": label_of(profile.label, lang), "persons": profile.total("population"), "key": profile.name,
        "counties": len(profile.counties), "townships": len(profile.townships),
    }  # fmt: skip
    yield sentence("cli_new_region", lang, values)
    filled = filled_figures(profile)
    yield sentence("cli_filled", lang, {"n": len(filled)})
    yield from (f"  {line}" for line in filled)

    from sim.charts.fit import fit_chart  # late: charts and the synthesis take their time to load
    from sim.charts.style import save
    from sim.population.fit import fit_report
    from sim.population.synthesis import synthesise

    report = fit_report(profile, synthesise(profile, seed=1))
    yield from fit_lines(report, lang)
    folder = Path(arguments.out) / profile.name
    folder.mkdir(parents=True, exist_ok=True)
    report.to_csv(folder / "fit.csv", index=False, encoding="utf-8-sig")
    yield from map(str, [folder / "fit.csv", *save(fit_chart(report, lang), folder / "fit", ["png"])])


def filled_figures(profile: RegionProfile) -> list[str]:
    """Return a line for each total and each kind of row that the form did not print."""
    lines = [
        f"{key} = {one.value}: {one.note or one.source}"
        for key, one in profile.totals.items()
        if one.status in FILLED
    ]
    for name in TABLES:
        frame = getattr(profile, name)
        rows = frame[frame["status"].isin(FILLED)]
        for (source, note), part in rows.groupby(["source", "note"], sort=True):
            lines.append(f"{name}: {len(part)} x {source}" + (f" ({note})" if note else ""))
    return lines


def fit_lines(report: pd.DataFrame, lang: str) -> list[str]:
    """Return how many figures are met, and those that are furthest off with their target and what was found."""
    from sim.charts.fit import margin_name  # late: charts take their time to load

    met = report["status"].value_counts()
    counts = {name: int(met.get(name, 0)) for name in ("exact", "close", "off")}
    worst = report.loc[report["relative"].abs().sort_values(ascending=False).index].head(WORST)
    heads = [label(f"column_{name}", lang) for name in ("margin", "county", "group", "target", "fitted")]
    rows = [
        [margin_name(row.margin, lang), row.county, row.group, f"{row.target:,.4g}", f"{row.fitted:,.4g}"]
        for row in worst.itertuples()
    ]
    return [sentence("cli_fit", lang, counts), *(f"  {line}" for line in aligned([heads, *rows]))]
