"""Employment offer 就业救助: a household on dibao in which everyone who could work is out of work gets a post.

Decree 649 arts. 42-45: at least one member of a zero-employment household 零就业家庭 is placed.
"""

from __future__ import annotations

import math

from sim.kernels import rule
from sim.laws import Law
from sim.programmes.codes import HOUSEHOLD
from sim.programmes.lists import is_on_list, words_by_class
from sim.programmes.programme import Programme
from sim.state.codes import NO_PROGRAMME
from sim.state.relief import ReliefView

PER_THOUSAND = 1000.0

CLAUSES = ("zero_employment", "somebody_works", "nobody_able", "not_on_dibao", "not_in_force")
_LIST = words_by_class("employment_offer")
ZERO_EMPLOYMENT, SOMEBODY_WORKS, NOBODY_ABLE, NOT_ON_DIBAO, NOT_IN_FORCE = 0, 1, 2, 3, 4


@rule
def deciding_clause(view: ReliefView, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses an offer."""
    if law.offer_m <= 0.0:
        return NOT_IN_FORCE
    if not is_on_list(_LIST, view.programme, False):
        return NOT_ON_DIBAO
    if view.n_able <= 0:
        return NOBODY_ABLE
    return ZERO_EMPLOYMENT if view.n_earning <= 0 else SOMEBODY_WORKS


@rule
def eligible(view: ReliefView, law: Law) -> bool:
    """True if the household is on dibao, has someone able to work, and nobody works."""
    return deciding_clause(view, law) == ZERO_EMPLOYMENT


@rule
def amount(minimum_wage_m: int, law: Law) -> int:
    """Return what a public-service post 公益性岗位 costs a month, fen: the minimum wage by a share."""
    return int(minimum_wage_m * law.wage_share)


@rule
def number_of_posts(residents: int, law: Law) -> int:
    """Return the posts that a region of so many residents has; one begun counts, so that a small place has one too."""
    return math.ceil(residents / PER_THOUSAND * law.posts_per_1000)


@rule
def ends(offered: int, law: Law) -> int:
    """Return the last month of a post that is offered in a month and begins in the next."""
    return offered + law.post_months


PROGRAMME = Programme(
    key="employment_offer",
    code=NO_PROGRAMME,
    unit=HOUSEHOLD,
    label_key="employment_offer",
    excludes=(),
    funding="employment",
    laws=("employment_offer",),
    eligible=eligible,
    amount=amount,
)
