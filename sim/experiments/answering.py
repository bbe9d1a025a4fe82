"""Answering questions: those that were asked before are read, the others computed, people by people.

Questions about the same people and the same luck are one batch: their lives are lived once, and so are the months in
which their policies agree.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.engine.shards import is_sharded
from sim.engine.together import simulate_together
from sim.engine.world import Worlds
from sim.experiments.question import WHOLE_REGION, Question
from sim.experiments.scheduling import LOCAL, run_tasks
from sim.experiments.shards import run_province
from sim.results.answers import Answer, load_answer, pack, save_answer
from sim.results.run import ALL

Progress = Callable[["Standing"], None]
MOST_IN_A_BATCH = 8  # questions: a batch is what a dying worker loses


class _Own(threading.local):
    """The people that one thread of one process has at hand for its next batch."""

    def __init__(self) -> None:
        self.worlds = Worlds(keep=1)


@functools.cache
def _own() -> _Own:
    return _Own()


@dataclass(frozen=True)
class Standing:
    """How far the work is: questions answered, read from the store, asked in all; seconds gone and left."""

    done: int
    known: int
    total: int
    seconds: float

    @property
    def seconds_left(self) -> float | None:
        """Seconds that the rest will take at the pace so far; None before the first was computed."""
        computed = self.done - self.known
        return None if computed == 0 else self.seconds * (self.total - self.done) / computed


@dataclass(frozen=True)
class Where:
    """Where answers are computed and kept.

    Attributes
    ----------
    root : Path
        The store.
    scheduler, workers
        As in `sim.experiments.scheduling.run_tasks`.
    """

    root: Path
    scheduler: str = LOCAL
    workers: int = 1


def answer(question: Question) -> Answer:
    """Compute the answer to one question."""
    return next(_answered([question], Worlds()))


def answer_batch(batch: Sequence[Question]) -> list[tuple[str, bytes]]:
    """Return the packed answers of questions about one world; the task that is sent to workers."""
    return [(done.key, pack(done)) for done in _answered(batch, _own().worlds)]


def _answered(batch: Sequence[Question], worlds: Worlds) -> Iterator[Answer]:
    scenarios = [question.scenario for question in batch]
    runs = run_province(scenarios) if is_sharded(scenarios[0]) else simulate_together(scenarios, worlds)
    begun = time.perf_counter()
    for question, run in zip(batch, runs, strict=True):
        frame = run.indicators
        if question.detail == WHOLE_REGION:
            frame = frame[frame["township"] == ALL]
        yield Answer(question.key, frame, time.perf_counter() - begun)
        begun = time.perf_counter()


def batches(questions: Sequence[Question]) -> list[list[Question]]:
    """Return the questions by their world, each world in batches of limited length."""
    by_world: dict[object, list[Question]] = {}
    for question in questions:
        by_world.setdefault(question.world, []).append(question)
    return [
        group[first : first + MOST_IN_A_BATCH]
        for group in by_world.values()
        for first in range(0, len(group), MOST_IN_A_BATCH)
    ]


def answers(
    questions: Sequence[Question], where: Where, progress: Progress | None = None
) -> dict[str, Answer]:
    """Return the answers by key, computing those that the store does not hold.

    What is finished is on disk at once: an interrupted call has lost only the batches in work, and the same call again
    goes on where it stopped.

    Raises
    ------
    StoreError
        When a kept answer is damaged or the disk refuses.
    """
    wanted = {question.key: question for question in questions}
    found = {key: kept for key in wanted if (kept := load_answer(where.root, key)) is not None}
    known, begun = len(found), time.perf_counter()

    def tell() -> None:
        if progress is not None:
            progress(Standing(len(found), known, len(wanted), time.perf_counter() - begun))

    tell()
    missing = [question for key, question in wanted.items() if key not in found]
    try:
        for done in _computed(missing, where):
            found[done.key] = done
            tell()
    finally:
        _own().worlds = Worlds(keep=1)  # a city is large; nobody may come back to it
    return found


def _computed(missing: Sequence[Question], where: Where) -> Iterator[Answer]:
    if not missing:
        return
    for _, packed in run_tasks(answer_batch, batches(missing), where.scheduler, where.workers):
        for key, data in packed:
            save_answer(where.root, key, data)
            kept = load_answer(where.root, key)
            if kept is not None:
                yield kept
