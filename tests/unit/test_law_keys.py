"""No number of the law is a decoration: the model reads each, unless it is declared as context."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from sim.laws import LawBook
from sim.population.profile import available_regions

# These show numbers and decide nothing.
# The shares of a fund are asked for by the names of the fund and of the payer.
OF_FUNDS = (
    r"(relief|elder|local|medical|education|employment|housing|disability|voucher|lottery)_[a-z]+_share"
)
SHOWN_ONLY = ("explain", "exports", "charts", "words", "workbench", "commands")


def names_of(tree: ast.AST) -> tuple[set[str], list[str]]:
    """Return the names that a file reads, as attributes, arguments or texts, and patterns of those it puts together."""
    names, patterns = set(), []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.update(re.findall(r"[a-z][a-z0-9_]*", node.value) if len(node.value) < 400 else ())
        elif isinstance(node, ast.JoinedStr):
            parts = [
                re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
                for part in node.values
            ]
            made = "".join(parts).split(r"\.")[-1]
            if re.match(r"[a-z_]{4,}", made):  # one that begins with a name of its own
                patterns.append(made)
    return names, patterns


@pytest.fixture(scope="module")
def reads(root: Path) -> tuple[set[str], list[str]]:
    names, patterns = set(), []
    for path in (root / "sim").rglob("*.py"):
        if path.relative_to(root / "sim").parts[0] not in SHOWN_ONLY:
            own, made = names_of(without_docstrings(ast.parse(path.read_text(encoding="utf-8"))))
            names |= own
            patterns += made
    return names, patterns


def without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and ast.get_docstring(node) is not None
        ):
            node.body = node.body[1:] or [ast.Pass()]
    return tree


def unread(book: LawBook, names: set[str], patterns: list[str]) -> list[str]:
    parameters = book.parameters()
    uprates = {item.uprating.parameter.split(".")[-1] for item in parameters if item.uprating is not None}
    return [
        item.name
        for item in parameters
        if item.role != "context"
        and (key := item.name.split(".")[1]) not in names | uprates
        and not any(re.fullmatch(pattern, key) for pattern in (*patterns, OF_FUNDS))
    ]


@pytest.mark.parametrize("region", available_regions())
def test_every_number_of_the_law_is_read_or_declared_as_context(region, reads):
    assert unread(LawBook(region), *reads) == []


def test_a_number_that_nothing_reads_is_noticed(reads):
    names, patterns = reads
    assert "dibao.addon_minor" in unread(LawBook("yunxi"), names - {"addon_minor"}, patterns)
    assert [item.name for item in LawBook("yunxi").parameters() if item.role == "context"] != []
