"""Farm income of a household by year: growth, the region's harvest, the household's own year, disasters."""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import normal, uniform
from sim.kernels import kernel, rule
from sim.lives.division import divide
from sim.lives.illness import HALF, MOST_FEN
from sim.lives.streams import Keys


class FarmRules(NamedTuple):
    """What a harvest depends on."""

    sd_log: float
    drought: float
    drought_factor: float
    disaster: float
    disaster_factor: float
    growth: float


def farm_rules(law: Any) -> FarmRules:
    """Return the rules of farming under the assumptions in force."""
    return FarmRules(
        float(law.farm_sd_log),
        float(law.drought_y),
        float(law.drought_factor),
        float(law.disaster_y),
        float(law.disaster_factor),
        float(law.farm_growth_y),
    )


@rule
def region_harvest(rules: FarmRules, keys: Keys, year: int) -> float:
    """Return the region's factor of one year of the horizon: below 1 in a drought."""
    return rules.drought_factor if uniform(keys.drought, 0, year) < rules.drought else 1.0


@rule
def own_harvest(household: Any, is_urban: bool, rules: FarmRules, keys: Keys, year: int) -> float:
    """Return a household's own factor of one year; its mean without disasters is 1."""
    factor = math.exp(
        rules.sd_log * normal(keys.harvest, household, year) - HALF * rules.sd_log * rules.sd_log
    )
    if not is_urban and uniform(keys.disaster, household, year) < rules.disaster:
        factor *= rules.disaster_factor
    return factor


@kernel
def harvest(
    farm_y: NDArray[np.int32], ids: NDArray[np.uint64], is_urban: NDArray[np.bool_], divisions: NDArray[np.void],
    rules: FarmRules, keys: Keys, out: NDArray[np.int32],
) -> None:  # fmt: skip
    """Fill the farm income of households (rows) by year of the horizon (columns), fen net.

    A home divided in a year has lost the founder's part for the whole of it, and the new home has gained it; in the end
    `farm_y` holds what each home is left with.
    """
    for year in range(out.shape[1]):
        divide(farm_y, divisions, year)
        region = region_harvest(rules, keys, year) * (1.0 + rules.growth) ** year
        for household in range(out.shape[0]):
            base = farm_y[household]
            if base > 0:
                amount = base * region * own_harvest(ids[household], is_urban[household], rules, keys, year)
                out[household, year] = int(min(amount, float(MOST_FEN)))
            else:
                out[household, year] = base
