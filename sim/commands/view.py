"""`sim view`: the funnel, the grid worker's week, the beds that can be used or the carer balance of a scenario."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.commands.choice import chosen_scenario, chosen_threads
from sim.commands.figures import aligned
from sim.errors import SimError
from sim.population.profile import load_profile
from sim.words import has, label, sentence

if TYPE_CHECKING:
    from sim.results.run import Run

VIEWS = ("funnel", "grid_week", "beds", "carers")
_WHOLE = "all"
# Keys of a view are shown by their words, in the column `label`; whose hours they are stands in the duty's staff.
_HIDDEN = ("step", "duty", "bed_type", "source", "township")
_COLUMNS = {"label": "column_name"}
_DECIMALS = 2


def view(arguments: Namespace) -> Iterator[str]:
    """Yield the title of the view and its rows, for the whole region or one township, whose small counts read "…"."""
    lang = arguments.lang
    threads = chosen_threads(arguments)
    scenario = chosen_scenario(arguments.scenario, arguments)
    place = arguments.township or _WHOLE
    places = load_profile(scenario.region).townships
    known = (*places["code"], _WHOLE)
    if place not in known:
        given = {"given": ascii(place)[1:-1], "known": ", ".join(known)}
        raise SimError(sentence("cli_township", lang, given))

    from sim.api import simulate  # late, as in `run`
    from sim.exports.township_views import township_view
    from sim.exports.townships import whole_year

    run = simulate(scenario, threads=threads)
    title = scenario.title.zh if lang == "zh" else scenario.title.en
    named = f"{label(f'view_{arguments.view}', lang)}: {title}"
    if place == _WHOLE:
        yield f"{named}, {run.start} - {run.end}"
        frame = _views(run)[arguments.view](lang=lang)
        yield from table_lines(frame[frame["township"] == _WHOLE], lang)
        return
    counties = dict(zip(places["code"].astype(str), places["county_code"].astype(str), strict=True))
    yield f"{named}, {' - '.join(whole_year((run.start, run.end), run))}"
    yield from table_lines(township_view(run, arguments.view, place, counties, lang), lang)
    yield label("note_disclosure", lang)


def _views(run: Run) -> dict[str, Callable[..., pd.DataFrame]]:
    made = (run.funnel, run.grid_week, run.usable_beds, run.carers)
    return dict(zip(VIEWS, made, strict=True))


def table_lines(frame: pd.DataFrame, lang: str) -> list[str]:
    """Return a view's rows with the words of their columns, the names first."""
    shown = ["label", *(name for name in frame.columns if name not in (*_HIDDEN, "label"))]
    heads = [label(_COLUMNS.get(name, f"column_{name}"), lang) for name in shown]
    rows = [[_cell(value, lang) for value in row] for row in frame[shown].itertuples(index=False)]
    return aligned([heads, *rows])


def _cell(value: Any, lang: str) -> str:
    """Return a value as a cell: yes and no, whole numbers, or two decimals."""
    if isinstance(value, bool):
        return label("word_yes" if value else "word_no", lang)
    if isinstance(value, float):
        return label("no_value", lang) if value != value else f"{value:.{_DECIMALS}f}"
    if isinstance(value, str) and has(f"staff_{value}"):
        return label(f"staff_{value}", lang)
    return str(value)
