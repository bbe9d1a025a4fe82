"""Every file for other desks at once: charts, tables, workbook, deck, briefing and the bundle to repeat them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from sim.charts.style import save
from sim.exports.bundle import write_bundle
from sim.exports.csv_tables import write_tables
from sim.exports.figures import figures_of
from sim.exports.formats import PICTURES, checked_formats
from sim.exports.measures import Measures
from sim.exports.naming import retitled
from sim.results.files import require_folder
from sim.results.run import Run

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison


def export_comparison(
    comparison: Comparison,
    runs: Sequence[Run],
    folder: Path | str,
    formats: Sequence[str],
    lang: str,
    region: str,
    townships: pd.DataFrame | None = None,
    titles: Mapping[str, str] | None = None,
    scenarios: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    measures: Measures | None = None,
) -> list[Path]:
    """Write the files asked for into a folder and return them.

    Parameters
    ----------
    formats : sequence of str
        png svg pdf (one file a chart), csv (a file a table), xlsx, pptx, docx, zip (the bundle).
    region : str
        Name of the region in the language.
    titles : mapping, optional
        Titles of scenarios in the language, by key.
    scenarios : mapping, optional
        Texts of scenario files by key; the bundle needs them.
    measures : mapping, optional
        As for `tell`.
    """
    chosen, target = checked_formats(formats, lang), Path(folder)
    require_folder(target)
    own = retitled(comparison, titles)
    stem = target / f"{runs[0].region}"
    files = _pictures(own, runs, stem, chosen, lang, townships)
    if "csv" in chosen:
        files += write_tables(target / "csv", own, runs, lang, townships, names)
    files += _documents(own, runs, stem, chosen, lang, region, townships, names, measures)
    if "zip" in chosen:
        write_bundle(Path(f"{stem}_bundle.zip"), runs, scenarios or {}, files)
        files.append(Path(f"{stem}_bundle.zip"))
    return files


def _pictures(
    comparison: Comparison,
    runs: Sequence[Run],
    stem: Path,
    formats: Sequence[str],
    lang: str,
    townships: pd.DataFrame | None,
) -> list[Path]:
    wanted = [name for name in PICTURES if name in formats]
    if not wanted:
        return []
    drawn = figures_of(comparison, runs, lang, townships)
    return [
        path for name, figure in drawn.items() for path in save(figure, Path(f"{stem}_{name}_{lang}"), wanted)
    ]


def _documents(
    comparison: Comparison,
    runs: Sequence[Run],
    stem: Path,
    formats: Sequence[str],
    lang: str,
    region: str,
    townships: pd.DataFrame | None,
    names: Mapping[str, str] | None,
    measures: Measures | None,
) -> list[Path]:
    """Write workbook, deck and briefing; their libraries are loaded when they are wanted."""
    files = []
    if "xlsx" in formats:
        from sim.exports.xlsx import write_workbook

        files.append(Path(f"{stem}_tables_{lang}.xlsx"))
        write_workbook(files[-1], comparison, runs, lang, townships, names)
    if "pptx" in formats or "docx" in formats:
        from sim.exports.briefing import write_briefing
        from sim.exports.deck import write_deck
        from sim.exports.telling import tell

        story = tell(comparison, runs, lang, region, townships, names, measures)
        if "pptx" in formats:
            files.append(Path(f"{stem}_deck_{lang}.pptx"))
            write_deck(files[-1], story)
        if "docx" in formats:
            files.append(Path(f"{stem}_briefing_{lang}.docx"))
            write_briefing(files[-1], story)
    return files
