"""Payments: once a month, to everyone whose first payment is due, from the month after the decision."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule
from sim.state.claims import EXITING, RECEIVING, Claims
from sim.state.codes import NO_PROGRAMME, NOBODY, TEKUN
from sim.state.present import Present

PAYMENT_LINES = ("dibao_urban", "dibao_rural", "single_person_dibao", "tekun_base", "tekun_care")
_DIBAO_URBAN, _DIBAO_RURAL, _SINGLE, _BASE, _CARE = range(len(PAYMENT_LINES))


@rule
def is_paid_now(claims: Claims, household: int, t: int) -> bool:
    """True if the household's grant, or its gradual exit, is paid in month t."""
    status = claims.households[household].status
    return status == EXITING or (status == RECEIVING and claims.households[household].pay_from <= t)


@rule
def pay_members(
    p: Present,
    claims: Claims,
    household: int,
    amounts: NDArray[np.int64],
    persons: NDArray[np.int64],
) -> tuple[int, int]:
    """Pay the schemes that members hold by themselves; returns the fen paid and the number of such members."""
    total = holders = 0
    person = p.households[household].first_member
    while person != NOBODY:
        held = claims.persons[person].programme
        if held != NO_PROGRAMME:
            amount = claims.persons[person].paid_m
            care = claims.persons[person].care_m
            line = _BASE if held == TEKUN else _SINGLE
            amounts[line] += amount - care
            persons[line] += 1
            amounts[_CARE] += care
            persons[_CARE] += care > 0
            total += amount
            holders += 1
        person = p.persons[person].next_member
    return total, holders


@kernel
def pay_month(
    p: Present,
    claims: Claims,
    followed: NDArray[np.int32],
    township: NDArray[np.int16],
    is_urban: NDArray[np.bool_],
    t: int,
    amounts: NDArray[np.int64],
    persons: NDArray[np.int64],
) -> None:
    """Add the month's payments to `amounts` (fen) and `persons`, int64 townships x PAYMENT_LINES."""
    for household in followed:
        if not is_paid_now(claims, household, t) or p.households[household].n_members == 0:
            continue
        place = township[household]
        own, holders = pay_members(p, claims, household, amounts[place], persons[place])
        unit = claims.households[household].paid_m
        if unit > 0:
            line = _DIBAO_URBAN if is_urban[household] else _DIBAO_RURAL
            amounts[place, line] += unit
            persons[place, line] += p.households[household].n_members - holders
        claims.households[household].paid_y += own + unit
