"""The purposes for which lives draw numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sim.draws import LIVES_STREAMS, stream_key

NEVER = 1 << 30  # a month beyond any horizon


class Keys(NamedTuple):
    """One key for each purpose; a draw adds the person's id and the month (or age) it is for."""

    death: np.uint64
    ability: np.uint64
    ability_to: np.uint64
    ability_start: np.uint64
    disability: np.uint64
    disability_kind: np.uint64
    disability_grade: np.uint64
    illness: np.uint64
    illness_length: np.uint64
    illness_cost: np.uint64
    illness_work: np.uint64
    stay: np.uint64
    stay_cost: np.uint64
    work: np.uint64
    work_to: np.uint64
    work_kind: np.uint64
    wage: np.uint64
    seeking: np.uint64
    school_end: np.uint64
    birth: np.uint64
    birth_married: np.uint64
    birth_sex: np.uint64
    birth_disability: np.uint64
    partner: np.uint64
    partner_order: np.uint64
    residence: np.uint64
    divorce: np.uint64
    custody: np.uint64
    leave_home: np.uint64
    join_child: np.uint64
    which_child: np.uint64
    out_migration: np.uint64
    in_migration: np.uint64
    harvest: np.uint64
    drought: np.uint64
    disaster: np.uint64


def keys(seed: int, span: int = 0) -> Keys:
    """Return the keys of all purposes for one seed: those of the horizon (span 0) or of the year before it (1)."""
    names = Keys._fields
    return Keys(*(np.uint64(stream_key(seed, LIVES_STREAMS + i, span)) for i, _ in enumerate(names)))
