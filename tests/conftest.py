"""One setting for all tests: no screen, no chance, and compiled code kept outside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import numba
import pytest
from hypothesis import settings

from sim.kernels import cache_folder

# Two processes that write one numba cache can file one function's code under another's name, so each has its own.
_folder = cache_folder() / os.environ.get("PYTEST_XDIST_WORKER", "tests")
os.environ["NUMBA_CACHE_DIR"] = str(_folder)
numba.config.CACHE_DIR = str(_folder)
os.environ["MPLBACKEND"] = "Agg"

settings.register_profile("house", derandomize=True, deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).resolve().parents[1]
