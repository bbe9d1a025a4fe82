"""What a person costs, and what a province and the nation would: `python -m benchmarks.scale [--months N] [REGION]`.

Every size is measured in a process of its own. The figures of docs/scale.md come from here.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks.table import seconds
from benchmarks.task import ask, scenario_of

MIB, GIB, HOUR = 1 << 20, 1 << 30, 3600
SIZES = (14_000, 140_000, 0)  # persons; 0 is everyone
PLACES = {"province of 7.2 million": 7.2e6, "province of 100 million": 1e8, "nation of 1.4 billion": 1.4e9}
SEEDS = 100
EFFICIENCY_PERSONS, EFFICIENCY_MEMBERS, CORES = 140_000, 16, 2


def one_size(region: str, population: int, months: int) -> dict[str, float]:
    """Return seconds and bytes of a region with so many persons."""
    people = ask("synthesis", region, population)
    whole = ask("model", region, population, months, 1)
    return {**whole, "people": people["made"], "people_peak": people["peak"]}


def storage(region: str, months: int) -> dict[str, float]:
    """Return the bytes that a run, and a member of an ensemble, leave on the disk."""
    from sim.engine.simulate import simulate
    from sim.engine.world import Worlds
    from sim.experiments.answering import answer
    from sim.experiments.question import Question
    from sim.results.answers import pack
    from sim.results.store import save_run

    scenario, worlds = scenario_of(region, str(SIZES[0]), str(months)), Worlds()
    with tempfile.TemporaryDirectory() as folder:
        kept = save_run(simulate(scenario, worlds.of(scenario)), folder)
        run = sum(path.stat().st_size for path in kept.iterdir())
    return {"run": run, "member": len(pack(answer(Question(scenario))))}


def efficiency(region: str, months: int) -> dict[str, float]:
    """Return seconds of one ensemble under each scheduler, with one worker and with two."""
    from sim.experiments.answering import Where
    from sim.experiments.ensemble import design, run_ensemble

    base = replace(scenario_of(region, str(EFFICIENCY_PERSONS), str(months)), name="efficiency")
    plan = design([base], EFFICIENCY_MEMBERS, rings=["random"])
    spent: dict[str, float] = {}
    digests = set()
    with tempfile.TemporaryDirectory() as folder:
        # Once for nothing: compiled code and populations are on the disk from then on.
        run_ensemble(plan, Where(Path(folder) / "warm"))
        for scheduler in ("local", "processes", "dask"):
            for workers in (1, CORES):
                name = f"{scheduler} {workers}"
                where = Where(Path(folder) / name, scheduler, workers)
                spent[name] = seconds(lambda at=where: digests.add(_digest(run_ensemble(plan, at))))
    if len(digests) != 1:
        raise SystemExit("the schedulers do not agree")
    return spent


def _digest(made: object) -> tuple[str, ...]:
    return tuple(made.members["digest"])  # type: ignore[attr-defined]


def needs(persons: float, measured: dict[str, float]) -> str:
    """Return what so many persons need, at the measured cost of a person."""
    each = {name: measured[name] / measured["persons"] for name in ("people", "lives", "policy", "peak")}
    first = persons * (each["people"] + each["lives"] + each["policy"]) / HOUR
    replay = persons * each["policy"] / HOUR
    ensemble = SEEDS * (first + replay)
    memory = persons * each["peak"] / GIB
    return (
        f"{first:,.1f} core-hours a run, {replay:,.1f} a further scenario, {ensemble:,.0f} for {SEEDS} seeds of two "
        f"scenarios, {memory:,.0f} GiB if all at once"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("region", nargs="?", default="wuzhong")
    parser.add_argument("--months", type=int, default=120)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--efficiency", action="store_true", help="one worker against two, by scheduler")
    chosen = parser.parse_args()
    print(f"{chosen.region}, {chosen.months} months, {os.cpu_count()} cores")
    for population in chosen.sizes:
        made = one_size(chosen.region, population, chosen.months)
        persons = made["persons"]
        print(
            f"{persons:>10,.0f} persons: people {made['people']:.2f} s, lives {made['lives']:.2f} s, policy "
            f"{made['policy']:.2f} s, replay {made['replay']:.2f} s; a person: "
            f"{1e6 * (made['people'] + made['lives'] + made['policy']) / persons:.1f} us, peak "
            f"{max(made['peak'], made['people_peak']) / persons:,.0f} bytes ({made['peak'] / MIB:,.0f} MiB)",
            flush=True,
        )
    for name, count in PLACES.items():
        print(f"{name}: {needs(count, made)}")
    print(
        {name: f"{size / MIB:.2f} MiB" for name, size in storage(chosen.region, chosen.months).items()},
        flush=True,
    )
    if chosen.efficiency:
        spent = efficiency(chosen.region, chosen.months)
        for name in ("local", "processes", "dask"):
            alone, together = spent[f"{name} 1"], spent[f"{name} {CORES}"]
            print(
                f"{name}: {alone:.1f} s with one, {together:.1f} s with {CORES}, {alone / together / CORES:.0%}"
            )


if __name__ == "__main__":
    main()
