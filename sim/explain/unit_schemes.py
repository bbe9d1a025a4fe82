"""The schemes of the whole unit: dibao, dibao by spending, the low-edge class and the gradual exit."""

from __future__ import annotations

from sim.administration.reviews import is_cash, leaves_gradually
from sim.explain.account import (
    DIBAO_KEY,
    EXIT_KEY,
    LOW_EDGE_KEY,
    SPENDING_KEY,
    SchemeExplanation,
    Standing,
)
from sim.explain.citing import both, cite, not_assessed, reason, words_of
from sim.explain.look import Look
from sim.explain.standing import holds_for_unit, status_of
from sim.laws import Clause, Label
from sim.programmes import dibao, gradual_exit, low_edge
from sim.programmes.means_test import PROPERTY_OK, countable_income_y, income_after_spending_y
from sim.state.claims import EXITING, NEVER
from sim.state.codes import DIBAO, DIBAO_EXPENDITURE, LOW_EDGE, NO_PROGRAMME

CODES = {DIBAO_KEY: DIBAO, SPENDING_KEY: DIBAO_EXPENDITURE, LOW_EDGE_KEY: LOW_EDGE}
NAMES = {code: f"group_{key}" for key, code in CODES.items()}


def dibao_clause(look: Look) -> Clause:
    """Return the sentence that grants or refuses dibao on the income itself."""
    basic = look.case.laws.basic
    place = dibao.deciding_clause(look.unit, basic.means_test, basic.dibao)
    if place == dibao.SPENDING_DEDUCTED:
        place = dibao.INCOME_NOT_BELOW
    return look.county.law.clause("dibao", dibao.CLAUSES[place])


def spending_clause(look: Look) -> Clause:
    """Return the sentence or reason that grants or refuses dibao of the expenditure type."""
    basic, unit = look.case.laws.basic, look.unit
    if not basic.dibao.deducts_spending:
        return reason("not_in_force")
    if dibao.eligible_by_spending(unit, basic.means_test, basic.dibao):
        return look.county.law.clause("dibao", dibao.CLAUSES[dibao.SPENDING_DEDUCTED])
    if dibao.below_standard(countable_income_y(unit), unit.n_unit, look.standard):
        return reason("income_test_first")
    if not dibao.below_standard(income_after_spending_y(unit), unit.n_unit, look.standard):
        return reason("spending_too_low")
    breach = dibao.breach(unit, basic.means_test, basic.dibao)
    if breach != PROPERTY_OK:
        return look.county.law.clause("dibao", dibao.CLAUSES[breach])
    return reason("spending_cap")


def low_edge_clause(look: Look) -> Clause:
    """Return the sentence or reason that grants or refuses the low-edge class."""
    basic = look.case.laws.basic
    if basic.low_edge.ratio == 0:
        return reason("not_in_force")
    place = low_edge.deciding_clause(look.unit, basic.means_test, basic.dibao, basic.low_edge)
    return look.county.law.clause("low_edge", low_edge.CLAUSES[place])


_CLAUSES = {DIBAO_KEY: dibao_clause, SPENDING_KEY: spending_clause, LOW_EDGE_KEY: low_edge_clause}


def unit_scheme(look: Look, standing: Standing, key: str) -> SchemeExplanation:
    """Return the account of dibao, dibao by spending or the low-edge class."""
    county, code = look.county, CODES[key]
    due = county.wants.households[look.row]
    entitled, holds = int(due.programme) == code, holds_for_unit(standing, code)
    clause = _clause_of(look, key)
    amount_m = int(due.amount_m) if entitled else 0
    paid_m = int(look.case.claims.households.paid_m[look.row]) if holds and standing.is_paid else 0
    return SchemeExplanation(
        key=key,
        name=words_of(NAMES[code]),
        holder=None,
        entitled=entitled,
        clause=clause,
        parameters=cite(county, key, clause.key, look.unit.is_urban),
        status=status_of(standing, holds, entitled),
        amount_m=amount_m,
        paid_m=paid_m,
        applied=standing.applied if holds or entitled else None,
        first_payment=standing.first_payment if holds else None,
        next_review=standing.next_review if holds or entitled else None,
        until=standing.until if entitled else None,
        notes=_notes(look, entitled, holds, amount_m, paid_m, code),
    )


def _clause_of(look: Look, key: str) -> Clause:
    """Return what decides, put right where the order of the schemes or the reach of the offices decides first."""
    if not look.is_followed:
        return not_assessed(look.is_collective)
    if look.unit.n_unit == 0:
        return reason("nobody_left")
    clause, granted = _CLAUSES[key](look), look.programme
    grants = clause.key in (
        "income_below_standard",
        "spending_deducted",
        "income_in_band",
        "disabled_household",
    )
    if grants and granted not in (CODES[key], NO_PROGRAMME):
        return reason("goes_first", {"scheme": words_of(NAMES[granted])})
    return clause


def _notes(
    look: Look, entitled: bool, holds: bool, amount_m: int, paid_m: int, code: int
) -> tuple[Label, ...]:
    notes = []
    if look.is_followed and entitled != (look.programme == code):
        notes.append(both("note_stale"))
    if entitled and holds and paid_m > 0 and paid_m != amount_m:
        notes.append(both("note_estimate"))
    if holds and not entitled:
        notes.append(both("note_not_entitled"))
    if code == LOW_EDGE and entitled:
        notes.append(both("note_no_cash"))
    return tuple(notes)


def exit_scheme(look: Look, standing: Standing) -> SchemeExplanation:
    """Return the account of the gradual exit: running, due at the next review, or neither."""
    claim = look.case.claims.households[look.row]
    is_running = int(claim.status) == EXITING
    holds_cash = bool(is_cash(int(claim.programme))) and claim.paid_m > 0
    clause = _exit_clause(look, is_running, holds_cash)
    begins = clause.key == gradual_exit.CLAUSES[gradual_exit.IN_EXIT]
    would_begin = begins and bool(leaves_gradually(look.case, look.row, look.unit))
    return SchemeExplanation(
        key=EXIT_KEY,
        name=words_of("group_gradual_exit"),
        holder=None,
        entitled=is_running or would_begin,
        clause=clause,
        parameters=cite(look.county, EXIT_KEY, clause.key, look.unit.is_urban),
        status="exiting" if is_running else "at_review" if would_begin else "none",
        amount_m=int(claim.paid_m) if is_running else 0,
        paid_m=int(claim.paid_m) if is_running else 0,
        applied=standing.decided if is_running else None,
        next_review=standing.next_review if would_begin and claim.review_at != NEVER else None,
        until=standing.until if is_running else None,
    )


def _exit_clause(look: Look, is_running: bool, holds_cash: bool) -> Clause:
    law, unit = look.case.laws.exit, look.unit
    if law.months == 0 and not is_running:
        return reason("not_in_force")
    if not is_running and not holds_cash:
        return reason("no_cash_held")
    if not is_running and unit.n_unit == 0:
        return reason("nobody_left")
    place = gradual_exit.IN_EXIT
    if not is_running:
        income_y = countable_income_y(unit)
        place = gradual_exit.deciding_clause(income_y, unit.n_unit, look.standard, unit.wages_y > 0, law)
        if place == gradual_exit.IN_EXIT and _member_holds(look):
            return reason("member_holds")
    return look.county.law.clause("gradual_exit", gradual_exit.CLAUSES[place])


def _member_holds(look: Look) -> bool:
    """True if a member is due a scheme alone: the review then goes on with the file and begins no exit."""
    due = look.county.wants.persons.programme
    return any(due[person] != NO_PROGRAMME for person in look.members)
