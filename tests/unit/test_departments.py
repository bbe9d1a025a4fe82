"""Whose money a line is: every line has a department, every department a name, and others are named beside theirs."""

from __future__ import annotations

import pytest

from sim.engine.county import LEDGER_LINES
from sim.engine.relief_step import FUNDS
from sim.finance.departments import (
    CIVIL_AFFAIRS,
    DEPARTMENTS,
    OTHER_DEPARTMENTS,
    department_of,
    is_of_others,
    with_department,
)
from sim.words import label


def test_every_line_has_a_department_and_a_line_of_ones_own_is_of_civil_affairs():
    assert {department_of(line) for line in LEDGER_LINES} == set(DEPARTMENTS)
    assert set(OTHER_DEPARTMENTS) < set(LEDGER_LINES)
    assert department_of("my_own_scheme") == CIVIL_AFFAIRS
    assert not is_of_others("dibao_rural")


def test_a_line_of_another_department_has_a_fund_of_its_own():
    own = {fund for line, fund in FUNDS.items() if not is_of_others(line)}
    assert own.isdisjoint({FUNDS[line] for line in OTHER_DEPARTMENTS})


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_department_is_named_in_brackets(lang):
    named = with_department("x", "medical_assistance", lang)
    assert named.startswith("x")
    assert label("department_health_security", lang) in named
    assert with_department("x", "dibao_urban", lang) == "x"
