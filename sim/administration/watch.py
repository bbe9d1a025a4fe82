"""The watch list: low-income persons under monitoring, and children in difficulty among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.reliefbook import Desk, programme_of
from sim.clock import age_years
from sim.draws import ADMINISTRATION_STREAMS, uniform
from sim.kernels import kernel, rule
from sim.laws import Law
from sim.programmes.means_test import is_severely_disabled
from sim.programmes.monitoring import eligible
from sim.state.codes import NO_PROGRAMME, NOBODY

STREAM_WATCH = ADMINISTRATION_STREAMS + 53
WATCHED = ("monitored_persons", "children_in_difficulty")
_PERSONS, _CHILDREN = range(len(WATCHED))

_listed = eligible


@rule
def children_in_difficulty(desk: Desk, household: int, is_assisted: bool, law: Law) -> int:
    """Count the minors of a household who are on assistance, severely disabled, ill or without either parent."""
    case = desk.case
    n = 0
    person = case.p.households[household].first_member
    while person != NOBODY:
        row = case.p.persons[person]
        if age_years(case.files.persons[person].born, case.month) < law.child_age:
            severe = is_severely_disabled(
                row.disability_type, row.disability_grade, case.laws.basic.means_test
            )
            n += is_assisted or severe or row.ill == 1
        person = row.next_member
    return n


@kernel
def count_watched(desk: Desk, rows: NDArray[np.int32], law: Law, key: int, out: NDArray[np.int64]) -> None:
    """Add the month's watch list to `out`, int64 townships x WATCHED."""
    case = desk.case
    for household in rows:
        n = case.p.households[household].n_members
        if n == 0:
            continue
        file, due = case.files.households[household], case.wants.households[household]
        programme = programme_of(case, household)
        is_rigid = desk.relief.households[household].rigid_until >= case.t
        is_known = uniform(key, file.id, 0) < law.known_share
        if _listed(programme, is_rigid, due.disposable_m, due.needs_m, is_known, law):
            out[file.township, _PERSONS] += n
        is_assisted = programme != NO_PROGRAMME or is_rigid
        out[file.township, _CHILDREN] += children_in_difficulty(desk, household, is_assisted, law)
