"""Checks of what a data package says of itself, and of the codes of countries in it.

M142  a code of a country that is none, of a package, a measure, a condition or a party
M143  a data package does not say under which licence others may use it
M144  a measure that was published after the last day to which its package says that it read
M145  a table with fewer or more rows than its card says
M146  a title, or the words of a clause or a term, without English
M147  a cell of a table of goods or parties whose word is none that the column may hold
M148  a row of a table of goods whose code is none, or whose code above or measure is not there
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sekisho.errors import Problem, did_you_mean
from sekisho.files.package_csv import header_rows
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.loading.data_package import list_tables, name_in_package
from sekisho.law.model.condition import Is, walk
from sekisho.law.model.library import Library, Package
from sekisho.law.model.listed_party import PARTY_KINDS
from sekisho.law.model.measure import Confidence, Measure, conditions_of
from sekisho.law.model.scheme import ITEM_QUALITIES, ITEM_TYPES
from sekisho.message import Text, day_text, joined, message

ISO: Final = "iso/3166"
COUNTRY_EXPECTED: Final = message(
    "proof.country_expected", "Expected two letters, such as KR; XA to XZ are free for made-up countries."
)
TERRITORIES: Final = "lists/territories.csv"
_SURE: Final = frozenset(Confidence)
WORDS_OF: Final[dict[str, dict[str, frozenset[str]]]] = {
    "entry": {"kind": PARTY_KINDS, "confidence": _SURE, "identity_confidence": _SURE},
    "code": {"type": frozenset(ITEM_TYPES), "quality": frozenset(ITEM_QUALITIES), "confidence": _SURE},
}
"""The words that a column may hold, by the first column of its table: of parties, and of goods."""
CODE_EXPECTED: Final = message(
    "proof.code_expected",
    "Expected a digit, a letter A to E, three digits, then levels below after full stops, such as 2B350.a.1.",
)
CONTROL_CODE: Final = re.compile(r"\d([A-E](\d{3}(\.\w+)*)?)?", re.ASCII)
FREE_CODE: Final = re.compile(r"AA|Q[M-Z]|X[A-Z]|ZZ")
"""Codes that ISO 3166-1 leaves to its users: fit for a made-up country."""


def lint_statements(library: Library) -> Iterator[Problem]:
    """Check the licence of each package, its days, rows and English, and each code of a country."""
    for package in library.packages:
        yield from _licence(package)
        yield from _rows(package)
        yield from _tables(package, library)
        for code in package.jurisdictions:
            yield from _country(code, "package.yaml", library)
            yield from _unnamed(code, package, library)
    for measure in library.measures.values():
        yield from _country(measure.jurisdiction, measure.file, library)
        yield from _places(measure, library)
        yield from _horizon(measure, library)
        yield from _english(measure)
    for entry in library.entries:
        if entry.territory:
            yield from _country(entry.territory, f"lists: {entry.id}", library)


def _places(measure: Measure, library: Library) -> Iterator[Problem]:
    """Check the countries that conditions test: a code that no country has is met by no line."""
    facts = library.facts.facts
    for where, condition in conditions_of(measure):
        for part in walk(condition):
            if isinstance(part, Is) and part.fact in facts and facts[part.fact].kind == "territory":
                for code in sorted(part.values):
                    yield from _country(code, where, library)


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


def _horizon(measure: Measure, library: Library) -> Iterator[Problem]:
    """Tell of a measure that nobody can have read by the horizon."""
    horizon = next((each.horizon for each in library.packages if (each.folder / measure.file).is_file()), None)
    if horizon is not None and measure.published > horizon:
        what = message(
            "proof.published_late",
            "was published on {published}, after {horizon}, the last day that was read.",
            published=day_text(measure.published),
            horizon=day_text(horizon),
        )
        remedy = message("proof.move_horizon", "Write in package.yaml the last day that you read, or correct the day.")
        yield Problem(where=measure.file, code="M144", what=what, remedy=remedy)


def _rows(package: Package) -> Iterator[Problem]:
    """Compare the rows of tables with what their cards say."""
    for card in sorted(package.folder.glob("lists/*.source.yaml")):
        table = card.with_name(f"{card.name.partition('.')[0]}.csv")
        stated = read_plain(card.read_text(encoding="utf-8-sig"), name=card.name)
        bounds = [str(stated.get(key, "")) for key in ("rows_min", "rows_max")]
        if not table.is_file() or not all(bound.isdecimal() for bound in bounds):
            continue
        least, most = map(int, bounds)
        with table.open(encoding="utf-8-sig", newline="") as text:
            rows = sum(1 for _ in header_rows(text))
        if not least <= rows <= most:
            what = message(
                "proof.rows_of_card",
                "has {rows} rows, and {card} says {least} to {most}.",
                rows=rows,
                card=card.name,
                least=least,
                most=most,
            )
            remedy = message("proof.correct_card", "If the rows are right, write in the card how many there are.")
            yield Problem(where=f"lists/{table.name}", code="M145", what=what, remedy=remedy)


def _english(measure: Measure) -> Iterator[Problem]:
    """Tell of what has no English: everything else is said in English where a language has no text."""
    absent = [] if measure.title.get("en") else [(measure.file, "title")]
    absent += [
        (f"{measure.file}:{clause.line}", f"words of #{clause.id.partition('#')[2]}")
        for clause in measure.clauses
        if not clause.words.get("en")
    ]
    absent += [(measure.file, f"words of {term.id}") for term in measure.terms if not term.words.get("en")]
    for where, key in absent:
        what = message("proof.no_english", "{key}: no English.", key=key)
        remedy = message("proof.write_english", "Write the text under the key en.")
        yield Problem(where=where, code="M146", what=what, remedy=remedy)


def _country(code: str, where: str, library: Library) -> Iterator[Problem]:
    """Tell of a code that is neither in the packages' list of territories nor free for a made-up country."""
    places = library.code_names.get(ISO, {})
    if code in places or FREE_CODE.fullmatch(code) or (not places and re.fullmatch("[A-Z]{2}", code)):
        return
    yield Problem(
        where=where, code="M142", what=no_country(code), remedy=did_you_mean(code, places) or COUNTRY_EXPECTED
    )


def _unnamed(code: str, package: Package, library: Library) -> Iterator[Problem]:
    """Tell of a made-up country that its package names by its code alone: answers would speak of XB."""
    if not FREE_CODE.fullmatch(code) or not (package.folder / TERRITORIES).is_file():
        return
    if library.code_names.get(ISO, {}).get(code, "") in {"", code}:
        what = message("proof.country_unnamed", "the country {code} has no name.", code=code)
        remedy = message(
            "proof.name_country", "Write its name in {file}, in the row {code}.", file=TERRITORIES, code=code
        )
        yield Problem(where="package.yaml", code="M142", what=what, remedy=remedy)


def _tables(package: Package, library: Library) -> Iterator[Problem]:
    """Check the words, the codes above and the measures in the tables of goods and parties of a package."""
    for file in list_tables(package.folder, *WORDS_OF):
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = header_rows(text)
            header = rows.fieldnames or ()
            words = {column: choices for column, choices in WORDS_OF[header[0]].items() if column in header}
            table = list(enumerate(rows, start=2))
        codes = {row.get("code") for _, row in table}
        for number, row in table:
            where = f"{name_in_package(file, package.folder)}:{number}"
            for column, choices in words.items():
                if (cell := row.get(column) or "") and cell not in choices:
                    what = message("proof.no_such_word", "'{column}' cannot be '{value}'.", column=column, value=cell)
                    expected = message(
                        "error.expected_one_of", "Expected one of {choices}.", choices=joined(sorted(choices), "comma")
                    )
                    yield Problem(where=where, code="M147", what=what, remedy=did_you_mean(cell, choices) or expected)
            above, since = row.get("parent") or "", row.get("since_measure") or ""
            if "threshold" not in header:
                continue  # a table of parties, or of further words for codes
            if not CONTROL_CODE.fullmatch(row["code"] or ""):
                what = message("proof.no_control_code", "'{value}' is not a control code.", value=row["code"] or "")
                yield Problem(where=where, code="M148", what=what, remedy=CODE_EXPECTED)
            if above and above not in codes:
                what = message(
                    "proof.no_parent", "{code} stands under {parent}, which has no row.", code=row["code"], parent=above
                )
                yield Problem(where=where, code="M148", what=what, remedy=did_you_mean(above, filter(None, codes)))
            if since and since not in library.measures:
                what = message("proof.no_since", "'since_measure' names {measure}, which is not there.", measure=since)
                yield Problem(where=where, code="M148", what=what, remedy=did_you_mean(since, library.measures))


def no_country(code: str) -> Text:
    """Say of a code that no country has it."""
    return message("proof.no_country", "'{value}' is not the ISO 3166 code of a country.", value=code)
