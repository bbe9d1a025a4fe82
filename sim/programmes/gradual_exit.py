"""Gradual exit 低保渐退: after a rise of income the old amount is paid on for some months.

Measure 民发〔2021〕57号; notice 民发〔2022〕83号; lengths and schedules are local.
"""

from __future__ import annotations

from sim.clock import MONTHS_PER_YEAR
from sim.kernels import rule
from sim.laws import Law
from sim.money import ceil_to_yuan, share_of

# Order of the choices in gradual_exit.yaml.
HOLD, STEP = 0, 1

CLAUSES = ("rise_below_cap", "below_standard_again", "at_or_above_cap", "not_from_work")
IN_EXIT, BELOW_AGAIN, ABOVE_CAP, NOT_FROM_WORK = 0, 1, 2, 3


@rule
def deciding_clause(income_y: int, n_unit: int, standard: int, is_from_work: bool, law: Law) -> int:
    """Return the place in CLAUSES of the sentence that grants or refuses a gradual exit at a review."""
    line_y = MONTHS_PER_YEAR * standard * n_unit
    if income_y < line_y:
        return BELOW_AGAIN
    if income_y >= share_of(line_y, law.cap_ratio):
        return ABOVE_CAP
    return NOT_FROM_WORK if law.only_from_work and not is_from_work else IN_EXIT


@rule
def in_exit_band(income_y: int, n_unit: int, standard: int, is_from_work: bool, law: Law) -> bool:
    """True if the income per head has risen to the standard or above and stays strictly below the cap."""
    return law.months > 0 and deciding_clause(income_y, n_unit, standard, is_from_work, law) == IN_EXIT


@rule
def payment_share(exit_month: int, law: Law) -> float:
    """Return the share of the old amount paid in the exit's month (counted from 1); zero after the last."""
    if exit_month < 1 or exit_month > law.months:
        return 0.0
    if law.schedule == HOLD:
        return 1.0
    return max(0.0, 1.0 - law.step_share * ((exit_month - 1) // max(1, law.step_months)))


@rule
def payment_m(previous_m: int, addon_m: int, exit_month: int, law: Law) -> int:
    """Return the payment in the exit's month, fen: the old amount held or stepped down, and add-ons still due."""
    share = payment_share(exit_month, law)
    if share == 0.0:
        return 0
    return ceil_to_yuan(share_of(previous_m, share)) + addon_m
