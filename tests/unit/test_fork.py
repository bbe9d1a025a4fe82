"""A reform that goes on from a shared beginning gives the digest of its full run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.engine.county import County
from sim.engine.fork import first_difference, fork
from sim.engine.report import report
from sim.engine.simulate import simulate
from sim.engine.world import Worlds
from sim.errors import SteppingError
from sim.laws import Change
from sim.scenario import OutreachChange, load_scenario

MONTHS = 24


@pytest.fixture(scope="module")
def base(root):
    return replace(load_scenario(root / "scenarios" / "yunxi" / "baseline.yaml"), months=MONTHS)


@pytest.fixture(scope="module")
def trunk(base):
    county = County(base, world=Worlds().of(base))
    for _ in range(12):
        county.step()
    return county


def later(base, **fields):
    return replace(base, name="later", **fields)


def reform(base, month):
    changes = tuple(
        Change(f"dibao.standard_{residence}_m", month, multiply=1.1) for residence in ("urban", "rural")
    )
    return later(base, changes=changes, outreach_changes=(OutreachChange(month, 2.0),))


def finished(county):
    while county.running:
        county.step()
    return report(county).digest()


def test_a_fork_gives_the_digest_of_a_full_run_and_leaves_its_trunk_alone(base, trunk):
    chosen = reform(base, base.start + 12)
    before = trunk.claims.households.paid_m.copy()
    assert finished(fork(trunk, chosen)) == simulate(chosen, trunk.world).digest()
    assert trunk.t == 11
    np.testing.assert_array_equal(trunk.claims.households.paid_m, before)
    assert finished(fork(trunk, base)) == simulate(base, trunk.world).digest()


@pytest.mark.parametrize("seed", [2, 3])
def test_two_forks_of_one_trunk_know_nothing_of_each_other(base, seed):
    own = replace(base, seed=seed)
    county = County(own, world=Worlds().of(own))
    county.step()
    one, other = fork(county, reform(own, own.start + 3)), fork(county, own)
    while one.running:
        one.step()
        other.step()
    assert report(one).digest() == simulate(reform(own, own.start + 3), county.world).digest()
    assert report(other).digest() == simulate(own, county.world).digest()


def test_a_scenario_that_differs_earlier_cannot_go_on_from_here(base, trunk):
    with pytest.raises(SteppingError, match="differs in a month"):
        fork(trunk, reform(base, base.start + 11))


def test_other_people_and_other_households_cannot_go_on_from_here(base, trunk):
    month = base.start + 12
    with pytest.raises(SteppingError, match="one region"):
        fork(trunk, replace(base, seed=9))
    with pytest.raises(SteppingError, match="one region"):
        fork(trunk, replace(base, is_fitted=False))
    high = Change("dibao.standard_rural_m", month, multiply=4)
    urban = Change("dibao.standard_urban_m", month, multiply=4)
    with pytest.raises(SteppingError, match="other households"):
        fork(trunk, later(base, changes=(high, urban)))


def test_beds_that_need_a_home_of_their_own_cannot_go_on_from_here(root, base, trunk):
    beds = load_scenario(root / "scenarios" / "yunxi" / "nursing_beds_20.yaml").bed_changes
    with pytest.raises(SteppingError, match="opens a home"):
        fork(trunk, later(base, bed_changes=beds))


def test_the_first_difference_is_the_earliest_month_that_only_one_of_them_has(base):
    assert first_difference(base, base) == base.end + 1
    assert first_difference(base, reform(base, base.start + 7)) == base.start + 7
    assert first_difference(reform(base, base.start + 7), reform(base, base.start + 5)) == base.start + 5
