"""Whom to write to about the open lines of a book, or about one answer: letters as drafts, for every face alike.

A party that stands on a list gets none, and the officer is told so. What the letters say, `present.letters` says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.determination.book.run_files import open_run
from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, UNDETERMINED, Determination
from sekisho.files.frames.html_table import html_table
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.determination.settle.correspondents import Correspondent, OpenLine

TO_SUPPLIER, TO_CUSTOMER, ON_UNIT, TO_SALES, TO_MINISTRY = "supplier", "customer", "unit", "sales", "ministry"
KINDS: Final = (TO_SUPPLIER, TO_CUSTOMER, ON_UNIT, TO_SALES, TO_MINISTRY)
"""Kinds of letters, in the order in which they are listed."""
_SIGNS: Final = {TO_SUPPLIER: "A", TO_CUSTOMER: "B", ON_UNIT: "C", TO_SALES: "D", TO_MINISTRY: "E"}
_DIGITS: Final = 5
"""Digits of the number of a letter. A guess: two of a thousand letters share a number in every other book, and one then
gets more digits; fewer would often need more, and more are mistyped."""
_TRADERS: Final = re.compile(
    r"商事|商会|商社|物産|通商|貿易|贸易|トレーディング|\b(trading|shoji|bussan)\b", re.IGNORECASE
)
"""Words in names of firms that mostly buy for others. A guess; a firm that bears one is asked for whom it buys."""
_IN_HOUSE: Final = re.compile(r"^(自社|当社|弊社|社内|本公司|我司|in-house\b|own use\b)", re.IGNORECASE)
"""Words by which books name a unit of the firm itself. A guess: whoever is named so is asked which unit it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersRequest:
    """About which lines letters are written, and in which language."""

    language: Annotated[str, Ask("Of the letters.", choices=LANGUAGES)] = "en"
    every_line: Annotated[
        bool, Ask("Lines in which nothing points too; otherwise only those that must stop or deserve a look.")
    ] = False
    url: Annotated[
        str,
        Ask("URL of the database with its password, if it needs one.", flag="--from", metavar="URL", private=True),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLetter:
    """One letter: to whom, about which lines, and under which measure.

    Parameters
    ----------
    number
        By which a reply is known; the same in every run of a book.
    to
        Name of the party; empty for one's own sales and for the ministry, and of a party that an answer does not name.
    measures
        The measures that reach its lines, that of most lines first; none where the lines rest on none.
    day
        The day of law; None where each line has its own.
    perhaps
        Entries of lists that it may be: somebody decides that before the letter goes.
    """

    number: str
    kind: str
    to: str
    lines: tuple[OpenLine, ...]
    measures: tuple[Measure, ...] = ()
    day: date | None = None
    perhaps: tuple[str, ...] = ()
    alone: bool = False
    """Whether it is about one answer, and not about lines of a book."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnwrittenLetter:
    """A party to whom nobody writes, since it stands on a list; `entries` are those of the list."""

    role: str
    to: str
    lines: tuple[OpenLine, ...]
    entries: tuple[str, ...]

    @property
    def must_stop(self) -> bool:
        """Whether any of its lines must stop; what its list asks may be a licence alone, and the lines want a look."""
        return any(line.triage in {"stop", ""} for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersAnswer:
    """The letters of a book.

    Parameters
    ----------
    book
        Name of the book; empty where they are about one answer.
    open_lines
        All open lines that letters could be about.
    nameless
        Those of them that name no customer.
    library
        The law, with the decisions on names that the run took.
    """

    book: str
    letters: tuple[OpenLetter, ...]
    unwritten: tuple[UnwrittenLetter, ...]
    open_lines: int
    nameless: int
    library: Library
    shown: Callable[[], str] | None = field(default=None, repr=False, compare=False)
    """What a notebook shows, in the language of its reader; without it the letters are counted."""

    def __repr__(self) -> str:
        """Count letters and open lines in one line."""
        return f"<LettersAnswer of {self.book}: {len(self.letters)} letters, {self.open_lines} open lines>"

    def _repr_html_(self) -> str:
        """Show the letters in a notebook: to whom, about how many lines."""
        rows = ((letter.number, f"{letter.to} ({len(letter.lines)})") for letter in self.letters)
        return self.shown() if self.shown is not None else html_table(rows)


def letters(request: LettersRequest, workspace: Workspace, results: Path) -> LettersAnswer:
    """Find whom to write to about the open lines of a run: suppliers, customers, one's own sales and the ministry.

    Raises
    ------
    BookError
        If the run or its book cannot be read, or the run was made with other law.
    """
    from sekisho.determination.settle.completed_run import finished
    from sekisho.determination.settle.correspondents import CUSTOMER, correspondents, open_run_lines

    card = open_run(results).card
    run = finished(results, card, workspace.library, url=request.url)
    # Results that say nothing of places leave none out.
    lines = [line for line in open_run_lines(run) if request.every_line or line.triage in {"stop", "look", ""}]
    number = _Numbers(str(card.get("book_sha256") or card["book"]))
    parties = correspondents(lines, run.library, harmless=request.every_line)
    written = [_letter(party, number, run.library, run.day) for party in parties if not party.listed]
    written += _own(lines, number, run.library, run.day)
    unwritten = [
        UnwrittenLetter(role=party.role, to=party.name, lines=party.lines, entries=party.listed)
        for party in parties
        if party.listed
    ]
    return LettersAnswer(
        book=Path(str(card["book"])).name,
        letters=tuple(sorted(written, key=lambda letter: KINDS.index(letter.kind))),
        unwritten=tuple(sorted(unwritten, key=lambda party: party.role == CUSTOMER)),
        open_lines=len(lines),
        nameless=sum(not line.customer for line in lines),
        library=run.library,
    )


def letters_on_answer(answer: Determination, library: Library) -> LettersAnswer:
    """Find whom to write to about one answer that is open: its customer, then its supplier, named or not.

    Parameters
    ----------
    library
        The law, with the decisions on names that the answer took.
    """
    from sekisho.determination.settle.correspondents import CUSTOMER, correspondents, line_of_answer

    lines = [line_of_answer(answer)] if answer.verdict.headline in {UNDETERMINED, FREE_IF_SUPPOSED} else []
    facts = "\n".join(f"{name}={value}" for name, value in sorted(answer.facts.items()))
    number = _Numbers(f"{answer.as_of}\n{facts}")
    parties = sorted(correspondents(lines, library, nameless=True), key=lambda party: party.role != CUSTOMER)
    return LettersAnswer(
        book="",
        letters=tuple(
            replace(_letter(party, number, library, answer.as_of), alone=True) for party in parties if not party.listed
        ),
        unwritten=tuple(
            UnwrittenLetter(role=party.role, to=party.name, lines=party.lines, entries=party.listed)
            for party in parties
            if party.listed
        ),
        open_lines=len(lines),
        nameless=0,
        library=library,
    )


def _letter(party: Correspondent, number: Callable[[str, str], str], library: Library, day: date | None) -> OpenLetter:
    """Write to a supplier or a customer; of one whose name may stand for several, the first question is which it is."""
    from sekisho.determination.settle.correspondents import SUPPLIER, measures_on

    kind = TO_CUSTOMER
    if party.role == SUPPLIER:
        kind = TO_SUPPLIER
    elif party.perhaps or _TRADERS.search(party.name) or _IN_HOUSE.search(party.name):
        kind = ON_UNIT
    of_user = party.role != SUPPLIER
    return OpenLetter(
        number=number(kind, f"{party.role} {party.key}"),
        kind=kind,
        to=party.name,
        lines=party.lines,
        measures=measures_on(party.lines, library, of_user=of_user)
        or measures_on(party.lines, library, of_user=not of_user),
        day=day,
        perhaps=party.perhaps,
    )


def _own(
    lines: Iterable[OpenLine], number: Callable[[str, str], str], library: Library, day: date | None
) -> Iterable[OpenLetter]:
    """Tell one's own sales which lines must stop, and ask the ministry of those that the law itself leaves open."""
    from sekisho.determination.settle.correspondents import measures_on

    of_law = {FactName(name) for name, fact in library.facts.facts.items() if fact.of == "law"}
    stops = tuple(line for line in lines if line.triage == "stop")
    asks = tuple(line for line in lines if _rests_on_law(line, of_law))
    if stops:
        yield OpenLetter(number=number(TO_SALES, ""), kind=TO_SALES, to="", lines=stops)
    if asks:
        yield OpenLetter(
            number=number(TO_MINISTRY, ""),
            kind=TO_MINISTRY,
            to="",
            lines=asks,
            measures=measures_on(asks, library, of_user=True) or measures_on(asks, library, of_user=False),
            day=day,
        )


def _rests_on_law(line: OpenLine, of_law: set[FactName]) -> bool:
    """Tell whether a line is open for what nobody but the ministry can say: a state of law, or disputed words.

    Of goods whose code nobody knows the question is the code, and their supplier is asked.
    """
    if line.triage not in {"stop", "look"} or line.item_state not in {"stated", "classified"}:
        return False
    return line.by_readings or not line.missing.isdisjoint(of_law)


class _Numbers:
    """Gives each letter of a book a number that it has in every run of the book."""

    def __init__(self, book: str) -> None:
        self.book, self.given = book, set[str]()

    def __call__(self, kind: str, about: str) -> str:
        digest = hashlib.sha256(f"{self.book}\n{about or kind}".encode()).hexdigest().upper()
        for digits in range(_DIGITS, len(digest)):
            number = "-".join((_SIGNS[kind], digest[:digits]))
            if number not in self.given:
                break
        self.given.add(number)
        return number
