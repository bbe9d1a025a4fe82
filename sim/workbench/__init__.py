"""The workbench: the explorer for researchers and the briefing page for meetings, both on the same answers.

`Workbench` and `Briefing` are loaded when first asked for: a page's kernel starts before anything heavy is read.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

_HOMES = {"Workbench": "sim.workbench.explorer", "Briefing": "sim.workbench.briefing"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"sim.workbench has no {name!r}; it has {', '.join(_HOMES)}")


def __dir__() -> list[str]:
    return list(_HOMES)
