"""Disability certificates, severe illness, and ability levels of residents of 60 and over, at given shares."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.errors import DataError
from sim.population import streams
from sim.population.fitting import apportion
from sim.population.shapes import age_shape
from sim.state.codes import ABLE, HEARING, INTELLECTUAL, MENTAL, PHYSICAL, SPEECH, TOTAL, VISUAL

TYPES = {"visual": VISUAL, "hearing": HEARING, "speech": SPEECH, "physical": PHYSICAL,
         "intellectual": INTELLECTUAL, "mental": MENTAL}  # fmt: skip
GRADE_ONE, GRADE_TWO, GRADE_THREE, GRADE_FOUR = 1, 2, 3, 4
ABILITY_AGE = 60
NO_UPPER_AGE = 200
Integers8 = NDArray[np.uint8]


def share_of(disability: pd.DataFrame, indicator: str) -> float:
    """Return one share of the region's disability table for all ages."""
    rows = disability[(disability["indicator"] == indicator) & (disability["age_group"] == "all")]
    if rows.empty:
        raise DataError("the share is missing", "disability.csv", None, indicator)
    return float(rows["value"].iloc[0])


def deal_disability(
    sex: NDArray[np.uint8], age: NDArray[np.int16], ids: NDArray[np.uint64], disability: pd.DataFrame,
    given: Any, seed: int,
) -> tuple[Integers8, Integers8]:  # fmt: skip
    """Return disability type and grade of every resident, with the certified and severe shares of the region.

    Chances follow a shape by age; the counts hold exactly.
    """
    certified = int(share_of(disability, "certificate_share") * age.size + 1 / 2)
    severe = min(int(share_of(disability, "severe_certificate_share") * age.size + 1 / 2), certified)
    rows = streams.chosen(
        streams.key_of(seed, streams.DISABLED), ids, age_shape("disability")[sex, age], certified
    )
    kind, grade = np.zeros(age.size, np.uint8), np.zeros(age.size, np.uint8)
    weights = age_shape("grade_severe")[sex[rows], age[rows]]
    worst = rows[streams.chosen(streams.key_of(seed, streams.DISABILITY_GRADE), ids[rows], weights, severe)]
    grade[rows] = GRADE_FOUR
    u = uniforms(streams.key_of(seed, streams.DISABILITY_GRADE, 1), ids)
    grade[rows[u[rows] < given.grade_three]] = GRADE_THREE
    grade[worst] = np.where(u[worst] < given.grade_one, GRADE_ONE, GRADE_TWO)
    shares = np.array([getattr(given, f"type_{name}") for name in TYPES])
    edges = np.cumsum(shares / shares.sum())[:-1]
    v = uniforms(streams.key_of(seed, streams.DISABILITY_TYPE), ids[rows])
    drawn = np.searchsorted(edges, v, side="right")
    kind[rows] = np.array(list(TYPES.values()), dtype=np.uint8)[drawn]
    return kind, grade


def deal_illness(
    sex: NDArray[np.uint8], age: NDArray[np.int16], ids: NDArray[np.uint64], given: Any, seed: int
) -> Integers8:
    """Return 1 for residents living with a severe illness, chances by age, the share of the region exact."""
    wanted = int(given.illness_share * age.size + 1 / 2)
    out = np.zeros(age.size, np.uint8)
    out[
        streams.chosen(streams.key_of(seed, streams.ILLNESS), ids, age_shape("illness")[sex, age], wanted)
    ] = 1
    return out


def ability_groups(disability: pd.DataFrame) -> list[tuple[int, int, float]]:
    """Return first age, last age and share with any loss of ability of each group, in order of age."""
    groups = []
    for _, row in disability[disability["indicator"] == "ability_loss_share"].iterrows():
        ages = [int(text) for text in re.findall(r"\d+", str(row["age_group"]))]
        groups.append((ages[0], ages[1] if len(ages) > 1 else NO_UPPER_AGE, float(row["value"])))
    return sorted(groups)


def deal_ability(
    sex: NDArray[np.uint8], age: NDArray[np.int16], grade: Integers8, ids: NDArray[np.uint64],
    disability: pd.DataFrame, given: Any, seed: int,
) -> Integers8:  # fmt: skip
    """Return the ability level of every resident: 0 below 60, above by the shares of the region's age groups.

    Within a group the older and the severely disabled are more often chosen; the depth of the loss follows the mix
    of levels that the assumptions name, deeper at higher ages.
    """
    level = np.full(age.size, ABLE, np.uint8)
    frail = np.where((grade == GRADE_ONE) | (grade == GRADE_TWO), given.frail_weight, 1.0)
    weights = age_shape("ability")[sex, age] * frail
    lost: list[NDArray[np.int64]] = []
    for first, last, share in ability_groups(disability):
        rows = np.flatnonzero((age >= first) & (age <= last))
        wanted = int(share * rows.size + 1 / 2)
        key = streams.key_of(seed, streams.ABILITY, first)
        lost.append(rows[streams.chosen(key, ids[rows], weights[rows], wanted)])
    if not lost:
        return level
    rows = np.sort(np.concatenate(lost))
    mix = apportion(rows.size, np.array([getattr(given, f"ability_mix_{k}") for k in range(1, TOTAL + 1)]))
    u = uniforms(streams.key_of(seed, streams.ABILITY_LEVEL), ids[rows])
    depth = np.log1p(-u) / age_shape("ability_worse")[sex[rows], age[rows]]
    order = np.argsort(depth, kind="stable")
    level[rows[order]] = np.repeat(np.arange(1, TOTAL + 1), mix).astype(np.uint8)
    return level
