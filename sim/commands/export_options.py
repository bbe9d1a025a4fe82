"""The options of `sim export` and `sim reproduce`."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from sim.commands.export import export, reproduce
from sim.exports.formats import FORMATS

EXPORT_FOLDER = "results/export"


def add_exports(
    commands: Any,
    add: Callable[..., argparse.ArgumentParser],
    add_run: Callable[[argparse.ArgumentParser], None],
) -> None:
    """Add the commands that write for other desks.

    Parameters
    ----------
    add : callable
        Makes the parser of one command.
    add_run : callable
        Adds the options of commands that simulate.
    """
    made = add(
        commands, "export", export, "simulate scenarios and write them for Word, PowerPoint, Excel and print"
    )
    made.add_argument(
        "scenarios", metavar="SCENARIO", nargs="+", help="files, or REGION/NAME; the first is the baseline"
    )
    made.add_argument(
        "--out", metavar="DIR", default=EXPORT_FOLDER, help=f"folder (default: {EXPORT_FOLDER})"
    )
    made.add_argument(
        "--formats",
        metavar="FORMAT",
        nargs="+",
        default=FORMATS,
        help=f"of {', '.join(FORMATS)} (default: all)",
    )
    add_run(made)
    again = add(
        commands, "reproduce", reproduce, "run the scenarios of a bundle again and compare to the bit"
    )
    again.add_argument("bundle", metavar="BUNDLE", help="a .zip that sim export wrote")
    again.add_argument("--threads", metavar="N", default="1", help="threads to use (default: 1)")
