"""Family care: how many carers an elder has, and who lives alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.context import Context
from sim.care.rules import Numbers
from sim.kernels import kernel, rule
from sim.state.codes import FORMAL, INFORMAL, MIGRANT, NOBODY, SAME_TOWNSHIP, STUDENT
from sim.state.places import Places
from sim.state.present import HERE, Present


@rule
def lives_alone(n_members: int, is_collective: bool) -> bool:
    """Return True if nobody of the family lives with the elder."""
    return is_collective or n_members <= 1


@rule
def is_empty_nest(n_members: int, lives_with_spouse: bool) -> bool:
    """Return True if the elder lives alone or only with the spouse."""
    return n_members <= 1 or (lives_with_spouse and n_members <= 1 + 1)


@rule
def carer_in_household(is_spouse: bool, level: int, work: int, is_of_age: bool, numbers: Numbers) -> float:
    """Return how many carers one other member of the household counts for.

    An able spouse counts most, then an adult without paid work; who works away or studies counts nothing.
    """
    if level > numbers.carer_spouse_most_level:
        return 0.0
    if is_spouse:
        return numbers.carer_spouse
    if not is_of_age or work == MIGRANT or work == STUDENT:
        return 0.0
    return numbers.carer_employed if work == FORMAL or work == INFORMAL else numbers.carer_free


@rule
def carer_elsewhere(distance: int, is_here: bool, work: int, numbers: Numbers) -> float:
    """Return how many carers a child in another household counts for: only in the same township, not working away."""
    if distance != SAME_TOWNSHIP or not is_here or work == MIGRANT:
        return 0.0
    return numbers.carer_near


@kernel
def count_carers(
    present: Present,
    context: Context,
    rows: NDArray[np.int32],
    month: int,
    numbers: Numbers,
    places: Places,
) -> None:
    """Write the number of family carers of the elders of some rows, and the spouse's and the absent children's part.

    Nobody counts for elders in collective households; more than the most that count is cut off.
    """
    first_kin, kin_child, distance = context.first_kin, context.kin_child, context.kin_distance
    ability, work, next_member = present.persons.ability, present.persons.work, present.persons.next_member
    for person in rows:
        household = present.persons.home[person]
        carers = by_spouse = away = 0.0
        if not context.is_collective[household]:
            for k in range(first_kin[household], first_kin[household + 1]):
                child = kin_child[k]
                is_here = child == NOBODY or present.persons.presence[child] == HERE
                job = 0 if child == NOBODY else work[child]
                away += carer_elsewhere(distance[k], is_here, job, numbers)
            carers = away
            other = present.households.first_member[household]
            while other != NOBODY:
                if other != person:
                    is_of_age = month - context.born[other] >= numbers.carer_months
                    is_spouse = other == present.persons.spouse[person]
                    one = carer_in_household(is_spouse, ability[other], work[other], is_of_age, numbers)
                    carers += one
                    by_spouse += one if is_spouse else 0.0
                other = next_member[other]
        # Above the most that count, everybody counts for less: no order of the rows decides who is cut off.
        scale = numbers.carers_most / carers if carers > numbers.carers_most else 1.0
        places.carers[person] = min(carers, numbers.carers_most)
        places.carers_spouse[person] = by_spouse * scale
        places.carers_away[person] = away * scale
