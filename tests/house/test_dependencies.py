"""One list of dependencies: the lock and environment.yml follow pyproject.toml."""

from __future__ import annotations

import re
import tomllib

import checks
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from rattler import MatchSpec
from ruamel.yaml import YAML

PYTHON = "3.11.0"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(?: ; (.*?))? \\$", re.MULTILINE)


@pytest.fixture(scope="module")
def pyproject(root):
    return tomllib.loads((root / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def lock(root):
    return (root / "requirements.lock").read_text("utf-8")


def requirements(pyproject) -> list[str]:
    return [
        *pyproject["project"]["dependencies"],
        *pyproject["dependency-groups"]["dev"],
        *pyproject["build-system"]["requires"],
    ]


def pins(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, version, _ in PIN.findall(lock):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def unmet(wanted: list[str], lock: str) -> list[str]:
    """Return the requirements that the lock misses or pins outside their bounds."""
    pinned = pins(lock)
    bad = []
    for text in wanted:
        requirement = Requirement(text)
        versions = pinned.get(canonicalize_name(requirement.name), set())
        if not versions or any(version not in requirement.specifier for version in versions):
            bad.append(text)
    return bad


def environment_faults(text: str, requires_python: str) -> list[str]:
    """Return what in an environment.yml does not install this project on its interpreter."""
    described = YAML(typ="safe").load(text)
    specs = [entry for entry in described["dependencies"] if isinstance(entry, str)]
    parsed = {spec.name.normalized: spec for spec in map(MatchSpec, specs)}
    pip = [line for entry in described["dependencies"] if isinstance(entry, dict) for line in entry["pip"]]
    faults = []
    if described["channels"] != ["conda-forge", "nodefaults"]:
        faults.append("channels")
    version = str(parsed["python"].version).removesuffix(".*").lstrip("=") if "python" in parsed else "0"
    if Version(version) not in Requirement(f"python{requires_python}").specifier:
        faults.append("python")
    if "pip" not in parsed or pip != ["-e ."]:
        faults.append("pip")
    return faults


def test_the_lock_meets_every_requirement(pyproject, lock):
    assert unmet(requirements(pyproject), lock) == []


def test_a_lock_that_is_behind_is_refused(lock):
    assert unmet(["numpy>=2.5"], lock) == ["numpy>=2.5"]
    assert unmet(["no-such-package>=1"], lock) == ["no-such-package>=1"]
    assert unmet(["numpy<2.5"], lock.replace("numpy==2.4", "numpy==2.9")) == ["numpy<2.5"]


def test_every_pin_has_a_hash(lock):
    blocks = [block for block in re.split(r"^(?=\S)", lock, flags=re.MULTILINE) if block.strip()]
    assert len(blocks) == len(PIN.findall(lock)) > 100
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


def test_the_lock_is_for_python_3_11_alone(pyproject, lock):
    assert pyproject["project"]["requires-python"] == ">=3.11,<3.12"
    markers = [marker for _, _, marker in PIN.findall(lock)]
    assert markers
    bounds = r"python_full_version < '3\.(12|11\.\d+)'"
    assert [marker for marker in markers if not re.search(bounds, marker)] == []


def test_the_lock_names_no_address(root, lock):
    assert "://" not in lock
    assert "--index-url" not in lock
    assert (
        checks.matching_lines(root / "requirements.lock", checks.REGISTRY_HOSTS + checks.MACHINE_PATHS) == []
    )


def test_environment_yml_installs_this_project(root, pyproject):
    text = (root / "environment.yml").read_text("utf-8")
    assert environment_faults(text, pyproject["project"]["requires-python"]) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("python=3.11", "python=3.12", "python"),
        ("nodefaults", "defaults", "channels"),
        ("-e .", "minsheng", "pip"),
    ],
)
def test_a_wrong_environment_yml_is_refused(root, old, new, fault):
    text = (root / "environment.yml").read_text("utf-8").replace(old, new)
    assert environment_faults(text, ">=3.11,<3.12") == [fault]


def test_conda_refuses_a_spec_that_it_cannot_read():
    with pytest.raises(Exception, match="unable to parse"):
        MatchSpec("numpy=>2")
