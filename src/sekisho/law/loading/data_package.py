"""The folder of a data package: what it says of itself, the files in it, and the hash that names them."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, MeasureError, Problem
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.model.library import Package
from sekisho.law.model.namesakes import NAMESAKES
from sekisho.law.model.scheme import HOME_SCHEME
from sekisho.law.model.user_list import UserList
from sekisho.message import message

GROUP: Final = "sekisho.measures"
"""Entry points by which data packages are found."""
ECONOMY: Final = "economy"
"""Folder of a data package that no answer of law reads, and that is no part of the hash of the law (see `impact`)."""
_HOME_TABLE: Final = f"lists/{HOME_SCHEME.replace('/', '-')}.csv"
SHORT_TEXTS: Final = "brief.csv"
"""Table of what is said in short of what was decided; it decides nothing, so no part of that hash either."""


ARCHIVE: Final = "law.zip"
"""Name under which a law file is kept once it is taken up (see `law_versions`)."""
UNPACKED: Final = "package"
"""Folder beside it with the data package that is in it."""


@cache
def installed_folders() -> tuple[Path, ...]:
    """Find the data packages through the entry-point group `sekisho.measures`, once a process.

    Raises
    ------
    LibraryError
        If no data package is installed.
    """
    folders = []
    for name in _entry_points() or _entry_points_by_metadata():
        spec = find_spec(name)
        if spec is not None and spec.submodule_search_locations:
            folders.append(Path(next(iter(spec.submodule_search_locations))))
    if not folders:
        raise LibraryError(
            Problem(
                what=message("lawdata.no_package", "no data package with measures is installed."),
                remedy=message(
                    "lawdata.install_package",
                    "Install sekisho with its data (`pip install sekisho`), or name a folder with --measures.",
                ),
            )
        )
    return tuple(sorted(set(folders)))


def _entry_points() -> list[str]:
    """Find what is registered under the group in the folders of installed packages.

    `importlib.metadata` finds more, such as what lies in archives, and takes a tenth of the time of a short command to
    load, for it brings what reads mail.
    """
    names: dict[str, None] = {}
    for place in sys.path:
        with suppress(OSError), os.scandir(place or ".") as entries:
            for entry in entries:
                if entry.name.endswith(_INSTALLED):
                    names.update(dict.fromkeys(_registered(os.path.join(entry.path, "entry_points.txt"))))  # noqa: PTH118 - hundreds of them
    return list(names)


_INSTALLED: Final = (".dist-info", ".egg-info")


def _registered(file: str) -> list[str]:
    try:
        with open(file, encoding="utf-8") as text:  # noqa: PTH123 - as above
            _, group, rest = text.read().partition(f"[{GROUP}]")
    except OSError:
        return []
    lines = rest.partition("\n[")[0].splitlines() if group else []
    return [line.partition("=")[2].strip() for line in lines if "=" in line]


def _entry_points_by_metadata() -> list[str]:
    from importlib.metadata import entry_points

    return [point.value for point in entry_points(group=GROUP)]


def read_package(folder: Path) -> Package:
    """Read what a data package says of itself.

    Raises
    ------
    LibraryError
        If there is no `package.yaml`, or it lacks a key or its horizon is no date.
    """
    file = folder / "package.yaml"
    if not file.is_file():
        what = (
            message("lawdata.no_package_file", "no package.yaml.")
            if folder.is_dir()
            else message("lawdata.no_folder", "is not a folder.")
        )
        remedy = message(
            "lawdata.name_package", "Name a data package: a folder with a package.yaml, such as `src/sekisho_measures`."
        )
        raise LibraryError(Problem(where=str(folder), what=what, remedy=remedy))
    data = read_plain(package_text(file, folder), name=str(file))
    lacking = [key for key in ("name", "version", "horizon") if key not in data]
    if lacking:
        raise LibraryError(
            Problem(where=str(file), what=message("lawdata.key_missing", "key '{key}' is missing.", key=key))
            for key in lacking
        )
    try:
        horizon = date.fromisoformat(str(data["horizon"]))
    except ValueError:
        what = message("lawdata.horizon_no_date", "'horizon' '{value}' is not a date.", value=str(data["horizon"]))
        raise LibraryError(
            Problem(where=str(file), what=what, remedy=message("error.expected_iso_day", "Expected YYYY-MM-DD."))
        ) from None
    coverage = data.get("coverage", {})
    return Package(
        name=str(data["name"]),
        version=str(data["version"]),
        horizon=horizon,
        jurisdictions=_texts(data.get("jurisdictions")),
        not_covered=_texts(coverage.get("not_covered")) if isinstance(coverage, dict) else (),
        folder=folder,
        licence=str(data.get("licence") or ""),
        control_list=str(data.get("control_list") or (HOME_SCHEME if (folder / _HOME_TABLE).is_file() else "")),
        is_update=folder.name == UNPACKED and (folder.parent / ARCHIVE).is_file(),
    )


def package_coverage(folder: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a data package says that it covers, and what in a few words it does not."""
    file = folder / "package.yaml"
    stated = read_plain(package_text(file, folder), name=str(file)).get("coverage")
    coverage = stated if isinstance(stated, dict) else {}
    return _texts(coverage.get("encoded")), _texts(coverage.get("not_covered"))


def _texts(given: object) -> tuple[str, ...]:
    return tuple(map(str, given)) if isinstance(given, list) else ()


def measure_files(folder: Path) -> list[Path]:
    """List the measure files of a data package: YAML files in its jurisdiction folders."""
    return sorted(
        file
        for file in folder.glob("*/*.yaml")
        if file.parent.name not in {"cases", "lists", ECONOMY} and file.parent != folder
    )


def entry_tables(folder: Path) -> list[Path]:
    """List the tables of listed parties; that of namesakes begins with the same column."""
    return [file for file in list_tables(folder, "entry") if file != folder / NAMESAKES]


def list_tables(folder: Path, *first_columns: str) -> list[Path]:
    """List the tables of a data package whose first column has one of these names.

    Raises
    ------
    LibraryError
        If one of them is not UTF-8, or separates its cells by semicolons, as spreadsheets of some countries do.
    """
    tables = []
    for file in sorted(folder.glob("lists/*.csv")):
        with file.open("rb") as text:  # the first line alone: other tables have megabytes, and are read when needed
            header = text.readline().decode("utf-8-sig", errors="replace")
        if header.partition(",")[0] in first_columns:
            package_text(file, folder)  # refuses another encoding, and names the file
            tables.append(file)
        elif header.partition(";")[0] in first_columns:
            what = message("lawdata.semicolons", "separates its cells by semicolons.")
            remedy = message("lawdata.save_commas", "Save the table with commas between the cells.")
            raise LibraryError(Problem(where=name_in_package(file, folder), what=what, remedy=remedy))
    return tables


def package_text(file: Path, folder: Path) -> str:
    """Read a file of a data package.

    Raises
    ------
    MeasureError
        If it is not UTF-8.
    """
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        what = message("file.not_utf8", "is not UTF-8 text.")
        raise MeasureError(
            Problem(
                where=name_in_package(file, folder),
                code="M101",
                what=what,
                remedy=message("lawdata.save_in_utf8", "Save the file in UTF-8."),
            )
        ) from None


def name_in_package(file: Path, folder: Path) -> str:
    """Return the name of a file as errors tell it: its path in the package."""
    return file.relative_to(folder).as_posix()


def state_of_packages(paths: Iterable[Path]) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of the last change (nanoseconds) of every file of data; it opens none of them."""
    return tuple(state for path in paths if path.is_dir() for state in sorted(_states_in(os.fspath(path))))


def _states_in(folder: str) -> Iterator[tuple[str, int, int]]:
    # Every question of a program that stays open asks it anew: pathlib would take six times as long.
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _states_in(entry.path)
            elif entry.name.endswith((".yaml", ".csv")):
                yield entry.path, (found := entry.stat()).st_size, found.st_mtime_ns


def hash_of_packages(paths: Iterable[Path], lists: Iterable[UserList] = ()) -> str:
    """Return the SHA-256 of all that decides an answer: measures, lists, tables, and the lists of the user."""
    digest = hashlib.sha256()
    for path in paths:
        for file in sorted([*path.rglob("*.yaml"), *path.rglob("*.csv")]):
            parts = file.relative_to(path).parts
            if "cases" in parts or parts[0] in {ECONOMY, SHORT_TEXTS}:
                continue
            digest.update(name_in_package(file, path).encode() + b"\0" + file.read_bytes() + b"\0")
    for each in lists:
        digest.update(each.name.encode() + b"\0" + each.digest.encode() + b"\0")
    return digest.hexdigest()
