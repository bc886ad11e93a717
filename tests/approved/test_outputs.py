"""What commands, pages and files give today is what was approved: code that is moved or renamed changes none of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.approved.commands import COMMANDS
from tests.approved.pages import PAGES_AND_ANSWERS
from tests.approved.shelf import Shelf

FOLDER = Path(__file__).parent
OUTPUTS = {**COMMANDS, **PAGES_AND_ANSWERS}


@pytest.mark.parametrize("name", OUTPUTS)
def test_an_output_is_the_approved_one(name: str, shelf: Shelf, approved: Callable[[str, str], None]):
    approved(name, OUTPUTS[name](shelf))


def test_every_approved_file_has_an_output(request: pytest.FixtureRequest):
    files = {
        file for file in FOLDER.glob("*/*") if file.is_file() and file.parent.name not in {"package", "__pycache__"}
    }
    stale = sorted({file.relative_to(FOLDER).as_posix() for file in files} - OUTPUTS.keys())
    if request.config.getoption("--approve"):
        for name in stale:
            (FOLDER / name).unlink()
        return
    assert stale == [], "nothing makes these any more: `make approve` takes them away"
