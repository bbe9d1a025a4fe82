"""Traces: the few monthly series that the briefing page shows, taken from a county as it goes, or from a run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.errors import StoreError

if TYPE_CHECKING:
    from sim.engine.county import County

FEN_PER_YUAN = 100
# The page's name of a series, and the (indicator, group) pairs of the county that add up to it.
SERIES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "receiving": (("receiving_persons", "all"),),
    "dibao": (("dibao_persons", "urban"), ("dibao_persons", "rural")),
    "tekun": (("tekun_persons", "all"),),
    "eligible": (("eligible_persons", "all"),),
    "missed": (("eligible_missed_persons", "all"),),
    "benefits": (("spending_total_fen", "all"),),
    "admin": (("admin_cost_fen", "all"),),
    "central": (("spending_payer_fen", "central"),),
    "province": (("spending_payer_fen", "province"),),
    "prefecture": (("spending_payer_fen", "prefecture"),),
    "county": (("spending_payer_fen", "county"),),
    "waiting_ordinary": (("waiting", "ordinary"),),
    "waiting_nursing": (("waiting", "nursing"),),
    "usable": (("beds_usable", "ordinary"), ("beds_usable", "nursing")),
    "occupied": (("occupied", "ordinary"), ("occupied", "nursing")),
    "unmet": (("care_unmet_persons", "all"),),
}
PAYERS = ("central", "province", "prefecture", "county")
BY_TOWNSHIP = "receiving"


@dataclass(frozen=True)
class Trace:
    """The months of one scenario under one seed.

    Attributes
    ----------
    start, months : int
        First calendar month, and the months of the whole horizon.
    series : mapping of float arrays
        The values of SERIES of the months done so far; money in yuan.
    townships : float array
        Persons who receive in each township, mean of the last twelve months done.
    """

    start: int
    months: int
    series: Mapping[str, NDArray[np.float64]]
    townships: NDArray[np.float64]

    @property
    def done(self) -> int:
        """Number of months there are."""
        return len(self.series[BY_TOWNSHIP])

    def until(self, months: int) -> Trace:
        """Return the first months of it."""
        return replace(self, series={name: values[:months] for name, values in self.series.items()})

    def moved(self, before: Trace, after: Trace, times: float) -> Trace:
        """Return it moved by what a reform did to fewer persons, of whom each stands for `times` persons.

        The few share their draws under both laws, so that their difference is far surer than either of its ends.
        """
        series = {
            name: np.maximum(values + times * (after.series[name] - before.series[name]), 0.0)
            for name, values in self.series.items()
        }
        return replace(self, series=series)

    def to_json(self) -> str:
        """Return the trace as text that `from_json` reads back to the bit."""
        body: dict[str, Any] = {"start": self.start, "months": self.months}
        body["series"] = {name: values.tolist() for name, values in self.series.items()}
        return json.dumps({**body, "townships": self.townships.tolist()})


def from_json(text: str) -> Trace:
    """Return the trace written in a text.

    Raises
    ------
    StoreError
        When the text is cut or no trace.
    """
    try:
        body = json.loads(text)
        series = {name: np.array(body["series"][name], np.float64) for name in SERIES}
        return Trace(int(body["start"]), int(body["months"]), series, np.array(body["townships"], np.float64))
    except (ValueError, KeyError, TypeError):
        raise StoreError("a stored answer is damaged; it is computed again") from None


def trace_of(county: County) -> Trace:
    """Return the months that a county has run."""
    done = county.t + 1
    series = {name: _added(county, parts)[:done].sum(axis=1) for name, parts in SERIES.items()}
    recent = _added(county, SERIES[BY_TOWNSHIP])[max(done - _YEAR, 0) : done]
    townships = recent.mean(axis=0) if done else np.zeros(county.n_townships)
    return Trace(county.scenario.start, county.scenario.months, series, townships)


def mean_of(traces: Sequence[Trace]) -> Trace:
    """Return the mean of finished traces of one horizon, month by month."""
    first = traces[0]
    series = {name: np.mean([one.series[name] for one in traces], axis=0) for name in first.series}
    return Trace(first.start, first.months, series, np.mean([one.townships for one in traces], axis=0))


_YEAR = 12


def _added(county: County, parts: tuple[tuple[str, str], ...]) -> NDArray[np.float64]:
    """Return months x townships, money in yuan; zeros for what the county has not observed."""
    total = np.zeros((county.scenario.months, county.n_townships))
    for indicator, group in parts:
        values = county.series.values.get((indicator, group))
        if values is not None:
            total += values / FEN_PER_YUAN if indicator.endswith("_fen") else values
    return total
