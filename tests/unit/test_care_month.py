"""The month of care: what must hold after every month, whatever happens in the county."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.care.month import care_month
from sim.care.notes import Events
from sim.care.seating import seat_initial
from sim.care.waits import WaitLog
from sim.indicators.care import care_indicators, median_wait
from sim.state.codes import ABILITY_CHANGE, DEATH, LEAVE, MOVE, NURSING, ORDINARY, PRIVATE
from sim.state.kinship import change_household
from sim.state.places import (
    ADMITTED,
    FIRST_BED,
    NO_HOME,
    NOT_ASSESSED,
    NOT_WAITING,
    BedChange,
    Flows,
)
from sim.state.present import HERE
from tests.unit.care_example import START, County, example_county

SEED = 77


def live(county: County, rng: np.random.Generator, pace: float = 1.0) -> Events:
    """Let some elders die, leave, move house or change their level, as the lives of a county would."""
    present, happened = county.present, []
    rows = np.nonzero(present.persons.presence == HERE)[0]
    for person in rows[rng.random(rows.size) < 0.03 * pace]:
        kind = rng.choice([DEATH, LEAVE, MOVE], p=[0.5, 0.2, 0.3])
        change_household(present, kind, person, int(rng.integers(0, len(present.households))))
        happened.append((kind, person))
    for person in rows[rng.random(rows.size) < 0.03 * pace]:
        if present.persons.presence[person] == HERE:
            present.persons.ability[person] = rng.integers(0, 5)
            happened.append((ABILITY_CHANGE, person))
    kinds, people = (np.array(part) for part in zip(*happened, strict=True)) if happened else ([], [])
    return Events(np.asarray(kinds, np.uint8), np.asarray(people, np.int32))


def run(
    county: County,
    months: int,
    log: WaitLog,
    is_told: bool = True,
    pace: float = 1.0,
    occupancy: float = 0.42,
) -> Iterator[tuple[int, Flows]]:
    """Run a county month by month; `is_told` passes on the list of events."""
    rng = np.random.default_rng(SEED)
    present, places, homes, context, rules = county[:5]
    elders = county.elders()
    seat_initial(present, places, homes, elders, context, rules, occupancy, SEED)
    for t in range(months):
        if t and t % 12 == 0:
            elders = county.elders(START + t)
        events = live(county, rng, pace)
        told = events if is_told else None
        yield t, care_month(present, places, homes, elders, context, rules, log, SEED, START + t, t, told)


def residents(county: County) -> np.ndarray:
    """Count the residents of every home and bed from the persons' own columns."""
    places, count = county.places, np.zeros_like(county.homes.occupied)
    rows = np.nonzero(places.care_home != NO_HOME)[0]
    np.add.at(count, (places.care_home[rows], places.setting[rows] - FIRST_BED), 1)
    return count


def faults(county: County, t: int) -> list[str]:
    """Return what is wrong with a county at the end of a month, in words."""
    places, homes, found = county.places, county.homes, []
    in_bed, waits = places.care_home != NO_HOME, places.waiting_bed != NOT_WAITING
    if (in_bed != (places.setting >= FIRST_BED)).any():
        found.append("a bed without a home, or a home without a bed")
    if (residents(county) != homes.occupied).any():
        found.append("the homes count other residents than the persons do")
    here = county.present.persons.presence == HERE
    if (in_bed & ~here).any() or (waits & ~here).any():
        found.append("the dead hold beds or wait")
    if (waits & in_bed & (places.setting - FIRST_BED + 1 == places.waiting_bed)).any():
        found.append("somebody waits for the type of bed that she has")
    if (waits & (places.waiting_since > t)).any() or (in_bed & (places.bed_since > t)).any():
        found.append("a date lies in the future")
    rows = np.nonzero(waits & (places.offered_at != t))[0]
    home, bed = places.waiting_home[rows], places.waiting_bed[rows] - 1
    free = homes.usable[home, bed] - homes.occupied[home, bed]
    kept = np.maximum(homes.reserve[home, bed] - homes.tekun_in[home, bed], 0)
    reserved = (county.context.is_tekun[rows] == 0) | (homes.ownership[home] == PRIVATE)
    if (free > np.where(reserved, kept, 0)).any():
        found.append("a bed is free while somebody willing waits for it")
    return found


counties = st.builds(
    example_county,
    n_elders=st.integers(1, 60),
    n_townships=st.integers(2, 4),
    homes=st.lists(
        st.tuples(
            st.integers(0, 1),
            st.sampled_from(["public", "private", "public_built_private_run"]),
            st.integers(0, 4),
            st.integers(0, 4),
        ),
        max_size=4,
    ),
    seed=st.integers(0, 10_000),
    bed_shift=st.floats(0.0, 4.0),
    rethink_share=st.sampled_from([0.0, 0.03, 0.5, 1.0]),
    tekun_reserve=st.sampled_from([0.0, 0.3, 1.0]),
    offer_constant=st.floats(-2.0, 4.0),
)


@given(county=counties, months=st.integers(1, 30), pace=st.floats(0.0, 5.0))
@settings(max_examples=60)
def test_beds_lists_and_flows_stay_consistent_in_every_month(
    county: County, months: int, pace: float
) -> None:
    log, occupied, list_lengths = WaitLog(), None, 0
    for t, flows in run(county, months, log, pace=pace):
        assert faults(county, t) == []
        assert (county.homes.occupied <= county.homes.usable).all()
        if occupied is not None:
            change = flows.admissions - flows.discharges - flows.deaths
            assert (county.homes.occupied - occupied == change).all()
        occupied = county.homes.occupied.copy()
        list_lengths += int(county.homes.waiting.sum())
        assert flows.settings.sum() == flows.elders.sum()
        assert (flows.unmet <= flows.in_need).all()
    ended = log.arrays()
    still = county.places.waiting_since[county.places.waiting_bed != NOT_WAITING].astype(int)
    waited = (ended["ended"].astype(int) - ended["applied"]).sum() + (months - still).sum()
    assert waited == list_lengths


def spoiled(county: County, how: str) -> None:
    places, homes = county.places, county.homes
    rows = np.nonzero((places.setting >= FIRST_BED) & (county.present.persons.presence == HERE))[0]
    if how == "bed given twice":
        homes.occupied[places.care_home[rows[0]], places.setting[rows[0]] - FIRST_BED] -= 1
    elif how == "dead in bed":
        county.present.persons.presence[rows[0]] = HERE + 1
    elif how == "waits in bed":
        places.waiting_bed[rows[0]] = places.setting[rows[0]] - FIRST_BED + 1
    else:
        free = np.nonzero(places.setting < FIRST_BED)[0][0]
        home, bed = np.argwhere(homes.usable > homes.occupied + homes.reserve)[0]
        places.waiting_bed[free], places.waiting_home[free] = bed + 1, home


@pytest.mark.parametrize("how", ["bed given twice", "dead in bed", "waits in bed", "passed over"])
def test_the_check_of_a_month_notices_a_spoiled_county(how: str) -> None:
    county = example_county(300, homes=[(0, "private", 30, 30)], bed_shift=1.0)
    for t, _ in run(county, 6, WaitLog(), pace=0.1):
        assert faults(county, t) == []
    spoiled(county, how)
    assert faults(county, 5) != []


def outcome(county: County, flows: list[Flows]) -> list[Any]:
    columns = ("setting", "care_home", "waiting_bed", "waiting_home", "waiting_since", "assessed_level")
    return [getattr(county.places, name) for name in columns] + [part for month in flows for part in month]


def same(left: list[Any], right: list[Any]) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(left, right, strict=True))


def test_looking_at_everybody_finds_what_the_list_of_events_tells() -> None:
    results = []
    for is_told in (True, False):
        county = example_county(400, bed_shift=1.0)
        flows = [month for _, month in run(county, 30, WaitLog(), is_told)]
        results.append(outcome(county, flows))
    assert same(*results)
    unheard = example_county(400, bed_shift=1.0)
    assert not same(results[0], outcome(unheard, [f for _, f in run(unheard, 30, WaitLog(), pace=0.9)]))


def test_the_same_run_twice_gives_the_same_and_another_seed_does_not() -> None:
    first, second, other = (example_county(400, bed_shift=1.0, seed=seed) for seed in (5, 5, 6))
    one, two, three = (
        outcome(c, [flows for _, flows in run(c, 18, WaitLog())]) for c in (first, second, other)
    )
    assert same(one, two)
    assert not np.array_equal(one[0][: three[0].size], three[0][: one[0].size])


def closing(beds: int, month: int) -> BedChange:
    return BedChange("990000000", ORDINARY, beds, START + month, PRIVATE, 0)


def test_when_beds_close_below_the_residents_nobody_is_moved_and_nobody_admitted() -> None:
    homes = [(0, "private", 20, 0)]
    county = example_county(400, homes=homes, changes=(closing(-15, 6),), bed_shift=3.0)
    held, before = None, county.homes.occupied[0, ORDINARY]
    for t, flows in run(county, 60, WaitLog(), pace=0.2):
        now = int(county.homes.occupied[0, ORDINARY])
        if t >= 6:
            assert county.homes.usable[0, ORDINARY] == 5
            held = now if held is None else held
            if before >= 5:
                left = flows.discharges[0, ORDINARY] + flows.deaths[0, ORDINARY]
                assert flows.admissions[0, ORDINARY] == max(0, 5 - (before - left))
        before = now
    assert held is not None
    assert held > 5


def test_beds_that_open_are_used_from_their_month_on() -> None:
    change = BedChange("990000002", NURSING, 30, START + 5, PRIVATE, 0)
    county = example_county(400, homes=[(0, "private", 2, 2)], changes=(change,), bed_shift=3.0)
    new = county.homes.id.size - 1
    for t, _ in run(county, 18, WaitLog()):
        assert county.homes.registered[new, NURSING] == (30 if t >= 5 else 0)
        assert t >= 5 or county.homes.occupied[new].sum() == 0
    assert county.homes.occupied[new, NURSING] > 0


def admissions(seed: int, extra: int) -> int:
    county = example_county(150, homes=[(0, "private", 3, 3)], seed=seed, bed_shift=2.0)
    county.homes.usable[0] += extra
    return sum(int(flows.admissions.sum()) for _, flows in run(county, 24, WaitLog()))


def test_one_more_bed_raises_admissions_on_average_though_not_in_every_single_run() -> None:
    gain = np.array([admissions(seed, 1) - admissions(seed, 0) for seed in range(40)])
    assert gain.mean() > 4 * gain.std(ddof=1) / np.sqrt(gain.size)
    loss = np.array([admissions(seed, -3) - admissions(seed, 0) for seed in range(10)])
    assert loss.mean() < 0


def test_the_start_fills_the_beds_to_the_assumed_share_and_by_level() -> None:
    county = example_county(3000, homes=[(0, "private", 40, 40), (1, "public", 40, 40)], bed_shift=1.0)
    places, present = county.places, county.present
    rows = county.elders()
    seated = seat_initial(present, places, county.homes, rows, county.context, county.rules, 0.5, SEED)
    assert seated == 80
    assert (county.homes.occupied == 20).all()
    assert (residents(county) == county.homes.occupied).all()
    in_nursing = places.setting == FIRST_BED + NURSING
    assert (places.assessed_level[in_nursing] >= 2).all()
    assert (places.assessed_level[places.setting == FIRST_BED + ORDINARY] < 2).all()


def test_a_late_assessment_leaves_the_known_level_behind_the_true_one() -> None:
    county = example_county(400, notice_share=0.0, homes=[])
    rows = county.elders()[:200]
    rows = rows[county.places.assessed_at[rows] != NOT_ASSESSED]
    for t, _ in run(county, 13, WaitLog(), is_told=False, pace=0.0):
        if t == 0:
            county.present.persons.ability[rows] = 3
        late = county.places.assessed_level[rows] != 3
        assert late.any() == (t < 12)


def test_counts_by_township_are_sums_over_the_homes_and_the_elders() -> None:
    county = example_county(400, bed_shift=1.0)
    counts = care_indicators(county.homes, [month for _, month in run(county, 10, WaitLog())][-1])
    assert sum(counts["occupied", g].sum() for g in ("ordinary", "nursing")) == county.homes.occupied.sum()
    assert counts["beds", "ordinary"].tolist() == [9, 3, 0]
    settings_sum = sum(v.sum() for (name, _), v in counts.items() if name == "care_setting_persons")
    assert settings_sum == counts["elders", "all"].sum() > 0


@pytest.mark.parametrize(
    ("months", "admitted", "median"),
    [
        ([1, 2, 3, 4], [1, 1, 1, 1], 2.0),
        ([1, 2, 3, 4], [1, 0, 0, 1], 4.0),
        ([1, 5, 5], [1, 0, 0], None),
        ([0, 0, 9], [1, 1, 0], 0.0),
        ([], [], None),
    ],
)
def test_the_median_wait_counts_unfinished_waits_as_at_least_so_long(
    months: list[int], admitted: list[int], median: float | None
) -> None:
    assert median_wait(np.array(months, np.int64), np.array(admitted, np.bool_)) == median


def test_the_log_survives_storing_and_loading() -> None:
    log = WaitLog()
    list(run(example_county(400, bed_shift=2.0), 12, log))
    columns = log.arrays()
    again = WaitLog.from_arrays(columns).arrays()
    assert (columns["outcome"] == ADMITTED).any()
    assert all(np.array_equal(columns[name], again[name]) for name in columns)
