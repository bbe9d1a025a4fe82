"""Who lies in the beds at the start: drawn by the probability of the choice, up to the assumed occupancy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.context import SEAT, Context
from sim.care.family_care import lives_alone
from sim.care.rules import Rules
from sim.care.sheet import draw_choices, fill_sheet
from sim.draws import stream_key, uniforms
from sim.kernels import array_kernel
from sim.money import share_of
from sim.state.codes import NOBODY, NURSING, ORDINARY
from sim.state.places import FAMILY, FIRST_BED, N_BEDS, NOT_ASSESSED, Homes, Places
from sim.state.present import Present


@array_kernel
def likely_tekun(present: Present, context: Context, elders: NDArray[np.int32]) -> NDArray[np.uint8]:
    """Mark the elders whom the state would support, before any claim is known; a column of persons.

    Whoever lives alone and has no children anywhere or is known as poor; and whoever holds tekun already.
    """
    out = context.is_tekun.copy()
    for person in elders:
        household = present.persons.home[person]
        if household == NOBODY or not lives_alone(
            present.households.n_members[household], context.is_collective[household]
        ):
            continue
        has_kin = context.first_kin[household + 1] > context.first_kin[household]
        if not has_kin or context.is_low_income[household]:
            out[person] = 1
    return out


def seat_initial(
    present: Present,
    places: Places,
    homes: Homes,
    elders: NDArray[np.int32],
    context: Context,
    rules: Rules,
    occupancy: float,
    seed: int,
) -> int:
    """Put elders into beds and services before the first month, and return how many lie in beds.

    Each home gets residents up to its share of the registered beds, never more than are usable, from those elders who
    would ask for it: in the order of exponential marks, which is sampling by the probability of the choice. Elders of
    moderate or worse level lie in nursing beds, others in ordinary beds. Those without a bed draw a setting at home by
    the same probabilities; nobody waits yet.

    Parameters
    ----------
    elders : int32 array
        From `elder_rows`; only those assessed are seated.
    occupancy : float
        Occupied share of registered beds, `opening_occupancy` of the law.
    """
    rows = elders[places.assessed_at[elders] != NOT_ASSESSED]
    marked = context._replace(is_tekun=likely_tekun(present, context, rows))
    sheet = fill_sheet(rows, present, places, homes, marked, rules, seed)
    bed = np.where(sheet.level >= rules.numbers.seat_nursing_level, NURSING, ORDINARY).astype(np.uint8)
    line = np.arange(rows.size)
    share, home = sheet.share[line, FIRST_BED + bed], sheet.home[line, bed]
    u = uniforms(stream_key(seed, SEAT, 0), sheet.id)
    with np.errstate(divide="ignore"):
        mark = -np.log1p(-u) / share
    places.setting[rows] = draw_choices(sheet, seed, -1)
    places.setting[rows[places.setting[rows] >= FIRST_BED]] = FAMILY
    return _fill(places, homes, rows, home, bed, mark, occupancy)


def _fill(
    places: Places,
    homes: Homes,
    rows: NDArray[np.int32],
    home: NDArray[np.int16],
    bed: NDArray[np.uint8],
    mark: NDArray[np.float64],
    occupancy: float,
) -> int:
    """Fill every home with those who ask for it and have the smallest marks."""
    seated = 0
    for place in range(homes.id.size):
        for kind in range(N_BEDS):
            wanted = share_of(int(homes.registered[place, kind]), occupancy)
            wanted = min(wanted, int(homes.usable[place, kind]))
            asking = np.nonzero((home == place) & (bed == kind) & np.isfinite(mark))[0]
            taken = rows[asking[np.argsort(mark[asking], kind="stable")][:wanted]]
            places.setting[taken] = FIRST_BED + kind
            places.care_home[taken] = place
            homes.occupied[place, kind] = taken.size
            seated += taken.size
    return seated
