"""Who is this name: names compared with the lists of parties, for every face alike; and a table of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, ListError, Problem, did_you_mean
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import Decision
from sekisho.message import joined, message
from sekisho.parties.answer import Identification
from sekisho.parties.comparison import Query
from sekisho.parties.identification import as_printed, identify, identify_all, on_day, with_relatives
from sekisho.parties.identifier import identifier_of
from sekisho.parties.index import PartyIndex, parties_of
from sekisho.parties.register import Register, register_of
from sekisho.regex import regex
from sekisho.service.party_decision import Basis, ByName, Same, decisions_in, decisions_on, open_to_decision
from sekisho.service.request import Ask, AsOf
from sekisho.service.workspace import Workspace, today_of

_NOT_A_NAME: Final = regex(r"[^\w-]+")
FEWEST_SIGNS: Final = 0.3
"""Least score that may be asked for: below it nearly every name is like every other, and a hit says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenRequest:
    """Names to be compared with the lists of parties, and how."""

    names: Annotated[
        tuple[str, ...], Ask("Names in any script.", metavar="[NAME]...", private=True, argument=True)
    ] = ()
    territory: Annotated[
        str,
        Ask("Seat of the parties, a code such as JP or a name: a second signal for short names.", metavar="TERRITORY"),
    ] = ""
    identifiers: Annotated[
        tuple[str, ...],
        Ask("Corporate number or LEI; it decides.", flag="--identifier", metavar="ID", most=20),
    ] = ()
    lists: Annotated[
        tuple[str, ...],
        Ask(
            "Only this list, part of one, or file of your own.",
            left_out="all lists, your own too",
            flag="--list",
            metavar="LIST",
        ),
    ] = ()
    printed: Annotated[bool, Ask("Only names as the notices print them: no aliases or former names.")] = False
    least: Annotated[
        float | None,
        Ask("Show hits from this score, below review too.", metavar="SCORE", least=FEWEST_SIGNS, most=1),
    ] = None
    as_of: AsOf = None
    same: Same = field(default_factory=dict)
    by: ByName = ""
    basis: Basis = ""
    matches: Annotated[
        Path | None,
        Ask(
            "Use reviewers' decisions on names, as in the table that `screen` writes.",
            left_out="your register",
            metavar="MATCHES.csv",
        ),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenAnswer:
    """What the lists say of names.

    Parameters
    ----------
    found
        One identification a name, in the order of the names.
    decisions
        What the request itself says of names; they count in the answer, and whoever keeps a register may keep them.
    notes
        What was done with what was asked, to be told beside the answer.
    """

    found: tuple[Identification, ...]
    library: Library
    day: date
    decisions: tuple[Decision, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListsInUse:
    """The lists that a request chooses, ready to be asked, and what people decided.

    Parameters
    ----------
    notes
        What is to be told of lists and decisions that were read.
    """

    parties: PartyIndex
    register: Register
    day: date
    notes: tuple[str, ...] = ()


def screen(request: ScreenRequest, workspace: Workspace) -> ScreenAnswer:
    """Compare names with the lists of parties, word by word.

    Raises
    ------
    FactError
        If the territory is none, a list is not known, or an answer names no entry of a name; all at once.
    ListError
        If a list in a file cannot be read.
    """
    library = workspace.library
    if not request.names:
        what = message("screen.no_name", "no name is given.")
        raise FactError(Problem(where="names", what=what, remedy=message("screen.expected_name", "Expected a name.")))
    seat = seat_of(request.territory, library)
    lists = lists_in_use(request, workspace)
    codes, notes = _identifiers(request.identifiers)
    found = tuple(_identified(request, lists, seat, codes))
    decisions: tuple[Decision, ...] = ()
    if request.same:
        decisions = decisions_on(
            request.same, open_to_decision(found), by=request.by, on=lists.day, basis=request.basis
        )
        answered = replace(library.identity, decisions=(*lists.register.decisions, *decisions))
        lists = replace(lists, register=register_of(answered, lists.parties.entries))
        found = tuple(_identified(request, lists, seat, codes))
    return ScreenAnswer(
        found=found,
        library=library,
        day=lists.day,
        decisions=decisions,
        notes=(*lists.notes, *notes),
    )


def screen_all(
    queries: Sequence[Query], lists: ListsInUse, workspace: Workspace, *, least: float | None = None
) -> Iterator[Identification]:
    """Compare the rows of a table with lists, in their order, by several processes."""
    asked = [replace(query, identifiers=tuple(map(as_held, query.identifiers))) for query in queries]
    for each in identify_all(asked, lists.parties, lists.register, workers=workspace.cores, least=least):
        yield on_day(each, lists.parties, lists.day) if each.hits else each


def relatives_of(found: Iterable[Identification], lists: ListsInUse) -> Iterator[Identification]:
    """Add to each name of many the firms that it may be part of, and the listed companies of their groups."""
    return (with_relatives(whom, lists.parties, lists.day) for whom in found)


def queries_in(source: Path, workspace: Workspace, *, column: str = "") -> list[Query]:
    """Read names, territories and identifiers from a table.

    Raises
    ------
    BookError, FactError
        If it is none, or has no column of names.
    """
    from sekisho.parties.lists.query_file import read_queries

    return read_queries(source, territories_of(workspace.library), column)


def lists_in_use(request: ScreenRequest, workspace: Workspace) -> ListsInUse:
    """Return the lists that a request chooses: all, or those named, with the decisions that hold.

    Raises
    ------
    FactError
        If a list is not known.
    ListError
        If a list in a file cannot be read.
    """
    library = workspace.library
    parties, notes = parties_of(library), list[str]()
    if request.lists or request.printed:
        chosen, notes = _chosen(request.lists, parties.entries, library)
        entries = tuple(map(as_printed, chosen)) if request.printed else chosen
        parties = replace(parties, entries=entries)
    register = register_of(library.identity, parties.entries)
    if request.matches is not None:
        kept, reopened = decisions_in(request.matches, library, parties.entries, workspace.today)
        identity = replace(library.identity, decisions=kept)
        register, notes = register_of(identity, parties.entries), [*notes, *reopened]
    return ListsInUse(parties=parties, register=register, day=today_of(request.as_of, workspace), notes=tuple(notes))


def seat_of(given: str, library: Library) -> str:
    """Return the code of the territory of a seat, given as a code or by a name.

    Raises
    ------
    FactError
        If it is none.
    """
    code = territories_of(library).code(given) if given else ""
    if given and not code:
        what = message("error.not_territory", "'{value}' is not a territory.", value=given)
        remedy = message("error.expected_territory_or_name", "Expected a code such as JP, or a name of it.")
        raise FactError(Problem(where="territory", what=what, remedy=remedy))
    return code


def as_held(given: str) -> str:
    """Return an identifier as lists hold it; what no scheme knows stays as it is written."""
    known = identifier_of(given)
    return known.value if known else given.strip()


def _identified(
    request: ScreenRequest, lists: ListsInUse, seat: str, identifiers: tuple[str, ...]
) -> Iterator[Identification]:
    for name in request.names:
        yield identify(
            name,
            lists.parties,
            lists.register,
            on=lists.day,
            territory=seat,
            identifiers=identifiers,
            least=request.least,
        )


def _identifiers(given: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return identifiers as lists hold them, and what is to be told of those that no scheme knows."""
    texts = tuple(given)
    notes = (
        message(
            "screen.no_identifier",
            "identifier: '{value}' is not a corporate number, LEI, credit code or TYO: code; it is compared "
            "as written.",
            value=text,
        )
        for text in texts
        if identifier_of(text) is None
    )
    return tuple(map(as_held, texts)), tuple(notes)


def _chosen(
    names: Sequence[str], known: tuple[ListedParty, ...], library: Library
) -> tuple[tuple[ListedParty, ...], list[str]]:
    """Return the entries of the lists and files named, all if none is, and remarks on files."""
    if not names:
        return known, []
    entries: list[ListedParty] = []
    notes: list[str] = []
    problems: list[Problem] = []
    for name in names:
        file = Path(name)
        part = [entry for entry in known if entry.list == name or entry.list.startswith(f"{name}/")]
        if not part and file.is_file():
            part, remarks = _from_file(file, library)
            notes += remarks
        if not part:
            ids = sorted({entry.list for entry in known} | {entry.list.rpartition("/")[0] for entry in known})
            remedy = did_you_mean(name, ids) or message(
                "screen.lists_or_file", "Lists: {lists}; or name a file.", lists=joined(ids, "comma")
            )
            problems.append(
                Problem(
                    where="list",
                    what=message("screen.no_list_or_file", "no list or file '{name}'.", name=name),
                    remedy=remedy,
                )
            )
        entries += part
    if problems:
        raise FactError(problems)
    return tuple(dict.fromkeys(entries)), notes


def _from_file(file: Path, library: Library) -> tuple[list[ListedParty], list[str]]:
    from sekisho.parties.lists.reader import read_party_list

    read = read_party_list(file, _NOT_A_NAME.sub("-", file.stem), territories_of(library))
    if read.problems:
        raise ListError(read.problems)
    return list(read.entries), [f"{file.name}: {remark}" for remark in read.remarks]
