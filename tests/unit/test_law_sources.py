"""Sources of the law in words: each that a law file names can be said in Chinese, and no row of the table is idle."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from sim import words
from sim.clock import parse_month
from sim.laws import Change, LawBook
from sim.population.profile import available_regions
from sim.words.law_sources import chinese_source, source_words

CHINESE = re.compile(r"[\u4e00-\u9fff]")
STANDARD = "dibao.standard_urban_m"
# What a law book says itself.
FITTED = "fitted to published figures of the region (calibration.yaml)"
OF_BOOK = ("did not exist yet", "changed by the scenario", FITTED)


def sources() -> set[str]:
    """Every source of a value or a clause, of the nation and of every region."""
    books = [LawBook(), *(LawBook(region) for region in available_regions())]
    laws = [law for book in books for law in book.files.values()]
    values = {value.source for law in laws for item in law.parameters.values() for value in item.values}
    return values | {clause.source for law in laws for clause in law.clauses.values()}


def without_chinese(found: set[str]) -> list[str]:
    return sorted(
        part
        for source in found
        if chinese_source(source) is None
        for part in source.split("; ")
        if chinese_source(part) is None and re.search("[A-Za-z]", part)  # a number of a document is Chinese
    )


def test_every_source_of_the_law_can_be_said_in_chinese() -> None:
    found = sources()
    assert without_chinese(found) == []
    assert all(CHINESE.search(source_words(source, "zh")) for source in found)
    assert without_chinese({"planning value; somebody said so"}) == ["somebody said so"]


def test_no_row_of_the_table_is_idle() -> None:
    path = Path(words.__file__).with_name("law_sources.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row["en"] for row in csv.DictReader(file) if "{" not in row["en"]]
    found = sources()
    used = found | {part for source in found for part in source.split("; ")} | set(OF_BOOK)
    places = set(re.findall(r"[A-Z][a-z]+", " ".join(found)))
    assert [row for row in rows if row not in used | places] == []


@pytest.mark.parametrize(
    ("source", "chinese"),
    [
        ("Decree 649 art. 9", "《社会救助暂行办法》（国务院令第649号）第9条"),
        ("planning value; placed by hand", "规划取值；placed by hand"),
        ("0.845 x 57,743 (Jiangsu 2021, remembered)", "江苏2021年数57,743元的0.845倍（凭记忆）"),
        ("4,560 a year; nothing", "每年4,560元；没有"),
    ],
)
def test_a_source_is_said_part_by_part_with_its_figures(source: str, chinese: str) -> None:
    assert source_words(source, "zh") == chinese
    assert source_words(source, "en") == source


def test_what_a_law_book_reckons_itself_is_said_in_chinese_too() -> None:
    month = parse_month("2050-06")
    plain, changed = LawBook("wuzhong"), LawBook("wuzhong", [Change(STANDARD, "2030-01", set=900)])
    said = {plain.source("dibao", "standard_urban_m", month).source}
    said |= {plain.source("care_voucher", "cap_m", parse_month("2020-01")).source}
    said |= {changed.source("dibao", "standard_urban_m", parse_month("2030-02")).source}
    back = LawBook("wuzhong", carries_back=True)
    said |= {back.source("dibao", "standard_urban_m", parse_month("2001-01")).source}
    assert len(said) == 4
    assert without_chinese(said) == []
