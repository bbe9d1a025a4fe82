"""Unions of rows: those of numpy, whatever the order of the rows."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sim.state.union import union

rows = arrays(np.int32, st.integers(0, 30), elements=st.integers(0, 40))


@given(rows, rows)
def test_a_union_is_that_of_numpy(first, second):
    made = union(first, second)
    assert made.dtype == np.int32
    assert np.array_equal(made, np.union1d(first, second))
