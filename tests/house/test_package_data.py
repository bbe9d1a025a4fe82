"""What travels in the package: the words, the laws, and a font that writes every label."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import checks
import pytest
from fontTools.ttLib import TTFont

FACES = ["NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"]
COUNTY_NAMES = "埇埗沚浉瀍猇硚鄠"  # in names of counties, and not in GB2312


def gb2312() -> str:
    """Return the 6,763 characters of GB 2312-1980 (rows 16 to 87)."""
    cells = (bytes([row + 0xA0, cell + 0xA0]) for row in range(16, 88) for cell in range(1, 95))
    return "".join(cell.decode("gb2312", errors="ignore") for cell in cells)


def missing_characters(font: TTFont, wanted: str) -> list[str]:
    """Return the wanted characters for which the font has no glyph."""
    return sorted(set(wanted) - {chr(code) for code in font.getBestCmap()})


def absent_from_wheel(names: set[str], wheel_names: set[str]) -> list[str]:
    """Return the files of the package that a wheel lacks."""
    return sorted(names - wheel_names)


@pytest.mark.parametrize("face", FACES)
def test_the_font_writes_all_of_gb2312_and_the_names_of_counties(root, face):
    wanted = gb2312()
    assert len(wanted) == 6763
    font = TTFont(root / "sim/charts/fonts" / face)
    assert missing_characters(font, wanted + COUNTY_NAMES + "0123456789−%，。、（）“”") == []


def test_a_character_that_the_font_lacks_is_found(root):
    font = TTFont(root / "sim/charts/fonts" / FACES[0])
    assert missing_characters(font, "民\U0001f600") == ["\U0001f600"]


def test_the_font_travels_with_its_licence(root):
    licence = (root / "sim/charts/fonts/OFL.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE" in licence


def test_the_wheel_carries_every_file_of_the_package(root, tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("minsheng_workbench-*.whl")
    inside = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        str(path.relative_to(root))
        for path in checks.tracked_files(root)
        if path.is_relative_to(root / "sim")
    }
    assert len(ours) > 10
    assert absent_from_wheel(ours, inside) == []
    assert absent_from_wheel({"sim/no_such.yaml"}, inside) == ["sim/no_such.yaml"]
    entry = next(name for name in inside if name.endswith("entry_points.txt"))
    assert "sim = sim.cli:main" in zipfile.ZipFile(wheel).read(entry).decode()
    assert not any(name.startswith(("tests/", "notebooks/")) for name in inside)
