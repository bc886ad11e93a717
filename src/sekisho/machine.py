"""What this machine says: its clock, and the folders of whoever works on it. Only faces ask.

The command line and the functions of Python stand on the same law, the same lists of the user and the same cache, so
that both answer alike. Nothing below them reads the clock or the environment.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.files.zones import today_in_beijing
from sekisho.law.loading.law_versions import law_folders
from sekisho.law.loading.library import load_measures
from sekisho.law.model.library import Library
from sekisho.message import message

_GIVEN: Final[list[tuple[Library, Library]]] = []
"""The library that `kept_in` gave last, behind the one that it was made of."""
_IN_USE: Final[list[Library]] = []
"""The library that `library_in_use` gave last."""


def today() -> date:
    """Read the clock. Days of law are days in Beijing."""
    return today_in_beijing(datetime.now(UTC))


def cache_folder() -> Path | None:
    """Return the folder for what is kept between runs; None if `SEKISHO_CACHE` is off, or there is no home.

    Raises
    ------
    FactError
        If `SEKISHO_CACHE` is neither off nor a whole path: a folder would come into being wherever a command runs.
    """
    named = os.environ.get("SEKISHO_CACHE", "").strip()
    if named.lower() == "off":
        return None
    if named:
        folder = Path(named)
        if not folder.is_absolute():
            what = message("command.no_whole_path", "'{value}' is not a whole path.", value=named)
            remedy = message(
                "command.whole_path",
                "Write off, or a path from the root, such as {example}.",
                example="/var/cache/sekisho",
            )
            raise FactError(Problem(where="SEKISHO_CACHE", what=what, remedy=remedy))
        return folder
    return _user_cache(os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", ""))


@lru_cache(maxsize=1)
def _user_cache(named: str, of_user: str) -> Path | None:
    """Name the folder for what is kept of a user; to ask for the home takes a tenth of an answer of one line."""
    if named:
        return Path(named) / "sekisho"
    try:
        home = Path(of_user) if of_user else Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache") / "sekisho"


def data_folder() -> Path:
    """Name the user's data folder."""
    home = os.environ.get("XDG_DATA_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".local" / "share") / "sekisho"


def user_folder() -> Path:
    """Name the folder of the user's own lists."""
    return data_folder() / "lists"


def law_in_use(folders: Iterable[Path] = ()) -> tuple[Path, ...] | None:
    """Return the folders of the law: those named, else the law files in use; None for the installed data packages.

    `SEKISHO_LAW` names a version that is kept, or `built-in`, for one command.
    """
    return tuple(folders) or law_folders(data_folder() / "law", os.environ.get("SEKISHO_LAW", ""))


def library_in_use(folders: Iterable[Path] = ()) -> Library:
    """Load the law from the folders named, from law files in use, or as installed, with the user's lists laid over.

    As long as no file of it changes it is one object, so that what was worked out for one question serves the next.
    """
    cache = cache_folder()
    # Who asks one question after another holds none between them: it would be read, and all worked out, anew each time.
    _IN_USE[:] = [kept_in(load_measures(law_in_use(folders), cache=cache, overlay=user_folder()), cache)]
    return _IN_USE[0]


def kept_in(library: Library, cache: Path | None) -> Library:
    """Return a library that keeps its indexes of names in a folder; of the one asked for last, the same object."""
    if library.identity.cache == cache:
        return library
    if not _GIVEN or _GIVEN[0][0] is not library or _GIVEN[0][1].identity.cache != cache:
        _GIVEN[:] = [(library, replace(library, identity=replace(library.identity, cache=cache)))]
    return _GIVEN[0][1]
