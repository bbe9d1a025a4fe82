"""The coverage table names every published scheme once, each with a place that exists."""

from __future__ import annotations

import pytest

from sim.population.coverage import BEGIN, END, coverage, coverage_table, registry_facts
from sim.population.profile import available_regions

N_SCHEMES = 90


def test_every_scheme_has_a_place_that_exists(root):
    frame = coverage()
    assert len(frame) == N_SCHEMES
    assert [path for path in frame["lives_in"] if not (root / path).exists()] == []
    assert not (root / "sim/no_such.py").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_scheme_is_named_twice(lang):
    names = coverage()[f"label_{lang}"]
    assert list(names[names.duplicated()]) == []


@pytest.mark.parametrize(("page", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readme_shows_the_table_as_the_data_have_it(root, page, lang):
    text = (root / page).read_text("utf-8")
    shown = text.split(BEGIN)[1].split(END)[0].strip()
    assert shown == coverage_table(lang)
    assert shown.replace("| 90 |", "| 91 |") != coverage_table(lang)


def test_context_is_never_read_by_a_rule(root):
    readers = [
        path.relative_to(root).as_posix()
        for path in (root / "sim").rglob("*.py")
        if "registry.csv" in path.read_text("utf-8") or "registry_facts" in path.read_text("utf-8")
    ]
    assert readers == ["sim/population/coverage.py"]


def test_registry_facts_are_of_known_regions_and_the_invented_county_claims_none_published():
    regions = [name for name in available_regions() if len(registry_facts(name))]
    assert {"hezuo", "ningxia", "qingshui", "yunxi"} <= set(regions)
    assert set(registry_facts("yunxi")["status"]) == {"assumed"}
    assert set(registry_facts("qingshui")["subject"]) >= {"marriages", "adoptions", "funerals", "vagrants"}
