"""The gate of plain words over what commands print, in three languages: the lines themselves, as a user sees them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.speech.law_words import without_law
from tests.support.speech.own_words import without_own_words
from tests.support.speech.rules import LANGUAGES, faults_of
from tests.support.speech.screens import MADE, QUICK, WHOLE, printed, spoken

from sekisho import Library

SHORTEST = 8
"""Letters from which a cell of the order list is taken out: shorter ones are the program's words too."""


def _faults(
    lines: tuple[str, ...], language: str, library: Library, folder: Path, typed: tuple[str, ...] = ()
) -> Iterator[str]:
    law, own = without_law(library, language), without_own_words(library)
    for line in lines:
        for text in spoken(line, folder, lambda text: own(law(text)), typed):
            yield from (f"{line}: {fault}" for fault in faults_of(text, language, own))


def test_a_handful_of_commands_prints_plain_words(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    found: set[str] = set()
    for place, line in enumerate(QUICK):
        language = LANGUAGES[place % 3]
        monkeypatch.setenv("SEKISHO_LANGUAGE", language)
        found |= set(_faults((line,), language, library, tmp_path))
    assert sorted(found) == []


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_prints_plain_words(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEKISHO_LANGUAGE", language)
    for line in MADE:
        printed(line)
    with Path("untidy.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = {cell.strip() for row in csv.reader(file) for cell in row if len(cell.strip()) > 4}
    typed = tuple(sorted(cells, key=len, reverse=True))
    found = list(dict.fromkeys(_faults((*QUICK, *WHOLE), language, library, tmp_path, typed)))
    print(f"{language}: {len(found)} findings", *found, sep="\n")  # noqa: T201 - the count of the gate
    assert found == []
