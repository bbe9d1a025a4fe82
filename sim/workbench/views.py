"""The discovery funnel and the grid worker's week of a finished run, drawn when their tab is opened."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.charts.funnel import funnel_chart
from sim.charts.grid_week import grid_week_chart
from sim.charts.style import save
from sim.clock import MONTHS_PER_YEAR, format_month, parse_month
from sim.engine.report import report
from sim.results.run import Run
from sim.workbench.runner import Outcome

Months = tuple[str, str]


def _funnel(run: Run, months: Months, lang: str) -> Any:
    return funnel_chart(run.funnel(months, lang), lang)


def _week(run: Run, months: Months, lang: str) -> Any:
    return grid_week_chart(run.grid_week(months, lang), lang)


VIEWS: Mapping[str, Callable[[Run, Months, str], Any]] = MappingProxyType({"funnel": _funnel, "week": _week})


def view(outcome: Outcome, name: str, lang: str) -> str:
    """Return one of VIEWS over the last twelve months of the scenario, for the whole region, as SVG.

    Raises
    ------
    ChartError
        When the run lacks what the chart shows.
    """
    run = report(outcome.own)
    first = max(parse_month(run.end) - MONTHS_PER_YEAR + 1, parse_month(run.start))
    return drawn(VIEWS[name](run, (format_month(first), run.end), lang), name)


def drawn(figure: Any, name: str) -> str:
    """Return a chart as SVG on the page."""
    with tempfile.TemporaryDirectory() as folder:
        (path,) = save(figure, Path(folder) / name, ("svg",))
        text = path.read_text(encoding="utf-8")
    return f'<div class="minsheng-view">{text[text.index("<svg") :]}</div>'
