"""The purposes of chance in the synthesis, one stream each, and the permanent keys of persons and households."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import POPULATION_STREAMS, bits, normal, uniforms
from sim.draws import key_of as key_of_draws
from sim.kernels import kernel

(
    LEVELS, ORDER, ELDERS, DESCENT, CHILDREN, COUPLES, REST, BIRTH_MONTH, MARITAL, RESIDENCE, TOWNSHIP, COLLECTIVE,
    SCHOOLING, WORK, WAGE, FARM, OTHER_INCOME, PENSION, CLUSTER, ASSETS, VEHICLE, HOUSES, COMPANY, CADRE,
    DISABLED, DISABILITY_GRADE, DISABILITY_TYPE, ABILITY, ABILITY_LEVEL, ILLNESS, FERTILITY, KIN, KIN_INCOME,
    STUDENT, HEALTH_ORDER, PLACE_EFFECT,
) = range(POPULATION_STREAMS, POPULATION_STREAMS + 36)  # fmt: skip

PERSON, HOUSEHOLD, COUNTY = 0, 1, 2
KEY_BYTES = 8


def region_key(region: str, part: str = "") -> np.uint64:
    """Return the 64-bit key of a region, or of a part of it such as a county code."""
    digest = hashlib.sha256(f"{region}/{part}".encode()).digest()
    return np.uint64(int.from_bytes(digest[:KEY_BYTES], "little"))


def key_of(seed: int, stream: int, part: int = 0) -> Any:
    """Return the key of one purpose in one part of the region, as compiled code expects it."""
    return key_of_draws(seed, stream, part)


@kernel
def _ids(key: int, kind: int, out: NDArray[np.uint64]) -> None:
    for i in range(out.size):
        out[i] = bits(key, np.uint64(i), kind)


def permanent_ids(key: np.uint64, kind: int, n: int) -> NDArray[np.uint64]:
    """Return the permanent ids of the rows 0 to n - 1 of one kind."""
    out = np.empty(n, dtype=np.uint64)
    _ids(key, kind, out)
    return out


@kernel
def _normals(key: int, ids: NDArray[np.uint64], out: NDArray[np.float64]) -> None:
    for i in range(ids.size):
        out[i] = normal(key, ids[i], 0)


def normals(key: Any, ids: NDArray[np.uint64]) -> NDArray[np.float64]:
    """Return one standard normal number for each id."""
    out = np.empty(ids.size)
    _normals(key, ids, out)
    return out


def chosen(key: Any, ids: NDArray[np.uint64], weights: NDArray[np.float64], wanted: int) -> NDArray[np.int64]:
    """Return `wanted` rows drawn without replacement with chances led by their weights (exponential races).

    Rows of weight zero are never drawn, so fewer come back when there are too few others. Rows are ascending.
    """
    eligible = np.flatnonzero(weights > 0)
    wanted = min(wanted, eligible.size)
    if wanted <= 0:
        return np.empty(0, dtype=np.int64)
    race = -np.log1p(-uniforms(key, ids[eligible])) / weights[eligible]
    return np.sort(eligible[np.argsort(race, kind="stable")[:wanted]])
