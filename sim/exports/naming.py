"""Names for a reader: titles of scenarios in the reader's language, put into a comparison and its runs' tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison


def retitled(comparison: Comparison, titles: Mapping[str, str] | None) -> Comparison:
    """Return a comparison whose scenarios have other titles; those that are not given keep theirs.

    Parameters
    ----------
    titles : mapping, optional
        Title of a scenario by key.
    """
    if not titles:
        return comparison
    known = {key: titles.get(key, title) for key, title in comparison.titles.items()}
    costs = comparison.cost_per_additional_person
    return replace(
        comparison,
        titles=MappingProxyType(known),
        table=comparison.table.assign(title=comparison.table["scenario"].map(known)),
        cost_per_additional_person=costs.assign(title=costs["scenario"].map(known)) if len(costs) else costs,
    )
