"""The engine room: keeps people, the shared beginning of all reforms, and every answer given before.

Reforms differ from the baseline from some month on. The months before are run once a seed; a reform is a fork of the
county there (see `sim.engine.fork`), so it costs the months after, and an answer given before costs nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from threading import Lock

from sim.engine.county import County
from sim.engine.fork import first_difference, fork
from sim.engine.report import report
from sim.engine.world import Worlds, law_book
from sim.errors import SteppingError, StoreError
from sim.experiments.question import deciding_code
from sim.kernels import source_digest
from sim.population.profile import load_profile
from sim.results.files import write_bytes
from sim.results.run import Run
from sim.results.store import load_run, save_run
from sim.scenario import Scenario
from sim.workbench.trace import Trace, from_json, trace_of

FEW = 140_000  # persons of a quick estimate
THREADS = min(os.cpu_count() or 1, 4)  # more gain little: half of a month is done by one
_WORTH = 3  # times as many must live in a place before an estimate saves anything
OnMonth = Callable[[County], None]
"""Called after each month; may raise Superseded to end the run."""


class Superseded(Exception):
    """A run that nobody waits for any longer."""


class Room:
    """Answers scenarios that are reforms of one baseline.

    Parameters
    ----------
    base : Scenario
        The scenario that the others are compared with.
    first_change : int
        Calendar month before which no reform differs.
    cache : Path or None
        Folder of answers given before; None keeps them in memory only.
    threads : int
        Threads of the assessment.
    worlds : Worlds, optional
        People and lives, one a seed; rooms may share them.
    few : int
        Persons of a quick estimate; 0 for none.
    """

    def __init__(
        self,
        base: Scenario,
        first_change: int,
        cache: Path | None = None,
        threads: int = 1,
        worlds: Worlds | None = None,
        few: int = FEW,
    ) -> None:
        self.base = base
        self.first_change = first_change
        self.cache = cache
        self.threads = threads
        self._worlds = worlds or Worlds()
        self._trunks: dict[int, County] = {}
        self._locks: dict[int, Lock] = {}
        self._traces: dict[str, Trace] = {}
        self._runs: dict[str, Run] = {}
        self._keys: dict[str, str] = {}
        self._estimates: dict[str, Trace] = {}
        persons = base.population or load_profile(base.region).total("population")
        self._times = persons / max(few, 1)
        is_large = few > 0 and self._times >= _WORTH
        self._few = Room(replace(base, population=few), first_change, few=0) if is_large else None
        law = law_book(replace(base, changes=())).fingerprint()  # changes are in the digest of each scenario
        self._stamp = f"{source_digest()}{deciding_code()}{load_profile(base.region).digest}{law}"

    def key(self, scenario: Scenario) -> str:
        """Return the name of an answer: a hash of all that bears on its numbers."""
        if scenario.digest not in self._keys:
            nameless = replace(scenario, name="x")
            self._keys[scenario.digest] = hashlib.sha256(
                f"{self._stamp}{nameless.digest}".encode()
            ).hexdigest()
        return self._keys[scenario.digest]

    def known(self, scenario: Scenario) -> Trace | None:
        """Return the answer if it was given before, here or in an earlier session."""
        key = self.key(scenario)
        if key not in self._traces and self.cache is not None:
            path = self.cache / f"{key}.json"
            try:
                self._traces[key] = from_json(path.read_text(encoding="utf-8"))
            except (OSError, StoreError):
                return None
        return self._traces.get(key)

    def answer(self, scenario: Scenario, on_month: OnMonth | None = None) -> Trace:
        """Return the answer, computed now if it was not given before."""
        found = self.known(scenario)
        if found is not None:
            return found
        with closing(self._run(scenario, on_month)) as county:
            return self._keep(scenario, county)

    @property
    def is_warm(self) -> bool:
        """True once an estimate takes no more than a reform of the few."""
        return self._few is None or self._few.known(self._few.base) is not None

    def estimate(self, base: Trace, scenario: Scenario, on_month: OnMonth | None = None) -> Trace | None:
        """Return the baseline of everyone, moved by what the scenario does to a few; None in a small place.

        Parameters
        ----------
        base : Trace
            The finished baseline of everyone, under the scenario's seed.
        """
        key = self.key(scenario)
        if self._few is not None and key not in self._estimates:
            plain = replace(self._few.base, seed=scenario.seed)
            own = replace(scenario, population=plain.population)
            before, after = (self._few.answer(one, on_month) for one in (plain, own))
            self._estimates[key] = base.moved(before, after, self._times)
        return self._estimates.get(key)

    def estimated(self, scenario: Scenario) -> Trace | None:
        """Return the estimate that was made, if any."""
        return self._estimates.get(self.key(scenario))

    def run(self, scenario: Scenario, on_month: OnMonth | None = None) -> Run:
        """Return the whole run of a scenario: every indicator, township and line of the ledger."""
        key = self.key(scenario)
        if key not in self._runs:
            self._runs[key] = self._stored(key, scenario) or self._reported(scenario, on_month)
            if self.cache is not None:
                write_bytes(
                    self.cache / f"{key}.run", str(save_run(self._runs[key], self.cache / "runs")).encode()
                )
        return replace(self._runs[key], scenario=scenario.name, title=scenario.title.zh)

    def county(self, scenario: Scenario, on_month: OnMonth | None = None) -> County:
        """Return a county at the end of the scenario, to look into."""
        return self._run(scenario, on_month)

    def _reported(self, scenario: Scenario, on_month: OnMonth | None) -> Run:
        with closing(self._run(scenario, on_month)) as county:
            return report(county)

    def _stored(self, key: str, scenario: Scenario) -> Run | None:
        try:
            return (
                load_run(Path((self.cache / f"{key}.run").read_text(encoding="utf-8")))
                if self.cache
                else None
            )
        except (OSError, StoreError):
            return None

    def _keep(self, scenario: Scenario, county: County) -> Trace:
        key, trace = self.key(scenario), trace_of(county)
        self._traces[key] = trace
        if self.cache is not None:
            write_bytes(self.cache / f"{key}.json", trace.to_json().encode())
        return trace

    def _run(self, scenario: Scenario, on_month: OnMonth | None) -> County:
        return _stepped(self._begun(scenario, on_month), scenario.months, on_month)

    def _begun(self, scenario: Scenario, on_month: OnMonth | None) -> County:
        """Return a county of the scenario as far as it was run before."""
        if first_difference(self.base, scenario) >= self.first_change:
            try:
                return fork(self._trunk(scenario.seed, on_month), scenario)
            except SteppingError:
                pass  # other homes or other households: the whole horizon has to be run
        return County(scenario, world=self._worlds.of(scenario, self.threads), threads=self.threads)

    def _trunk(self, seed: int, on_month: OnMonth | None) -> County:
        """Return the baseline at the month before the first change."""
        base = replace(self.base, seed=seed)
        with self._locks.setdefault(seed, Lock()):  # who needs the same beginning waits for it
            if seed not in self._trunks:
                county = County(base, world=self._worlds.of(base, self.threads), threads=self.threads)
                months = min(self.first_change - base.start, base.months)
                self._trunks[seed] = _stepped(county, months, on_month)
        return self._trunks[seed]


def _stepped(county: County, months: int, on_month: OnMonth | None) -> County:
    """Return the county after so many months; one that nobody waits for any longer is let go."""
    try:
        while county.t + 1 < months:
            county.step()
            if on_month is not None:
                on_month(county)
    except BaseException:
        county.close()
        raise
    return county
