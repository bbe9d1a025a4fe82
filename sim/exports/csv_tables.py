"""All tables of a comparison as CSV files in one folder, with a table that says what each of them is."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.exports import tables
from sim.exports.csv import write_csv
from sim.exports.townships import places_of, township_table
from sim.results.run import Run
from sim.words import label

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

_HIDDEN = ("kind",)


def write_tables(
    folder: Path | str,
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    townships: pd.DataFrame | None = None,
    names: Mapping[str, str] | None = None,
) -> list[Path]:
    """Write the tables of the workbook as CSV files: UTF-8 with byte order mark, formulas defused.

    Returns
    -------
    list of Path
        The files; `metadata.csv` names them with their rows and checksums, and says how to make them again.

    Raises
    ------
    StoreError
        When the disk refuses.
    """
    folder, known = Path(folder), names or {}
    made = tables_of(comparison, runs, lang, townships, known)
    about = about_runs(comparison, runs)
    files = []
    for name, frame in made.items():
        path = folder / f"{name}_{lang}.csv"
        write_csv(path, frame, {"table": label(f"sheet_{name}", lang), **about})
        files.append(path)
    path = folder / f"metadata_{lang}.csv"
    write_csv(path, _metadata(files, made, comparison, runs, lang), about)
    return [*files, path]


def tables_of(
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
    townships: pd.DataFrame | None,
    names: Mapping[str, str],
) -> dict[str, pd.DataFrame]:
    """Return the tables by name, as a workbook holds them."""
    titles = comparison.titles
    made = {
        "summary": tables.summary(comparison, lang, names),
        "cost": tables.costs(comparison, lang),
        "monthly": tables.monthly(comparison, lang, names),
        "ledger": tables.ledger(runs, lang, names, titles),
        "dictionary": tables.dictionary(comparison, lang, names),
        "assumptions": tables.assumptions(runs, comparison.baseline, lang, names, titles),
    }
    places = places_of(runs, townships, lang)
    if places.codes:
        made["townships"] = township_table(comparison, runs, places, lang)[0]
    made["monthly"] = made["monthly"].drop(columns="date")
    return {
        name: frame.drop(columns=[key for key in _HIDDEN if key in frame.columns])
        for name, frame in made.items()
    }


def about_runs(comparison: Comparison, runs: Sequence[Run]) -> dict[str, str]:
    """Return what every exported table carries: runs, scenarios with their hashes, seeds, version and window."""
    return {
        "region": runs[0].region,
        "runs": " ".join(run.id for run in runs),
        "scenarios": " ".join(
            f"{run.scenario}={run.provenance.get('scenario', '?')}" for run in tables.first_of_each(runs)
        ),
        "seeds": " ".join(str(seed) for seed in comparison.seeds),
        "version": runs[0].provenance.get("version", "?"),
        "window": " - ".join(comparison.window),
        "baseline": comparison.baseline,
    }


def _metadata(
    files: Sequence[Path],
    made: Mapping[str, pd.DataFrame],
    comparison: Comparison,
    runs: Sequence[Run],
    lang: str,
) -> pd.DataFrame:
    rows = [
        (
            path.name,
            label(f"sheet_{name}", lang),
            f"{len(frame)}",
            hashlib.sha256(path.read_bytes()).hexdigest(),
        )
        for path, (name, frame) in zip(files, made.items(), strict=True)
    ]
    rows += [
        (str(one["scenario"]), str(one["name"]), str(one["value"]), "")
        for _, one in tables.provenance(comparison, runs, lang).iterrows()
    ]
    heads = ("column_scenario", "column_name", "column_value")
    return pd.DataFrame(rows, columns=[*(label(key, lang) for key in heads), "sha256"])
