"""Winter and festival help 冬季取暖与春节慰问: heating money, festival money, coal and goods for those on assistance.

All of it is local; Ningxia pays a heating subsidy and "dumpling money" 饺子费, Gansu hands out coal and quilts.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME

CLAUSES = ("winter_month", "another_month", "not_on_the_list", "not_in_force")
_LIST = words_by_class("winter")
WINTER_MONTH, ANOTHER_MONTH, NOT_LISTED, NOT_IN_FORCE = 0, 1, 2, 3


@rule
def is_listed(programme: int, law: Law) -> bool:
    """True for a household on dibao, with a tekun person, or of the low-edge class where the place adds it."""
    return is_on_list(_LIST, programme, bool(law.includes_low_edge))


@rule
def heating(programme: int, month_of_year: int, law: Law) -> int:
    """Return the heating subsidy of a household, fen this month."""
    return law.heating if month_of_year == law.heating_month and is_listed(programme, law) else 0


@rule
def festival(programme: int, month_of_year: int, law: Law) -> int:
    """Return the Spring Festival money of a household, fen this month."""
    return law.festival if month_of_year == law.festival_month and is_listed(programme, law) else 0


@rule
def goods(programme: int, month_of_year: int, law: Law) -> int:
    """Return the value of coal, quilts and food given to a household, fen this month."""
    return law.goods if month_of_year == law.heating_month and is_listed(programme, law) else 0


@rule
def amount(programme: int, month_of_year: int, law: Law) -> int:
    """Return everything that winter brings a household this month, fen, goods at their value."""
    money = heating(programme, month_of_year, law) + festival(programme, month_of_year, law)
    return money + goods(programme, month_of_year, law)


@rule
def deciding_clause(programme: int, month_of_year: int, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses this month's help."""
    if law.heating + law.festival + law.goods <= 0:
        return NOT_IN_FORCE
    if not is_listed(programme, law):
        return NOT_LISTED
    return WINTER_MONTH if amount(programme, month_of_year, law) > 0 else ANOTHER_MONTH


@rule
def eligible(programme: int, month_of_year: int, law: Law) -> bool:
    """True if the household is on the list and the month is one of payment."""
    return deciding_clause(programme, month_of_year, law) == WINTER_MONTH


PROGRAMME = Programme(
    key="winter",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="winter",
    excludes=(),
    funding="local",
    laws=("winter",),
    eligible=eligible,
    amount=amount,
)
