"""Versions of the law that a user took up: law files that stand in place of the data packages of the program.

    FOLDER/NAME/VERSION/law.zip       the law file as it came
    FOLDER/NAME/VERSION/source.yaml   what it says of itself, and when it was taken up
    FOLDER/NAME/VERSION/package/      the data package in it, which is read
    FOLDER/NAME/in-use                the version in use; no such file, and it is the one that comes with the program

A version is whole or not there at all, and is put in use in one step (see `files.versions`). A version that is older
than the one that comes with the program is passed over: a new program never answers by older law than its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.versions import VersionedData, VersionFolder, named_folders
from sekisho.law.loading.data_package import ARCHIVE, UNPACKED, installed_folders, read_package, state_of_packages
from sekisho.law.model.library import Package
from sekisho.message import joined, message

BUILT_IN: Final = "built-in"
PREFIX: Final = "law/"
LAW: Final = VersionedData(
    data=ARCHIVE,
    card="source.yaml",
    digest="sha256",
    keys=("list", "version", "title", "read", "added", "horizon", "measures", "digest"),
    prefix=PREFIX,
    none=BUILT_IN,
    error=LibraryError,
)


def versions_of(folder: Path, name: str) -> VersionFolder:
    """Return the versions of a package.

    Parameters
    ----------
    folder
        Folder of all law files that were taken up, `law` in the user's data folder.
    """
    return VersionFolder(folder / name.removeprefix(PREFIX), LAW)


def law_names(folder: Path) -> list[str]:
    """Name the packages of which versions were taken up, each as `law/NAME`."""
    return [f"{PREFIX}{name}" for name in named_folders(folder)]


def built_in(name: str) -> Package | None:
    """Return what the package of a name says of itself that comes with the program; None if there is none."""
    packages = map(read_package, installed_folders())
    return next((package for package in packages if package.name == name.removeprefix(PREFIX)), None)


def law_folders(folder: Path, wanted: str = "") -> tuple[Path, ...] | None:
    """Return the folders of the law in use: what was taken up in place of what is installed; None if nothing was.

    Parameters
    ----------
    wanted
        A version that is kept, or `built-in`, whatever is in use; empty takes the one in use.

    Raises
    ------
    LibraryError
        If no version of that name is kept, or the files of one were changed since it was taken up.
    """
    if wanted == BUILT_IN or (not folder.is_dir() and not wanted):
        return None
    chosen = dict(_chosen(folder, wanted))
    if wanted and not chosen:
        stored = sorted({version for name in law_names(folder) for version in versions_of(folder, name).versions()})
        known = message("lawdata.law_kept", "Saved: {names}.", names=joined([BUILT_IN, *stored], "comma"))
        what = message("lawdata.no_law_version", "no version '{version}' of the law is saved.", version=wanted)
        raise LibraryError(Problem(where="SEKISHO_LAW", what=what, remedy=known))
    if not chosen:
        return None
    installed = {read_package(path).name: path for path in installed_folders()}
    return tuple(sorted({**installed, **chosen}.values()))


def _chosen(folder: Path, wanted: str) -> Iterator[tuple[str, Path]]:
    """Go through the packages of which a version stands in place of the installed one, each with its folder."""
    from sekisho.law.loading.law_archive import version_key

    for name in law_names(folder):
        versions = versions_of(folder, name)
        version = wanted if wanted in versions.versions() else "" if wanted else versions.in_use()
        shipped = built_in(name) if version and not wanted else None
        if version and (shipped is None or version_key(version) >= version_key(shipped.version)):
            yield name.removeprefix(PREFIX), unpacked(versions, version)


def unpacked(versions: VersionFolder, version: str) -> Path:
    """Return the folder of a version's data package, its files as they were taken up.

    Raises
    ------
    LibraryError
        If no such version is kept, or a file of it is missing or was changed.
    """
    place = versions.find(version) / UNPACKED
    if _digest(place, state_of_packages([place])) != versions.card(version)["digest"]:
        text = message("lawdata.law_changed", "is not as it was taken up: a file is missing or was changed.")
        raise versions.fault(version, UNPACKED, text)
    return place


@cache
def _digest(place: Path, _state: tuple[tuple[str, int, int], ...]) -> str:
    """Work the digest of a folder out once, as long as no file of it changes."""
    from sekisho.law.loading.law_archive import content_digest

    return content_digest(place)
