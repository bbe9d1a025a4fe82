"""What care and outreach cost beside the rest of the policy half: `python -m benchmarks.care [--quick]`.

Each step of the month is timed in its place, with everything compiled before.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict

from benchmarks.full import MONTHS, QUICK_MONTHS, QUICK_REGION, REGION
from benchmarks.table import Line, show
from benchmarks.task import scenario_of

# Steps of care and of outreach; the others are the rest of the policy half.
CARE_AND_OUTREACH = (
    "care.look_after",
    "administration.reach_out",
    "administration.hear_and_apply",
    "administration.follow_discovery",
)
AT_MOST = 1.0


def step_seconds(region: str, months: int, threads: int = 1) -> dict[str, float]:
    """Return the seconds of every step of the month over a run of a region's baseline."""
    from sim.engine.county import County
    from sim.engine.world import Worlds

    scenario = scenario_of(region, "0", str(months))
    world = Worlds().of(scenario, threads)
    county, spent = County(scenario, world=world, threads=threads), defaultdict(float)
    while county.t + 1 < scenario.months:
        county.t += 1
        for one in county.schedule:
            begun = time.perf_counter()
            one.run(county)
            spent[one.name] += time.perf_counter() - begun
    return dict(spent)


def measure(quick: bool) -> list[Line]:
    """Return the lines: each step's seconds, and care with outreach against the rest."""
    region, months = (QUICK_REGION, QUICK_MONTHS) if quick else (REGION, MONTHS)
    step_seconds(QUICK_REGION, QUICK_MONTHS)  # compiles what the measured run needs
    spent = step_seconds(region, months)
    ours = sum(spent[name] for name in CARE_AND_OUTREACH)
    rest = sum(spent.values()) - ours
    lines = [Line(f"{region}: {name}, {months} months", value, unit="s") for name, value in spent.items()]
    return [*lines, Line("care and outreach to the rest of the policy half", ours / rest, AT_MOST)]


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.care", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the fictional county: tries the code")
    print(show(measure(parser.parse_args().quick)), flush=True)


if __name__ == "__main__":
    main()
