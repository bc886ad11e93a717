"""What a command writes is for its user alone, under any umask; --shared lets others read it."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from click.testing import CliRunner
from tests.support.calling import LAW
from tests.support.open_books import random_rows, write_book

from sekisho import determine_book, load_measures
from sekisho.cli import main
from sekisho.files import temporary
from sekisho.files.formats import private_open, sharing
from sekisho.files.temporary import temporary_folder

SWEEP = (
    "import sys; from pathlib import Path; from sekisho.files.temporary import sweep; print(*sweep(Path(sys.argv[1])))"
)
USUAL = 0o022
"""The umask of most systems: everybody may read."""
COMMANDS = (
    ("bulk", "orders.csv", "-o", "r.csv", "--as-of", "2026-09-30", "--keep"),
    ("settle", "r.csv", "-o", "sheet.csv"),
    ("settle", "r.csv", "-o", "sheet.xlsx"),
    ("report", "r.csv", "-o", "r.html"),
    ("report", "r.csv", "-o", "r.xlsx"),
    ("rescreen", "r.csv", "--law-to", "2026-02-02", "-o", "changes.csv"),
    ("map", "orders.csv", "-o", "orders.map.yaml"),
    ("watch", "orders.csv", "--state", "state"),
    ("screen", "--file", "names.csv", "-o", "review.csv"),
    ("store", "init", "--store", "s.db"),
    ("template", "-o", "empty.csv"),
    ("example", "orders", "--lines", "5", "-o", "example.csv"),
)


@pytest.fixture
def usual(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a book, under the usual umask."""
    before = os.umask(USUAL)
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path / "orders.csv", random_rows(5, 6))
    (tmp_path / "names.csv").write_text("name\nAlpha Works\nMihon KK\n", encoding="utf-8")
    try:
        yield tmp_path
    finally:
        os.umask(before)


def modes(folder: Path, *, but: set[str]) -> dict[str, int]:
    """Rights of all that stands below a folder."""
    found = {str(path.relative_to(folder)): stat.S_IMODE(path.stat().st_mode) for path in folder.rglob("*")}
    return {name: mode for name, mode in found.items() if name not in but}


def test_what_every_command_writes_is_for_its_user_alone(usual: Path):
    there = {path.name for path in usual.iterdir()}
    for command, *args in COMMANDS:
        law = ["--library-to", str(LAW)] if command == "rescreen" else ["--measures", str(LAW)]
        done = CliRunner().invoke(main, [command, *args, *([] if command in {"store", "template"} else law)])
        assert done.exit_code == 0, (command, done.output)
    found = modes(usual, but=there)
    assert {"r.csv", "r.run.yaml", "r.kept", "sheet.xlsx", "r.html", "s.db", "review.csv"} <= set(found)
    assert {name: oct(mode) for name, mode in found.items() if mode & 0o077} == {}


def test_shared_files_are_as_open_as_the_umask_lets_them_be_wherever_the_flag_stands(usual: Path):
    there = {path.name for path in usual.iterdir()}
    for place, out in enumerate(("a.csv", "b.csv")):
        words = ["bulk", "orders.csv", "-o", out, "--as-of", "2026-09-30", "--measures", str(LAW)]
        words.insert(0 if place else len(words), "--shared")
        assert CliRunner().invoke(main, words).exit_code == 0
    assert {mode for name, mode in modes(usual, but=there).items()} == {0o644}


def test_python_writes_results_for_its_user_alone_too(usual: Path):
    there = {path.name for path in usual.iterdir()}
    determine_book("orders.csv", load_measures([LAW]), out="r.csv", as_of="2026-09-30", threads=1)
    assert set(modes(usual, but=there).values()) == {0o600}


def test_a_private_file_was_never_open_to_others_and_temporary_folders_are_not_either(usual: Path):
    with private_open(usual / "x") as file:
        assert stat.S_IMODE((usual / "x").stat().st_mode) == 0o600
        file.write("secret")
    with sharing(), private_open(usual / "y"):
        assert stat.S_IMODE((usual / "y").stat().st_mode) == 0o644
    with temporary_folder(within=usual) as folder:
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_that_is_being_made_is_not_swept_by_a_process_that_starts_meanwhile(
    usual: Path, monkeypatch: pytest.MonkeyPatch
):
    """Between the making of a folder and the holding of its file another process may sweep: it must find nothing."""
    hold, swept = temporary.hold, []

    def held_late(file: IO[bytes]) -> None:
        done = subprocess.run([sys.executable, "-c", SWEEP, str(usual)], capture_output=True, text=True, check=True)
        swept.extend(done.stdout.split())
        hold(file)

    monkeypatch.setattr(temporary, "hold", held_late)
    with temporary_folder(within=usual) as folder:
        assert folder.is_dir()
    assert swept == []
