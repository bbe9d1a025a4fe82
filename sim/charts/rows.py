"""The rows of a frame that one chart shows."""

from __future__ import annotations

import pandas as pd

from sim.charts.palette import COLOURS
from sim.charts.style import ChartError
from sim.results.run import ALL


def rows_of(frame: pd.DataFrame, indicator: str, group: str | None = ALL) -> pd.DataFrame:
    """Return the rows of one indicator for the whole region.

    Parameters
    ----------
    frame : pandas.DataFrame
        `Run.tidy()`, `Run.frame(...)`, `Comparison.monthly` or `Comparison.table`.
    indicator : str
    group : str, optional
        None keeps all groups.

    Raises
    ------
    ChartError
        When nothing is left.
    """
    rows = frame[frame["indicator"] == indicator]
    if "township" in rows.columns:
        rows = rows[rows["township"] == ALL]
    if group is not None and "group" in rows.columns:
        rows = rows[rows["group"] == group]
    if rows.empty:
        of_group = f" of group {group!r}" if group is not None else ""
        raise ChartError(
            f"there is nothing to draw: the frame has no {indicator!r}{of_group} for the whole region"
        )
    return rows.sort_values("month", kind="stable") if "month" in rows.columns else rows


def scenarios_of(rows: pd.DataFrame, baseline: str | None = None) -> list[str]:
    """Return the scenarios in their order, the baseline first.

    Raises
    ------
    ChartError
        When there are more than the eye can tell apart.
    """
    if "scenario" not in rows.columns:
        return []
    found = list(dict.fromkeys(rows["scenario"]))
    if baseline in found:
        found.remove(baseline)
        found.insert(0, baseline)
    if len(found) > len(COLOURS):
        raise ChartError(
            f"{len(found)} scenarios in one chart cannot be told apart; choose at most {len(COLOURS)}"
        )
    return found
