"""The frame of the pyramid counts elders alone, each once, in groups of five years."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from sim.population.needs import elders_by_need

MONTH = 1464  # January 2022


def test_elders_are_counted_once_by_sex_age_and_need() -> None:
    ages = np.array([59, 60, 64, 65, 99, 80])
    persons = SimpleNamespace(
        born=MONTH - ages * 12, sex=np.array([0, 0, 1, 1, 1, 0]), ability=np.array([4, 0, 2, 1, 4, 3])
    )
    frame = elders_by_need(SimpleNamespace(month=MONTH, persons=persons))  # type: ignore[arg-type]
    found = {tuple(row[:3]) for row in frame[frame["persons"] == 1].to_numpy().tolist()}
    assert found == {
        ("male", 60, "able"),
        ("female", 60, "moderate"),
        ("female", 65, "mild"),
        ("female", 95, "total"),
        ("male", 80, "severe"),
    }
    assert frame["persons"].sum() == 5
    assert len(frame) == 2 * 8 * 5
