"""How each published fact of a region is read, and whether it may be fitted: `split.yaml`, read strictly and hashed."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sim.errors import DataError
from sim.population.profile import Label, data_root, load_profile

SPLIT_FILE = "split.yaml"
TOLERANCES_FILE = Path(__file__).with_name("tolerances.yaml")
CALIBRATED, HELD_OUT, NOT_USABLE = "calibrated", "held_out", "not_usable"
Class = Literal["identity", "in_sample", "other_margin", "held_out", "borrowed", "unknown"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Tolerance(_Strict):
    """The ratio of simulated to published that a class of facts must keep."""

    low: float
    high: float
    label: Label
    why: Label


class Reading(_Strict):
    """One reading of a printed figure: its value and the interval that its words allow; no upper end for 超."""

    period: str
    unit: str
    value: float
    low: float
    high: float | None


class Simulated(_Strict):
    """What of a run stands against the figure.

    An indicator (several joined by +, of some groups) over months, a total of the profile, or a value of the law.
    """

    indicator: str | None = None
    groups: list[str] = []
    over: Literal["last", "mean", "sum", "max"] = "last"
    first: str = Field(default="", alias="from")
    last: str = Field(default="", alias="to")
    times: float = 1.0
    total: str | None = None
    law: str | None = None
    month: str = ""


class FactSplit(_Strict):
    """The part of one fact in validation, with the reason."""

    use: Literal["calibrated", "held_out", "not_usable"]
    reading: Reading
    simulated: Simulated | None = None
    tolerance: Class | None = Field(default=None, alias="class")
    reason: Label


class Borrowed(_Strict):
    """A figure of another place that may be fitted and is never counted as a success."""

    label: Label
    reading: Reading
    simulated: Simulated
    reason: Label


class Split(_Strict):
    """The split of one region."""

    region: str
    facts: dict[str, FactSplit]
    borrowed: dict[str, Borrowed] = {}

    def digest(self) -> str:
        """Return the SHA-256 of all that decides what is fitted and what passes; reasons have no part in it."""
        content = self.model_dump(by_alias=True, exclude={"facts": {"__all__": {"reason"}}})
        return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def load_split(region: str, root: Path | None = None) -> Split:
    """Return the split of a region.

    Raises
    ------
    DataError
        When there is none, it breaks the form, or it does not speak of every fact and of no other.
    """
    path = data_root(root) / "regions" / region / SPLIT_FILE
    try:
        split = Split.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        first = error.errors()[0]
        raise DataError(first["msg"].lower(), path, None, ".".join(str(p) for p in first["loc"])) from error
    except (OSError, YAMLError, UnicodeDecodeError) as error:
        raise DataError("there is no readable split of the facts", path) from error
    _check(split, region, path, root)
    return split


def _check(split: Split, region: str, path: Path, root: Path | None) -> None:
    facts = set(load_profile(region, root).facts["indicator"])
    for key in sorted(facts ^ set(split.facts)):
        where = "the facts" if key in split.facts else "the split"
        raise DataError(f"is missing in {where}; every fact has its part", path, None, key)
    for key, fact in split.facts.items():
        usable = fact.use != NOT_USABLE
        if usable and (fact.simulated is None or fact.tolerance is None):
            raise DataError("a usable fact says what is simulated and its class", path, None, key)
        if fact.use == HELD_OUT and fact.tolerance == "in_sample":
            raise DataError("what is held out cannot be in the sample", path, None, key)


@cache
def tolerances() -> dict[str, Tolerance]:
    """Return the tolerance of each class."""
    raw = YAML(typ="safe", pure=True).load(TOLERANCES_FILE.read_text(encoding="utf-8"))
    return {key: Tolerance.model_validate(value) for key, value in raw.items()}
