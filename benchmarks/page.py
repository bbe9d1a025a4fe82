"""How soon a slider of the briefing page answers, measured in a browser, against a full run of the engine.

`python -m benchmarks.page [region]` starts the real server on this machine, moves a slider with its own event and waits
until the figures belong to it: for positions that were answered before, for new ones (a fork of the shared beginning),
and for every slider by itself once the server has had the time to prepare. Needs a Chromium on the machine.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from sim.engine.simulate import simulate
from sim.engine.world import Worlds
from sim.workbench.dials import board_of
from tests.browser.serving import FLAGS, READY, start, stop

ROOT = Path(__file__).resolve().parents[1]
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


@contextmanager
def opened(region: str, folder: Path, prepare: bool) -> Iterator[Page]:
    """Start a server and a browser, and open the page; its first answer is still to come."""
    served = start(ROOT, folder, "--no-token", "--seeds", "1", region=region, prepare=prepare)
    try:
        with sync_playwright() as playwright:
            path = shutil.which("chromium") or "chromium"
            page = playwright.chromium.launch(executable_path=path, args=FLAGS).new_page()
            page.set_default_timeout(LONGEST)
            page.goto(served.url)
            yield page
    finally:
        stop(served)


def asked(region: str, folder: Path) -> dict[str, float]:
    """Return the seconds of answers of which none is computed before it is asked for."""
    begun = time.perf_counter()
    with opened(region, folder, prepare=False) as page:
        page.wait_for_selector(READY)
        first_answer = time.perf_counter() - begun
        new = moves(page, "standards", [6, 3, 2])
        known = moves(page, "standards", [(6, 3)[k % 2] for k in range(REPEATS)])
        begun = time.perf_counter()
        page.reload()
        page.wait_for_selector(READY)
        again = time.perf_counter() - begun
    return {
        "page opened, first answer computed": first_answer,
        "page opened again, answer known": again,
        "slider, position answered before": statistics.median(done for _, done in known) / 1000,
        "slider, new position, estimate or first lines": statistics.median(first for first, _ in new) / 1000,
        "slider, new position, figures of everyone": statistics.median(done for _, done in new) / 1000,
    }


def prepared(region: str, folder: Path) -> dict[str, float]:
    """Return how long the likely positions take, and each slider's steps over its whole length after that."""
    board, answers = board_of(region), folder / "results" / "answers" / region
    likely = {tuple(one.items()) for one in board.likely([])}
    begun = time.perf_counter()
    with opened(region, folder, prepare=True) as page:
        page.wait_for_selector(READY)
        while len(list(answers.glob("*.json"))) < len(likely):
            time.sleep(1)
        ready = time.perf_counter() - begun
        steps = []
        for dial in board.dials:
            places = dial.positions()
            steps += moves(page, dial.key, [k for k in range(len(places)) if places[k] != dial.neutral])
            moves(page, dial.key, [places.index(dial.neutral)])
    return {
        f"server started, {len(likely)} likely positions answered": ready,
        "slider, every position by itself then, median": statistics.median(d for _, d in steps) / 1000,
        "slider, every position by itself then, slowest": max(done for _, done in steps) / 1000,
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
        first, second = Path(folder) / "asked", Path(folder) / "prepared"
        for one in (first, second):
            one.mkdir()
        rows = {
            **asked(region, first),
            **prepared(region, second),
            "engine, full replay without a page": full_run(region),
        }
    for name, seconds in rows.items():
        print(f"{seconds:9.3f} s  {name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
