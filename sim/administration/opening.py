"""The opening caseload: who receives when the run begins.

A place does not start from nobody. Entitled units receive with the declared opening coverage; low-edge units hold
their status, or dibao where the office's estimate errs, with the declared opening inclusion. Their last reviews are
spread over the past.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case
from sim.administration.persons import grant_persons
from sim.administration.verification import STREAM_OPEN, grant_unit, next_review_of, observe
from sim.draws import key_of, uniform
from sim.kernels import kernel, rule
from sim.programmes.dispatcher import basic_living
from sim.state.claims import AWARE
from sim.state.codes import LOW_EDGE, NO_PROGRAMME


@rule
def open_claim(case: Case, household: int, key: int, observe_key: int) -> None:
    """Open one household's claim as if it had been decided before the start."""
    claims, office = case.claims, case.laws.office
    entity = case.files.households[household].id
    due = case.wants.households[household].programme
    chance = office.opening_inclusion if due == LOW_EDGE else office.opening_coverage
    if uniform(key, entity, 0) >= chance:
        if uniform(key, entity, 1) < office.opening_coverage:
            claims.households[household].status = AWARE
        return
    held = grant_persons(case, household)
    view = observe(case, household, observe_key)
    programme, amount = basic_living(view, case.laws.basic)
    if programme == NO_PROGRAMME and held == 0:
        claims.households[household].status = AWARE
        return
    grant_unit(case, household, programme, amount, case.t)
    wait = next_review_of(case, view) - case.t
    claims.households[household].review_at = case.t + int(uniform(key, entity, 2) * wait)


@kernel
def _open(case: Case, followed: NDArray[np.int32], key: int, observe_key: int) -> None:
    for household in followed:
        if case.wants.households[household].is_relevant == 1:
            open_claim(case, household, key, observe_key)


def open_caseload(case: Case, followed: NDArray[np.int32], seed: int, observe_key: int) -> None:
    """Open the claims of all followed households at the start of the run."""
    _open(case, followed, key_of(seed, STREAM_OPEN, 0), observe_key)
