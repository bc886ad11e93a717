"""Draw the picture of the README: the first page, as a browser shows it.

Usage: python scripts/picture.py [FILE]

It needs Chromium, which Playwright drives, and the extra `web`. The page changes with the day, the law and the words:
draw it anew before a release and look at it; no test compares dots.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Final

from playwright.sync_api import Page, sync_playwright

ROOT: Final = Path(__file__).resolve().parents[1]
PICTURE: Final = ROOT / "docs" / "pictures" / "front.png"
PROGRAM: Final = (sys.executable, "-m", "sekisho")
MOST_BYTES: Final = 200_000
"""What a reader of the README should load at most for a picture."""
ADDRESS: Final = re.compile(r"http://127\.0\.0\.1:\d+/")
WIDTH: Final = 1100
HEIGHT: Final = 760
"""Dots of the window: the heading, the question and what stands below it."""


def front(page: Page, file: Path) -> None:
    """Start the pages, and draw the first one."""
    command = [*PROGRAM, "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:  # noqa: S603
        try:
            lines = iter(server.stdout or ())
            address = next(match[0] for line in lines if (match := ADDRESS.search(line)))
            page.goto(address)
            page.screenshot(path=str(file))
        finally:
            server.terminate()


def main() -> int:
    """Draw it, and refuse one that is too large."""
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURE
    file.parent.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium") or which("google-chrome"))
        front(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}), file)
        browser.close()
    size = file.stat().st_size
    print(f"{file} {size / 1000:.0f} kB")
    if size > MOST_BYTES:
        print(f"Too large: at most {MOST_BYTES // 1000} kB.")
    return 1 if size > MOST_BYTES else 0


if __name__ == "__main__":
    sys.exit(main())
