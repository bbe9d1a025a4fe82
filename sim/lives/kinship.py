"""Pass two: births, partners, homes and migration, month by month over the candidates of the month."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.lives.births import BirthRules, bear
from sim.lives.buffers import Events
from sim.lives.leaving_home import join_children, leave_homes
from sim.lives.lifetimes import Facts, lifetimes
from sim.lives.migration import arrive, depart
from sim.lives.partnership import PartnerRules, match, part
from sim.lives.streams import NEVER, Keys
from sim.lives.tables import LifeTables
from sim.lives.village import N_EVENTS, N_HOMES, N_PEOPLE, N_TIES, Village, bury, settle, with_room
from sim.lives.wishes import (
    BEAR,
    BRING,
    JOIN_CHILD,
    LEAVE_HOME,
    LEAVE_REGION,
    PART,
    SEEK,
    TURNS,
    Agenda,
    chances,
    married_shares,
)  # fmt: skip
from sim.state.codes import DEATH, FORMAL, INFORMAL, MARRIED, NOBODY, NOT_WORKING, WORK_CHANGE
from sim.state.columns import Population

EVENTS_PER_TURN = 16  # a turn moves at most a couple and their children
SPARE = 1 << 12
ARRIVALS_A_YEAR = 0.02  # room made at first, per resident; more is made when it is needed


@dataclass
class Kinship:
    """What pass two leaves: the village at the end, events of the arrivals' bodies, and who left when."""

    village: Village
    arrivals: list[Events]
    left: NDArray[np.int32]  # month of leaving the region, or beyond any horizon


@dataclass(frozen=True)
class Setting:
    """What both passes share."""

    population: Population
    law: Any
    tables: LifeTables
    rates: NDArray[np.void]
    keys: Keys
    start: int
    months: int


def rules_of(law: Any) -> tuple[BirthRules, PartnerRules]:
    """Return the rules of births and of partnership under the assumptions in force."""
    births = BirthRules(
        float(law.birth_unmarried),
        int(law.birth_gap_months),
        float(law.birth_male_share),
        float(law.birth_disability),
    )
    partners = PartnerRules(
        int(law.partner_gap_years * MONTHS_PER_YEAR),
        int(law.partner_gap_max * MONTHS_PER_YEAR),
        float(law.join_groom_urban),
        float(law.join_groom_rural),
        float(law.custody_mother),
        int(law.adult_age),
    )
    return births, partners


def counties(population: Population) -> NDArray[np.int32]:
    """Return the number of each township's county."""
    _, number = np.unique(population.townships["county_code"].to_numpy(str), return_inverse=True)
    return number.astype(np.int32)


class Bodies:
    """Turns of bodies that pass two must know of, by month: deaths and changes of work."""

    def __init__(self, months: int) -> None:
        self._of: dict[int, list[list[Events]]] = {
            kind: [[] for _ in range(months)] for kind in (DEATH, WORK_CHANGE)
        }

    def add(self, parts: list[Events]) -> None:
        """Enter the events of some rows."""
        for kind, months in self._of.items():
            events = np.concatenate([part[part["kind"] == kind] for part in parts])
            events = events[np.argsort(events["month"], kind="stable")]
            ends = np.searchsorted(events["month"], np.arange(len(months) + 1))
            for t in np.flatnonzero(np.diff(ends)):
                months[t].append(events[ends[t] : ends[t + 1]])

    def dead(self, t: int) -> NDArray[np.int32]:
        """Return the rows who die in month t."""
        rows = [events["person"] for events in self._of[DEATH][t]]
        return np.concatenate(rows) if rows else np.zeros(0, np.int32)

    def change_work(self, village: Village, t: int) -> None:
        """Enter month t's changes of work in the village, the last of one person's counting."""
        for events in self._of[WORK_CHANGE][t]:
            village.people["work"][events["person"]] = events["code"]


def donors(people: NDArray[np.void], n_initial: int) -> NDArray[np.int32]:
    """Return the initial resident after whom each arrival is modelled, or -1 for newborns and their likes."""
    return np.where(people["donor"] < n_initial, people["donor"], NOBODY)


def facts_of_arrivals(
    people: NDArray[np.void], homes: NDArray[np.void], population: Population, wage_default: float
) -> Facts:
    """Return what the bodies of arrivals start from.

    Who moves in comes for paid work: of the kind and at the wage of the resident after whom he or she is modelled, or
    informal at `wage_default` (fen a month) when that resident has none.
    """
    persons = population.persons
    donor = donors(people, len(persons))
    like, known = np.maximum(donor, 0), donor >= 0
    hired = np.isin(persons.work[like], (FORMAL, INFORMAL))
    work = np.where(known, np.where(hired, persons.work[like], INFORMAL), NOT_WORKING)
    n, none = len(people), np.zeros(len(people), np.uint8)
    return Facts(
        id=people["id"].copy(),
        sex=people["sex"].astype(np.uint8),
        residence=(homes["is_urban"][people["first_home"]] == 0).astype(np.uint8),
        born=people["born"].copy(),
        entered=people["entered"].astype(np.int16),
        schooling=np.where(known, persons.schooling[like], 0).astype(np.uint8),
        disability_grade=people["disability"].astype(np.uint8),
        ability=none,
        ill=none,
        work=work.astype(np.uint8),
        wage_m=np.where(known, np.where(hired, persons.wage_m[like], int(wage_default)), 0).astype(np.int32),
        pension=none,
        pension_m=np.zeros(n, np.int32),
    )


def kin_rows(population: Population) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return the first kin row of each household (households + 1) and the resident children, for look-up."""
    homes = np.arange(len(population.households) + 1)
    return np.searchsorted(population.kin.parent_household, homes).astype(np.int64), population.kin.child


def agenda_of(setting: Setting, village: Village, threads: int) -> Agenda:
    """Return the candidates of all initial residents."""
    persons, law = setting.population.persons, setting.law
    ages = setting.tables.fertility_y.size
    age = (setting.start - persons.born) // MONTHS_PER_YEAR
    share = married_shares(persons.sex, age, persons.marital == MARRIED, ages, int(law.married_band))
    table = chances(setting.tables, law, share)
    agenda = Agenda(setting.start, setting.months, table, setting.keys)
    agenda.add(village.people, (0, len(persons)), threads)
    return agenda


def one_month(
    setting: Setting,
    village: Village,
    agenda: Agenda,
    kin: tuple[NDArray[np.int64], NDArray[np.int32]],
    t: int,
) -> None:
    """Let the candidates of month t take their turns, in the order of the month, up to marriage and divorce."""
    births, partners = rules_of(setting.law)
    month, keys = setting.start + t, setting.keys
    bear(village, agenda.candidates(t, BEAR), births, keys, t, month)
    arrive(village, agenda.candidates(t, BRING), t)
    leave_homes(village, agenda.candidates(t, LEAVE_HOME), t)
    join_children(village, agenda.candidates(t, JOIN_CHILD), *kin, keys, t)
    match(village, agenda.candidates(t, SEEK), partners, keys, t, month)
    part(village, agenda.candidates(t, PART), partners, keys, t, month)


def live_together(setting: Setting, bodies: list[Events], threads: int = 1) -> Kinship:
    """Run pass two.

    Parameters
    ----------
    bodies : list of Events
        Pass one of the initial residents: their deaths end marriages and open homes.
    """
    room = int(len(setting.population.persons) * setting.months / MONTHS_PER_YEAR * ARRIVALS_A_YEAR)
    village = settle(setting.population, counties(setting.population), room)
    agenda, kin = agenda_of(setting, village, threads), kin_rows(setting.population)
    turns_of = Bodies(setting.months)
    turns_of.add(bodies)
    village = with_room(village, 0, 0, room)
    arrivals: list[Events] = []
    left = np.full(len(village.people), NEVER, np.int32)
    for t in range(setting.months):
        turns = sum(agenda.candidates(t, turn).size for turn in range(TURNS))
        village = with_room(village, turns + SPARE, turns + SPARE, turns * EVENTS_PER_TURN + SPARE)
        if left.size < village.people.size:
            left = np.concatenate([left, np.full(village.people.size - left.size, NEVER, np.int32)])
        turns_of.change_work(village, t)
        before = int(village.counts[N_PEOPLE])
        one_month(setting, village, agenda, kin, t)
        rows = (before, int(village.counts[N_PEOPLE]))
        if rows[1] > rows[0]:
            parts = arrivals_bodies(setting, village, rows)
            arrivals += parts
            agenda.add(village.people, rows)
            turns_of.add(parts)
        bury(village, turns_of.dead(t))
        depart(village, agenda.candidates(t, LEAVE_REGION), left, t)
    return Kinship(cut(village), arrivals, left[: int(village.counts[N_PEOPLE])])


def arrivals_bodies(setting: Setting, village: Village, rows: tuple[int, int]) -> list[Events]:
    """Return the events of the bodies and work of rows that have just entered."""
    people, wage = village.people[rows[0] : rows[1]], float(setting.law.wage_default_m)
    facts = facts_of_arrivals(people, village.homes, setting.population, wage)
    span = (0, rows[1] - rows[0])
    return lifetimes(facts, span, setting.rates, setting.start, setting.months, offset=rows[0])


def cut(village: Village) -> Village:
    """Return the village without unused room."""
    used = [int(count) for count in village.counts]
    return Village(
        village.people[: used[N_PEOPLE]],
        village.homes[: used[N_HOMES]],
        village.events[: used[N_EVENTS]],
        village.ties[: used[N_TIES]],
        village.counts,
    )
