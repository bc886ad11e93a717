"""A made-up law, small enough to know by heart, and a way to call the command line in this process."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.support.calling import LAW, Call

from sekisho import Library, load_measures
from sekisho.cli import main
from sekisho.machine import cache_folder

WITH_LAW = frozenset({"check", "readings", "bulk", "explain", "report", "measures", "show", "facts", "coverage"})


@pytest.fixture(scope="session")
def _law_held() -> Library:
    """The made-up law, so that no command of a process reads it again."""
    return load_measures([LAW], cache=cache_folder())


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _law_held: Library) -> Call:
    """Call sekisho with the law of the tests, in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, answers: str | None = None) -> Result:
        named = ("--measures", str(LAW)) if words[0] in WITH_LAW or words[:2] == ("example", "orders") else ()
        return CliRunner().invoke(main, [*words, *named], input=answers, catch_exceptions=False)

    return run
