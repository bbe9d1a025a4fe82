"""Births: candidates from the fertility table, taken by wives always and by other women rarely."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import child_id, uniform
from sim.kernels import kernel, rule
from sim.lives.streams import Keys
from sim.lives.village import BORN, HERE, LONG_AGO, N_PEOPLE, Village, link, tell
from sim.state.codes import (
    CHILD,
    ENTER,
    FEMALE,
    GRANDCHILD,
    HEAD,
    MALE,
    MARRIED,
    NEVER_MARRIED,
    NOBODY,
    NOT_WORKING,
    SPOUSE,
)


class BirthRules(NamedTuple):
    """What a candidate birth depends on."""

    unmarried: float  # chance that a candidate birth outside marriage is taken
    gap: int  # months
    male: float
    disabled: float


@rule
def is_born(v: Village, mother: int, rules: BirthRules, keys: Keys, t: int) -> bool:
    """True when the candidate birth of a woman is taken."""
    woman = v.people[mother]
    if woman.presence != HERE or t - woman.last_birth < rules.gap:
        return False
    return woman.marital == MARRIED or uniform(keys.birth_married, woman.id, t) < rules.unmarried


@rule
def new_person(v: Village, person_id: int, home: int, t: int) -> int:
    """Append one person who enters a home in month t, and return the row."""
    row = v.counts[N_PEOPLE]
    one = v.people[row]
    one.id, one.entered, one.first_home, one.last_birth, one.presence = person_id, t, home, LONG_AGO, HERE
    one.spouse, one.father, one.mother, one.donor, one.marital = NOBODY, NOBODY, NOBODY, NOBODY, NEVER_MARRIED
    one.disability, one.work = 0, NOT_WORKING
    v.counts[N_PEOPLE] = row + 1
    link(v, row, home)
    tell(v, t, ENTER, row, home)
    return row


@kernel
def bear(
    village: Village, women: NDArray[np.int32], rules: BirthRules, keys: Keys, t: int, month: int
) -> None:
    """Let the candidates of one month give birth."""
    for mother in women:
        if not is_born(village, mother, rules, keys, t):
            continue
        identity = child_id(village.people[mother].id, t, BORN)
        child = new_person(village, identity, village.people[mother].home, t)
        one = village.people[child]
        one.sex = MALE if uniform(keys.birth_sex, identity, 0) < rules.male else FEMALE
        one.born, one.mother, one.father = month, mother, village.people[mother].spouse
        relation = village.people[mother].relation
        one.relation = CHILD if relation == HEAD or relation == SPOUSE else GRANDCHILD
        one.disability = 1 if uniform(keys.birth_disability, identity, 0) < rules.disabled else 0
        village.people[mother].last_birth = t
