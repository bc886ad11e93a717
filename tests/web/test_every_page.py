"""All pages: each is looked at, fits a narrow window in three languages, and keeps to its height."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from tests.support.web.addresses import PAGES as LOOKED_AT
from tests.support.web.barriers import barriers

from sekisho.examples.dirty_orders import write_dirty
from sekisho.law.model.library import Library
from sekisho.web.accounts.auth_middleware import SIGN_IN
from sekisho.web.app import PAGES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ELSEWHERE: Final = frozenset({SIGN_IN, "/account", "/people", "/changes/feed", "/changes/feed.atom", "/index"})
"""Pages of accounts, which tests of a team look at; feeds, which are no pages; and another address of the first one."""
FILES: Final = "/files/"
"""In the addresses of drawings, which are no pages."""
HEIGHTS: Final = (
    ("/", 2_800, 4_400),
    ("/answer/3C001.a/CN-JP", 1_600, 2_800),
    ("/answer/3C001.a/CN-US?language=ja", 1_600, 2_800),
    ("/answer/3C001.a/CN-JP?end_user_kind=civil&end_use=civil&language=ja", 1_600, 2_800),
    ("/answer/1C905.b/CN-JP?reading=broad&language=ja", 1_600, 2_800),
    ("/answer/1C905.b/CN-JP?reading=broad", 1_600, 2_800),
    ("/ask?q=rare%20earth%20magnets%20to%20Japan", 1_600, 2_800),
    ("/ask?q=holmium%20to%20Japan&language=zh", 1_600, 2_800),
    ("/dependence", 1_600, 2_800),
    ("/parties/jp-ecl-a17", 1_800, None),
    ("/parties/mhi", 1_800, None),
    ("/codes/cn/dual-use/1C905.b", 2_200, None),
    ("/measures/cn/2026-01-japan-dual-use", 4_000, None),
    ("/api", 4_000, None),
)
"""Addresses with the most dots of height in a window of 1,280 and in one of 390: the budgets of the design of pages."""
COST: Final = (2_400, 3_400)
"""The same for the page of a cost, which a run has to make first."""
LIST: Final = (1_600, 2_300)
"""The same for the page of an order list, its table apart."""
ONE_LETTER: Final = """[...document.querySelectorAll('th, td')].filter(one => {
    const words = one.innerText.trim().replace(/\\s/g, ''), style = getComputedStyle(one);
    const room = one.clientWidth - parseFloat(style.paddingRight);
    const letters = document.createRange();
    letters.selectNodeContents(one);
    const high = letters.getBoundingClientRect().height / parseFloat(style.fontSize);
    return one.offsetParent !== null && room < 2.5 * parseFloat(style.fontSize) && words.length > 3 && high > 4;
}).map(one => one.innerText.slice(0, 40))"""
"""Finds cells that are so narrow that their words stand letter by letter."""
DAY: Final = "as_of=2026-11-28"


def _has_page(path: str) -> bool:
    pattern = re.compile(re.sub(r"\{\w+(?::path)?\}", ".+", path.replace(".", r"\.")) + r"(\?.*)?")
    return any(pattern.fullmatch(address) for address in LOOKED_AT)


def test_every_page_that_is_served_is_looked_at():
    served = {path for path, _, methods in PAGES if "GET" in methods}
    pages = (path for path in served - ELSEWHERE if FILES not in path)
    assert sorted(path for path in pages if not _has_page(path)) == []


@pytest.fixture(scope="module")
def window(browser: Browser, server: str) -> Page:
    """One page of a browser, which waits long on a busy machine."""
    found = browser.new_context(locale="en-GB", base_url=server, bypass_csp=True).new_page()
    found.set_default_timeout(120_000)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("address", LOOKED_AT)
def test_no_page_is_wider_than_a_phone_of_320_in_any_language_and_none_keeps_people_out_in_the_dark(
    window: Page, address: str
):
    """640 dots are a window of 1,280 at 200 percent."""
    wide, kept_out = [], []
    for language in ("en", "zh", "ja"):
        window.context.clear_cookies()
        for width in (640, 320):
            window.set_viewport_size({"width": width, "height": 800})
            # The language of the window itself goes before a header: what is asked for in the address counts.
            window.goto(f"{address}{'&' if '?' in address else '?'}language={language}")
            assert window.locator("html").get_attribute("lang") == language
            shown = window.evaluate("document.documentElement.scrollWidth")
            wide += [(language, width, shown)] if shown > width else []
            wide += [(language, width, text) for text in window.evaluate(ONE_LETTER)]
        window.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for scheme in ("dark", "light"):
            window.emulate_media(color_scheme=scheme)
            kept_out += [(language, scheme, barrier) for barrier in barriers(window)]
    assert (wide, kept_out) == ([], [])


@pytest.mark.slow
@pytest.mark.parametrize(("address", "desk", "phone"), HEIGHTS)
def test_a_page_keeps_to_its_height(window: Page, address: str, desk: int, phone: int | None):
    window.context.clear_cookies()  # of the language that another address chose
    window.set_extra_http_headers({"accept-language": "en"})
    heights = []
    for width, most in ((1280, desk), (390, phone)):
        window.set_viewport_size({"width": width, "height": 900})
        window.goto(f"{address}{'&' if '?' in address else '?'}{DAY}", wait_until="networkidle")
        shown = window.evaluate("document.documentElement.scrollHeight")
        heights += [(width, shown)] if most is not None and shown > most else []
    assert heights == []


@pytest.mark.slow
def test_the_page_of_a_cost_keeps_to_its_height_and_says_its_figure_before_anything_else(window: Page):
    window.context.clear_cookies()
    window.set_extra_http_headers({"accept-language": "en"})
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"/impact?what=gallium-2023&draws=16&{DAY}")
    window.get_by_role("button", name="Find out the cost").click()
    window.wait_for_selector(".big-figure")
    figure = window.locator(".big-figure").bounding_box()
    assert figure is not None
    assert figure["y"] + figure["height"] < 900
    heights = []
    for width, most in zip((1280, 390), COST, strict=True):
        window.set_viewport_size({"width": width, "height": 900})
        shown = window.evaluate("document.documentElement.scrollHeight")
        heights += [(width, shown)] if shown > most else []
    assert heights == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_page_of_an_untidy_list_keeps_to_its_height_beside_its_table(
    window: Page, language: str, library: Library, tmp_path: Path
):
    write_dirty(library, lines=120, seed=3, out=tmp_path / "受注残.xlsx")
    window.context.clear_cookies()
    window.set_extra_http_headers({"accept-language": language})
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto("/books")
    window.locator("input[type=file]").first.set_input_files(tmp_path / "受注残.xlsx")
    window.locator("main form:has(input[type=file]) button").first.click()
    window.locator("form[action$='/run'] button").last.click()
    window.wait_for_selector("table.desk")
    heights = []
    for width, most in zip((1280, 390), LIST, strict=True):
        window.set_viewport_size({"width": width, "height": 900})
        shown = window.evaluate(
            "document.documentElement.scrollHeight - document.querySelector('table.desk').offsetHeight"
        )
        heights += [(width, shown)] if shown > most else []
    assert heights == []


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_stands_below_a_name_is_as_wide_as_its_table_and_keeps_nobody_out(window: Page, language: str):
    window.set_extra_http_headers({"accept-language": language})
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto("/parties")
    window.fill("#names", "三菱重工業\n三菱造船\n三菱重工 長崎造船所\n川崎重工\nToshiba")
    window.locator("main form:has(#names) button").first.click()
    window.wait_for_selector("table.names")
    whole = window.locator("table.names").bounding_box()
    below = [cell.bounding_box() for cell in window.locator("tr.beside > td").all()]
    assert whole is not None
    assert [box for box in below if box is None or box["width"] < 0.95 * whole["width"]] == []
    for scheme in ("light", "dark"):
        window.emulate_media(color_scheme=scheme)
        assert barriers(window) == []
    window.set_viewport_size({"width": 390, "height": 900})
    assert window.evaluate("document.documentElement.scrollWidth") <= 390
    window.emulate_media(color_scheme="light")
