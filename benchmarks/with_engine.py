"""The reference workload by the engine's method: lives once, event by event, then a replay of the policy half."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from benchmarks import workload as w
from benchmarks.engine_lives import Lives, lives_of, people_of, rates_of
from benchmarks.engine_policy import Claims, claims_of, law_of, replay_beds
from sim.lives.buffers import in_order
from sim.money import to_fen

CHUNK_HOUSEHOLDS = 1 << 13
Item, Result = TypeVar("Item"), TypeVar("Result")


class EngineCity:
    """The city as lives and policy; `run` fills `outcome` and `ledger`.

    Parameters
    ----------
    threads, chunk : int
        Threads, and households a piece of work; neither changes a bit of the result.
    """

    def __init__(self, city: w.City, seed: int = 0, threads: int = 1, chunk: int = CHUNK_HOUSEHOLDS) -> None:
        self.city, self.people, self.threads, self.chunk = city, people_of(city), threads, chunk
        self.seed, self.law = seed, law_of(seed)

    def run(self, months: int) -> w.Outcome:
        """Run from the start to the end of a horizon."""
        return self.replay(self.live(months))

    def live(self, months: int) -> Lives:
        """Return everyone's lives, which no policy changes."""
        n = len(self.city.township)
        chunks = [range(start, min(start + self.chunk, n)) for start in range(0, n, self.chunk)]
        rates = rates_of(self.seed, months)
        parts = self.on_threads(lambda chunk: lives_of(self.city, self.people, rates, months, chunk), chunks)
        return Lives(
            np.cumsum(sum(part.alive for part in parts)),
            [events for part in parts for events in part.incomes],
            [events for part in parts for events in part.levels],
        )

    def replay(self, lives: Lives) -> w.Outcome:
        """Return what the policy in force makes of these lives."""
        months, township = lives.alive.size, self.city.township
        parts = self.on_threads(lambda incomes: claims_of(incomes, township, self.law, months), lives.incomes)
        claims = Claims(*(sum(column) for column in zip(*parts, strict=True)))
        occupied, waiting = self.beds(lives)
        self.ledger = claims.ledger
        spending = claims.ledger.sum(axis=1) / to_fen(1)
        columns = (lives.alive, claims.eligible, claims.recipients, spending, occupied, waiting)
        return w.Outcome(*(column.tolist() for column in columns))

    def beds(self, lives: Lives) -> tuple[np.ndarray, np.ndarray]:
        """Return the occupied beds and the length of the line, by month."""
        months, level = lives.alive.size, self.people["ability"].copy()
        nobody_leaves = np.full(level.size, months, np.int32)
        events, month_first = in_order(list(lives.levels), nobody_leaves, months)
        occupied, waiting = np.zeros(months, np.int64), np.zeros(months, np.int64)
        replay_beds(events, month_first, level, w.SEVERE, self.city.beds, occupied, waiting)
        return occupied, waiting

    def on_threads(self, work: Callable[[Item], Result], items: list[Item]) -> list[Result]:
        """Return the work on each item, in the order of the items."""
        if self.threads == 1:
            return [work(item) for item in items]
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(work, items))
