from __future__ import annotations

from dataclasses import fields, replace
from functools import cache

import numpy as np
import pytest

from sim.lives.histories import live
from sim.state.codes import (
    DEATH,
    DIVORCE,
    DIVORCED,
    ENTER,
    FEMALE,
    LEAVE,
    MALE,
    MARRIED,
    MARRY,
    MOVE,
    NEVER_MARRIED,
    NOBODY,
    WIDOWED,
)  # fmt: skip
from sim.state.columns import concatenate
from tests.unit.lives_world import START, agrees, county, law, national, no_deaths, still

MONTHS = 120


@cache
def lives(months: int = MONTHS, seed: int = 5):
    return live(county(700), law(), national(), seed, months, START)


class Replay:
    """A second code path: the events applied one by one to plain Python state, with every rule checked."""

    def __init__(self, histories):
        p = histories.persons
        self.h = histories
        self.home = {row: int(p.household[row]) for row in range(len(p)) if p.entered[row] < 0}
        self.spouse = {row: int(s) for row, s in enumerate(p.spouse) if s != NOBODY}
        self.marital = {row: int(m) for row, m in enumerate(p.marital)}
        self.ended: set[int] = set()
        self.counts: list[dict] = []

    def run(self):
        h = self.h
        for t in range(h.months):
            count = dict.fromkeys((ENTER, MOVE, MARRY, DIVORCE, DEATH, LEAVE), 0)
            before = len(self.home)
            for i in range(h.month_first[t], h.month_first[t + 1]):
                kind, person, value = int(h.event_kind[i]), int(h.event_person[i]), int(h.event_value[i])
                assert person not in self.ended, "an event of someone who is dead or gone"
                self.apply(t, kind, person, value)
                if kind in count:
                    count[kind] += 1
            assert len(self.home) == before + count[ENTER] - count[DEATH] - count[LEAVE]
            self.counts.append(count)
            self.check_marriages()
        return self

    def apply(self, t, kind, person, value):
        if kind == ENTER:
            assert person not in self.home
            assert self.h.persons.entered[person] == t
            self.home[person] = value
        elif kind in (DEATH, LEAVE):
            del self.home[person]
            self.ended.add(person)
            partner = self.spouse.pop(person, None)
            if partner is not None:
                del self.spouse[partner]
                self.marital[partner] = WIDOWED
        else:
            assert person in self.home
            if kind == MOVE:
                assert self.home[person] != value
                self.home[person] = value
            elif kind == MARRY:
                assert self.marital[person] != MARRIED
                self.marital[person], self.spouse[person] = MARRIED, value
            elif kind == DIVORCE:
                assert self.spouse.pop(person) == value
                self.marital[person] = DIVORCED

    def check_marriages(self):
        for one, other in self.spouse.items():
            assert self.spouse[other] == one
            assert self.marital[one] == MARRIED
            assert one in self.home
        p = self.h.persons
        assert all(p.sex[one] != p.sex[other] for one, other in self.spouse.items())


def test_replaying_the_events_keeps_the_books_of_people_and_marriages():
    replay = Replay(lives()).run()
    totals = {kind: sum(count[kind] for count in replay.counts) for kind in replay.counts[0]}
    assert min(totals.values()) > 10
    assert len(replay.home) == lives().size_y[:, -1].sum()


def test_the_size_of_every_household_is_the_number_of_people_who_live_there():
    replay = Replay(lives()).run()
    size = np.bincount(list(replay.home.values()), minlength=len(lives().households))
    assert (size == lives().size_y[:, -1]).all()


def test_a_replay_that_lost_a_move_is_noticed():
    h = lives()
    moves = np.flatnonzero(h.event_kind == MOVE)
    broken = replace(h, event_value=np.where(np.arange(h.event_kind.size) == moves[-1], 0, h.event_value))
    replay = Replay(broken).run()
    size = np.bincount(list(replay.home.values()), minlength=len(h.households))
    assert (size != h.size_y[:, -1]).any()


def test_births_deaths_and_moves_over_the_border_account_for_the_population():
    h = live(county(700), law(), no_deaths()._replace(fertility_y=national().fertility_y), 5, MONTHS, START)
    assert not (h.event_kind == DEATH).any()
    entered, gone = (h.event_kind == ENTER).sum(), (h.event_kind == LEAVE).sum()
    assert h.size_y[:, -1].sum() == len(county(700).persons) + entered - gone
    assert entered > 50


def test_mothers_are_women_of_childbearing_age_who_live_in_the_home():
    h = lives()
    born = np.flatnonzero((h.persons.entered >= 0) & (h.persons.mother != NOBODY))
    mothers = h.persons.mother[born]
    age = (h.persons.born[born] - h.persons.born[mothers]) / 12
    assert (h.persons.sex[mothers] == FEMALE).all()
    assert age.min() >= 15
    assert age.max() < 50
    assert (h.persons.born[born] == START + h.persons.entered[born]).all()
    assert np.unique(h.persons.id).size == len(h.persons)


def test_births_of_one_mother_keep_their_distance():
    h = lives()
    born = np.flatnonzero((h.persons.entered >= 0) & (h.persons.mother != NOBODY))
    order = np.lexsort((h.persons.born[born], h.persons.mother[born]))
    mothers, months = h.persons.mother[born][order], h.persons.born[born][order]
    same = mothers[1:] == mothers[:-1]
    assert (np.diff(months)[same] >= law().birth_gap_months).all()
    assert same.any()


def test_birth_rates_match_the_fertility_table():
    population = county(40_000)
    h = live(
        population, law(birth_gap_months=0, out_migration_y=0, in_migration_y=0), national(), 2, 12, START
    )
    age = (START - population.persons.born) // 12
    women = (population.persons.sex == FEMALE) & (age >= 20) & (age < 45)
    rate = national().fertility_y
    expected = 0.5 * (rate[age[women]] + rate[age[women] + 1])
    mothers = np.isin(np.flatnonzero(women), h.persons.mother[h.persons.entered >= 0])
    agrees(mothers - expected, 0.0, 0.012)


def test_couples_are_not_kin_and_near_in_age():
    h = lives()
    weddings = np.flatnonzero(h.event_kind == MARRY)
    one, other = h.event_person[weddings], h.event_value[weddings]
    men = h.persons.sex[one] == MALE
    gap = (h.persons.born[other[men]] - h.persons.born[one[men]]) / 12
    assert np.abs(gap - law().partner_gap_years).max() <= law().partner_gap_max + 0.2
    mother = h.persons.mother
    assert not ((mother[one] == mother[other]) & (mother[one] != NOBODY)).any()


def test_a_larger_age_gap_makes_husbands_older():
    means = []
    for years in (0, 4):
        h = live(county(2_000), law(partner_gap_years=years), national(), 5, 36, START)
        weddings = np.flatnonzero(h.event_kind == MARRY)
        one, other = h.event_person[weddings], h.event_value[weddings]
        men = h.persons.sex[one] == MALE
        means.append((h.persons.born[other[men]] - h.persons.born[one[men]]).mean() / 12)
    assert means[1] > means[0] + 1


def test_marriages_stay_within_the_county():
    h = lives(1)
    county_of = np.array([0, 0, 1, 1])[h.persons.township]
    weddings = np.flatnonzero(h.event_kind == MARRY)
    assert (county_of[h.event_person[weddings]] == county_of[h.event_value[weddings]]).all()


def test_minor_children_of_a_couple_that_moves_come_along():
    replay = Replay(lives()).run()
    h = lives()
    for row in np.flatnonzero(h.persons.mother != NOBODY):
        if row in replay.home and START + MONTHS - h.persons.born[row] < 18 * 12 - 1:
            parents = [
                p for p in (int(h.persons.mother[row]), int(h.persons.father[row])) if p in replay.home
            ]
            if parents:
                assert any(replay.home[row] == replay.home[parent] for parent in parents)


def test_only_never_married_people_leave_the_region():
    h = lives()
    married = set(h.event_person[h.event_kind == MARRY]) | set(
        np.flatnonzero(h.persons.marital != NEVER_MARRIED)
    )
    assert not married & set(h.event_person[h.event_kind == LEAVE])


def test_elders_who_live_alone_move_in_with_a_resident_child():
    h = live(county(700), still(join_child_y=0.5, join_child_age=65), no_deaths(), 5, MONTHS, START)
    movers = h.event_person[h.event_kind == MOVE]
    assert movers.size > 10
    for i in np.flatnonzero(h.event_kind == MOVE):
        elder, to = h.event_person[i], h.event_value[i]
        children = h.kin.child[h.kin.parent_household == h.persons.household[elder]]
        assert to in h.persons.household[children[children >= 0]]
        assert (START + h.event_month[i] - h.persons.born[elder]) // 12 >= 65


def with_one_more(population):
    """The same county with an elder without kin in a household of the elder's own."""
    p, households = population.persons, population.households
    row, home = len(p), len(households)
    given = {f.name: getattr(p, f.name)[:1].copy() for f in fields(p)}
    change = {
        "id": 42, "household": home, "sex": FEMALE, "born": START - 70 * 12, "relation": 0, "marital": WIDOWED,
        "spouse": -1, "father": -1, "mother": -1, "work": 0, "pension": 1, "pension_m": 20_000, "ability": 0,
    }  # fmt: skip
    for name, value in change.items():
        given[name][:] = value
    more = {f.name: getattr(households, f.name)[:1].copy() for f in fields(households)}
    more["id"][:], more["first"][:], more["n_members"][:] = 43, row, 1
    return replace(
        population,
        persons=concatenate([p, replace(p, **given)]),
        households=concatenate([households, replace(households, **more)]),
    )


def test_one_more_elder_without_kin_changes_nobody_else():
    population = county(700)
    n, n_homes = len(population.persons), len(population.households)
    base = live(population, law(), national(), 5, MONTHS, START)
    more = live(with_one_more(population), law(), national(), 5, MONTHS, START)
    other = more.event_person != n
    row = np.where(more.event_person > n, more.event_person - 1, more.event_person)[other]
    is_home = np.isin(more.event_kind[other], (ENTER, MOVE))
    is_spouse = np.isin(more.event_kind[other], (MARRY, DIVORCE))
    value = more.event_value[other].copy()
    value[is_home & (value > n_homes)] -= 1
    value[is_spouse & (value > n)] -= 1
    for mine, theirs in (
        (more.event_month[other], base.event_month), (more.event_kind[other], base.event_kind),
        (more.event_code[other], base.event_code), (row, base.event_person), (value, base.event_value),
    ):  # fmt: skip
        assert (mine == theirs).all()
    assert (more.event_person == n).sum() > 5
    assert (np.delete(more.market_income_y, n_homes, axis=0) == base.market_income_y).all()


@pytest.mark.parametrize(
    "name", ["divorce_y", "partner_y_25", "leave_home_y", "out_migration_y", "join_groom_rural"]
)
def test_every_assumption_of_kinship_moves_the_events(name):
    base = lives()
    changed = live(county(700), law(**{name: getattr(law(), name) * 1.3}), national(), 5, MONTHS, START)
    assert changed.event_value.tobytes() != base.event_value.tobytes()
