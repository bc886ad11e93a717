"""A new data package of another country's law: whole, made up and right, for a lawyer to change piece by piece."""

from __future__ import annotations

import re
from importlib import resources
from io import StringIO
from pathlib import Path
from string import Template
from tempfile import TemporaryDirectory
from typing import Final

from sekisho.errors import LibraryError, Problem
from sekisho.files.formats import private_folder, private_open, writing_fault
from sekisho.files.package_csv import cell_rows, csv_text
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.territories import territory_names
from sekisho.law.loading.library import installed_library
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.proofs.package_statement import COUNTRY_EXPECTED, FREE_CODE, TERRITORIES, no_country

RURITANIA: Final = "XR"
"""The made-up country of novels, under a code that ISO 3166 leaves to its users (XA to XZ)."""
_NAMES: Final = {RURITANIA: {"en": "Ruritania", "ja": "ルリタニア", "zh": "卢里塔尼亚"}}
_NAME: Final = re.compile(r"[^\W\d_](?:[\w .'’-]{0,48}[^\W_])?")
"""A name of a country: letters, with spaces, points, apostrophes and hyphens within."""
_BUYERS: Final = ("DE", "FR")
"""Where the made-up buyers sit: the first of these that is not the country itself."""

TRANSLATIONS: Final = "translations.csv"
FILES: Final = {
    "package.yaml": "package.yaml",
    TRANSLATIONS: "translations.csv",
    "{folder}/2026-strategic-goods.yaml": "measure.yaml",
    "{folder}/cases/strategic-goods.yaml": "cases.yaml",
    "lists/{folder}-strategic-goods.csv": "goods.csv",
    "lists/{folder}-barred-buyers.csv": "parties.csv",
}
"""Each file of a new package, by the file of `template` that it is made from."""


def write_package(
    folder: Path, country: str = RURITANIA, library: Library | None = None, *, name: str = ""
) -> tuple[str, ...]:
    """Write a data package that holds one measure, one list of goods, one of parties and four golden cases.

    Parameters
    ----------
    folder
        A folder that is not there yet.
    country
        ISO 3166 alpha-2 code of the country whose law it is to be; the made-up Ruritania if left out.
    library
        Whose territories go along; those of the installed packages if left out.
    name
        What a made-up country is called; any other has its name in the list of territories.

    Returns
    -------
    tuple
        The files written, by their places in the folder.

    Raises
    ------
    LibraryError
        If the folder is there already or cannot be written, the country is neither in the list of territories nor
        one of the codes that are free for made-up ones, or such a one has no name.
    """
    territories = territory_names(library or installed_library())
    code = country.strip().upper()
    names = {language: territories[language].get(code, "") for language in LANGUAGES}
    made_up = not names["en"]
    called = name.strip()
    if made_up:
        names = dict.fromkeys(LANGUAGES, called) if called else _NAMES.get(code) or names
    wrong = _no_country(country, code, known=not made_up) or _misnamed(code, called, names["en"], made_up=made_up)
    if problems := [*wrong, *_taken(folder)]:
        raise LibraryError(problems)
    words = {
        "code": code,
        "folder": code.lower(),
        "name": names["en"],
        "name_ja": names["ja"] or names["en"],
        "name_zh": names["zh"] or names["en"],
        "buyer": next(place for place in _BUYERS if place != code),
    }
    template = resources.files("sekisho.service.packages") / "template"
    texts = {
        place.format(folder=words["folder"]): Template((template / file).read_text(encoding="utf-8")).substitute(words)
        for place, file in FILES.items()
    }
    texts[TRANSLATIONS] = _sorted(texts[TRANSLATIONS])
    rows = {
        alpha2: {language: territories[language].get(alpha2, "") for language in LANGUAGES}
        for alpha2 in territories["en"]
    }
    texts[TERRITORIES] = _table({**rows, code: names})
    try:
        _write(folder, texts)
    except OSError as fault:
        raise LibraryError(writing_fault(fault, folder)) from None
    return tuple(sorted(texts))


def _no_country(given: str, code: str, *, known: bool) -> list[Problem]:
    """Say what is wrong with the code of a country; some codes are free for made-up ones."""
    if known or FREE_CODE.fullmatch(code):
        return []
    return [Problem(what=no_country(given), remedy=COUNTRY_EXPECTED)]


def _misnamed(code: str, given: str, name: str, *, made_up: bool) -> list[Problem]:
    """Ask for the name of a made-up country; that of another is known."""
    where = "--name"
    if not made_up and given not in {"", name}:
        what = message("lawdata.name_known", "{code} is {name} in the list of territories.", code=code, name=name)
        return [Problem(where=where, what=what, remedy=message("lawdata.leave_name", "Leave the name out."))]
    if made_up and not name:
        what = message("lawdata.country_unnamed", "the made-up country {code} has no name.", code=code)
        remedy = message("lawdata.give_name", "Give one: {option}.", option=f"--country {code} --name Northland")
        return [Problem(where=where, what=what, remedy=remedy)]
    if made_up and not _NAME.fullmatch(name):
        what = message("lawdata.no_name", "'{name}' is not the name of a country.", name=name)
        remedy = message("lawdata.name_in_letters", "Write it in letters, such as Northland.")
        return [Problem(where=where, what=what, remedy=remedy)]
    return []


def _taken(folder: Path) -> list[Problem]:
    """Refuse a folder that is there, so that nobody's law is overwritten, and one whose parent is not there."""
    if folder.exists() or folder.is_symlink():
        what = message("lawdata.folder_there", "is there already, and nothing is overwritten.")
        return [Problem(where=str(folder), what=what, remedy=message("lawdata.name_new_folder", "Name a new folder."))]
    if not folder.absolute().parent.is_dir():
        what = message("lawdata.no_folder_above", "there is no folder {parent}.", parent=str(folder.parent))
        return [Problem(where=str(folder), what=what, remedy=message("lawdata.make_folder", "Make that folder first."))]
    return []


def _write(folder: Path, texts: dict[str, str]) -> None:
    """Write a folder beside its place and move it there when it is whole."""
    with TemporaryDirectory(dir=folder.absolute().parent, prefix=f".{folder.name}.") as beside:
        package = private_folder(Path(beside) / "package")
        for place, text in texts.items():
            for parent in reversed(Path(place).parents):
                if not (package / parent).is_dir():
                    private_folder(package / parent)
            with private_open(package / place) as file:
                file.write(text)
        package.rename(folder)


def _sorted(table: str) -> str:
    """Sort the rows of a table below its header: what they begin with hangs on the country."""
    head, *rows = cell_rows(StringIO(table))
    return csv_text([head, *sorted(rows)])


def _table(names: dict[str, dict[str, str]]) -> str:
    """Write the table of territories: all that sekisho knows, and the country itself."""
    rows = ((code, row["en"], row["zh"], row["ja"]) for code, row in sorted(names.items()))
    return csv_text([("alpha2", "name_en", "name_zh", "name_ja"), *rows])
