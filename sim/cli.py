"""The command line: `sim run`, `compare`, `ensemble`, `explain`, `validate-region` and others; see `sim --help`.

Exit codes: 0 done, 2 not accepted (one sentence on the error stream), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import NoReturn

from sim.commands.calibrate import calibrate
from sim.commands.compare import compare
from sim.commands.demo import demo
from sim.commands.explain import explain
from sim.commands.export_options import add_exports
from sim.commands.money_check import money_check
from sim.commands.new_region import REGIONS, new_region
from sim.commands.options import add_experiments
from sim.commands.regions import regions
from sim.commands.run import run
from sim.commands.validate import validate
from sim.commands.validate_region import USUAL_POPULATION, validate_region
from sim.commands.view import VIEWS, view
from sim.commands.years import backcast, forecast
from sim.errors import SimError
from sim.words import LANGUAGES, sentence, told

DONE, REFUSED, INTERRUPTED = 0, 2, 130
DEMO_REGION = "wuzhong"
DEMO_FOLDER = "results/demo"
DEMO_THREADS = "2"  # each scenario under way holds about 1 GB of Wuzhong

_Command = Callable[[argparse.Namespace], Iterator[str]]


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence and prints no usage."""

    def error(self, message: str) -> NoReturn:
        raise SimError(f"{message}; {self.prog} --help says what is allowed")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit code.

    Parameters
    ----------
    arguments : sequence of str, optional
        Words of the command line; those of the process when not given.
    """
    lang = default_language()
    try:
        given = parser().parse_args(arguments)
        lang = given.lang
        for line in given.command(given):
            print(line, flush=True)
    except SimError as error:
        print(sentence("cli_refused", lang, {"reason": told(error, lang)}), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print(sentence("cli_interrupted", lang), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has gone, as with `| head`: nothing more can be said, not even when Python closes the stream.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return DONE


def default_language() -> str:
    """Return the language of the terminal if it is Chinese, else English."""
    chosen = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if chosen.startswith("zh") else "en"


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    whole = _Parser(prog="sim", description="Households under social assistance and elder care, simulated.")
    commands = whole.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=_Parser)

    one = _command(commands, "run", run, "simulate one scenario and keep the results")
    one.add_argument("scenario", metavar="SCENARIO", help="a file, or REGION/NAME such as yunxi/baseline")
    one.add_argument("--out", metavar="DIR", default="runs", help="folder of results (default: runs)")
    _add_run_options(one)

    several = _command(
        commands, "compare", compare, "compare scenarios of one region; the first is the baseline"
    )
    several.add_argument("scenarios", metavar="SCENARIO", nargs="+", help="files, or REGION/NAME")
    _add_run_options(several)
    add_exports(commands, _command, _add_run_options)
    add_experiments(commands, _command, _add_seed)
    _add_explain(commands)
    _add_view(commands)
    money = _command(commands, "money-check", money_check, "compare a region's ledger with published sums")
    money.add_argument("region", metavar="REGION", help="such as wuzhong")
    money.add_argument("--population", metavar="N", default="0", help="persons to build (default: everybody)")
    _add_seed(money)

    _command(commands, "regions", regions, "list the regions and their scenarios")
    check = _command(commands, "validate", validate, "check a scenario file without running it")
    check.add_argument("file", metavar="FILE", help="a scenario file")

    _add_region_commands(commands)
    _add_demo(commands)
    return whole


def _add_explain(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Add the command that explains one household."""
    why = _command(commands, "explain", explain, "show how the law decides on one household")
    why.add_argument("region", metavar="REGION", help="such as yunxi, or REGION/SCENARIO")
    why.add_argument("household", metavar="HOUSEHOLD", help="its number, or a kind such as tekun_elder")
    why.add_argument("--month", metavar="MONTH", help="such as 2024-06 (default: the last month)")
    why.add_argument("--scenario", metavar="SCENARIO", help="a file, or REGION/NAME (default: baseline)")
    why.add_argument(
        "--against", metavar="SCENARIO", help="what a reform is held against (default: baseline)"
    )
    _add_seed(why)


def _add_demo(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Add the command that compares all scenarios of a region."""
    shown = _command(commands, "demo", demo, "compare all scenarios of a region")
    shown.add_argument(
        "region", metavar="REGION", nargs="?", default=DEMO_REGION, help=f"default: {DEMO_REGION}"
    )
    shown.add_argument(
        "--out",
        metavar="DIR",
        default=DEMO_FOLDER,
        help=f"folder of charts and workbooks (default: {DEMO_FOLDER})",
    )
    _add_run_options(shown, threads=DEMO_THREADS)


def _add_view(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Add the command that shows one view of a scenario."""
    look = _command(commands, "view", view, "show the funnel, the grid worker's week, beds or carers")
    look.add_argument("scenario", metavar="SCENARIO", help="a file, or REGION/NAME such as yunxi/baseline")
    look.add_argument("view", metavar="VIEW", choices=VIEWS, help=", ".join(VIEWS))
    look.add_argument("--township", metavar="CODE", help="one township (default: the whole region)")
    _add_run_options(look)


def _add_region_commands(commands: argparse._SubParsersAction[_Parser]) -> None:
    """Add the commands about regions: check one, fit one, make one."""
    checked = _command(
        commands, "validate-region", validate_region, "set the published facts of a region beside the model"
    )
    fitted = _command(
        commands, "calibrate", calibrate, "fit the assumptions of a region to its calibrated facts"
    )
    for one in (checked, fitted):
        one.add_argument("region", metavar="REGION", help="such as wuzhong")
        one.add_argument(
            "--population", metavar="N", default=str(USUAL_POPULATION),
            help=f"persons to build instead of all (default: {USUAL_POPULATION})",
        )  # fmt: skip
        _add_run_options(one)
    checked.add_argument("--seeds", metavar="N", default="3", help="seeds for the interval (default: 3)")
    checked.add_argument("--full", action="store_true", help="build everyone")
    fitted.add_argument("--runs", metavar="N", default="90", help="runs of the search (default: 90)")
    past = _command(commands, "backcast", backcast, "recipients and spending of past years by scheme")
    ahead = _command(commands, "forecast", forecast, "ten years ahead, with intervals")
    for one in (past, ahead):
        one.add_argument("region", metavar="REGION", help="such as hezuo")
        one.add_argument("--seeds", metavar="N", default="3", help="seeds for the interval (default: 3)")
        _add_run_options(one)
    ahead.add_argument("--population", metavar="N", default=str(USUAL_POPULATION), help="persons to build")
    ahead.add_argument("--full", action="store_true", help="build everyone")
    made = _command(commands, "new-region", new_region, "make a region from a short form of published totals")
    made.add_argument("form", metavar="FORM", help="the form, a YAML file (see data/forms)")
    made.add_argument("--tables", metavar="DIR", help="tables that the region has in full")
    made.add_argument("--out", metavar="DIR", default=REGIONS, help=f"fit report (default: {REGIONS})")


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, command: _Command, about: str
) -> argparse.ArgumentParser:
    """Return the parser of one command, which knows the language and what to call."""
    made = commands.add_parser(name, help=about, description=about.capitalize() + ".")
    made.set_defaults(command=command)
    made.add_argument("--lang", choices=LANGUAGES, default=default_language(), help="language of messages")
    return made


def _add_run_options(made: argparse.ArgumentParser, threads: str = "1") -> None:
    """Add the options of commands that simulate; their numbers are checked by the commands."""
    made.add_argument("--threads", metavar="N", default=threads, help=f"threads to use (default: {threads})")
    _add_seed(made)


def _add_seed(made: argparse.ArgumentParser) -> None:
    made.add_argument("--seed", metavar="N", help="takes the place of the scenario's seed")


if __name__ == "__main__":
    sys.exit(main())
