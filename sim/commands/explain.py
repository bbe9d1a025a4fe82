"""`sim explain`: how the law decides on one household, clause by clause."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from sim.clock import parse_month
from sim.commands.choice import chosen_scenario, whole
from sim.errors import SimError
from sim.words import sentence

MOST_HOUSEHOLD = 10**11


def explain(arguments: Namespace) -> Iterator[str]:
    """Yield the account of one household in one month: the scenario's last month when none is named."""
    lang = arguments.lang
    household = whole(arguments.household, "cli_household", lang, 0, MOST_HOUSEHOLD)
    scenario = chosen_scenario(arguments.scenario or f"{arguments.region}/baseline", arguments)
    if scenario.region != arguments.region:
        regions = ", ".join((arguments.region, scenario.region))
        raise SimError(sentence("cli_one_region", lang, {"regions": regions}))
    if arguments.month is not None:
        parse_month(arguments.month)

    from sim.api import explain as explain_household  # late, as in `run`

    yield from explain_household(scenario, household, arguments.month).text(lang).splitlines()
