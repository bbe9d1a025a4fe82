"""Who gets which basic-living scheme: the order of the law, one scheme a unit and one a person.

Tekun comes before dibao, dibao before the expenditure type, then the low-edge class; a person never holds two of them.
Members who hold tekun leave the unit before it is assessed: the caller builds the view without them.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.kernels import rule
from sim.laws import Law, LawBook
from sim.programmes import dibao, low_edge, single_person, tekun
from sim.programmes.programme import Programme
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME, SINGLE_PERSON, TEKUN
from sim.state.view import HouseholdView, PersonView

PROGRAMMES: tuple[Programme, ...] = (
    tekun.PROGRAMME,
    dibao.PROGRAMME,
    low_edge.PROGRAMME,
    single_person.PROGRAMME,
)


class BasicLaws(NamedTuple):
    """The law of all basic-living schemes in one month, as `LawBook.in_force` returns it."""

    means_test: Law
    dibao: Law
    low_edge: Law
    single_person: Law
    tekun: Law


def basic_laws(book: LawBook, month: int) -> BasicLaws:
    """Return the law of the basic-living schemes in a month."""
    return BasicLaws(*(book.in_force(name, month) for name in BasicLaws._fields))


@rule
def basic_living(view: HouseholdView, laws: BasicLaws) -> tuple[int, int]:
    """Return the programme code of a unit and its amount, fen a month."""
    if view.n_unit <= 0:
        return NO_PROGRAMME, 0
    if dibao.eligible(view, laws.means_test, laws.dibao):
        return DIBAO, dibao.amount(view, laws.means_test, laws.dibao)
    if dibao.eligible_by_spending(view, laws.means_test, laws.dibao):
        return DIBAO_EXPENDITURE, dibao.amount_by_spending(view, laws.dibao)
    if low_edge.eligible(view, laws.means_test, laws.dibao, laws.low_edge):
        return LOW_EDGE, low_edge.amount(view, laws.means_test, laws.dibao, laws.low_edge)
    return NO_PROGRAMME, 0


@rule
def person_support(person: PersonView, household: HouseholdView, laws: BasicLaws) -> tuple[int, int]:
    """Return the programme code of a person supported alone and the amount, fen a month.

    Tekun first; then single-person dibao, unless the unit itself is on dibao. `household` is the unit without tekun
    members.
    """
    if tekun.eligible(person, laws.dibao, laws.tekun):
        return TEKUN, tekun.amount(person, laws.dibao, laws.tekun)
    household_class = basic_living(household, laws)[0]
    return single_support(person, household_class, laws)


@rule
def single_support(person: PersonView, household_class: int, laws: BasicLaws) -> tuple[int, int]:
    """Return single-person dibao for a member of a unit whose class is already known, and the amount."""
    if household_class == DIBAO or household_class == DIBAO_EXPENDITURE:
        return NO_PROGRAMME, 0
    means, standard_law, law = laws.means_test, laws.dibao, laws.single_person
    if single_person.eligible(person, household_class, means, standard_law, law):
        return SINGLE_PERSON, single_person.amount(person, household_class, means, standard_law, law)
    return NO_PROGRAMME, 0
