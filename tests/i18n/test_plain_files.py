"""The gate of plain words over what is written to files: workbooks with all their sheets, letters, reports as pages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.support.speech.files import texts_of_file
from tests.support.speech.law_words import without_law
from tests.support.speech.own_words import without_own_words
from tests.support.speech.rules import LANGUAGES, faults_of
from tests.support.speech.screens import DAY, ENUMERATION, printed

from sekisho import Library

KINDS = frozenset({".xlsx", ".docx", ".txt", ".html"})
SHORTEST = 5
"""Letters from which a cell of the order list is the user's own word wherever it stands."""
BOOK = (
    "example dirty --lines 40 --seed 1 -o untidy.csv",
    f"bulk untidy.csv -o run.csv --keep --threads 1 --suppose ordinary {DAY}",
    "report run.csv -o report.xlsx",
    "settle run.csv -o questions.xlsx",
)
"""An untidy order list, its workbook and its sheet of questions."""
MORE = (
    "example bom --lines 20 --products 2 -o bom.csv",
    "letters run.csv -o letters",
    "report run.csv -o report.html",
    "exposure bom.csv -o exposure.html -o exposure.xlsx",
    "impact gallium-2023 --draws 16 --months 2 --kernel numpy -o cost.html -o cost.xlsx",
)
"""The rest that is written."""


def _faults(folder: Path, language: str, library: Library) -> Iterator[str]:
    tables = [file for file in (folder / "untidy.csv", folder / "bom.csv") if file.is_file()]
    rows = [row for file in tables for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines())]
    cells = {cell.strip() for row in rows for cell in row if len(cell.strip()) > 1}
    own = without_own_words(library, (cell for cell in cells if len(cell) >= SHORTEST))
    law = without_law(library, language)
    for file in sorted(folder.rglob("*")):
        for text in texts_of_file(file, language) if file.suffix in KINDS else ():
            if text not in cells and any(True for _ in faults_of(text, language)):
                found = faults_of(ENUMERATION.sub("E", own(law(text))), language)
                yield from (f"{file.relative_to(folder)}: {fault}" for fault in found)


@contextmanager
def _spoken(language: str, folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SEKISHO_LANGUAGE", language)
        yield


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_file_is_in_plain_words(library: Library, tmp_path: Path, language: str):
    with _spoken(language, tmp_path):
        for line in (*BOOK, *MORE):
            printed(line)
    found = list(dict.fromkeys(_faults(tmp_path, language, library)))
    print(f"{language}: {len(found)} findings", *found, sep="\n")  # noqa: T201 - the count of the gate
    assert found == []
    assert {file.suffix for file in tmp_path.rglob("*") if file.is_file()} >= KINDS


def test_a_workbook_whose_cell_speaks_data_is_found(library: Library, tmp_path: Path):
    from sekisho.files.workbook import workbook_bytes

    def fill(book: object) -> None:
        sheet = book.add_worksheet("表紙")  # type: ignore[attr-defined]
        sheet.write_string(0, 0, "end_user_kind が不明です。")
        hidden = book.add_worksheet("元")  # type: ignore[attr-defined]
        hidden.write_string(0, 0, "end_use")
        hidden.hide()

    (tmp_path / "bad.xlsx").write_bytes(workbook_bytes("x", fill))
    found = list(_faults(tmp_path, "ja", library))
    assert [fault.split(": ", 1)[0] for fault in found] == ["bad.xlsx"]
    assert "end_user_kind" in found[0]
