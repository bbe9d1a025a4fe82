"""Price-linked subsidy 价格临时补贴: paid in months in which prices have risen by a threshold.

Notice 发改价格〔2021〕1553号: consumer prices or food prices of the month, against the same month a year before.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import round_half_up_to_yuan, share_of
from sim.programmes.codes import PERSON
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.means_test import standard_m
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

CLAUSES = ("prices_rose", "prices_below_threshold", "not_on_the_list", "not_in_force")
_LIST = words_by_class("price_linked")
ROSE, BELOW, NOT_LISTED, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def index(cpi: float, food: float, law: Law) -> float:
    """Return the rise that triggers the month's subsidy: the higher of those at their threshold, 0 for none.

    `cpi` and `food` are rises over a year as shares, such as 0.032.
    """
    if law.cpi_threshold <= 0.0:
        return 0.0
    found = cpi if cpi >= law.cpi_threshold else 0.0
    return max(found, food) if food >= law.food_threshold else found


@rule
def is_listed(programme: int, law: Law) -> bool:
    """True for those on the list of the notice: dibao and tekun always, the low-edge class where it is added."""
    return is_on_list(_LIST, programme, bool(law.includes_low_edge))


@rule
def deciding_clause(programme: int, rise: float, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses the subsidy of the month."""
    if law.cpi_threshold <= 0.0:
        return NOT_IN_FORCE
    if rise <= 0.0:
        return BELOW
    return ROSE if is_listed(programme, law) else NOT_LISTED


@rule
def eligible(programme: int, rise: float, law: Law) -> bool:
    """True if the month triggers a payment and the person is on the list; `rise` is that of `index`."""
    return deciding_clause(programme, rise, law) == ROSE


@rule
def amount(is_urban: bool, rise: float, dibao: Law, law: Law) -> int:
    """Return the subsidy of one person: the local standard times the rise, to the nearest yuan, with a floor."""
    if rise <= 0.0:
        return 0
    return max(law.least_m, round_half_up_to_yuan(share_of(standard_m(is_urban, dibao), rise)))


PROGRAMME = Programme(
    key="price_linked",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="price_linked",
    excludes=(),
    funding="relief",
    laws=("dibao", "price_linked"),
    eligible=eligible,
    amount=amount,
)
