"""The declared assumptions as uncertain quantities: each has a range, a central value and a place in the unit cube.

An assumption's central value is the one in force when the run begins. It is uncertain from half to twice of that,
within the range that its law file declares, which is what a scenario may set; a shift around zero takes all of it.
Between the ends the distribution is triangular, the central value the best guess. What is zero at an end of its range
is a mechanism that is switched off, and stays off. A number in [0, 1) becomes a value by the inverse of that
distribution, so that one declaration serves random members, Morris trajectories and Sobol points alike.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fnmatch import fnmatchcase

import numpy as np

from sim.draws import EXPERIMENT_STREAMS, stream_key, uniform
from sim.engine.world import law_book
from sim.errors import ScenarioError
from sim.laws import Change, LawBook, Parameter
from sim.scenario import Scenario

HALF, TWICE = 0.5, 2.0  # of the central value: how far off a planning value may be
ASSUMPTION, LEVER = "assumption", "lever"
STREAM_ASSUMPTIONS = EXPERIMENT_STREAMS + 1
MOST_DIGITS = 6  # a drawn share is written with six decimals: enough for any range, short enough to read
_PLACES = {"money": Decimal("0.01"), "whole": Decimal(1)}
# Who pays a budget line: shares of one whole, which are all scaled down alike where a draw exceeds it.
_PAYER_SHARE = re.compile(r"finance\.(\w+)_(central|province|prefecture)_share")


@dataclass(frozen=True)
class Assumption:
    """One uncertain quantity.

    Attributes
    ----------
    parameter : Parameter
        Its declaration: label, unit, range, source.
    low, central, high : float
        Ends of what is plausible, and the value in force; money in yuan.
    """

    parameter: Parameter
    low: float
    central: float
    high: float

    @property
    def name(self) -> str:
        """Full name, such as "administration.self_awareness"."""
        return self.parameter.name

    def value(self, u: float) -> Decimal:
        """Return the value below which a share `u` of the distribution lies, rounded as its unit is written."""
        width = self.high - self.low
        turn = (self.central - self.low) / width
        if u < turn:
            number = self.low + math.sqrt(u * width * (self.central - self.low))
        else:
            number = self.high - math.sqrt((1.0 - u) * width * (self.high - self.central))
        return self.rounded(number)

    def rounded(self, number: float) -> Decimal:
        """Return a number as a law file may write it, inside the range."""
        places = _PLACES.get(self.parameter.kind, Decimal(1).scaleb(-MOST_DIGITS))
        written = Decimal(repr(number)).quantize(places, rounding=ROUND_HALF_EVEN)
        bounds = self.parameter.range
        return written if bounds is None else min(max(written, bounds[0]), bounds[1])


def declared(
    scenario: Scenario, names: Sequence[str] | None = None, role: str = ASSUMPTION
) -> tuple[Assumption, ...]:
    """Return the assumptions of a scenario's law that have a range with room in it, in the order of their files.

    Parameters
    ----------
    names : sequence of str, optional
        Full names or patterns such as "administration.*"; all when not given.
    role : str
        "assumption", or "lever" for the same description of what a government may choose.

    Raises
    ------
    ScenarioError
        When a name or pattern matches nothing.
    """
    book = law_book(scenario)
    known = [
        item for item in book.parameters() if item.role == role and _has_room(book, item, scenario.start)
    ]
    if names is not None:
        for pattern in names:
            if not any(fnmatchcase(item.name, pattern) for item in known):
                raise ScenarioError(f"no {role} with a range is called {pattern!r}")
        known = [item for item in known if any(fnmatchcase(item.name, pattern) for pattern in names)]
    return tuple(_uncertain(book, item, scenario.start) for item in known)


def _has_room(book: LawBook, item: Parameter, month: int) -> bool:
    if item.range is None or item.kind in ("switch", "choice"):
        return False
    # A number that begins only later has no value to vary yet.
    if not item.values or not (item.is_off_before or item.values[0].from_month <= month):
        return False
    made = _uncertain(book, item, month)
    is_off = made.central == 0 and made.central in (made.low, made.high)
    return made.low < made.high and not (item.role == ASSUMPTION and is_off)


def _uncertain(book: LawBook, item: Parameter, month: int) -> Assumption:
    low, high = map(float, item.range or (Decimal(0), Decimal(0)))
    central = min(max(float(book.value(item.name, month)), low), high)
    if item.role == ASSUMPTION and central != 0:
        nearest, farthest = sorted((central * HALF, central * TWICE))
        if item.kind == "whole":
            nearest, farthest = math.ceil(nearest), math.floor(farthest)
        low, high = max(low, nearest), min(high, farthest)
    return Assumption(item, low, central, high)


def drawn(assumptions: Sequence[Assumption], seed: int, k: int) -> dict[str, Decimal]:
    """Return the values of the k-th draw.

    A draw has an address: the name of the assumption, a seed and k. One more assumption, or one more member, leaves
    all other values as they were.
    """
    key = stream_key(seed, STREAM_ASSUMPTIONS, 0)
    return whole({one.name: one.value(uniform(key, address(one.name), k)) for one in assumptions})


def at_point(assumptions: Sequence[Assumption], point: Iterable[float]) -> dict[str, Decimal]:
    """Return the values at a point of the unit cube, one coordinate an assumption."""
    return whole({one.name: one.value(float(u)) for one, u in zip(assumptions, point, strict=True)})


def whole(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Scale shares of one whole down together where they exceed it."""
    made, lines = dict(values), defaultdict(list)
    for name in values:
        if found := _PAYER_SHARE.fullmatch(name):
            lines[found[1]].append(name)
    for held in lines.values():
        total = sum((made[name] for name in held), Decimal(0))
        if len(held) > 1 and total > 1:
            # Rounded down, so that rounding cannot bring the sum above one again.
            made |= {
                name: (made[name] / total).quantize(Decimal(1).scaleb(-MOST_DIGITS), "ROUND_DOWN")
                for name in held
            }
    return made


def changes_of(values: Mapping[str, Decimal], month: int) -> tuple[Change, ...]:
    """Return the values as changes of the law from a month on."""
    return tuple(Change(name, month, set=value) for name, value in sorted(values.items()))


def address(name: str) -> np.uint64:
    """Return the permanent number of an assumption, from its name."""
    length = np.dtype(np.uint64).itemsize
    return np.uint64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:length], "little"))
