"""Real servers and a real browser: the page as a viewer meets it. Screenshots lie in `results/screenshots`."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.serving import FLAGS, Served, start, stop


@pytest.fixture(scope="session")
def served(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The page on loopback without a token, three runs behind every range."""
    one = start(root, tmp_path_factory.mktemp("page"), "--no-token", "--seeds", "3")
    yield one
    stop(one)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        message = (
            "no Chromium on this machine: install it (on Debian: apt-get install chromium) to test the pages"
        )
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        one = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield one
        one.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    one = browser.new_page(viewport={"width": 1280, "height": 720}, accept_downloads=True)
    yield one
    one.close()


@pytest.fixture(scope="session")
def pictures(root: Path) -> Path:
    folder = root / "results" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
