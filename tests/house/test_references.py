"""Compiled code that counts no references makes, takes over and returns no array."""

from __future__ import annotations

import ast
from pathlib import Path

import numba
import numpy as np
import pytest

from sim.kernels import PACKAGE, array_kernel, kernel, rule

ARRAYS = ("NDArray", "Records", "Floats", "Rows")
WAYS = ("rule", "kernel", "array_kernel")
FILES = sorted((*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "benchmarks").glob("*.py")))


def compiled_functions(path: Path) -> dict[str, tuple[str, ast.FunctionDef]]:
    """Return the compiled functions of a file by name, each with the way it is compiled."""
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef):
            ways = [ast.unparse(one) for one in node.decorator_list if ast.unparse(one) in WAYS]
            if ways:
                found[node.name] = ways[0], node
    return found


def test_only_array_kernels_return_arrays():
    for path in FILES:
        for name, (way, node) in compiled_functions(path).items():
            returned = ast.unparse(node.returns) if node.returns else ""
            assert way == "array_kernel" or not any(word in returned for word in ARRAYS), f"{path}: {name}"


def test_only_array_kernels_call_array_kernels():
    every = [(path, *each) for path in FILES for each in compiled_functions(path).values()]
    making = {node.name for _, way, node in every if way == "array_kernel"}
    for path, way, node in every:
        called = {ast.unparse(one.func) for one in ast.walk(node) if isinstance(one, ast.Call)}
        assert way == "array_kernel" or not called & making, f"{path}: {node.name}"


@pytest.mark.parametrize("way", [kernel, rule])
def test_a_loop_that_counts_no_references_cannot_make_an_array(way):
    def refused(n: int) -> float:
        return np.zeros(n)[0]

    with pytest.raises(numba.core.errors.NumbaError):
        way(refused)(3)


def test_an_array_kernel_makes_arrays():
    def made(n: int) -> np.ndarray:
        return np.zeros(n)

    assert array_kernel(made)(3).tolist() == [0.0, 0.0, 0.0]


def test_a_constant_and_a_short_number_bring_no_second_version():
    @rule
    def double(number):
        return number + number

    @kernel
    def call(rows):
        total = double(1) + double(7) + double(True)
        for row in rows:
            total += double(row)
        return total

    assert call(np.array([3, 4], np.int32)) == 2 + 14 + 2 + 14
    assert len(double.signatures) == 2  # one for whole numbers, one for the switch
