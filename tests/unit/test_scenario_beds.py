"""Beds converted, beds approved before they open, and services: read, written, and refused where they cannot be."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.finance.beds import beds_under_way, capital_of_month
from sim.laws import LawBook
from sim.scenario import load_scenario, scenario_path, to_yaml
from sim.state.codes import NURSING, PRIVATE, PUBLIC
from sim.state.places import DAY_CARE, BedChange, ServiceChange

SEAT, HOME = "990101001", "990101001H01"


def written(folder, rows):
    path = folder / "mine.yaml"
    head = load_scenario(scenario_path("yunxi", "baseline"))
    text = to_yaml(replace(head, name="mine")) + rows
    path.write_text(text, encoding="utf-8")
    return load_scenario(path)


def test_conversions_and_services_are_read_as_they_are_written(tmp_path):
    base = load_scenario(scenario_path("yunxi", "baseline"))
    beds = (BedChange(SEAT, NURSING, 5, base.start + 6, PUBLIC, 0, HOME, True),)
    services = (ServiceChange(SEAT, DAY_CARE, 4, base.start + 2),)
    mine = replace(base, name="mine", bed_changes=beds, service_changes=services)
    path = tmp_path / "mine.yaml"
    path.write_text(to_yaml(mine), encoding="utf-8")
    again = load_scenario(path)
    assert (again.bed_changes, again.service_changes, again.digest) == (beds, services, mine.digest)
    assert again.digest != base.digest


def test_beds_that_are_approved_open_when_they_are_built(tmp_path):
    row = f'beds:\n  - {{township: "{SEAT}", type: nursing, beds: 6, approved: 2022-02, ownership: public}}\n'
    law = LawBook("yunxi").in_force("finance", 1470)
    built = written(tmp_path, row)
    assert built.bed_changes[0].month - built.start == 1 + law.build_months
    quick = written(tmp_path, row.replace("public}", "public, convert: true}"))
    assert quick.bed_changes[0].month - quick.start == 1 + law.convert_months


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("type: nursing, beds: 20, from: 2022-06, ownership: public, convert: true", "14 ordinary beds"),
        ("type: ordinary, beds: 2, from: 2022-06, ownership: public, convert: true", "type nursing"),
        ("type: nursing, beds: 2, from: 2022-06, approved: 2022-01, ownership: public", "exactly one"),
        ("type: nursing, beds: 2, ownership: public", "exactly one"),
        ("type: nursing, beds: 2, from: 2022-06, ownership: public, home: X", "X"),
    ],
)
def test_beds_that_cannot_be_are_refused(tmp_path, row, said):
    with pytest.raises(ScenarioError, match=said):
        written(tmp_path, f'beds:\n  - {{township: "{SEAT}", {row}}}\n')


def test_capital_is_paid_in_full_over_the_months_before_the_opening():
    law = LawBook("yunxi").in_force("finance", 1470)
    start, rows = 1464, {SEAT: 0}
    changes = (
        BedChange(SEAT, NURSING, 7, start + 24, PUBLIC, 0),
        BedChange(SEAT, NURSING, 3, start + 2, PRIVATE, 0, "", True),
        BedChange(SEAT, NURSING, -5, start + 9, PUBLIC, 0),
        BedChange(SEAT, NURSING, 1, start, PUBLIC, 0),
    )
    paid = np.array([capital_of_month(changes, rows, start, start + t, law)[0] for t in range(36)])
    assert paid.sum() == 8 * law.bed_capital + 3 * law.convert_capital
    assert paid[0] == law.bed_capital + 3 * law.convert_capital // 2
    assert (paid[2 : 24 - law.build_months] == 0).all()
    assert (paid[24 - law.build_months : 24] > 0).all()
    assert paid[24:].sum() == 0
    assert beds_under_way(changes, rows, start + 23, law)[0] == 7
    assert beds_under_way(changes, rows, start + 24, law)[0] == 0
