"""The reference workload: a small monthly city that any engine can run, and the input that all of them share.

Each month, in this order: (1) everyone a month older; (2) death by age (Gompertz); (3) aged 16 to 59: employment Markov
chain, a fixed wage when employed; (4) aged 60 and over: pension, five-state ability chain; (5) income per head over
living members; (6) eligible below the line; a household no longer eligible loses its benefit; (7) eligible without
benefit: visited with probability 0.05, applies with 0.25 if visited, 0.02 otherwise; (8) recipients get the gap to the
line, booked by township; (9) beds: ability 3 or worse waits, is admitted by (ability, months waiting) while beds are
free, leaves on death or recovery.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINE = 1_000.0
PENSION = 150.0
LOSE_JOB, FIND_JOB = 0.012, 0.06
WORSE, BETTER = 0.004, 0.010
WORST, SEVERE = 4, 3
VISITED, APPLY_VISITED, APPLY_ALONE = 0.05, 0.25, 0.02
GOMPERTZ_A, GOMPERTZ_B = 3e-5, 0.095
OLDEST = 200 * 12  # months of the table of deaths; nobody gets there
TOWNSHIPS = 50
BEDS_PER_PERSON = 0.004
WORK_FROM, ELDER_FROM = 16 * 12, 60 * 12
HOUSEHOLD_SIZES = (1, 2, 3, 4, 5, 6)
SIZE_SHARES = (0.18, 0.28, 0.25, 0.16, 0.09, 0.04)


@dataclass(frozen=True)
class City:
    """The initial city; persons are sorted by household."""

    age: NDArray[np.int32]  # months
    wage: NDArray[np.float64]
    employed: NDArray[np.bool_]
    ability: NDArray[np.int64]
    first: NDArray[np.int64]  # households + 1
    township: NDArray[np.int64]  # of the household
    beds: int

    @property
    def household(self) -> NDArray[np.int64]:
        """Household of each person."""
        return np.repeat(np.arange(len(self.township)), np.diff(self.first))


@dataclass
class Outcome:
    """What the engines are compared by, month by month."""

    alive: list[int]
    eligible: list[int]
    recipients: list[int]
    spending: list[float]
    occupied: list[int]
    waiting: list[int]


def city(n: int, seed: int = 0) -> City:
    """Return a city of about n persons."""
    rng = np.random.default_rng(seed)
    sizes = rng.choice(HOUSEHOLD_SIZES, size=n, p=SIZE_SHARES)
    sizes = sizes[: np.searchsorted(np.cumsum(sizes), n) + 1]
    persons = int(sizes.sum())
    old = rng.random(persons) < 0.23
    years = np.where(old, 60 + rng.gamma(2.0, 5.0, persons).clip(0, 39), rng.uniform(0, 60, persons))
    return City(
        age=(years * 12).astype(np.int32),
        wage=rng.lognormal(7.9, 0.5, persons),
        employed=rng.random(persons) < FIND_JOB / (FIND_JOB + LOSE_JOB),
        ability=np.where(old, rng.choice(5, persons, p=(0.89, 0.06, 0.025, 0.015, 0.01)), 0),
        first=np.concatenate([[0], np.cumsum(sizes)]),
        township=rng.integers(0, TOWNSHIPS, len(sizes)),
        beds=int(persons * BEDS_PER_PERSON),
    )


def death_probability(age: NDArray[np.int32]) -> NDArray[np.float64]:
    """Return the monthly probability of death at an age in months."""
    return 1.0 - np.exp(-GOMPERTZ_A * np.exp(GOMPERTZ_B * age / 12.0) / 12.0)


def death_table() -> NDArray[np.float64]:
    """Return the monthly probability of death by age in months; every engine looks it up rather than computes it."""
    return death_probability(np.arange(OLDEST))
