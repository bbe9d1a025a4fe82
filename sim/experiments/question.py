"""A question to the model, named by its content: which people, which law, which luck, which code.

Two questions with one key have the same answer, to the bit; that is why an answer in the store is never computed twice.
The names and titles of scenarios are no part of it: a lever set twice under two names is one question.
"""

from __future__ import annotations

import functools
import hashlib
import json
from dataclasses import dataclass, replace

import numba
import numpy as np

from sim.engine.world import POLICY_FREE, law_book
from sim.kernels import PACKAGE, source_digest
from sim.laws import LawBook
from sim.laws.files import law_paths
from sim.population.profile import data_root, load_profile
from sim.scenario import Scenario

# Folders whose text cannot change what a run gives: they are shown frames, or only say which runs to make.
NOT_DECIDING = ("charts", "commands", "experiments", "explain", "exports", "words", "workbench")
WHOLE_REGION, BY_TOWNSHIP = "region", "township"
TABLES = (".csv", ".yaml")
KEY_LENGTH = 32
_ANY_NAME = "question"


@dataclass(frozen=True)
class Question:
    """One run that is asked for.

    Attributes
    ----------
    scenario : Scenario
        With the seed and all assumptions of the run in it.
    detail : str
        "region" keeps the monthly figures of the whole region, "township" those of every township too.
    """

    scenario: Scenario
    detail: str = WHOLE_REGION

    @functools.cached_property
    def key(self) -> str:
        """Name of the answer: a hash of scenario, law, data, code and versions."""
        content = {
            "scenario": replace(self.scenario, name=_ANY_NAME).digest,
            "law": self._law.fingerprint(),
            "data": figures_digest(self.scenario.region, _stamps(self.scenario.region)),
            "code": deciding_code(),
            "versions": [np.__version__, numba.__version__],
            "detail": self.detail,
        }
        text = json.dumps(content, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]

    @functools.cached_property
    def world(self) -> tuple[object, ...]:
        """What the people and lives depend on; questions with equal worlds share them."""
        one = self.scenario
        return one.region, one.start, one.months, one.seed, one.population, self._law.fingerprint(POLICY_FREE)

    @functools.cached_property
    def _law(self) -> LawBook:
        return law_book(self.scenario)


@functools.lru_cache(maxsize=16)
def figures_digest(region: str, stamps: tuple[tuple[str, int], ...]) -> str:
    """Return the digest of a region's published figures; `stamps` make an edited file be read again."""
    return load_profile(region).digest


def _stamps(region: str) -> tuple[tuple[str, int], ...]:
    root = data_root()
    folders = (root / "national", root / "regions" / region)
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns) for path in paths)


@functools.cache
def deciding_code() -> str:
    """Return a hash of the sources that decide numbers, and of the tables beside them; law has a hash of its own."""
    digest = hashlib.sha256(source_digest(PACKAGE, NOT_DECIDING).encode())
    laws = set(law_paths(PACKAGE))
    for path in sorted(PACKAGE.rglob("*")):
        own = path.relative_to(PACKAGE)
        if path.suffix in TABLES and path not in laws and own.parts[0] not in NOT_DECIDING:
            digest.update(str(own).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()
