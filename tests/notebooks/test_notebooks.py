"""The notebooks run from top to bottom on the fictional county, are thin, and carry no outputs."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat import NotebookNode

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PAGES = ("briefing", "explorer")  # asked by a browser; their tests are in tests/browser
MOST_CELLS = 20
LOGIC = ("def ", "class ", "lambda x", "for i in range", "if __name__")


def executed(notebook: NotebookNode, folder: Path) -> NotebookNode:
    return NotebookClient(
        notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()


def faults(notebook: NotebookNode) -> list[str]:
    """Return what a notebook must not have: too many cells, outputs, or logic of its own."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    found = ["cells"] if len(notebook.cells) > MOST_CELLS else []
    found += ["outputs" for cell in code if cell.outputs or cell.execution_count]
    return found + ["logic" for cell in code if any(word in cell.source for word in LOGIC)]


def a_notebook(*sources: str) -> NotebookNode:
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in sources])


def test_the_notebooks_are_there() -> None:
    assert [path.stem for path in NOTEBOOKS][:3] == ["00_tour", "01_one_scenario", "02_compare"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_thin_and_kept_without_outputs(path: Path) -> None:
    assert faults(nbformat.read(path, as_version=4)) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_speaks_chinese_and_english_in_every_text(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            assert any("\u4e00" <= letter <= "\u9fff" for letter in cell.source), cell.source
            assert re.search("[A-Za-z]{2}", cell.source), cell.source


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_its_files_lie_outside_the_notebooks(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "notebooks"
    folder.mkdir()
    done = executed(nbformat.read(path, as_version=4), folder)
    assert any(cell.get("outputs") for cell in done.cells)
    assert list(folder.iterdir()) == []
    assert list((tmp_path / "results").rglob("*.png")) or path.stem in PAGES


def test_a_broken_notebook_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(CellExecutionError):
        executed(a_notebook("1 / 0"), tmp_path)


@pytest.mark.parametrize(
    ("notebook", "said"),
    [
        (a_notebook(*["1"] * (MOST_CELLS + 1)), "cells"),
        (a_notebook("def rule(x):\n    return x"), "logic"),
        (a_notebook("1"), "outputs"),
    ],
    ids=["long", "logic", "outputs"],
)
def test_a_thick_notebook_is_noticed(notebook: NotebookNode, said: str) -> None:
    notebook.cells[0].execution_count = 1 if said == "outputs" else None
    assert faults(notebook) == [said]
