"""The public face: each name is the function or class that `sim.api` declares, whatever was imported before."""

from __future__ import annotations

import inspect

import pytest

import sim
import sim.explain.cliff
from sim import api
from sim.explain import KINDS


@pytest.mark.parametrize("name", sim._FACE)
def test_a_name_of_the_face_is_that_of_the_api_however_often_it_is_asked_for(name):
    assert getattr(sim, name) is getattr(sim, name) is getattr(api, name)


def test_the_function_is_not_hidden_by_the_package_of_its_name():
    assert inspect.isfunction(sim.explain)
    assert inspect.ismodule(sim.words)
    assert "tekun_elder" in KINDS
