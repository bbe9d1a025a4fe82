"""Care homes: opening them, changing their beds, who is near, and the agent's view."""

from __future__ import annotations

import mesa
import numpy as np
import pandas as pd
import pytest

from sim.care.homes import (
    ANY_OWNER,
    PUBLIC_OWNER,
    reach,
    reach_spare,
    set_capacity,
    set_reserve,
    spare_instead,
)
from sim.care.openings import home_key, open_homes, usual_price_m
from sim.errors import ScenarioError
from sim.institutions.care_home import CareHome
from sim.state.codes import NURSING, ORDINARY, PRIVATE, PUBLIC
from sim.state.places import BedChange, Homes
from tests.unit.care_example import YUAN, care_law, home_frame, township_frame

TOWNSHIPS = township_frame(4)
LIST = home_frame(TOWNSHIPS, [(0, "public", 20, 10), (0, "private", 8, 0), (2, "private", 0, 12)])


def opened(*changes: BedChange, frame: pd.DataFrame = LIST) -> tuple[Homes, list[str]]:
    homes, names = open_homes(frame, TOWNSHIPS, changes, care_law(), 100)
    return homes, [name.code for name in names]


def change(
    place: int, beds: int, month: int, owner: int = PRIVATE, bed: int = ORDINARY, price: int = 0
) -> BedChange:
    return BedChange(TOWNSHIPS["code"][place], bed, beds, month, owner, price)


def test_prices_that_are_not_known_take_the_usual_ones_and_a_public_bed_costs_less() -> None:
    homes, _ = opened()
    assert homes.price_m.tolist() == [[112_500, 195_000], [150_000, 260_000], [150_000, 260_000]]
    assert usual_price_m(NURSING, PUBLIC, care_law(public_price_share=0.5)) == 130_000
    known, _ = opened(frame=LIST.assign(price_ordinary_m=[900, 1000, 0]))
    assert known.price_m[:, ORDINARY].tolist() == [90_000, 100_000, 150_000]


def test_only_staffed_beds_are_usable() -> None:
    homes, _ = opened(frame=LIST.assign(usable_share=[0.5, 0.29, 1.0]))
    assert homes.usable.tolist() == [[10, 5], [2, 0], [0, 12]]
    assert homes.registered.tolist() == [[20, 10], [8, 0], [0, 12]]


def test_new_beds_join_a_home_of_the_same_owner_and_price_and_else_open_a_home() -> None:
    homes, codes = opened(
        change(0, 5, 103), change(1, 30, 106, PUBLIC, NURSING), change(0, 4, 104, price=99 * YUAN)
    )
    assert codes[3:] == [f"{TOWNSHIPS['code'][0]}N1", f"{TOWNSHIPS['code'][1]}N2"]
    expected = {0: [8, 0, 0], 3: [13, 0, 0], 4: [13, 4, 0], 6: [13, 4, 30]}
    for t in range(8):
        has_changed = set_capacity(homes, t, False)
        assert has_changed == (t in (3, 4, 6))
        if t in expected:
            found = [
                homes.registered[1, ORDINARY],
                homes.registered[3, ORDINARY],
                homes.registered[4, NURSING],
            ]
            assert found == expected[t]


def test_changes_before_the_start_are_in_force_at_the_start() -> None:
    homes, _ = opened(change(0, 5, 90))
    assert homes.registered[1, ORDINARY] == 13


def test_no_more_beds_close_than_there_are() -> None:
    homes, _ = opened(change(0, -50, 101))
    set_capacity(homes, 1, False)
    assert homes.registered[1].tolist() == [0, 0]
    assert homes.usable[1].tolist() == [0, 0]


def test_closing_beds_where_there_is_no_home_is_an_error_that_names_the_place() -> None:
    with pytest.raises(ScenarioError, match=TOWNSHIPS["code"][3]):
        opened(change(3, -5, 101))
    with pytest.raises(ScenarioError, match="no township 12"):
        opened(BedChange("12", ORDINARY, 5, 101, PRIVATE, 0))


def near(homes: Homes, township: int, bed: int, owners: int) -> list[int]:
    return homes.near[township, bed, owners, : homes.near_count[township, bed, owners]].tolist()


def test_the_nearest_homes_are_those_of_the_own_township_then_of_the_county_then_any() -> None:
    homes, _ = opened()
    assert near(homes, 0, ORDINARY, 0) == [0, 1]
    assert near(homes, 0, ORDINARY, 1) == [0]
    assert near(homes, 2, NURSING, 0) == [2]
    assert near(homes, 2, NURSING, 1) == [0]
    assert near(homes, 1, NURSING, 0) == [0, 2], "its county has none; these two are equally near"
    homes.registered[:] = 0
    reach(homes)
    assert near(homes, 0, ORDINARY, 0) == []


def test_only_public_homes_keep_a_reserve() -> None:
    homes, _ = opened()
    set_reserve(homes, 0.3)
    assert homes.reserve.tolist() == [[6, 3], [0, 0], [0, 0]]


def test_a_home_keeps_its_key_whatever_stands_beside_it_in_the_list() -> None:
    homes, _ = opened()
    alone, _ = opened(frame=LIST.iloc[[2]])
    assert homes.id[2] == alone.id[0] == home_key(LIST["code"][2])
    assert np.unique(homes.id).size == 3


def test_the_agent_shows_its_row_of_the_table() -> None:
    homes, codes = opened()
    homes.occupied[0] = [18, 12]
    homes.waiting[0] = [1, 4]
    home = CareHome(mesa.Model(), homes, 0, codes[0], "云溪", "Yunxi", TOWNSHIPS["code"][0])
    assert (home.registered, home.usable, home.occupied, home.waiting) == (30, 30, 30, 5)
    assert (home.vacancy(ORDINARY), home.vacancy(NURSING)) == (2, 0)
    assert (home.price(), home.price(NURSING)) == (112_500, 195_000)
    assert (home.occupancy, home.nursing_share, home.ownership) == (1.0, 1 / 3, PUBLIC)
    homes.registered[0] = 0
    assert (home.occupancy, home.nursing_share) == (None, None)


def test_a_full_home_is_passed_over_for_the_nearest_with_a_bed_to_spare_that_can_be_paid() -> None:
    homes, _ = opened(frame=LIST.assign(price_ordinary_m=[900, 1000, 900], beds_ordinary=[20, 8, 6]))
    here, public, private, far = 0, 0, 1, 2
    km = float(homes.km[here, homes.township[far]])
    rich, poor = 2000.0 * YUAN, 0.0

    def asked(most_km: float, means_m: float, is_tekun: bool = False) -> int:
        reach_spare(homes, most_km)
        return int(spare_instead(homes, public, here, ORDINARY, is_tekun, means_m))

    assert asked(km, rich) == public  # it has a bed to spare itself
    homes.occupied[public, ORDINARY] = homes.usable[public, ORDINARY]
    assert asked(km, rich) == private
    assert asked(km, poor) == public  # the other asks more than the family has, and more than this one
    assert asked(km, rich, is_tekun=True) == public  # no other public home
    homes.waiting[private, ORDINARY] = homes.usable[private, ORDINARY]
    assert asked(km, poor) == far  # others wait for every bed of the private home next door
    assert asked(km - 1, poor) == public  # too far
    assert (homes.near_free[here, ORDINARY, [ANY_OWNER, PUBLIC_OWNER]] == -1).all()
