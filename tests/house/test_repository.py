"""What the repository says about machines, hosts and unfinished work, and what its pages promise."""

from __future__ import annotations

import checks
import pytest


@pytest.fixture(scope="module")
def files(root):
    return checks.tracked_files(root)


def in_files(files, root, patterns) -> list[str]:
    return [
        line for path in files for line in checks.matching_lines(path, patterns, str(path.relative_to(root)))
    ]


def test_no_file_names_a_folder_of_one_machine(files, root):
    assert in_files(files, root, checks.MACHINE_PATHS) == []


def test_no_file_names_a_package_registry(files, root):
    assert in_files(files, root, checks.REGISTRY_HOSTS) == []


def test_no_file_leaves_work_for_later(files, root):
    assert in_files(files, root, checks.UNFINISHED) == []


@pytest.mark.parametrize(
    ("rule", "bad", "good"),
    [
        (checks.MACHINE_PATHS, "cd /home/" + "someone/sim", "see docs/home/page"),
        (checks.MACHINE_PATHS, "open('/work" + "/main/x')", "framework/x"),
        (checks.REGISTRY_HOSTS, "--index-url pypi" + ".org/simple", "a package index"),
        (checks.UNFINISHED, "# TO" + "DO later", "done"),
    ],
)
def test_a_bad_line_is_found_and_a_good_one_is_not(tmp_path, rule, bad, good):
    page = tmp_path / "page.md"
    page.write_text(bad, "utf-8")
    assert checks.matching_lines(page, rule)
    page.write_text(good, "utf-8")
    assert not checks.matching_lines(page, rule)


def test_the_list_of_files_sees_the_sources_and_not_the_environment(files, root):
    names = {str(path.relative_to(root)) for path in files}
    assert {"pyproject.toml", "sim/clock.py", "tests/conftest.py", "sim/results/__init__.py"} <= names
    assert not any(name.startswith(".venv/") for name in names)


def test_every_make_command_of_the_pages_exists(files, root):
    makefile = (root / "Makefile").read_text("utf-8")
    pages = [path for path in files if path.suffix == ".md"]
    assert pages
    assert {p.name: checks.unknown_targets(p.read_text("utf-8"), makefile) for p in pages} == {
        p.name: [] for p in pages
    }


def test_an_unknown_make_command_is_found(root):
    makefile = (root / "Makefile").read_text("utf-8")
    assert checks.unknown_targets("Run `make dinner`.", makefile) == ["dinner"]
    assert checks.unknown_targets("```\nmake demo\n```\nand to make sense of it", makefile) == []
    for target in ("demo", "test", "lab", "bench", "lint"):
        assert checks.unknown_targets(f"`make {target}`", makefile) == []
