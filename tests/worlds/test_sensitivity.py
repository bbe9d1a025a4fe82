"""Sensitivity finds what decides an outcome and leaves alone what cannot move it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.experiments import sensitivity
from sim.experiments.answering import Where
from sim.experiments.assumptions import at_point, declared
from sim.experiments.ensemble import BOTH, design, run_ensemble
from sim.experiments.outcomes import outcomes_of
from sim.experiments.sensitivity import MU_STAR, TOTAL, aim, deciding, morris, sobol
from sim.experiments.vocabulary import experiments, vocabulary
from sim.laws import Change

SHORT = 3
DECIDES, IDLE = "administration.opening_coverage", "care.opening_occupancy"


@pytest.fixture(scope="module")
def base(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def where(tmp_path_factory):
    return Where(tmp_path_factory.mktemp("store"))


@pytest.fixture(scope="module")
def examined(base):
    return aim(base, ["receiving_persons", "occupied"], [DECIDES, IDLE, "finance.staff_hour"])


def index(table, assumption, outcome, which):
    rows = table[(table["assumption"] == assumption) & (table["outcome"] == outcome)]
    return float(rows[rows["index"] == which]["value"].iloc[0])


def test_morris_finds_what_moves_an_outcome_and_what_cannot(examined, where):
    table = morris(examined, where, trajectories=2)
    assert deciding(table, "receiving_persons", 1) == [DECIDES]
    assert deciding(table, "occupied", 1) == [IDLE]
    assert index(table, IDLE, "receiving_persons", MU_STAR) == 0
    assert index(table, "finance.staff_hour", "occupied", MU_STAR) == 0
    assert list(table.columns) == ["assumption", "outcome", "index", "value", "low", "high"]


def test_sobol_gives_all_the_variance_to_the_only_cause(examined, where):
    table = sobol(examined, where, points=4)
    assert index(table, DECIDES, "receiving_persons", TOTAL) > 0.5
    assert abs(index(table, IDLE, "receiving_persons", TOTAL)) < 1e-9
    with pytest.raises(ScenarioError, match="power of two"):
        sobol(examined, where, points=6)


def test_sobol_is_right_where_the_answer_is_known(examined, where, monkeypatch):
    # f = x1 + 2 x2 of uniform x: shares 1/5 and 4/5, nothing for the third.
    monkeypatch.setattr(
        sensitivity, "evaluate", lambda _, points, *rest: (points @ [[1.0], [2.0], [0.0]]).repeat(2, axis=1)
    )
    table = sobol(examined, where, points=512)
    shares = [index(table, one.name, "occupied", TOTAL) for one in examined.assumptions]
    names = [one.name for one in examined.assumptions]
    assert np.allclose(sorted(shares), [0, 0.2, 0.8], atol=0.03)
    assert shares[names.index(names[1])] == max(shares)


def test_the_effect_of_a_scenario_can_be_examined_instead_of_its_level(base, where):
    raised = replace(
        base, name="raised", changes=(Change("dibao.standard_rural_m", base.start, multiply=1.2),)
    )
    of_effect = aim(raised, ["spending_total"], [DECIDES, IDLE], baseline=base)
    found = sensitivity.evaluate(of_effect, np.array([[0.1, 0.5], [0.9, 0.5]]), where)
    level = sensitivity.evaluate(replace(of_effect, baseline=None), np.array([[0.1, 0.5], [0.9, 0.5]]), where)
    assert (found < level).all()
    assert (found > 0).all()


def _line_of(name):
    """Return the budget line of which a parameter is a payer's share, or "" for any other."""
    found = re.fullmatch(r"finance\.(\w+)_(central|province|prefecture)_share", name)
    return found[1] if found else ""


def test_points_of_the_cube_are_values_of_the_range(base):
    known = declared(base)
    low, high = at_point(known, np.zeros(len(known))), at_point(known, np.ones(len(known)))
    middle = at_point(known, np.full(len(known), 0.5))
    lines = Counter(_line_of(one.name) for one in known)
    for one in known:
        if _line_of(one.name) and lines[_line_of(one.name)] > 1:
            continue  # the shares of one line share one whole
        assert float(low[one.name]) == pytest.approx(one.low)
        assert float(high[one.name]) == pytest.approx(one.high)
        assert low[one.name] <= middle[one.name] <= high[one.name]
    assert len(known) > 100


def test_the_vocabulary_names_levers_uncertainties_and_outcomes(base, where):
    table = vocabulary(base)
    assert set(table["kind"]) == {"lever", "uncertainty", "outcome"}
    row = table.set_index("name").loc["dibao.standard_urban_m"]
    assert row["kind"] == "lever"
    assert row["type"] == "RealParameter"
    assert row["low"] < float(row["default"]) < row["high"]
    made = run_ensemble(design([base], 2, [DECIDES]), where)
    runs, outcomes = experiments(made, ["receiving_persons", "occupied"])
    assert list(runs.columns) == [DECIDES, "scenario", "policy", "model"]
    assert {len(runs)} == {len(array) for array in outcomes.values()} == {2}
    inside = made.figures.query(
        "indicator == 'receiving_persons' and ring == @BOTH", local_dict={"BOTH": BOTH}
    )
    assert outcomes["receiving_persons"].mean() == pytest.approx(inside["value"].mean())


def test_an_unknown_outcome_is_refused():
    with pytest.raises(ScenarioError, match="no indicator"):
        outcomes_of(["happiness"])
    with pytest.raises(ScenarioError, match="needs an outcome"):
        outcomes_of([])
