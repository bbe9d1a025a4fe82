"""Rigid-expenditure household 刚性支出困难家庭: not poor by income, poor by what it must spend.

Ministry measure on the recognition of low-income households, 2024. No monthly cash; it opens medical assistance and
temporary relief.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME
from sim.state.relief import ReliefView

CLAUSES = (
    "spending_exceeds_share",
    "holds_another_class",
    "income_too_high",
    "spending_too_small",
    "over_property",
    "not_in_force",
)
RECOGNISED, HOLDS_ANOTHER, INCOME_TOO_HIGH, SPENDING_TOO_SMALL, OVER_PROPERTY, NOT_IN_FORCE = 0, 1, 2, 3, 4, 5


@rule
def rigid_y(view: ReliefView) -> int:
    """Return the unavoidable spending, fen in twelve months: illness, study and rehabilitation."""
    return view.bills_y + view.study_y + view.rehabilitation_y


@rule
def disposable_pc_y(is_urban: bool, means: Law) -> int:
    """Return last year's local disposable income per head, fen a year."""
    return means.disposable_urban_y if is_urban else means.disposable_rural_y


@rule
def deciding_clause(view: ReliefView, means: Law, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that recognises or refuses."""
    if law.spending_share <= 0.0:
        return NOT_IN_FORCE
    if view.programme != NO_PROGRAMME:
        return HOLDS_ANOTHER
    if view.income_y >= disposable_pc_y(view.is_urban, means) * view.n_persons:
        return INCOME_TOO_HIGH
    if rigid_y(view) <= share_of(view.income_y, law.spending_share):
        return SPENDING_TOO_SMALL
    return RECOGNISED if view.property_ok else OVER_PROPERTY


@rule
def eligible(view: ReliefView, means: Law, law: Law) -> bool:
    """True if income per head is below last year's local mean and spending exceeds its share of the income."""
    return deciding_clause(view, means, law) == RECOGNISED


@rule
def amount(view: ReliefView, means: Law, law: Law) -> int:
    """Return the monthly cash of the class: none by national rule."""
    return law.cash_pc_m * view.n_persons


@rule
def valid_until(recognised: int, law: Law) -> int:
    """Return the last month of a class recognised in a month."""
    return recognised + law.valid_months - 1


@rule
def ratio(view: ReliefView) -> float:
    """Return the spending as a share of the income; a whole year without income counts as one fen."""
    return rigid_y(view) / max(1, view.income_y)


@rule
def income_pc_m(view: ReliefView) -> int:
    """Return the income per head, fen a month."""
    return view.income_y // (MONTHS_PER_YEAR * max(1, view.n_persons))


PROGRAMME = Programme(
    key="rigid_household",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="rigid_household",
    excludes=("dibao", "tekun", "low_edge"),
    funding="relief",
    laws=("means_test", "rigid_household"),
    eligible=eligible,
    amount=amount,
)
