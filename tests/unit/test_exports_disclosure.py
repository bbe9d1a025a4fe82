"""No count of 1 to 9 persons can be read, or worked out from what is shown."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from sim.exports.disclosure import SMALL, Mask, is_small, masks_of, protect, union
from sim.exports.townships import whole_year
from sim.results.run import SCHEMAS, Run


def bounds_of(counts: np.ndarray, counties: list[str], mask: Mask, place: int) -> tuple[float, float]:
    """Return the least and the most that a reader can work out for one cell from all that is shown."""
    n = len(counts)
    rows, totals = [], []
    for k in range(n):
        if not mask.townships[k]:
            rows.append(np.eye(n)[k])
            totals.append(counts[k])
    for name in mask.counties:
        if not mask.counties[name]:
            inside = np.array([float(own == name) for own in counties])
            rows.append(inside)
            totals.append(counts @ inside)
    rows.append(np.ones(n))
    totals.append(counts.sum())  # other tables show it
    ends = []
    for sign in (1.0, -1.0):
        goal = sign * np.eye(n)[place]
        equal = {"A_eq": np.array(rows), "b_eq": np.array(totals)} if rows else {}
        made = linprog(goal, bounds=[(0, 1e6)] * n, **equal)
        ends.append(sign * made.fun)
    return ends[0], ends[1]


tables = st.lists(
    st.tuples(st.sampled_from("abc"), st.one_of(st.integers(0, 12), st.integers(0, 400))),
    min_size=1,
    max_size=12,
)


@settings(deadline=None, derandomize=True, max_examples=150)
@given(tables)
def test_no_small_count_can_be_worked_out_from_the_totals(cells: list[tuple[str, int]]) -> None:
    counties = [name for name, _ in cells]
    counts = np.array([float(value) for _, value in cells])
    mask = protect(counts, counties)
    assert mask.townships[is_small(counts)].all()
    for name in mask.counties:
        total = counts[[own == name for own in counties]].sum()
        assert mask.counties[name] or not 0 < total < SMALL
    if len(cells) == 1:
        return  # one township is the region
    for place in np.flatnonzero(is_small(counts)):
        low, high = bounds_of(counts, counties, mask, int(place))
        assert low < 1
        assert high >= min(SMALL, counts.sum()) - 1e-6


@settings(deadline=None, derandomize=True, max_examples=60)
@given(tables, st.integers(0, 11))
def test_what_is_withheld_in_one_scenario_is_withheld_in_all(
    cells: list[tuple[str, int]], change: int
) -> None:
    counties = [name for name, _ in cells]
    counts = np.array([float(value) for _, value in cells])
    other = counts.copy()
    other[change % len(other)] += 7
    mask = union([protect(counts, counties), protect(other, counties)])
    if len(cells) == 1:
        return  # one township is the region
    for values in (counts, other):
        for place in np.flatnonzero(is_small(values)):
            low, high = bounds_of(values, counties, mask, int(place))
            assert high - low >= 1


def test_a_table_without_small_counts_withholds_nothing() -> None:
    mask = protect(np.array([10.0, 0.0, 55.0]), ["a", "a", "b"])
    assert not mask.townships.any()
    assert not any(mask.counties.values())
    assert not mask.region


def test_a_share_is_withheld_when_those_left_out_are_few() -> None:
    frame = pd.DataFrame(
        {
            "eligible_receiving_persons": [97.0, 50.0, 60.0],
            "eligible_persons": [100.0, 100.0, 120.0],
            "coverage_admin": [0.97, 0.5, 0.5],
        }
    )
    masks = masks_of({"a": frame}, ["a", "a", "a"])
    assert not masks["eligible_persons"].townships.any()
    assert masks["coverage_admin"].townships[0]


def test_figures_of_townships_are_those_of_one_calendar_year_whatever_is_compared() -> None:
    run = Run(
        "a",
        "a",
        "yunxi",
        1,
        "2022-01",
        30,
        *(pd.DataFrame(columns=list(schema)) for schema in SCHEMAS.values()),
    )
    assert whole_year(("2022-01", "2024-06"), run) == ("2024-01", "2024-06")
    assert whole_year(("2023-03", "2024-05"), run) == ("2023-01", "2023-12")
    assert whole_year(("2023-11", "2024-02"), run) == ("2023-01", "2023-12")
    assert whole_year(("2023-02", "2023-12"), run) == ("2023-01", "2023-12")
    assert whole_year(("2023-02", "2023-03"), run) == ("2023-01", "2023-12")
