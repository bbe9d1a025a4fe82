"""Published figures that cannot all be true, with their arithmetic: listed, checked, never repaired."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML

from sim.errors import DataError
from sim.population.profile import Label, RegionProfile, data_root

FILE = "contradictions.yaml"
ROUNDING = 1e-6
Kind = Literal["contradiction", "tension", "unit", "rounding"]
OPERATORS: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Given(_Strict):
    """A figure that is not among the region's facts."""

    value: float
    source: str


class Contradiction(_Strict):
    """Two ways to one figure that do not agree.

    `left` and `right` are sums, differences, products and quotients of facts by key, of totals of the profile by
    `total_<key>`, and of `given` figures.
    """

    kind: Kind
    label: Label
    left: str
    right: str
    given: dict[str, Given] = {}
    meaning: Label


@dataclass(frozen=True)
class Worked:
    """A contradiction with both sides worked out."""

    key: str
    entry: Contradiction
    left: float
    right: float

    @property
    def agrees(self) -> bool:
        """True if both sides are the same after all."""
        return abs(self.left - self.right) <= ROUNDING * max(abs(self.left), abs(self.right), 1.0)


def contradictions(profile: RegionProfile, root: Path | None = None) -> list[Worked]:
    """Return the contradictions of a region; none when its folder has no list.

    Raises
    ------
    DataError
        When the list breaks its form, or names a figure that does not exist.
    """
    path = data_root(root) / "regions" / profile.name / FILE
    if not path.is_file():
        return []
    raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    out = []
    for key, value in raw.items():
        try:
            entry = Contradiction.model_validate(value)
        except ValidationError as error:
            raise DataError(error.errors()[0]["msg"].lower(), path, None, key) from error
        figures = _figures(profile, entry)
        out.append(
            Worked(key, entry, worked_out(entry.left, figures, path), worked_out(entry.right, figures, path))
        )
    return out


def _figures(profile: RegionProfile, entry: Contradiction) -> dict[str, float]:
    facts = dict(zip(profile.facts["indicator"], profile.facts["value"].astype(float), strict=True))
    totals = {f"total_{key}": float(figure.value) for key, figure in profile.totals.items()}
    return facts | totals | {key: one.value for key, one in entry.given.items()}


def worked_out(text: str, figures: Mapping[str, float], path: Path) -> float:
    """Return the value of an arithmetic text over named figures; only + - * / and brackets are known."""
    try:
        return _value(ast.parse(text, mode="eval").body, figures)
    except (SyntaxError, KeyError, TypeError, ZeroDivisionError) as error:
        raise DataError(f"{text!r} is no arithmetic of known figures", path) from error


def _value(node: ast.expr, figures: Mapping[str, float]) -> float:
    if isinstance(node, ast.BinOp):
        return OPERATORS[type(node.op)](_value(node.left, figures), _value(node.right, figures))
    if isinstance(node, ast.Name):
        return figures[node.id]
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return float(node.value)
    raise TypeError(f"{type(node).__name__} is not allowed")
