"""List the licences of all packages that sekisho installs, and refuse those that it must not bring.

Usage: python scripts/licences.py [--check] [--dev]

The packages are those of the extras in pyproject.toml, with all that they need in turn, as they are installed here.
What is not installed is named. Refused is a package under the GPL or AGPL, one under the LGPL unless record 48 names
it, and one whose licence nobody knows. `--check` makes a refusal an error; `--dev` adds what the checks of the
repository need.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Final, NamedTuple

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT: Final = Path(__file__).resolve().parents[1]
RECORD: Final = ROOT / "docs" / "decisions" / "0048-six-extras.md"
EXTRAS: Final = ("", "books", "economy", "web", "agents", "postgres", "spark", "all")
KNOWN: Final[Mapping[str, str]] = {
    # The file LICENSE in the package, whose description names none; what it brings, axe-core, says it in its head.
    "axe-playwright-python": "MIT AND MPL-2.0",
    # The file LICENSE in the package; its own description names none.
    "pgserver": "Apache-2.0",
    # Licences to choose from, which its description lists without saying so; the MPL is the one taken.
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    # Its description says no more than that; the licences lie in the package (PDFium: BSD-3-Clause, Apache-2.0).
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
"""Licences that a package does not state in a form that can be read."""
STRONG: Final = re.compile(r"(?<!L)(?<!Lesser )\bA?GPL|General Public License|Affero", re.IGNORECASE)
WEAK: Final = re.compile(r"LGPL|Lesser General Public", re.IGNORECASE)


class Package(NamedTuple):
    """A package as it is installed."""

    name: str
    version: str
    licence: str
    extras: tuple[str, ...]
    size: int
    """Bytes on disk."""


def licence_of(described: Distribution) -> str:
    """Return the licence as a package states it: an expression, what is known here, its classes, or the first line."""
    about = described.metadata
    if stated := about.get("License-Expression"):
        return str(stated)
    if known := KNOWN.get(canonicalize_name(described.name)):
        return known
    classes = [
        each.rpartition("::")[2].strip()
        for each in about.get_all("Classifier") or ()
        if each.startswith("License ::") and not each.endswith("OSI Approved")
    ]
    line = str(about.get("License") or "").strip().partition("\n")[0]
    return " AND ".join(classes) if classes else line


def refusal(name: str, licence: str, record: str) -> str:
    """Say why a package may not be brought; empty if it may. Of several to choose from, one that may be is enough.

    >>> refusal("a", "MIT", "")
    ''
    >>> refusal("b", "GPL-2.0-or-later OR MPL-1.1", "")
    ''
    >>> refusal("c", "MIT AND AGPL-3.0-only", "")
    'c is under MIT AND AGPL-3.0-only.'
    >>> refusal("psycopg", "LGPL-3.0-only", "")
    'psycopg is under LGPL-3.0-only, and record 48 does not say why.'
    >>> refusal("psycopg", "LGPL-3.0-only", "The driver `psycopg` ...")
    ''
    >>> refusal("d", "", "")
    'd states no licence.'
    """
    if not licence:
        return f"{name} states no licence."
    choices = re.split(r"\s+OR\s+", licence)
    if any(not STRONG.search(WEAK.sub("", each)) and not WEAK.search(each) for each in choices):
        return ""
    if any(WEAK.search(each) and not STRONG.search(WEAK.sub("", each)) for each in choices):
        named = f"`{canonicalize_name(name)}`" in record
        return "" if named else f"{name} is under {licence}, and record 48 does not say why."
    return f"{name} is under {licence}."


def needed(requirements: Sequence[str], environment: Mapping[str, str], found: dict[str, Distribution | None]) -> None:
    """Gather packages with all that they need; None stands for one that is not installed."""
    for text in requirements:
        wanted = Requirement(text)
        name = canonicalize_name(wanted.name)
        if wanted.marker is not None and not wanted.marker.evaluate(dict(environment)):
            continue
        if name == "sekisho":
            continue
        if name not in found:
            try:
                found[name] = distribution(name)
            except PackageNotFoundError:
                found[name] = None
        elif not wanted.extras:
            continue
        here = found[name]
        for extra in ("", *sorted(wanted.extras)):
            inner = {**environment, "extra": extra}
            for each in (here.requires or ()) if here else ():
                marker = Requirement(each).marker
                if ("extra ==" in str(marker)) == bool(extra) and (marker is None or marker.evaluate(inner)):
                    needed([each.partition(";")[0]], environment, found)


def extras_of(project: Mapping[str, object], names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Go through the extras with all that they name, those that they build on included."""
    optional: Mapping[str, list[str]] = project["optional-dependencies"]  # type: ignore[assignment] - read from TOML
    base: list[str] = project["dependencies"]  # type: ignore[assignment] - the same

    def whole(name: str) -> list[str]:
        inner = [extra for line in optional[name] for extra in sorted(Requirement(line).extras) if _own(line)]
        return [line for line in optional[name] if not _own(line)] + [line for extra in inner for line in whole(extra)]

    for name in names:
        yield name, base + (whole(name) if name else [])


def _own(line: str) -> bool:
    return Requirement(line).name == "sekisho"


def size_of(described: Distribution) -> int:
    """Return the bytes of a package on disk."""
    places = [Path(str(described.locate_file(file))) for file in described.files or ()]
    return sum(place.stat().st_size for place in places if place.is_file())


def packages(names: Sequence[str]) -> tuple[list[Package], list[str]]:
    """Return the packages of some extras that are installed, and the names of those that are not."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    of: dict[str, list[str]] = {}
    all_found: dict[str, Distribution | None] = {}
    for extra, lines in extras_of(project, names):
        found: dict[str, Distribution | None] = {}
        needed(lines, {"extra": ""}, found)
        for name in found:
            of.setdefault(name, []).append(extra)
        all_found |= found
    installed = [
        Package(each.name, each.version, licence_of(each), tuple(of[name]), size_of(each))
        for name, each in sorted(all_found.items())
        if each is not None
    ]
    return installed, sorted(name for name, each in all_found.items() if each is None)


def table(rows: Sequence[Package]) -> str:
    """Write packages as text: name, version, megabytes, licence, and the first extra that brings it."""
    lines = [("package", "version", "MB", "licence", "with")]
    lines += [
        (row.name, row.version, f"{row.size / 1e6:.1f}", row.licence or "?", row.extras[0] or "base") for row in rows
    ]
    widths = [max(len(line[at]) for line in lines) for at in range(5)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def sizes(rows: Sequence[Package], names: Sequence[str]) -> str:
    """Write what each extra holds on disk with all that it needs."""
    return "\n".join(
        f"{name or 'base':9} {sum(row.size for row in rows if name in row.extras) / 1e6:6.0f} MB" for name in names
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table, the sizes and what is refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="a refusal is an error")
    parser.add_argument("--dev", action="store_true", help="what the checks of the repository need, too")
    given = parser.parse_args(arguments)
    names = (*EXTRAS, "dev") if given.dev else EXTRAS
    rows, absent = packages(names)
    print(f"{table(rows)}\n\nOn disk, without Python and sekisho itself\n{sizes(rows, names)}")
    if absent:
        print(
            f"\nNot installed here, so not looked at: {', '.join(absent)}, nor what these need in turn. "
            "Install their extras and run it again before a release."
        )
    record = RECORD.read_text(encoding="utf-8")
    refused = [why for row in rows if (why := refusal(row.name, row.licence, record))]
    unseen = f"; {len(absent)} not looked at" if absent else ""
    print("\n" + ("\n".join(refused) or f"{len(rows)} packages, none refused{unseen}."))
    return 1 if refused and given.check else 0


if __name__ == "__main__":
    sys.exit(main())
