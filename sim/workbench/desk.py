"""The desk: many viewers ask, a few workers compute; the newest position of each viewer wins, and nobody is forgotten.

Order of work: the answers that viewers look at, then what a freeze needs, then each measure by itself (the waterfall),
then further seeds (the ranges), then what somebody is likely to ask for next. What a worker has in hand is left to it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain, takewhile
from typing import Any, NamedTuple

from sim.engine.county import County
from sim.errors import SimError
from sim.scenario import Scenario
from sim.workbench import page
from sim.workbench.answer import Answer
from sim.workbench.dials import Board, Position
from sim.workbench.faults import told
from sim.workbench.room import Room, Superseded
from sim.workbench.trace import Trace, trace_of

Send = Callable[[dict[str, Any]], None]
Task = Callable[[], None]
_BETWEEN = 0.3  # seconds between two looks at a running answer: enough to see it move
_STAGES, _FIRST = 5, 2  # the first two are what a viewer looks at
_PAIR = 2


class Job(NamedTuple):
    """A scenario to compute, by the key of its answer."""

    key: str
    scenario: Scenario


@dataclass
class Viewer:
    """One open page: where its answers go, the position it looks at, and what that takes, by stage."""

    send: Send
    lang: str = "zh"
    n: int = 0
    position: Mapping[str, Decimal] = field(default_factory=dict)
    stages: tuple[tuple[Job, ...], ...] = ()
    shown: tuple[Any, ...] = ()
    turn: threading.Lock = field(default_factory=threading.Lock)  # what is sent later is never older


class Desk:
    """Answers the viewers of one region.

    Parameters
    ----------
    board : Board
        The dials and the baseline.
    room : Room
        Computes.
    seeds : tuple of int
        The page's own seed first; the others give the ranges.
    prepare : bool
        Whether to compute likely positions while nobody waits.
    workers : int
        Threads that compute, each a scenario of its own; all but one of them what nobody looks at yet.
    """

    def __init__(
        self, board: Board, room: Room, seeds: tuple[int, ...], prepare: bool = False, workers: int = 1
    ) -> None:
        self.board = board
        self.room = room
        self.seeds = seeds
        self.prepare = prepare
        self._viewers: list[Viewer] = []
        self._tasks: list[Task] = []
        self._running: dict[str, Trace | None] = {}
        self._failed: set[str] = set()
        self._jobs: dict[tuple[Any, ...], Job] = {}
        self._is_open = True
        self._bell = threading.Condition()
        self._workers = [threading.Thread(target=self._work, daemon=True) for _ in range(workers)]
        for worker in self._workers:
            worker.start()

    def enter(self, send: Send) -> Viewer:
        """Welcome a viewer."""
        viewer = Viewer(send)
        with self._bell:
            self._viewers.append(viewer)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Forget a viewer; what only that viewer waited for is given up."""
        with self._bell:
            if viewer in self._viewers:
                self._viewers.remove(viewer)

    def ask(self, viewer: Viewer, n: int, position: Position, lang: str) -> None:
        """Take a viewer's newest position; it is answered at once if it was answered before."""
        stages = self._stages(position)
        with self._bell:
            viewer.n, viewer.position, viewer.lang = n, dict(position), lang
            viewer.stages, viewer.shown = stages, ()
        self._show(viewer)
        with self._bell:
            self._bell.notify_all()

    def put(self, task: Task) -> None:
        """Have a worker do something that needs the engine."""
        with self._bell:
            self._tasks.append(task)
            self._bell.notify_all()

    def close(self) -> None:
        """Stop the workers."""
        with self._bell:
            self._is_open = False
            self._viewers.clear()
            self._bell.notify_all()
        for worker in self._workers:
            worker.join()

    def answer_of(self, position: Position) -> Answer | None:
        """Return what is known about a position; None before its first month."""
        (base,), (own,), alone, others, further = self._stages(position)
        known = self.room.known
        first, trace = known(base.scenario), known(own.scenario) or self._running.get(own.key)
        estimate = self.room.estimated(own.scenario)
        if trace is None and estimate is not None:
            trace = estimate.until(self.room.first_change - self.board.base.start)
        if first is None or trace is None:
            return None
        pairs = [(first, trace)]
        for one, other in zip(others[::_PAIR], others[1::_PAIR], strict=True):
            both = known(one.scenario), known(other.scenario)
            if both[0] is not None and both[1] is not None:
                pairs.append((both[0], both[1]))
        moved = tuple(dial.key for dial in self.board.moved(position))
        parts = (*alone, *further)
        found = {
            key: _leading(known(job.scenario) for job in parts[k :: len(moved)])
            for k, key in enumerate(moved)
        }
        return Answer(dict(position), pairs, found, moved, estimate)

    def _stages(self, position: Position) -> tuple[tuple[Job, ...], ...]:
        """Return what an answer takes, the urgent first: baseline, position, each measure alone, further seeds."""
        neutral, own = self.board.neutral(), self.seeds[0]
        alone = [{**neutral, dial.key: position[dial.key]} for dial in self.board.moved(position)]
        others = [(place, seed) for seed in self.seeds[1:] for place in (neutral, position)]
        further = [(place, seed) for seed in self.seeds[1:] for place in alone]
        stages = ([(neutral, own)], [(position, own)], [(place, own) for place in alone], others, further)
        return tuple(tuple(self._job(place, seed) for place, seed in stage) for stage in stages)

    def _job(self, position: Position, seed: int) -> Job:
        place = (*sorted(position.items()), seed)
        if place not in self._jobs:
            scenario = self.board.scenario(position, seed)
            self._jobs[place] = Job(self.room.key(scenario), scenario)
        return self._jobs[place]

    def _work(self) -> None:
        while True:
            with self._bell:
                job = self._next()
                while job is None and self._is_open:
                    self._bell.wait()
                    job = self._next()
                if not self._is_open or job is None:
                    return
                if isinstance(job, Job):
                    self._running[job.key] = None
            if isinstance(job, Job):
                self._compute(job)
            else:
                job()

    def _next(self) -> Task | Job | None:
        urgent = [*self._open(range(_FIRST))]
        if urgent:
            return self._free(urgent)  # where others have it all in hand, nothing slows them down
        if self._tasks:
            return self._tasks.pop(0)
        if len(self._running) >= max(len(self._workers) - 1, 1):
            return None  # one is left for whoever asks next: people are made without a pause in which to give way
        later = self._open(range(_FIRST, _STAGES))
        cold = [] if self.room.is_warm or self._is_unknown(self._base) else [self._base]
        return self._free(chain(cold, later, self._likely()) if self.prepare else later)

    def _free(self, jobs: Iterable[Job]) -> Job | None:
        """Return the first that no worker has in hand."""
        return next((job for job in jobs if job.key not in self._running), None)

    def _open(self, stages: range) -> Iterator[Job]:
        """Yield what viewers wait for in some stages, in each those who have waited longest first."""
        wanted = (viewer.stages[stage] for stage in stages for viewer in self._viewers if viewer.stages)
        return filter(self._is_unknown, chain.from_iterable(wanted))

    def _is_unknown(self, job: Job) -> bool:
        return job.key not in self._failed and self.room.known(job.scenario) is None

    def _likely(self) -> Iterator[Job]:
        """Yield what a meeting asks for next, and the ranges of the plans last."""
        looked_at = [viewer.position for viewer in self._viewers if viewer.position]
        likely = (self._job(position, self.seeds[0]) for position in self.board.likely(looked_at))
        ranges = (stage for position in self.board.plans() for stage in self._stages(position))
        return filter(self._is_unknown, chain(likely, chain.from_iterable(ranges)))

    def _compute(self, job: Job) -> None:
        last = [0.0]

        def on_month(county: County) -> None:
            if not self._is_wanted(job.key):
                raise Superseded
            if county.scenario is job.scenario and time.monotonic() - last[0] > _BETWEEN:
                self._running[job.key], last[0] = trace_of(county), time.monotonic()
                self._show_all()

        try:
            base = self.room.known(self._base.scenario)
            if base is not None and (job == self._base or self._is_looked_at(job)):
                self.room.estimate(base, job.scenario, on_month)
                self._show_all()
            self.room.answer(job.scenario, on_month)
        except Superseded:
            pass
        except Exception as error:  # noqa: BLE001  whatever it is, the page gets a sentence and the desk goes on
            self._failed.add(job.key)
            self._tell_failure(job, error)
        with self._bell:
            del self._running[job.key]
            self._bell.notify_all()
        self._show_all()

    @property
    def _base(self) -> Job:
        """The baseline that every answer is compared with."""
        return self._job(self.board.neutral(), self.seeds[0])

    def _is_looked_at(self, job: Job) -> bool:
        with self._bell:
            return any(job in stage for viewer in self._viewers for stage in viewer.stages[1:_FIRST])

    def _is_wanted(self, key: str) -> bool:
        """Return whether to go on: a viewer waits for it, and nobody waits for something more urgent."""
        with self._bell:
            if not self._is_open:
                return False
            if key == self._base.key:
                return True  # every answer is compared with it
            urgent = {job.key for job in self._open(range(_FIRST))}
            if urgent:
                return key in urgent
            later = {job.key for job in self._open(range(_FIRST, _STAGES))}
            return key in later or not (later - self._running.keys() or self._tasks)

    def _tell_failure(self, job: Job, error: Exception) -> None:
        for viewer in list(self._viewers):
            if job in chain.from_iterable(viewer.stages[:_FIRST]):
                viewer.send({"kind": "error", "n": viewer.n, "text": told(error, viewer.lang)})

    def _show_all(self) -> None:
        for viewer in list(self._viewers):
            self._show(viewer)

    def _show(self, viewer: Viewer) -> None:
        """Send a viewer what is known about its position, if that is more than it was sent before."""
        with viewer.turn:
            self._send(viewer)

    def _send(self, viewer: Viewer) -> None:
        with self._bell:
            n, lang, position = viewer.n, viewer.lang, viewer.position
        if not position:
            return
        try:
            answer = self.answer_of(position)
            if answer is None:
                viewer.send({"kind": "waiting", "n": n})
                return
            state = (n, lang, answer.own.done, answer.n_seeds, answer.n_explained, answer.quick is None)
            if state == viewer.shown:
                return
            viewer.shown = state
            dials = {key: float(value) for key, value in position.items()}
            made = page.slots(answer, self.board, lang)
            viewer.send({"kind": "answer", "n": n, "dials": dials, "slots": made, "done": answer.is_done})
        except SimError as error:
            viewer.send({"kind": "error", "n": n, "text": told(error, lang)})


def _leading(traces: Iterable[Trace | None]) -> list[Trace]:
    """Return the traces before the first that is missing."""
    return [trace for trace in takewhile(lambda trace: trace is not None, traces) if trace is not None]
