"""Townships of a county: names as given or numbered, residents and urban residents shared out, a layout."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm

from sim.population.fitting import apportion
from sim.regions.form import CountyForm, TownshipForm

GOLDEN = 0.6180339887498949  # a sequence of its multiples fills the unit interval evenly, without chance
SPREAD = 0.5  # standard deviation of the logarithm of township size, an assumption
SEAT_WEIGHT, STREET_WEIGHT = 3.0, 1.5  # of residents
URBAN_ODDS = {"street": 25.0, "town": 1.0, "township": 0.35}
SEAT_ODDS = 30.0
SPACING_KM = 5.5  # between townships of an even layout
USUAL_RESIDENTS = 28_000  # residents of a township or street where their number is not given
FEWEST = 2
ODDS_LIMIT = 40.0


@dataclass(frozen=True)
class Township:
    """One township with its share of the county."""

    code: str
    form: TownshipForm
    persons: int
    urban_persons: int
    weight: float
    odds: float
    x_km: float
    y_km: float


def named(county: CountyForm) -> list[TownshipForm]:
    """Return the townships by name; numbered ones when the form gives only their number, or nothing."""
    if county.townships:
        return list(county.townships)
    wanted = county.n_townships or max(FEWEST, round(county.population / USUAL_RESIDENTS))
    out = [TownshipForm(zh=f"{county.zh}驻地", en=f"{county.en} seat", kind="street", seat=True)]
    for number in range(1, wanted):
        kind: Literal["town", "township"] = "town" if number % 2 else "township"
        word = "镇" if kind == "town" else "乡"
        out.append(
            TownshipForm(zh=f"{county.zh}第{number}{word}", en=f"{county.en} {kind} {number}", kind=kind)
        )
    return out


def townships_of(county: CountyForm, urban: int) -> list[Township]:
    """Return the townships of a county; residents and urban residents add to the county's."""
    forms = named(county)
    n = len(forms)
    u = (np.arange(1, n + 1) * GOLDEN) % 1.0
    weights = np.exp(SPREAD * norm.ppf(u))
    for i, form in enumerate(forms):
        weights[i] *= SEAT_WEIGHT if form.seat else STREET_WEIGHT if form.kind == "street" else 1.0
    persons = np.maximum(apportion(county.population - n, weights) + 1, 1)
    odds = np.array([SEAT_ODDS if form.seat else URBAN_ODDS[form.kind] for form in forms])
    urban_persons = _urban(persons, odds, urban)
    out = []
    for i, form in enumerate(forms):
        radius, angle = SPACING_KM * math.sqrt(i), 2 * math.pi * GOLDEN * i
        place = (
            county.seat_km[0] + radius * math.cos(angle),
            county.seat_km[1] + radius * math.sin(angle),
        )
        out.append(
            Township(
                f"{county.code}{i + 1:03d}", form, int(persons[i]), int(urban_persons[i]),
                round(float(weights[i]), 4), float(odds[i]), round(place[0], 1), round(place[1], 1),
            )
        )  # fmt: skip
    return out


def _urban(persons: NDArray[np.int64], odds: NDArray[np.float64], urban: int) -> NDArray[np.int64]:
    """Return urban residents by township: one shift of the odds makes them add to the county's."""
    total = int(persons.sum())
    if urban in (0, total):
        return persons * (urban // max(total, 1))

    def excess(shift: float) -> float:
        return float(persons @ expit(np.log(odds) + shift)) - urban

    share = expit(np.log(odds) + brentq(excess, -ODDS_LIMIT, ODDS_LIMIT))
    out = np.minimum(apportion(urban, persons * share), persons)
    for i in range(out.size):
        out[i] += min(int(persons[i] - out[i]), urban - int(out.sum()))
    return out
