"""Checks of what a data package says of itself, and of the codes of countries in it.

M142  a code of a country that is none
M143  a data package does not say under which licence others may use it
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.errors import Problem, did_you_mean
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.model.library import Library, Package
from sekisho.message import Text, message

ISO: Final = "iso/3166"
COUNTRY_EXPECTED: Final = message(
    "proof.country_expected", "Expected two letters, such as KR; XA to XZ are free for made-up countries."
)
FREE_CODE: Final = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that ISO 3166-1 leaves to its users: fit for a made-up country."""


def lint_statements(library: Library) -> Iterator[Problem]:
    """Check the licence of each package, and each code of a country in packages, measures and tables of parties."""
    for package in library.packages:
        yield from _licence(package)
        for code in package.jurisdictions:
            yield from _country(code, "package.yaml", library)
    for measure in library.measures.values():
        yield from _country(measure.jurisdiction, measure.file, library)
    for entry in library.entries:
        if entry.territory:
            yield from _country(entry.territory, f"lists: {entry.id}", library)


def _licence(package: Package) -> Iterator[Problem]:
    file = package.folder / "package.yaml"
    if not file.is_file():
        return  # put together by a program, and given to nobody
    data = read_plain(file.read_text(encoding="utf-8-sig"), name="package.yaml")
    if not str(data.get("licence") or "").strip():
        yield Problem(
            where="package.yaml",
            code="M143",
            what=message("proof.no_licence", "does not say under which licence others may use it."),
            remedy=message("proof.write_licence", "Write one, such as {example}.", example="licence: Apache-2.0"),
        )


def _country(code: str, where: str, library: Library) -> Iterator[Problem]:
    """Tell of a code that is neither in the packages' list of territories nor free for a made-up country."""
    places = library.code_names.get(ISO, {})
    if code in places or FREE_CODE.fullmatch(code) or (not places and re.fullmatch("[A-Z]{2}", code)):
        return
    yield Problem(
        where=where, code="M142", what=no_country(code), remedy=did_you_mean(code, places) or COUNTRY_EXPECTED
    )


def no_country(code: str) -> Text:
    """Say of a code that no country has it."""
    return message("proof.no_country", "'{value}' is not the ISO 3166 code of a country.", value=code)
