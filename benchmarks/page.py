"""How soon a slider of the briefing page answers, measured in a browser, against a full run of the engine.

`python -m benchmarks.page [region]` starts the real server on this machine, moves a slider with its own event and waits
until the figures belong to it: once for positions that were answered before, once for new ones (a fork of the shared
beginning). Needs a Chromium on the machine.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from sim.engine.simulate import simulate
from sim.engine.world import Worlds
from sim.workbench.dials import board_of
from tests.browser.serving import FLAGS, READY, start, stop

REPEATS = 12
LONGEST = 600_000  # ms
MOVE = """([name, place]) => new Promise((done) => {
    const root = document.querySelector('.minsheng-briefing');
    const input = root.querySelector(`input[name=${name}]`);
    const begun = performance.now();
    let first = 0;
    const watch = new MutationObserver(() => {
        const state = root.dataset.state;
        if (!first && (state === 'running' || state === 'ready')) first = performance.now() - begun;
        if (state === 'ready') { watch.disconnect(); done([first, performance.now() - begun]); }
    });
    input.value = place;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    watch.observe(root, { attributes: true });
})"""


def moves(page: Page, dial: str, places: list[int]) -> list[list[float]]:
    """Return for each move the ms until an estimate or a first line is there, and until everyone's figures are."""
    return [page.evaluate(MOVE, [dial, place]) for place in places]


def measured(region: str, folder: Path) -> dict[str, float]:
    """Return the medians, in seconds."""
    root = Path(__file__).resolve().parents[1]
    served = start(root, folder, "--no-token", "--seeds", "1", region=region)
    try:
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or "chromium"
            page = playwright.chromium.launch(executable_path=path, args=FLAGS).new_page()
            page.set_default_timeout(LONGEST)
            opening = time.perf_counter()
            page.goto(served.url)
            page.wait_for_selector(READY)
            first_answer = time.perf_counter() - opening
            new = moves(page, "standards", [6, 3, 2])
            known = moves(page, "standards", [(6, 3)[k % 2] for k in range(REPEATS)])
            opening = time.perf_counter()
            page.reload()
            page.wait_for_selector(READY)
            again = time.perf_counter() - opening
    finally:
        stop(served)
    return {
        "page opened, first answer computed": first_answer,
        "page opened again, answer known": again,
        "slider, position answered before": statistics.median(done for _, done in known) / 1000,
        "slider, new position, estimate or first lines": statistics.median(first for first, _ in new) / 1000,
        "slider, new position, figures of everyone": statistics.median(done for _, done in new) / 1000,
    }


def full_run(region: str) -> float:
    """Return the seconds of a full replay of the policy half, people and lives made before."""
    board = board_of(region)
    scenario = board.scenario(board.presets[0].position)
    world = Worlds().of(scenario)
    begun = time.perf_counter()
    simulate(scenario, world)
    return time.perf_counter() - begun


def main(region: str = "yunxi") -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = {**measured(region, Path(folder)), "engine, full replay without a page": full_run(region)}
    for name, seconds in rows.items():
        print(f"{seconds:9.3f} s  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
