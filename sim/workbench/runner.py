"""One worker behind an explorer: runs the newest scenario asked for, says how far it is, and stops when told to."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sim.engine.county import County
from sim.scenario import Scenario
from sim.workbench.room import Room, Superseded
from sim.workbench.trace import Trace, trace_of

_BETWEEN = 0.2  # seconds between two looks at a run


@dataclass(frozen=True)
class Outcome:
    """A finished pair: the baseline and the scenario, each as a county at its last month and as a trace."""

    base: County
    own: County
    base_trace: Trace
    own_trace: Trace

    def give_way(self, newer: Outcome) -> None:
        """Let go of the counties that a newer outcome does not look into."""
        for county in {self.base, self.own} - {newer.base, newer.own}:
            county.close()


@dataclass(frozen=True)
class Listener:
    """Who is told: of a run so far (its trace, the baseline, a quick estimate), of its end, of a failure, of a stop."""

    on_month: Callable[[Trace, Trace | None, Trace | None], None]
    on_done: Callable[[Outcome], None]
    on_fault: Callable[[Exception], None]
    on_stop: Callable[[], None]


class Runner:
    """Runs scenarios in the background, the newest only.

    Parameters
    ----------
    listener : Listener
        Called in the event loop that the runner was made in, or in the worker where there is none.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._asked: tuple[Room, Scenario] | None = None
        self._number = 0
        self._bell = threading.Condition()
        self._bases: dict[tuple[int, str], County] = {}
        self._is_open = True
        try:
            self._loop: asyncio.AbstractEventLoop | None = asyncio.get_running_loop()
        except RuntimeError:
            self._loop = None
        self._worker = threading.Thread(target=self._work, name="runner", daemon=True)
        self._worker.start()

    def ask(self, room: Room, scenario: Scenario) -> None:
        """Run this scenario next; one that is running is given up."""
        with self._bell:
            self._number += 1
            self._asked = (room, scenario)
            self._bell.notify()

    def stop(self) -> None:
        """Give up what is running."""
        with self._bell:
            self._number += 1
            self._asked = None
            number = self._number
        self._tell(number, self._listener.on_stop)

    def close(self) -> None:
        """End the worker."""
        with self._bell:
            self._is_open = False
            self._number += 1
            self._bell.notify()
        self._worker.join()

    def _work(self) -> None:
        while True:
            with self._bell:
                while self._asked is None and self._is_open:
                    self._bell.wait()
                if not self._is_open or self._asked is None:
                    return
                number, (room, scenario) = self._number, self._asked
                self._asked = None
            try:
                self._run(room, scenario, number)
            except Superseded:
                continue
            except Exception as error:  # noqa: BLE001  whatever it is, the explorer says it and goes on
                self._tell(number, self._listener.on_fault, error)

    def _run(self, room: Room, scenario: Scenario, number: int) -> None:
        last = [0.0]
        base_trace: Trace | None = None
        estimate: Trace | None = None

        def is_wanted(county: County) -> None:
            if number != self._number:
                raise Superseded

        def on_month(county: County) -> None:
            is_wanted(county)
            if time.monotonic() - last[0] > _BETWEEN:
                last[0] = time.monotonic()
                self._tell(number, self._listener.on_month, trace_of(county), base_trace, estimate)

        key = (id(room), room.key(room.base))
        if key not in self._bases:
            self._bases = {key: room.county(room.base, on_month)}
        base = self._bases[key]
        base_trace = trace_of(base)
        own = base
        if room.key(scenario) != room.key(room.base):
            estimate = room.estimate(base_trace, scenario, is_wanted)
            if estimate is not None:
                self._tell(number, self._listener.on_month, estimate.until(0), base_trace, estimate)
            own = room.county(scenario, on_month)
        self._tell(number, self._listener.on_done, Outcome(base, own, base_trace, trace_of(own)))

    def _tell(self, number: int, say: Callable[..., None], *what: Any) -> None:
        """Say something about a run, unless something newer has been asked for when it is heard."""

        def heard() -> None:
            if number == self._number:
                say(*what)

        if self._loop is None:
            heard()
        else:
            self._loop.call_soon_threadsafe(heard)
