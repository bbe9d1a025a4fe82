"""A programme of one's own: written in a notebook cell, paid beside those of the package, without touching the package.

It has a dated law of the same form as every other and one rule over columns of people. It appears in the ledger, the
indicators, the assumptions and so in every export; the run is marked exploratory and keeps the source of the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.engine.county import County
from sim.engine.month import MONTH
from sim.engine.report import report
from sim.engine.schedule import Step, assemble, step
from sim.engine.treasury_step import disburse, treasury_of
from sim.engine.world import World, Worlds, law_book
from sim.errors import SimError
from sim.finance.funding import funding_shares
from sim.finance.ledger import open_ledger
from sim.institutions.finance_bureau import FinanceBureau
from sim.laws import Change
from sim.laws.files import LawFile, read_law_text
from sim.results.run import Run
from sim.scenario import Scenario
from sim.state.present import HERE

Column = NDArray[Any]
AFTER = "administration.pay_persons"
SOURCE_NAME = "notebook"


class People:
    """Everybody who lives in the region this month, one entry a person; a column is taken when a rule asks for it.

    Parameters
    ----------
    county : County
    rows : int array
        Of who is here.
    """

    def __init__(self, county: County, rows: Column) -> None:
        self._county, self._rows = county, rows

    def _now(self, name: str) -> Column:
        return np.asarray(getattr(self._county.present.persons, name)[self._rows])

    def _of(self, households: Column) -> Column:
        return np.asarray(households[self.home])

    @cached_property
    def age(self) -> Column:
        """Completed years."""
        return np.asarray(
            (self._county.month - self._county.histories.persons.born[self._rows]) // MONTHS_PER_YEAR
        )

    @cached_property
    def sex(self) -> Column:
        """Codes of `state.codes`."""
        return np.asarray(self._county.histories.persons.sex[self._rows])

    @cached_property
    def home(self) -> Column:
        """Row of the household."""
        return self._now("home")

    @cached_property
    def is_urban(self) -> Column:
        """Whether the household is urban."""
        return self._of(self._county.histories.households.is_urban)

    @cached_property
    def n_members(self) -> Column:
        """Members of the household."""
        return self._of(self._county.present.households.n_members)

    @cached_property
    def programme(self) -> Column:
        """Basic-living scheme of the household, codes of `state.codes`."""
        return self._of(self._county.claims.households.programme)

    @cached_property
    def disability_grade(self) -> Column:
        """1 is the most severe, 0 none."""
        return self._now("disability_grade")

    @cached_property
    def ability(self) -> Column:
        """Level 0 (able) to 4 (total loss)."""
        return self._now("ability")

    @cached_property
    def work(self) -> Column:
        """Codes of `state.codes`."""
        return self._now("work")

    @cached_property
    def wage_m(self) -> Column:
        """Fen a month."""
        return self._now("wage_m")

    @cached_property
    def pension_m(self) -> Column:
        """Fen a month."""
        return self._now("pension_m")


@dataclass(frozen=True)
class OwnProgramme:
    """A scheme of a notebook.

    Attributes
    ----------
    law : LawFile
        Its dated law; see `own_programme`.
    amount : callable
        (People, law of the month) -> fen a month by person; zero for who does not get it.
    funding : str
        Budget line whose shares pay it; one that no law names is paid by the county.
    """

    law: LawFile
    amount: Callable[[People, Any], Column]
    funding: str = "county"

    @property
    def key(self) -> str:
        """Its name in ledger, indicators and law."""
        return self.law.programme


def own_programme(law: str, amount: Callable[[People, Any], Column], funding: str = "county") -> OwnProgramme:
    """Return a programme from the text of its law (YAML, as the files beside the rules) and its rule.

    Raises
    ------
    LawError
        When the text breaks the form.
    """
    return OwnProgramme(read_law_text(law, SOURCE_NAME), amount, funding)


def pay_own(county: County, own: OwnProgramme) -> None:
    """Pay one month of a programme and book it.

    Raises
    ------
    SimError
        When the rule gives another number of amounts than people, or a negative one.
    """
    rows = np.flatnonzero(county.present.persons.presence == HERE)
    found = np.asarray(own.amount(People(county, rows), county.law.in_force(own.key, county.month)))
    if found.shape != rows.shape or (found < 0).any():
        raise SimError(f"the rule of {own.key} must give one amount of fen a person, none of them negative")
    entitled = np.flatnonzero(found)
    paid, homes = found[entitled].astype(np.int64), county.present.persons.home[rows[entitled]]
    township, n = county.histories.households.township[homes], county.n_townships
    amounts, persons = np.zeros(n, np.int64), np.bincount(township[paid > 0], minlength=n)
    np.add.at(amounts, township, paid)
    np.add.at(county.claims.households.paid_y, homes, paid)
    shares = funding_shares(county.in_force("finance"), own.funding)
    disburse(county, own.key, amounts, persons.astype(np.int64), shares)
    county.series.put("allowance_persons", county.t, persons.astype(np.int64), own.key)


def _month_with(programmes: Sequence[OwnProgramme]) -> tuple[Step, ...]:
    own = [
        step(
            f"administration.{one.key}",
            lambda county, one=one: pay_own(county, one),  # type: ignore[misc]
            "present claims law",
            "ledger claims",
        )
        for one in programmes
    ]
    place = [one.name for one in MONTH].index(AFTER) + 1
    return assemble([*MONTH[:place], *own, *MONTH[place:]])


def county_with(
    scenario: Scenario,
    programmes: Sequence[OwnProgramme],
    world: World | None = None,
    changes: Sequence[Change] = (),
) -> County:
    """Return a county that pays programmes of one's own too.

    Parameters
    ----------
    changes : sequence of Change
        Changes of the law of these programmes; a scenario holds those of the package's law alone.

    Raises
    ------
    LawError
        When a programme has the name of another.
    """
    law = law_book(scenario, changes, [one.law for one in programmes])
    county = County(scenario, world=world or Worlds().of(scenario), steps=_month_with(programmes))
    county.law = law
    lines = (*county.ledger.programmes, *(one.key for one in programmes))
    county.ledger = open_ledger(lines, scenario.months, county.n_townships)
    county.treasury = treasury_of(county)
    for bureau in county.agents_by_type[FinanceBureau]:
        bureau.read(county.ledger.debits)
    return county


def explore(
    scenario: Scenario, programmes: Sequence[OwnProgramme], source: str, world: World | None = None
) -> Run:
    """Run a scenario with programmes of one's own; the run is marked exploratory and keeps their source.

    Parameters
    ----------
    source : str
        Text of the cell in which the programmes are written (`In[-1]` in a notebook).
    """
    county = county_with(scenario, programmes, world)
    while county.running:
        county.step()
    run = report(county)
    return replace(run, provenance={**run.provenance, "exploratory": "yes", "cell": source})
