"""What the workbench covers: every scheme and service that published accounts name, and where each lives."""

from __future__ import annotations

import pandas as pd

from sim.errors import DataError
from sim.laws.files import DATA
from sim.words import label

COVERAGE_FILE = DATA / "coverage.csv"
REGISTRY_FILE = DATA / "registry.csv"
BEGIN, END = "<!-- coverage -->", "<!-- /coverage -->"
ROLES = ("core", "secondary", "context")


def coverage() -> pd.DataFrame:
    """Return the schemes and services: number, label_zh, label_en, role, lives_in.

    `role` is core, secondary or context; what is context enters as a fact or a register and never as behaviour.

    Raises
    ------
    DataError
        When a row is out of order or of an unknown role.
    """
    frame = pd.read_csv(COVERAGE_FILE)
    if list(frame["number"]) != list(range(1, len(frame) + 1)) or not frame["role"].isin(ROLES).all():
        raise DataError("rows must be numbered in order and of a known role", file="data/coverage.csv")
    return frame


def coverage_table(lang: str) -> str:
    """Return the coverage as a Markdown table, in "zh" or "en"."""
    columns = ("coverage_number", "coverage_scheme", "coverage_role", "coverage_where")
    lines = ["| " + " | ".join(label(name, lang) for name in columns) + " |", "|---|---|---|---|"]
    for row in coverage().itertuples():
        role = label(f"coverage_{row.role}", lang)
        lines.append(f"| {row.number} | {getattr(row, f'label_{lang}')} | {role} | `{row.lives_in}` |")
    return "\n".join(lines)


def registry_facts(region: str) -> pd.DataFrame:
    """Return what registers of a region publish beside the model: marriages, adoptions, elections, names and the like.

    Columns subject, label_zh, label_en, value, unit, period, year, source, status; no rule reads them.
    """
    frame = pd.read_csv(REGISTRY_FILE)
    return frame[frame["region"] == region].drop(columns="region").reset_index(drop=True)
