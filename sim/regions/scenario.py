"""The baseline scenario of a new region."""

from __future__ import annotations

from pathlib import Path

from sim.population.profile import RegionProfile

TEXT = """# Nothing changes: the law as published, its upratings, the beds and the grid workers that there are.
scenario: baseline
title: {{zh: 现行政策, en: Current policy}}
author: Minsheng workbench authors
why:
  zh: 比较的起点：已公布的标准及其自然增长、现有床位和现有网格力量。
  en: The point of comparison, with published standards and their upratings, today's beds and today's grid workers.
region: {key}
start: 2022-01
months: 120
seed: 1
"""


def write_baseline(profile: RegionProfile, scenarios: Path) -> Path:
    """Write the baseline of a region into a library of scenarios and return its file."""
    path = scenarios / profile.name / "baseline.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(TEXT.format(key=profile.name), encoding="utf-8")
    return path
