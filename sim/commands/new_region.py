"""`sim new-region`: from a short form of published totals to a region that runs, and what was filled in it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.commands.validate_region import label_of
from sim.population.profile import RegionProfile
from sim.regions.folder import new_region as make
from sim.regions.scenario import write_baseline
from sim.scenario.library import default_folders
from sim.words import sentence

FILLED = ("derived", "assumed", "remembered")
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

    from sim.population.fit import fit_report  # late: the synthesis is compiled
    from sim.population.synthesis import synthesise

    yield sentence("cli_fit", lang)
    yield fit_text(fit_report(profile, synthesise(profile, seed=1)))


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


def fit_text(report: pd.DataFrame) -> str:
    """Return the fit report as text."""
    return str(report.to_string(index=False))
