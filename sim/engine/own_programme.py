"""A programme of one's own: written in a notebook cell, paid beside those of the package, without touching the package.

It has a dated law of the same form as every other and one rule over columns of people. It appears in the ledger, the
indicators, the assumptions and so in every export; the run is marked exploratory and keeps the source of the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

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


@dataclass(frozen=True)
class People:
    """Everybody who lives in the region this month, one entry a person; money in fen a month."""

    age: Column  # completed years
    sex: Column  # codes of `state.codes`
    is_urban: Column
    n_members: Column  # of the household
    programme: Column  # basic-living scheme of the household, codes of `state.codes`
    disability_grade: Column  # 1 is the most severe, 0 none
    ability: Column  # level 0 (able) to 4 (total loss)
    work: Column
    wage_m: Column
    pension_m: Column


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


def people_of(county: County, rows: Column) -> People:
    """Return the people who are here as columns."""
    now, persons = county.present.persons[rows], county.histories.persons
    homes = now.home
    return People(
        age=(county.month - persons.born[rows]) // 12,
        sex=persons.sex[rows],
        is_urban=county.histories.households.is_urban[homes],
        n_members=county.present.households.n_members[homes],
        programme=county.claims.households.programme[homes],
        disability_grade=now.disability_grade,
        ability=now.ability,
        work=now.work,
        wage_m=now.wage_m,
        pension_m=now.pension_m,
    )


def pay_own(county: County, own: OwnProgramme) -> None:
    """Pay one month of a programme and book it.

    Raises
    ------
    SimError
        When the rule gives another number of amounts than people, or a negative one.
    """
    rows = np.flatnonzero(county.present.persons.presence == HERE)
    found = np.asarray(own.amount(people_of(county, rows), county.law.in_force(own.key, county.month)))
    if found.shape != rows.shape or (found < 0).any():
        raise SimError(f"the rule of {own.key} must give one amount of fen a person, none of them negative")
    paid, homes = found.astype(np.int64), county.present.persons.home[rows]
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
