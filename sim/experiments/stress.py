"""Stress tests: dated changes that turn any scenario into one under a shock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from sim.clock import MONTHS_PER_YEAR
from sim.errors import ScenarioError
from sim.laws import Change, Label
from sim.scenario import Scenario
from sim.scenario.checks import check_scenario
from sim.words import label

PRICES, JOBS, EPIDEMIC, AGEING = "price_spike", "job_loss", "epidemic", "ageing"
STRESSES = (PRICES, JOBS, EPIDEMIC, AGEING)
# As large as the worst of recent decades: pork and food in 2019-20 (food CPI above 15%), work in early 2020, closed
# management of homes for half a year, and a lasting move of the young away with a worse health of elders.
PRICE_RISE, COST_FACTOR, SPIKE_MONTHS = Decimal("0.15"), Decimal("1.15"), 12
JOB_LOSS_SHARE, SHOCK_MONTHS = Decimal("0.10"), 2
CLOSED_MONTHS = 6
MOVES_AWAY, WORSENING = Decimal("1.5"), Decimal("0.2")
_RISES = ("price_linked.cpi_shock", "price_linked.food_shock")
_COSTS = ("care.home_price_visit", "care.day_price_m", "finance.staff_hour", "finance.outreach_worker_m")
_WORSENING = (
    "lives.worsening_log_0",
    "lives.worsening_log_1",
    "lives.worsening_log_2",
    "lives.worsening_log_3",
)


def stressed(scenario: Scenario, stress: str, month: int | None = None) -> Scenario:
    """Return a scenario under a shock.

    Parameters
    ----------
    stress : str
        "price_spike": prices rise 15 points faster for a year, which the price-linked subsidy answers, and services and
        staff are dearer.
        "job_loss": a tenth of those who work for pay lose it, in each of two months. "epidemic": homes admit nobody for
        six months. "ageing": half more move away and elders' health worsens faster, from the first month on.
    month : int, optional
        Calendar month of the shock; a year after the start when not given. Ageing begins at the start.

    Raises
    ------
    ScenarioError
        When there is no such stress, or the shock does not lie in the run.
    """
    if stress not in STRESSES:
        raise ScenarioError(f"there is no stress {stress!r}; there are {', '.join(STRESSES)}")
    first = scenario.start + MONTHS_PER_YEAR if month is None else month
    made = {PRICES: _prices, JOBS: _jobs, EPIDEMIC: _epidemic, AGEING: _ageing}[stress](scenario, first)
    title, other = scenario.title, (label(f"stress_{stress}", "zh"), label(f"stress_{stress}", "en"))
    added = replace(
        scenario,
        name=f"{scenario.name}_{stress}",
        title=Label(f"{title.zh}·{other[0]}", f"{title.en}, {other[1]}"),
        changes=(*scenario.changes, *(one for one in made if one.month <= scenario.end)),
    )
    check_scenario(added)
    return added


def all_stresses(scenario: Scenario, month: int | None = None) -> Mapping[str, Scenario]:
    """Return a scenario under each of the shocks, by the key of the shock."""
    return {stress: stressed(scenario, stress, month) for stress in STRESSES}


def _prices(scenario: Scenario, month: int) -> list[Change]:
    over = month + SPIKE_MONTHS
    spike = [Change(name, month, set=PRICE_RISE) for name in _RISES]
    after = [Change(name, over, set=0) for name in _RISES]
    back = Decimal(1)
    costs = [Change(name, month, multiply=COST_FACTOR) for name in _COSTS]
    ends = [Change(name, over, multiply=back / COST_FACTOR) for name in _COSTS]
    return [*spike, *after, *costs, *ends]


def _jobs(scenario: Scenario, month: int) -> list[Change]:
    name = "shocks.job_loss_share"
    return [Change(name, month, set=JOB_LOSS_SHARE), Change(name, month + SHOCK_MONTHS, set=0)]


def _epidemic(scenario: Scenario, month: int) -> list[Change]:
    name = "closure.homes_closed"
    return [Change(name, month, set=True), Change(name, month + CLOSED_MONTHS, set=False)]


def _ageing(scenario: Scenario, month: int) -> list[Change]:
    first = scenario.start
    away = [Change("lives.out_migration_y", first, multiply=MOVES_AWAY)]
    return [*away, *(Change(name, first, add=WORSENING) for name in _WORSENING)]
