"""The look of Word documents: fonts of both scripts, headings, captions, ruled tables, page numbers."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor

from sim.charts.palette import INK, QUIET
from sim.exports.layout import shares
from sim.exports.safe import clean
from sim.exports.story import TablePart

# Latin and East Asian font of text and of headings, by language; the reader's machine supplies them.
_TEXT = {"zh": ("Times New Roman", "SimSun"), "en": ("Calibri", "SimSun")}
_HEAD = {"zh": ("Arial", "SimHei"), "en": ("Calibri", "SimHei")}
_BODY, _SMALL, _TABLE = 11.0, 9.0, 9.5
_PAGE, _MARGIN = (Cm(21.0), Cm(29.7)), Cm(2.4)
_RULE, _THIN = "8", "4"  # eighths of a point
_MOST_KEPT = 14  # rows of a table that is held on one page
# Own styles: name, size, bold, colour, space after, alignment.
_STYLES: tuple[tuple[str, float, bool, str, int, WD_ALIGN_PARAGRAPH], ...] = (
    ("Lead", 12.5, True, INK, 6, WD_ALIGN_PARAGRAPH.LEFT),
    ("Message", 11, True, INK, 4, WD_ALIGN_PARAGRAPH.LEFT),
    ("Note", _SMALL, False, QUIET, 4, WD_ALIGN_PARAGRAPH.LEFT),
)
_BUILT_IN = (
    ("Title", 20.0, True),
    ("Subtitle", 12.0, False),
    ("Heading 1", 15.0, True),
    ("Caption", 10.0, True),
)


def dress(document: Any, lang: str) -> None:
    """Set page, fonts and styles of a new document."""
    section = document.sections[0]
    section.page_width, section.page_height = _PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    styles = document.styles
    _font(styles["Normal"], _TEXT[lang], _BODY, False, INK)
    styles["Normal"].paragraph_format.space_after = Pt(6)
    for name, size, bold in _BUILT_IN:
        _font(styles[name], _HEAD[lang], size, bold, QUIET if name == "Subtitle" else INK)
        styles[name].font.italic = False
    for name, size, bold, colour, after, align in _STYLES:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, _HEAD[lang] if bold else _TEXT[lang], size, bold, colour)
        style.paragraph_format.space_after, style.paragraph_format.alignment = Pt(after), align
        style.paragraph_format.keep_with_next = name == "Message"
    _plain_title(styles["Title"])
    _font(styles["List Bullet"], _TEXT[lang], _BODY, False, INK)
    # Without it, Chinese stops are set in the middle of their square, as in traditional Chinese.
    for node in styles.element.iter(qn("w:lang")):
        node.set(qn("w:eastAsia"), "zh-CN")
        node.set(qn("w:val"), "en-US")


def _font(style: Any, fonts: tuple[str, str], size: float, bold: bool, colour: str) -> None:
    style.font.name, style.font.size, style.font.bold = fonts[0], Pt(size), bold
    style.font.color.rgb = RGBColor.from_string(colour.lstrip("#"))
    names = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        names.attrib.pop(qn(attribute), None)
    names.set(qn("w:eastAsia"), fonts[1])
    names.set(qn("w:hAnsi"), fonts[0])


def _plain_title(style: Any) -> None:
    """Take away the line below the title that the default template draws."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def add_heading(document: Any, text: str) -> None:
    """Add a heading."""
    document.add_heading(clean(text), 1)


def add_paragraph(document: Any, text: str, style: str, keep: bool = False) -> None:
    """Add a paragraph in a style; `keep` holds it on the page of what follows."""
    paragraph = document.add_paragraph(clean(text), style=style)
    if keep:
        paragraph.paragraph_format.keep_with_next = True


def add_table(document: Any, part: TablePart) -> None:
    """Add a table with three rules, its head repeated on every page."""
    rows = [part.heads, *part.rows]
    table = document.add_table(len(rows), len(part.heads))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    wide = document.sections[0].page_width - _MARGIN - _MARGIN
    widths = [Emu(int(share * wide)) for share in shares(part)]
    for k, width in enumerate(widths):
        table.columns[k].width = width
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            cell = table.cell(r, c)
            cell.width = widths[c]
            is_held = len(rows) <= _MOST_KEPT and r < len(rows) - 1
            _write(cell, text, r == 0, c >= part.n_text, is_held)
            _rules(cell, r, len(rows))
        _keep_whole(table.rows[r])
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(OxmlElement("w:tblHeader"))
    document.add_paragraph(style="Note")


def _write(cell: Any, text: str, is_head: bool, is_number: bool, is_held: bool) -> None:
    paragraph = cell.paragraphs[0]
    for k, line in enumerate(clean(text).split("\n")):
        run = paragraph.add_run()
        if k:
            run.add_break()
        run.add_text(line)
        run.font.size, run.font.bold = Pt(_TABLE), is_head
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_number else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.keep_with_next = is_held


def _rules(cell: Any, row: int, rows: int) -> None:
    """Draw the rules above and below the head and below the last row."""
    borders = OxmlElement("w:tcBorders")
    for edge, size in (
        ("w:top", _RULE if row == 0 else None),
        ("w:bottom", _RULE if row == rows - 1 else _THIN if row == 0 else None),
    ):
        if size is not None:
            line = OxmlElement(edge)
            for name, value in (("w:val", "single"), ("w:sz", size), ("w:color", INK.lstrip("#"))):
                line.set(qn(name), value)
            borders.append(line)
    cell._tc.get_or_add_tcPr().append(borders)


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def add_field(paragraph: Any, code: str) -> None:
    """Add a field that the reader's program fills in, such as PAGE."""
    run = paragraph.add_run()
    for kind, text in (("begin", None), (None, code), ("end", None)):
        if kind:
            node = OxmlElement("w:fldChar")
            node.set(qn("w:fldCharType"), kind)
        else:
            node = OxmlElement("w:instrText")
            node.text = text
        run._r.append(node)
