"""A briefing as a Word document: the answer in a sentence, tables, figures that can be edited, method, limits."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx import Document
from docx.shared import Cm

from sim.exports.document import add_field, add_heading, add_paragraph, add_table, dress
from sim.exports.document_charts import ChartPress
from sim.exports.safe import clean
from sim.exports.story import ChartPart, Page, Story, TablePart
from sim.results.files import write_bytes
from sim.words import label, sentence

_WIDE, _HIGH = Cm(16.0), Cm(8.6)


def write_briefing(path: Path | str, story: Story) -> None:
    """Write a briefing, whole or not at all.

    Raises
    ------
    StoreError
        When the disk refuses.
    """
    document = Document()
    dress(document, story.lang)
    _properties(document, story)
    writer = _Writer(document, story)
    writer.opening()
    for page in story.pages:
        writer.page(page)
    writer.closing()
    _footer(document, story)
    buffer = io.BytesIO()
    document.save(buffer)
    write_bytes(path, buffer.getvalue())


def _properties(document: Any, story: Story) -> None:
    core = document.core_properties
    core.title, core.subject = clean(story.title), clean(story.subtitle)
    core.keywords, core.comments = clean(story.stamp), label("note_disclaimer", story.lang)
    core.author, core.language = "", "zh-CN" if story.lang == "zh" else "en"


class _Writer:
    """Writes the parts of a story one after another and numbers figures and tables.

    Parameters
    ----------
    document : docx document
    story : Story
    """

    def __init__(self, document: Any, story: Story) -> None:
        self.document = document
        self.story = story
        self.press = ChartPress(document, story.lang)
        self.n_figures = 0
        self.n_tables = 0
        self.heading = ""

    def opening(self) -> None:
        """Write title, time and the answer."""
        add_paragraph(self.document, self.story.title, "Title")
        add_paragraph(self.document, self.story.subtitle, "Subtitle")
        for text in self.story.lead:
            add_paragraph(self.document, text, "Lead")

    def page(self, page: Page) -> None:
        """Write one message with its parts; pages of one heading stand together."""
        if page.heading != self.heading:
            add_heading(self.document, page.heading)
            self.heading = page.heading
        add_paragraph(self.document, page.message + label("story_stop", self.story.lang), "Message")
        for part in page.parts:
            self.part(part)
        said = {part.title for part in page.parts}
        for note in page.notes:
            if note in said:
                continue
            add_paragraph(self.document, note, "Note")

    def part(self, part: ChartPart | TablePart) -> None:
        """Write a figure with its caption below, or a table with its caption above."""
        lang = self.story.lang
        if isinstance(part, ChartPart):
            self.n_figures += 1
            self.press.print(part, _WIDE, _HIGH)
            words = {"n": self.n_figures, "title": part.title}
            add_paragraph(self.document, sentence("story_figure", lang, words), "Caption")
            add_paragraph(self.document, self.story.source, "Note")
            return
        self.n_tables += 1
        words = {"n": self.n_tables, "title": part.title}
        add_paragraph(self.document, sentence("story_table", lang, words), "Caption", keep=True)
        add_table(self.document, part)

    def closing(self) -> None:
        """Write method, sources, limits and how to repeat it."""
        for key, texts in (
            ("story_heading_method", self.story.method),
            ("story_heading_limits", self.story.limits),
        ):
            add_heading(self.document, label(key, self.story.lang))
            for text in texts:
                add_paragraph(self.document, text, "List Bullet")
        if self.story.sources.rows:
            add_heading(self.document, label("story_heading_sources", self.story.lang))
            self.part(self.story.sources)
        add_heading(self.document, label("story_heading_repeat", self.story.lang))
        for text in self.story.repeat:
            add_paragraph(self.document, text, "Note", keep=True)  # no line of it stands alone on a page
        add_paragraph(self.document, self.story.stamp, "Note")


def _footer(document: Any, story: Story) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.style = document.styles["Note"]
    paragraph.add_run(clean(story.source) + "    ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" / ")
    add_field(paragraph, "NUMPAGES")
