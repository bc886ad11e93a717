"""A law file made: the package of a folder checked whole and packed, and a copy of the law in use to change."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.formats import private_folder, writing_fault
from sekisho.files.temporary import temporary_folder
from sekisho.law.loading.law_archive import LawManifest, archive_of, files_of, is_dated, open_archive
from sekisho.law.model.library import Library, Package
from sekisho.message import joined, message
from sekisho.service.packages.data_package import run_cases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sekisho.service.packages.data_package import CaseRun

ENDING: Final = ".zip"
PACKAGE_FILE: Final = "package.yaml"
_VERSION: Final = re.compile(r"^version:.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedLaw:
    """A law file that was written, what it states, and how many golden cases hold."""

    manifest: LawManifest
    cases: int


def pack_law(folder: Path, out: Path, *, day: str, needs: str, in_use: Library) -> PackedLaw:
    """Check a data package, run its golden cases, and write it as a law file.

    Parameters
    ----------
    day
        Day on which it is packed, YYYY-MM-DD.
    needs
        Oldest version of sekisho that may read it.
    in_use
        Law in use: a term that reaches as it does there is not proved again.

    Raises
    ------
    LibraryError
        With all that is wrong with the package, each case that fails included; nothing is written then.
    """
    run = run_cases(folder, against=in_use)
    refuse_failures(run, folder.name)
    if out.suffix != ENDING or not out.absolute().parent.is_dir():
        what = message("lawdata.law_file_name", "cannot be the name of a law file.")
        remedy = message(
            "lawdata.law_file_expected",
            "Expected a name that ends in {ending}, in a folder that is there.",
            ending=ENDING,
        )
        raise LibraryError(Problem(where=str(out), what=what, remedy=remedy))
    data = archive_of(folder, made=day, needs=needs)
    try:
        partial = out.with_name(f".{out.name}.partial")
        partial.write_bytes(data)
        partial.replace(out)
    except OSError as fault:
        raise LibraryError(writing_fault(fault, out)) from None
    return PackedLaw(manifest=open_archive(out, program=needs).manifest, cases=run.cases)


def refuse_failures(run: CaseRun, name: str) -> None:
    """Refuse a package that is wrong, or whose law does not answer as its golden cases say.

    Raises
    ------
    LibraryError
        With every fault of a file and every case that fails.
    """
    problems = [*run.problems, *_failed(run)]
    if not problems and not run.cases:
        what = message("lawdata.no_golden_case", "has no golden case, so nothing shows that its law answers rightly.")
        remedy = message("lawdata.write_case", "Write one a clause at least, in a folder cases beside the measures.")
        problems = [Problem(where=name, what=what, remedy=remedy)]
    if problems:
        raise LibraryError(problems)


def _failed(run: CaseRun) -> Iterator[Problem]:
    for case, texts in run.failed:
        what = message("lawdata.case_fails", "case {id}: {texts}", id=case.id, texts=joined(texts, "semicolon"))
        remedy = message(
            "lawdata.case_or_law", "The law or the case is wrong: correct the one that is not as its source says."
        )
        yield Problem(where=f"{case.file}:{case.line}", what=what, remedy=remedy)


def package_of(library: Library, name: str = "") -> Package:
    """Return the package of a name, or the only one.

    Raises
    ------
    LibraryError
        If there is none, or several and none is named.
    """
    loaded = [package for package in library.packages if name in {"", package.name}]
    if len(loaded) != 1:
        names = joined((package.name for package in library.packages), "comma")
        what = message("lawdata.which_package", "no package is named, or none of that name is in use.")
        raise LibraryError(
            Problem(what=what, remedy=message("lawdata.packages_loaded", "In use: {names}.", names=names))
        )
    return loaded[0]


def copy_law(package: Package, folder: Path, version: str) -> tuple[str, ...]:
    """Write a copy of a data package that is loaded, under a version of its own, to change.

    Parameters
    ----------
    folder
        A folder that is not there yet.
    version
        A day later than the version of the package, such as 2026.11.30.

    Raises
    ------
    LibraryError
        If the folder is there or cannot be written, or the version is no day.
    """
    problems = []
    if not is_dated(version):
        what = message("lawdata.version_no_day", "version '{version}' is not a day.", version=version)
        remedy = message(
            "lawdata.version_expected", "Expected a day such as 2026.11.30, with .1 and so on where a day has several."
        )
        problems.append(Problem(where="version", what=what, remedy=remedy))
    if folder.exists() or folder.is_symlink():
        what = message("lawdata.folder_there", "is there already, and nothing is overwritten.")
        problems.append(
            Problem(where=str(folder), what=what, remedy=message("lawdata.name_new_folder", "Name a new folder."))
        )
    elif not folder.absolute().parent.is_dir():
        what = message("lawdata.no_folder_above", "there is no folder {parent}.", parent=str(folder.parent))
        problems.append(
            Problem(where=str(folder), what=what, remedy=message("lawdata.make_folder", "Make that folder first."))
        )
    if problems:
        raise LibraryError(problems)
    files = files_of(package.folder)
    try:
        with temporary_folder("law", within=folder.absolute().parent) as beside:
            copy = private_folder(beside / "copy")
            for place, file in files.items():
                (copy / place).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(file, copy / place)
            stated = (copy / PACKAGE_FILE).read_text(encoding="utf-8")
            (copy / PACKAGE_FILE).write_text(_VERSION.sub(f"version: {version}", stated, count=1), encoding="utf-8")
            copy.rename(folder)
    except OSError as fault:
        raise LibraryError(writing_fault(fault, folder)) from None
    return tuple(files)
