"""The command line: what each command prints, and that a refusal is one sentence and the exit code 2."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import types
from argparse import Namespace

import pandas as pd
import pytest

from sim import cli
from sim.commands.demo import scenarios_of
from sim.commands.figures import aligned, width
from sim.experiments.comparison import compare
from sim.results.run import SCHEMAS, Run

MONTHS = [f"2022-{month:02d}" for month in range(1, 13)]


def made_run(scenario, dibao):
    """A run of twelve months with two indicators, one of them by group."""
    rows = [("all", month, "dibao_persons", "all", dibao) for month in MONTHS]
    rows += [("all", month, "occupied", "nursing", 1.0) for month in MONTHS]
    empty = {
        name: pd.DataFrame({column: [] for column in SCHEMAS[name]}) for name in ("ledger", "assumptions")
    }
    return Run(
        scenario=scenario.name,
        title=scenario.title.en,
        region=scenario.region,
        seed=scenario.seed,
        start="2022-01",
        months=12,
        indicators=pd.DataFrame(rows, columns=["township", "month", "indicator", "group", "value"]),
        **empty,
    )


@pytest.fixture
def api(monkeypatch):
    """A stand-in for the model, which notes what it was asked."""
    asked = []
    module = types.ModuleType("sim.api")

    def simulate(scenario, threads, worlds=None):
        asked.append((scenario.name, scenario.seed, threads))
        return made_run(scenario, 112_173.0 + len(asked))

    def simulate_all(scenarios, threads):
        return [simulate(scenario, threads) for scenario in scenarios]

    def explain(scenario, household, month):
        asked.append((scenario.name, household, month))
        return types.SimpleNamespace(text=lambda lang: f"line one\nline {lang}")

    module.simulate, module.simulate_all, module.Worlds = simulate, simulate_all, dict
    module.compare, module.explain = compare, explain
    monkeypatch.setitem(sys.modules, "sim.api", module)
    return asked


def said(capsys, *words):
    """Return exit code, lines of output and lines of error."""
    code = cli.main(list(words))
    caught = capsys.readouterr()
    return code, caught.out.splitlines(), caught.err.splitlines()


@pytest.mark.parametrize(("lang", "name"), [("zh", "吴忠市"), ("en", "Wuzhong")])
def test_regions_are_listed_with_their_scenarios(capsys, lang, name):
    code, out, err = said(capsys, "regions", "--lang", lang)
    assert (code, err) == (0, [])
    assert any(name in line and "standards_10" in line for line in out)


def test_a_good_file_is_called_valid_in_both_languages(capsys, root):
    path = str(root / "scenarios" / "yunxi" / "all_three.yaml")
    code, out, _ = said(capsys, "validate", path, "--lang", "en")
    assert code == 0
    assert "is valid: All three at once, 2022-01 to 2024-12, 36 months" in out[0]
    assert "有效：三项并举" in said(capsys, "validate", path, "--lang", "zh")[1][0]


def test_a_bad_file_is_refused_in_one_sentence_with_code_2(capsys, tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text("scenario: bad\nmonths: &a 3\n", "utf-8")
    code, out, err = said(capsys, "validate", str(path), "--lang", "en")
    assert (code, out, len(err)) == (2, [], 1)
    assert err[0].startswith(f"Not accepted: {path}, line 2, 'months': anchors")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["run", "yunxi/nothing"], "has no scenario nothing; it has baseline"),
        (["run", "nowhere/baseline"], "is no region"),
        (["run", "yunxi/../wuzhong/baseline"], "no such file"),
        (["run", "yunxi/baseline", "--threads", "0"], "from 1 to 64, not 0"),
        (["run", "yunxi/baseline", "--threads", "１"], "from 1 to 64"),
        (["run", "yunxi/baseline", "--seed", "1e3"], "--seed must be a whole number"),
        (["run", "yunxi/baseline", "--seed", "4294967296"], "--seed must be a whole number"),
        (["compare", "yunxi/baseline", "wuzhong/baseline"], "one region"),
        (["compare", "yunxi/baseline"], "At least two scenarios"),
        (["explain", "yunxi", "x"], "HOUSEHOLD must be a whole number"),
        (["explain", "yunxi"], "the following arguments are required: HOUSEHOLD"),
        (["explain", "yunxi", "rich_uncle"], "is no kind of household"),
        (["explain", "yunxi", "rich"], "is no kind of household"),
        (["explain", "yunxi", "rich_uncle", "--lang", "zh"], "没有'rich_uncle'这个家庭类型"),
        (["explain", "yunxi/baseline", "1", "--against", "wuzhong/baseline"], "one region"),
        (["explain", "yunxi", "1", "--scenario", "wuzhong/baseline"], "one region"),
        (["explain", "yunxi", "1", "--month", "2022-13"], "not a month"),
        (["demo", "nowhere"], "is no region"),
        (["run"], "required"),
        (["fly"], "invalid choice"),
        ([], "required"),
    ],
)
def test_what_is_not_allowed_is_refused_before_anything_runs(capsys, api, monkeypatch, words, reason):
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    code, _, err = said(capsys, *words)
    assert (code, len(err), api) == (2, 1, [])
    assert reason in err[0]


def test_a_run_is_shown_and_saved(capsys, api, tmp_path):
    words = ("run", "yunxi/baseline", "--out", str(tmp_path), "--seed", "7", "--threads", "2", "--lang", "zh")
    code, out, _ = said(capsys, *words)
    assert (code, api) == (0, [("baseline", 7, 2)])
    assert any("低保对象" in line and line.endswith("11.22万人") for line in out)
    assert any("入住床位（护理型床位）" in line for line in out)
    assert [folder.name for folder in tmp_path.iterdir() if folder.name in out[-1]]


def test_scenarios_are_compared_with_the_first_as_baseline(capsys, api):
    code, out, _ = said(capsys, "compare", "yunxi/baseline", "yunxi/standards_10", "--lang", "en")
    assert (code, api) == (0, [("baseline", 1, 1), ("standards_10", 1, 1)])
    assert any(re.search(r"112,174 persons +112,175 persons$", line) for line in out)


def test_the_demonstration_takes_every_scenario_of_a_region_the_baseline_first():
    asked = Namespace(region="yunxi", seed=None, lang="en")
    names = [scenario.name for scenario in scenarios_of(asked)]
    assert names == ["baseline", "all_three", "nursing_beds_20", "outreach_double", "standards_10"]


def test_a_household_is_explained_in_the_month_asked_for(capsys, api):
    code, out, _ = said(capsys, "explain", "yunxi", "12", "--month", "2022-03", "--lang", "zh")
    assert (code, out, api) == (0, ["line one", "line zh"], [("baseline", 12, "2022-03")])


def test_an_interruption_ends_with_code_130(capsys, monkeypatch):
    def interrupted(arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "regions", interrupted)
    code, _, err = said(capsys, "regions", "--lang", "en")
    assert (code, err) == (130, ["Interrupted"])


def test_an_error_that_is_no_refusal_is_not_hidden(monkeypatch):
    def broken(arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(cli, "regions", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["regions"])


def test_the_program_itself_shows_no_traceback(root, tmp_path):
    command = [sys.executable, "-m", "sim.cli", "validate", str(tmp_path / "none.yaml"), "--lang", "zh"]
    done = subprocess.run(
        command, cwd=root, capture_output=True, text=True, encoding="utf-8", env=dict(os.environ)
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("不能接受：")


@pytest.mark.parametrize(("text", "columns"), [("abc", 3), ("低保", 4), ("（低）", 6), ("", 0)])
def test_a_chinese_character_takes_two_columns(text, columns):
    assert width(text) == columns


def test_columns_end_at_the_same_place_in_every_row():
    lines = aligned([["指标", "基准"], ["persons", "1"], ["低", "1,000 人"]])
    assert len({width(line) for line in lines}) == 1
