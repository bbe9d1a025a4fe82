"""What pairing saves: the variance of a difference under the same draws against that under independent ones.

`python -m benchmarks.pairing [--seeds N] [--population N] [REGION REFORM...]`. The variance of a difference of
independent runs is the sum of the two variances; that of paired runs is the variance of the differences. Their ratio is
how many times as many independent runs one paired run is worth.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.task import ROOT

REGION, REFORMS = "wuzhong", ("standards_10", "outreach_double", "nursing_beds_500")
INDICATORS = ("spending_total", "receiving_persons", "coverage_income", "care_unmet_persons", "occupied")


def factors(base: np.ndarray, reform: np.ndarray) -> tuple[float, float, float]:
    """Return the mean difference, its standard deviation when paired, and the variance reduction factor."""
    paired = float(np.var(reform - base, ddof=1))
    independent = float(np.var(reform, ddof=1) + np.var(base, ddof=1))
    return float(np.mean(reform - base)), paired**0.5, independent / paired if paired > 0 else float("inf")


def main() -> None:
    """Run the scenarios under many seeds and print one line a reform and indicator."""
    from sim.commands.demo import window_of
    from sim.experiments.answering import Where
    from sim.experiments.bands import member_values
    from sim.experiments.ensemble import design, run_ensemble
    from sim.scenario import load_scenario

    parser = argparse.ArgumentParser(prog="python -m benchmarks.pairing", description=__doc__)
    parser.add_argument("region", nargs="?", default=REGION)
    parser.add_argument("reforms", nargs="*", default=list(REFORMS))
    parser.add_argument("--seeds", type=int, default=40)
    parser.add_argument("--population", type=int, default=14_000)
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--workers", type=int, default=1)
    chosen = parser.parse_args()
    names = ("baseline", *chosen.reforms)
    scenarios = [
        replace(
            load_scenario(ROOT / "scenarios" / chosen.region / f"{name}.yaml"),
            population=chosen.population or None,
            months=chosen.months,
        )
        for name in names
    ]
    plan = design(scenarios, chosen.seeds, rings=["random"])
    with tempfile.TemporaryDirectory() as folder:
        made = run_ensemble(
            plan, Where(Path(folder), "processes" if chosen.workers > 1 else "local", chosen.workers)
        )
    window = window_of(scenarios)
    wide = member_values(made, INDICATORS, window)
    print(f"{chosen.region}, {chosen.population} persons, {window[0]} to {window[1]}, {chosen.seeds} seeds")
    for reform in chosen.reforms:
        for indicator in INDICATORS:
            mean, spread, factor = factors(wide["baseline", indicator], wide[reform, indicator])
            print(
                f"{reform:>18} {indicator:>20}: {mean:14,.4f} +- {spread:12,.4f}, variance reduced {factor:8,.1f} x"
            )


if __name__ == "__main__":
    main()
