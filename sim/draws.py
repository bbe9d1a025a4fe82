"""Chance has an address: a draw is a pure function of (seed, stream, month, entity, k).

No state, no order: two scenarios share every draw that both ask for, whatever else happens in either. The generator is
the splitmix64 finaliser (Steele, Lea and Flood 2014) applied to a key and a permanent entity id.

Streams are small integers, one per purpose. Each package of the model owns a block of a hundred: population 100,
lives 200, administration 300, care 400, experiments 500.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule

POPULATION_STREAMS = 100
LIVES_STREAMS = 200
ADMINISTRATION_STREAMS = 300
CARE_STREAMS = 400
EXPERIMENT_STREAMS = 500

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_ODD_K = np.uint64(0xD1342543DE82EF95)
_S30, _S27, _S31, _S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_UNIT = 2.0**-53


@rule
def mix(x: int) -> int:
    """Scramble 64 bits (splitmix64 finaliser); a bijection."""
    z = np.uint64(x)
    z = (z ^ (z >> _S30)) * _MIX_A
    z = (z ^ (z >> _S27)) * _MIX_B
    return z ^ (z >> _S31)  # type: ignore[return-value]  # numba sees words, mypy sees numpy scalars


@rule
def stream_key(seed: int, stream: int, month: int) -> int:
    """Return the key of one purpose in one month; `month` counts from the start of the run."""
    key = mix(np.uint64(seed) + _GOLDEN)
    key = mix(key ^ (np.uint64(stream) * _MIX_A + _GOLDEN))
    return mix(key ^ (np.uint64(month) * _MIX_B + _GOLDEN))


def key_of(seed: int, stream: int, month: int) -> Any:
    """Return `stream_key` as the 64-bit word that compiled code expects; the form for calls from plain Python."""
    return np.uint64(stream_key(seed, stream, month))


@rule
def bits(key: int, entity: int, k: int) -> int:
    """Return 64 random bits for the k-th draw of one entity under one key."""
    return mix(mix(np.uint64(key) + np.uint64(entity) * _GOLDEN) + np.uint64(k) * _ODD_K)


@rule
def uniform(key: int, entity: int, k: int) -> float:
    """Return a uniform number in [0, 1)."""
    return (bits(key, entity, k) >> _S11) * _UNIT


@rule
def normal(key: int, entity: int, k: int) -> float:
    """Return a standard normal number (Box-Muller on the draws 2k and 2k+1)."""
    radius = math.sqrt(-2.0 * math.log(1.0 - uniform(key, entity, 2 * k)))
    return radius * math.cos(2.0 * math.pi * uniform(key, entity, 2 * k + 1))


@rule
def months_until(u: float, p: float) -> int:
    """Return the number of months before an event of monthly probability p: geometric by inverse CDF, 0, 1, 2, ...

    A probability of zero gives a number beyond any horizon; one gives 0.
    """
    if p <= 0.0:
        return 1 << 30
    if p >= 1.0:
        return 0
    months = math.log(1.0 - u) / math.log1p(-p)
    return int(min(months, float(1 << 30)))


@rule
def monthly_probability(annual: float) -> float:
    """Return the monthly probability that compounds to an annual one: 1 - (1 - q)^(1/12)."""
    return 1.0 - (1.0 - annual) ** (1.0 / 12.0)


@kernel
def _fill(key: int, entities: NDArray[np.uint64], k: int, out: NDArray[np.float64]) -> None:
    for i in range(entities.size):
        out[i] = uniform(key, entities[i], k)


def uniforms(key: int, entities: NDArray[np.uint64], k: int = 0) -> NDArray[np.float64]:
    """Return one uniform number for each entity, shape of `entities`."""
    out = np.empty(entities.size)
    _fill(np.uint64(key), np.ascontiguousarray(entities, dtype=np.uint64).ravel(), k, out)
    return out.reshape(entities.shape)


@rule
def child_id(parent: int, month: int, k: int) -> int:
    """Return the permanent id of someone born to `parent` in a month, or the k-th in-migrant of a township."""
    return bits(mix(np.uint64(month) + _GOLDEN), parent, k)
