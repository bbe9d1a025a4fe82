"""Budgets in the month: tranches and arrears before anything is paid, rationing before the offices work, and a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR, month_of_year
from sim.finance.departments import is_of_others
from sim.finance.ledger import PAYERS, split
from sim.finance.treasury import (
    CUT_DISCRETIONARY,
    DISCRETIONARY,
    SLOW_APPROVALS,
    Treasury,
    begin_month,
    foresee,
    is_limited,
    open_treasury,
    open_year,
    overspent,
    pay_dues,
    receive_rest,
    settle,
)
from sim.money import FEN_PER_YUAN

if TYPE_CHECKING:
    from sim.engine.county import County


def treasury_of(county: County) -> Treasury:
    """Return the treasury of a county before its first month."""
    return open_treasury(len(county.ledger.programmes), county.teams.workers)


def release(county: County) -> None:
    """Open the year's budgets, let tranches arrive, and pay what is owed before anything new."""
    treasury, law, month = county.treasury, _budget(county), month_of_year(county.month)
    begin_month(treasury)
    if county.t == 0 or month == 1:
        held = min(county.scenario.end - county.month + 1, MONTHS_PER_YEAR - month + 1)
        open_year(treasury, law, county.world.share, held)
    if not is_limited(treasury):
        return
    # A run that begins after the second tranche has it from the start.
    if month == law.second_tranche_month or (county.t == 0 and month > law.second_tranche_month):
        receive_rest(treasury)
    paid = settle(treasury, law.county_advances)
    nobody = np.zeros(county.n_townships, np.int64)
    for line, name in enumerate(county.ledger.programmes):
        if paid[line].any():
            county.ledger.book(county.t, name, paid[line], nobody)


def ration(county: County) -> None:
    """Look ahead, and ration if the year's money will not last and the budget's rule says how."""
    treasury, law = county.treasury, _budget(county)
    if not is_limited(treasury):
        return
    foresee(treasury, MONTHS_PER_YEAR - month_of_year(county.month) + 1)
    is_tight = bool(treasury.is_tight.any())
    is_cut = is_tight and law.rationing == CUT_DISCRETIONARY
    county.teams.workers[:] = 0.0 if is_cut else treasury.workers
    if is_tight and law.rationing == SLOW_APPROVALS:
        county.offices.case_hours[:] *= law.slow_share


def disburse(
    county: County,
    programme: str,
    amounts: NDArray[np.int64],
    persons: NDArray[np.int64],
    shares: tuple[float, ...],
) -> None:
    """Pay a line as far as the budgets go, and book what is paid; all of it without ceilings, or from others' funds."""
    treasury = county.treasury
    if not is_limited(treasury) or is_of_others(programme):
        county.ledger.pay(county.t, programme, amounts, persons, shares)
        return
    law = _budget(county)
    if programme in DISCRETIONARY and law.rationing == CUT_DISCRETIONARY and treasury.is_tight.any():
        treasury.cut[:] += amounts
        return
    line = county.ledger.programmes.index(programme)
    paid = pay_dues(treasury, line, split(amounts, shares), law.rationing, law.county_advances)
    county.ledger.book(county.t, programme, paid, persons)


def observe_treasury(county: County) -> None:
    """Enter what is owed, cut and overspent, and who is short, where anyone has a ceiling."""
    treasury, put, t = county.treasury, county.series.put, county.t
    if not is_limited(treasury) and ("arrears_fen", PAYERS[0]) not in county.series.values:
        return
    beyond = overspent(treasury)
    for payer, name in enumerate(PAYERS):
        put("arrears_fen", t, treasury.arrears[:, :, payer].sum(axis=0), name)
        county.region("overspent", name)[t] = _yuan(beyond[payer])
        county.region("budget_left", name)[t] = _yuan(treasury.cash[payer])
        county.region("advanced", name)[t] = _yuan(treasury.advanced[payer])
        county.region("is_tight", name)[t] = float(treasury.is_tight[payer])
    put("cut_fen", t, treasury.cut.copy())


def _budget(county: County) -> Any:
    return county.law.in_force("budget", county.month)


def _yuan(fen: Any) -> float:
    return float(fen) / FEN_PER_YUAN
