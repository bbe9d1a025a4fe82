"""Verification: what an office sees of a case, and what it decides.

The office applies the same rules as the law to figures it has estimated. Two errors are its own: papers that are
missing, and a labour condition that the law does not have.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sim.administration.casebook import Case, observed_factor, unit_view
from sim.administration.persons import end_single_support, grant_persons
from sim.clock import MONTHS_PER_YEAR
from sim.draws import ADMINISTRATION_STREAMS, normal, uniform
from sim.kernels import kernel, rule
from sim.programmes.dispatcher import basic_living
from sim.programmes.means_test import countable_income_y, standard_m
from sim.programmes.process import first_payment, next_review, review_class
from sim.state.claims import (
    COOLING,
    NEVER,
    NOT_REFUSED,
    RECEIVING,
    REFUSED_INCOME,
    REFUSED_PAPERS,
    REFUSED_PROPERTY,
    REFUSED_WORKER,
)
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, NOBODY
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
def wrongly_refused(case: Case, household: int, view: HouseholdView, papers_key: int, gate_key: int) -> int:
    """Return why an entitled unit is refused: for missing papers, or for a healthy worker, which is not the law."""
    entity, k = case.files.households[household].id, case.claims.households[household].n_decisions
    if uniform(papers_key, entity, k) < case.laws.office.missing_papers:
        return REFUSED_PAPERS
    gated = view.n_workers_able > 0 and view.n_severe == 0
    if gated and uniform(gate_key, entity, 0) < case.laws.office.labour_gate_share:
        return REFUSED_WORKER
    return NOT_REFUSED


@rule
def reason_of(case: Case, view: HouseholdView) -> int:
    """Return why a unit gets nothing by the office's estimate: its income, or else its property."""
    basic = case.laws.basic
    line_y = MONTHS_PER_YEAR * standard_m(view.is_urban, basic.dibao) * view.n_unit
    return REFUSED_PROPERTY if countable_income_y(view) < line_y else REFUSED_INCOME


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
    claims.households[household].refusal = NOT_REFUSED
    if programme == DIBAO or programme == DIBAO_EXPENDITURE:
        end_single_support(case, household)


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
    if refused == NOT_REFUSED and programme == NO_PROGRAMME and granted == 0:
        refused = reason_of(case, view)
    if refused != NOT_REFUSED:
        clear_claim(case, household, COOLING)
        claims.households[household].until = case.t + int(laws.office.cooling_months)
        claims.households[household].decided_at = case.t
        claims.households[household].refusal = refused
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
