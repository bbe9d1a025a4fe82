"""The full model: a city's population, lives and policy, a moved lever, memory, first answers and growth."""

from __future__ import annotations

import os
import tempfile

from benchmarks.reference import running
from benchmarks.table import Line
from benchmarks.task import ask
from benchmarks.workload import city

MIB, THOUSAND = 1 << 20, 1000
REGION, QUICK_REGION = "wuzhong", "yunxi"
MONTHS, QUICK_MONTHS = 120, 24
SCALES = (100, 10, 1)
BYTES_A_PERSON = 100
MESA_PERSONS = 50_000
REFERENCE_PERSONS = 100_000


def first_answers() -> list[Line]:
    """Return how long a fresh process takes to a first answer, with nothing and with everything kept."""
    with tempfile.TemporaryDirectory() as folder:
        empty = {**os.environ, "NUMBA_CACHE_DIR": f"{folder}/compiled", "XDG_CACHE_HOME": folder}
        cold = ask("first_answer", QUICK_REGION, environment=empty)["seconds"]
        warm = min(ask("first_answer", QUICK_REGION, environment=empty)["seconds"] for _ in range(2))
    return [
        Line(f"first answer, {QUICK_REGION}, nothing compiled", cold, 5, unit="s"),
        Line(f"first answer, {QUICK_REGION}, compiled before", warm, 1, unit="s"),
    ]


def growth(region: str, months: int, whole: dict[str, float]) -> list[Line]:
    """Return how the cost of a person-month changes with the number of persons and of months."""
    lines, each = [], _cost(whole, months)
    for scale in SCALES[:-1]:
        smaller = ask("model", region, int(whole["persons"]) // scale, months, 1)
        lines.append(Line(f"cost of a person-month, 1:1 to 1:{scale}", each / _cost(smaller, months), 1.2))
    half = ask("model", region, 0, months // 2, 1)
    lines.append(
        Line(
            f"cost of a person-month, {months} to {months // 2} months", each / _cost(half, months // 2), 1.1
        )
    )
    return lines


def _cost(measured: dict[str, float], months: int) -> float:
    """Return the seconds of a full run for each person-month."""
    return (measured["lives"] + measured["policy"]) / (measured["persons"] * months)


def memory(whole: dict[str, float]) -> list[Line]:
    """Return the bytes that a person costs, beside Mesa's."""
    mesa = ask("mesa", MESA_PERSONS, 2)["bytes_per_person"]
    persons = whole["persons"]
    return [
        Line("peak memory of a full run", whole["peak"] / MIB, unit="MiB"),
        Line("Mesa, memory a person of the reference workload", mesa, unit="bytes"),
        Line("state of policy and month a person", whole["state"] / persons, BYTES_A_PERSON, unit="bytes"),
        Line("kept lives a person", whole["histories"] / persons, unit="bytes"),
    ]


def measure(quick: bool) -> list[Line]:
    """Return the lines of the full model; the quick ones are of the fictional county."""
    region, months = (QUICK_REGION, QUICK_MONTHS) if quick else (REGION, MONTHS)
    made = ask("synthesis", region, 0)
    whole, two = ask("model", region, 0, months, 1), ask("model", region, 0, months, 2)
    full = whole["lives"] + whole["policy"]
    small = city(REFERENCE_PERSONS)
    running(small, months, 1)
    reference = running(small, months, 1) / (small.age.size * months)
    lines = [
        Line(f"{region}: population made", made["made"], unit="s"),
        Line(f"{region}: population loaded to made", made["loaded"] / made["made"], 0.1),
        Line(f"{region}: lives, {months} months", whole["lives"], unit="s"),
        Line(f"{region}: policy half, {months} months", whole["policy"], unit="s"),
        Line(f"{region}: followed households", whole["followed"] / whole["households"], unit="of all"),
        Line("lives, two threads to one", whole["lives"] / two["lives"], 1.8, at_least=True),
        Line("policy half, two threads to one", whole["policy"] / two["policy"], 1.8, at_least=True),
        Line("replay of a moved lever to a full run", whole["replay"] / full, 0.1),
        Line("cost of a person-month to the reference workload's", _cost(whole, months) / reference, 8),
        *memory(whole),
    ]
    if not quick:
        lines += [*growth(region, months, whole)]
    return lines + first_answers()
