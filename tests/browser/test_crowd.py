"""A full room: forty viewers open the page at once, as after a link was sent round."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Page

from sim.workbench.serving import Place
from tests.browser.probe import KERNEL, Probe
from tests.browser.serving import READY, Served, start, stop

MANY = 40
LONGEST = 240  # seconds until the last of them has an answer, on two busy cores


@pytest.fixture(scope="module")
def hall(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page with as many places as `make briefing` gives it."""
    one = start(root, tmp_path_factory.mktemp("hall"), "--no-token", "--seeds", "1")
    yield one
    stop(one)


def test_forty_viewers_at_once_are_each_served_or_told_to_wait_and_the_page_goes_on(
    hall: Served, page: Page
) -> None:
    assert Place("yunxi").viewers == MANY

    def visit(_: int) -> tuple[int, str]:
        return Probe(hall.url).page()

    begun = time.monotonic()
    with ThreadPoolExecutor(MANY) as crowd:
        found = list(crowd.map(visit, range(MANY)))
    assert time.monotonic() - begun < LONGEST
    served = [body for status, body in found if status == 200]
    waiting = [body for status, body in found if status == 503]
    assert len(served) + len(waiting) == MANY, sorted({status for status, _ in found})
    assert len(served) > MANY // 2
    assert all("请稍候" in body for body in waiting)
    kernels = [re.search(KERNEL.pattern, body.split('"kernelId"', 1)[1]) for body in served]
    assert len({one[0] for one in kernels if one}) == len(served)  # nobody speaks to another one's page
    page.goto(hall.address)
    for _ in range(LONGEST // 5):
        if page.locator(".minsheng-briefing").count():
            break
        page.wait_for_timeout(5000)  # the page of those who wait looks again by itself
    page.wait_for_selector(READY, timeout=LONGEST * 1000)
