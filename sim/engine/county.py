"""The county: a mesa model whose people are columns and whose institutions are agents."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector
from numpy.typing import NDArray

from sim.administration.assessment import assess_changed, find_active
from sim.administration.duties import DUTIES
from sim.administration.opening import open_caseload
from sim.administration.outreach import mean_weights
from sim.administration.payments import PAYMENT_LINES
from sim.administration.reliefbook import RELIEF_LINES
from sim.administration.verification import STREAM_OBSERVE
from sim.draws import key_of
from sim.engine.allowance_step import empty_roster, open_allowances, write_first_roster
from sim.engine.care_costs import SERVICE_LINES
from sim.engine.care_step import Care, open_care
from sim.engine.case import case_of, files_of
from sim.engine.kin import kin_pointers
from sim.engine.objects import HouseholdObject, PersonObject
from sim.engine.pool import Pool
from sim.engine.relief_step import ReliefDesk, open_relief
from sim.engine.schedule import Step
from sim.engine.treasury_step import treasury_of
from sim.engine.waits import Waits
from sim.engine.world import World, Worlds, law_book
from sim.errors import SteppingError
from sim.finance.ledger import PAYERS, open_ledger
from sim.indicators.series import Key, Series
from sim.institutions.care_home import CareHome
from sim.institutions.finance_bureau import FinanceBureau
from sim.institutions.outreach_team import OutreachTeam, open_teams
from sim.institutions.township_office import TownshipOffice, open_offices
from sim.programmes.allowances import KEYS as ALLOWANCE_LINES
from sim.scenario import Scenario, load_scenario
from sim.state.claims import no_claims, no_entitlements
from sim.state.funnel import empty_funnel
from sim.state.present import opening
from sim.state.records import records_of, single_record

LEDGER_LINES = (
    *PAYMENT_LINES,
    *ALLOWANCE_LINES,
    *RELIEF_LINES,
    "bed_running",
    "bed_capital",
    *SERVICE_LINES,
    "outreach",
    "administration",
)
REPORTED = ("dibao_persons", "tekun_persons", "eligible_persons", "spending_fen", "occupied", "waiting")


class County(mesa.Model):
    """One region under one scenario, month by month.

    Parameters
    ----------
    scenario : Scenario, path or str
        A scenario or its file.
    seed : int, optional
        Takes the place of the scenario's seed.
    world : World, optional
        The people and their lives; made when not given. It must be that of the scenario.
    steps : sequence of Step, optional
        The month; the model's own when not given.
    threads : int
        Threads of the assessment; the result does not depend on it.

    Examples
    --------
    >>> county = County("scenarios/yunxi/baseline.yaml")
    >>> county.step()
    >>> county.household(0)
    """

    def __init__(
        self,
        scenario: Scenario | Path | str,
        seed: int | None = None,
        world: World | None = None,
        steps: tuple[Step, ...] | None = None,
        threads: int = 1,
    ) -> None:
        # Mesa seeds generators of its own; the model never draws from them (chance comes from sim.draws).
        super().__init__(seed=0)
        chosen = load_scenario(Path(scenario)) if isinstance(scenario, str | Path) else scenario
        self.scenario = chosen if seed is None else replace(chosen, seed=seed)
        self.law = law_book(self.scenario)
        self.world = world or Worlds().of(self.scenario)
        self.histories = self.world.followed.histories
        self.followed = self.world.followed.households
        self.t = -1
        self.pool = Pool(threads)
        self._open_state()
        self._open_institutions()
        self._open_caseload()
        if steps is None:
            from sim.engine.month import MONTH

            steps = MONTH
        self.schedule = steps
        self.datacollector = DataCollector(model_reporters={name: _reporter(name) for name in REPORTED})

    def _open_state(self) -> None:
        histories = self.histories
        n_persons, n_households = len(histories.persons), len(histories.households)
        self.present = opening(histories)
        self.wants = no_entitlements(n_persons, n_households)
        self.claims = no_claims(n_persons, n_households)
        self.kin_first = kin_pointers(histories.kin.parent_household, n_households)
        self.series = Series(self.scenario.months, self.n_townships)
        self.ledger = open_ledger(LEDGER_LINES, self.scenario.months, self.n_townships)
        self.peers = np.zeros(self.n_townships)
        self.new_applications = np.zeros(self.n_townships, np.int64)
        self.funnel = empty_funnel(n_households, self.n_townships)
        self.waits = Waits(self.scenario.months, self.n_townships)
        self.region_series: dict[Key, NDArray[np.float64]] = {}
        persons = histories.persons
        self.register_persons = records_of(
            {
                **{name: getattr(persons, name) for name in ("id", "born", "father", "mother")},
                "child": np.zeros(n_persons, np.uint8),  # whether anybody is bound to bring it up
            }
        )
        self.roster = empty_roster(self)
        self.files = files_of(self, 0)
        self.relief: ReliefDesk = open_relief(self)

    def _open_institutions(self) -> None:
        profile = self.world.profile
        staff = profile.staff.set_index("township_code").loc[profile.townships["code"]]
        share = self.world.share
        first = self.scenario.start
        office = single_record(self.law.in_force("administration", first))
        stations = staff["social_work_stations"].to_numpy(np.float64) * float(office.station_workers)
        self.offices = open_offices((staff["office_staff"].to_numpy(np.float64) + stations) * share)
        self.teams = open_teams(
            staff["grid_workers"].to_numpy(np.float64) * share,
            staff["child_workers"].to_numpy(np.float64) * share,
            len(DUTIES),
            len(self.histories.households),
        )
        self.treasury = treasury_of(self)
        weights = mean_weights(
            self.present,
            self.histories.persons.born,
            self.histories.households.township,
            self.n_townships,
            first,
            office,
        )
        self.mean_weight, self.n_households = weights
        self.care: Care = open_care(self)
        for row, name in enumerate(profile.townships["name_zh"]):
            TownshipOffice(self, name, row, self.offices)
            OutreachTeam(self, name, row, self.teams)
        for row, name in enumerate(self.care.names):
            place = profile.townships["code"].iloc[self.care.homes.township[row]]
            CareHome(self, self.care.homes, row, *name, township=place)
        for payer, name in enumerate(PAYERS):
            FinanceBureau(self, name, payer, self.ledger.debits)

    def _open_caseload(self) -> None:
        """Seat the opening caseload, as if the first month's law had been there before."""
        self.t = 0
        write_first_roster(self)
        case = case_of(self)
        self.pool.each(lambda rows: assess_changed(case, rows, True), self.followed)
        open_caseload(case, self.followed, self.scenario.seed, key_of(self.scenario.seed, STREAM_OBSERVE, 0))
        self.active = find_active(case, self.followed)
        open_allowances(self)
        self.t = -1

    @property
    def n_townships(self) -> int:
        """Number of townships."""
        return len(self.world.profile.townships)

    @property
    def month(self) -> int:
        """Calendar month of the last step; the month before the start when nothing has been stepped."""
        return self.scenario.start + self.t

    @property
    def year(self) -> int:
        """Column of the running calendar year in the yearly matrices."""
        return (self.scenario.start % 12 + self.t) // 12

    def in_force(self, programme: str) -> Any:
        """Return the law of a programme in the running month, as one record."""
        return single_record(self.law.in_force(programme, self.month))

    def step(self) -> None:
        """Run one month: every step of the schedule, in order.

        Raises
        ------
        SteppingError
            When the horizon is over.
        """
        if self.t + 1 >= self.scenario.months:
            raise SteppingError(
                f"the horizon of {self.scenario.months} months is over; start a longer scenario"
            )
        self.t += 1
        for one in self.schedule:
            one.run(self)
        self.datacollector.collect(self)
        self.running = self.t + 1 < self.scenario.months

    def household(self, row: int) -> HouseholdObject:
        """Return a view of one household: members, income, entitlement, claim."""
        return HouseholdObject(self, row)

    def person(self, row: int) -> PersonObject:
        """Return a view of one person."""
        return PersonObject(self, row)

    def region(self, indicator: str, group: str = "all") -> NDArray[np.float64]:
        """Return the monthly values of an indicator that exists for the region alone, to read or to fill."""
        return self.region_series.setdefault((indicator, group), np.full(self.scenario.months, np.nan))

    def close(self) -> None:
        """Let go of everything; the county cannot be used any more.

        Mesa's table of agent numbers holds every model, and a model holds itself, so that its columns would stay until
        Python looks for cycles: a city's are a third of a gigabyte.
        """
        mesa.Agent._ids.pop(self, None)
        self.__dict__.clear()

    def totals(self, name: str) -> float:
        """Return a headline of the running month, summed over groups and townships."""
        keys = [key for key in self.series.values if key[0] == name]
        return float(sum(self.series.total(name, self.t, group) for _, group in keys))


def _reporter(name: str) -> Any:
    """Return a mesa reporter of one headline."""

    def report(county: County) -> float:
        return county.totals(name)

    return report
