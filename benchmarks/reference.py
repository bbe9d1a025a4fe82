"""The reference workload side by side: interleaved rounds of Mesa, NumPy and the engine in one process."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from typing import Any, NamedTuple

from benchmarks import workload as w
from benchmarks.table import Line, ratio, seconds
from benchmarks.with_engine import EngineCity
from benchmarks.with_mesa import MesaCity
from benchmarks.with_numpy import NumpyCity

THREADS = 2
WARM_UP_PERSONS = 1000
MILLION, SPEED = 1e6, "M person-months/s"


class Size(NamedTuple):
    """How much is run."""

    persons: int
    months: int
    rounds: int
    large_persons: int  # without Mesa


FULL = Size(100_000, 36, 7, 1_000_000)
QUICK = Size(20_000, 12, 3, 100_000)
HORIZONS = (12, 120)  # the method costs by the event and the person, so a longer horizon costs less a month


def stepping(kind: Callable[[w.City], Any], city: w.City, months: int) -> float:
    """Return the seconds that the months take; the city is made before."""
    model = kind(city)

    def run() -> None:
        for _ in range(months):
            model.step()

    return seconds(run)


def running(city: w.City, months: int, threads: int) -> float:
    """Return the seconds that the engine takes for the same."""
    model = EngineCity(city, threads=threads)
    return seconds(lambda: model.run(months))


def measure(size: Size) -> list[Line]:
    """Return the ratios of the three implementations."""
    city, large = w.city(size.persons), w.city(size.large_persons)
    EngineCity(w.city(WARM_UP_PERSONS)).run(size.months)
    timings: dict[str, list[float]] = {
        name: [] for name in ("mesa", "numpy", "one", "two", "NUMPY", "ONE", "TWO")
    }
    for _ in range(size.rounds):
        timings["mesa"].append(stepping(MesaCity, city, size.months))
        timings["numpy"].append(stepping(NumpyCity, city, size.months))
        timings["one"].append(running(city, size.months, 1))
        timings["two"].append(running(city, size.months, THREADS))
        timings["NUMPY"].append(stepping(NumpyCity, large, size.months))
        timings["ONE"].append(running(large, size.months, 1))
        timings["TWO"].append(running(large, size.months, THREADS))
    return _lines(size, timings) + by_horizon(size)


def by_horizon(size: Size) -> list[Line]:
    """Return the ratio to NumPy over other horizons."""
    city, lines = w.city(size.persons), []
    for months in HORIZONS:
        steps, ours = [], []
        for _ in range(size.rounds):
            steps.append(stepping(NumpyCity, city, months))
            ours.append(running(city, months, 1))
        lines.append(
            ratio(f"engine to NumPy, one thread, {size.persons:,} persons, {months} months", steps, ours, 10)
        )
    return lines


def _lines(size: Size, timings: dict[str, list[float]]) -> list[Line]:
    small, large = f"{size.persons:,} persons", f"{size.large_persons:,} persons"
    speeds = [("Mesa", "mesa"), ("NumPy", "numpy"), ("engine, one thread", "one")]
    steps = size.persons * size.months / MILLION
    return [
        *(
            Line(
                f"{what}, {small}, {size.months} months", steps / statistics.median(timings[key]), unit=SPEED
            )
            for what, key in speeds
        ),
        ratio(f"engine to Mesa, one thread, {small}", timings["mesa"], timings["one"], 200),
        ratio(f"engine to Mesa, two threads, {small}", timings["mesa"], timings["two"], 360),
        ratio(f"engine to NumPy, one thread, {small}", timings["numpy"], timings["one"], 10),
        ratio(f"engine to NumPy, one thread, {large}", timings["NUMPY"], timings["ONE"], 10),
        ratio(f"two threads to one, {large}", timings["ONE"], timings["TWO"], 1.8),
    ]
