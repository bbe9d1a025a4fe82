"""The main job in small: the demonstration on the fictional county, from the command line to the files."""

from __future__ import annotations

from openpyxl import load_workbook

from sim import cli

N_SCENARIOS = 5


def test_the_demonstration_prints_a_table_and_writes_charts_and_workbooks(tmp_path, capsys):
    assert cli.main(["demo", "yunxi", "--lang", "zh", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "低保" in said
    charts = {path.suffix for path in tmp_path.glob("yunxi_*") if path.is_file()}
    assert charts == {".png", ".svg", ".xlsx"}
    book = load_workbook(tmp_path / "yunxi_comparison_zh.xlsx")
    assert len(book.sheetnames) >= 6
    assert len(list((tmp_path / "runs").iterdir())) == N_SCENARIOS
