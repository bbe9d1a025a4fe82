"""Monitoring of low-income persons 低收入人口动态监测: who is on the list that alerts are drawn from.

Opinion 国办发〔2023〕39号: dibao, tekun, the low-edge and rigid classes, and others at risk. The list pays nothing.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

CLAUSES = ("holds_a_class", "at_risk", "not_listed", "not_in_force")
HOLDS_CLASS, AT_RISK, NOT_LISTED, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def deciding_clause(
    programme: int, is_rigid: bool, income_m: int, line_m: int, is_known: bool, law: Law
) -> int:
    """Return the place in CLAUSES that says why a household is on the list or not.

    `line_m` is the standard for all members, `is_known` whether a visit or a data match has found the household.
    """
    if law.risk_ratio <= 0.0:
        return NOT_IN_FORCE
    if programme != NO_PROGRAMME or is_rigid:
        return HOLDS_CLASS
    return AT_RISK if is_known and income_m < share_of(line_m, law.risk_ratio) else NOT_LISTED


@rule
def eligible(programme: int, is_rigid: bool, income_m: int, line_m: int, is_known: bool, law: Law) -> bool:
    """True if the household is on the list."""
    clause = deciding_clause(programme, is_rigid, income_m, line_m, is_known, law)
    return clause == HOLDS_CLASS or clause == AT_RISK


@rule
def amount(programme: int, law: Law) -> int:
    """Return what the list pays: nothing."""
    return 0


PROGRAMME = Programme(
    key="monitoring",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="monitoring",
    excludes=(),
    funding="administration",
    laws=("monitoring",),
    eligible=eligible,
    amount=amount,
)
