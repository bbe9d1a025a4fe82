"""The options of the commands for experiments and for the store, apart from the rest for their number."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import Any

from sim.commands.ensemble import ensemble
from sim.commands.runs import compare_kept, delete, export, list_store, sql, tag
from sim.commands.searching import frontier, sensitivity

Command = Callable[[argparse.Namespace], Iterator[str]]
AddCommand = Callable[[Any, str, Command, str], argparse.ArgumentParser]
STORE = "runs"
OUTCOMES = ("receiving_persons", "spending_total", "care_unmet_persons")
MEMBERS = "100"  # as sim.experiments.ensemble.MEMBERS, which a parser need not load


def add_experiments(
    commands: Any, add: AddCommand, add_seed: Callable[[argparse.ArgumentParser], None]
) -> None:
    """Add the commands for experiments and for the store."""
    add_ensemble(commands, add, add_seed)
    add_searches(commands, add, add_seed)
    add_runs(commands, add)


def add_ensemble(commands: Any, add: AddCommand, add_seed: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add `sim ensemble`."""
    made = add(
        commands,
        "ensemble",
        ensemble,
        "run scenarios under many seeds and assumptions; the first is the baseline",
    )
    made.add_argument("scenarios", metavar="SCENARIO", nargs="+", help="files, or REGION/NAME")
    made.add_argument("--members", metavar="N", default=MEMBERS, help=f"members a ring (default: {MEMBERS})")
    _add_where(made)
    made.add_argument(
        "--assumptions",
        metavar="PATTERN",
        nargs="+",
        help="vary only these, such as 'administration.*' (default: all that have a range)",
    )
    made.add_argument("--rings", choices=("random", "both"), nargs="+", help="default: both rings")
    add_seed(made)


def add_searches(commands: Any, add: AddCommand, add_seed: Callable[[argparse.ArgumentParser], None]) -> None:
    """Add `sim sensitivity` and `sim frontier`."""
    which = add(commands, "sensitivity", sensitivity, "find the assumptions that decide an outcome")
    which.add_argument("scenario", metavar="SCENARIO", help="a file, or REGION/NAME such as yunxi/baseline")
    which.add_argument(
        "--outcomes", metavar="INDICATOR", nargs="+", default=list(OUTCOMES), help="such as waiting"
    )
    which.add_argument("--method", choices=("morris", "sobol"), default="morris", help="default: morris")
    which.add_argument("--size", metavar="N", help="trajectories, or base points (default: 10, or 64)")
    which.add_argument("--assumptions", metavar="PATTERN", nargs="+", help="only these, such as 'care.*'")
    which.add_argument("--out", metavar="FILE", default="sensitivity.csv", help="default: sensitivity.csv")
    mixes = add(
        commands, "frontier", frontier, "search mixes of standards, beds and outreach within a budget"
    )
    mixes.add_argument("scenario", metavar="SCENARIO", help="a file, or REGION/NAME such as yunxi/baseline")
    mixes.add_argument("--budget", metavar="YUAN", help="a year; no limit when not given")
    mixes.add_argument("--seeds", metavar="N", default="1", help="seeds a point (default: 1)")
    mixes.add_argument(
        "--out", metavar="DIR", default="frontier", help="folder of points (default: frontier)"
    )
    for one in (which, mixes):
        _add_where(one)
        add_seed(one)


def add_runs(commands: Any, add: AddCommand) -> None:
    """Add `sim runs` with its own commands."""
    whole = commands.add_parser("runs", help="list, tag, compare, export, delete or query kept results")
    kept = whole.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=type(whole))
    listed = add(kept, "list", list_store, "list the runs and ensembles of the store")
    listed.add_argument("--tag", metavar="TAG", help="only runs that carry this tag")
    tagged = add(kept, "tag", tag, "give a run a tag")
    tagged.add_argument("run", metavar="RUN", help="an id, its first digits, or a tag")
    tagged.add_argument("tag", metavar="TAG")
    tagged.add_argument("--remove", action="store_true", help="take the tag away")
    compared = add(kept, "compare", compare_kept, "compare kept runs; the first is the baseline")
    compared.add_argument("runs", metavar="RUN", nargs="+", help="ids, their first digits, or tags")
    exported = add(kept, "export", export, "write a kept run as a .csv table or an .xlsx workbook")
    exported.add_argument("run", metavar="RUN", help="an id, its first digits, or a tag")
    exported.add_argument("file", metavar="FILE", help="ends in .csv or .xlsx")
    deleted = add(kept, "delete", delete, "delete kept runs")
    deleted.add_argument("runs", metavar="RUN", nargs="+", help="ids, their first digits, or tags")
    asked = add(
        kept,
        "sql",
        sql,
        "ask the store one SELECT (tables: runs indicators ledger assumptions members figures)",
    )
    asked.add_argument("query", metavar="SELECT")
    for one in (listed, tagged, compared, exported, deleted, asked):
        _add_store(one)


def _add_where(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--scheduler",
        metavar="WHERE",
        default="local",
        help="local, processes, dask, or the address of a Dask scheduler such as tcp://host:8786 (default: local)",
    )
    made.add_argument("--workers", metavar="N", default="1", help="threads or processes (default: 1)")
    _add_store(made)


def _add_store(made: argparse.ArgumentParser) -> None:
    made.add_argument("--store", metavar="DIR", default=STORE, help=f"folder of results (default: {STORE})")
