"""One measured piece of work in a process of its own: `python -m benchmarks.task <name> <argument>...` prints JSON."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.table import seconds

ROOT = Path(__file__).resolve().parents[1]
KIB = 1024
PROGRAMME, LEVER, FACTOR = "dibao", "standard_urban_m", 1.1


def peak_bytes() -> int:
    """Return the most memory that this process has held; getrusage would begin with its parent's."""
    status = Path("/proc/self/status").read_text("ascii")
    return 1024 * int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def mesa(persons: str, months: str) -> dict[str, float]:
    """Bytes a person that the Mesa city holds, above its input."""
    from benchmarks import workload as w
    from benchmarks.with_mesa import MesaCity

    city = w.city(int(persons))
    before = peak_bytes()
    model = MesaCity(city)
    for _ in range(int(months)):
        model.step()
    return {"bytes_per_person": (peak_bytes() - before) / city.age.size}


def first_answer(region: str) -> dict[str, float]:
    """Seconds from an empty process to the first run of a region."""

    def answer() -> None:
        from sim.engine.simulate import simulate
        from sim.scenario import load_scenario

        simulate(load_scenario(ROOT / "scenarios" / region / "baseline.yaml"))

    return {"seconds": seconds(answer)}


def synthesis(region: str, population: str) -> dict[str, float]:
    """Seconds to make a population with everything compiled, and to load it again."""
    import tempfile

    from sim.engine.world import law_book, scale_of
    from sim.population.cache import read_population, write_population
    from sim.population.profile import load_profile
    from sim.population.synthesis import synthesise

    scenario, profile = scenario_of(region, population, "12"), load_profile(region)
    people = law_book(scenario).in_force("population", scenario.start)
    synthesise(profile, scenario.seed, people, 0.01)
    made: list[Any] = []
    spent = seconds(
        lambda: made.append(synthesise(profile, scenario.seed, people, scale_of(scenario, profile)))
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "population.npz"
        write_population(path, made[0])
        loaded = seconds(lambda: read_population(path, profile))
    return {"made": spent, "loaded": loaded, "persons": len(made[0].persons), "peak": peak_bytes()}


def scenario_of(region: str, population: str, months: str) -> Any:
    """Return the region's baseline over a number of months, for a number of persons or for everyone (0)."""
    from sim.scenario import load_scenario

    scenario = load_scenario(ROOT / "scenarios" / region / "baseline.yaml")
    return replace(scenario, months=int(months), population=int(population) or None)


def state_bytes(county: Any) -> int:
    """Return the bytes of what policy and the running month write, and of what they read of everybody."""
    tables = [*county.present, *county.claims, *county.wants, *county.care.places]
    return sum(table.nbytes for table in tables)


def lives_bytes(histories: Any) -> int:
    """Return the bytes of the kept lives: events and yearly matrices."""
    return sum(value.nbytes for value in vars(histories).values() if hasattr(value, "nbytes"))


def model(region: str, population: str, months: str, threads: str) -> dict[str, float]:
    """Seconds of lives and of the policy half, of a replay with another lever, and bytes; compiled before."""
    from sim.engine.county import County
    from sim.engine.simulate import simulate
    from sim.engine.world import Worlds, law_book
    from sim.laws import Change
    from sim.money import fen_to_yuan, round_half_up_to_yuan

    small = scenario_of("yunxi", "0", "14")
    simulate(small, Worlds().of(small))
    scenario, worlds = scenario_of(region, population, months), Worlds()
    Worlds().of(replace(scenario, months=1))  # the population is in the cache from here on
    lived = seconds(lambda: worlds.of(scenario, int(threads)))
    world = worlds.of(scenario)
    policy = seconds(lambda: simulate(scenario, world, int(threads)))
    middle = scenario.start + int(months) // 2
    standard = round_half_up_to_yuan(
        int(law_book(scenario).in_force(PROGRAMME, middle).standard_urban_m * FACTOR)
    )
    lever = scenario.with_changes([Change(f"{PROGRAMME}.{LEVER}", middle, set=fen_to_yuan(standard))])
    replays = [seconds(lambda: simulate(lever, worlds.of(lever), int(threads))) for _ in range(2)]
    county = County(scenario, world=world)
    return {
        "lives": lived, "policy": policy, "replay": min(replays), "persons": len(world.population.persons),
        "same_world": worlds.of(lever) is world, "followed": len(county.followed),
        "households": len(world.population.households), "state": state_bytes(county),
        "histories": lives_bytes(world.histories), "peak": peak_bytes(),
    }  # fmt: skip


TASKS: dict[str, Callable[..., dict[str, float]]] = {
    "mesa": mesa, "first_answer": first_answer, "synthesis": synthesis, "model": model,
}  # fmt: skip


def ask(name: str, *arguments: object, environment: dict[str, str] | None = None) -> dict[str, float]:
    """Run one piece of work in a process of its own and return what it measured."""
    command = [sys.executable, "-m", "benchmarks.task", name, *(str(argument) for argument in arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT, env=environment)
    return dict(json.loads(done.stdout.splitlines()[-1]))


if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
