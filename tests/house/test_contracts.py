"""The order of layers is held by import-linter; here its contracts are shown to bite."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TREE = ["engine", "charts", "state", "programmes", "care", "lives", "exports", "workbench", "kernels"]


def broken_contracts(root: Path, folder: Path, module: str, source: str) -> set[str]:
    """Return the ids of the contracts that one added module breaks in a bare tree of packages."""
    shutil.copy(root / "pyproject.toml", folder)
    for package in TREE:
        (folder / "sim" / package).mkdir(parents=True, exist_ok=True)
        (folder / "sim" / package / "__init__.py").touch()
    (folder / "sim" / "__init__.py").touch()
    (folder / module).write_text(source, "utf-8")
    broken = set()
    for contract in ("layers", "front-door", "readers", "mesa", "matplotlib", "ipywidgets"):
        call = "from importlinter.cli import lint_imports_command as c; c()"
        command = [sys.executable, "-c", call, "--no-cache", "--contract", contract]
        run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if "1 broken" in run.stdout:
            broken.add(contract)
        elif "1 kept" not in run.stdout:
            raise RuntimeError(run.stdout + run.stderr)
    return broken


@pytest.mark.parametrize(
    ("module", "source", "broken"),
    [
        ("sim/engine/county.py", "import mesa\nimport sim.state", set()),
        ("sim/lives/births.py", "import sim.engine", {"layers"}),
        ("sim/lives/births.py", "import sim.programmes", {"layers"}),
        ("sim/care/choice.py", "import sim.lives", set()),
        ("sim/kernels/sums.py", "import sim.state", {"layers"}),
        ("sim/engine/county.py", "import sim.workbench", {"layers"}),
        ("sim/nowhere.py", "", {"layers"}),
        ("sim/engine/county.py", "from sim import load", {"front-door"}),
        ("sim/charts/lines.py", "import matplotlib\nimport sim.state", {"readers"}),
        ("sim/exports/sheet.py", "import sim.engine", {"readers"}),
        ("sim/lives/births.py", "import mesa", {"mesa"}),
        ("sim/exports/sheet.py", "import matplotlib.pyplot", {"matplotlib"}),
        ("sim/exports/sheet.py", "from ipywidgets import HTML", {"ipywidgets"}),
    ],
)
def test_an_import_out_of_order_breaks_its_contract(root, tmp_path, module, source, broken):
    assert broken_contracts(root, tmp_path, module, source) == broken
