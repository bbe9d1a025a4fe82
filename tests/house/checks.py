"""The house rules as functions: each returns the sentences that say what breaks the rule, none if nothing does."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

MOST_LINES_OF_FILE = 300
MOST_LINES_OF_FUNCTION = 40
SKIPPED = {"build", "dist", "runs"}
KEPT_FOLDERS = {".ci"}
CHANCE = {"random", "secrets"}
CHANCE_ATTRIBUTES = {"random", "rng", "urandom", "uuid4", "shuffle_do"}

# Put together from halves, so that this file does not break its own rule.
MACHINE_PATHS = [
    r"(?<![\w.])/" + folder for folder in ("work/", "root/", "home/[a-z]", "Users/[A-Za-z]", "tmp/nb_")
]
REGISTRY_HOSTS = [
    re.escape(host + "." + top)
    for host, top in [
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("anaconda", "com"),
        ("anaconda", "org"),
        ("debian", "org"),
        ("tuna.tsinghua", "edu"),
        ("aliyun", "com"),
    ]
]
UNFINISHED = [r"\b" + word + r"\b" for word in ("TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK")]


def tracked_files(root: Path) -> list[Path]:
    """Return the files that belong to the repository: those git knows or would add."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (root / ".git").exists():
        names = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split("\0")
        return sorted(root / name for name in names if name and (root / name).is_file())
    return sorted(path for path in root.rglob("*") if path.is_file() and not is_made(path.relative_to(root)))


def is_made(path: Path) -> bool:
    """Return whether a file without git's opinion lies in a folder that a tool made: a cache or an environment."""
    folders = set(path.parts[:-1])
    hidden = {folder for folder in folders if folder.startswith(".")} - KEPT_FOLDERS
    return bool(hidden) or bool(folders & {"__pycache__"}) or path.parts[0] in SKIPPED


def text_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield the numbered lines of a text file; nothing for a binary one, which has a zero byte."""
    content = path.read_bytes()
    if b"\0" not in content:
        yield from enumerate(content.decode("utf-8").splitlines(), start=1)


def overlong_file(name: str, source: str) -> list[str]:
    """A file has fewer than 300 lines."""
    n_lines = len(source.splitlines())
    return [f"{name} has {n_lines} lines"] if n_lines >= MOST_LINES_OF_FILE else []


def overlong_functions(name: str, source: str) -> list[str]:
    """A function has at most 40 lines, its docstring among them."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            n_lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if n_lines > MOST_LINES_OF_FUNCTION:
                found.append(f"{name}:{node.lineno} {node.name} has {n_lines} lines")
    return found


def imported_modules(source: str) -> set[str]:
    """Return the full names of the modules and of the names that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def other_chance(name: str, source: str) -> list[str]:
    """All chance comes from sim.draws: no other generator is imported or reached through an attribute."""
    found = [
        f"{name} imports {module}" for module in imported_modules(source) if module.split(".")[0] in CHANCE
    ]
    found += [
        f"{name} imports {module}" for module in imported_modules(source) if module.startswith("numpy.random")
    ]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and node.attr in CHANCE_ATTRIBUTES:
            found.append(f"{name}:{node.lineno} uses .{node.attr}")
    return found


def front_door(name: str, source: str) -> list[str]:
    """The package never imports its own front door."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import) and any(alias.name == "sim" for alias in node.names):
            found.append(f"{name}:{node.lineno} imports sim")
        if isinstance(node, ast.ImportFrom) and node.module == "sim":
            found.append(f"{name}:{node.lineno} imports from sim")
    return found


def impure_kernel(name: str, source: str, allowed: set[str]) -> list[str]:
    """A kernel imports numpy, numba, the standard library and other kernels only."""
    return [
        f"{name} imports {module}"
        for module in sorted(imported_modules(source))
        if module.split(".")[0] not in allowed and not module.startswith("sim.kernels")
    ]


def programme_imports(name: str, source: str, programmes: set[str]) -> list[str]:
    """A programme, which is a module beside its own law file, does not import another programme."""
    forbidden = {f"sim.programmes.{other}" for other in programmes} - {f"sim.programmes.{Path(name).stem}"}
    return [f"{name} imports {module}" for module in sorted(imported_modules(source) & forbidden)]


def matching_lines(path: Path, patterns: list[str], name: str | None = None) -> list[str]:
    """Return the lines of a text file that match any of the patterns."""
    any_of = re.compile("|".join(patterns))
    return [
        f"{name or path}:{number} {line.strip()}" for number, line in text_lines(path) if any_of.search(line)
    ]


def unknown_targets(text: str, makefile: str) -> list[str]:
    """Every `make target` that a page names in code is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    code = "\n".join(re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL))
    return sorted(set(re.findall(r"\bmake ([a-z][a-z-]*)", code)) - targets)
