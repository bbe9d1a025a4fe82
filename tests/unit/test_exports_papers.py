"""Decks, briefings, pictures, tables and bundles: charts that can be edited, true numbers, nothing withheld shown."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from docx import Document
from fontTools.ttLib import TTFont
from pptx import Presentation
from pptx.util import Inches

from sim.charts.style import FONTS
from sim.errors import ScenarioError, StoreError
from sim.exports.briefing import write_briefing
from sim.exports.bundle import MANIFEST, read_bundle, write_bundle
from sim.exports.csv import read_csv
from sim.exports.csv_tables import write_tables
from sim.exports.deck import write_deck
from sim.exports.everything import export_comparison
from sim.exports.figures import figures_of
from sim.exports.story import ChartPart, Story
from sim.exports.telling import closing, tell
from sim.exports.voice import change_part
from sim.exports.workbook import WITHHELD
from sim.exports.xlsx import write_workbook
from sim.words import label
from tests.unit.export_example import PLACES, REGION, TITLES, TOWNSHIPS, comparison, runs

LANGS = ("zh", "en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def story(lang: str) -> Story:
    return tell(comparison(lang), runs(), lang, REGION[lang], TOWNSHIPS)


@pytest.fixture(scope="module", params=LANGS)
def deck(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("deck") / "deck.pptx"
    write_deck(path, story(request.param))
    return path, request.param


@pytest.fixture(scope="module", params=LANGS)
def briefing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    path = tmp_path_factory.mktemp("briefing") / "briefing.docx"
    write_briefing(path, story(request.param))
    return path, request.param


def words_of_deck(path: Path) -> str:
    found = []
    for slide in Presentation(path).slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
            if shape.has_chart:
                found.append(shape.chart.chart_title.text_frame.text)
    return "\n".join(found)


def words_of_document(path: Path) -> str:
    document = Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def charts_of(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if re.search(r"charts/chart[^/]*\.xml$", name)]
        return {name: parts.read(name).decode() for name in names}


def books_of(path: Path) -> list[list[tuple[object, ...]]]:
    """Return the cells of the workbooks behind charts."""
    with zipfile.ZipFile(path) as parts:
        names = sorted(name for name in parts.namelist() if name.endswith(".xlsx"))
        books = [openpyxl.load_workbook(io.BytesIO(parts.read(name))) for name in names]
    return [list(book.active.iter_rows(values_only=True)) for book in books]


def test_a_deck_is_wide_and_every_slide_has_one_message_and_its_source(deck: tuple[Path, str]) -> None:
    path, lang = deck
    made, told = Presentation(path), story(lang)
    assert (made.slide_width, made.slide_height) == (Inches(13.333), Inches(7.5))
    messages = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert messages == [told.title, *(page.message for page in (*told.pages, closing(told)))]
    assert len(set(messages)) == len(messages)
    for slide in list(made.slides)[1:]:
        assert told.source in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
        assert slide.notes_slide.notes_text_frame.text
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= made.slide_width + 1
            assert shape.top + shape.height <= made.slide_height + 1


def test_charts_of_a_deck_can_be_edited_and_hold_the_figures_of_the_comparison(
    deck: tuple[Path, str],
) -> None:
    path, lang = deck
    charts, books = charts_of(path), books_of(path)
    parts = [part for page in story(lang).pages for part in page.parts if isinstance(part, ChartPart)]
    assert len(charts) == len(books) == len(parts) == 3
    for text in charts.values():
        assert "externalData" in text
        assert '<a:ea typeface="' in text
    payers = next(part for part in parts if part.kind == "stacked")
    book = next(
        rows
        for rows in books
        if len(rows) == len(payers.categories) + 1 and rows[0][1] == payers.series[0][0]
    )
    assert [row[0] for row in book[1:]] == list(TITLES[lang].values())
    factor = {"zh": 1e-4, "en": 1e-3}[lang]
    assert book[2][1] == pytest.approx(0.6 * 560_000 * 12 * factor)


def faults_of(text: str, lang: str) -> set[str]:
    """Return what a paper must not have: words of the other language, holes, characters that no font has."""
    known = set(TTFont(FONTS / "NotoSansSC-Regular.ttf").getBestCmap())
    found = {one for one in text if ord(one) not in known and one not in "\n\t\x0b"}
    found |= {one for one in ("nan", "None", "{", "}", "unit_", "story_") if one in text}
    return found | (set(CHINESE.findall(text)) if lang == "en" else set())


def test_a_deck_is_whole_in_each_language(deck: tuple[Path, str]) -> None:
    assert faults_of(words_of_deck(deck[0]), deck[1]) == set()
    assert faults_of("\ue123 nan 中", "en") == {"\ue123", "nan", "中"}


def test_a_briefing_is_whole_in_each_language(briefing: tuple[Path, str]) -> None:
    assert faults_of(words_of_document(briefing[0]), briefing[1]) == set()


def test_a_briefing_answers_first_and_closes_with_method_sources_and_limits(
    briefing: tuple[Path, str],
) -> None:
    path, lang = briefing
    told, document = story(lang), Document(path)
    texts = [one.text for one in document.paragraphs]
    assert texts[0] == told.title
    assert texts[2 : 2 + len(told.lead)] == list(told.lead)
    headings = [one.text for one in document.paragraphs if one.style.name == "Heading 1"]
    wanted = [
        f"story_heading_{key}" for key in ("summary", "covered", "cost", "beds", "changes", "townships")
    ]
    wanted += [f"story_heading_{key}" for key in ("method", "limits", "sources", "repeat")]
    assert headings == [label(key, lang) for key in wanted]
    assert "Notice <1> & 2" in words_of_document(path)


def test_charts_of_a_briefing_carry_their_workbooks_and_chinese_is_marked_as_such(
    briefing: tuple[Path, str],
) -> None:
    path, _ = briefing
    charts, books = charts_of(path), books_of(path)
    assert len(charts) == len(books) == 3
    with zipfile.ZipFile(path) as parts:
        body, styles = (parts.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
        relations = parts.read("word/charts/_rels/chart1.xml.rels").decode()
    assert body.count("<c:chart ") == 3
    assert "embeddings/chart_1.xlsx" in relations
    assert 'w:eastAsia="zh-CN"' in styles
    assert "w:tblHeader" in body


def test_small_counts_are_withheld_in_every_paper(deck: tuple[Path, str], tmp_path: Path) -> None:
    path, lang = deck
    rows = [
        [cell.text for cell in row.cells]
        for slide in Presentation(path).slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    small = next(row for row in rows if row[0] == TOWNSHIPS[f"name_{lang}"][1])
    assert small[2] == WITHHELD
    write_tables(tmp_path, comparison(lang), runs(), lang, TOWNSHIPS)
    table = read_csv(tmp_path / f"townships_{lang}.csv")[1]
    hidden = table[table["code"].isin(["990101002"])]
    assert (hidden["dibao_persons"] == WITHHELD).all()
    assert (hidden["occupied"] == WITHHELD).all()
    figures = figures_of(comparison(lang), runs(), lang, TOWNSHIPS)
    assert "…" in [text.get_text() for text in figures["map"].axes[0].texts]


def test_sentences_say_up_down_unchanged_and_within_noise() -> None:
    made = comparison("zh")
    assert change_part(made, "standards_10", "receiving_persons", "zh") == "享受待遇人口增加240人"
    assert change_part(made, "beds_20", "receiving_persons", "zh") == "享受待遇人口不变"
    assert change_part(made, "beds_20", "waiting", "en") == "persons waiting for a bed down by 24 persons"
    assert "提高10.0个百分点" in change_part(made, "standards_10", "coverage_admin", "zh")
    noisy = made.table.assign(difference_low=-1e9, difference_high=1e9)
    object.__setattr__(made, "table", noisy)
    assert "抽样波动之内" in change_part(made, "standards_10", "receiving_persons", "zh")


def test_tables_hold_equal_values_as_csv_and_as_workbook(tmp_path: Path) -> None:
    made = comparison("zh")
    files = write_tables(tmp_path, made, runs(), "zh", TOWNSHIPS)
    write_workbook(tmp_path / "t.xlsx", made, runs(), "zh", TOWNSHIPS)
    about, summary = read_csv(tmp_path / "summary_zh.csv")
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx")[label("sheet_summary", "zh")]
    rows = list(sheet.iter_rows(values_only=True))
    top = next(k for k, row in enumerate(rows) if row[0] == label("column_scenario", "zh"))
    book = pd.DataFrame(rows[top + 1 :], columns=rows[top])
    assert book[label("column_value", "zh")].tolist() == pytest.approx(summary["value"].tolist())
    assert about["runs"].split() == [run.id for run in runs()]
    assert {"scenarios", "seeds", "version", "window"} <= set(about)
    metadata = read_csv(tmp_path / "metadata_zh.csv")[1]
    assert {path.name for path in files[:-1]} <= set(metadata.iloc[:, 0])


def test_an_export_writes_each_format_that_is_asked_for_and_refuses_another(tmp_path: Path) -> None:
    made = comparison("en")
    texts = {run.scenario: "scenario: x\n" for run in runs()}
    arguments = (made, runs(), tmp_path)
    asked = ("svg", "csv", "xlsx", "pptx", "docx", "zip")
    files = export_comparison(*arguments, asked, "en", "Yunxi", TOWNSHIPS, TITLES["en"], texts)
    assert {path.suffix for path in files} == {".svg", ".csv", ".xlsx", ".pptx", ".docx", ".zip"}
    assert all(path.stat().st_size > 500 for path in files)
    assert not list(tmp_path.rglob("*.part"))
    with pytest.raises(ScenarioError, match="no format doc; there are png"):
        export_comparison(*arguments, ("doc",), "en", "Yunxi")


def test_a_workbook_in_english_names_scenarios_in_english(tmp_path: Path) -> None:
    write_workbook(tmp_path / "t.xlsx", comparison("en"), runs(), "en", TOWNSHIPS)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    for sheet in ("summary", "ledger", "townships", "assumptions"):
        cells = {cell.value for row in book[label(f"sheet_{sheet}", "en")].iter_rows() for cell in row}
        assert not cells & set(TITLES["zh"].values()), sheet


def test_a_bundle_is_the_same_bytes_each_time_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    texts = {run.scenario: f"scenario: {run.scenario}\n" for run in runs()}
    for name in ("a.zip", "b.zip"):
        write_bundle(tmp_path / name, runs(), texts)
    first = (tmp_path / "a.zip").read_bytes()
    assert first.replace(b"a.zip", b"b.zip") != b""
    manifest, scenarios = read_bundle(tmp_path / "a.zip")
    assert scenarios == texts
    assert [one["digest"] for one in manifest["runs"]] == [run.digest() for run in runs()]
    write_bundle(tmp_path / "a.zip", runs(), texts)
    assert (tmp_path / "a.zip").read_bytes() == first
    with zipfile.ZipFile(tmp_path / "c.zip", "w") as archive:
        archive.writestr(MANIFEST, json.dumps(manifest))
        for key in texts:
            archive.writestr(f"scenarios/{key}.yaml", "scenario: other\n")
    with pytest.raises(StoreError, match="was changed"):
        read_bundle(tmp_path / "c.zip")
    (tmp_path / "d.zip").write_bytes(first[: len(first) // 2])
    with pytest.raises(StoreError, match="damaged"):
        read_bundle(tmp_path / "d.zip")
    with pytest.raises(StoreError, match="needs the scenario file of beds_20"):
        write_bundle(tmp_path / "e.zip", runs(), {key: texts[key] for key in ("baseline", "standards_10")})


def test_a_comparison_of_one_run_is_told_without_differences(tmp_path: Path) -> None:
    from sim.experiments.comparison import compare

    alone = runs()[:1]
    told = tell(compare(alone), alone, "zh", REGION["zh"], TOWNSHIPS)
    assert told.title == "云溪县（虚构）：现行政策"
    assert len(told.lead) == 1
    assert "轮候人数为80人" in told.lead[0]
    write_deck(tmp_path / "one.pptx", told)
    assert sum(PLACES.values()) == 1204


def test_beds_services_and_visits_of_a_scenario_stand_among_its_changes() -> None:
    from sim.exports.measures import measures_of
    from sim.scenario import load_scenario, scenario_path

    three = measures_of(load_scenario(scenario_path("yunxi", "all_three")), "zh")
    assert ("走访能力（现行为1倍）", "1倍", "2倍", "倍", "2023-01") in three
    assert ("护理型床位", "–", "+20", "张", "2023-07") in three  # two townships added up
    converted = scenario_path("yunxi", "baseline").parent / "beds_and_outreach" / "nursing_converted_20.yaml"
    rows = {row[0]: row[2] for row in measures_of(load_scenario(converted), "en")}
    assert rows == {"Nursing beds": "+20", "Ordinary beds": "−20"}
    told = tell(comparison("en"), runs(), "en", REGION["en"], TOWNSHIPS, None, {"beds_20": three})
    table = next(page for page in told.pages if page.heading == label("story_heading_changes", "en")).parts[0]
    assert [row[1:] for row in table.rows if row[0] == TITLES["en"]["beds_20"]] == list(three)


def test_the_page_on_coverage_draws_what_its_message_says() -> None:
    told = story("en")
    page = next(page for page in told.pages if page.heading == label("story_heading_covered", "en"))
    name = page.message.split(":")[0].split("”")[0]
    assert page.parts[0].title.startswith(name[:20])


def test_sources_name_documents_first_and_no_value_that_says_there_is_nothing() -> None:
    from dataclasses import replace

    first, *others = runs()
    kept = first.assumptions[first.assumptions["status"] == "published"].head(1)
    cited = (("a habit", "5"), ("a habit", "6"), ("Notice 7 of 2021", "5"), ("did not exist yet", "0"))
    rows = [kept.assign(key=f"k{n}", source=one, value=value) for n, (one, value) in enumerate(cited)]
    made = pd.concat([first.assumptions[first.assumptions["status"] != "published"], *rows])
    runs_of = [replace(first, assumptions=made), *others]
    told = tell(comparison("en"), runs_of, "en", REGION["en"], TOWNSHIPS)
    assert [row[0] for row in told.sources.rows] == ["Notice 7 of 2021", "a habit"]
