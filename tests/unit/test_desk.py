"""The hours of an office: shares, and what one kind of work leaves to the other."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.administration.desk import CASES_FIRST, REVIEWS_FIRST, SPLIT, divide_hours
from sim.institutions.township_office import open_offices

HOURS = 100.0


def hours(queue: int, reviews_due: int, order: int = SPLIT) -> tuple[float, float]:
    """Return the hours for cases (10 each) and for reviews (2 each) of one worker of 100 hours, 40 % for cases."""
    offices = open_offices(np.ones(1))
    offices.queue[:], offices.reviews_due[:], offices.decided[:] = queue, reviews_due, 1
    law = SimpleNamespace(
        office_staff_multiplier=1.0, office_hours_month=HOURS, share_on_cases=0.4, desk_order=order,
        hours_per_case=10.0, hours_per_review=2.0,
    )  # fmt: skip
    divide_hours(offices, law)
    return float(offices.case_hours[0]), float(offices.review_hours[0])


def test_an_office_with_too_much_of_both_keeps_its_shares():
    assert hours(queue=50, reviews_due=500) == (40.0, 60.0)


def test_hours_that_no_review_needs_go_to_cases():
    assert hours(queue=50, reviews_due=10) == (80.0, 20.0)


def test_hours_that_no_case_needs_go_to_reviews():
    assert hours(queue=1, reviews_due=500) == (20.0, 80.0)


@pytest.mark.parametrize(("order", "expected"), [(REVIEWS_FIRST, (0.0, 100.0)), (CASES_FIRST, (100.0, 0.0))])
def test_what_comes_first_may_take_every_hour(order, expected):
    assert hours(queue=50, reviews_due=500, order=order) == expected
