"""The rules of the house hold for every source file; each checker is shown a bad sample that it must refuse."""

from __future__ import annotations

import sys
from pathlib import Path

import checks
import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "sim"
SOURCES = sorted(PACKAGE.rglob("*.py"))


def over_sources(check) -> list[str]:
    return [
        line for path in SOURCES for line in check(str(path.relative_to(PACKAGE)), path.read_text("utf-8"))
    ]


def test_the_package_has_sources():
    assert len(SOURCES) > 10


def test_a_file_has_fewer_than_300_lines():
    assert over_sources(checks.overlong_file) == []
    assert checks.overlong_file("bad", "x\n" * 300)
    assert not checks.overlong_file("good", "x\n" * 299)


def test_a_function_has_at_most_40_lines():
    assert over_sources(checks.overlong_functions) == []
    assert checks.overlong_functions("bad", "def f():\n" + "    x\n" * 40)
    assert not checks.overlong_functions("good", "def f():\n" + "    x\n" * 39)


def test_all_chance_comes_from_draws():
    assert over_sources(checks.other_chance) == []


@pytest.mark.parametrize(
    "bad",
    [
        "import random",
        "from random import choice",
        "import numpy.random",
        "from numpy import random",
        "from numpy.random import default_rng",
        "np.random.default_rng(1)",
        "model.rng.integers(2)",
        "self.random.shuffle(agents)",
        "os.urandom(8)",
    ],
)
def test_another_generator_is_refused(bad):
    assert checks.other_chance("bad", bad)
    assert not checks.other_chance("good", "from sim.draws import uniform\nuniform(key, entity, k)")


def test_the_package_does_not_go_in_by_its_front_door():
    assert over_sources(checks.front_door) == []
    assert checks.front_door("bad", "from sim import simulate")
    assert checks.front_door("bad", "import sim")
    assert not checks.front_door("good", "from sim.clock import year_of\nimport sim.money")


def test_kernels_import_numpy_and_numba_only():
    allowed = {"numpy", "numba"} | set(sys.stdlib_module_names)
    kernels = sorted((PACKAGE / "kernels").glob("*.py"))
    assert [
        line for k in kernels for line in checks.impure_kernel(k.name, k.read_text("utf-8"), allowed)
    ] == []
    assert checks.impure_kernel("bad", "import pandas as pd", allowed)
    assert checks.impure_kernel("bad", "from sim.state import codes", allowed)


def test_a_programme_does_not_import_another():
    folder = PACKAGE / "programmes"
    shared = {"dispatcher", "means_test"}
    names = {law.stem for law in folder.glob("*.yaml") if law.with_suffix(".py").exists()} - shared
    found = [
        line
        for name in sorted(names)
        for line in checks.programme_imports(name, (folder / f"{name}.py").read_text("utf-8"), names)
    ]
    assert found == []
    both = {"dibao", "tekun"}
    assert checks.programme_imports("dibao", "from sim.programmes.tekun import eligible", both)
    assert checks.programme_imports("dibao", "from sim.programmes import tekun", both)
    assert not checks.programme_imports("dibao", "from sim.programmes.means_test import countable", both)
