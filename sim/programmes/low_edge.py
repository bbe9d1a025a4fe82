"""Low-edge household 低保边缘家庭: just above dibao; no monthly cash, but a class that opens other help.

Notice of July 2020 on the basic living of people in hardship; Measure 民发〔2021〕57号.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.means_test import (
    PROPERTY_OK,
    asset_limit,
    countable_income_y,
    property_breach,
    standard_m,
)
from sim.programmes.programme import Programme
from sim.state.codes import LOW_EDGE
from sim.state.view import HouseholdView

CLAUSES = ("income_in_band", "income_not_in_band", "over_property")
IN_BAND, NOT_IN_BAND, OVER_PROPERTY = 0, 1, 2


@rule
def income_in_band(view: HouseholdView, dibao: Law, law: Law) -> bool:
    """True if the income per head is at or above the standard and strictly below the ratio times it."""
    line_y = MONTHS_PER_YEAR * standard_m(view.is_urban, dibao) * view.n_unit
    return line_y <= countable_income_y(view) < share_of(line_y, law.ratio)


@rule
def breach(view: HouseholdView, means: Law, dibao: Law, law: Law) -> int:
    """Return the property rule that the unit breaks, or PROPERTY_OK; a place may be looser than for dibao."""
    dibao_limit = asset_limit(view.n_unit, standard_m(view.is_urban, dibao), means)
    return property_breach(view, share_of(dibao_limit, law.asset_ratio), law.car_allowed, means)


@rule
def eligible(view: HouseholdView, means: Law, dibao: Law, law: Law) -> bool:
    """True if the income per head lies in the band and the property is within its limits."""
    return income_in_band(view, dibao, law) and breach(view, means, dibao, law) == PROPERTY_OK


@rule
def amount(view: HouseholdView, means: Law, dibao: Law, law: Law) -> int:
    """Return the monthly cash of the class, fen: none by national rule; a place may pay a sum per head."""
    return law.cash_pc_m * view.n_unit


@rule
def deciding_clause(view: HouseholdView, means: Law, dibao: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses the class."""
    if not income_in_band(view, dibao, law):
        return NOT_IN_BAND
    return IN_BAND if breach(view, means, dibao, law) == PROPERTY_OK else OVER_PROPERTY


PROGRAMME = Programme(
    key="low_edge",
    code=LOW_EDGE,
    unit=HOUSEHOLD,
    label_key="low_edge",
    excludes=("dibao", "tekun"),
    funding="relief",
    laws=("means_test", "dibao", "low_edge"),
    eligible=eligible,
    amount=amount,
)
