"""`sim runs`: the store of results: list, tag, compare, export, delete, and ask in SQL."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from sim.commands.figures import aligned, figure_lines
from sim.errors import SimError
from sim.exports.csv import write_csv
from sim.results.run import ALL
from sim.results.shelf import delete_run, find_run, read_ensembles, tag_run, tagged_runs, untag_run
from sim.results.store import load_run
from sim.words import label, sentence

CSV, XLSX = ".csv", ".xlsx"
_COLUMNS = ("id", "scenario", "region", "seed", "start", "months", "tags")


def list_store(arguments: Namespace) -> Iterator[str]:
    """Yield a line a run, then a line an ensemble."""
    lang, root = arguments.lang, arguments.store
    runs = tagged_runs(root)
    if arguments.tag:
        runs = runs[[arguments.tag in tags.split() for tags in runs["tags"]]]
    if runs.empty:
        yield sentence("cli_no_runs", lang, {"folder": root})
    else:
        head = [label(f"column_run_{name}", lang) for name in _COLUMNS]
        yield from aligned([head, *(list(map(str, row)) for row in runs[list(_COLUMNS)].to_numpy())])
    for one in read_ensembles(root):
        values = {"id": one["id"], "n": len(one["members"]), "region": one["about"]["region"]}
        yield sentence(
            "cli_ensemble_line", lang, {**values, "scenarios": ", ".join(one["about"]["scenarios"])}
        )


def tag(arguments: Namespace) -> Iterator[str]:
    """Give or take a tag."""
    change = untag_run if arguments.remove else tag_run
    change(arguments.store, arguments.run, arguments.tag)
    yield sentence("cli_untagged" if arguments.remove else "cli_tagged", arguments.lang, vars(arguments))


def compare_kept(arguments: Namespace) -> Iterator[str]:
    """Yield the headline figures of kept runs; the first is the baseline."""
    from sim.experiments.comparison import compare  # late: it brings the whole model

    runs = [load_run(find_run(arguments.store, one)) for one in arguments.runs]
    if len(runs) == 1:
        raise SimError(sentence("cli_two_scenarios", arguments.lang))
    titles = {run.scenario: run.title if arguments.lang == "zh" else run.scenario for run in runs}
    yield from figure_lines(compare(runs), titles, arguments.lang)


def export(arguments: Namespace) -> Iterator[str]:
    """Write a kept run as a table (CSV) or a workbook (XLSX)."""
    run = load_run(find_run(arguments.store, arguments.run))
    path = Path(arguments.file)
    if path.suffix == CSV:
        about = {"run": run.id, "scenario": run.scenario, "seed": str(run.seed), **run.provenance}
        write_csv(path, run.frame(township=ALL), about)  # months of townships may give small counts away
    elif path.suffix == XLSX:
        from sim.experiments.comparison import compare  # late, as above
        from sim.exports.xlsx import write_workbook
        from sim.population.profile import load_profile

        write_workbook(path, compare([run]), [run], arguments.lang, load_profile(run.region).townships)
    else:
        raise SimError(sentence("cli_export_kind", arguments.lang, {"file": ascii(str(path))}))
    yield sentence("cli_exported", arguments.lang, {"run": run.id, "file": path})


def delete(arguments: Namespace) -> Iterator[str]:
    """Delete kept runs."""
    for one in arguments.runs:
        run = delete_run(arguments.store, one)
        yield sentence("cli_deleted", arguments.lang, {"run": run})


def sql(arguments: Namespace) -> Iterator[str]:
    """Yield the answer to a SELECT as aligned columns."""
    from sim.results.sql import ask  # late: DuckDB takes a moment to load

    frame = ask(arguments.store, arguments.query)
    shown = frame.map(lambda value: "" if pd.isna(value) else str(value))
    yield from aligned([list(map(str, frame.columns)), *shown.to_numpy().tolist()])
