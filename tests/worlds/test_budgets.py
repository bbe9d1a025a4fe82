"""Budgets: nothing changes without a ceiling; with one every fen is paid or owed, and the rules of rationing bite."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine.checkpoint import resume, save_checkpoint
from sim.engine.county import County
from sim.engine.simulate import simulate
from sim.errors import ScenarioError
from sim.experiments.answering import Where
from sim.experiments.breaking import ceilings_from, what_breaks_first, with_ceilings
from sim.finance.departments import is_of_others
from sim.finance.ledger import PAYERS
from sim.finance.treasury import DELAY, NO_RATIONING, open_treasury, pay_dues, receive_rest, settle, shares_of
from sim.laws import Change

SHORT = 24
FIRST = 2022


@pytest.fixture(scope="module")
def base(baseline):
    return replace(baseline, months=SHORT)


@pytest.fixture(scope="module")
def free(base, worlds):
    return simulate(base, worlds.of(base))


@pytest.fixture(scope="module")
def ceilings(free):
    return ceilings_from(free, FIRST, 0.9)


def county_of(scenario, worlds, months=SHORT):
    county = County(scenario, world=worlds.of(scenario))
    for _ in range(months):
        county.step()
    return county


def test_a_ceiling_that_nobody_reaches_changes_no_payment(base, free, worlds):
    ample = with_ceilings(base, dict.fromkeys(PAYERS, 1e9), "delay", FIRST, early_share=1.0)
    assert simulate(ample, worlds.of(ample)).ledger.equals(free.ledger)


def test_without_rationing_everything_is_paid_and_the_overrun_is_shown(base, free, worlds, ceilings):
    limited = with_ceilings(base, ceilings, "none", FIRST)
    run = simulate(limited, worlds.of(limited))
    assert run.ledger.equals(free.ledger)
    over = run.frame("overspent", "county")
    assert over["value"].iloc[0] == 0
    assert over[over["month"] == "2022-12"]["value"].iloc[0] > 0


def test_with_delay_every_fen_due_is_paid_or_owed_and_no_level_goes_beyond_its_ceiling(
    base, free, worlds, ceilings
):
    limited = with_ceilings(base, ceilings, "delay", FIRST)
    county = county_of(limited, worlds)
    treasury, ledger = county.treasury, county.ledger
    due = free.ledger.groupby("payer")["amount_fen"].sum()
    paid = ledger.debits.sum(axis=(0, 1, 2))
    own = [line for line, name in enumerate(ledger.programmes) if not is_of_others(name)]
    for payer, name in enumerate(PAYERS):
        assert paid[payer] + treasury.arrears[:, :, payer].sum() == due.get(name, 0)
        for year in range(2):
            spent = ledger.debits[12 * year : 12 * year + 12, :, own, payer].sum()
            assert spent <= treasury.ceiling[payer]
    assert ledger.imbalance() == 0
    assert treasury.arrears.sum() > 0


def test_when_discretionary_items_are_cut_benefits_are_owed_less(base, worlds, ceilings):
    delayed = county_of(with_ceilings(base, ceilings, "delay", FIRST), worlds)
    cut = county_of(with_ceilings(base, ceilings, "cut_discretionary", FIRST), worlds)
    line = cut.ledger.programmes.index("outreach")
    assert cut.ledger.credits[:, :, line].sum() < delayed.ledger.credits[:, :, line].sum()
    assert cut.treasury.arrears.sum() < delayed.treasury.arrears.sum()
    assert cut.totals("visits") == 0
    assert delayed.totals("visits") > 0


def test_slower_approvals_decide_fewer_cases(base, worlds, ceilings):
    usual = county_of(with_ceilings(base, ceilings, "delay", FIRST), worlds)
    slow = with_ceilings(base, ceilings, "slow_approvals", FIRST)
    none = replace(slow, changes=(*slow.changes, Change("budget.slow_share", base.start, set=0)))
    decided = [county.series.values["approvals", "all"].sum() for county in (usual, county_of(none, worlds))]
    assert decided[1] < decided[0]


def test_an_early_tranche_shortens_what_is_owed_in_spring(base, worlds, ceilings):
    owed = []
    for early in (0.2, 1.0):
        limited = with_ceilings(base, ceilings, "delay", FIRST, early_share=early)
        alone = replace(
            limited, changes=(*limited.changes, Change("budget.county_advances", base.start, set=False))
        )
        county = county_of(alone, worlds, months=5)
        owed.append(county.treasury.arrears[:, :, 0].sum())
    assert owed[0] > owed[1] == 0


def test_a_county_under_a_ceiling_resumes_to_the_fen(base, worlds, ceilings, tmp_path):
    limited = with_ceilings(base, ceilings, "delay", FIRST)
    path = save_checkpoint(county_of(limited, worlds, 11), tmp_path / "county.checkpoint")
    resumed = resume(County(limited, world=worlds.of(limited)), path)
    while resumed.running:
        resumed.step()
    straight = county_of(limited, worlds)
    assert np.array_equal(resumed.ledger.debits, straight.ledger.debits)
    assert np.array_equal(resumed.treasury.arrears, straight.treasury.arrears)


def test_what_breaks_first_is_told_by_level(base, ceilings, tmp_path):
    limited = with_ceilings(base, {"county": ceilings["county"]}, "delay", FIRST)
    table = what_breaks_first([base, limited], [1, 2], Where(tmp_path)).set_index(["scenario", "payer"])
    assert table.loc[("baseline", "county"), "first_month_short"] == ""
    assert table.loc[(limited.name, "central"), "share_short"] == 0
    row = table.loc[(limited.name, "county")]
    assert row["share_short"] == 1
    assert "2022-06" < row["first_month_short"] <= "2022-12"
    assert row["arrears_most"] > 0
    with pytest.raises(ScenarioError, match="no level"):
        with_ceilings(base, {"village": 1.0}, "delay", FIRST)


@given(
    st.lists(st.integers(0, 10**15), min_size=1, max_size=6),
    st.integers(0, 10**15),
)
def test_equal_shares_never_exceed_what_is_there_nor_what_is_due(dues, can):
    made = shares_of(np.array(dues, np.int64), can)
    assert (made >= 0).all()
    assert (made <= dues).all()
    assert made.sum() <= max(can, 0) or made.sum() == sum(dues)
    assert made.sum() <= can or sum(dues) <= can


@given(
    st.lists(st.lists(st.integers(0, 10**9), min_size=4, max_size=4), min_size=1, max_size=3),
    st.lists(st.integers(0, 2 * 10**9), min_size=4, max_size=4),
    st.sampled_from([NO_RATIONING, DELAY]),
    st.booleans(),
)
def test_what_is_due_is_paid_or_owed_and_the_county_gets_back_what_it_advanced(
    dues, limits, rationing, advances
):
    table = np.array(dues, np.int64)
    treasury = open_treasury(2, np.zeros(len(dues)))
    treasury.ceiling[:] = limits
    treasury.cash[:] = np.array(limits) // 2
    treasury.cash[-1] = limits[-1]
    treasury.coming[:] = treasury.ceiling - treasury.cash
    paid = pay_dues(treasury, 1, table, rationing, advances)
    assert (paid + treasury.arrears[1] == table).all()
    receive_rest(treasury)
    later = settle(treasury, advances)
    assert (paid + later[1] + treasury.arrears[1] == table).all()
    assert (treasury.spent_y == (paid + later[1]).sum(axis=0)).all()
    if rationing == DELAY:
        limited = treasury.ceiling > 0
        assert (treasury.spent_y[limited] <= treasury.ceiling[limited]).all()
        assert (treasury.cash[limited] >= 0).all()
        assert (treasury.cash + treasury.spent_y + treasury.advanced)[
            limited
        ].sum() <= treasury.ceiling.sum() + 0
