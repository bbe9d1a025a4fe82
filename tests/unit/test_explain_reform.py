"""What a reform changes for one household: both accounts, what differs between them, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.api import County, explain, explain_reform
from sim.clock import parse_month
from sim.engine.world import Worlds
from sim.errors import SimError
from sim.explain import Reform, find_households
from sim.laws import Change
from sim.scenario import load_scenario
from sim.words import label

MONTH = "2022-08"
YUAN = 100


@pytest.fixture(scope="module")
def worlds():
    return Worlds()


@pytest.fixture(scope="module")
def baseline(root):
    return replace(load_scenario(root / "scenarios/yunxi/baseline.yaml"), months=8)


@pytest.fixture(scope="module")
def higher(baseline):
    changes = [
        Change(f"dibao.standard_{residence}_m", parse_month("2022-03"), add=200)
        for residence in ("urban", "rural")
    ]
    return replace(baseline, name="higher", changes=tuple(changes))


@pytest.fixture(scope="module")
def reform(baseline, higher, worlds) -> Reform:
    return explain_reform(higher, "dibao_worker", MONTH, baseline, worlds)


def test_the_two_accounts_are_of_one_household_in_one_month(reform):
    assert reform.before.household == reform.after.household
    assert reform.before.month == reform.after.month == MONTH
    lives = [
        [(one.row, one.age, one.work, one.wage_m) for one in side.members]
        for side in (reform.before, reform.after)
    ]
    assert lives[0] == lives[1]


def test_every_difference_is_told_and_nothing_else(reform):
    changed = {(one.key, one.holder) for one in reform.changes}
    for old in reform.before.schemes:
        new = reform.after.scheme(old.key, old.holder)
        same = (old.entitled, old.amount_m, old.paid_m, old.once, old.status, old.clause.key) == (
            new.entitled, new.amount_m, new.paid_m, new.once, new.status, new.clause.key,
        )  # fmt: skip
        assert same == ((old.key, old.holder) not in changed)
    assert ("dibao", None) in changed


def test_a_higher_standard_raises_what_is_due_by_the_rise_for_each_member(reform):
    old, new = (one.scheme("dibao").amount_m for one in (reform.before, reform.after))
    n = reform.after.means.n_unit
    less_income_m = (
        reform.before.means.countable_y - reform.after.means.countable_y
    ) / 12  # dearer work is deducted
    assert new - old == pytest.approx(n * 200 * YUAN + less_income_m, abs=YUAN)  # rounded up to whole yuan
    assert reform.after.means.standard_m - reform.before.means.standard_m == 200 * YUAN


def test_the_text_names_the_reform_what_changes_and_the_totals_in_both_languages(reform):
    for lang in ("zh", "en"):
        text = reform.text(lang)
        assert " → " in text
        assert getattr(reform.after.scheme("dibao").name, lang) in text
        for key in ("due", "paid", "paid_y"):
            assert label(f"explain_reform_{key}", lang) in text
        assert "<table>" in reform.html(lang)


def test_the_frame_holds_both_sides_of_every_changed_figure(reform):
    frame = reform.frame()
    row = frame[(frame["scheme"] == "dibao") & (frame["figure"] == "amount_m")].iloc[0]
    assert row["before"] * YUAN == reform.before.scheme("dibao").amount_m
    assert row["after"] * YUAN == reform.after.scheme("dibao").amount_m
    assert (frame["before"] != frame["after"]).all()


def test_a_scenario_against_itself_changes_nothing(baseline, reform, worlds):
    same = Reform(reform.before, reform.before)
    assert same.changes == ()
    assert same.numbers == ()
    assert label("explain_reform_nothing", "en") in same.text("en")
    assert same.frame().empty


def test_another_region_is_refused(root, baseline, worlds):
    with pytest.raises(SimError, match="cannot be held against"):
        explain_reform(baseline, 1, MONTH, root / "scenarios/wuzhong/baseline.yaml", worlds)


def test_a_kind_without_a_household_is_refused(baseline, worlds):
    county = County(baseline, world=worlds.of(baseline))
    county.step()
    missing = [
        kind for kind in ("single_person", "widow_with_children") if not find_households(county, kind).size
    ]
    for kind in missing:
        with pytest.raises(SimError, match="no household is of the kind"):
            explain(baseline, kind, "2022-01", worlds)
    with pytest.raises(SimError, match="is no kind of household"):
        explain(baseline, "rich", "2022-01", worlds)
