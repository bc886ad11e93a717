"""Draw the pictures of the README and the documentation: the main pages, as a browser shows them.

Usage: python scripts/pictures.py [FOLDER]

The pages are asked as a person asks them: a code, a made-up order list, the shipped cost of the Japan ban, and a
made-up bill of materials.
It needs Chromium, which Playwright drives, and the extras `books`, `economy` and `web`. The pages change with the day,
the law and the words: draw them anew before a release and look at them; no test compares dots.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory
from typing import Final

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURES: Final = ROOT / "docs" / "pictures"
PROGRAM: Final = (sys.executable, "-m", "sekisho")
MOST_BYTES: Final = 200_000
"""What a reader should load at most for a picture."""
ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+/")
WIDTH: Final = 1100
HEIGHT: Final = 760
"""Dots of the window: the heading, the answer and what stands below it."""
LINES: Final = 200
"""Of the order list: enough that its first lines differ, as few as are judged in seconds."""
PATIENCE: Final = 180_000
"""Milliseconds for a list, a bill or a cost; each takes a few seconds where nothing else runs."""


@contextmanager
def served(jobs: Path) -> Iterator[str]:
    """Start the pages, and say where they are."""
    command = [*PROGRAM, "serve", "--port", "0", "--jobs", str(jobs)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:  # noqa: S603
        try:
            yield next(match[0] for line in iter(server.stdout or ()) if (match := ADDRESS.search(line)))
        finally:
            server.terminate()


def front(page: Page, address: str, _: Path) -> None:
    """Open the first page."""
    page.goto(address)


def answer(page: Page, address: str, _: Path) -> None:
    """Ask whether dysprosium oxide may go from China to Japan."""
    page.goto(f"{address}answer/1C905.b/CN-JP")


def order_list(page: Page, address: str, folder: Path) -> None:
    """Send a made-up order list, and determine it with the columns as they are proposed."""
    orders = folder / "orders.csv"
    made = [*PROGRAM, "example", "orders", "--lines", str(LINES), "-o", str(orders)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    page.goto(f"{address}books")
    page.locator("input[type=file]").first.set_input_files(orders)
    page.locator("main form:has(input[type=file]) button").first.click()
    page.wait_for_selector("table.mapping")
    page.get_by_role("button", name="Determine every line").click()
    page.wait_for_selector("table.desk")


def cost(page: Page, address: str, _: Path) -> None:
    """Ask for the cost of the Japan ban, which is kept ready."""
    page.goto(f"{address}impact?what=japan-ban")
    page.locator("main form[method=post] button").first.click()
    page.wait_for_selector("#files")


def exposure(page: Page, address: str, folder: Path) -> None:
    """Send a made-up bill of materials."""
    bill = folder / "bom.csv"
    made = [*PROGRAM, "example", "bom", "--lines", "120", "--products", "4", "-o", str(bill)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    page.goto(f"{address}exposure")
    page.locator("input[type=file]").first.set_input_files(bill)
    page.locator("main form:has(input[type=file]) button").first.click()
    page.wait_for_selector("#files")


DRAWN: Final[Mapping[str, Callable[[Page, str, Path], None]]] = {
    "front": front,
    "answer": answer,
    "order-list": order_list,
    "cost": cost,
    "exposure": exposure,
}


def main() -> int:
    """Draw them, and refuse one that is too large."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    large = []
    with TemporaryDirectory() as kept, served(Path(kept) / "jobs") as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium") or which("google-chrome"))
        for name, show in DRAWN.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
            page.set_default_timeout(PATIENCE)
            show(page, address, Path(kept))
            file = folder / f"{name}.png"
            page.evaluate("window.scrollTo(0, 0)")
            page.screenshot(path=str(file))
            size = file.stat().st_size
            print(f"{file} {size / 1000:.0f} kB")
            large += [name] if size > MOST_BYTES else []
        browser.close()
    if large:
        print(f"Too large, at most {MOST_BYTES // 1000} kB: {', '.join(large)}.")
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
