"""Counting the month: one pass over the followed households, whole numbers only, by township.

Ratios are formed later from these counts, so a region's coverage is never an average of its townships' coverages.
Shares of a gap are counted in billionths, so that sums do not depend on the order of the rows.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule
from sim.state.claims import EXITING, QUEUED, RECEIVING, Claims, Entitlements
from sim.state.codes import (
    DIBAO,
    DIBAO_EXPENDITURE,
    LOW_EDGE,
    NO_PROGRAMME,
    NOBODY,
    SINGLE_PERSON,
    TEKUN,
)
from sim.state.present import Present

BILLION = 1_000_000_000

COUNTS = (
    "dibao_persons_urban",
    "dibao_persons_rural",
    "dibao_households",
    "low_edge_persons",
    "exit_persons",
    "tekun_persons",
    "single_person_dibao_persons",
    "eligible_persons",
    "eligible_receiving_persons",
    "receiving_persons",
    "receiving_not_eligible_persons",
    "benefit_fen",
    "leaked_fen",
    "gap_fen",
    "gap_filled_fen",
    "gap_filled_once_fen",
    "income_poor_persons",
    "income_poor_receiving_persons",
    "poor_persons_before",
    "poor_gap_before",
    "poor_severity_before",
    "poor_persons_after",
    "poor_gap_after",
    "poor_severity_after",
    "queued_households",
)
(
    _DIBAO_URBAN,
    _DIBAO_RURAL,
    _DIBAO_HOUSEHOLDS,
    _LOW_EDGE,
    _EXIT,
    _TEKUN,
    _SINGLE,
    _ELIGIBLE,
    _ELIGIBLE_RECEIVING,
    _RECEIVING,
    _RECEIVING_NOT_ELIGIBLE,
    _BENEFIT,
    _LEAKED,
    _GAP,
    _GAP_FILLED,
    _GAP_FILLED_ONCE,
    _INCOME_POOR,
    _INCOME_POOR_RECEIVING,
    _POOR_BEFORE,
    _,
    _,
    _POOR_AFTER,
    _,
    _,
    _QUEUED,
) = range(len(COUNTS))


@rule
def is_cash_for_unit(programme: int) -> bool:
    """True for the schemes that pay the whole unit a monthly top-up."""
    return programme == DIBAO or programme == DIBAO_EXPENDITURE


@rule
def count_poverty(row: NDArray[np.int64], first: int, income: int, line: int, n: int) -> None:
    """Add a household to the headcount, gap and severity (FGT 0, 1, 2) of persons below the line."""
    if income >= line or line <= 0:
        return
    gap = (line - max(income, 0)) / line
    row[first] += n
    row[first + 1] += n * int(gap * BILLION + 0.5)
    row[first + 2] += n * int(gap * gap * BILLION + 0.5)


@rule
def count_members(
    p: Present, wants: Entitlements, claims: Claims, household: int, is_paid: bool, row: NDArray[np.int64]
) -> tuple[int, int]:
    """Count the members; returns the fen a month that members hold by themselves and how many hold something."""
    money = holders = 0
    unit_entitled = is_cash_for_unit(wants.households[household].programme)
    unit_held = is_paid and is_cash_for_unit(claims.households[household].programme)
    person = p.households[household].first_member
    while person != NOBODY:
        own = claims.persons[person].programme if is_paid else NO_PROGRAMME
        entitled = unit_entitled or wants.persons[person].programme != NO_PROGRAMME
        receives = unit_held or own != NO_PROGRAMME
        row[_TEKUN] += own == TEKUN
        row[_SINGLE] += own == SINGLE_PERSON
        row[_ELIGIBLE] += entitled
        row[_RECEIVING] += receives
        row[_ELIGIBLE_RECEIVING] += entitled and receives
        row[_RECEIVING_NOT_ELIGIBLE] += receives and not entitled
        if own != NO_PROGRAMME:
            money += claims.persons[person].paid_m
            holders += 1
        person = p.persons[person].next_member
    return money, holders


@rule
def count_money(
    wants: Entitlements,
    household: int,
    entitled: bool,
    paid: int,
    once: int,
    n: int,
    receives: bool,
    row: NDArray[np.int64],
) -> None:
    """Count benefits, leakage, the gap to the line and how much of it is filled, and poverty before and after.

    `once` is the month's one-off money beside the monthly benefits.
    """
    line = wants.households[household].needs_m
    income = wants.households[household].disposable_m
    row[_BENEFIT] += paid
    if receives:
        gap = max(line - wants.households[household].countable_m, 0)
        row[_GAP] += gap
        row[_GAP_FILLED] += min(paid, gap)
        row[_GAP_FILLED_ONCE] += min(paid + once, gap)
        if not entitled:
            row[_LEAKED] += paid
    if income < line:
        row[_INCOME_POOR] += n
        if receives:
            row[_INCOME_POOR_RECEIVING] += n
    count_poverty(row, _POOR_BEFORE, income, line, n)
    count_poverty(row, _POOR_AFTER, income + paid, line, n)


@rule
def count_household(
    p: Present,
    wants: Entitlements,
    claims: Claims,
    household: int,
    is_urban: bool,
    once: int,
    t: int,
    row: NDArray[np.int64],
) -> None:
    """Add one household to the counts of its township."""
    n = p.households[household].n_members
    status = claims.households[household].status
    paid = 0
    is_paid = status == RECEIVING and claims.households[household].pay_from <= t
    if status == EXITING:
        row[_EXIT] += n
        paid = claims.households[household].paid_m
    if status == QUEUED:
        row[_QUEUED] += 1
    programme = claims.households[household].programme
    money, holders = count_members(p, wants, claims, household, is_paid, row)
    if is_paid:
        paid = claims.households[household].paid_m + money
        if is_cash_for_unit(programme):
            row[_DIBAO_URBAN if is_urban else _DIBAO_RURAL] += n - holders
            row[_DIBAO_HOUSEHOLDS] += 1
        elif programme == LOW_EDGE:
            row[_LOW_EDGE] += n - holders
    receives = is_paid and (is_cash_for_unit(programme) or holders > 0)
    count_money(wants, household, wants.households[household].is_relevant == 1, paid, once, n, receives, row)


@kernel
def count_month(
    p: Present,
    wants: Entitlements,
    claims: Claims,
    followed: NDArray[np.int32],
    township: NDArray[np.int16],
    is_urban: NDArray[np.bool_],
    once: NDArray[np.int64],
    t: int,
    out: NDArray[np.int64],
) -> None:
    """Add the month's counts to `out`, int64 townships x COUNTS; `once` is one-off money, fen a household."""
    for household in followed:
        if p.households[household].n_members > 0:
            row = out[township[household]]
            count_household(p, wants, claims, household, is_urban[household], once[household], t, row)
