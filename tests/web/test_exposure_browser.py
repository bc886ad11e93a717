"""A bill of materials in a real browser, with script and without: sent, watched, read, and kept from nobody."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.support.sent_bills import BILL, WRONG
from tests.support.web.barriers import AXE, RULES

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

ENOUGH = 120
"""Looks at a run that is being worked on."""


def _watch(page: Page, wanted: str) -> None:
    """Wait as a person does: with script the page looks again by itself, without it a link does."""
    for _ in range(ENOUGH):
        page.wait_for_timeout(500)
        if page.locator(wanted).count():
            return
        again = page.get_by_role("link", name="Look again")
        if again.count():
            again.first.click()
    raise AssertionError(page.locator("main").inner_text()[:400])


def _kept_out(page: Page) -> list[str]:
    """What axe-core finds that keeps people out; it runs where script does."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})", list(RULES)
    )
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found["violations"]]


@pytest.mark.slow
def test_a_bill_from_the_first_page_to_what_would_help(
    context: BrowserContext,
    tmp_path: Path,
    scripted: bool,  # noqa: FBT001 - a fixture
):
    good, bad = tmp_path / "bom.csv", tmp_path / "wrong.csv"
    good.write_bytes(BILL)
    bad.write_bytes(WRONG)
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="See your own products").click()
    page.get_by_label("Bill of materials").set_input_files(bad)
    page.get_by_label("What are they used for?").select_option("civil")
    page.get_by_role("button", name="Find out", exact=True).click()
    _watch(page, ".faults")
    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".faults")).to_contain_text("a cycle: rotor > magnet")
    if scripted:
        assert _kept_out(page) == []
    assert page.get_by_label("What are they used for?").input_value() == "civil"
    page.get_by_label("Bill of materials").set_input_files(good)
    page.get_by_label("Who will finally use it?").fill("Example Works")
    page.get_by_role("button", name="Find out", exact=True).click()
    _watch(page, "#files")
    assert "Example" not in page.url
    expect(page.locator("h1")).to_contain_text("stops first, on ")
    page.get_by_text("What the most affected products are made of").click()
    page.get_by_text("pump: 3 lines").click()
    expect(page.locator(".tree").nth(1)).to_contain_text("sensor")
    with page.expect_download() as kept:
        page.get_by_role("link", name="Workbook").click()
    assert kept.value.suggested_filename == "bom.exposure.xlsx"
    if scripted:
        assert _kept_out(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="日本語").click()
    expect(page.locator("h1")).to_contain_text("最初に止まる")
    page.locator("details.deletion > summary").click()
    page.get_by_role("button", name="完全に削除する").click()
    expect(page.locator("h1")).to_have_text("自社製品への影響")
