"""The explorer in JupyterLab, as a researcher opens it."""

from __future__ import annotations

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Locator, Page, expect

from sim.scenario import load_scenario
from tests.browser.serving import free_port

PATIENCE = 240  # a cold machine compiles first
expect.set_options(timeout=PATIENCE * 1000)
SLIDER = ".minsheng-levers .noUi-handle >> nth=1"  # the rural standard: most of Yunxi's poor are rural
STEPS = 12


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[tuple[str, Path]]:
    """JupyterLab over a folder with a notebook a language that opens the explorer."""
    folder, port = tmp_path_factory.mktemp("lab"), free_port()
    for lang in ("zh", "en"):
        source = f"import sim\nsim.Workbench('yunxi', language='{lang}', folder='.')"
        notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
        notebook.metadata["kernelspec"] = {
            "name": "python3",
            "display_name": "Python 3",
            "language": "python",
        }
        nbformat.write(notebook, folder / f"explorer_{lang}.ipynb")
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}"]
    command += [f"--ServerApp.root_dir={folder}", "--IdentityProvider.token=", "--ServerApp.password="]
    command += ["--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    command += ["--expose-app-in-browser"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=root, stdout=log, stderr=log)
    url, begun = f"http://127.0.0.1:{port}/", time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        try:
            urllib.request.urlopen(url + "api", timeout=5).close()
            break
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert process.poll() is None, (folder / "server.log").read_text("utf-8")
            time.sleep(0.2)
    yield url, folder
    process.terminate()
    process.wait(20)


def opened(page: Page, url: str, lang: str) -> Locator:
    """Run the notebook and return the explorer's first headline."""
    page.set_viewport_size({"width": 1600, "height": 1000})
    page.goto(f"{url}lab/tree/explorer_{lang}.ipynb?reset")
    page.wait_for_selector(".jp-Notebook .jp-Cell")
    expect(page.get_by_role("button", name=re.compile("[|] Idle"))).to_be_visible()  # its kernel is there
    page.evaluate("() => { window.jupyterapp.commands.execute('notebook:run-all-cells'); }")
    headline = page.locator(".minsheng-explorer .headline >> nth=0")
    expect(headline).to_be_visible(timeout=PATIENCE * 1000)
    return headline


def test_in_english_levers_are_found_and_every_tab_opens(
    page: Page, lab: tuple[str, Path], pictures: Path
) -> None:
    opened(page, lab[0], "en")
    levers = page.locator(".minsheng-levers")
    for name in ("Discovery", "Grid worker's week", "Townships", "Assumptions", "Coverage"):
        page.get_by_role("tab", name=name).click()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
    page.get_by_placeholder(re.compile("Search [0-9]+ levers")).fill("CAR ordinary allowed")
    expect(levers.get_by_text("One ordinary car is allowed")).to_be_visible()
    expect(levers.locator(".minsheng-heading:visible")).to_have_count(1)  # its programme
    page.screenshot(path=pictures / "explorer_en_search.png")
    page.get_by_placeholder(re.compile("Search [0-9]+ levers")).fill("")
    levers.get_by_text("Discovery and procedure").click()
    expect(levers.get_by_text("Procedure", exact=True)).to_be_visible()
    expect(page.locator(".minsheng-explorer .change").first).to_have_text(
        "Current policy"
    )  # a heading moves nothing
    page.screenshot(path=pictures / "explorer_en.png")


def test_a_researcher_moves_levers_pins_undoes_and_saves(
    page: Page, lab: tuple[str, Path], pictures: Path
) -> None:
    url, folder = lab
    headline = opened(page, url, "zh")
    before = headline.inner_text()
    expect(page.locator(".minsheng-explorer .change").first).to_have_text(
        "现行政策"
    )  # nothing is moved by opening
    page.screenshot(path=pictures / "explorer_baseline.png")
    page.focus(SLIDER)
    for _ in range(STEPS):
        page.keyboard.press("ArrowRight")
    status = page.locator("[role=status]").filter(has_text="图和数字与滑块一致")
    expect(headline).not_to_have_text(before)
    expect(status).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="固定").click()
    page.get_by_role("tab", name="方案比较").click()
    expect(page.get_by_role("columnheader", name="1. ")).to_be_visible()
    page.screenshot(path=pictures / "explorer_compare.png")
    page.get_by_role("tab", name="谁得谁失").click()
    expect(page.get_by_text("同一户在两个方案下")).to_be_visible()
    page.get_by_role("tab", name="一户").click()
    kinds = page.locator(".minsheng-explorer select:visible")
    kinds.filter(has=page.locator("option", has_text="特困老人")).first.select_option(label="特困老人")
    expect(page.locator(".explanation").first).to_be_visible()
    page.screenshot(path=pictures / "explorer_household.png")
    page.fill("input[placeholder*=小写]", "tried_in_lab")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已保存为tried_in_lab.yaml")).to_be_visible()
    assert load_scenario(folder / "tried_in_lab.yaml").changes
    page.get_by_role("tab", name="覆盖").click()
    for _ in range(STEPS):
        page.get_by_role("button", name="撤销").click()
    expect(headline).to_have_text(before)
