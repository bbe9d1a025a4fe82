"""One-off living subsidy 一次性生活补贴: so much a head to everyone of a class, in the months that a place names."""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import PERSON
from sim.programmes.programme import Programme
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, SINGLE_PERSON, TEKUN

CLAUSES = ("month_named", "no_month", "not_on_the_list")
MONTH_NAMED, NO_MONTH, NOT_LISTED = 0, 1, 2


@rule
def amount(programme: int, law: Law) -> int:
    """Return the subsidy of one person by the scheme held, fen this month; 0 in a month that nobody named."""
    if programme == TEKUN:
        return law.tekun_pc
    if programme == DIBAO or programme == DIBAO_EXPENDITURE or programme == SINGLE_PERSON:
        return law.dibao_pc
    return law.low_edge_pc if programme == LOW_EDGE else 0


@rule
def deciding_clause(programme: int, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses this month's subsidy."""
    if law.tekun_pc + law.dibao_pc + law.low_edge_pc <= 0:
        return NO_MONTH
    return MONTH_NAMED if amount(programme, law) > 0 else NOT_LISTED


@rule
def eligible(programme: int, law: Law) -> bool:
    """True if the month is named and the person's class is on the list."""
    return deciding_clause(programme, law) == MONTH_NAMED


PROGRAMME = Programme(
    key="one_off",
    code=NO_PROGRAMME,
    unit=PERSON,
    label_key="one_off",
    excludes=(),
    funding="relief",
    laws=("one_off",),
    eligible=eligible,
    amount=amount,
)
