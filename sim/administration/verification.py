"""Verification: what an office sees of a case, and what it decides.

The office applies the same rules as the law to figures it has estimated. Two errors are its own: papers that are
missing, and a labour condition that the law does not have.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case, observed_factor, unit_view
from sim.administration.persons import grant_persons
from sim.draws import ADMINISTRATION_STREAMS, normal, uniform
from sim.kernels import kernel, rule
from sim.programmes.dispatcher import basic_living
from sim.programmes.process import first_payment, next_review, review_class
from sim.state.claims import COOLING, NEVER, RECEIVING
from sim.state.codes import LOW_EDGE, NO_PROGRAMME, NOBODY
from sim.state.view import HouseholdView

STREAM_OBSERVE = ADMINISTRATION_STREAMS + 6
STREAM_PAPERS = ADMINISTRATION_STREAMS + 7
STREAM_GATE = ADMINISTRATION_STREAMS + 8
STREAM_REPORT = ADMINISTRATION_STREAMS + 9
STREAM_OPEN = ADMINISTRATION_STREAMS + 10
STREAM_STAGE = ADMINISTRATION_STREAMS + 11

COUNTY_LEVEL = 0  # order of the choices in process.yaml
_DAYS_PER_MONTH = 30.0
_LASTING = 1 << 31  # address of the lasting part, beyond any number of decisions


@rule
def observe(case: Case, household: int, key: int) -> HouseholdView:
    """Return the household as the office estimates it at its next decision.

    A part of the error lasts, because the same income escapes the office each time; the rest is of this decision.
    """
    files, lasting = case.files, case.laws.office.observation_lasting
    entity = files.households[household].id
    fresh = normal(key, entity, case.claims.households[household].n_decisions)
    draw = math.sqrt(lasting) * normal(key, entity, _LASTING) + math.sqrt(1.0 - lasting) * fresh
    return unit_view(
        case, household, observed_factor(draw, files.households[household].cadre_kin, case.laws.office), True
    )


@rule
def wrongly_refused(case: Case, household: int, view: HouseholdView, papers_key: int, gate_key: int) -> bool:
    """True if an entitled unit is refused for missing papers, or for a healthy worker, which is not the law."""
    entity, k = case.files.households[household].id, case.claims.households[household].n_decisions
    if uniform(papers_key, entity, k) < case.laws.office.missing_papers:
        return True
    gated = view.n_workers_able > 0 and view.n_severe == 0
    return gated and uniform(gate_key, entity, 0) < case.laws.office.labour_gate_share


@rule
def next_review_of(case: Case, view: HouseholdView) -> int:
    """Return the month of the next review; an income without wages counts as stable."""
    class_of_review = review_class(view.n_workers_able, view.wages_y == 0)
    return next_review(case.t, class_of_review, case.laws.process)


@rule
def month_of_first_payment(case: Case, household: int, key: int) -> int:
    """Return the month of the first payment: the one after the decision, later if the county decides.

    Days of public notice and of a county stage beyond the month become a month with that probability.
    """
    office, process = case.laws.office, case.laws.process
    days = process.publicity_days
    if process.approval_level == COUNTY_LEVEL:
        days += office.county_stage_days
    whole = int(days // _DAYS_PER_MONTH)
    entity, k = case.files.households[household].id, case.claims.households[household].n_decisions
    part = (days - whole * _DAYS_PER_MONTH) / _DAYS_PER_MONTH
    return first_payment(case.t + whole + (uniform(key, entity, k) < part), case.laws.process)


@rule
def grant_unit(case: Case, household: int, programme: int, amount_m: int, pay_from: int) -> None:
    """Enter a grant; low-edge status carries no cash."""
    claims = case.claims
    claims.households[household].status = RECEIVING
    claims.households[household].programme = programme
    claims.households[household].paid_m = 0 if programme == LOW_EDGE else amount_m
    claims.households[household].pay_from = pay_from
    claims.households[household].decided_at = case.t


@rule
def clear_claim(case: Case, household: int, status: int) -> None:
    """End every grant of a household and its members."""
    claims = case.claims
    claims.households[household].status = status
    claims.households[household].programme = NO_PROGRAMME
    claims.households[household].paid_m = 0
    claims.households[household].pay_from = NEVER
    claims.households[household].review_at = NEVER
    person = case.p.households[household].first_member
    while person != NOBODY:
        claims.persons[person].programme = NO_PROGRAMME
        claims.persons[person].paid_m = 0
        claims.persons[person].care_m = 0
        person = case.p.persons[person].next_member


@rule
def decide_case(case: Case, household: int, keys: NDArray[np.uint64]) -> bool:
    """Decide one application; returns True if anything is granted."""
    laws, claims = case.laws, case.claims
    granted = grant_persons(case, household)
    view = observe(case, household, keys[0])
    programme, amount = basic_living(view, laws.basic)
    refused = wrongly_refused(case, household, view, keys[1], keys[2])
    pay_from = month_of_first_payment(case, household, keys[3])
    claims.households[household].n_decisions += 1
    if refused or (programme == NO_PROGRAMME and granted == 0):
        clear_claim(case, household, COOLING)
        claims.households[household].until = case.t + int(laws.office.cooling_months)
        claims.households[household].decided_at = case.t
        return False
    grant_unit(case, household, programme, amount, pay_from)
    claims.households[household].review_at = next_review_of(case, view)
    return True


@kernel
def decide_cases(
    case: Case,
    rows: NDArray[np.int32],
    keys: NDArray[np.uint64],
    approved: NDArray[np.int64],
    denied: NDArray[np.int64],
) -> None:
    """Decide the applications whose turn has come, and count them by township."""
    for household in rows:
        place = case.files.households[household].township
        if decide_case(case, household, keys):
            approved[place] += 1
        else:
            denied[place] += 1
