"""The door for tables of figures refuses every broken table by file, line and column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import DataError
from sim.population.declarations import declaration, declarations
from sim.population.tables import data_dictionary, load_table

DATA = Path(__file__).resolve().parents[2] / "data"
YUNXI = DATA / "regions" / "yunxi"
DICTIONARY = Path(__file__).resolve().parents[2] / "docs" / "data_dictionary.md"
STAFF = declaration("staff")
GOOD = (YUNXI / "staff.csv").read_bytes()
FIRST = b"990101001,2.5,5,5,2,1,2022"


def write(folder: Path, raw: bytes) -> Path:
    path = folder / "staff.csv"
    path.write_bytes(raw)
    return path


def refusal(folder: Path, raw: bytes) -> DataError:
    path = write(folder, raw)
    with pytest.raises(DataError) as caught:
        load_table(path, STAFF)
    assert caught.value.file == path
    return caught.value


def swap(old: bytes, new: bytes) -> bytes:
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def test_a_sound_table_is_read_with_text_ids_and_whole_numbers(tmp_path: Path) -> None:
    frame = load_table(write(tmp_path, GOOD), STAFF)
    assert frame["township_code"].tolist() == ["990101001", "990101002"]
    assert frame["grid_workers"].dtype == "int64"
    assert frame["office_staff"].tolist() == [2.5, 2.0]
    assert frame.columns.tolist() == STAFF.column_names()


def test_a_mark_of_byte_order_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    raw = b"\xef\xbb\xbf" + GOOD.replace(b"\n", b"\r\n")
    assert load_table(write(tmp_path, raw), STAFF).equals(load_table(YUNXI / "staff.csv", STAFF))


BROKEN_CELLS = [
    ("a share of a worker", b"2.5,5.5,5,2,1", "grid_workers", "whole number"),
    ("a unit behind the number", b"2.5,5\xe4\xba\xba,5,2,1", "grid_workers", "whole number"),
    ("a number in ten thousands", b"2.5,11.2\xe4\xb8\x87,5,2,1", "grid_workers", "whole number"),
    ("full-width digits", "2.5,５,5,2,1".encode(), "grid_workers", "whole number"),
    ("an octal zero", b"2.5,05,5,2,1", "grid_workers", "whole number"),
    ("not a number", b"NaN,5,5,2,1", "office_staff", "plain number"),
    ("infinity", b"inf,5,5,2,1", "office_staff", "plain number"),
    ("an exponent", b"1e1,5,5,2,1", "office_staff", "plain number"),
    ("a percent sign", b"40%,5,5,2,1", "office_staff", "plain number"),
    ("an empty cell", b",5,5,2,1", "office_staff", "plain number"),
    ("a formula", b"=A1,5,5,2,1", "office_staff", "plain number"),
    ("a negative count", b"2.5,-5,5,2,1", "grid_workers", "outside 0"),
    ("a count beyond the range", b"2.5,20001,5,2,1", "grid_workers", "outside 0"),
    ("a number of five thousand digits", b"2.5," + b"9" * 5000 + b",5,2,1", "grid_workers", "whole number"),
]


@pytest.mark.parametrize(
    ("why", "cells", "column", "said"), BROKEN_CELLS, ids=[row[0] for row in BROKEN_CELLS]
)
def test_a_broken_number_is_refused_with_its_line_and_column(
    tmp_path: Path, why: str, cells: bytes, column: str, said: str
) -> None:
    error = refusal(tmp_path, swap(b"2.5,5,5,2,1", cells))
    assert (error.line, error.key) == (2, column), why
    assert said in str(error)


def test_a_table_in_gbk_is_refused_by_its_first_line_of_chinese(tmp_path: Path) -> None:
    raw = GOOD.decode().replace("fictional\n", "虚构\n").encode("gbk")
    error = refusal(tmp_path, raw)
    assert error.line == 2
    assert "not UTF-8" in str(error)


def test_a_row_cut_short_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, GOOD[: GOOD.rindex(b",3,3") + 2])
    assert error.line == 3
    assert "11 wanted" in str(error)


def test_a_row_with_one_field_too_many_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(FIRST, FIRST.replace(b"2.5,", b"2.5,2.5,")))
    assert error.line == 2
    assert "12 fields, 11 wanted" in str(error)


def test_the_same_township_twice_is_refused_and_both_lines_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b"990101002", b"990101001"))
    assert (error.line, error.key) == (3, "township_code")
    assert "line 2" in str(error)


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, swap(b"grid_workers,", b"")).key == "grid_workers"


def test_a_column_that_nobody_declared_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, swap(b"township_code,", b"township_code,nickname,")).key == "nickname"


def test_columns_out_of_order_are_refused(tmp_path: Path) -> None:
    assert "out of order" in str(refusal(tmp_path, swap(b"grid_workers,grids", b"grids,grid_workers")))


def test_a_nul_byte_is_refused_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b"990101002", b"99010\x001002"))
    assert error.line == 3
    assert "NUL" in str(error)


def test_a_quote_that_never_closes_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, swap(b"990101001", b'"990101001')).line == 2


def test_a_cell_that_runs_over_its_line_is_refused(tmp_path: Path) -> None:
    assert "runs over" in str(refusal(tmp_path, swap(b"fictional county", b"fictional\ncounty")))


def test_a_formula_in_a_text_cell_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b",fictional\n", b",=HYPERLINK(0)\n"))
    assert (error.line, error.key) == (2, "note")
    assert "formula" in str(error)


def test_an_invisible_letter_in_a_text_cell_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b",fictional\n", ",fic\u202etional\n".encode()))
    assert "invisible" in str(error)


def test_an_unknown_status_is_refused_and_the_allowed_ones_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b",assumed,", b",guessed,"))
    assert error.key == "status"
    assert "remembered" in str(error)


def test_a_year_beyond_the_calendar_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, swap(b",2022,", b",2205,")).key == "year"


def test_an_id_is_never_read_as_a_number(tmp_path: Path) -> None:
    error = refusal(tmp_path, swap(b"990101001", b"9.90101E8"))
    assert error.key == "township_code"


@pytest.mark.parametrize("raw", [b"", GOOD.splitlines(keepends=True)[0]], ids=["empty", "header only"])
def test_a_table_without_rows_is_refused(tmp_path: Path, raw: bytes) -> None:
    refusal(tmp_path, raw)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.csv"):
        load_table(tmp_path / "gone.csv", STAFF)


def damage(place: int, kind: int, byte: int) -> bytes:
    place %= len(GOOD)
    changes: list[Callable[[], bytes]] = [
        lambda: GOOD[:place],
        lambda: GOOD[:place] + bytes([byte]) + GOOD[place + 1 :],
        lambda: GOOD[:place] + bytes([byte]) + GOOD[place:],
    ]
    return changes[kind % len(changes)]()


def outcome(path: Path) -> str:
    try:
        return f"{len(load_table(path, STAFF))} rows"
    except DataError as error:
        return str(error)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(place=st.integers(0, 5000), kind=st.integers(0, 2), byte=st.integers(0, 255))
def test_a_damaged_file_is_read_or_refused_with_one_sentence_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, place: int, kind: int, byte: int
) -> None:
    path = write(tmp_path_factory.mktemp("damaged"), damage(place, kind, byte))
    said = outcome(path)
    assert said in ("1 rows", "2 rows") or said.startswith(str(path))
    assert "\n" not in said


def test_the_data_dictionary_on_paper_is_the_one_the_loader_checks() -> None:
    assert DICTIONARY.read_text(encoding="utf-8") == data_dictionary()


def test_the_data_dictionary_names_every_column_of_every_table_in_both_languages() -> None:
    page = data_dictionary()
    for table in declarations().values():
        section = page.split(f"## {table.name}: ")[1].split("## ")[0]
        for column in table.columns:
            assert f"| {column.name} | {column.kind}" in section
            assert f"| {column.en} | {column.zh} |" in section


def test_every_number_column_that_is_declared_has_a_range() -> None:
    for table in declarations().values():
        for column in table.columns:
            assert (column.low is not None) == (column.kind in ("whole", "number")), (
                f"{table.name}.{column.name}"
            )


def test_a_table_that_nobody_declared_is_refused() -> None:
    with pytest.raises(DataError, match="no table 'horoscope'"):
        declaration("horoscope")
