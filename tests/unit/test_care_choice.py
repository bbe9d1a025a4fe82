"""The choice of care: worked probabilities, what is feasible, and the short cut for those who stay at home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.care.choice import acceptance, bed_utility, draw_setting, fill_shares, service_utility
from sim.care.early import family_bounds, is_undecided
from sim.care.need import level_of, missing_hours
from sim.care.prices import affordable_m, bed_price_m, voucher_m
from sim.care.rules import SETTING_NAMES, Voucher, care_rules
from sim.care.sheet import draw_choices, fill_sheet
from sim.state.codes import PRIVATE, PUBLIC
from sim.state.places import FAMILY, FAMILY_BED, FIRST_BED, N_SETTINGS, NURSING_BED, ORDINARY_BED
from tests.unit.care_example import START, YUAN, care_law, example_county

CASES = YAML(typ="safe").load(
    (Path(__file__).parents[1] / "cases" / "care" / "golden.yaml").read_text("utf-8")
)


def shares_of(case: dict[str, Any], **law: Any) -> dict[str, float]:
    rules = care_rules(care_law(**law))
    value, share = np.zeros(N_SETTINGS), np.zeros(N_SETTINGS)
    for setting, name in enumerate(SETTING_NAMES):
        price = float(case["price_m"].get(name, 0) * YUAN)
        liking = rules.liking[case["level"], setting]
        if setting < FIRST_BED:
            value[setting] = service_utility(setting, liking, case["carers"], False, price, rules.numbers)
        else:
            value[setting] = bed_utility(liking, False, 0.0, price, 0.0, 0.0, False, rules.numbers)
    fill_shares(value, np.ones(N_SETTINGS, np.bool_), share)
    return dict(zip(SETTING_NAMES, share, strict=True))


def test_the_worked_choice_has_the_worked_probabilities() -> None:
    found = shares_of(CASES["choice"])
    assert found == pytest.approx(CASES["choice"]["expected"], abs=5e-5)
    assert sum(found.values()) == pytest.approx(1.0)


def test_the_worked_choice_would_notice_another_weight_of_the_price() -> None:
    found = shares_of(CASES["choice"], price_weight=-0.8)
    assert found != pytest.approx(CASES["choice"]["expected"], abs=5e-4)


@pytest.mark.parametrize("case", CASES["level"]["cases"], ids=str)
def test_a_score_gives_the_level_of_the_standard(case: dict[str, Any]) -> None:
    found = level_of(
        case["score"], case.get("dementia", False), case.get("risk_events", 0), case.get("coma", False)
    )
    assert found == case["level"]


def test_a_setting_that_is_not_feasible_is_never_chosen() -> None:
    value, share = np.array([0.0, 9.0, 0.0, 0.0, 0.0, 9.0]), np.zeros(N_SETTINGS)
    fill_shares(value, np.array([True, False, False, False, True, False]), share)
    assert share.tolist() == [0.5, 0.0, 0.0, 0.0, 0.5, 0.0]
    assert [draw_setting(share, u) for u in (0.0, 0.4999, 0.5, 0.99999999)] == [0, 0, 4, 4]


def test_a_tekun_holder_pays_nothing_in_a_public_bed_and_the_full_price_in_a_private_one() -> None:
    numbers = care_rules(care_law()).numbers
    assert bed_price_m(260_000.0, PUBLIC, 3, True, True, numbers) == 0.0
    assert bed_price_m(260_000.0, PRIVATE, 3, True, True, numbers) == 260_000.0
    assert bed_price_m(260_000.0, PUBLIC, 3, False, True, numbers) == 260_000.0


def test_the_voucher_is_a_share_of_the_price_up_to_its_cap_from_the_moderate_level_on() -> None:
    numbers = care_rules(care_law(), Voucher(0.5, 0.4, 800 * YUAN, 2)).numbers
    assert voucher_m(1200.0 * YUAN, 2, False, numbers) == 600 * YUAN
    assert voucher_m(2800.0 * YUAN, 2, True, numbers) == 800 * YUAN
    assert voucher_m(1000.0 * YUAN, 2, True, numbers) == 400 * YUAN
    assert voucher_m(1200.0 * YUAN, 1, False, numbers) == 0


def test_means_are_nine_tenths_of_income_and_a_part_of_the_savings() -> None:
    numbers = care_rules(care_law()).numbers
    found = affordable_m(1000.0, 200.0, 5000.0, 120_000.0, numbers)
    assert found == pytest.approx(0.9 * (1000 + 200 + 0.1 * 5000) + 0.3 * 120_000 / 12)


def test_a_better_bed_is_accepted_more_often_and_an_unchanged_one_with_the_base_probability() -> None:
    numbers = care_rules(care_law()).numbers
    same, better, worse = (acceptance(value, 1.0, numbers) for value in (1.0, 2.0, 0.0))
    assert same == pytest.approx(1 / (1 + np.exp(-2.0)))
    assert worse < same < better


def test_the_family_s_hours_count_at_home_and_not_in_a_bed() -> None:
    assert missing_hours(3.0, 0.4, 0.5, 4.0, FAMILY) == pytest.approx(0.6)
    assert missing_hours(3.0, 2.0, 2.0, 4.0, ORDINARY_BED) == pytest.approx(1.0)
    assert missing_hours(1.0, 2.0, 0.0, 4.0, ORDINARY_BED) == 0.0


def test_levels_close_the_settings_that_do_not_suit_them() -> None:
    is_open = care_rules(care_law()).is_open
    assert not is_open[4, ORDINARY_BED]
    assert is_open[3, ORDINARY_BED]
    assert not is_open[0, NURSING_BED]
    assert is_open[1, NURSING_BED]
    assert not is_open[0, FAMILY_BED]
    assert is_open[:, FAMILY].all()


@given(
    seed=st.integers(0, 2**40),
    t=st.integers(0, 200),
    shift=st.floats(-1.0, 3.0),
    habit=st.floats(0.0, 2.0),
    spread=st.floats(0.0, 1.0),
)
def test_the_short_cut_never_settles_what_the_full_reckoning_would_decide_otherwise(
    seed: int, t: int, shift: float, habit: float, spread: float
) -> None:
    county = example_county(300, seed=seed % 1000, bed_shift=shift, habit_weight=habit, taste_spread=spread)
    rows, numbers = county.elders(), county.rules.numbers
    is_open = is_undecided(rows, county.places, county.context, numbers, family_bounds(county.rules), seed, t)
    sheet = fill_sheet(rows, county.present, county.places, county.homes, county.context, county.rules, seed)
    chosen = draw_choices(sheet, seed, t)
    assert (chosen[~is_open] == FAMILY).all()
    assert (~is_open).mean() > 0.05


def test_the_short_cut_stands_back_when_dearer_would_please_more() -> None:
    county = example_county(50)
    numbers = county.rules.numbers._replace(price_weight=0.5)
    bounds = family_bounds(county.rules)
    rows = county.elders()
    assert is_undecided(rows, county.places, county.context, numbers, bounds, 1, 1).all()


def test_who_cannot_pay_for_a_bed_never_chooses_one() -> None:
    county = example_county(200)
    county.present.persons.pension_m[:] = 100 * YUAN
    county.context.assets[:] = 0
    county.context.is_tekun[:] = 0
    rows = county.elders(START)
    sheet = fill_sheet(rows, county.present, county.places, county.homes, county.context, county.rules, 1)
    assert (sheet.share[:, FIRST_BED:] == 0.0).all()
    county.context.is_tekun[rows] = 1
    sheet = fill_sheet(rows, county.present, county.places, county.homes, county.context, county.rules, 1)
    assert (sheet.share[:, FIRST_BED:].sum(axis=1) > 0.0).any()
