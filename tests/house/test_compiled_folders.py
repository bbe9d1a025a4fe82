"""The folder of compiled code is named after the sources that compiled code can reach, and after nothing else."""

from pathlib import Path

import pytest

from sim.kernels import PACKAGE, compiled_digest, compiled_sources, source_digest


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for name, text in {
        "loops/counting.py": "from sim.kernels import kernel\nfrom sim.law import (\n    money,\n)\n",
        "law/__init__.py": "",
        "law/money.py": "from sim import codes\n",
        "codes.py": "A = 1\n",
        "pages/page.py": "from sim.loops.counting import count\nfrom sim.kernels import source_digest\n",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return tmp_path


def test_an_edit_of_a_table_beside_compiled_code_gives_another_folder(package: Path):
    (package / "law" / "table.csv").write_text("a,b\n")
    before = compiled_digest(package)
    (package / "law" / "table.csv").write_text("a,c\n")
    assert compiled_digest(package) != before


@pytest.mark.parametrize("name", ["loops/counting.py", "law/__init__.py", "law/money.py", "codes.py"])
def test_an_edit_of_what_compiled_code_reaches_gives_another_folder(package: Path, name: str):
    before = compiled_digest(package)
    (package / name).write_text((package / name).read_text() + "B = 2\n")
    assert compiled_digest(package) != before


def test_an_edit_of_what_only_calls_compiled_code_keeps_it(package: Path):
    before = compiled_digest(package), source_digest(package)
    (package / "pages" / "page.py").write_text("B = 2\n")
    assert compiled_digest(package) == before[0]
    assert source_digest(package) != before[1]


def test_all_compiled_files_of_the_package_are_found():
    found = compiled_sources()
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if (
            "\n@kernel\n" in text
            or "\n@array_kernel\n" in text
            or "\n@rule\n" in text
            or "numba.njit" in text
        ):
            assert path in found or path.parent.name == "kernels", path
    assert PACKAGE / "state" / "codes.py" in found
    assert PACKAGE / "engine" / "month.py" not in found
