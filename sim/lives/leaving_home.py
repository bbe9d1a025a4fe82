"""Leaving home: single adults who earn set up their own; elders who live alone move in with a child."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.draws import bits, child_id
from sim.kernels import kernel, rule
from sim.lives.streams import Keys
from sim.lives.village import FOUNDED, Village, found_home, is_here, move, move_out, parents_at_home
from sim.state.codes import NEVER_MARRIED, NOBODY, NOT_WORKING, STUDENT


@kernel
def leave_homes(village: Village, candidates: NDArray[np.int32], t: int) -> None:
    """Let the never-married candidates who live with a parent and have work set up a home of their own."""
    for person in candidates:
        if not is_here(village, person) or village.people[person].marital != NEVER_MARRIED:
            continue
        home, work = village.people[person].home, village.people[person].work
        if work == NOT_WORKING or work == STUDENT:
            continue
        if village.homes[home].is_collective or parents_at_home(village, person) == 0:
            continue
        identity = child_id(village.people[person].id, t, FOUNDED)
        move_out(village, person, found_home(village, identity, home, t, village.homes[home].n_members), t)


@rule
def resident_child(v: Village, elder: int, children: NDArray[np.int32], keys: Keys, t: int) -> int:
    """Return the home of one of the elder's children in the region, by keyed lot, or -1."""
    best, home = np.uint64(0), NOBODY
    for child in children:
        if not is_here(v, child) or v.homes[v.people[child].home].is_collective:
            continue
        lot = bits(keys.which_child, v.people[child].id, t) | np.uint64(1)
        if lot > best and v.people[child].home != v.people[elder].home:
            best, home = lot, v.people[child].home
    return home


@kernel
def join_children(
    village: Village, elders: NDArray[np.int32], kin_first: NDArray[np.int64], kin_child: NDArray[np.int32],
    keys: Keys, t: int,
) -> None:  # fmt: skip
    """Let candidate elders who live alone in their home of the start move in with a resident child."""
    for elder in elders:
        if not is_here(village, elder):
            continue
        home = village.people[elder].home
        if (
            home >= kin_first.size - 1
            or village.homes[home].n_members != 1
            or village.homes[home].is_collective
        ):
            continue
        to = resident_child(village, elder, kin_child[kin_first[home] : kin_first[home + 1]], keys, t)
        if to != NOBODY:
            move(village, elder, to, t)
