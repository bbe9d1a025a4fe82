"""Rows to look at: households of one kind in the running month of a county, for documents and notebooks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.engine.county import County
from sim.state.claims import EXITING, RECEIVING, UNAWARE
from sim.state.codes import (
    CHILD,
    DIBAO,
    DIBAO_EXPENDITURE,
    FEMALE,
    LOW_EDGE,
    NO_PROGRAMME,
    NOBODY,
    SINGLE_PERSON,
    TEKUN,
    WIDOWED,
)
from sim.state.present import HERE
from sim.words import WordedError

Rows: TypeAlias = NDArray[np.int32]


def find_households(county: County, kind: str) -> Rows:
    """Return the rows of all inhabited households of one kind in the county's running month, ascending.

    Parameters
    ----------
    kind : str
        One of KINDS: "tekun_elder", "dibao_worker" (entitled to dibao though a member works), "single_person",
        "low_edge", "spending" (entitled by unavoidable spending), "entitled_unaware", "widow_with_children" (a
        widow and two or more minors of her own, nobody else), "child_finds_work" (holds dibao, or leaves it
        gradually, and a grown child who lives with a parent earns).

    Raises
    ------
    SimError
        When there is no such kind.
    """
    check_kind(kind)
    lived_in = county.present.households.n_members[county.followed] > 0
    return np.intersect1d(county.followed[lived_in], KINDS[kind](county)).astype(np.int32)


def check_kind(kind: str) -> None:
    """Refuse a word that is no kind of household."""
    if kind not in KINDS:
        raise WordedError("explain_no_kind", {"kind": repr(kind), "kinds": ", ".join(KINDS)})


def _homes(county: County, persons: NDArray[np.bool_]) -> Rows:
    """Return the homes of the persons who are here among those marked."""
    people = county.present.persons
    return np.unique(people.home[persons & (people.presence == HERE)])


def _units(county: County, *programmes: int) -> Rows:
    return np.flatnonzero(np.isin(county.wants.households.programme, programmes)).astype(np.int32)


def _tekun_elder(county: County) -> Rows:
    elder_months = county.in_force("tekun").elder_age * MONTHS_PER_YEAR
    is_elder = county.month - county.histories.persons.born >= elder_months
    return _homes(county, is_elder & (county.wants.persons.programme == TEKUN))


def _dibao_worker(county: County) -> Rows:
    earning = _homes(county, county.present.persons.wage_m > 0)
    return np.intersect1d(_units(county, DIBAO), earning)


def _single_person(county: County) -> Rows:
    return _homes(county, county.wants.persons.programme == SINGLE_PERSON)


def _low_edge(county: County) -> Rows:
    return _units(county, LOW_EDGE)


def _spending(county: County) -> Rows:
    return _units(county, DIBAO_EXPENDITURE)


def _entitled_unaware(county: County) -> Rows:
    unaware = np.flatnonzero(county.claims.households.status == UNAWARE)
    alone = _homes(county, county.wants.persons.programme != NO_PROGRAMME)
    return np.intersect1d(unaware, np.union1d(_units(county, DIBAO, DIBAO_EXPENDITURE), alone))


def _widow_with_children(county: County) -> Rows:
    people, persons = county.present.persons, county.histories.persons
    here, n_homes = people.presence == HERE, len(county.present.households)
    is_minor = county.month - persons.born < county.in_force("means_test").adult_age * MONTHS_PER_YEAR
    is_widow = ~is_minor & (people.marital == WIDOWED) & (persons.sex == FEMALE)
    known = persons.mother != NOBODY
    hers = np.where(known, is_widow[persons.mother], persons.relation == CHILD)
    hers &= ~known | (people.home == people.home[persons.mother])
    children, others, adults = (
        np.bincount(people.home[here & who], minlength=n_homes)
        for who in (is_minor & hers, is_minor & ~hers, ~is_minor)
    )
    alone = np.flatnonzero((adults == 1) & (children > 1) & (others == 0))
    return np.intersect1d(_homes(county, is_widow), alone)


def _child_finds_work(county: County) -> Rows:
    people, persons, claims = county.present.persons, county.histories.persons, county.claims.households
    with_parent = np.zeros(len(people), np.bool_)
    for parent in (persons.father, persons.mother):
        known = parent != NOBODY
        with_parent[known] |= people.home[known] == people.home[parent[known]]
    is_grown = county.month - persons.born >= county.in_force("means_test").adult_age * MONTHS_PER_YEAR
    earns = (with_parent | (persons.relation == CHILD)) & is_grown & (people.wage_m > 0)
    holds = np.isin(claims.programme, (DIBAO, DIBAO_EXPENDITURE)) & np.isin(
        claims.status, (RECEIVING, EXITING)
    )
    return np.intersect1d(_homes(county, earns), np.flatnonzero(holds))


KINDS: Mapping[str, Callable[[County], Rows]] = MappingProxyType(
    {
        "tekun_elder": _tekun_elder,
        "dibao_worker": _dibao_worker,
        "single_person": _single_person,
        "low_edge": _low_edge,
        "spending": _spending,
        "entitled_unaware": _entitled_unaware,
        "widow_with_children": _widow_with_children,
        "child_finds_work": _child_finds_work,
    }
)
