"""Ability of elders 老年人能力 (GB/T 42195-2022, levels 0 to 4) and their deaths: competing risks, month by month.

A yearly generator by age and sex, its matrix over one month by the matrix exponential. Death is the sixth state; its
intensity by level keeps the given ratios, and its mean over the levels at each age is the life table's.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import months_until
from sim.kernels import array_kernel, rule
from sim.lives.deaths import by_residence
from sim.lives.streams import NEVER
from sim.lives.tables import LifeTables
from sim.state.codes import FEMALE, TOTAL

Floats = NDArray[np.float64]
LEVELS = TOTAL + 1
DEAD_LEVEL = LEVELS
HALF = 0.5
FITTING_ROUNDS = 4  # the mean over levels is then exact to twelve digits


class AbilityRates(NamedTuple):
    """Monthly chances by residence, sex, age and level; ages below `from_age` are unused.

    Attributes
    ----------
    leaves : float64, 2 x 2 x ages x 5
        Probability of leaving the level within a month.
    leaves_y : same
        The same over twelve months.
    reaches : float64, 2 x 2 x ages x 5 x 6
        Cumulative probability of the level reached (5 is death), given that one leaves.
    start : float64, 5
        Cumulative distribution at `from_age`.
    from_age : int
        Age from which ability is followed.
    """

    leaves: Floats
    leaves_y: Floats
    reaches: Floats
    start: Floats
    from_age: int


@array_kernel
def product(a: Floats, b: Floats) -> Floats:
    """Return the product of two square matrices, in one fixed order of addition."""
    out = np.zeros_like(a)
    for i in range(a.shape[0]):
        for k in range(a.shape[0]):
            for j in range(a.shape[0]):
                out[i, j] += a[i, k] * b[k, j]
    return out


@array_kernel
def exponential_of(q: Floats) -> Floats:
    """Return the exponential of one matrix: its series after halving, then squared as often.

    Written out, because a linear-algebra library may add in another order on another machine, and the last bit of a
    probability would then be another.
    """
    halvings, scaled = 0, q.copy()
    while np.abs(scaled).max() > 1.0:
        scaled = scaled * HALF
        halvings += 1
    total, term, step = np.eye(q.shape[0]), np.eye(q.shape[0]), 1.0
    while True:
        term = product(term, scaled) / step
        larger = total + term
        if np.all(larger == total):
            break
        total = larger
        step += 1.0
    for _ in range(halvings):
        total = product(total, total)
    return total


@array_kernel
def _exponentials(q: Floats, out: Floats) -> None:
    for i in range(q.shape[0]):
        out[i] = exponential_of(q[i])


def expm(q: Floats) -> Floats:
    """Return the exponential of each matrix of a stack."""
    size = q.shape[-1]
    flat = np.ascontiguousarray(q).reshape(-1, size, size)
    out = np.empty_like(flat)
    _exponentials(flat, out)
    return out.reshape(q.shape)


def start_shares(law: Any) -> Floats:
    """Return the distribution over the levels at the age from which ability is followed."""
    lost = np.array([getattr(law, f"ability_at_60_{level}") for level in range(1, LEVELS)])
    return np.concatenate([[1 - lost.sum()], lost])


def death_ratios(law: Any) -> Floats:
    """Return the hazard ratios of death by level."""
    return np.array([getattr(law, f"death_ratio_{level}") for level in range(LEVELS)])


def moves(age: int, law: Any) -> Floats:
    """Return the yearly intensities between the levels at one age, shape 2 sexes x 6 x 6, without death."""
    years = age - law.elder_age
    q = np.zeros((FEMALE + 1, LEVELS + 1, LEVELS + 1))
    for level in range(LEVELS - 1):
        log_rate = getattr(law, f"worsening_log_{level}") + getattr(law, f"worsening_slope_{level}") * years
        q[:, level, level + 1] = np.exp(log_rate) * np.array([1, law.worsening_female])
        q[:, level + 1, level] = getattr(law, f"recovery_{level + 1}") * np.exp(law.recovery_slope * years)
    return q


def closed(q: Floats) -> Floats:
    """Return the generator with its diagonal set so that rows sum to zero."""
    diagonal = np.arange(LEVELS + 1)
    q = q.copy()
    q[..., diagonal, diagonal] = 0
    q[..., diagonal, diagonal] = -q.sum(axis=-1)
    return q


def fit_deaths(q: Floats, shares: Floats, deaths_y: Floats, ratios: Floats) -> tuple[Floats, Floats]:
    """Set the death column so that a group with these shares by level dies at the life table's rate within the year.

    Parameters
    ----------
    q : float64, 2 x 2 x 6 x 6
    shares : float64, 2 x 2 x 5
        Shares by level of the living at the start of the year.
    deaths_y : float64, 2 x 2
    ratios : float64, 5

    Returns
    -------
    generator, shares at the end of the year among the living
    """
    base = deaths_y / (shares @ ratios)
    for _ in range(FITTING_ROUNDS):
        q[..., :LEVELS, DEAD_LEVEL] = base[..., None] * ratios
        end = np.einsum("...i,...ij->...j", shares, expm(closed(q))[..., :LEVELS, :LEVELS])
        hazard = -np.log(end.sum(axis=-1))
        base = np.where(hazard > 0, base * deaths_y / np.where(hazard > 0, hazard, 1), 0)
    return closed(q), end / end.sum(axis=-1, keepdims=True)


def monthly_matrices(tables: LifeTables, law: Any) -> Floats:
    """Return the matrices over one month, shape 2 (urban, rural) x 2 sexes x ages x 6 x 6; identity below the age."""
    deaths, ratios = by_residence(tables, law), death_ratios(law)
    residences, sexes, ages = deaths.shape
    out = np.tile(np.eye(LEVELS + 1), (residences, sexes, ages, 1, 1))
    shares = np.tile(start_shares(law), (residences, sexes, 1))
    for age in range(int(law.elder_age), ages):
        q = np.tile(moves(age, law), (residences, 1, 1, 1))
        generator, shares = fit_deaths(q, shares, deaths[:, :, age], ratios)
        out[:, :, age] = expm(generator / MONTHS_PER_YEAR)
    return out


def rates_of(matrices: Floats, start: Floats, from_age: int) -> AbilityRates:
    """Return the chances that the kernel reads from monthly matrices of shape 2 x 2 x ages x 6 x 6."""
    living = matrices[..., :LEVELS, :]
    level = np.arange(LEVELS)
    stays = living[..., level, level]
    leaves = living.copy()
    leaves[..., level, level] = 0
    total = leaves.sum(axis=-1, keepdims=True)
    shares = np.cumsum(leaves / np.where(total > 0, total, 1), axis=-1)
    return AbilityRates(1 - stays, 1 - stays**MONTHS_PER_YEAR, shares, np.cumsum(start), from_age)


def ability_rates(tables: LifeTables, law: Any) -> AbilityRates:
    """Return the chances of change of ability and of death at the ages at which ability is followed."""
    return rates_of(monthly_matrices(tables, law), start_shares(law), int(law.elder_age))


@rule
def pick(u: float, cumulative: Floats) -> int:
    """Return the first index whose cumulative probability exceeds u; the last one when rounding leaves a gap."""
    for index in range(cumulative.size - 1):
        if u < cumulative[index]:
            return index
    return cumulative.size - 1


@rule
def wait_at_level(u: float, rates: AbilityRates, residence: int, sex: int, age: int, level: int) -> int:
    """Return the months until the level is left within the next twelve, or NEVER."""
    if u >= rates.leaves_y[residence, sex, age, level]:
        return NEVER
    return months_until(u, rates.leaves[residence, sex, age, level])
