"""The cliff of a family: worked by hand at both sides of every line."""

from __future__ import annotations

import pytest

from sim.charts.cliff import COLUMNS as CHART_COLUMNS
from sim.clock import parse_month
from sim.errors import SimError
from sim.explain.cliff import COLUMNS, Family, cliff
from sim.laws import Change, LawBook
from sim.state.codes import PHYSICAL
from sim.state.holder import HolderView
from sim.state.view import HouseholdView

MONTH = parse_month("2024-06")
PLAIN = {
    "dibao.standard_rural_m": 500,
    "means_test.employment_cost_mode": "none",
    "gradual_exit.months": 6,
    "gradual_exit.cap_ratio": 2,
    "gradual_exit.only_from_work": True,
}


def book(**changes):
    law = {**PLAIN, **{key.replace("__", "."): value for key, value in changes.items()}}
    return LawBook("yunxi", [Change(name, MONTH, set=value) for name, value in law.items()])


def at(frame, earned, programme):
    row = frame[(frame["earned_m"] == earned) & (frame["programme"] == programme)]
    return float(row["amount_m"].iloc[0]), float(row["net_income_m"].iloc[0])


WIDOW = Family(HouseholdView(3, False))


def test_dibao_falls_by_a_yuan_for_every_yuan_and_ends_at_the_line():
    frame = cliff(WIDOW, [0, 100_000, 149_900, 150_000], book(), MONTH)
    assert at(frame, 0, "dibao") == (1500, 1500)
    assert at(frame, 1000, "dibao") == (500, 1500)
    assert at(frame, 1499, "dibao") == (1, 1500)
    assert at(frame, 1500, "dibao") == (0, 1500)
    assert tuple(frame.columns) == COLUMNS == CHART_COLUMNS


def test_a_disabled_member_loses_the_living_subsidy_at_the_line_and_keeps_the_nursing_subsidy():
    member = HolderView(40, False, disability_type=PHYSICAL, disability_grade=1, needs_care=True)
    family = Family(HouseholdView(3, False), (member,))
    frame = cliff(family, [149_900, 150_000], book(), MONTH)
    assert at(frame, 1499, "disability_living") == (110, 1500 + 110 + 120)
    assert at(frame, 1500, "disability_living") == (0, 1500 + 120)
    assert at(frame, 1500, "disability_nursing")[0] == 120


def test_the_deduction_for_the_cost_of_working_moves_the_line():
    law = book(means_test__employment_cost_mode="std_share", means_test__employment_cost_of_standard=0.3)
    frame = cliff(WIDOW, [100_000, 164_900, 165_000], law, MONTH)
    assert at(frame, 1000, "dibao")[0] == 650  # 1,500 - (1,000 - 150)
    assert at(frame, 1649, "dibao")[0] == 1
    assert at(frame, 1650, "dibao")[0] == 0


def test_the_gradual_exit_pays_the_old_amount_on_below_its_cap():
    family = Family(HouseholdView(3, False), exit_month=1)
    frame = cliff(family, [149_900, 150_000, 299_900, 300_000], book(), MONTH)
    assert at(frame, 1499, "gradual_exit")[0] == 0
    assert at(frame, 1500, "gradual_exit") == (1500, 3000)
    assert at(frame, 2999, "gradual_exit")[0] == 1500
    assert at(frame, 3000, "gradual_exit") == (0, 3000)
    late = cliff(Family(HouseholdView(3, False), exit_month=7), [0, 150_000], book(), MONTH)
    assert set(late["programme"]) == {"dibao"}


def test_who_has_held_nothing_has_nothing_to_leave_gradually():
    family = Family(HouseholdView(3, False, farm_y=12 * 160_000), exit_month=1)
    frame = cliff(family, [0, 10_000], book(), MONTH)
    assert at(frame, 0, "dibao") == (0, 1600)
    assert set(frame["programme"]) == {"dibao"}


@pytest.mark.parametrize("steps", [[], [-1, 0]])
def test_earnings_that_are_none_are_refused(steps):
    with pytest.raises(SimError):
        cliff(WIDOW, steps, book(), MONTH)
