"""Where a household stands with the office: aware, waiting, granted, receiving, refused or in exit."""

from __future__ import annotations

from sim.administration.payments import is_paid_now
from sim.clock import format_month
from sim.explain.account import Standing
from sim.explain.look import Look
from sim.state.claims import AWARE, COOLING, EXITING, NEVER, QUEUED, RECEIVING, REFUSALS, UNAWARE
from sim.state.codes import NO_PROGRAMME

_WITHOUT_HOLDING = {
    UNAWARE: "unaware",
    AWARE: "aware",
    QUEUED: "waiting",
    RECEIVING: "at_review",
    COOLING: "refused",
    EXITING: "at_review",
}


def month_text(look: Look, t: int) -> str | None:
    """Return a month of the run as text, None for one that never is."""
    return None if t == NEVER else format_month(look.county.scenario.start + int(t))


def standing_of(look: Look) -> Standing:
    """Return where the household stands as a whole at the end of the month."""
    claim = look.case.claims.households[look.row]
    status = int(claim.status)
    is_paid = bool(is_paid_now(look.case.claims, look.row, look.case.t))
    own = sum(int(look.case.claims.persons.paid_m[person]) for person in look.members)
    dated = status in (COOLING, EXITING)
    return Standing(
        status=status,
        programme=int(claim.programme) if status in (RECEIVING, EXITING) else NO_PROGRAMME,
        is_paid=is_paid,
        applied=month_text(look, claim.applied_at),
        decided=month_text(look, claim.decided_at),
        first_payment=month_text(look, claim.pay_from),
        next_review=month_text(look, claim.review_at),
        until=month_text(look, claim.until) if dated else None,
        visited=month_text(look, claim.visited_at),
        paid_m=int(claim.paid_m) + own if is_paid else 0,
        paid_y=int(claim.paid_y),
        refusal=REFUSALS[int(claim.refusal)] if status == COOLING else None,
    )


def holds_for_unit(standing: Standing, programme: int) -> bool:
    """True if the unit holds a scheme; a gradual exit from it is none."""
    return standing.status == RECEIVING and standing.programme == programme


def status_of(standing: Standing, holds: bool, entitled: bool) -> str:
    """Return where the household stands on one scheme, one of `account.STATUSES`."""
    if holds:
        return "receiving" if standing.is_paid else "granted"
    return _WITHOUT_HOLDING[standing.status] if entitled else "none"
