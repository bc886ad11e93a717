"""What the program gives, compared with what was approved; `make approve` approves what it gives now."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from tests.approved.commands import FILES
from tests.approved.shelf import Shelf

FOLDER: Final = Path(__file__).parent
MOST_LINES: Final = 120
"""Lines of a difference that are shown; the rest is in the file itself."""
REMEDY: Final = "If that is meant, run `make approve`, read the difference, and say in changes/ what changed and why."
DIFFERENCES: Final = pytest.StashKey[list[str]]()


@pytest.fixture
def approved(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the approved one of that name, or approve it if `--approve` says so."""

    def compare(name: str, text: str) -> None:
        file = FOLDER / name
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        after = text.rstrip("\n") + "\n"
        if file.exists() and before == after:
            return
        old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
        difference = list(difflib.unified_diff(old, new, f"{name}, approved", f"{name}, now"))
        if not request.config.getoption("--approve"):
            missing = "" if file.exists() else "No such output was approved yet. "
            pytest.fail(f"{missing}{REMEDY}\n{''.join(difference[:MOST_LINES])}", pytrace=False)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(after, encoding="utf-8", newline="\n")
        request.config.stash.setdefault(DIFFERENCES, []).append("".join(difference))

    return compare


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """The folder in which the outputs are made, and what several of them are made from."""
    with Shelf.opened(tmp_path_factory.mktemp("approved"), FILES) as found:
        yield found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show what was approved."""
    for difference in config.stash.get(DIFFERENCES, []):
        terminalreporter.write(difference)
    if config.getoption("--approve"):
        terminalreporter.write_line(f"{len(config.stash.get(DIFFERENCES, []))} outputs were approved anew.")
