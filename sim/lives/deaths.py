"""Deaths below the age of ability: the life table by sex, urban or rural residence, and single age."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import months_until
from sim.kernels import rule
from sim.lives.streams import NEVER
from sim.lives.tables import LifeTables

Floats = NDArray[np.float64]


class Risk(NamedTuple):
    """A probability within one month and the one that it compounds to over twelve; arrays of one shape."""

    monthly: Floats
    yearly: Floats


def monthly_risk(monthly: Floats) -> Risk:
    """Return the risk of a monthly probability."""
    monthly = np.asarray(monthly, np.float64)
    return Risk(monthly, 1 - (1 - monthly) ** MONTHS_PER_YEAR)


def yearly_risk(yearly: Floats) -> Risk:
    """Return the risk of a yearly probability: the month's is 1 - (1 - q)^(1/12), not q/12."""
    yearly = np.asarray(yearly, np.float64)
    return Risk(1 - (1 - yearly) ** (1 / MONTHS_PER_YEAR), yearly)


def intensity_risk(per_year: Floats) -> Risk:
    """Return the risk of a constant yearly intensity."""
    return monthly_risk(-np.expm1(-np.asarray(per_year, np.float64) / MONTHS_PER_YEAR))


@rule
def wait(u: float, risk: Risk, where: Any) -> int:
    """Return the months until an event within the next twelve, or NEVER.

    Risks hold until the next birthday, at which the clock is wound anew; most draws end at the first comparison.
    """
    if u >= risk.yearly[where]:
        return NEVER
    return months_until(u, risk.monthly[where])


def by_residence(tables: LifeTables, law: Any) -> Floats:
    """Return deaths per person-year, shape 2 (urban, rural) x 2 sexes x ages; their mean is the life table."""
    urban = 1 / (1 + (law.rural_mortality - 1) * tables.rural_share)
    return np.array([urban, urban * law.rural_mortality])[:, None, None] * tables.mortality_y


def death_risk(tables: LifeTables, law: Any) -> Risk:
    """Return the risk of death of people whose ability is not followed."""
    return intensity_risk(by_residence(tables, law))
