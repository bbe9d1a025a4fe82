"""The reference workload in plain NumPy: whole columns at once."""

from __future__ import annotations

import numpy as np

from benchmarks import workload as w


class NumpyCity:
    """The city as arrays; `outcome` holds its monthly totals."""

    def __init__(self, city: w.City, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.age, self.wage = city.age.copy(), city.wage
        self.death = w.death_table()
        self.alive = np.ones(city.age.size, np.bool_)
        self.employed, self.ability = city.employed.copy(), city.ability.copy()
        self.first, self.township = city.first[:-1], city.township
        self.receives = np.zeros(city.township.size, np.bool_)
        self.in_bed = np.zeros(city.age.size, np.bool_)
        self.waiting = np.full(city.age.size, -1)
        self.beds, self.ledger = city.beds, []
        self.outcome = w.Outcome([], [], [], [], [], [])

    def step(self) -> None:
        """Run one month."""
        self.live()
        income = np.where(self.employed & (self.age >= w.WORK_FROM), self.wage, 0.0)
        income = np.where(self.age >= w.ELDER_FROM, w.PENSION, income) * self.alive
        self.claim(
            np.add.reduceat(income, self.first), np.add.reduceat(self.alive, self.first, dtype=np.int64)
        )
        self.admit()
        self.outcome.alive.append(int(self.alive.sum()))

    def live(self) -> None:
        """Age, die, work, decline."""
        n, rng = self.age.size, self.rng
        self.age += 1
        self.alive &= rng.random(n) >= self.death[self.age]
        adult = self.alive & (self.age >= w.WORK_FROM) & (self.age < w.ELDER_FROM)
        u = rng.random(n)
        self.employed = np.where(
            adult, np.where(self.employed, u >= w.LOSE_JOB, u < w.FIND_JOB), self.employed
        )
        elder = self.alive & (self.age >= w.ELDER_FROM)
        self.ability += (elder & (u < w.WORSE) & (self.ability < w.WORST)).astype(np.int64)
        self.ability -= (elder & (u > 1.0 - w.BETTER) & (self.ability > 0)).astype(np.int64)

    def claim(self, income: np.ndarray, size: np.ndarray) -> None:
        """Test the means, apply, be paid."""
        n = size.size
        eligible = (size > 0) & (income < w.LINE * size)
        chance = np.where(self.rng.random(n) < w.VISITED, w.APPLY_VISITED, w.APPLY_ALONE)
        self.receives = eligible & (self.receives | (self.rng.random(n) < chance))
        gap = np.where(self.receives, w.LINE * size - income, 0.0)
        self.ledger.append(np.bincount(self.township, gap, w.TOWNSHIPS))
        self.outcome.eligible.append(int(eligible.sum()))
        self.outcome.recipients.append(int(self.receives.sum()))
        self.outcome.spending.append(float(gap.sum()))

    def admit(self) -> None:
        """Give free beds to those who wait, the frailest and longest waiting first."""
        in_need = self.alive & (self.ability >= w.SEVERE) & (self.age >= w.ELDER_FROM)
        self.in_bed &= in_need
        line = np.nonzero(in_need & ~self.in_bed)[0]
        self.waiting[~in_need] = -1
        self.waiting[line] += 1
        order = np.lexsort((-self.waiting[line], -self.ability[line]))
        free = self.beds - int(self.in_bed.sum())
        admitted = line[order[:free]]
        self.in_bed[admitted] = True
        self.outcome.occupied.append(int(self.in_bed.sum()))
        self.outcome.waiting.append(line.size - admitted.size)
