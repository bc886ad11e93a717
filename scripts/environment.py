"""Make the virtual environment of a clone, and say before what it loads; each large package is a line.

Usage: python3.11 scripts/environment.py books|dev FOLDER

`books` is what the main job needs, an order list judged and shown; `dev` adds what the repository checks itself with.
It runs before anything is installed, on the standard library alone. Versions are those of constraints.txt.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).resolve().parents[1]
BUILD: Final = ("hatchling", "babel")
"""What the program is built with: `build-system.requires` in pyproject.toml."""
LARGE: Final = re.compile(r"Downloading (?P<name>[A-Za-z0-9_.]+?)-\d\S* \((?P<size>[\d.]+) MB\)")
"""What pip says of a package of more than a megabyte."""
FAULT: Final = re.compile(r"^(ERROR|error)")


class Part(NamedTuple):
    """What an environment is for, and its size, measured on Linux x86-64 in November 2026."""

    extras: str
    says: str
    loads: int
    """Megabytes over the network."""
    holds: int
    """Megabytes on disk."""


PARTS: Final = {
    "books": Part("books", "what an order list needs", 196, 576),
    "dev": Part("dev", "everything, and what the checks need", 637, 1735),
}


def install(python: Path, options: Sequence[str]) -> None:
    """Let pip install; each large package is a line.

    Raises
    ------
    SystemExit
        If pip fails; what it said last is told.
    """
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    said: list[str] = []
    with subprocess.Popen(  # noqa: S603 - pip of the environment just made
        [*command, "-c", str(ROOT / "constraints.txt"), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as running:
        for line in running.stdout or ():
            said.append(line.rstrip())
            if large := LARGE.search(line):
                print(f"  {large['name']} {large['size']} MB", flush=True)
    if running.returncode:
        faults = [line for line in said if FAULT.match(line)] or said[-5:]
        sys.exit("\n".join([*faults, "pip could not install this. Is there a network? Run make again."]))


def main(arguments: Sequence[str]) -> int:
    """Make the environment, and say how long it took."""
    name, folder = arguments
    part, place, start = PARTS[name], Path(folder), time.monotonic()
    python = place / "bin" / "python"
    print(f"Setting up {place} with Python {sys.version.split()[0]}: {part.says}.")
    print(f"About {part.loads} MB to load unless pip has them, {part.holds} MB on disk.", flush=True)
    if not python.exists():
        venv.create(place, with_pip=True, symlinks=True)
    # What is never imported need not be compiled: Python compiles the rest at its first use.
    install(python, ("--no-compile", *BUILD))
    install(python, ("--no-compile", "--no-build-isolation", "-e", f".[{part.extras}]"))
    print(f"Set up in {time.monotonic() - start:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
