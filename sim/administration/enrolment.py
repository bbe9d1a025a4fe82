"""Enrolment and payment of the schemes of single persons: one pass a month over the roster.

Who is enrolled and still qualifies is paid; who qualifies and is not enrolled is found with the declared chance and
paid from the next month; who no longer qualifies is taken off. A grant that is paid at once has the chance one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.holders import Counter, holder_view
from sim.clock import age_years
from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.programmes.allowances import find_allowances, settle
from sim.programmes.codes import BROUGHT_UP, N_ALLOWANCES
from sim.state.claims import EXITING, RECEIVING
from sim.state.present import HERE


@rule
def is_found(counter: Counter, entity: int, scheme: int) -> bool:
    """True if somebody who qualifies asks at all and is enrolled this month."""
    asks = uniform(counter.asks_key, entity, scheme) < counter.asks[scheme]
    return asks and uniform(counter.found_key, entity, scheme) < counter.found[scheme]


@rule
def pay_person(
    counter: Counter,
    person: int,
    due: NDArray[np.int64],
    amounts: NDArray[np.int64],
    persons: NDArray[np.int64],
) -> None:
    """Enrol and pay one person; `due` is scratch of one number a scheme."""
    case, roster = counter.case, counter.roster
    view = holder_view(counter, person)
    find_allowances(view, counter.laws, due)
    entity, home = case.files.persons[person].id, case.p.persons[person].home
    enrolled, later = int(roster.persons[person].enrolled), 0
    for scheme in range(N_ALLOWANCES):
        bit = 1 << scheme
        if due[scheme] == 0:
            enrolled &= ~bit
        elif enrolled & bit == 0:
            if is_found(counter, entity, scheme):
                later |= bit
            if later & bit == 0 or counter.found[scheme] < 1:
                due[scheme] = 0
    roster.persons[person].enrolled = enrolled | later
    if enrolled | later == 0:
        return
    settle(due, view.held, view.share_m, counter.words)
    place = case.files.households[home].township
    for scheme in range(N_ALLOWANCES):
        if due[scheme] > 0:
            amounts[place, scheme] += due[scheme]
            persons[place, scheme] += 1
            case.claims.households[home].paid_y += due[scheme]


@kernel
def pay_allowances(
    counter: Counter, due: NDArray[np.int64], amounts: NDArray[np.int64], persons: NDArray[np.int64]
) -> None:
    """Add the month's payments to `amounts` (fen) and `persons`, int64 townships x schemes.

    Parameters
    ----------
    due : int64 array, schemes
        Scratch.
    """
    rows, now, enrolled = counter.roster.rows, counter.case.p.persons, counter.roster.persons.enrolled
    born, child = counter.case.files.persons.born, counter.case.files.persons.child
    status = counter.case.claims.households.status
    severe = max(counter.laws.disability_nursing.grade_any, counter.laws.disability_nursing.grade_mental)
    elder = min(counter.laws.old_age.first_age, counter.laws.elder_service.elder_age)
    for i in range(counter.roster.size[0]):
        person = rows[i]
        if now.presence[person] != HERE:
            continue
        # Nothing is due to a mildly disabled person of working age whose household is on no assistance.
        is_young = age_years(born[person], counter.case.month) < elder and child[person] == BROUGHT_UP
        is_mild = now.disability_grade[person] > severe or now.disability_grade[person] == 0
        off = status[now.home[person]] != RECEIVING and status[now.home[person]] != EXITING
        if is_young and is_mild and off and enrolled[person] == 0:
            continue
        pay_person(counter, person, due, amounts, persons)


@kernel
def open_enrolment(counter: Counter, due: NDArray[np.int64]) -> None:
    """Enrol at the start of the run everyone who qualifies and ever asks: a place does not start from nobody.

    Parameters
    ----------
    due : int64 array, schemes
        Scratch.
    """
    for i in range(counter.roster.size[0]):
        person = counter.roster.rows[i]
        find_allowances(holder_view(counter, person), counter.laws, due)
        entity, enrolled = counter.case.files.persons[person].id, 0
        for scheme in range(N_ALLOWANCES):
            if due[scheme] > 0 and uniform(counter.asks_key, entity, scheme) < counter.asks[scheme]:
                enrolled |= 1 << scheme
        counter.roster.persons[person].enrolled = enrolled
