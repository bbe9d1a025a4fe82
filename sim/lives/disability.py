"""Onset of certified disability 残疾: when, of which type, of which grade."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.kernels import rule
from sim.lives.ability import pick
from sim.lives.deaths import Risk, yearly_risk
from sim.lives.illness import by_age
from sim.state.codes import DISABILITY_GRADE_BASE


class DisabilityRates(NamedTuple):
    """Risk of onset by single age; cumulative shares of types 1 to 6 and of grades 1 to 4."""

    onset: Risk
    types: NDArray[np.float64]
    grades: NDArray[np.float64]


def disability_rates(law: Any, ages: int) -> DisabilityRates:
    """Return the risks of disability for `ages` single ages."""
    steps = [
        (0, law.disability_onset_y_child),
        (law.school_end_first, law.disability_onset_y_adult),
        (law.elder_age, law.disability_onset_y_elder),
    ]
    types = "visual hearing speech physical intellectual".split()
    type_shares = [getattr(law, f"disability_share_{name}") for name in types]
    grade_shares = [law.disability_share_grade_1, law.disability_share_grade_2, law.disability_share_grade_3]
    return DisabilityRates(
        yearly_risk(by_age(steps, ages)),
        np.array([*np.cumsum(type_shares), 1.0]),
        np.array([*np.cumsum(grade_shares), 1.0]),
    )


@rule
def disability_code(u_type: float, u_grade: float, rates: DisabilityRates) -> int:
    """Return the event code of a new disability: type x 8 + grade."""
    return (pick(u_type, rates.types) + 1) * DISABILITY_GRADE_BASE + pick(u_grade, rates.grades) + 1
