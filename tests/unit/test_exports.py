"""What leaves the workbench can be opened, read back and trusted: equal values, no formula, no small count."""

from __future__ import annotations

import math
import re
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pytest

from sim.errors import StoreError
from sim.experiments.comparison import Comparison, compare
from sim.exports.csv import read_csv, write_csv
from sim.exports.safe import ExportError
from sim.exports.workbook import WITHHELD
from sim.exports.xlsx import write_workbook
from sim.results.run import ASSUMPTIONS, Run
from sim.words import label

EVIL = [
    "=1+1",
    "{=1+1}",
    '=HYPERLINK("x")',
    "+1+1",
    "-1+cmd",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "https://example.test",
    "＝1",
]
MONTHS = [f"2027-{month:02d}" for month in range(1, 13)]
PLACES = {"0160001": 100.0, "0160002": 4.0, "0160003": 30.0, "0161001": 50.0, "0161002": 60.0}


def make_run(scenario: str, seed: int, factor: float = 1.0, title: str = "=1+1") -> Run:
    rows = []
    for month in MONTHS:
        for place, value in [*PLACES.items(), ("all", sum(PLACES.values()))]:
            count = value * (factor if place in ("0161001", "all") else 1.0)
            rows.append((place, month, "dibao_persons", "all", count))
            rows.append((place, month, "receiving_persons", "all", count))
            rows.append((place, month, "eligible_persons", "all", 2 * count))
            rows.append((place, month, "eligible_receiving_persons", "all", count))
            rows.append((place, month, "coverage_admin", "all", 0.5 if place != "0160002" else math.nan))
            rows.append((place, month, "spending_total", "all", 1000.0 * count + seed))
            rows.append((place, month, "beds", "all", 3.0))
    rows += [("all", month, "@evil", "=2+2", 7.0) for month in MONTHS]
    ledger = pd.DataFrame(
        [
            (month, "0160001", "dibao", payer, 5, fen)
            for month in MONTHS
            for payer, fen in (("central", 12_345), ("county", 1))
        ],
        columns=["month", "township", "programme", "payer", "persons", "amount_fen"],
    )
    assumption = [
        "dibao",
        f"standard_{scenario}",
        "-12.50",
        "yuan",
        "2022-06",
        "published",
        "lever",
        "标准",
        *EVIL[:2],
    ]
    return Run(
        scenario,
        title,
        "yunxi",
        seed,
        "2027-01",
        12,
        pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"]),
        ledger,
        pd.DataFrame([assumption], columns=list(ASSUMPTIONS)),
        {"version": "0.1.0", "command": EVIL[2]},
    )


def runs() -> list[Run]:
    return [make_run("baseline", 1), make_run("reform", 1, 1.5, "改革"), make_run("third", 1, 1.0, "{=1+1}")]


@pytest.fixture(scope="module", params=["zh", "en"])
def book(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, Comparison]:
    path = tmp_path_factory.mktemp("book") / "table.xlsx"
    made = compare(runs())
    names = pd.DataFrame(
        {
            "code": list(PLACES),
            "county_code": ["0160"] * 3 + ["0161"] * 2,
            "name_zh": EVIL[:5],
            "name_en": EVIL[:5],
        }
    )
    write_workbook(path, made, runs(), request.param, names)
    return path, request.param, made


def rows_of(book: tuple[Path, str, Comparison], sheet: str) -> pd.DataFrame:
    path, lang, _ = book
    values = list(openpyxl.load_workbook(path)[label(sheet, lang)].iter_rows(values_only=True))
    top = next(k for k, row in enumerate(values) if k > 0 and row[-1] is not None and row[1] is not None)
    return pd.DataFrame(values[top + 1 :], columns=values[top])


def column(lang: str, key: str) -> str:
    return label(f"column_{key}", lang)


def test_every_sheet_is_there_in_its_language(book: tuple[Path, str, Comparison]) -> None:
    path, lang, _ = book
    keys = "summary cost monthly chart ledger townships dictionary assumptions provenance".split()
    assert openpyxl.load_workbook(path).sheetnames == [label(f"sheet_{key}", lang) for key in keys]


def test_no_cell_is_a_formula_or_a_link_and_no_text_is_lost(book: tuple[Path, str, Comparison]) -> None:
    path = book[0]
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets/sheet" in name]
        links = [name for name in parts.namelist() if "sheet" in name and name.endswith(".rels")]
        targets = "".join(parts.read(name).decode() for name in links)
    assert len(sheets) == 9
    assert not any(re.search(r"<f[ >]|hyperlink", text) for text in sheets)
    assert "hyperlink" not in targets
    cells = {c.value for s in openpyxl.load_workbook(path) for row in s.iter_rows() for c in row}
    assert {"=1+1", "{=1+1}", '=HYPERLINK("x")', "@evil", "=2+2"} <= cells


def test_the_figures_of_the_summary_are_those_of_the_comparison(book: tuple[Path, str, Comparison]) -> None:
    _, lang, made = book
    frame = rows_of(book, "sheet_summary")
    assert len(frame) == len(made.table)
    row = frame[
        (frame[column(lang, "scenario")] == "改革")
        & (frame[column(lang, "indicator")] == label("spending_total", lang))
    ].iloc[0]
    assert row[column(lang, "value")] == made.value("reform", "spending_total")
    assert row[column(lang, "difference")] == made.value("reform", "spending_total", column="difference")
    assert row[column(lang, "low")] is None


def test_monthly_data_have_real_dates_and_a_chart_that_can_be_edited(
    book: tuple[Path, str, Comparison],
) -> None:
    path, lang, _ = book
    frame = rows_of(book, "sheet_monthly")
    dates = pd.to_datetime(frame[column(lang, "month")])
    assert dates.min() == pd.Timestamp("2027-01-01")
    charts = openpyxl.load_workbook(path)[label("sheet_chart", lang)]._charts
    assert len(charts) == 3
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/charts/chart1.xml").decode()
    assert text.count("<c:ser>") == 3
    assert f"{label('sheet_monthly', lang)}" in text


def test_a_chart_points_at_the_rows_of_its_own_indicator(book: tuple[Path, str, Comparison]) -> None:
    path, lang, _ = book
    with zipfile.ZipFile(path) as parts:
        text = parts.read("xl/charts/chart2.xml").decode()
    first, last = map(int, re.findall(r"<c:val>.*?\$E\$(\d+):\$E\$(\d+)", text)[0])
    sheet = openpyxl.load_workbook(path)[label("sheet_monthly", lang)]
    named = {sheet.cell(row, 1).value for row in range(first, last + 1)}
    assert named == {label("coverage_admin", lang)}
    assert last - first + 1 == len(MONTHS)


def test_the_ledger_is_yearly_yuan_to_the_fen(book: tuple[Path, str, Comparison]) -> None:
    _, lang, _ = book
    frame = rows_of(book, "sheet_ledger")
    assert frame[column(lang, "amount")].tolist()[:2] == [1481.4, 0.12]
    assert frame[column(lang, "persons")].tolist()[:2] == [60, 60]
    assert frame[column(lang, "year")].tolist()[:2] == ["2027", "2027"]


def test_assumptions_carry_status_and_source_and_numbers_stay_numbers(
    book: tuple[Path, str, Comparison],
) -> None:
    _, lang, _ = book
    frame = rows_of(book, "sheet_assumptions")
    assert frame[column(lang, "value")].tolist() == [-12.5] * 3
    assert frame[column(lang, "status")].tolist() == [label("status_published", lang)] * 3
    assert frame[column(lang, "source")].tolist() == [EVIL[1]] * 3


def test_codes_of_townships_stay_text(book: tuple[Path, str, Comparison]) -> None:
    _, lang, _ = book
    codes = rows_of(book, "sheet_townships")[column(lang, "code")].dropna().tolist()
    assert [code for code in codes if code][: len(PLACES)] == list(PLACES)


def test_small_counts_and_what_would_give_them_away_are_withheld(book: tuple[Path, str, Comparison]) -> None:
    _, lang, _ = book
    frame = rows_of(book, "sheet_townships")
    heads = {
        key: next(h for h in frame.columns if h.startswith(label(key, lang) + "\n"))
        for key in ("dibao_persons", "eligible_persons", "coverage_admin", "spending_total", "beds")
    }
    own = frame[frame[column(lang, "scenario")] == "改革"].set_index(column(lang, "code"))
    for key in ("dibao_persons", "eligible_persons", "coverage_admin", "spending_total"):
        assert own.loc["0160002", heads[key]] == WITHHELD
        assert own.loc["0160003", heads[key]] == WITHHELD
        assert own.loc["0160001", heads[key]] != WITHHELD
    assert own.loc["0160002", heads["beds"]] == 3
    assert own.loc["0161001", heads["dibao_persons"]] == 75


def test_a_failed_export_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "table.xlsx"
    path.write_bytes(b"old")
    long = make_run("baseline", 1, title="长" * 40_000)
    with pytest.raises(ExportError, match="does not fit"):
        write_workbook(path, compare([long]), [long], "zh")
    monkeypatch.setattr("os.fsync", lambda handle: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(StoreError, match="disk is full"):
        write_workbook(path, compare(runs()), runs(), "zh")
    assert path.read_bytes() == b"old"
    assert [found.name for found in tmp_path.iterdir()] == ["table.xlsx"]


def evil_frame() -> pd.DataFrame:
    texts = [*EVIL, "0160", "-12.50", "a,b", 'say "x"', "two\r\nlines", "# no comment", "'=quoted", ""]
    return pd.DataFrame(
        {
            "code": texts,
            "=head": texts[::-1],
            "value": np.linspace(-1 / 3, 1e17, len(texts)),
            "count": np.arange(len(texts)) - 5,
        }
    )


def test_a_csv_comes_back_equal_with_its_types(tmp_path: Path) -> None:
    frame = evil_frame()
    frame.loc[3, "value"] = math.nan
    write_csv(tmp_path / "t.csv", frame, {"run": "abc", "scenario": "基准\nx", "unit": "=1+1"})
    metadata, back = read_csv(tmp_path / "t.csv")
    assert metadata["run"] == "abc"
    assert metadata["rows"] == str(len(frame))
    pd.testing.assert_frame_equal(back, frame.rename(columns={"=head": "'=head"}).replace("\t=1", "\t=1"))


def test_a_csv_starts_with_a_mark_and_no_cell_with_a_formula(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", evil_frame(), {"run": "abc"})
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# run: abc\r\n")
    plain = pd.read_csv(
        tmp_path / "t.csv", skiprows=4, encoding="utf-8-sig", dtype=str, keep_default_na=False
    )
    assert not plain["code"].str.match(r"[=+@\t\r＝]|-\d+[^.\d]").any()
    assert "-12.50" in set(plain["code"])
    assert "-5" in set(plain["count"])


@pytest.mark.parametrize("kept", [0, 3, 60, 0.5, -1])
def test_a_cut_csv_is_refused(tmp_path: Path, kept: float) -> None:
    path = tmp_path / "t.csv"
    write_csv(path, evil_frame(), {"run": "abc"})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * kept) if 0 < kept < 1 else int(kept)])
    with pytest.raises(StoreError, match="is cut"):
        read_csv(path)


def test_control_characters_are_replaced_and_overlong_text_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "t.csv", pd.DataFrame({"a": ["x\x00y\x1b"]}), {})
    assert read_csv(tmp_path / "t.csv")[1]["a"].tolist() == ["x\ufffdy\ufffd"]
    with pytest.raises(ExportError, match="32,768"):
        write_csv(tmp_path / "t.csv", pd.DataFrame({"a": ["x" * 32_768]}), {})
