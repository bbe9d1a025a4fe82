"""Charts that Office and WPS can edit: a chart part with its own small workbook, on slides and in documents."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from sim.charts.palette import COLOURS, GRID, INK, QUIET
from sim.clock import MONTHS_PER_YEAR
from sim.exports.safe import clean
from sim.exports.story import CLUSTERED, LINE, STACKED, ChartPart
from sim.exports.workbook import FONTS

_TYPES = {
    LINE: XL_CHART_TYPE.LINE,
    STACKED: XL_CHART_TYPE.COLUMN_STACKED,
    CLUSTERED: XL_CHART_TYPE.COLUMN_CLUSTERED,
}
# A second sign beside colour, so that lines and columns are told apart in grey.
_DASHES = (
    MSO_LINE.SOLID,
    MSO_LINE.DASH,
    MSO_LINE.SOLID,
    MSO_LINE.ROUND_DOT,
    MSO_LINE.DASH_DOT,
    MSO_LINE.LONG_DASH,
    MSO_LINE.SOLID,
    MSO_LINE.SQUARE_DOT,
)
_PATTERNS = (
    None,
    None,
    MSO_PATTERN.WIDE_UPWARD_DIAGONAL,
    None,
    MSO_PATTERN.PERCENT_25,
    None,
    MSO_PATTERN.WIDE_DOWNWARD_DIAGONAL,
    None,
)
_WIDTH, _GAP, _OVERLAP = 2.25, 60, 100
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
_SHORT = 30  # months: a longer axis names years


def add_chart(shapes: Any, part: ChartPart, lang: str, box: tuple[int, int, int, int], size: float) -> Any:
    """Put a chart on a slide and return its graphic frame.

    Parameters
    ----------
    shapes : pptx shapes of a slide
    box : left, top, width, height in EMU
    size : float
        Type size in points.
    """
    data = CategoryChartData(number_format=part.number_format)
    data.categories = [_category(text, part.kind) for text in part.categories]
    for name, values in part.series:
        data.add_series(clean(name), values)
    left, top, width, height = (Emu(one) for one in box)
    frame = shapes.add_chart(_TYPES[part.kind], left, top, width, height, data)
    _dress(frame.chart, part, lang, size)
    return frame


def _category(text: str, kind: str) -> object:
    if kind != LINE:
        return clean(text)
    year, month = text.split("-")
    return date(int(year), int(month), 1)


def _dress(chart: Any, part: ChartPart, lang: str, size: float) -> None:
    chart.font.size, chart.font.name = Pt(size), FONTS[lang]
    chart.font.color.rgb = _rgb(INK)
    chart.has_title = True
    chart.chart_title.include_in_layout = False
    frame = chart.chart_title.text_frame
    frame.text = clean(part.title)
    run = frame.paragraphs[0].runs[0].font
    run.size, run.bold, run.name = Pt(size), False, FONTS[lang]
    run.color.rgb = _rgb(QUIET)
    chart.has_legend = len(part.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    value, category = chart.value_axis, chart.category_axis
    value.tick_labels.number_format, value.tick_labels.number_format_is_linked = part.number_format, False
    value.major_gridlines.format.line.color.rgb = _rgb(GRID)
    value.format.line.fill.background()
    category.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    category.format.line.color.rgb = _rgb(QUIET)
    if part.kind == LINE:
        _line_series(chart)
        _time_axis(category, len(part.categories))
    else:
        _columns(chart, part)
    _no_frame(chart._chartSpace)
    _east_asian(chart._chartSpace, FONTS[lang], lang)


def _line_series(chart: Any) -> None:
    for k, series in enumerate(chart.plots[0].series):
        series.smooth = False
        series.format.line.color.rgb = _rgb(COLOURS[k % len(COLOURS)])
        series.format.line.width = Pt(_WIDTH)
        series.format.line.dash_style = _DASHES[k % len(_DASHES)]
        series.marker.style = None
        marker = series._element.get_or_add_marker()
        symbol = marker.find(qn("c:symbol"))
        if symbol is None:
            symbol = etree.SubElement(marker, qn("c:symbol"))
        symbol.set("val", "none")


def _time_axis(category: Any, n_months: int) -> None:
    """Name years on a long axis, months on a short one."""
    is_long = n_months > _SHORT
    category.tick_labels.number_format = "yyyy" if is_long else "yyyy-mm"
    category.tick_labels.number_format_is_linked = False
    axis = category._element
    for tag in ("c:baseTimeUnit", "c:majorUnit", "c:majorTimeUnit"):
        for old in axis.findall(qn(tag)):
            axis.remove(old)
    years = max(1, n_months // MONTHS_PER_YEAR // MONTHS_PER_YEAR)
    step = years if is_long else max(1, n_months // MONTHS_PER_YEAR) + 1
    for tag, text in (
        ("c:baseTimeUnit", "months"),
        ("c:majorUnit", str(step)),
        ("c:majorTimeUnit", "years" if is_long else "months"),
    ):
        etree.SubElement(axis, qn(tag)).set("val", text)


def _columns(chart: Any, part: ChartPart) -> None:
    plot = chart.plots[0]
    plot.gap_width = _GAP
    if part.kind == STACKED:
        plot.overlap = _OVERLAP
    for k, series in enumerate(plot.series, start=1):
        colour, pattern = _rgb(COLOURS[k % len(COLOURS)]), _PATTERNS[k % len(_PATTERNS)]
        fill = series.format.fill
        if pattern is None:
            fill.solid()
            fill.fore_color.rgb = colour
        else:
            fill.patterned()
            fill.pattern = pattern
            fill.fore_color.rgb, fill.back_color.rgb = _rgb("#FFFFFF"), colour
        series.format.line.color.rgb = _rgb("#FFFFFF")
    if part.kind == CLUSTERED:
        plot.has_data_labels = True
        plot.data_labels.number_format, plot.data_labels.number_format_is_linked = part.number_format, False
        plot.data_labels.show_value = True


def _no_frame(space: Any) -> None:
    """Take away the line around a chart that some programs draw."""
    shape = etree.Element(qn("c:spPr"))
    etree.SubElement(etree.SubElement(shape, qn("a:ln")), qn("a:noFill"))
    for old in space.findall(qn("c:spPr")):
        space.remove(old)
    space.find(qn("c:chart")).addnext(shape)


def _east_asian(space: Any, font: str, lang: str) -> None:
    """Name font and language of Chinese characters: python-pptx names the font of Latin letters alone.

    Without the language, Chinese stops are set in the middle of their square, as in traditional Chinese.
    """
    for latin in list(space.iter(qn("a:latin"))):
        for old in latin.getparent().findall(qn("a:ea")):
            latin.getparent().remove(old)
        east = latin.makeelement(qn("a:ea"), {"typeface": font})
        latin.addnext(east)
        latin.getparent().set("lang", _LANGUAGES[lang])


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#"))


def chart_xml(chart: Any, workbook_relation: str) -> bytes:
    """Return the XML of a chart whose workbook is reached by another relation, for a document."""
    space = copy.deepcopy(chart._chartSpace)
    data = space.find(qn("c:externalData"))
    data.set(qn("r:id"), workbook_relation)
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))
