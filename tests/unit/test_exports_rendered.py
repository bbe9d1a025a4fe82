"""What an office program shows of our papers: every page and sentence. Skipped without LibreOffice, but never in CI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from pptx import Presentation

from sim.exports.briefing import write_briefing
from sim.exports.deck import write_deck
from sim.exports.telling import tell
from sim.exports.xlsx import write_workbook
from sim.words import label
from tests.unit.export_example import REGION, TOWNSHIPS, comparison, runs

OFFICE, TO_TEXT, TO_PICTURE = (shutil.which(name) for name in ("soffice", "pdftotext", "pdftoppm"))
pytestmark = pytest.mark.skipif(
    not os.environ.get("CI") and None in (OFFICE, TO_TEXT, TO_PICTURE),
    reason="LibreOffice or poppler is not installed",
)
LANG = "zh"
LEAST_INK = 0.004  # share of dark pixels of a page with a title and a table


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rendered")
    told = tell(comparison(LANG), runs(), LANG, REGION[LANG], TOWNSHIPS)
    write_deck(folder / "deck.pptx", told)
    write_briefing(folder / "briefing.docx", told)
    write_workbook(folder / "book.xlsx", comparison(LANG), runs(), LANG, TOWNSHIPS)
    files = [str(folder / name) for name in ("deck.pptx", "briefing.docx", "book.xlsx")]
    command = [
        str(OFFICE),
        f"-env:UserInstallation=file://{folder}/profile",
        "--headless",
        "--convert-to",
        "pdf",
    ]
    subprocess.run([*command, "--outdir", str(folder), *files], check=True, capture_output=True, timeout=300)
    return folder


def text_of(path: Path) -> str:
    """Return the text of a PDF without spaces, which programs set freely between scripts."""
    made = subprocess.run(
        [str(TO_TEXT), "-layout", str(path), "-"], check=True, capture_output=True, text=True
    )
    return re.sub(r"\s", "", made.stdout)


def ink_of(path: Path) -> list[float]:
    """Return the share of dark pixels of every page."""
    command = [str(TO_PICTURE), "-r", "20", "-gray", str(path), str(path.with_suffix(""))]
    subprocess.run(command, check=True, capture_output=True)
    shares = []
    for page in sorted(path.parent.glob(f"{path.stem}-*.pgm")):
        pixels = page.read_bytes().split(b"\n", 3)[-1]
        shares.append(sum(one < 200 for one in pixels) / len(pixels))
    return shares


def test_every_slide_is_a_page_with_its_message_and_numbers(rendered: Path) -> None:
    text, slides = text_of(rendered / "deck.pdf"), Presentation(rendered / "deck.pptx").slides
    shares = ink_of(rendered / "deck.pdf")
    assert len(shares) == len(slides)
    assert min(shares) > LEAST_INK
    for slide in slides:
        assert re.sub(r"\s", "", slide.shapes.title.text_frame.text)[:12] in text
        for shape in slide.shapes:
            if shape.has_chart:
                for series in shape.chart.plots[0].series:
                    assert re.sub(r"\s", "", series.name) in text
            if shape.has_table:
                for cell in shape.table.rows[1].cells:
                    assert re.sub(r"\s", "", cell.text.split("\n")[0]) in text


def test_a_briefing_shows_its_answer_figures_and_limits(rendered: Path) -> None:
    told = tell(comparison(LANG), runs(), LANG, REGION[LANG], TOWNSHIPS)
    text = text_of(rendered / "briefing.pdf")
    assert min(ink_of(rendered / "briefing.pdf")) > 0
    for words in (*told.lead, *told.limits, label("story_table_cost", LANG)):
        assert re.sub(r"\s", "", words)[:14] in text
    for part in (part for page in told.pages for part in page.parts if hasattr(part, "series")):
        for name, _ in part.series:
            assert re.sub(r"\s", "", name) in text


def test_a_workbook_prints_every_sheet(rendered: Path) -> None:
    text = text_of(rendered / "book.pdf")
    for sheet in ("summary", "cost", "ledger", "townships", "dictionary", "assumptions", "provenance"):
        heading = label("text_title" if sheet == "summary" else f"sheet_{sheet}", LANG)
        assert heading in text
    assert "#REF!" not in text
    assert "#NAME?" not in text
