"""The colours of every chart, drawn here or by a spreadsheet."""

from __future__ import annotations

INK, QUIET, GRID = "#222222", "#5A5A5A", "#D9D9D9"
# Okabe and Ito (2008), in an order whose grey values alternate between dark and light; the baseline is ink.
COLOURS = ("#222222", "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#999999")
