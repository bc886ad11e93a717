"""Signing in, and what follows, in a real browser, with script and without."""

from __future__ import annotations

import re
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from tests.support.web.barriers import barriers
from tests.support.web.running import running
from tests.support.web.team import DAY, WORD, Served, served_in

from sekisho.web.accounts.principal import Role
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="module")
def served(settings: ServerSettings, tmp_path_factory: pytest.TempPathFactory) -> Served:
    """The people of the server; every look at its clock is a minute later, so that nobody waits."""
    seconds = count(1_000, 60)
    made = served_in(tmp_path_factory.mktemp("team"), settings, lambda: float(next(seconds)))
    return replace(made, settings=replace(made.settings, trail=None))


@pytest.fixture(scope="module")
def server(served: Served) -> Iterator[str]:
    """A server on which everybody signs in."""
    with running(create_app(served.settings)) as address:
        yield address


def _sign_in(page: Page, name: str, password: str = WORD) -> None:
    page.get_by_label("Name of the account").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def test_signing_in_and_out_with_a_wrong_password_between(context: BrowserContext):
    page = context.new_page()
    page.goto("/measures?as_of=2026-02-01")
    expect(page.locator("h1")).to_have_text("Sign in")
    _sign_in(page, "abe", "not the password")
    expect(page).to_have_title(re.compile("^Error:"))
    page.get_by_role("link", name="Name and password do not fit.").click()
    expect(page.locator("#name")).to_be_focused()
    assert page.get_by_label("Name of the account").input_value() == "abe"
    _sign_in(page, "abe")
    expect(page).to_have_url(re.compile("/measures\\?as_of=2026-02-01"))
    page.goto("/people")
    expect(page.locator("h1")).to_contain_text("You may not do that")
    expect(page.locator(".summary")).to_contain_text("this needs the role 'administer'; yours is 'ask'.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto("/measures")
    expect(page.locator("h1")).to_have_text("Sign in")


def test_names_come_back_after_the_session_was_lost(context: BrowserContext, served: Served):
    page = context.new_page()
    page.goto("/parties")
    _sign_in(page, "abe")
    page.get_by_label("Names, one a line").fill("Mitsubshi Shipbuilding")
    served.team.sessions.held.clear()  # what a server that starts again knows
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("main")).to_contain_text("What you had filled in comes back")
    _sign_in(page, "abe")
    page.get_by_role("button", name="Go on with what you had filled in").click()
    expect(page.locator("tbody.name")).to_contain_text("Possible match: decide")
    assert "Mitsubshi" not in page.url


def test_a_new_account_chooses_its_password_and_makes_a_token(context: BrowserContext, server: str, scripted: bool):  # noqa: FBT001 - a fixture
    name = f"sato.{scripted}".lower()
    page = context.new_page()
    page.goto("/people")
    _sign_in(page, "root")
    page.locator("#add").scroll_into_view_if_needed()
    page.get_by_label("Name of the account").fill(name)
    page.get_by_label("review", exact=True).check()
    page.get_by_role("button", name="Add an account").click()
    given = page.locator(".shown-once code").inner_text()
    page.get_by_role("button", name="Sign out").click()
    _sign_in(page, name, given)
    page.goto("/books")
    expect(page.locator("h1")).to_have_text("Your account")
    page.get_by_label("Present password").fill(given)
    page.get_by_label("New password", exact=True).fill("four rather small words")
    page.get_by_label("The new password once more").fill("four rather small words")
    page.get_by_role("button", name="Change your password").click()
    expect(page.locator("[role=status]")).to_contain_text("Your password was changed.")
    page.get_by_label("What it is for").fill("nightly")
    page.get_by_role("button", name="Make a token").click()
    token = page.locator(".shown-once code").inner_text()
    asked = urllib.request.Request(f"{server}/api/measures", headers={"authorization": f"Bearer {token}"})  # noqa: S310 - this computer
    with urllib.request.urlopen(asked, timeout=30) as answer:  # noqa: S310 - the same
        assert answer.status == 200
    page.get_by_role("button", name="Revoke nightly").click()
    expect(page.locator("table")).to_contain_text("revoked")


def _looking(browser: Browser, server: str, name: str) -> Page:
    found = browser.new_context(locale="en-GB", base_url=server, bypass_csp=True)
    found.set_default_timeout(20_000)
    page = found.new_page()
    page.goto("/account")
    if name:
        _sign_in(page, name)
    return page


@pytest.mark.parametrize(("address", "name"), [("/sign-in", ""), ("/account", "root"), ("/people", "root")])
def test_nothing_keeps_people_out_of_signing_in_and_of_accounts(
    browser: Browser, server: str, served: Served, address: str, name: str
):
    """With an error and without, as wide as a desk and as narrow as a phone, in English and in Japanese."""
    if not served.team.tokens.of("root"):
        served.team.tokens.add("root", "夜間の注文台帳", Role.ASK, DAY, date(2027, 9, 30))
    page = _looking(browser, server, name)
    for width, language in ((1280, "en"), (390, "ja")):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{address}?language={language}")
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator("main form button").last.click()
        expect(page.locator(".summary, .shown-once")).to_have_count(1)
        assert barriers(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()
