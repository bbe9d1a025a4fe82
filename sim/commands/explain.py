"""`sim explain`: how the law decides on one household, clause by clause."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Iterator

from sim.clock import parse_month
from sim.commands.choice import chosen_scenario, whole
from sim.errors import SimError
from sim.words import sentence

MOST_HOUSEHOLD = 10**11
_KIND = re.compile(r"[a-z]{2,}(_[a-z]+)*", re.ASCII)


def explain(arguments: Namespace) -> Iterator[str]:
    """Yield the account of one household in one month: the scenario's last month when none is named.

    Under a reform, what it changes against the baseline, or against the scenario asked for, comes first.
    """
    lang = arguments.lang
    household: int | str = arguments.household
    if _KIND.fullmatch(arguments.household):
        from sim.explain.examples import check_kind

        check_kind(arguments.household)
    else:
        household = whole(arguments.household, "cli_household", lang, 0, MOST_HOUSEHOLD)
    region, _, name = arguments.region.partition("/")
    scenario = chosen_scenario(arguments.scenario or f"{region}/{name or 'baseline'}", arguments)
    against = chosen_scenario(arguments.against or f"{scenario.region}/baseline", arguments)
    found = dict.fromkeys((region, scenario.region, against.region))
    if len(found) > 1:
        raise SimError(sentence("cli_one_region", lang, {"regions": ", ".join(found)}))
    if arguments.month is not None:
        parse_month(arguments.month)

    if scenario.digest == against.digest:
        from sim.api import explain as explain_household  # late, as in `run`

        yield from explain_household(scenario, household, arguments.month).text(lang).splitlines()
    else:
        from sim.api import explain_reform

        reform = explain_reform(scenario, household, arguments.month, against)
        yield from reform.text(lang).splitlines()
