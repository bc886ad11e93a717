"""A folder of modules is small enough to be held in the head."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).parents[2] / "src" / "sekisho"
MOST: Final = 25
"""Modules of one folder. A guess: about as many names as fit one screen. Fewer splits ideas that belong together; of
more nobody knows whether a function stands there already, and it is written twice."""
COMMANDS: Final = "cli"
"""One module a command: who looks for one knows its name."""
LARGE: Final[dict[str, int]] = {}
"""Folders that are larger, with the most that they may have: these numbers only fall, and a line goes at 25."""


def modules_by_folder() -> dict[str, int]:
    """Modules of each folder, by its path; what makes it a package is none."""
    folders = {file.parent for file in SOURCE.rglob("*.py")} - {SOURCE}
    return {
        folder.relative_to(SOURCE).as_posix(): sum(file.name != "__init__.py" for file in folder.glob("*.py"))
        for folder in folders
    }


def test_no_folder_has_more_modules_than_fit_the_head():
    counts = modules_by_folder()
    larger = {
        folder: count for folder, count in counts.items() if folder != COMMANDS and count > LARGE.get(folder, MOST)
    }
    assert larger == {}, "make a room in it by question, or merge a module of one function into its only caller"
    assert {folder for folder in LARGE if counts[folder] <= MOST} == set(), (
        "these are small enough: take them out of LARGE"
    )
