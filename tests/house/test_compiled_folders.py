"""The folder of compiled code is named after the sources that compiled code can reach."""

from pathlib import Path

from sim.kernels import NEVER_COMPILED, PACKAGE, source_digest


def test_folders_left_out_of_the_name_hold_nothing_compiled():
    for folder in NEVER_COMPILED:
        for path in (PACKAGE / folder).rglob("*.py"):
            assert "sim.kernels import kernel" not in path.read_text(), path
            assert "sim.kernels import rule" not in path.read_text(), path


def test_an_edit_counts_except_in_a_folder_left_out(tmp_path: Path):
    for folder in ("charts", "lives"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "one.py").write_text("a = 1\n")
    before = source_digest(tmp_path, ("charts",)), source_digest(tmp_path)
    (tmp_path / "charts" / "one.py").write_text("a = 2\n")
    assert source_digest(tmp_path, ("charts",)) == before[0]
    assert source_digest(tmp_path) != before[1]
    (tmp_path / "lives" / "one.py").write_text("a = 2\n")
    assert source_digest(tmp_path, ("charts",)) != before[0]
