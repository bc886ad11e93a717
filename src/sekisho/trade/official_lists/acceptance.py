"""Whether a file is the list that it should be: counts, categories, known entries, and codes that would be lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sekisho.errors import LibraryError, ListError, Problem
from sekisho.files.yaml_nodes import read_plain
from sekisho.message import Text, counted, joined, message
from sekisho.trade.items.code import ENTRY, is_at_or_below
from sekisho.trade.official_lists.official_list import HEADINGS, SCHEME, Kind, OfficialList
from sekisho.trade.official_lists.printed_text import shared_letters

ALIKE: Final = 2
"""Chinese letters that the names of an anchor must share. With one, names that share a common character pass; with
more, an entry that was renamed fails."""

SHOWN: Final = 12
"""Codes or rows that an error names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListExpectation:
    """What an official file must hold.

    Parameters
    ----------
    entries, rows
        Least and most entries of five characters, and codes.
    lost_percent
        Share of the codes in use that may be absent, percent.
    anchors
        Codes that must be there, at or above a code of the file, under a name like the one in use.
    suspended
        Measures whose codes may be absent without being counted as lost.
    """

    entries: tuple[int, int]
    rows: tuple[int, int]
    lost_percent: float
    categories: str
    anchors: tuple[str, ...]
    suspended: frozenset[str]


def read_expected(folder: Path, kind: Kind) -> ListExpectation:
    """Read what is expected of a kind of list from a data package.

    Raises
    ------
    LibraryError
        If the package does not say.
    """
    file = folder / "lists" / f"{SCHEME.replace('/', '-')}.expected.yaml"
    if not file.is_file():
        raise LibraryError(
            Problem(
                where=str(file),
                what=message("lists.no_expectation", "no such file: the package does not say what to expect."),
            )
        )
    plain = read_plain(file.read_text(encoding="utf-8"), name=file.name)
    own = plain[kind]
    assert isinstance(own, dict)  # noqa: S101 - a test reads the file that ships
    anchors, suspended = own["anchors"], plain["suspended"]
    return ListExpectation(
        entries=(int(own["entries_min"]), int(own["entries_max"])),
        rows=(int(own["rows_min"]), int(own["rows_max"])),
        lost_percent=float(own["lost_percent_max"]),
        categories=str(own["categories"]),
        anchors=tuple(map(str, anchors)) if isinstance(anchors, list) else (),
        suspended=frozenset(map(str, suspended)) if isinstance(suspended, list) else frozenset(),
    )


def lost(
    official: OfficialList, in_use: Mapping[str, Mapping[str, str]], expected: ListExpectation
) -> tuple[list[str], int]:
    """Return the codes in use that the file lacks, and how many it should have: not headings, not suspended ones."""
    due = [
        code
        for code, row in in_use.items()
        if len(code) >= ENTRY and row["quality"] not in HEADINGS and row["since_measure"] not in expected.suspended
    ]
    return [code for code in due if code not in official.items], len(due)


def check(
    official: OfficialList,
    in_use: Mapping[str, Mapping[str, str]],
    expected: ListExpectation,
    *,
    where: str,
    accept_loss: bool = False,
) -> None:
    """Refuse a file that is not the list that was expected.

    Parameters
    ----------
    accept_loss
        Take it although codes vanish or rows could not be read. Counts, categories and anchors are never waived.

    Raises
    ------
    ListError
        With everything that was expected and what was found.
    """
    problems = list(_counts(official, expected))
    problems += _anchors(official, in_use, expected)
    if not accept_loss:
        problems += _losses(official, in_use, expected)
    if problems:
        raise ListError(
            Problem(where=_where(where, problem.where), what=problem.what, remedy=problem.remedy)
            for problem in problems
        )


def _where(file: str, place: str) -> str:
    return message("error.at_place", "{file}, {place}", file=file, place=place) if place else file


def _counts(official: OfficialList, expected: ListExpectation) -> Iterator[Problem]:
    remedy = message("lists.check_whole", "Check that the file is whole and is the document it should be.")
    entries, (least, most) = len(official.entries), expected.entries
    if not least <= entries <= most:
        what = message(
            "lists.entries_found",
            "{found} entries of five characters found, {least} to {most} expected.",
            found=entries,
            least=least,
            most=most,
        )
        yield Problem(what=what, remedy=remedy)
    codes, (least, most) = len(official.items), expected.rows
    if not least <= codes <= most:
        yield Problem(
            what=message(
                "lists.codes_found",
                "{found} codes found, {least} to {most} expected.",
                found=codes,
                least=least,
                most=most,
            ),
            remedy=remedy,
        )
    absent = [each for each in expected.categories if not any(code.startswith(each) for code in official.items)]
    if absent:
        what = counted(
            "lists.no_category",
            "no code of category {categories}.",
            "no code of categories {categories}.",
            categories=joined(absent, "comma"),
            n=len(absent),
        )
        yield Problem(
            what=what,
            remedy=message(
                "lists.expected_categories",
                "Expected codes of each of the categories {categories}.",
                categories=joined(expected.categories, "comma"),
            ),
        )


def _anchors(
    official: OfficialList, in_use: Mapping[str, Mapping[str, str]], expected: ListExpectation
) -> Iterator[Problem]:
    for anchor in expected.anchors:
        held = [item for code, item in official.items.items() if is_at_or_below(code, anchor)]
        known = in_use.get(anchor, {}).get("name_zh", "")
        if not held:
            yield Problem(
                what=message("lists.anchor_gone", "{code} ({name}) is not there.", code=anchor, name=known),
                remedy=message("lists.every_edition", "Every edition of the list has had it."),
            )
        elif known and not any(
            shared_letters(known, item.name + item.text) >= min(ALIKE, shared_letters(known, known)) for item in held
        ):
            what = message(
                "lists.other_name",
                "{code} is called '{name}', which shares no words with '{known}'.",
                code=anchor,
                name=held[0].name,
                known=known,
            )
            yield Problem(
                where=held[0].place,
                what=what,
                remedy=message("lists.wrong_codes", "Texts seem to stand at the wrong codes: check the file."),
            )


def _losses(
    official: OfficialList, in_use: Mapping[str, Mapping[str, str]], expected: ListExpectation
) -> Iterator[Problem]:
    accept = message("lists.accept_loss", "Check the place in the file; --accept-loss takes the list without it.")
    grave = official.grave
    for each in grave[:SHOWN]:
        yield Problem(
            where=each.place,
            what=message("lists.place_unread", "{why}: '{text}'.", why=each.why, text=_short(each.text)),
            remedy=accept,
        )
    if len(grave) > SHOWN:
        yield Problem(
            what=counted(
                "lists.more_unread",
                "{n} more place could not be read.",
                "{n} more places could not be read.",
                n=len(grave) - SHOWN,
            ),
            remedy=accept,
        )
    gone, due = lost(official, in_use, expected)
    share = 100 * len(gone) / due if due else 0.0
    if share > expected.lost_percent:
        named: Text = joined(gone[:SHOWN], "comma")
        if len(gone) > SHOWN:
            named = message("lists.and_others", "{names} and more", names=named)
        what = message(
            "lists.codes_gone",
            "{gone} of {due} codes in use are not in the file ({share} %): {codes}.",
            gone=len(gone),
            due=due,
            share=f"{share:.0f}",
            codes=named,
        )
        remedy = message(
            "lists.at_most_lost",
            "Expected at most {share} %. If the list did drop them, --accept-loss takes it.",
            share=f"{expected.lost_percent:g}",
        )
        yield Problem(what=what, remedy=remedy)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - what fits a line
