"""Traits of persons: marital state, schooling, disability, ability and illness."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.draws import key_of, uniforms
from sim.population import streams
from sim.population.gathering import Residents
from sim.state.codes import (
    DIVORCED,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    NO_DISABILITY,
    TERTIARY,
    VISUAL,
    WIDOWED,
)

MARRIAGE_AGE, ADULT, OLD, ELDER = 15, 25, 50, 60
DECADES = ((60, 70, "60-69"), (70, 80, "70-79"), (80, 200, "80+"))


def marital_states(people: Residents, profile: Any, seed: int) -> NDArray[np.uint8]:
    """Return the marital state of everyone; those with a spouse at home are married.

    The county's shares of persons of 15 and over decide the others: widowed are the oldest, divorced are adults, and
    married without a spouse at home is who remains of the married.
    """
    state = np.full(people.sex.size, NEVER_MARRIED, np.uint8)
    state[people.spouse != NOBODY] = MARRIED
    of_person = people.county[people.household]
    has_child = np.zeros(people.sex.size, np.bool_)
    for link in (people.father, people.mother):
        has_child[link[link != NOBODY]] = True
    table = profile.marital.pivot(index="county_code", columns="marital", values="share")
    for row, code in enumerate(profile.counties["code"]):
        here = (of_person == row) & (people.age >= MARRIAGE_AGE)
        free = here & (people.spouse == NOBODY)
        key = key_of(seed, streams.MARITAL, row)
        n = int(here.sum())
        for name, code_of, weight in (
            ("widowed", WIDOWED, np.where(people.age >= OLD, (people.age - OLD + 1.0) ** (1 + 1), 0.0) * (1 + has_child)),
            ("divorced", DIVORCED, np.where((people.age >= ADULT) & (people.age < ELDER + 10), 1.0 + has_child, 0.0)),
            ("married", MARRIED, np.where(people.age >= ADULT, 1.0 + has_child, 0.0)),
        ):  # fmt: skip
            wanted = round(float(table.loc[code, name]) * n)
            wanted -= int((here & (state == code_of)).sum())
            pool = free & (state == NEVER_MARRIED)
            state[streams.chosen(key, people.person_id, weight * pool, wanted)] = code_of
    return state


def schooling(people: Residents, table: pd.DataFrame, seed: int) -> NDArray[np.uint8]:
    """Return the schooling of everyone, by age: the highest level attended.

    Parameters
    ----------
    table : frame
        first_age, residence and the shares of levels 0 to 4.
    """
    u = uniforms(key_of(seed, streams.SCHOOLING, 0), people.person_id)
    urban = people.is_urban[people.household]
    out = np.zeros(people.sex.size, np.uint8)
    levels = [f"level_{level}" for level in range(TERTIARY + 1)]
    for residence, group in table.groupby("residence"):
        ages = group["first_age"].to_numpy()
        ends = np.cumsum(group[levels].to_numpy(float), axis=1)
        rows = np.nonzero(urban == (residence == "urban"))[0]
        which = np.searchsorted(ages, people.age[rows], side="right") - 1
        out[rows] = np.minimum((u[rows, None] >= ends[which]).sum(axis=1), TERTIARY)
    return out


def _value(profile: Any, indicator: str, group: str = "all") -> float:
    rows = profile.disability
    row = rows[(rows["indicator"] == indicator) & (rows["age_group"] == group)]
    return float(row["value"].iloc[0])


def abilities(people: Residents, profile: Any, given: Any, seed: int) -> NDArray[np.uint8]:
    """Return the ability level of everyone, 0 (able) to 4 (total loss); below 60 everyone counts as able.

    The share with any loss holds by age group; the mix of levels is the assumed one.
    """
    out = np.zeros(people.sex.size, np.uint8)
    u = uniforms(key_of(seed, streams.ABILITY_LEVEL, 0), people.person_id)
    mix = np.array([given.ability_mix_1, given.ability_mix_2, given.ability_mix_3, given.ability_mix_4])
    ends = np.cumsum(mix / mix.sum())
    for low, high, group in DECADES:
        own = (people.age >= low) & (people.age < high)
        wanted = round(_value(profile, "ability_loss_share", group) * int(own.sum()))
        age_weight = np.where(own, 1.0 + (people.age - low), 0.0)
        rows = streams.chosen(key_of(seed, streams.ABILITY, low), people.person_id, age_weight, wanted)
        out[rows] = 1 + np.minimum(np.searchsorted(ends, u[rows], side="right"), len(mix) - 1)
    return out


def disabilities(
    people: Residents, ability: NDArray[np.uint8], profile: Any, given: Any, seed: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return type and grade of the disability certificate of everyone; 0 and 0 without one.

    Grades 1-2 and all grades hold their published shares of residents; loss of ability makes a certificate likelier.
    """
    n = people.sex.size
    weight = np.where(ability > 0, given.frail_weight, 1.0) * (1.0 + people.age / ELDER)
    holders = streams.chosen(
        key_of(seed, streams.DISABLED, 0), people.person_id, weight, round(_value(profile, "certificate_share") * n)
    )
    severe_share = _value(profile, "severe_certificate_share") * n / max(holders.size, 1)
    u = uniforms(key_of(seed, streams.DISABILITY_GRADE, 0), people.person_id[holders])
    frail = ability[holders] > 1
    odds = np.where(frail, given.frail_weight, 1.0)
    severe = u < np.minimum(severe_share * odds / odds.mean(), 1.0)
    v = uniforms(key_of(seed, streams.DISABILITY_GRADE, 1), people.person_id[holders])
    kinds, grades = np.zeros(n, np.uint8), np.zeros(n, np.uint8)
    grades[holders] = np.where(severe, np.where(v < given.grade_one, 1, 2), np.where(v < given.grade_three, 3, 4))
    names = ("visual", "hearing", "speech", "physical", "intellectual", "mental")
    ends = np.cumsum([getattr(given, f"type_{name}") for name in names])
    w = uniforms(key_of(seed, streams.DISABILITY_TYPE, 0), people.person_id[holders])
    kinds[holders] = VISUAL + np.minimum(np.searchsorted(ends / ends[-1], w, side="right"), len(names) - 1)
    kinds[grades == 0] = NO_DISABILITY
    return kinds, grades


def illnesses(people: Residents, ability: NDArray[np.uint8], given: Any, seed: int) -> NDArray[np.uint8]:
    """Return who has a severe chronic illness: an assumed share of residents, likelier with age and loss of ability."""
    weight = np.where(ability > 0, given.frail_weight, 1.0) * (1.0 + people.age) ** (1 + 1)
    wanted = round(given.illness_share * people.sex.size)
    out = np.zeros(people.sex.size, np.uint8)
    out[streams.chosen(key_of(seed, streams.ILLNESS, 0), people.person_id, weight, wanted)] = 1
    return out
