"""The page of the programmes is made from the law files and stands as they do."""

from __future__ import annotations

import re
from pathlib import Path

from sim.laws import LawBook
from sim.laws.files import package_law
from sim.laws.handbook import programmes_page, write_page
from sim.programmes.interactions import interactions, schemes

PAGE = Path(__file__).resolve().parents[2] / "docs" / "method" / "programmes.md"


def test_the_page_of_the_programmes_is_the_one_the_law_files_make():
    assert PAGE.read_text(encoding="utf-8") == programmes_page(), "python -m sim.laws.handbook makes it anew"


def test_the_page_names_every_programme_and_every_number_in_both_languages():
    page = programmes_page()
    for name in LawBook().programmes():
        law = package_law()[name]
        is_programme = f"## {name}:" in page
        assert is_programme == (
            not law.file.startswith(
                ("sim/lives", "sim/care", "sim/finance", "sim/population", "sim/administration")
            )
        )
        if is_programme:
            for item in law.parameters.values():
                assert f"`{item.key}`" in page
                assert item.label.zh in page


def test_the_page_tells_who_gives_way_to_whom_as_the_matrix_says():
    page = programmes_page()
    table = page[page.index("## Who may hold what together") :]
    rows = {
        line.split("`")[1]: line.split("|")[2:-1] for line in table.splitlines() if line.startswith("| `")
    }
    assert set(rows) == set(schemes())
    for (one, other), word in interactions().items():
        first, last = (other in re.split(r"[ ,]+", cell) for cell in rows[one][:2])
        assert (first, last) == (word == "before", word == "after"), (one, other)


def test_the_page_tells_the_place_of_a_value(tmp_path):
    page = programmes_page()
    section = page[page.index("## old_age:") :]
    row = next(line for line in section.splitlines() if "`general_first_m`" in line and "wuzhong" in line)
    assert "100 from 2023-01 (published" in row
    write_page(tmp_path / "page.md")
    assert (tmp_path / "page.md").read_text(encoding="utf-8") == page
