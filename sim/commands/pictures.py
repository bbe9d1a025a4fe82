"""The charts of a comparison, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from sim.charts.bars import comparison_bars
from sim.charts.beds import beds_chart
from sim.charts.differences import difference_lines
from sim.charts.fit import fit_chart
from sim.charts.lines import monthly_lines
from sim.charts.stacked import stacked_spending
from sim.charts.style import save
from sim.experiments.comparison import Comparison
from sim.words import LANGUAGES

BARS = ("coverage_admin", "receiving_persons", "spending_total", "admin_cost", "occupancy", "unmet_care_need")
TOGETHER = {
    "tekun_base": "tekun",
    "tekun_care": "tekun",
    "bed_running": "care",
    "bed_capital": "care",
    "outreach": "administration",
    **dict.fromkeys(
        "price_linked one_off winter_heating festival_money winter_goods".split(), "temporary_relief"
    ),
    **dict.fromkeys(
        "education_aid employment_offer funeral house_repair vagrant_relief medical_assistance".split(),
        "special_assistance",
    ),
}
FORMATS = ("png", "svg")
MOST_STACKS = 4  # scenarios in one chart of spending: the baseline and the last ones


def put_together(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a comparison's monthly rows with the small lines of spending put together, for want of colours."""
    spending = frame["indicator"] == "spending"
    rows = frame[spending].assign(group=lambda part: part["group"].replace(TOGETHER))
    summed = rows.groupby(["scenario", "indicator", "group", "month"], as_index=False, sort=False)[
        "value"
    ].sum()
    return pd.concat([frame[~spending], summed], ignore_index=True)


def draw_all(
    comparison: Comparison,
    titles: Mapping[str, Mapping[str, str]],
    fit: pd.DataFrame,
    folder: Path,
    region: Mapping[str, str],
) -> list[Path]:
    """Draw every chart of a comparison in Chinese and English; returns the files.

    Parameters
    ----------
    titles, region : mapping
        Titles of the scenarios by key, and the region's name, by language.
    fit : frame
        The fit report of the synthetic population: margin, target, fitted.
    """
    base, frame = comparison.baseline, comparison.monthly
    files: list[Path] = []
    for lang in LANGUAGES:
        own = titles[lang]
        few = [*list(own)[:1], *list(own)[1:][-MOST_STACKS + 1 :]]
        stacks = put_together(frame[frame["scenario"].isin(few)])
        charts = {
            "comparison": comparison_bars(comparison.table, BARS, lang, base, own, comparison.window),
            "coverage": monthly_lines(frame, "coverage_admin", lang, titles=own, baseline=base),
            "coverage_difference": difference_lines(frame, "receiving_persons", lang, base, titles=own),
            "spending": stacked_spending(stacks, lang, titles=own, baseline=base),
            "payers": stacked_spending(stacks, lang, "spending_payer", titles=own, baseline=base),
            "beds": beds_chart(frame, lang, scenario=base, titles=own),
            "fit": fit_chart(fit, lang),
        }
        for name, figure in charts.items():
            files += save(figure, folder / f"{region['key']}_{name}_{lang}", FORMATS)
    return files
