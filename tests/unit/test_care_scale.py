"""A part of the residents has a part of the beds, new ones too: what a reform costs a head does not depend on size."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.care.openings import OWNERS, open_homes
from sim.care.scale import scaled_beds, scaled_homes, scaled_services
from sim.engine.county import County
from sim.engine.fork import fork
from sim.engine.report import report
from sim.engine.simulate import simulate
from sim.engine.world import Worlds
from sim.laws import LawBook
from sim.population.profile import load_profile
from sim.scenario import load_scenario
from sim.state.codes import NURSING, ORDINARY
from sim.state.places import DAY_CARE, BedChange, ServiceChange

FIRST, MONTHS, PERSONS = 4, 10, 14_000
SHARES = (0.01, 0.1, 0.37)
COLUMNS = {ORDINARY: "beds_ordinary", NURSING: "beds_nursing"}


@pytest.fixture(scope="module")
def profile():
    return load_profile("wuzhong")


@pytest.fixture(scope="module")
def reform():
    return load_scenario("wuzhong/nursing_beds_500")


def changed(profile, share, bed, sign, is_converted=False):
    """Return a change of a tenth of the beds of every owner that has any, each in the largest home it has."""
    out = []
    for owner, name in enumerate(OWNERS):
        own = profile.homes[profile.homes["ownership"] == name]
        total = int(own[COLUMNS[bed]].sum())
        if total >= 10:
            home = own.loc[own[COLUMNS[bed]].idxmax()]
            kind = NURSING if is_converted else bed
            out.append(
                BedChange(
                    str(home["township_code"]), kind, sign * (total // 10), 1500, owner, 0,
                    str(home["code"]), is_converted,
                )
            )  # fmt: skip
    return out


@pytest.mark.parametrize("share", SHARES)
def test_new_beds_are_a_share_and_lie_where_the_scenario_opens_them(profile, reform, share):
    homes = scaled_homes(profile.homes, share)
    made = scaled_beds(reform.bed_changes, homes, share)
    assert sum(one.beds for one in made) == int(500 * share + 0.5)
    assert {one.township for one in made} <= {one.township for one in reform.bed_changes}
    assert all(one.beds > 0 for one in made)
    assert scaled_beds(reform.bed_changes, profile.homes, 1.0) == reform.bed_changes


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize(
    ("bed", "sign", "is_converted"), [(ORDINARY, -1, False), (NURSING, -1, False), (ORDINARY, 1, True)]
)
def test_beds_that_close_or_are_converted_come_from_homes_that_have_them(
    profile, share, bed, sign, is_converted
):
    homes = scaled_homes(profile.homes, share)
    changes = changed(profile, share, bed, sign, is_converted)
    made = scaled_beds(changes, homes, share)
    wanted = sum(int(abs(one.beds) * share + 0.5) for one in changes)
    assert sum(abs(one.beds) for one in made) == wanted
    there = homes.set_index("code")[COLUMNS[bed]]
    taken = {code: sum(abs(one.beds) for one in made if one.home == code) for code in there.index}
    assert all(taken[code] <= there[code] for code in there.index)
    law = LawBook("wuzhong").in_force("care", 1464)
    opened, _ = open_homes(homes, profile.townships, made, law, 1464)
    assert opened.step_beds.sum() == (0 if is_converted else -wanted)


def test_places_of_services_are_a_share_in_all():
    changes = [ServiceChange("640302001", DAY_CARE, places, 1500) for places in (33, 20, -7, 54)]
    made = scaled_services(changes, 0.1)
    assert sum(one.places for one in made) == 10
    assert scaled_services(changes, 1.0) == tuple(changes)
    assert scaled_services((), 0.1) == ()


def test_what_new_beds_cost_a_head_does_not_depend_on_how_many_live_in_the_model(profile, reform):
    """Unscaled, 500 beds for one resident in a hundred would cost a head a hundred times as much."""
    base = load_scenario("wuzhong/baseline")
    moved = tuple(one._replace(month=base.start + FIRST) for one in reform.bed_changes)
    scenario = replace(base, name="beds", bed_changes=moved, months=MONTHS, population=PERSONS)
    county = County(scenario)
    before = int(county.care.homes.registered.sum())
    while county.running:
        county.step()
    share = PERSONS / profile.total("population")
    assert county.care.homes.registered.sum() - before == round(500 * share)
    capital = county.ledger.credits[:, :, county.ledger.programmes.index("bed_capital")].sum()
    finance = county.law.in_force("finance", base.start)
    assert capital == pytest.approx(500 * share * int(finance.bed_capital), rel=0.02)


def test_a_fork_of_a_part_of_the_residents_is_its_own_run(reform):
    base = replace(load_scenario("wuzhong/baseline"), months=MONTHS, population=PERSONS)
    moved = tuple(
        one._replace(month=base.start + FIRST + 2, approved=base.start + FIRST) for one in reform.bed_changes
    )
    scenario = replace(base, name="beds", bed_changes=moved)
    worlds = Worlds()
    trunk = County(base, world=worlds.of(base))
    while trunk.t + 1 < FIRST:
        trunk.step()
    county = fork(trunk, scenario)
    while county.running:
        county.step()
    assert report(county).digest() == simulate(scenario, worlds.of(scenario)).digest()
    assert np.any(county.series.values["beds_under_way", "all"])
