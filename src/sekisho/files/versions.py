"""Versions of data that a user adds: each whole or not there at all, one in use, every change in a log.

    FOLDER/NAME/VERSION/     a version: the data, a card that says what they are, the file as it came
    FOLDER/NAME/in-use       the name of the version in use; no such file, and none is
    FOLDER/NAME/log.csv      day, action, version, and SHA-256 of the file as it came

A version is written beside its place and moved there when it is whole, and so is `in-use`: a run that is killed leaves
nothing that is ever used. The card states the SHA-256 of the data, which is checked whenever they are read.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, MeasureError, Problem, SekishoError, did_you_mean
from sekisho.files.yaml_nodes import read_plain
from sekisho.message import joined, message
from sekisho.regex import regex

IN_USE: Final = "in-use"
LOG: Final = "log.csv"
LOGGED: Final = ("day", "action", "version", "sha256")
UNFINISHED: Final = ".unfinished"
"""Ending of what is being written or taken away."""
HEX_SHOWN: Final = 8
"""Digits of a SHA-256 in the name of a version: 32 bits tell tens of versions of a day apart (two alike by chance: one
list in some million), and a person can still read the name out."""
_VERSION: Final = regex(r"\w[\w.-]*", re.ASCII)
"""Names of versions; none leads out of its folder."""
_NAME: Final = regex(r"\w[\w-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionCard:
    """What the user says of a file: its title, address, the days on which it was fetched and added (YYYY-MM-DD)."""

    title: str
    url: str
    read: str
    added: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionedData:
    """What the versions of one kind of data hold, and how messages name them.

    Parameters
    ----------
    data, card
        Names of the two files that every version has.
    digest
        Key of the card under which the SHA-256 of the data stands.
    keys
        Keys that a card must have.
    prefix
        What stands before a name where data of all kinds are named, such as `own/`.
    none
        The word that takes every version out of use.
    error
        Raised where a version is named that is not kept.
    """

    data: str
    card: str
    digest: str
    keys: tuple[str, ...]
    prefix: str
    none: str
    error: type[SekishoError]


@dataclass(frozen=True, slots=True)
class VersionFolder:
    """The versions of one list or table.

    Examples
    --------
    >>> kind = VersionedData(
    ...     data="list.csv", card="source.yaml", digest="", keys=(), prefix="own/", none="none", error=LibraryError
    ... )
    >>> VersionFolder(Path("lists/own/suppliers"), kind).name
    'own/suppliers'
    """

    place: Path
    kind: VersionedData

    @property
    def name(self) -> str:
        """How commands and messages name it."""
        return f"{self.kind.prefix}{self.place.name}"

    def versions(self) -> list[str]:
        """Name the versions that are kept, oldest first."""
        if not self.place.is_dir():
            return []
        return sorted(
            entry.name for entry in self.place.iterdir() if entry.is_dir() and not entry.name.endswith(UNFINISHED)
        )

    def in_use(self) -> str:
        """Name the version in use; empty if none is.

        Raises
        ------
        LibraryError
            If the file that says so names no version.
        """
        file = self.place / IN_USE
        if not file.is_file():
            return ""
        version = file.read_text(encoding="utf-8", errors="replace").strip()
        if not _VERSION.fullmatch(version):
            remedy = message(
                "file.mend_in_use",
                "`sekisho data use {name} {none}` mends it; then put a version in use again.",
                name=self.name,
                none=self.kind.none,
            )
            raise LibraryError(
                Problem(
                    where=str(file),
                    what=message("file.no_version_name", "'{version}' is not a version of a list.", version=version),
                    remedy=remedy,
                )
            )
        return version

    def find(self, version: str) -> Path:
        """Return the folder of a version.

        Raises
        ------
        SekishoError
            Of the kind's own class, if none of that name is kept.
        """
        names = self.versions()
        if version not in names:
            hint = did_you_mean(version, names) or (
                message("file.kept", "Not changed: {names}.", names=joined(names, "comma"))
                if names
                else message("file.kept_none", "Not changed: none.")
            )
            remedy = joined([hint, message("file.data_list", "`sekisho data list` lists all.")], "sentence")
            problem = Problem(
                where=self.name,
                what=message("file.no_version", "no version '{version}'.", version=version),
                remedy=remedy,
            )
            raise self.kind.error(problem)
        return self.place / version

    def card(self, version: str) -> dict[str, object]:
        """Read what is said of a version; every value is text, or lists and mappings of it.

        Raises
        ------
        LibraryError
            If the card is missing or incomplete.
        """
        file = self.place / version / self.kind.card
        try:
            card = read_plain(file.read_text(encoding="utf-8"), name=file.name)
        except (MeasureError, OSError, UnicodeDecodeError):
            card = {}
        if any(key not in card for key in (*self.kind.keys, self.kind.digest)):
            raise self.fault(
                version, self.kind.card, message("file.card_broken", "is missing, incomplete or of another form.")
            )
        return card

    def read(self, version: str) -> tuple[dict[str, object], bytes]:
        """Return the card and the data of a version.

        Raises
        ------
        LibraryError
            If either is missing, or the data were changed since they were added.
        """
        card, file = self.card(version), self.place / version / self.kind.data
        data = file.read_bytes() if file.is_file() else b""
        if hashlib.sha256(data).hexdigest() != card[self.kind.digest]:
            raise self.fault(
                version, self.kind.data, message("file.data_changed", "is missing or was changed since it was added.")
            )
        return card, data

    def fault(self, version: str, file: str, what: str) -> LibraryError:
        """Say what is wrong with a file of a version, and how to be rid of it."""
        remedy = message(
            "file.remove_version",
            "`sekisho data remove {name} {version}` takes it away; then add the file again.",
            name=self.name,
            version=version,
        )
        return LibraryError(Problem(where=str(self.place / version / file), what=what, remedy=remedy))

    def add(self, version: str, original: Path | None, write: Callable[[Path], None], *, day: str) -> Path:
        """Keep a version and put it in use; returns its folder. One that is there already stays as it is.

        Parameters
        ----------
        original
            The file as it came, of which a copy is kept; none if what was read of it is as good.
        write
            Writes data and card into an empty folder.
        """
        place = self.place / version
        if not place.is_dir():
            import shutil  # every command looks for what is in use, few keep anything

            draft = place.with_name(f"{version}{UNFINISHED}")
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir(parents=True)
            try:
                write(draft)
                if original is not None:
                    shutil.copyfile(original, draft / f"original{original.suffix.lower()}")
                draft.rename(place)
            finally:
                shutil.rmtree(draft, ignore_errors=True)
        self.use(version, day=day)
        return place

    def use(self, version: str, *, day: str) -> None:
        """Put a version in use, or none.

        Raises
        ------
        SekishoError
            If no such version is kept, or it was changed since it was added.
        """
        if version == self.kind.none:
            (self.place / IN_USE).unlink(missing_ok=True)
        else:
            self.find(version)
            self.read(version)
            draft = self.place / f"{IN_USE}{UNFINISHED}"
            draft.write_text(f"{version}\n", encoding="utf-8")
            draft.replace(self.place / IN_USE)
        self._log(version, action="use", day=day)

    def remove(self, version: str, *, day: str) -> bool:
        """Remove a version; tell whether it was in use, in which case none is any more.

        Raises
        ------
        SekishoError
            If no such version is kept.
        """
        place = self.find(version)
        was_in_use = self.in_use() == version
        if was_in_use:
            (self.place / IN_USE).unlink()
        going = place.with_name(f"{version}{UNFINISHED}")
        place.rename(going)
        import shutil  # as above

        shutil.rmtree(going)
        self._log(version, action="remove", day=day)
        return was_in_use

    def cards(self, describe: Callable[[str], Mapping[str, object]]) -> list[dict[str, object]]:
        """Describe every version, and whether it is in use; a broken one says so.

        Parameters
        ----------
        describe
            Says what is shown of a version.
        """
        in_use = self.in_use()
        cards: list[dict[str, object]] = []
        for version in self.versions():
            try:
                card = describe(version)
            except SekishoError as fault:
                card = {"list": self.name, "version": version, "broken": str(fault)}
            cards.append({**card, "in_use": version == in_use})
        return cards

    def _log(self, version: str, *, action: str, day: str) -> None:
        try:
            sha = str(self.card(version)["sha256"])
        except SekishoError:  # it is gone, or was none
            sha = ""
        self.place.mkdir(parents=True, exist_ok=True)
        with (self.place / LOG).open("a", encoding="utf-8", newline="") as log:
            rows = csv.writer(log, lineterminator="\n")
            if log.tell() == 0:
                rows.writerow(LOGGED)
            rows.writerow((day, action, version, sha))


def version_name(read: str, *digests: str) -> str:
    """Name a version by the day on which its file was fetched, and by what is in it.

    >>> version_name("2026-10-01", "0a1b2c3d4e5f")
    '2026-10-01-0a1b2c3d'
    """
    digest = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    return f"{read}-{digest[:HEX_SHOWN]}"


def card_text(card: Mapping[str, object]) -> str:
    """Write a card: YAML with each value as JSON, which is YAML too."""
    return "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in card.items())


def named_folders(place: Path) -> list[str]:
    """Name the lists or tables of a folder, in use or not."""
    return sorted(entry.name for entry in place.iterdir() if entry.is_dir()) if place.is_dir() else []


def check_folder_name(name: str, what: str, error: type[SekishoError]) -> None:
    """Refuse a name that cannot be that of a folder.

    Raises
    ------
    SekishoError
        If it has other characters than letters, digits, hyphens and underscores.
    """
    if not _NAME.fullmatch(name):
        remedy = message("file.expected_name", "Expected letters, digits, hyphens and underscores.")
        raise error(
            Problem(
                where="name",
                what=message("file.no_folder_name", "'{name}' cannot name a {what}.", name=name, what=what),
                remedy=remedy,
            )
        )
