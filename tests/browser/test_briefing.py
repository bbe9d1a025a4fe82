"""The briefing page in a browser: what a meeting does with it, and what may never happen on a projector."""

from __future__ import annotations

import json
import re
import time
from decimal import Decimal
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, expect

from sim.exports.bundle import read_bundle
from sim.scenario import load_scenario
from sim.workbench.answer import QUESTIONS, Answer
from sim.workbench.dials import board_of
from sim.workbench.page import figure
from sim.workbench.trace import SERIES, Trace
from tests.browser.serving import READY, Served, start, stop

CARDS = ("covered", "cost", "waiting")
CLIPPED = """() => {
    const root = document.querySelector('.minsheng-briefing').getBoundingClientRect();
    const parts = [...document.querySelectorAll('.minsheng-briefing header > *, aside > *, .card, .card *,'
        + ' aside output, .sentence, .why, .why svg, .tab')].filter((one) => one.checkVisibility());
    const outside = parts.filter((one) => {
        const box = one.getBoundingClientRect();
        return box.right > root.right + 1 || box.bottom > root.bottom + 1 || box.left < root.left - 1;
    });
    const cut = parts.filter((one) => !one.closest('svg') && one.scrollWidth > one.clientWidth + 1 && one.clientWidth);
    const tall = [document.querySelector('.sentence')].filter((one) => one.scrollHeight > one.clientHeight + 6);
    return [...outside, ...cut, ...tall].map((one) => `${one.className.baseVal ?? one.className}: ${one.textContent}`);
}"""

SMALLEST = """() => Math.min(...[...document.querySelectorAll('.minsheng-briefing *')]
    .filter((one) => !one.childElementCount && one.textContent.trim() && one.checkVisibility() && !one.closest('svg'))
    .map((one) => parseFloat(getComputedStyle(one).fontSize)))"""


def opened(page: Page, served: Served) -> Page:
    page.goto(served.address)
    page.wait_for_selector(READY, timeout=120_000)
    return page


def move(page: Page, dial: str, place: int) -> None:
    """Move a slider as a hand does, by its own event."""
    page.evaluate(
        """([name, place]) => {
            const input = document.querySelector(`input[name=${name}]`);
            input.value = place;
            input.dispatchEvent(new Event('input', { bubbles: true }));
        }""",
        [dial, place],
    )


def headline(page: Page, card: str) -> str:
    return page.inner_text(f".card.{card} .headline")


def test_nothing_is_clipped_and_the_page_is_full(page: Page, served: Served, pictures: Path) -> None:
    opened(page, served)
    page.click(".chip:nth-child(2)")
    page.wait_for_selector(f"{READY} .why svg", timeout=60_000)
    expect(page.locator(".card.covered .range")).to_contain_text("3", timeout=60_000)
    for lang in ("zh", "en"):
        if lang == "en":
            page.click(".button.language")
            page.wait_for_selector(f"{READY} .why svg")
        for width, height in ((1280, 720), (1920, 1080)):
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(200)
            page.screenshot(path=pictures / f"briefing_{lang}_{width}.png")
            assert page.evaluate(CLIPPED) == [], (lang, width)
            box = page.locator(".minsheng-briefing main").bounding_box()
            assert box is not None
            assert box["y"] + box["height"] > height * 0.95  # no empty half page
            assert box["x"] + box["width"] > width * 0.95
            assert page.evaluate(SMALLEST) >= 13.5 * width / 1280, (lang, width)


def a_city(factor: float) -> Trace:
    """Return a year of a city, whose figures have more letters than those of the fictional county."""
    level = {
        "receiving": 139_666,
        "missed": 35_478,
        "eligible": 170_000,
        "benefits": 79_912_345,
        "admin": 2_512_345,
    }
    level |= {"county": 25_554_321, "central": 50_554_321, "waiting_nursing": 10_750, "usable": 61_450}
    level |= {"occupied": 46_000, "unmet": 27_370}
    series = {name: np.full(12, factor * level.get(name, 0)) for name in SERIES}
    return Trace(1464, 12, series, np.ones(1))


def test_the_figures_of_a_city_fit_into_the_cards(page: Page, served: Served) -> None:
    opened(page, served)
    position = {**board_of("yunxi").neutral(), "standards": Decimal("1.1")}
    runs = [(a_city(0.7 + k / 200), a_city(1 + k / 300)) for k in range(5)]
    for lang in ("zh", "en"):
        for n, pending in ((len(runs), "range_pending"), (1, "range_estimate")):
            answer = Answer(position, runs[:n], {}, ("standards",))
            for question in QUESTIONS:
                page.evaluate(
                    "([card, html]) => { document.querySelector(`.card.${card} .figure`).innerHTML = html; }",
                    [question, figure(answer, question, lang, pending)],
                )
            assert page.evaluate(CLIPPED) == [], lang
        page.click(".button.language")
        page.wait_for_selector(READY)


def test_english_is_english_and_a_change_within_noise_is_marked_as_such(page: Page, served: Served) -> None:
    opened(page, served)
    page.click(".button.language")
    page.click(".chip:nth-child(2)")
    expect(page.locator(".card.covered .range")).to_contain_text("3 runs", timeout=60_000)
    text = page.inner_text(".minsheng-briefing").replace("中文", "")
    assert re.findall("[\u4e00-\u9fff]", text) == []
    sentence = page.inner_text(".sentence")
    for card, words in (
        ("covered", "on assistance, a change within noise"),
        ("cost", "a year, a change within noise"),
    ):
        change = page.locator(f".card.{card} .change")
        assert ("within noise" in change.inner_text()) == (words in sentence)


def test_it_opens_in_chinese_shows_no_code_and_asks_no_other_host(page: Page, served: Served) -> None:
    hosts: list[str] = []
    page.on("request", lambda request: hosts.append(request.url))
    opened(page, served)
    text = page.inner_text("body")
    assert "谁得到救助" in text
    assert "import Briefing" not in page.content()
    assert [url for url in hosts if not url.startswith((served.url, "data:", "blob:"))] == []
    assert page.evaluate("() => document.fonts.check('20px \"Noto Sans SC\"', '民政救助')")


def test_every_preset_and_every_slider_moves_the_page(page: Page, served: Served) -> None:
    opened(page, served)
    before = page.inner_text(".sentence")
    chips = page.locator(".chip")
    said = set()
    for k in range(chips.count()):
        chips.nth(k).click()
        page.wait_for_selector(READY, timeout=60_000)
        expect(chips.nth(k)).to_have_attribute("aria-pressed", "true")
        said.add(page.inner_text(".sentence"))
    assert len(said) == chips.count()
    assert before in said
    page.click(".button.reset")
    page.wait_for_selector(READY, timeout=60_000)
    for dial, place in (("standards", 8), ("outreach", 3), ("beds", 10), ("staff", 0)):
        move(page, dial, place)
        page.wait_for_selector(READY, timeout=60_000)
        assert page.inner_text(".sentence") not in said
        said.add(page.inner_text(".sentence"))


def test_the_newest_position_wins_and_no_old_figure_stands_beside_a_new_slider(
    page: Page, served: Served
) -> None:
    opened(page, served)
    page.evaluate(
        """() => {
            window.wrong = [];
            const root = document.querySelector('.minsheng-briefing');
            new MutationObserver(() => {
                const output = root.querySelector('.dial output').textContent;
                const said = root.querySelector('.sentence').textContent;
                const percent = /低保标准 ([+−]\\d+%)/.exec(said);
                const isWrong = root.dataset.state === 'ready' && percent && percent[1] !== output;
                if (isWrong) window.wrong.push([output, said]);
            }).observe(root, { subtree: true, childList: true, attributes: true });
        }"""
    )
    for place in (0, 1, 2, 3, 5, 7):
        move(page, "standards", place)
        assert page.get_attribute(".minsheng-briefing", "data-state") != "ready" or headline(page, "covered")
    page.wait_for_selector(READY, timeout=60_000)
    assert "+15%" in page.inner_text(".sentence")
    assert page.inner_text(".dial output >> nth=0") == "+15%"
    assert page.evaluate("() => window.wrong") == []


def test_the_figures_of_the_page_are_those_of_the_engine(page: Page, served: Served) -> None:
    from sim.words import number
    from sim.workbench.answer import COVERED
    from sim.workbench.office import open_office

    opened(page, served)
    page.click(".button.language")
    page.wait_for_selector(READY)
    expect(page.locator(".card.covered .range")).to_contain_text("3 runs", timeout=60_000)
    office = open_office("yunxi", served.folder / "results", seeds=3)
    answer = office.desk.answer_of(office.desk.board.neutral())
    assert answer is not None
    assert headline(page, "covered") == number(answer.figure(COVERED).value.mean, "persons", "en")
    office.close()


def test_freezing_numbers_stamps_exports_and_reopens(page: Page, served: Served, tmp_path: Path) -> None:
    opened(page, served)
    page.click(".chip:nth-child(4)")
    page.wait_for_selector(f"{READY} .why svg", timeout=60_000)
    frozen = headline(page, "covered")
    page.click(".button.freeze")
    page.wait_for_selector(".version .file", timeout=300_000)
    names = page.locator(".version >> nth=0").locator(".file").all_inner_texts()
    for wanted in (
        "yunxi_tables_zh.xlsx",
        "yunxi_deck_zh.pptx",
        "yunxi_briefing_zh.docx",
        "yunxi_deck_en.pptx",
        "yunxi_bundle.zip",
        "briefing_zh.html",
    ):
        assert wanted in names
    for name in ("yunxi_tables_zh.xlsx", "chosen.yaml", "yunxi_bundle.zip"):
        with page.expect_download() as download:
            page.locator(".version >> nth=0").get_by_text(name, exact=True).click()
        download.value.save_as(tmp_path / name)
    assert (tmp_path / "yunxi_tables_zh.xlsx").read_bytes()[:2] == b"PK"
    assert load_scenario(tmp_path / "chosen.yaml").outreach_factor(10**6) == 2.0
    manifest, texts = read_bundle(tmp_path / "yunxi_bundle.zip")
    assert [run["scenario"] for run in manifest["runs"]] == ["baseline", "chosen"]
    assert texts["chosen"] == (tmp_path / "chosen.yaml").read_text("utf-8")
    page.click(".button.close")
    page.click(".button.reset")
    page.wait_for_selector(READY, timeout=60_000)
    page.click(".button.versions")
    page.click(".version .button >> nth=0")
    page.wait_for_selector(READY)
    assert headline(page, "covered") == frozen
    assert "第1版" in page.inner_text(".state")
    assert page.is_disabled(".button.freeze")
    stored = served.folder / "results" / "yunxi" / "v0001" / "page.json"
    changed = json.loads(stored.read_text("utf-8"))
    changed["slots"]["zh"]["sentence"] = "别的话"
    stored.write_text(json.dumps(changed, ensure_ascii=False), "utf-8")
    page.click(".button.versions")
    page.click(".version .button >> nth=0")
    page.wait_for_selector(".minsheng-briefing[data-state=fault]")  # a changed version is not opened
    stored.unlink()


def test_sources_are_one_click_away_and_name_every_assumption(
    page: Page, served: Served, pictures: Path
) -> None:
    opened(page, served)
    page.click(".button.sources")
    page.wait_for_selector(".sheet tbody tr")
    assert page.locator(".sheet tr.assumed").count() > 20
    assert "城市低保标准" in page.inner_text(".sheet tbody tr >> nth=0")
    page.screenshot(path=pictures / "briefing_sources.png")
    page.click(".button.close")
    expect(page.locator(".sheet")).to_be_hidden()


def test_a_failure_shows_one_sentence_and_no_figure(page: Page, served: Served) -> None:
    opened(page, served)
    page.evaluate("() => { document.querySelector('.minsheng-briefing').page.set({ standards: 1e11 }); }")
    page.wait_for_selector(".minsheng-briefing[data-state=fault]")
    assert "没有执行" in page.inner_text(".sentence")
    assert page.locator(".headline").count() == 0
    assert page.locator(".card svg").count() == 0
    assert not re.search(r"Traceback|\.py|/sim/", page.inner_text("body"))


def test_a_lost_server_is_said_and_the_figures_are_put_away(
    page: Page, root: Path, tmp_path: Path, pictures: Path
) -> None:
    other = start(root, tmp_path, "--no-token", "--seeds", "1")
    try:
        opened(page, other)
        stop(other)
        page.wait_for_selector(".lost", timeout=30_000)
        page.screenshot(path=pictures / "briefing_lost.png")
        assert "连接已中断" in page.inner_text(".lost")
        assert page.locator(".headline").count() == 0
        assert page.is_disabled("input[name=standards]")
    finally:
        stop(other)


def test_a_slider_answers_while_it_is_still_warm_in_the_hand(page: Page, served: Served) -> None:
    opened(page, served)
    move(page, "standards", 5)
    page.wait_for_selector(READY, timeout=60_000)
    move(page, "standards", 6)
    page.wait_for_selector(READY, timeout=60_000)
    begun = time.monotonic()
    move(page, "standards", 5)  # answered before
    page.wait_for_selector(READY)
    assert time.monotonic() - begun < 1.0
