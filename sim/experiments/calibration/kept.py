"""A fit on paper: `calibration.yaml` of a region, with its targets, residuals, seed and version."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from sim.clock import format_month
from sim.engine.report import own_version
from sim.errors import DataError
from sim.experiments.calibration.fitting import Fit, Trial
from sim.experiments.calibration.plan import PLAN_FILE
from sim.experiments.validation.split import load_split
from sim.kernels import source_digest
from sim.laws.fitted import fit_path
from sim.population.profile import data_root

DIGITS = 6


@dataclass(frozen=True)
class Calibration:
    """A kept fit.

    Attributes
    ----------
    region, split : str
        Key of the region; digest of the split that was in force.
    values : dict
        The best set.
    members : tuple of dict
        Sets that fit equally well, the best first.
    content : dict
        The whole file.
    """

    region: str
    split: str
    values: dict[str, float]
    members: tuple[dict[str, float], ...]
    content: dict[str, Any]


def path_of(region: str, root: Path | None = None) -> Path:
    """Return where the fit of a region is kept."""
    return fit_path(region, data_root(root))


def fit_text(fit: Fit) -> str:
    """Return the file of a fit as text."""
    scenario = fit.scenario
    content = {
        "region": scenario.region,
        "version": own_version(),
        "code": source_digest(),
        "split": load_split(scenario.region).digest(),
        "plan": hashlib.sha256(PLAN_FILE.read_bytes()).hexdigest(),
        "seed": scenario.seed,
        "start": format_month(scenario.start),
        "months": scenario.months,
        "population": scenario.population,
        "runs": fit.runs,
        "loss": {"before": _round(fit.before.loss), "after": _round(fit.best.loss)},
        "targets": {target.key: _target(fit, target.key) for target in fit.targets},
        "values": {name: _round(value) for name, value in fit.best.values.items()},
        "ensemble": [_member(trial) for trial in fit.members],
    }
    head = "# Written by `sim calibrate`; run it again rather than edit this file.\n"
    return head + json.dumps(content, indent=1, ensure_ascii=False) + "\n"  # JSON is YAML


def _target(fit: Fit, key: str) -> dict[str, object]:
    target = next(one for one in fit.targets if one.key == key)
    before, after = fit.before.simulated[key], fit.best.simulated[key]
    return {
        "published": target.reading.value, "aim": _round(target.aim), "weight": target.weight,
        "borrowed": target.is_borrowed, "before": _round(before), "after": _round(after),
        "residual": _round(float(np.log(after / target.aim))) if after > 0 else None,
    }  # fmt: skip


def _member(trial: Trial) -> dict[str, object]:
    return {
        "loss": _round(trial.loss),
        "values": {name: _round(value) for name, value in trial.values.items()},
    }


def _round(value: float) -> float:
    return round(value, DIGITS)


def load_calibration(region: str, root: Path | None = None) -> Calibration | None:
    """Return the kept fit of a region, None when it has none.

    Raises
    ------
    DataError
        When it was fitted under another split than the one in force.
    """
    path = path_of(region, root)
    if not path.is_file():
        return None
    content = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    if content["split"] != load_split(region, root).digest():
        raise DataError("was fitted under another split of the facts; calibrate again", path, None, "split")
    members = tuple(dict(one["values"]) for one in content["ensemble"])
    return Calibration(region, content["split"], dict(content["values"]), members, content)
