"""Judge a made-up order list, explain the line that comes first, and say where to go next.

Usage: python scripts/demo.py FOLDER [--lines N] [--as-of DATE]

Every command is shown as one would type it. The folder gets the book and its results.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

PROGRAM: Final = Path(sys.executable).with_name("sekisho")
NEXT_LINE: Final = re.compile(r"sekisho explain \S+ --line (?P<line>\S+)")
NEXT: Final = """\
Where to go next
  your own book    {program} bulk BOOK -o results.parquet     CSV, Excel, Parquet, JSON
  one shipment     {program} check                            asks what it needs
  an item          {program} classify "what it is, with its figures"
  all commands     {program} --help
  in a browser     make setup, then {program} serve           loads the rest, about 450 MB
  to read          README.md, docs/tutorials/ten-minutes.md"""


def asked(arguments: Sequence[str]) -> str:
    """Run a command of the program, show it as typed, and return what it said.

    Raises
    ------
    SystemExit
        If it fails; it has said why.
    """
    print("$ " + shlex.join([_short(PROGRAM), *arguments]), flush=True)
    done = subprocess.run([str(PROGRAM), *arguments], stdout=subprocess.PIPE, text=True, check=False)  # noqa: S603 - ours
    if done.returncode:
        sys.exit(done.returncode)
    return done.stdout


def first_line(said: str) -> str:
    """Return the line that a run says to explain next: the worst of its queue.

    Raises
    ------
    SystemExit
        If it names none.
    """
    match = NEXT_LINE.search(said)
    return match["line"] if match else sys.exit("The run names no line to explain.")


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the three commands."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--as-of", default="2026-09-30")
    given = parser.parse_args(arguments)
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    book, results = folder / "orders.csv", folder / "results.parquet"
    start = time.monotonic()

    print(f"\n1 of 3  A made-up order list of {given.lines:,} lines")
    print(asked(["example", "orders", "--lines", str(given.lines), "--seed", "1", "-o", str(book)]))

    print("2 of 3  Which lines may go? The first run of an installation also makes its tables, about 10 s")
    said = asked(["bulk", str(book), "-o", str(results), "--as-of", given.as_of])
    print(said)

    print("3 of 3  Why is the first line of the queue to be stopped?")
    print(asked(["explain", str(results), "--line", first_line(said)]))

    print(f"Shown in {time.monotonic() - start:.0f} s.\n")
    print(NEXT.format(program=_short(PROGRAM)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
