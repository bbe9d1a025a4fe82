"""The pyramid of elders by care need: men to the left, women to the right, one row an age group."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.marks import counted, legend_box, numbered, require
from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import COLOURS, INK
from sim.charts.style import dress, head, look, new_figure
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

COLUMNS = ("sex", "age_from", "need", "persons")
SEXES = ("male", "female")
# From able to total impairment: light to dark, with hatches that tell neighbours apart in grey.
_SHADES = ("#E8EEF4", "#9CC3E0", COLOURS[2], COLOURS[5], COLOURS[0])
_HATCHES = ("", "", "///", "", "")
NEEDS = ("able", "mild", "moderate", "severe", "total")
NEEDY = NEEDS[2:]
_HEIGHT, _STEP, _ROOM = 0.86, 5, 1.06


def pyramid(
    frame: pd.DataFrame,
    lang: str,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw persons by sex, age and need of care.

    Parameters
    ----------
    frame : pandas.DataFrame
        sex (male, female), age_from (first year of a group), need (able, mild, moderate, severe, total), persons.

    Raises
    ------
    ChartError
        When a column is missing.
    """
    require(frame, COLUMNS, "pyramid")
    ages = sorted(int(age) for age in frame["age_from"].unique())
    needs = [need for need in NEEDS if (frame["need"] == need).any()]
    sums = {sex: _stack(frame[frame["sex"] == sex], ages, needs) for sex in SEXES}
    top = max(float(stack.sum(axis=1).max()) for stack in sums.values())
    measured = measure(describe("persons"), top, lang)
    with look():
        figure = new_figure(1.1)
        left, right = figure.subplots(1, 2, sharey=True)
        for axes, sex in zip((left, right), SEXES, strict=True):
            _side(axes, sums[sex], needs, top * measured.factor, measured)
            head(axes, name_of(f"code_{sex}", lang), len(SEXES))
        left.invert_xaxis()
        left.spines["left"].set_visible(False)
        left.yaxis.set_tick_params(labelleft=False, labelright=True, pad=14)
        left.set_yticks(range(len(ages)), _ages(ages, lang))
        _legend(right, needs, lang)
        said = title or _message(frame, lang)
        axis = label("chart_pyramid_axis", lang).format(unit=measured.unit)
        dress(figure, said, lang, source, [axis, label("chart_pyramid_note", lang)], right)
    return figure


def _stack(rows: pd.DataFrame, ages: Sequence[int], needs: Sequence[str]) -> np.ndarray:
    wide = rows.pivot_table("persons", "age_from", "need", aggfunc="sum")
    return wide.reindex(index=list(ages), columns=list(needs)).fillna(0.0).to_numpy()


def _side(axes: Axes, stack: np.ndarray, needs: Sequence[str], top: float, measured: Measure) -> None:
    foot = np.zeros(len(stack))
    # Those in need stand at the spine, where lengths can be compared.
    for need in reversed(needs):
        k = NEEDS.index(need)
        length = stack[:, needs.index(need)] * measured.factor
        axes.barh(
            range(len(stack)),
            length,
            _HEIGHT,
            left=foot,
            color=_SHADES[k],
            hatch=_HATCHES[k],
            edgecolor="white",
        )
        foot = foot + length
    axes.set_xlim(0, top * _ROOM)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")
    axes.tick_params(axis="y", length=0)
    numbered(axes.xaxis, measured.decimals)


def _legend(axes: Axes, needs: Sequence[str], lang: str) -> None:
    for need, colour, hatch in zip(NEEDS, _SHADES, _HATCHES, strict=True):
        if need in needs:
            edge = INK if need == NEEDS[0] else "white"
            legend_box(axes, name_of(f"code_{need}", lang), colour, hatch, edge)


def _ages(ages: Sequence[int], lang: str) -> list[str]:
    named = [f"{age}–{after - 1}" for age, after in pairwise(ages)]
    return [*named, label("chart_pyramid_open", lang).format(age=ages[-1])]


def _message(frame: pd.DataFrame, lang: str) -> str:
    measured = counted("persons", lang)
    total = float(frame["persons"].sum())
    need = float(frame.loc[frame["need"].isin(NEEDY), "persons"].sum())
    return label("chart_pyramid_title", lang).format(n=written(total, measured), need=written(need, measured))
