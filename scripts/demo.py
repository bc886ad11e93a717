"""Judge a made-up order list, explain the line that comes first, and say where to go next.

Usage: python scripts/demo.py FOLDER [--lines N] [--as-of DATE]

Every command is shown as one would type it. The folder gets the book, its results and all that the run said.
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
QUEUE: Final = "Look at these first"
SHOWN: Final = 3
"""Lines of the queue that are shown; the file has all."""
FIRST: Final = re.compile(r"^ +\w+ +(?P<line>\d+):")
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


def triage(said: str) -> tuple[str, str]:
    """Cut what a run said after the first lines of its queue; also return the number of the line that comes first."""
    before, heading, after = said.partition(QUEUE)
    queue = after.split("\n\n", maxsplit=1)[0].splitlines()
    starts = [at for at, line in enumerate(queue) if FIRST.match(line)]
    shown = queue[: starts[SHOWN]] if len(starts) > SHOWN else queue
    match = FIRST.match(queue[starts[0]]) if starts else None
    return before + heading + "\n".join(shown), match["line"] if match else "1"


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
    (folder / "triage.txt").write_text(said, encoding="utf-8")
    cut, line = triage(said)
    print(f"{cut}\n  ...   and the rest: {folder / 'triage.txt'}\n")

    print("3 of 3  Why is that?")
    print(asked(["explain", str(results), "--line", line]))

    print(f"Shown in {time.monotonic() - start:.0f} s.\n")
    print(NEXT.format(program=_short(PROGRAM)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
