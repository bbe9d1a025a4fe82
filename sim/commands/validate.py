"""`sim validate`: reads a scenario file as a run would, and says what it is."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from sim.clock import format_month
from sim.scenario import load_scenario
from sim.words import sentence


def validate(arguments: Namespace) -> Iterator[str]:
    """Yield what an accepted file is; one that is not accepted raises a ScenarioError."""
    scenario = load_scenario(Path(arguments.file))
    title = scenario.title.zh if arguments.lang == "zh" else scenario.title.en
    values = {
        "file": arguments.file,
        "title": title,
        "start": format_month(scenario.start),
        "end": format_month(scenario.end),
        "months": scenario.months,
        "n_changes": len(scenario.changes),
        "n_beds": len(scenario.bed_changes),
    }
    yield sentence("cli_valid", arguments.lang, values)
    yield sentence("cli_digest", arguments.lang, {"digest": scenario.digest})
