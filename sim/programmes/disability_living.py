"""Living subsidy of disabled persons in hardship 困难残疾人生活补贴: any grade, in a household on dibao.

Opinion 国发〔2015〕52号; a place may extend it to low-edge households.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan, share_of
from sim.programmes.codes import DISABILITY_LIVING, PERSON
from sim.programmes.means_test import standard_m as dibao_standard_m
from sim.programmes.programme import Programme
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, SINGLE_PERSON
from sim.state.holder import HolderView

CLAUSES = ("disabled_in_hardship", "not_disabled", "not_in_hardship", "injury_care", "not_in_force")
GRANTED, NOT_DISABLED, NOT_IN_HARDSHIP, INJURY_CARE, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def money_m(is_urban: bool, dibao: Law, law: Law) -> int:
    """Return the subsidy, fen a month: a fixed sum, or a share of the dibao standard where that is more."""
    return max(law.living_m, ceil_to_yuan(share_of(dibao_standard_m(is_urban, dibao), law.share_of_dibao)))


@rule
def is_in_hardship(view: HolderView, law: Law) -> bool:
    """True for a member of a unit on dibao within the classes of the place, or of a low-edge unit where extended."""
    if view.held == DIBAO or view.held == DIBAO_EXPENDITURE or view.held == SINGLE_PERSON:
        return view.tier >= law.first_tier
    return law.extends_to_low_edge and view.held == LOW_EDGE


@rule
def deciding_clause(view: HolderView, dibao: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses."""
    if money_m(view.is_urban, dibao, law) <= 0:
        return NOT_IN_FORCE
    if view.disability_grade <= 0:
        return NOT_DISABLED
    if view.has_injury_care:
        return INJURY_CARE
    return GRANTED if is_in_hardship(view, law) else NOT_IN_HARDSHIP


@rule
def eligible(view: HolderView, dibao: Law, law: Law) -> bool:
    """True for a disabled person in hardship without care money of the work-injury insurance."""
    return deciding_clause(view, dibao, law) == GRANTED


@rule
def amount(view: HolderView, dibao: Law, law: Law) -> int:
    """Return the subsidy, fen a month."""
    return money_m(view.is_urban, dibao, law)


PROGRAMME = Programme(
    key="disability_living",
    code=DISABILITY_LIVING,
    unit=PERSON,
    label_key="disability_living",
    excludes=(),
    funding="disability",
    laws=("dibao", "disability_living"),
    eligible=eligible,
    amount=amount,
)
