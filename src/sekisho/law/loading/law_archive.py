"""A data package in one file, so that law can travel without a program: a zip with `law.json` and the folder `package`.

`law.json` states what the file is: name and dated version of the package, the day to which its sources were read, what
it covers, the oldest program that reads it, and the SHA-256 of every file in it. Text and tables travel, and no code:
files of other endings are neither packed nor taken. Every check is made before a byte is written anywhere.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.law.loading.data_package import hash_of_packages, package_coverage, read_package
from sekisho.message import joined, message

MANIFEST: Final = "law.json"
INSIDE: Final = "package/"
"""Folder of the archive in which the data package stands."""
FORM: Final = 1
"""Number of the form of `law.json`; another form gets another number, so that an older program says what it lacks."""
ENDINGS: Final = frozenset({".yaml", ".csv", ".json"})
"""What a data package is made of; anything else, such as a module of Python, does not travel."""
LARGEST: Final = 64 << 20
"""Bytes of all files of an archive together; the shipped package has 4 MB. A guess: no country's law has more text."""
PACKED: Final = (1980, 1, 1, 0, 0, 0)
"""Time of every file of an archive, the first that a zip can state: the same package gives the same bytes."""
_DATED: Final = re.compile(r"\d{4}\.\d{1,2}\.\d{1,2}(\.\d+)?", re.ASCII)
"""A version that is a day, and a number where a day has several."""
_NAME: Final = re.compile(r"\w[\w.-]*", re.ASCII)
_PROGRAM: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class LawManifest:
    """What `law.json` states of a package.

    Parameters
    ----------
    form
        Number of the form in which this is written.
    version
        A day, such as 2026.11.30, with a further number where a day has several.
    made
        Day on which it was packed, YYYY-MM-DD.
    horizon
        Last day on which sources were read, YYYY-MM-DD.
    needs
        Oldest version of sekisho that reads it.
    digest
        SHA-256 of all files with their names: what a publisher prints beside the announcement of a version.
    law
        SHA-256 of what decides answers, as every answer states it where no list of the user is in use.
    encoded, not_covered
        The statement of coverage, in English as in `package.yaml`.
    files
        SHA-256 of each file, by its place in the package.
    """

    form: int
    name: str
    version: str
    made: str
    horizon: str
    needs: str
    digest: str
    law: str
    encoded: tuple[str, ...]
    not_covered: tuple[str, ...]
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LawArchive:
    """A package that was read out of its archive and found whole.

    Parameters
    ----------
    contents
        Bytes of each file, by its place in the package.
    data
        The archive itself.
    """

    manifest: LawManifest
    contents: Mapping[str, bytes]
    data: bytes

    def unpack(self, folder: Path) -> None:
        """Write the files of the package into a folder."""
        for place, content in self.contents.items():
            file = folder / place
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


def files_of(folder: Path) -> dict[str, Path]:
    """List the files of a data package that travel, by their places in it."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix in ENDINGS)
    return {file.relative_to(folder).as_posix(): file for file in files}


def content_digest(folder: Path) -> str:
    """Return the SHA-256 of all files of a data package that travel, with their names."""
    return digest_of({place: file.read_bytes() for place, file in files_of(folder).items()})


def digest_of(contents: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of files with their names, in the order of the names."""
    digest = hashlib.sha256()
    for place in sorted(contents):
        digest.update(place.encode() + b"\0" + hashlib.sha256(contents[place]).digest())
    return digest.hexdigest()


def version_key(version: str) -> tuple[int, ...]:
    """Return what orders dated versions.

    >>> version_key("2026.11.9") < version_key("2026.11.24") < version_key("2026.11.24.1")
    True
    """
    return tuple(map(int, _PROGRAM.findall(version)))


def is_dated(version: str) -> bool:
    """Tell whether a version is a day of the calendar, with or without a number.

    >>> is_dated("2026.11.30"), is_dated("2026.11.30.1"), is_dated("2026.11.31"), is_dated("latest")
    (True, True, False, False)
    """
    if not _DATED.fullmatch(version):
        return False
    year, month, day = version_key(version)[:3]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def archive_of(folder: Path, *, made: str, needs: str) -> bytes:
    """Pack a data package; the same package gives the same bytes on any day but for `made`.

    Parameters
    ----------
    made
        Day on which it is packed, YYYY-MM-DD.
    needs
        Oldest version of sekisho that reads it.

    Raises
    ------
    LibraryError
        If it is no data package, or its version is no day.
    """
    package = read_package(folder)
    problems = list(_unfit(package.name, package.version, where=str(folder / "package.yaml")))
    if problems:
        raise LibraryError(problems)
    contents = {place: file.read_bytes() for place, file in files_of(folder).items()}
    encoded, not_covered = package_coverage(folder)
    manifest = LawManifest(
        form=FORM,
        name=package.name,
        version=package.version,
        made=made,
        horizon=package.horizon.isoformat(),
        needs=needs,
        digest=digest_of(contents),
        law=hash_of_packages([folder]),
        encoded=encoded,
        not_covered=not_covered,
        files={place: hashlib.sha256(content).hexdigest() for place, content in contents.items()},
    )
    stated = json.dumps(asdict(manifest), ensure_ascii=False, indent=1) + "\n"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {
            MANIFEST: stated.encode(),
            **{f"{INSIDE}{place}": contents[place] for place in contents},
        }.items():
            file.writestr(zipfile.ZipInfo(name, PACKED), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def open_archive(file: Path, *, program: str) -> LawArchive:
    """Read a law file whole, and make sure that it is what it says.

    Parameters
    ----------
    program
        Version of sekisho that reads it.

    Raises
    ------
    LibraryError
        With all that is wrong: it is no zip or is damaged, holds a path that leads out of it or a file of another kind,
        states nothing of itself or states it twice, needs a newer program, or holds other files than it states.
    """
    if file.stat().st_size > LARGEST:
        _refuse(file, [(message("lawdata.archive_large", "unpacks to more than {n} MB.", n=LARGEST >> 20), _again())])
    data = file.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _refuse(file, _misplaced(packed.infolist()))
            entries = [entry for entry in packed.infolist() if not entry.is_dir()]
            contents = {entry.filename: packed.read(entry) for entry in entries}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        what = message("lawdata.archive_broken", "is not a zip file, or is damaged.")
        raise LibraryError(Problem(where=str(file), what=what, remedy=_again())) from None
    if MANIFEST not in contents:
        what = message("lawdata.archive_no_manifest", "has no {name}, so it is not a law file.", name=MANIFEST)
        remedy = message("lawdata.archive_expected", "Expected a file that `sekisho data pack` wrote.")
        raise LibraryError(Problem(where=str(file), what=what, remedy=remedy))
    manifest = _manifest(file, contents.pop(MANIFEST), program)
    package = {name.removeprefix(INSIDE): content for name, content in contents.items()}
    _refuse(file, _differing(manifest, package))
    _refuse(file, _unfit(manifest.name, manifest.version))
    return LawArchive(manifest=manifest, contents=package, data=data)


def _refuse(file: Path, problems: Iterable[Problem | tuple[str, str]]) -> None:
    """Raise what is wrong with an archive, if anything is."""
    faults = [
        fault if isinstance(fault, Problem) else Problem(where=str(file), what=fault[0], remedy=fault[1])
        for fault in problems
    ]
    if faults:
        raise LibraryError(faults)


def _again() -> str:
    return message("lawdata.archive_again", "Get the file again from whoever publishes it, and compare its SHA-256.")


def _misplaced(entries: Iterable[zipfile.ZipInfo]) -> Iterator[tuple[str, str]]:
    """Find what may not stand in an archive, by its list of contents: nothing is unpacked for it."""
    stated = list(entries)
    for name, count in Counter(entry.filename.casefold() for entry in stated).items():
        if count > 1:
            what = message("lawdata.archive_twice", "has '{name}' {n} times.", name=name, n=count)
            yield what, _again()
    for entry in stated:
        path = PurePosixPath(entry.filename)
        outside = path.is_absolute() or ".." in path.parts or "\\" in entry.filename or ":" in entry.filename
        link = stat.S_ISLNK(entry.external_attr >> 16)  # the upper half is the mode that Unix states of a file
        other = not entry.is_dir() and entry.filename != MANIFEST and not _is_data(entry.filename)
        if outside or link:
            what = message("lawdata.archive_outside", "'{name}' leads out of the package.", name=entry.filename)
            yield what, _again()
        elif other:
            what = message("lawdata.archive_other", "'{name}' is not a file of a data package.", name=entry.filename)
            kinds = joined(sorted(ENDINGS), "or")
            yield (
                what,
                message(
                    "lawdata.archive_kinds",
                    "Expected files under {folder} that end in {kinds}.",
                    folder=INSIDE,
                    kinds=kinds,
                ),
            )
    if sum(entry.file_size for entry in stated) > LARGEST:
        what = message("lawdata.archive_large", "unpacks to more than {n} MB.", n=LARGEST >> 20)
        yield what, _again()


def _is_data(name: str) -> bool:
    return name.startswith(INSIDE) and PurePosixPath(name).suffix in ENDINGS


def _manifest(file: Path, data: bytes, program: str) -> LawManifest:
    """Read what an archive states of itself."""
    try:
        stated = json.loads(data)
    except ValueError:
        stated = None
    where = f"{file}: {MANIFEST}"
    if not isinstance(stated, dict):
        what = message("lawdata.manifest_unread", "cannot be read.")
        raise LibraryError(Problem(where=where, what=what, remedy=_again()))
    needs = str(stated.get("needs", ""))
    if stated.get("form") != FORM or version_key(needs) > version_key(program):
        what = message(
            "lawdata.needs_program",
            "needs sekisho {needs} or newer; this is {program}.",
            needs=needs or message("lawdata.another_program", "of another version"),
            program=program,
        )
        remedy = message(
            "lawdata.update_program", "Install a newer sekisho first, or ask for a file for {program}.", program=program
        )
        raise LibraryError(Problem(where=where, what=what, remedy=remedy))
    keys = [fault.name for fault in fields(LawManifest)]
    lacking = [key for key in keys if key not in stated]
    mistyped = [key for key in ("encoded", "not_covered") if not isinstance(stated.get(key, []), list)]
    if lacking or mistyped or not isinstance(stated["files"], dict):
        named = joined([*lacking, *mistyped] or ["files"], "comma")
        what = message("lawdata.manifest_lacks", "does not state rightly: {keys}.", keys=named)
        raise LibraryError(Problem(where=where, what=what, remedy=_again()))
    texts = {key: str(stated[key]) for key in keys if key not in {"form", "encoded", "not_covered", "files"}}
    return LawManifest(
        form=FORM,
        encoded=tuple(map(str, stated["encoded"])),
        not_covered=tuple(map(str, stated["not_covered"])),
        files={str(place): str(digest) for place, digest in stated["files"].items()},
        **texts,
    )


def _differing(manifest: LawManifest, contents: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Compare what is in an archive with what it states."""
    for place in sorted({*manifest.files, *contents}):
        if place not in contents:
            yield message("lawdata.file_lacks", "lacks '{name}', which it states.", name=place), _again()
        elif place not in manifest.files:
            yield message("lawdata.file_unstated", "has '{name}', which it does not state.", name=place), _again()
        elif hashlib.sha256(contents[place]).hexdigest() != manifest.files[place]:
            yield message("lawdata.file_changed", "'{name}' is not the file that it states.", name=place), _again()
    if digest_of(contents) != manifest.digest:
        yield message("lawdata.digest_differs", "its digest is not that of its files."), _again()


def _unfit(name: str, version: str, *, where: str = MANIFEST) -> Iterator[Problem]:
    """Find a name that cannot be that of a folder, and a version that is no day."""
    if not _NAME.fullmatch(name):
        what = message("lawdata.package_name", "'{name}' cannot name a package.", name=name)
        remedy = message("lawdata.package_letters", "Expected letters, digits, dots, hyphens and underscores.")
        yield Problem(where=where, what=what, remedy=remedy)
    if not is_dated(version):
        what = message("lawdata.version_no_day", "version '{version}' is not a day.", version=version)
        remedy = message(
            "lawdata.version_expected", "Expected a day such as 2026.11.30, with .1 and so on where a day has several."
        )
        yield Problem(where=where, what=what, remedy=remedy)
