"""One run person by person: what each received and where each was cared for, over a window of months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.administration.beneficiaries import note_payments
from sim.engine.county import County
from sim.engine.month import MONTH
from sim.engine.schedule import assemble, step
from sim.engine.world import World
from sim.money import FEN_PER_YUAN
from sim.scenario import Scenario
from sim.state.places import FIRST_BED
from sim.state.present import HERE

BENEFIT, RECEIVING, IN_BED = "benefit_m", "receiving_share", "bed_share"
OUTCOMES = (BENEFIT, RECEIVING, IN_BED)


@dataclass(frozen=True)
class PersonOutcomes:
    """What happened to each person over the window; arrays of persons.

    Attributes
    ----------
    amount : int64 array
        Fen of cash benefits.
    months : int32 array
        Months in which the person received.
    in_bed : int32 array
        Months that ended in a bed of a home.
    present : int32 array
        Months that ended with the person alive in the region.
    """

    amount: NDArray[np.int64]
    months: NDArray[np.int32]
    in_bed: NDArray[np.int32]
    present: NDArray[np.int32]

    def value(self, outcome: str) -> NDArray[np.float64]:
        """Return an outcome of each person: yuan a month present, or a share of the months present.

        Persons never present have zero; weight by `present`.
        """
        months = np.maximum(self.present, 1)
        totals = {BENEFIT: self.amount / FEN_PER_YUAN, RECEIVING: self.months, IN_BED: self.in_bed}
        return np.asarray(totals[outcome] / months, np.float64)


def follow_persons(scenario: Scenario, world: World, window: tuple[int, int] | None = None) -> PersonOutcomes:
    """Run a scenario and keep what each person received.

    Parameters
    ----------
    window : pair of int, optional
        First and last calendar month; the whole horizon when not given.
    """
    first, last = window or (scenario.start, scenario.end)
    n = len(world.histories.persons)
    made = PersonOutcomes(
        np.zeros(n, np.int64), np.zeros(n, np.int32), np.zeros(n, np.int32), np.zeros(n, np.int32)
    )

    def paid(county: County) -> None:
        if first <= county.month <= last:
            note_payments(county.present, county.claims, county.active, county.t, made.amount, made.months)

    def placed(county: County) -> None:
        if first <= county.month <= last:
            here = county.present.persons.presence == HERE
            made.present[:] += here
            made.in_bed[:] += here & (county.care.places.setting >= FIRST_BED)

    watched = (
        step("administration.note_payments", paid, "present claims", "beneficiaries"),
        *MONTH,
        step("care.note_places", placed, "present places", "residents"),
    )
    county = County(scenario, world=world, steps=assemble(watched))
    while county.running and county.month < last:
        county.step()
    return made
