"""The page in a real browser: nothing runs, nothing is fetched, numbers open lists, a phone's width is enough."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reviewkit.report.page import page
from tests.report.pages import contents

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), None)
pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason=f"no browser found; on Debian: apt-get install chromium (looked for {', '.join(NAMES)})"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])  # no sandbox as root, in CI
        yield started
        started.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "review.html"
    path.write_text(page(contents()), encoding="utf-8")
    return path


def opened(browser: Browser, place: Path, width: int, **wishes: str) -> tuple[Page, list[str]]:
    """The page at a width, and whatever it asked for or complained of."""
    shown = browser.new_page(viewport={"width": width, "height": 800}, **wishes)  # type: ignore[arg-type]  # a scheme
    noticed: list[str] = []
    shown.on("request", lambda request: noticed.append(request.url))
    shown.on("console", lambda message: noticed.append(message.text))
    shown.on("pageerror", lambda error: noticed.append(str(error)))
    shown.on("dialog", lambda dialog: noticed.append(dialog.message))
    shown.goto(place.as_uri())
    return shown, noticed


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_nothing_is_fetched_and_nothing_is_wider_than_the_screen(
    browser: Browser, place: Path, width: int
) -> None:
    shown, noticed = opened(browser, place, width)
    assert shown.title() == "<script>document.title='run'</script>"
    assert noticed == [place.as_uri()]
    wide = shown.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide == [width, width]
    shown.close()


@pytest.mark.parametrize("link", ["table a[href='#l-included']", "svg a[href='#l-included']"])
def test_a_number_opens_its_list(browser: Browser, place: Path, link: str) -> None:
    shown, _ = opened(browser, place, 390)
    listed = shown.locator("#l-included")
    assert not listed.is_visible()
    shown.locator(link).first.click()
    listed.wait_for(state="visible")
    assert listed.locator("li").count() == 10
    shown.close()


def test_dark_and_light_differ_and_both_can_be_read(browser: Browser, place: Path) -> None:
    contrasts = {}
    for scheme in ("light", "dark"):
        shown, _ = opened(browser, place, 390, color_scheme=scheme)
        for selector in ("body", "a", ".watermark", ".note"):
            contrasts[scheme, selector] = shown.evaluate(CONTRAST, selector)
        shown.close()
    assert min(contrasts.values()) >= 4.5, contrasts  # WCAG 2.2, 1.4.3
    assert contrasts["light", "body"] != contrasts["dark", "body"]


CONTRAST = """selector => {
    const light = text => {
        const [r, g, b] = text.match(/[\\d.]+/g).slice(0, 3).map(one => one / 255)
            .map(one => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const style = getComputedStyle(document.querySelector(selector));
    const own = style.backgroundColor;
    const behind = own === "rgba(0, 0, 0, 0)" ? getComputedStyle(document.body).backgroundColor : own;
    const [a, b] = [light(style.color), light(behind)].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
}"""
"""The contrast of text and what is behind it, after WCAG 2."""


def test_it_can_be_found_through_without_seeing_it(browser: Browser, place: Path) -> None:
    shown, _ = opened(browser, place, 1280)
    assert shown.locator("html").get_attribute("lang") == "en"
    assert shown.locator("h1").count() == 1
    assert shown.locator("main th:not([scope])").count() == 0
    assert shown.locator("nav[aria-label]").count() == 1
    shown.keyboard.press("Tab")
    assert shown.evaluate("document.activeElement.tagName") == "A"
    shown.close()


def test_it_prints(browser: Browser, place: Path) -> None:
    shown, _ = opened(browser, place, 1280)
    assert shown.pdf(format="A4").startswith(b"%PDF")
    shown.emulate_media(media="print")
    assert not shown.locator("nav").is_visible()
    shown.close()
