"""The schemes of single persons in an account: those that may concern a member by age, disability or parents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.administration.holders import holder_view
from sim.engine.allowance_step import counter_of
from sim.explain.account import SchemeExplanation
from sim.explain.citing import both, cite, reason, words_of
from sim.explain.look import Look
from sim.laws import Clause
from sim.programmes.allowances import KEYS, deciding_clause, find_allowances, settle
from sim.programmes.codes import (
    BROUGHT_UP,
    CARE_VOUCHER,
    DEFACTO_CHILD,
    DISABILITY_CARE,
    DISABILITY_LIVING,
    DISABILITY_NURSING,
    ELDER_NURSING,
    ELDER_SERVICE,
    OLD_AGE_GENERAL,
    OLD_AGE_LOW,
    ORPHAN,
    STUDY_GRANT,
)
from sim.programmes.interactions import interactions
from sim.programmes.lists import BASIC
from sim.state.holder import HolderView

_OF_CHILDREN = (ORPHAN, DEFACTO_CHILD)
_OF_DISABLED = (DISABILITY_LIVING, DISABILITY_NURSING, DISABILITY_CARE)
_OF_ELDERS = (OLD_AGE_LOW, OLD_AGE_GENERAL, ELDER_SERVICE, ELDER_NURSING, CARE_VOUCHER)
Amounts: TypeAlias = NDArray[np.int64]  # fen by place in ALLOWANCES


def allowance_schemes(look: Look) -> tuple[SchemeExplanation, ...]:
    """Return the account of every scheme of single persons that may concern a member."""
    counter = counter_of(look.county)
    made = []
    for person in look.members:
        view = holder_view(counter, person)
        due = np.zeros(len(KEYS), np.int64)
        find_allowances(view, counter.laws, due)
        alone = due.copy()
        settle(due, view.held, view.share_m, counter.words)
        paid = _enrolled(look, person, alone)
        settle(paid, view.held, view.share_m, counter.words)
        made += [
            _scheme(look, person, view, scheme, alone, int(due[scheme]), int(paid[scheme]))
            for scheme in _concerning(look, view, person)
        ]
    return tuple(made)


def _enrolled(look: Look, person: int, alone: Amounts) -> Amounts:
    """Return what the schemes in which a person is enrolled would pay alone; nothing of the others."""
    bits = int(look.county.roster.persons.enrolled[person])
    return np.where(bits >> np.arange(len(KEYS)) & 1 == 1, alone, 0)


def _concerning(look: Look, view: HolderView, person: int) -> Iterator[int]:
    """Yield the schemes that are worth a line: others could not concern this person."""
    county = look.county
    elder_age = county.in_force("elder_service").elder_age
    is_child = view.age < county.in_force("orphan").child_age
    has_no_parents = county.register_persons.child[person] != BROUGHT_UP
    if is_child or has_no_parents:
        yield from _OF_CHILDREN
    if has_no_parents:
        yield STUDY_GRANT
    if view.disability_grade > 0:
        yield from _OF_DISABLED
    if view.age >= elder_age:
        yield from _OF_ELDERS


def _displaced(view: HolderView, scheme: int, alone: Amounts) -> Clause:
    """Return which other scheme of the person is paid instead."""
    basic, pairs = BASIC[view.held], interactions()
    if basic and pairs[KEYS[scheme], basic] in ("before", "after"):
        return reason("displaced", {"scheme": words_of(f"group_{basic}")})
    if basic and pairs[KEYS[scheme], basic] == "tops_up":
        return reason("filled", {"scheme": words_of(f"group_{basic}")})
    instead = [
        key
        for place, key in enumerate(KEYS)
        if alone[place] > 0 and pairs[KEYS[scheme], key] in ("after", "higher")
    ]
    return reason("displaced", {"scheme": words_of(f"group_{instead[0]}")})


def _scheme(
    look: Look, person: int, view: HolderView, scheme: int, alone: Amounts, due_m: int, paid_m: int
) -> SchemeExplanation:
    county, key = look.county, KEYS[scheme]
    file, name = deciding_clause(key, view, county.law, county.month)
    clause = county.law.clause(file, name)
    if alone[scheme] > 0 and due_m == 0:
        clause = _displaced(view, scheme, alone)
    status = "receiving" if paid_m > 0 else "to_be_enrolled" if due_m > 0 else "none"
    notes = (both("note_topped_up"),) if 0 < due_m < alone[scheme] else ()
    return SchemeExplanation(
        key=key,
        name=words_of(f"group_{key}"),
        holder=person,
        entitled=due_m > 0,
        clause=clause,
        parameters=cite(county, key, clause.key, view.is_urban),
        status=status,
        amount_m=due_m,
        paid_m=paid_m,
        notes=notes,
    )
