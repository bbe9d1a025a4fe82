"""How a decision comes about: capacity of the office, first payment, review classes, changes too small to count.

Measure 民发〔2021〕57号 on review and confirmation of dibao; classes A, B and C as local offices use them.
"""

from __future__ import annotations

from sim.kernels import rule
from sim.laws import Law
from sim.money import share_of

CLASS_A, CLASS_B, CLASS_C = 0, 1, 2

CLAUSES = ("review_a", "review_b", "review_c")


@rule
def cases_a_month(staff: float, hours_m: float, share_on_cases: float, hours_per_case: float) -> float:
    """Return how many new cases an office can decide in a month; those above it queue."""
    return staff * hours_m * share_on_cases / hours_per_case


@rule
def review_class(n_workers_able: int, is_income_stable: bool) -> int:
    """Return A for a unit without capacity to work and with stable income, C for one with both against it, else B."""
    if n_workers_able == 0:
        return CLASS_A if is_income_stable else CLASS_B
    return CLASS_B if is_income_stable else CLASS_C


@rule
def review_months(class_of_review: int, law: Law) -> int:
    """Return the months between two reviews of a class."""
    if class_of_review == CLASS_A:
        return law.review_a_months
    return law.review_b_months if class_of_review == CLASS_B else law.review_c_months


@rule
def next_review(decided: int, class_of_review: int, law: Law) -> int:
    """Return the month of the next review after a decision of month `decided`."""
    return decided + review_months(class_of_review, law)


@rule
def first_payment(confirmed: int, law: Law) -> int:
    """Return the month of the first payment after the month of confirmation."""
    return confirmed + law.pay_lag_months


@rule
def is_small_change(amount_before_m: int, amount_now_m: int, n_unit: int, standard: int, law: Law) -> bool:
    """True if a change per head stays within the band and leaves the amount as it is until the next review."""
    return abs(amount_now_m - amount_before_m) <= share_of(standard * n_unit, law.small_change_share)
