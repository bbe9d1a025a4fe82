"""What a deck and a briefing say, before either is laid out: messages, charts and tables in one language."""

from __future__ import annotations

from dataclasses import dataclass

LINE, STACKED, CLUSTERED = "line", "stacked", "clustered"


@dataclass(frozen=True)
class ChartPart:
    """A chart that the reader can edit.

    Attributes
    ----------
    kind : str
        line (categories are months like "2027-01"), stacked or clustered columns.
    title : str
        What is drawn, with its unit.
    categories : tuple of str
    series : tuple of (str, tuple of float or None)
        Name and values, one a category.
    number_format : str
        As a spreadsheet writes it.
    """

    kind: str
    title: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, tuple[float | None, ...]], ...]
    number_format: str


@dataclass(frozen=True)
class TablePart:
    """A table of texts: its title, heads and rows; the first `n_text` columns are words, the others numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_text: int = 1


@dataclass(frozen=True)
class Page:
    """One message with what shows it."""

    heading: str
    message: str
    parts: tuple[ChartPart | TablePart, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Story:
    """All that is said about a comparison.

    Attributes
    ----------
    title, subtitle, stamp, source : str
    lead : tuple of str
        One plain sentence a scenario.
    pages : tuple of Page
    method, limits, repeat : tuple of str
    sources : TablePart
    """

    lang: str
    title: str
    subtitle: str
    stamp: str
    source: str
    lead: tuple[str, ...]
    pages: tuple[Page, ...]
    method: tuple[str, ...]
    limits: tuple[str, ...]
    repeat: tuple[str, ...]
    sources: TablePart
