"""The way in: run a county to a month and explain one of its households."""

from __future__ import annotations

from sim.clock import format_month, parse_month
from sim.engine.county import County
from sim.engine.world import World
from sim.errors import SimError
from sim.explain.account import (
    DIBAO_KEY,
    LOW_EDGE_KEY,
    SINGLE_KEY,
    SPENDING_KEY,
    TEKUN_KEY,
    Explanation,
    SchemeExplanation,
    Standing,
)
from sim.explain.allowance_schemes import allowance_schemes
from sim.explain.beds import bed_schemes
from sim.explain.examples import check_kind, find_households
from sim.explain.look import Look, look_at
from sim.explain.means import means_of
from sim.explain.people import members_of
from sim.explain.person_schemes import person_scheme
from sim.explain.relief_schemes import relief_schemes
from sim.explain.standing import standing_of
from sim.explain.unit_schemes import exit_scheme, unit_scheme
from sim.laws import Label
from sim.scenario import Scenario
from sim.words import WordedError, label


def explain_household(
    scenario: Scenario, household: int | str, month: str | None, world: World
) -> Explanation:
    """Run the policy half of a scenario to a month and explain one household.

    Parameters
    ----------
    household : int or str
        Row of the household, or a kind of `find_households`: then the first of that kind in the month.
    month : str or None
        Such as "2024-06"; the scenario's last month when None.
    world : World
        The people and lives of the scenario.

    Raises
    ------
    SimError
        When the month is not one of the scenario, the row or kind does not exist, or nobody lives there in that month.
    """
    last = scenario.end if month is None else parse_month(month)
    if not scenario.start <= last <= scenario.end:
        values = {"month": month, "first": format_month(scenario.start), "last": format_month(scenario.end)}
        raise WordedError("explain_no_month", values)
    if isinstance(household, str):
        check_kind(household)
    else:
        _check_row(household, len(world.histories.households), scenario.region)
    county = County(scenario, world=world)
    while county.month < last:
        county.step()
    return explain_row(county, _first_of(county, household) if isinstance(household, str) else household)


def _first_of(county: County, kind: str) -> int:
    rows = find_households(county, kind)
    if rows.size == 0:
        named = Label(label(f"household_{kind}", "zh"), repr(kind))
        raise WordedError("explain_none_of_kind", {"kind": named, "month": format_month(county.month)})
    return int(rows[0])


def explain_row(county: County, household: int) -> Explanation:
    """Explain one household of a county in its running month; the county is left as it is.

    Raises
    ------
    SimError
        When the county has not run a month yet, the row does not exist, or nobody lives there.
    """
    _check_row(household, len(county.histories.households), county.scenario.region)
    if county.t < 0:
        raise SimError("the county has not run a month yet; call step() before a household is explained")
    if county.present.households.n_members[household] == 0:
        values = {"household": household, "month": format_month(county.month)}
        raise WordedError("explain_nobody_home", values)
    look = look_at(county, household)
    standing = standing_of(look)
    profile, homes = county.world.profile, county.histories.households
    town = profile.townships.iloc[int(homes.township[household])]
    return Explanation(
        region=Label(profile.label.zh, profile.label.en),
        scenario=county.scenario.title,
        household=int(household),
        month=format_month(county.month),
        township=Label(str(town["name_zh"]), str(town["name_en"])),
        is_urban=bool(homes.is_urban[household]),
        is_followed=look.is_followed,
        is_collective=look.is_collective,
        members=members_of(look),
        means=means_of(look),
        standing=standing,
        schemes=_schemes(look, standing),
    )


def _schemes(look: Look, standing: Standing) -> tuple[SchemeExplanation, ...]:
    return (
        *(unit_scheme(look, standing, key) for key in (DIBAO_KEY, SPENDING_KEY, LOW_EDGE_KEY)),
        *(person_scheme(look, standing, SINGLE_KEY, person) for person in look.members),
        *(person_scheme(look, standing, TEKUN_KEY, person) for person in look.members),
        exit_scheme(look, standing),
        *allowance_schemes(look),
        *bed_schemes(look),
        *relief_schemes(look),
    )


def _check_row(household: int, n_households: int, region: str) -> None:
    if isinstance(household, bool) or not 0 <= household < n_households:
        values = {"household": household, "region": region, "last": n_households - 1}
        raise WordedError("explain_no_household", values)
