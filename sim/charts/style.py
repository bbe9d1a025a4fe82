"""One look for every chart: large type, Chinese first, colours that a colour-blind reader and a grey printer can tell.

Charts are `matplotlib.figure.Figure` objects without pyplot, so nothing is shared between two of them.
"""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.text import Text

from sim.charts.palette import GRID, INK, QUIET
from sim.errors import SimError
from sim.results.files import atomic_write
from sim.words import label

FONTS = Path(__file__).parent / "fonts"
FAMILY = ("Noto Sans SC", "DejaVu Sans")
DASHES: tuple[Any, ...] = ("-", (0, (6, 2)), "-", (0, (2, 1.5)), "-.", (0, (8, 2, 2, 2)), "-", ":")
HATCHES = ("", "", "///", "", "...", "\\\\\\", "", "xx")
SIZE = (12.0, 6.75)
DPI = 160
TITLE, SUBTITLE, BODY, SMALL = 22, 15, 14.5, 11.5
TITLE_EMS, SOURCE_EMS, HEAD_EMS = 36, 70, 52
LATIN_EM = 0.55
LEGEND_COLUMNS, LEGEND_SPACING, HANDLE_EMS, LEGEND_EMS = 4, 1.25, 5.0, 46
EDGE, GAP, SPACING, INCHES_PER_POINT = 0.018, 0.01, 1.3, 1 / 72
STYLE: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": list(FAMILY),
        "font.size": BODY,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": QUIET,
        "axes.linewidth": 1.0,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "axes.grid.axis": "y",
        "axes.axisbelow": True,
        "axes.unicode_minus": True,
        "text.parse_math": False,
        "grid.color": GRID,
        "xtick.color": QUIET,
        "ytick.color": QUIET,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "hatch.linewidth": 0.6,
        "legend.frameon": False,
        "svg.fonttype": "path",
        "svg.hashsalt": "minsheng-workbench",
        "pdf.fonttype": 42,
    }
)


class ChartError(SimError):
    """A chart that cannot be drawn as asked."""


@cache
def register_fonts() -> None:
    """Make the package's own fonts known to matplotlib, once."""
    for path in sorted(FONTS.glob("*.ttf")):
        fontManager.addfont(path)


@contextmanager
def look() -> Iterator[None]:
    """Hold the one look while a chart is drawn; matplotlib's settings are as before afterwards."""
    register_fonts()
    with rc_context(dict(STYLE)):
        yield


def new_figure(height: float = 1.0) -> Figure:
    """Return an empty figure of the one size; `height` stretches it for many panels."""
    return Figure(figsize=(SIZE[0], SIZE[1] * height), dpi=DPI, layout="constrained", facecolor="white")


def dress(
    figure: Figure,
    title: str,
    lang: str,
    source: str | None = None,
    notes: Sequence[str] = (),
    legend_of: Axes | None = None,
) -> None:
    """Give a figure its one message title, its legend and its source line, and leave the rest to the panels.

    Parameters
    ----------
    title : str
        The message, broken into lines that fit.
    source : str, optional
        Where the figures come from; the workbench itself when left out.
    notes : sequence of str
        Short remarks before the source, such as what a band means.
    legend_of : matplotlib Axes, optional
        The panel whose names stand in the legend, under the panels.
    """
    message = wrapped(title, TITLE_EMS)
    named = source if source is not None else label("chart_source_model", lang)
    said = label("chart_source", lang).format(source=named)
    footer = wrapped(("。" if lang == "zh" else ". ").join([*notes, said]), SOURCE_EMS)
    figure.text(
        EDGE, 1 - EDGE, message, ha="left", va="top", fontsize=TITLE, fontweight="bold", linespacing=SPACING
    )
    figure.text(EDGE, EDGE, footer, ha="left", va="bottom", fontsize=SMALL, color=QUIET, linespacing=SPACING)
    above = _share_of_height(figure, message.count("\n") + 1, TITLE)
    below = _share_of_height(figure, footer.count("\n") + 1, SMALL)
    if legend_of is not None:
        below += _share_of_height(figure, _legend(figure, legend_of, below), BODY * LEGEND_SPACING)
    figure.set_layout_engine(
        "constrained", rect=(EDGE, below, 1 - EDGE - EDGE, 1 - above - below), hspace=0.06
    )
    for axes in figure.axes:
        axes.tick_params(labelfontfamily=list(FAMILY))


def _legend(figure: Figure, axes: Axes, bottom: float) -> int:
    """Put the legend of a panel above the source line and return its number of rows."""
    handles, texts = axes.get_legend_handles_labels()
    names = [wrapped(text, LEGEND_EMS) for text in texts]
    columns = next(n for n in range(min(LEGEND_COLUMNS, len(names)), 0, -1) if n == 1 or _fits(names, n))
    figure.legend(
        handles,
        names,
        loc="lower left",
        bbox_to_anchor=(0, bottom),
        ncols=columns,
        fontsize=BODY,
        handlelength=2.6,
        columnspacing=1.8,
    )
    return -(-len(names) // columns) * max(name.count("\n") + 1 for name in names)


def _fits(names: Sequence[str], columns: int) -> bool:
    """Return whether a legend, filled column by column, is no wider than the chart."""
    rows = -(-len(names) // columns)
    widths = [
        max(ems(line) for name in names[i : i + rows] for line in name.split("\n")) + HANDLE_EMS
        for i in range(0, len(names), rows)
    ]
    return sum(widths) * BODY * INCHES_PER_POINT <= SIZE[0]


def _share_of_height(figure: Figure, lines: int, size: float) -> float:
    """Return the share of the figure's height that lines of text take, with the edge and the space after them."""
    return EDGE + GAP + lines * size * SPACING * INCHES_PER_POINT / float(figure.get_figheight())


def head(axes: Axes, text: str, across: int = 1) -> None:
    """Write what a panel shows and its unit, above it on the left; `across` panels share the width."""
    axes.set_title(wrapped(text, HEAD_EMS / across), loc="left", fontsize=SUBTITLE, color=QUIET, pad=12)


def ems(text: str) -> float:
    """Return the width of a text in widths of a Chinese character."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return wide + LATIN_EM * (len(text) - wide)


def wrapped(text: str, limit: float) -> str:
    """Break a text into lines of at most `limit` ems: between Latin words, anywhere in Chinese, never before a stop."""
    lines, line = [], ""
    for piece in _pieces(text):
        if line and ems(line + piece.rstrip()) > limit and not _closes(piece):
            lines.append(line.rstrip())
            line = ""
        line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for character in text:
        is_wide = unicodedata.east_asian_width(character) in "WF"
        joins = pieces and not is_wide and not pieces[-1].endswith(" ") and not _is_wide(pieces[-1])
        if joins:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _is_wide(piece: str) -> bool:
    return unicodedata.east_asian_width(piece[-1]) in "WF"


def _closes(piece: str) -> bool:
    return piece[0] in "，。、；：！？）》”’%"


def refuse_missing_glyphs(draw: Callable[[], None], figure: Figure) -> None:
    """Draw, and turn a missing character into an error instead of a box.

    Raises
    ------
    ChartError
        When a character stands in none of the fonts; the sentence shows the texts of the figure that hold it.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message=".*Glyph.*missing.*")
        try:
            draw()
        except UserWarning as warning:
            code = str(warning).split()[1]
            character = chr(int(code)) if code.isdigit() else code
            found = [text.get_text() for text in figure.findobj(Text) if character in text.get_text()]
            raise ChartError(
                f"no font of the package has the character {character!r}, which stands in: {'; '.join(found)}"
            ) from warning


def save(figure: Figure, stem: Path | str, formats: Sequence[str] = ("png", "svg")) -> list[Path]:
    """Write a chart to files, each whole or not at all.

    Parameters
    ----------
    stem : path
        Path without the ending.
    formats : sequence of str
        png, svg or pdf.

    Raises
    ------
    ChartError
        When a character has no glyph.
    StoreError
        When the disk refuses.
    """
    paths = []
    for ending in formats:
        path = Path(f"{stem}.{ending}")
        with look(), atomic_write(path) as part:
            metadata = {"Date": None} if ending == "svg" else None
            refuse_missing_glyphs(partial(_write, figure, part, ending, metadata), figure)
        paths.append(path)
    return paths


def _write(figure: Figure, part: Path, ending: str, metadata: dict[str, None] | None) -> None:
    with part.open("wb") as file:
        figure.savefig(file, format=ending, dpi=DPI, metadata=metadata)
