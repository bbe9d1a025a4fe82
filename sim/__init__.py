"""Minsheng workbench 民生工作台: a household microsimulation of civil-affairs policy in Chinese counties and cities.

The public face. `sim.simulate`, `sim.compare`, `sim.explain`, `sim.load_region`, `sim.load_scenario`, `sim.County` and
the rest of `sim.api` are found here by name; they are loaded when first asked for, so that `import sim` costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"
_FACE = (
    "Comparison",
    "County",
    "Ensemble",
    "Explanation",
    "Reform",
    "Run",
    "Scenario",
    "World",
    "Worlds",
    "available_regions",
    "available_scenarios",
    "by_groups",
    "compare",
    "ensemble",
    "equal_money",
    "explain",
    "explain_reform",
    "export",
    "load_region",
    "load_scenario",
    "sensitivity",
    "simulate",
    "split_by_lever",
    "trade_offs",
)


_PAGES = ("Briefing", "Workbench")


def __getattr__(name: str) -> Any:
    if name in _FACE:
        return getattr(import_module("sim.api"), name)
    if name in _PAGES:
        return getattr(import_module("sim.workbench"), name)
    raise AttributeError(f"sim has no {name!r}; it has {', '.join((*_FACE, *_PAGES))}")


def __dir__() -> list[str]:
    return [*_FACE, *_PAGES, "__version__"]


class _Front(ModuleType):
    """The package, on which a name of the face is never taken by the subpackage of the same name: `sim.explain`."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _FACE and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Front
