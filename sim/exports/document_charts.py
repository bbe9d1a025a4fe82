"""Charts in Word documents that can be edited: made on a slide, then moved with their workbook into the document.

python-docx has no charts of its own. A chart part is the same in both formats, so the part that python-pptx makes is
taken over; its workbook comes along.
"""

from __future__ import annotations

from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Length
from pptx import Presentation

from sim.exports.office_charts import add_chart, chart_xml
from sim.exports.safe import clean
from sim.exports.story import ChartPart

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PLACE = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SIZE = 10.0
_BLANK = 6


class ChartPress:
    """Prints charts into one document.

    Parameters
    ----------
    document : docx document
    lang : str
    """

    def __init__(self, document: Any, lang: str) -> None:
        self.document = document
        self.lang = lang
        self.n = 0
        deck = Presentation()
        self.slide = deck.slides.add_slide(deck.slide_layouts[_BLANK])

    def print(self, part: ChartPart, width: Length, height: Length) -> None:
        """Add a paragraph with a chart."""
        self.n += 1
        made = add_chart(self.slide.shapes, part, self.lang, (0, 0, width, height), _SIZE).chart
        package = self.document.part.package
        sheet = Part(
            PackURI(f"/word/embeddings/chart_{self.n}.xlsx"),
            _SHEET_TYPE,
            made.part.chart_workbook.xlsx_part.blob,
            package,
        )
        chart = Part(PackURI(f"/word/charts/chart{self.n}.xml"), _CHART_TYPE, None, package)
        chart._blob = chart_xml(made, chart.relate_to(sheet, f"{_RELATION}/package"))
        reference = self.document.part.relate_to(chart, f"{_RELATION}/chart")
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run()._r.append(parse_xml(self._drawing(part, reference, width, height)))

    def _drawing(self, part: ChartPart, reference: str, width: Length, height: Length) -> str:
        title = _attribute(part.title)
        return (
            f'<w:drawing xmlns:w="{_WORD}" xmlns:wp="{_PLACE}" xmlns:a="{_MAIN}"><wp:inline>'
            f'<wp:extent cx="{int(width)}" cy="{int(height)}"/>'
            f'<wp:docPr id="{self.n}" name="chart {self.n}" descr="{title}"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" '
            f'xmlns:r="{_RELATION}" r:id="{reference}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )


def _attribute(text: str) -> str:
    made = clean(text)
    for character, words in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        made = made.replace(character, words)
    return made
