"""The schemes of one person alone: tekun and single-person dibao, for each member."""

from __future__ import annotations

from sim.explain.account import SINGLE_KEY, TEKUN_KEY, SchemeExplanation, Standing
from sim.explain.citing import both, cite, not_assessed, reason, words_of
from sim.explain.look import Look
from sim.explain.standing import status_of
from sim.laws import Clause, Label
from sim.programmes import single_person, tekun
from sim.programmes.allowances import KEYS
from sim.programmes.codes import BROUGHT_UP, DEFACTO_CHILD, ORPHAN, ORPHANED
from sim.state.claims import EXITING, RECEIVING
from sim.state.codes import SINGLE_PERSON, TEKUN

CODES = {TEKUN_KEY: TEKUN, SINGLE_KEY: SINGLE_PERSON}


def tekun_clause(look: Look, person: int) -> Clause:
    """Return the sentence or reason that grants or refuses tekun.

    Above the low-edge line the city looks only at grown members who are old or disabled and have little income of their
    own; a child there is brought up by whom it lives with.
    """
    basic = look.case.laws.basic
    place = tekun.deciding_clause(look.person(person), basic.dibao, basic.tekun)
    if place == tekun.GRANTED and _due(look, person) != TEKUN:
        return _child_money_first(look, person) or reason("above_low_edge")
    return look.county.law.clause("tekun", tekun.CLAUSES[place])


def _child_money_first(look: Look, person: int) -> Clause | None:
    """Return that the money of orphans or of unattended children comes first, where nobody brings a child up."""
    status = int(look.county.register_persons.child[person])
    if status == BROUGHT_UP:
        return None
    key = KEYS[ORPHAN if status == ORPHANED else DEFACTO_CHILD]
    return reason("goes_first", {"scheme": words_of(f"group_{key}")})


def single_clause(look: Look, person: int) -> Clause:
    """Return the sentence or reason that grants or refuses single-person dibao."""
    basic = look.case.laws.basic
    if basic.single_person.benefit_mode == single_person.OFF:
        return reason("not_in_force")
    if _due(look, person) == TEKUN:
        return reason("goes_first", {"scheme": words_of("group_tekun")})
    place = single_person.deciding_clause(
        look.person(person), look.programme, basic.means_test, basic.dibao, basic.single_person
    )
    grants = place in (single_person.OF_LOW_EDGE, single_person.ADULT_ALONE)
    if grants and _due(look, person) != SINGLE_PERSON:
        return _child_money_first(look, person) or reason("only_low_edge")
    return look.county.law.clause("single_person", single_person.CLAUSES[place])


_CLAUSES = {TEKUN_KEY: tekun_clause, SINGLE_KEY: single_clause}


def _due(look: Look, person: int) -> int:
    """Return the scheme that the assessment of the month gives a person."""
    return int(look.case.wants.persons.programme[person])


def person_scheme(look: Look, standing: Standing, key: str, person: int) -> SchemeExplanation:
    """Return the account of tekun or single-person dibao for one member."""
    county, code = look.county, CODES[key]
    due, claim = county.wants.persons[person], look.case.claims.persons[person]
    entitled = int(due.programme) == code
    holds = int(claim.programme) == code and standing.status in (RECEIVING, EXITING)
    clause = _CLAUSES[key](look, person) if look.is_followed else not_assessed(look.is_collective)
    amount_m = int(due.amount_m) if entitled else 0
    paid_m = int(claim.paid_m) if holds and standing.is_paid else 0
    return SchemeExplanation(
        key=key,
        name=words_of(f"group_{key}"),
        holder=person,
        entitled=entitled,
        clause=clause,
        parameters=cite(county, key, clause.key, look.unit.is_urban),
        status=status_of(standing, holds, entitled),
        amount_m=amount_m,
        care_m=int(due.care_m) if entitled else 0,
        paid_m=paid_m,
        applied=standing.applied if holds or entitled else None,
        first_payment=standing.first_payment if holds else None,
        next_review=standing.next_review if holds or entitled else None,
        until=standing.until if entitled else None,
        notes=_notes(look, entitled, holds, amount_m, paid_m, entitled != (_due(look, person) == code)),
    )


def _notes(
    look: Look, entitled: bool, holds: bool, amount_m: int, paid_m: int, is_stale: bool
) -> tuple[Label, ...]:
    notes = []
    if is_stale and look.is_followed:
        notes.append(both("note_stale"))
    if entitled and holds and paid_m > 0 and paid_m != amount_m:
        notes.append(both("note_changed"))
    if holds and not entitled:
        notes.append(both("note_not_entitled"))
    return tuple(notes)
