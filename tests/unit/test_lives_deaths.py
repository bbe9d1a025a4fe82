from __future__ import annotations

import math

import numpy as np
import pytest

from sim.lives.deaths import intensity_risk, monthly_risk, yearly_risk
from sim.lives.lifetimes import body_rates, lifetimes
from sim.lives.records import packed
from sim.lives.tables import LifeTables
from sim.state.codes import DEATH
from tests.unit.lives_world import START, agrees, facts, no_deaths, oracle, still


def month_of_death(rates, people, months: int) -> np.ndarray:
    out = np.full(people.id.size, months)
    for events in lifetimes(people, (0, people.id.size), packed(rates), START, months):
        dead = events[events["kind"] == DEATH]
        out[dead["person"]] = dead["month"]
    return out


def with_deaths(mortality_y: np.ndarray, seed: int = 1):
    tables = LifeTables(np.tile(mortality_y, (2, 1)), np.zeros(mortality_y.size), 0.4)
    return body_rates(tables, still(), seed)


def gompertz(B: float, b: float, ages: int = 140) -> np.ndarray:
    """Mean hazard of each year of age."""
    x = np.arange(ages)
    return B / b * np.exp(b * x) * (math.exp(b) - 1)


def test_a_constant_monthly_risk_gives_the_expected_months_of_life():
    inputs, expected = oracle("LT-01")
    rates = with_deaths(np.full(111, -12 * math.log(1 - inputs["q"])))
    agrees(month_of_death(rates, facts(np.zeros(40_000, int)), 3_000), expected, expected * 1.05)


@pytest.mark.parametrize("key", ["LT-02", "LT-03", "LT-04"])
def test_a_gompertz_law_gives_its_life_expectancy(key):
    inputs, expected = oracle(key)
    rates = with_deaths(gompertz(inputs["B"], inputs["b"]))
    months = month_of_death(rates, facts(np.full(40_000, inputs["x"] * 12)), 900)
    agrees((months + 0.5) / 12, expected, expected * 1.05)


def test_a_gompertz_law_gives_its_chance_of_reaching_eighty():
    inputs, expected = oracle("LT-05")
    rates = with_deaths(gompertz(inputs["B"], inputs["b"]))
    agrees(month_of_death(rates, facts(np.full(40_000, 720)), 240) == 240, expected, expected - 0.03)


def test_a_five_year_life_table_gives_its_life_expectancy():
    inputs, expected = oracle("LT-08")
    with np.errstate(divide="ignore"):
        hazard = -np.log(1 - np.array(inputs["q"], float))
    rates = with_deaths(np.append(hazard[:-1], 1e9))
    agrees(month_of_death(rates, facts(np.zeros(40_000, int)), 70) // 12 + 0.5, expected, expected + 0.05)


def test_a_yearly_risk_becomes_the_monthly_one_that_compounds_to_it():
    inputs, expected = oracle("LT-09")
    assert yearly_risk(inputs["q"]).monthly == pytest.approx(expected, rel=1e-9)
    naive = oracle("LT-10")[1]
    assert monthly_risk(yearly_risk(inputs["q"]).monthly).yearly == pytest.approx(inputs["q"], abs=1e-12)
    assert monthly_risk(yearly_risk(inputs["q"]).monthly).yearly != pytest.approx(naive, abs=1e-4)


def test_the_kernel_realises_a_yearly_risk_and_not_twelve_twelfths():
    q = 0.05
    rates = with_deaths(np.full(111, -math.log(1 - q)))
    share = month_of_death(rates, facts(np.full(400_000, 30 * 12)), 12) < 12
    agrees(share, q, q * 1.06)
    assert intensity_risk(-math.log(1 - q)).yearly == pytest.approx(q)


def test_people_who_enter_within_a_year_of_age_keep_the_constant_risk():
    rates = with_deaths(np.full(111, -12 * math.log(0.99)))
    months = month_of_death(rates, facts(np.arange(40_000) % 12 + 480), 3_000)
    agrees(months, 99, 99 * 1.05)


def test_nobody_dies_without_mortality():
    people = facts(np.arange(3_000) % 1_200)
    assert (month_of_death(body_rates(no_deaths(), still(), 1), people, 240) == 240).all()


def test_rural_people_die_more_and_the_mean_is_the_life_table():
    tables = LifeTables(np.full((2, 111), 0.02), np.zeros(111), 0.4)
    rates = body_rates(tables, still(rural_mortality=1.5), 1)
    urban, rural = -12 * np.log(1 - rates.deaths.monthly[:, 0, 30])
    assert rural / urban == pytest.approx(1.5)
    assert 0.6 * urban + 0.4 * rural == pytest.approx(0.02)
    residence = np.arange(60_000) % 2
    months = month_of_death(rates, facts(np.full(60_000, 360), residence=residence), 120)
    assert (months[residence == 1] < 120).mean() > (months[residence == 0] < 120).mean() * 1.2
