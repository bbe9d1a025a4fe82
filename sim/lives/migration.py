"""Migration over the region's border: never-married young people leave; others of their kind arrive.

An in-migrant is modelled on a resident of migration age, so that arrivals grow with the people who are there and one
more elder changes nobody's draw.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.draws import child_id
from sim.kernels import kernel
from sim.lives.births import new_person
from sim.lives.village import (
    ARRIVED,
    FOUNDED,
    GONE,
    Village,
    found_home,
    is_here,
    tell,
    tie_to_parents,
    unlink,
)
from sim.state.codes import ELSEWHERE, HEAD, LEAVE, NEVER_MARRIED


@kernel
def arrive(village: Village, models: NDArray[np.int32], t: int) -> None:
    """Let one single person arrive for each candidate resident, like the resident in sex, age and schooling."""
    for model in models:
        if not is_here(village, model):
            continue
        like = village.people[model]
        identity = child_id(like.id, t, ARRIVED)
        home = found_home(village, child_id(identity, t, FOUNDED), like.home, t, 0)
        new = village.people[new_person(village, identity, home, t)]
        new.sex, new.born, new.relation = like.sex, like.born, HEAD
        new.donor = model if like.donor < 0 else like.donor


@kernel
def depart(village: Village, candidates: NDArray[np.int32], left: NDArray[np.int32], t: int) -> None:
    """Let the never-married candidates leave the region."""
    for person in candidates:
        if not is_here(village, person) or village.people[person].marital != NEVER_MARRIED:
            continue
        tie_to_parents(village, person, ELSEWHERE, t)
        tell(village, t, LEAVE, person, 0)
        unlink(village, person)
        village.people[person].presence = GONE
        left[person] = t
