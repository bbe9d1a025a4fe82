"""A deck: 16:9, one message a slide, charts that can be edited, the source on every slide."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from sim.charts.palette import INK, QUIET
from sim.exports.office_charts import add_chart
from sim.exports.safe import clean
from sim.exports.slide_tables import add_table
from sim.exports.story import ChartPart, Page, Story
from sim.exports.telling import closing
from sim.exports.workbook import FONTS
from sim.results.files import write_bytes
from sim.words import label, sentence

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
_MARGIN, _TITLE_TOP, _TITLE_HIGH = Inches(0.6), Inches(0.42), Inches(1.05)
_BODY_TOP, _BODY_HIGH, _FOOT_TOP, _FOOT_HIGH = Inches(1.65), Inches(5.1), Inches(6.95), Inches(0.4)
_BAR, _PAGE_WIDE, _NOTE_HIGH = Inches(0.09), Inches(2.2), Inches(0.7)
_TITLE_SIZE, _COVER_SIZE, _BODY_SIZE, _CHART_SIZE, _FOOT_SIZE = 26, 38, 18, 14, 11
_COVER_TOP, _COVER_HIGH, _LEAD_TOP, _LEAD_HIGH = Inches(0.6), Inches(2.1), Inches(2.9), Inches(3.9)
_LEAD_SIZES, _MOST_LEADS, _SMALL_SIZE = ((2, 22), (4, 18), (6, 16)), 6, 15  # scenarios at most, points
_ACCENT = "0072B2"
_TITLE_SLIDE, _TITLE_ONLY = 0, 5
_KEPT_LAYOUTS = (_TITLE_SLIDE, _TITLE_ONLY, 6)
_SPACE_AFTER = 9
_MOST_BIG = 8  # notes in full size
_HANG = Inches(0.25)


def write_deck(path: Path | str, story: Story) -> None:
    """Write a deck, whole or not at all.

    Raises
    ------
    StoreError
        When the disk refuses.
    """
    deck = _template(story)
    _cover(deck, story)
    told = [*story.pages, closing(story)]
    for n, page in enumerate(told, start=2):
        _slide(deck, page, story, n, len(told) + 1)
    buffer = io.BytesIO()
    deck.save(buffer)
    write_bytes(path, buffer.getvalue())


def _template(story: Story) -> Any:
    """Return an empty deck of the one look: wide, titles to the left, fonts for both scripts."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _drop_layouts(deck)
    _theme_fonts(deck, FONTS[story.lang])
    for layout in [deck.slide_master, *deck.slide_layouts]:
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in _FOOTERS:
                shape._element.getparent().remove(shape._element)
            elif shape.placeholder_format.idx == 0:
                _place_title(shape)
    core = deck.core_properties
    core.title, core.subject = clean(story.title), clean(story.subtitle)
    core.keywords, core.comments = clean(story.stamp), label("note_disclaimer", story.lang)
    core.author, core.language = "", "zh-CN" if story.lang == "zh" else "en"
    return deck


_FOOTERS = (13, 15, 16)  # slide number, footer and date, which the slides carry themselves


def _drop_layouts(deck: Any) -> None:
    layouts = deck.slide_layouts
    for k, layout in reversed(list(enumerate(layouts))):
        if k not in _KEPT_LAYOUTS:
            layouts.remove(layout)


def _theme_fonts(deck: Any, font: str) -> None:
    part = deck.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = etree.fromstring(part.blob)
    for tag in ("a:latin", "a:ea"):
        for node in theme.iter(qn(tag)):
            if node.getparent().tag in (qn("a:majorFont"), qn("a:minorFont")):
                node.set("typeface", font)
    part._blob = etree.tostring(theme, xml_declaration=True, encoding="UTF-8", standalone=True)


def _place_title(shape: Any) -> None:
    _box(shape, _MARGIN, _TITLE_TOP, WIDTH - _MARGIN - _MARGIN, _TITLE_HIGH)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE


def _box(shape: Any, left: int, top: int, width: int, height: int) -> None:
    """Place a shape; all four are set, for an inherited place is lost when one of them is."""
    shape.left, shape.top, shape.width, shape.height = Emu(left), Emu(top), Emu(width), Emu(height)


def _cover(deck: Any, story: Story) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    title, subtitle = slide.shapes.title, slide.placeholders[1]
    wide = WIDTH - _MARGIN - _MARGIN
    _box(title, _MARGIN, _COVER_TOP, wide, _COVER_HIGH)
    _write(title.text_frame, [story.title], _COVER_SIZE, INK, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    _box(subtitle, _MARGIN, _LEAD_TOP, wide, _LEAD_HIGH)
    size = next((size for most, size in _LEAD_SIZES if len(story.lead) <= most), _SMALL_SIZE)
    _write(subtitle.text_frame, [story.subtitle], _BODY_SIZE, QUIET)
    _write(subtitle.text_frame, story.lead[:_MOST_LEADS], size, INK, is_more=True)
    subtitle.text_frame.vertical_anchor = MSO_ANCHOR.TOP
    _rule(slide, _MARGIN, _LEAD_TOP - _BAR, Inches(1.6))
    _foot(slide, f"{story.stamp}  {label('note_disclaimer', story.lang)}", "")


def _slide(deck: Any, page: Page, story: Story, n: int, total: int) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    title = slide.shapes.title
    _place_title(title)
    _box(title, _MARGIN + _BAR + _BAR, _TITLE_TOP, WIDTH - _MARGIN - _MARGIN - _BAR - _BAR, _TITLE_HIGH)
    _write(title.text_frame, [page.message], _TITLE_SIZE, INK, bold=True)
    bar = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, _MARGIN, _TITLE_TOP + _BAR, _BAR, _TITLE_HIGH - _BAR - _BAR
    )
    _fill(bar)
    _body(slide, page, story)
    _foot(slide, story.source, sentence("story_page", story.lang, {"n": n, "total": total}))
    slide.notes_slide.notes_text_frame.text = clean("\n".join([page.heading, *page.notes, story.stamp]))


def _body(slide: Any, page: Page, story: Story) -> None:
    wide = WIDTH - _MARGIN - _MARGIN
    if not page.parts:
        box = slide.shapes.add_textbox(_MARGIN, _BODY_TOP, wide, _BODY_HIGH)
        box.text_frame.word_wrap = True
        size = _BODY_SIZE if len(page.notes) <= _MOST_BIG else _SMALL_SIZE + 1
        _write(box.text_frame, page.notes, size, INK)
        _bullets(box.text_frame)
        return
    part, place = page.parts[0], (_MARGIN, _BODY_TOP, wide, _BODY_HIGH)
    if isinstance(part, ChartPart):
        frame = add_chart(slide.shapes, part, story.lang, place, _CHART_SIZE)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(f"{part.title}: {page.message}"))
    else:
        high = add_table(slide.shapes, part, (*place[:3], _BODY_HIGH - (_NOTE_HIGH if page.notes else 0)))
        if page.notes:
            box = slide.shapes.add_textbox(_MARGIN, Emu(_BODY_TOP + high), wide, _NOTE_HIGH)
            box.text_frame.word_wrap = True
            _write(box.text_frame, page.notes, _FOOT_SIZE + 1, QUIET)


def _bullets(frame: Any) -> None:
    """Put a real bullet before each paragraph, whose further lines hang below its first word."""
    for paragraph in frame.paragraphs:
        properties = paragraph._p.get_or_add_pPr()
        properties.set("marL", str(_HANG))
        properties.set("indent", str(-_HANG))
        properties.append(properties.makeelement(qn("a:buChar"), {"char": "•"}))


def _foot(slide: Any, text: str, page: str) -> None:
    """Write the source at the foot on the left and the number of the page on the right."""
    wide, right = WIDTH - _MARGIN - _MARGIN, _PAGE_WIDE if page else 0
    _foot_box(slide, text, _MARGIN, wide - right, PP_ALIGN.LEFT)
    if page:
        _foot_box(slide, page, WIDTH - _MARGIN - right, right, PP_ALIGN.RIGHT)


def _foot_box(slide: Any, text: str, left: int, width: int, align: Any) -> None:
    box = slide.shapes.add_textbox(Emu(left), _FOOT_TOP, Emu(width), _FOOT_HIGH)
    box.text_frame.word_wrap = True
    _write(box.text_frame, [text], _FOOT_SIZE, QUIET)
    box.text_frame.paragraphs[0].alignment = align


def _rule(slide: Any, left: int, top: int, width: int) -> None:
    _fill(slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(left), Emu(top), Emu(width), Inches(0.05)))


def _fill(shape: Any) -> None:
    shape.fill.solid()
    shape.fill.fore_color.rgb = RGBColor.from_string(_ACCENT)
    shape.line.fill.background()
    shape.shadow.inherit = False


def _write(
    frame: Any, texts: Sequence[str], size: float, colour: str, bold: bool = False, is_more: bool = False
) -> None:
    """Put paragraphs into a text frame, after those that it has if `is_more`."""
    for k, text in enumerate(texts):
        paragraph = frame.paragraphs[0] if k == 0 and not is_more else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = clean(text)
        run.font.size, run.font.bold = Pt(size), bold
        run.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.space_after = Pt(_SPACE_AFTER)
