"""Fixtures of the pages: asked without a server, with one in this process, and in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient
from tests.support.web.running import running
from tests.support.web.server import BASE, TODAY

from sekisho import Library
from sekisho.web.app import create_app
from sekisho.web.settings import ServerSettings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE = 20_000
"""Milliseconds in which a page shows what it is looked at for, on a busy machine too."""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def settings(library: Library, tmp_path_factory: pytest.TempPathFactory) -> ServerSettings:
    """What the pages of the tests stand on: the law as it ships, and a day that stays."""
    return ServerSettings(
        library=library,
        today=lambda: TODAY,
        folder=tmp_path_factory.mktemp("uploads"),
        cache=Path(os.environ["SEKISHO_TESTS_CACHE"]),  # noqa: TID251 - each job would build every index anew
    )


@pytest.fixture(autouse=True)
def no_cookies(request: pytest.FixtureRequest) -> None:
    """Let whoever asks the pages without a server remember nothing from the test before, as the language chosen."""
    if "asking" in request.fixturenames:
        request.getfixturevalue("asking").cookies.clear()


@pytest.fixture
def client(asking: TestClient) -> TestClient:
    """Asks the pages without a server."""
    return asking


@pytest.fixture(scope="session")
def asking(settings: ServerSettings) -> Iterator[TestClient]:
    """The one behind it; redirects are looked at, not followed."""
    app = create_app(settings)
    with TestClient(app, base_url=BASE, follow_redirects=False) as found:
        yield found
    app.state.jobs.close()


@pytest.fixture(scope="session")
def server(settings: ServerSettings) -> Iterator[str]:
    """The address of a real server in this process."""
    with running(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    if CHROMIUM is None:
        pytest.skip("no chromium is installed: `apt-get install chromium`")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def scripted(request: pytest.FixtureRequest) -> bool:
    """Whether the browser runs script."""
    return bool(request.param)


@pytest.fixture
def context(scripted: bool, browser: Browser, server: str) -> Iterator[BrowserContext]:  # noqa: FBT001 - a fixture
    """A fresh browser, with script and without; it fails on a request to any other host, and on errors in the page."""
    found = browser.new_context(java_script_enabled=scripted, locale="en-GB", base_url=server)
    strangers: list[str] = []
    faults: list[str] = []
    found.on("request", lambda one: strangers.append(one.url) if not one.url.startswith(server) else None)
    found.on("weberror", lambda one: faults.append(str(one.error)))
    found.set_default_timeout(PATIENCE)
    yield found
    found.close()
    assert strangers == []
    assert faults == []


@pytest.fixture(scope="session")
def orders(library: Library, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small order book."""
    from sekisho.examples.orders import write_orders

    out = tmp_path_factory.mktemp("orders") / "orders.csv"
    write_orders(library, lines=400, seed=1, out=out)
    return out
