"""Ensembles: members alone and together are the same runs, nothing is computed twice, and a stopped one goes on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.simulate import simulate
from sim.errors import ScenarioError, StoreError
from sim.experiments import answering
from sim.experiments.answering import Where, answer
from sim.experiments.assumptions import declared, drawn
from sim.experiments.bands import bands, difference_bands, shares_of_variance
from sim.experiments.calibration.kept import load_calibration
from sim.experiments.ensemble import BOTH, PARAMETER, RANDOM, design, keep, run_ensemble
from sim.experiments.question import Question
from sim.laws import Change
from sim.results.answers import answer_path
from sim.results.run import ALL
from sim.results.sql import ask
from sim.scenario import load_scenario

VARIED = ("administration.*", "care.opening_occupancy")
SHORT = 4
N = 3


@pytest.fixture(scope="module")
def base(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def raised(base):
    return replace(base, name="raised", changes=(Change("dibao.standard_rural_m", base.start, multiply=1.1),))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory):
    return tmp_path_factory.mktemp("store")


@pytest.fixture(scope="module")
def made(base, raised, shelf):
    return run_ensemble(design([base, raised], N, VARIED), Where(shelf))


def test_a_member_alone_is_the_member_inside(made):
    for member in made.design.members()[::5]:
        alone = answer(member.question)
        row = made.members.set_index(["scenario", "ring", "k"]).loc[(member.name, member.ring, member.k)]
        assert alone.digest == row["digest"]
    run = simulate(made.design.members()[0].scenario)
    whole = run.indicators[run.indicators["township"] == ALL]
    inside = made.figures.query("scenario == 'baseline' and ring == 'random' and k == 0")
    assert np.array_equal(np.sort(whole["value"]), np.sort(inside["value"]))


def test_the_first_members_are_a_smaller_ensemble(made, base, raised, shelf):
    smaller = run_ensemble(design([base, raised], N - 1, VARIED), Where(shelf))
    larger = made.members[made.members["k"] < N - 1].reset_index(drop=True)
    assert smaller.members["digest"].tolist() == larger["digest"].tolist()
    assert smaller.design.draws().equals(made.design.draws().iloc[: N - 1])


def test_one_more_assumption_leaves_the_draws_of_the_others(base):
    few, more = declared(base, ["administration.*"]), declared(base, ["administration.*", "care.*"])
    here, there = drawn(few, 1, 7), drawn(more, 1, 7)
    assert len(more) > len(few)
    assert {name: there[name] for name in here} == here
    assert drawn(few, 1, 8) != here
    assert drawn(few, 2, 7) != here


def test_what_was_asked_before_is_read_and_not_computed(made, base, raised, shelf, monkeypatch):
    def refuse(*_):
        raise AssertionError("computed again")

    monkeypatch.setattr(answering, "simulate_together", refuse)
    again = run_ensemble(design([base, raised], N, VARIED), Where(shelf))
    assert again.members.equals(made.members)
    renamed = Question(replace(base, name="another_name"))
    assert renamed.key == Question(base).key
    with pytest.raises(AssertionError):
        run_ensemble(design([replace(base, seed=99)], 1, VARIED), Where(shelf))


def test_a_stopped_ensemble_goes_on_and_gives_the_same(made, base, raised, tmp_path, monkeypatch):
    monkeypatch.setattr(answering, "MOST_IN_A_BATCH", 1)
    plan = design([base, raised], N, VARIED)

    def stop(standing):
        if standing.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ensemble(plan, Where(tmp_path), stop)
    seen = []
    again = run_ensemble(plan, Where(tmp_path), seen.append)
    assert seen[0].known == 2
    assert seen[0].seconds_left is None
    assert seen[-1].done == seen[-1].total == len(plan.members())
    assert 0 < seen[3].seconds_left < 600
    assert again.members["digest"].tolist() == made.members["digest"].tolist()


def read_again(plan, folder):
    try:
        return run_ensemble(plan, Where(folder)).members["digest"].iloc[0], ""
    except StoreError as error:
        return "", str(error)


def test_a_damaged_answer_is_refused_and_named(base, shelf, tmp_path):
    plan = design([base], 1, VARIED, [RANDOM])
    made = run_ensemble(plan, Where(tmp_path))
    path = answer_path(tmp_path, plan.members()[0].question.key)
    good = path.read_bytes()
    n_refused = 0
    for place in range(4, len(good) - 4, len(good) // 12):
        path.write_bytes(good[:place] + bytes([good[place] ^ 1]) + good[place + 1 :])
        digest, refused = read_again(plan, tmp_path)
        assert (
            refused or digest == made.members["digest"].iloc[0]
        )  # no figure rests on a few bits of the header
        assert not refused or str(path) in refused
        n_refused += bool(refused)
    assert n_refused > 8
    path.write_bytes(good[: len(good) // 2])
    with pytest.raises(StoreError, match="damaged or cut short"):
        run_ensemble(plan, Where(tmp_path))


def test_luck_and_assumptions_are_kept_apart(made):
    frame = bands(made, ["spending_total", "receiving_persons"])
    assert set(frame["band"]) == {RANDOM, PARAMETER, BOTH}
    assert (frame["low"] <= frame["high"]).all()
    assert (frame["n_members"] == N).all()
    shares = shares_of_variance(made).dropna()
    assert np.allclose(shares[RANDOM] + shares[PARAMETER], 1)


def test_assumptions_that_do_not_vary_add_nothing(base, shelf):
    plan = replace(design([base], 2, VARIED), assumptions=())
    frame = bands(run_ensemble(plan, Where(shelf)), ["receiving_persons"])
    still = frame[frame["band"] == PARAMETER]
    assert (still["low"] == still["value"]).all()
    moved = frame[frame["band"] == RANDOM]
    assert (moved["low"] < moved["high"]).any()


def test_the_difference_of_a_scenario_to_itself_is_nothing(made):
    assert difference_bands(made, baseline="raised").query("scenario == 'raised'").empty
    frame = difference_bands(made, ["persons", "spending_total"])
    same = frame[frame["indicator"] == "persons"]
    assert (same[["low", "high"]] == 0).all(axis=None)
    assert (frame[frame["indicator"] == "spending_total"]["high"] > 0).any()


def test_an_ensemble_is_kept_and_answers_in_sql(made, shelf):
    path = keep(made, shelf)
    assert path.exists()
    counted = ask(
        shelf, "SELECT ring, count(DISTINCT question) AS n FROM members GROUP BY ring ORDER BY ring"
    )
    assert counted["n"].tolist() == [2 * N, 2 * N]
    found = ask(
        shelf,
        "SELECT avg(value) AS v FROM members JOIN figures USING (question) WHERE scenario = 'baseline' AND ring = "
        "'random' AND indicator = 'receiving_persons' AND month = '2022-04'",
    )
    rows = made.figures.query(
        "scenario == 'baseline' and ring == 'random' and indicator == 'receiving_persons' and month == '2022-04'"
    )
    assert found["v"].iloc[0] == pytest.approx(rows["value"].mean())


def test_what_cannot_be_an_ensemble_is_refused(base, raised):
    for arguments, words in (
        (([],), "needs a scenario"),
        (([base], 0), "from 1 to"),
        (([base, base],), "one name"),
        (([base, replace(raised, months=SHORT + 1)],), "another region, start or length"),
        (([base], 1, ["no_such.*"]), "no assumption"),
        (([base], 1, VARIED, ["ring"]), "rings are"),
    ):
        with pytest.raises(ScenarioError, match=words):
            design(*arguments)


@pytest.mark.parametrize("line", ["relief", "medical", "housing", "voucher"])
def test_shares_of_one_whole_never_exceed_it(base, line):
    shares = declared(base, [f"finance.{line}_*_share"])
    assert len(shares) > 1
    totals = [sum(drawn(shares, 1, k).values()) for k in range(200)]
    assert max(totals) <= 1
    assert min(totals) > 0


def test_what_was_fitted_varies_as_the_fit_left_it_open():
    base = load_scenario("wuzhong/baseline")
    members = load_calibration("wuzhong").members
    names = [
        "population.within_county_spread",
        "population.childless_married",
        "administration.peer_awareness",
    ]
    fitted = design([base], 4, names).draws()
    free = design([replace(base, is_fitted=False)], 4, names).draws()
    for k in range(4):
        for name in names[:2]:
            assert fitted.loc[k, name] == members[k % len(members)][name]
    assert set(fitted.columns) >= set(members[0])  # a set was fitted together: it comes whole
    assert fitted[names[2]].equals(free[names[2]])
    assert free[names[0]].nunique() == 4
