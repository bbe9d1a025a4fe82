"""Holders: what the schemes of single persons may see of one person, from the columns of the county."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case
from sim.administration.payments import is_paid_now
from sim.clock import age_years, month_of_year
from sim.draws import ADMINISTRATION_STREAMS, uniform
from sim.kernels import rule
from sim.programmes.allowances import AllowanceLaws, Interactions
from sim.programmes.codes import (
    BROUGHT_UP,
    ORPHANED,
    PARENT_ABLE,
    PARENT_DEAD,
    PARENT_OUT_OF_CONTACT,
)
from sim.state.codes import EMPLOYEE_PENSION, NO_PROGRAMME, NOBODY, STUDENT
from sim.state.holder import HolderView
from sim.state.places import FIRST_BED
from sim.state.roster import Roster

STREAM_FACTS = ADMINISTRATION_STREAMS + 60
STREAM_ASKS = ADMINISTRATION_STREAMS + 61
STREAM_FOUND = ADMINISTRATION_STREAMS + 62
# Which lasting fact of a person a draw stands for.
NEEDS_CARE, INJURY_CARE, OFFERED_CARE, SUPPLEMENT, PARENTS_AWAY, PARENT_AWAY, OUT_OF_CARE = range(7)


class Care(NamedTuple):
    """What is known of an elder's care."""

    level: NDArray[np.uint8]  # assessed level by person
    setting: NDArray[np.uint8]  # by person
    home: NDArray[np.int16]  # care home by person
    bed_price_m: NDArray[np.int64]  # homes x beds
    price_m: NDArray[np.float64]  # by setting, outside homes


class Counter(NamedTuple):
    """Everything that the counter for the schemes of single persons looks at in one month."""

    case: Case
    roster: Roster
    laws: AllowanceLaws  # its fields are records
    words: Interactions
    care: Care
    is_collective: NDArray[np.bool_]  # by household
    asks: NDArray[np.float64]  # by scheme: share of those entitled who ever ask
    found: NDArray[np.float64]  # by scheme: share of the rest who are enrolled in a month
    facts_key: int
    asks_key: int
    found_key: int


@rule
def basic_support(case: Case, person: int, household: int) -> tuple[int, int]:
    """Return the basic-living scheme in payment for a person and the person's part of it, fen a month."""
    claims = case.claims
    if not is_paid_now(claims, household, case.t):
        return NO_PROGRAMME, 0
    if claims.persons[person].programme != NO_PROGRAMME:
        return int(claims.persons[person].programme), int(claims.persons[person].paid_m)
    members = max(1, case.p.households[household].n_members)
    return int(claims.households[household].programme), int(claims.households[household].paid_m) // members


@rule
def parents_of(status: int) -> int:
    """Return a state of both parents that stands for a child's status."""
    if status == BROUGHT_UP:
        return PARENT_ABLE
    return PARENT_DEAD if status == ORPHANED else PARENT_OUT_OF_CONTACT


@rule
def care_spending(care: Care, person: int) -> tuple[int, int]:
    """Return what care outside a home costs an elder, and the fee of a home, fen a month; one of them is zero."""
    home = care.home[person]
    if home != NOBODY:
        return 0, int(care.bed_price_m[home, care.setting[person] - FIRST_BED])
    return int(care.price_m[care.setting[person]]), 0


@rule
def holder_view(counter: Counter, person: int) -> HolderView:
    """Return what the rules see of one person who is here."""
    case, laws = counter.case, counter.laws
    now, known = case.p.persons[person], case.files.persons[person]
    entity, key, household = known.id, counter.facts_key, now.home
    held, share_m = basic_support(case, person, household)
    grade = int(now.disability_grade)
    parent = parents_of(known.child)
    home_care_m, fee_m = care_spending(counter.care, person)
    has_pension = now.pension == EMPLOYEE_PENSION
    nursing, service = laws.disability_nursing, laws.disability_care
    return HolderView(
        age_years(known.born, case.month),
        case.files.households[household].is_urban,
        month_of_year(case.month),
        held,
        share_m,
        1,
        int(now.disability_type),
        grade,
        grade > 0 and uniform(key, entity, NEEDS_CARE) < nursing.care_need_share,
        grade > 0 and uniform(key, entity, INJURY_CARE) < nursing.injury_care_share,
        grade > 0 and uniform(key, entity, OFFERED_CARE) < service.offered_share,
        int(counter.care.level[person]),
        has_pension,
        has_pension and uniform(key, entity, SUPPLEMENT) < laws.old_age.supplement_share,
        parent,
        parent,
        counter.is_collective[household],
        now.work == STUDENT,
        home_care_m,
        fee_m,
    )
