"""Calibration, back-cast and forecast on the fictional county and a hundredth of Hezuo."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.simulate import simulate
from sim.engine.world import law_book
from sim.experiments.calibration.fitting import Fit, fit_region, starts_of
from sim.experiments.calibration.kept import fit_text, load_calibration
from sim.experiments.calibration.plan import from_unit, movables, to_unit, usual_values, with_values
from sim.experiments.forecast import forecast
from sim.laws import LawBook
from sim.population.profile import available_regions, load_profile
from sim.scenario import Scenario, load_scenario, scenario_path


def baseline(region: str) -> Scenario:
    return load_scenario(scenario_path(region, "baseline"))


@pytest.fixture(scope="module")
def fit() -> Fit:
    return fit_region(baseline("yunxi"), most_runs=40, n_starts=1)


def test_a_fit_is_nearer_to_its_targets_than_the_usual_values(fit: Fit) -> None:
    assert fit.best.loss < fit.before.loss
    target = fit.targets[0]
    before, after = (abs(np.log(one.simulated[target.key] / target.aim)) for one in (fit.before, fit.best))
    assert after < before


def test_a_fit_stays_within_its_bounds_and_moves_nothing_else(fit: Fit) -> None:
    assert set(fit.best.values) == set(movables())
    for name, one in movables().items():
        assert one.low <= fit.best.values[name] <= one.high
    scenario = with_values(baseline("yunxi"), fit.best.values, "fitted")
    assert {change.parameter for change in scenario.changes} == set(movables())


def test_the_same_search_gives_the_same_fit(fit: Fit) -> None:
    again = fit_region(baseline("yunxi"), most_runs=40, n_starts=1)
    assert fit_text(again) == fit_text(fit)


def test_only_declared_assumptions_may_be_fitted_inside_their_declared_ranges() -> None:
    book = LawBook("yunxi")
    for name, one in movables().items():
        parameter = book.parameter(name)
        assert parameter.role == "assumption" or name == "means_test.support_share", name
        low, high = (float(end) for end in parameter.range)  # type: ignore[union-attr]
        assert low <= one.low < one.high <= high, name


def test_places_and_values_are_two_ways_to_say_the_same() -> None:
    usual = usual_values(baseline("yunxi"))
    assert usual["administration.opening_coverage"] == float(
        str(LawBook("yunxi").value("administration.opening_coverage", baseline("yunxi").start))
    )
    assert from_unit(to_unit(usual)) == pytest.approx(usual, abs=1e-5)
    starts = starts_of(to_unit(usual), 3)
    assert len({tuple(one) for one in starts}) == 3
    assert all(((one >= 0) & (one <= 1)).all() for one in starts)


@pytest.mark.parametrize("region", [name for name in available_regions() if load_calibration(name)])
def test_a_kept_fit_is_one_of_the_split_in_force_and_runs(region: str) -> None:
    kept = load_calibration(region)
    assert kept is not None
    assert kept.content["seed"] == baseline(region).seed
    assert kept.values == kept.members[0]
    assert set(kept.values) == set(movables())
    book = law_book(baseline(region))
    assert {name: float(str(book.value(name, baseline(region).start))) for name in kept.values} == kept.values


def test_a_region_without_a_fit_is_run_as_it_is() -> None:
    bare = replace(baseline("yunxi"), is_fitted=False)
    assert load_calibration("yunxi") is None
    assert law_book(baseline("yunxi")).fingerprint() == law_book(bare).fingerprint()


def test_the_back_cast_of_hezuo_knows_the_two_published_standards() -> None:
    book = LawBook("hezuo", carries_back=True)
    for year, urban, rural in ((2012, 335, 160), (2022, 784, 458)):
        law = book.in_force("dibao", 12 * (year - 1900))
        assert (law.standard_urban_m, law.standard_rural_m) == (100 * urban, 100 * rural)
    assert book.source("dibao", "tier1_share", 12 * 112).status == "assumed"


def test_a_forecast_has_every_year_and_the_mean_lies_within_its_interval() -> None:
    scenario = replace(baseline("yunxi"), months=24)
    runs = [simulate(replace(scenario, seed=seed)) for seed in (1, 2)]
    table = forecast(runs, load_profile("yunxi"))
    assert set(table["year"]) == {"2022", "2023"}
    known = table.dropna()
    assert ((known["low"] <= known["value"]) & (known["value"] <= known["high"])).all()
    assert (known["low"] >= 0).all()
    assert (table[table["indicator"] == "coverage_admin"]["value"] <= 1).all()
