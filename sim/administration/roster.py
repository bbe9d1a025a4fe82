"""Keeping the roster: who is of an age, disabled, impaired or without parents, and which children nobody brings up.

The roster is written anew each January, and whenever the law of these schemes changes; between, the events of the
month before put people on it. Who no longer qualifies simply is not paid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.administration.holders import OUT_OF_CARE, PARENT_AWAY, PARENTS_AWAY, Counter
from sim.clock import MONTHS_PER_YEAR, age_years, month_of_year
from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.programmes.codes import (
    BROUGHT_UP,
    ORPHANED,
    PARENT_ABLE,
    PARENT_DEAD,
    PARENT_DISABLED,
    PARENT_ILL,
    PARENT_OUT_OF_CONTACT,
    UNATTENDED,
)
from sim.programmes.means_test import is_severely_disabled
from sim.programmes.parents import child_status
from sim.state.codes import (
    ABILITY_CHANGE,
    ABLE,
    DEATH,
    DISABILITY_CHANGE,
    ENTER,
    ILLNESS_OFF,
    ILLNESS_ON,
    NOBODY,
)
from sim.state.present import DEAD, EVENT_HAPPENED, HERE


@rule
def parent_state(counter: Counter, parent: int) -> int:
    """Return what a parent who is on the books is to the law."""
    case = counter.case
    now = case.p.persons[parent]
    if now.presence == DEAD:
        return PARENT_DEAD
    if is_severely_disabled(now.disability_type, now.disability_grade, case.laws.basic.means_test):
        return PARENT_DISABLED
    if now.ill == 1:
        return PARENT_ILL
    share = counter.laws.defacto_child.out_of_care_share
    is_away = uniform(counter.facts_key, case.files.persons[parent].id, OUT_OF_CARE) < share
    return PARENT_OUT_OF_CONTACT if is_away else PARENT_ABLE


@rule
def status_of_unknown(counter: Counter, person: int) -> int:
    """Return the status of a child neither of whose parents is on the books: most of them work away."""
    u = uniform(counter.facts_key, counter.case.files.persons[person].id, PARENTS_AWAY)
    orphans = counter.laws.orphan.unknown_both_share
    if u < orphans:
        return ORPHANED
    return UNATTENDED if u < orphans + counter.laws.defacto_child.unknown_both_share else BROUGHT_UP


@rule
def status_by_parents(counter: Counter, person: int) -> int:
    """Return whether a child has somebody who is bound to bring it up."""
    known = counter.case.files.persons[person]
    if known.father == NOBODY and known.mother == NOBODY:
        return status_of_unknown(counter, person)
    share = counter.laws.orphan.unknown_one_share
    is_gone = uniform(counter.facts_key, known.id, PARENT_AWAY) < share
    other = PARENT_DEAD if is_gone and known.born < counter.case.month - counter.case.t else PARENT_ABLE
    father = other if known.father == NOBODY else parent_state(counter, known.father)
    mother = other if known.mother == NOBODY else parent_state(counter, known.mother)
    return int(child_status(father, mother))


@rule
def with_money(counter: Counter, status: int) -> int:
    """Return a child's status where the place pays for it; without such money other schemes go on."""
    if status == ORPHANED and counter.laws.orphan.scattered_m == 0:
        return BROUGHT_UP
    return BROUGHT_UP if status == UNATTENDED and counter.laws.defacto_child.standard_m == 0 else status


@rule
def look_at_child(counter: Counter, person: int) -> None:
    """Enter a child's status; a status that changes has the household assessed again. Who has grown up keeps it."""
    case = counter.case
    age = age_years(case.files.persons[person].born, case.month)
    is_child = age < counter.laws.orphan.child_age or (
        case.t == 0 and age < counter.laws.study_grant.until_age
    )
    if not is_child:
        return
    status = with_money(counter, status_by_parents(counter, person))
    if status != case.files.persons[person].child:
        case.files.persons[person].child = status
        home = case.p.persons[person].home
        if home != NOBODY:
            case.p.households[home].is_changed = EVENT_HAPPENED


@rule
def is_concerned(counter: Counter, person: int) -> bool:
    """True if a scheme may concern a person within the calendar year."""
    case, laws = counter.case, counter.laws
    now = case.p.persons[person]
    if now.disability_grade > 0 or case.files.persons[person].child != BROUGHT_UP:
        return True
    rest = MONTHS_PER_YEAR - month_of_year(case.month)
    age = age_years(case.files.persons[person].born, case.month + rest)
    if age >= min(laws.old_age.first_age, laws.elder_service.old_age):
        return True
    return age >= laws.elder_service.elder_age and now.ability > ABLE


@rule
def put_on(counter: Counter, person: int) -> None:
    """Put a person on the roster who belongs there and is not on it."""
    roster = counter.roster
    if roster.persons[person].is_on == 0 and is_concerned(counter, person):
        roster.persons[person].is_on = 1
        roster.rows[roster.size[0]] = person
        roster.size[0] += 1


@kernel
def write_roster(counter: Counter) -> None:
    """Write the roster anew, persons in the order of their rows."""
    case, roster = counter.case, counter.roster
    roster.size[0] = 0
    for person in range(roster.persons.size):
        roster.persons[person].is_on = 0
        if case.p.persons[person].presence == HERE:
            look_at_child(counter, person)
            put_on(counter, person)


@kernel
def note_events(counter: Counter, kinds: NDArray[np.uint8], people: NDArray[np.int32]) -> None:
    """Take note of a month's events: who comes, becomes impaired or disabled, and whose parent dies or falls ill."""
    case, roster = counter.case, counter.roster
    for i in range(kinds.size):
        person, kind = people[i], kinds[i]
        is_news = kind == ABILITY_CHANGE or kind == DISABILITY_CHANGE or kind == ENTER
        if is_news and case.p.persons[person].presence == HERE:
            if kind == ENTER:
                look_at_child(counter, person)
            put_on(counter, person)
        is_of_parent = kind == DEATH or kind == ILLNESS_ON or kind == ILLNESS_OFF or kind == DISABILITY_CHANGE
        if is_of_parent:
            for k in range(roster.first_child[person], roster.first_child[person + 1]):
                child = roster.children[k]
                if case.p.persons[child].presence == HERE:
                    look_at_child(counter, child)
                    put_on(counter, child)
