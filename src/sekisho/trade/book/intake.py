"""A book opened: staged, its columns mapped to facts by name, by header or by a person, and its habits found out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.errors import Problem
from sekisho.files.formats import column_kinds
from sekisho.files.row_staging import FILE, LINE, Desk
from sekisho.files.staging import BookSource, open_source, own_columns
from sekisho.files.zones import BEIJING, zone_of_texts
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message
from sekisho.trade.book.arrangement import arrange
from sekisho.trade.book.cell_references import with_references
from sekisho.trade.book.cells.dates import order_of, read_day
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.book.cells.meanings import CellMeaning, Meanings, other_lists_in
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.trade.book.columns import Columns, is_value_column, map_columns, named_fact
from sekisho.trade.book.currency_context import with_currencies_of_lines
from sekisho.trade.book.held_texts import few_cells
from sekisho.trade.book.matching.column_guess import Guess
from sekisho.trade.book.matching.document_head import stated_above
from sekisho.trade.book.matching.forms import form_of, names_item
from sekisho.trade.book.matching.header_reading import meaning_of
from sekisho.trade.book.matching.headers import book_headers, unit_of
from sekisho.trade.book.matching.joins import columns_named, join_columns
from sekisho.trade.book.matching.memory import ColumnMemory, recalled
from sekisho.trade.book.matching.numbered_columns import numbered_columns
from sekisho.trade.book.matching.proposals import GOODS, Proposal, propose
from sekisho.trade.book.matching.reasons import ColumnReason
from sekisho.trade.book.matching.values import ColumnValues, Sample, is_firm
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.order_book import Book, counts_at_once, text_of
from sekisho.trade.book.party_finder import PartyFinder
from sekisho.trade.book.profile import Profile, is_number_text
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    import duckdb

SAMPLED: Final = 10_000
"""Rows by which a column is known; all rows are read before anything is decided. A guess. Smaller, the first pages
stand for the book; larger, only slower."""
_LOADED: Final = 1 << 20
"""Bytes of a text that is loaded into memory, and not written. A guess: larger ones have more lines than are held."""
_SHOWN: Final = 3
"""Cells of a column that are shown."""
_DATE: Final = FactName("date")
_BETWEEN: Final = FactName("intermediate_consignee")
_DESCRIPTION: Final = FactName("description")
CURRENCY_FROM: Final = "currency_from"
"""What is told of the column that names the currency of the amounts."""
GOODS_IN_WORDS, NO_GOODS = "goods_in_words", "no_goods"
"""What is told of a book no column of which is known to name the goods: those whose words are taken, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookIntake:
    """A book as it was found.

    Parameters
    ----------
    recipe
        How it was read, with all that was found out: enough to read it again in the same way.
    faults
        What is wrong with its columns.
    no_lines
        Rows that are no lines, and so not in the book.
    odd
        Numbers of the lines that could not be taken apart as they stand.
    mended, unaligned
        Those of them that were put right, and those of which nothing is known.
    memory
        What was decided for an earlier book with the same headers, and is used.
    parties
        Tells what listed parties texts name.
    """

    source: BookSource
    book: Book
    recipe: Recipe
    meanings: Meanings
    proposal: Proposal
    faults: tuple[Problem, ...]
    no_lines: tuple[NoLine, ...] = ()
    odd: tuple[int, ...] = ()
    mended: tuple[int, ...] = ()
    unaligned: tuple[int, ...] = ()
    memory: ColumnMemory | None = None
    parties: PartyFinder = field(default_factory=PartyFinder)


def open_book(
    connection: duckdb.DuckDBPyConnection,
    book: Path | str,
    folder: Path,
    *,
    facts: FactTable,
    territory: Callable[[str], str],
    recipe: Recipe,
    mapping: Mapping[str, str],
    unknown: Collection[str],
    parties: PartyFinder | None = None,
) -> BookIntake:
    """Open a book, map its columns, and tell its lines from rows that are none.

    Parameters
    ----------
    parties
        Tells what listed parties texts name; left out, none.

    Raises
    ------
    BookError
        If there is no such book, or nothing in it can be read.
    """
    headers = book_headers(lambda name: named_fact(name) in facts, {**recipe.columns, **mapping})
    headers = replace(headers, above=stated_above, form=form_of, is_item=names_item, meaning=meaning_of, is_paper=True)
    source = open_source(Desk(connection=connection, headers=headers, loaded=_LOADED), book, folder, recipe)
    sql = source.staged.sql
    kinds = column_kinds(connection, sql)
    meanings = Meanings(facts=facts, territory=territory, words=recipe.values, orders={_DATE: recipe.dates})
    finder = parties or PartyFinder()
    memory = recalled(recipe.memories, own_columns(list(kinds))) if recipe.memories else None
    if memory is not None:
        recipe = replace(recipe, columns={**memory.columns, **recipe.columns}, decided=f"{memory.day} {memory.book}")
    said = {**recipe.columns, **mapping}
    opened = Book(connection=connection, sql=sql, name=source.name, kinds=kinds, columns=_NO_COLUMNS)
    opened = replace(opened, cells=few_cells(connection, sql, [*filter(opened.is_text, kinds)]))
    columns, proposal, faults = map_by_header(
        kinds,
        lambda names: samples_of(opened, names),
        meanings,
        book=source.name,
        said=said,
        unknown=unknown,
        profiles=recipe.profiles,
    )
    in_words = [guess.column for guess in proposal.guesses if guess.is_in_words and not said]
    if not said and not [name for name in columns.facts.values() if name not in in_words]:
        faults = (*faults, *_no_header(own_columns(list(kinds)), source, meanings, finder))
    source = _told(source, goods_told(columns, proposal, unknown))
    above = "" if unit_parts(columns.unit)[1] else unit_of(source.staged.told.get("unit_above", ""))
    columns = replace(
        columns, unit=recipe.unit or above or columns.unit, line=columns.line or (LINE if FILE in kinds else "")
    )
    opened = replace(opened, columns=columns)
    dates = _dates(opened)
    orders = {str(_DATE): recipe.dates or order_of(dates)}
    zone = zone_of_texts(dates)
    if zone:
        zone = recipe.zone or zone
        source = _told(source, {f"zone of {columns.facts[_DATE]}": zone})
    settled = replace(_found_out(source.staged.told, recipe), memories=(), columns=said, dates=orders["date"])
    words, wrong = words_of(recipe, columns, meanings)
    meanings = replace(
        meanings, words=words, orders=orders, zone=zone or BEIJING, other_lists=other_lists_in(columns.facts)
    )
    staged = source.staged
    arranged = arrange(
        opened,
        staged.bad,
        folder,
        fits=Profile.of(opened, meanings).fits if staged.bad else lambda _name, _cell: True,
        listed=lambda text: bool(finder.listed(text)),
        points=lambda text: bool(finder.named(text) or defence_words_in(text, use=True)),
        separator=staged.told.get("separator", ","),
        head=staged.head,
    )
    with_units = with_currencies_of_lines(with_references(arranged.book))
    if read_too := {*arranged.book.columns.unmapped} - {*with_units.columns.unmapped}:
        source = _told(source, {CURRENCY_FROM: ", ".join(read_too)})
    return BookIntake(
        source=source,
        book=join_columns(with_units, proposal.joined, _pieces(arranged.book)),
        recipe=settled,
        meanings=meanings,
        proposal=proposal,
        faults=(*faults, *wrong),
        no_lines=arranged.no_lines,
        odd=arranged.odd,
        mended=arranged.mended,
        unaligned=arranged.unaligned,
        memory=memory,
        parties=finder,
    )


def _told(source: BookSource, more: Mapping[str, str]) -> BookSource:
    """Tell more of what was found out of a source."""
    return replace(source, staged=replace(source.staged, told={**source.staged.told, **more}))


def goods_told(columns: Columns, proposal: Proposal, unknown: Collection[str]) -> dict[str, str]:
    """Tell where goods are read only because nothing else names them, and where nothing does."""
    if not GOODS.isdisjoint({*unknown}):
        return {}
    words = [guess.column for guess in proposal.guesses if guess.is_in_words]
    goods = GOODS & {str(fact) for fact in columns.facts}
    if goods and words and columns.facts.get(_DESCRIPTION) in words:
        return {GOODS_IN_WORDS: ", ".join(proposal.joined.get(str(_DESCRIPTION), words))}
    return {} if goods else {NO_GOODS: "1"}


def _pieces(book: Book) -> list[tuple[str, ...]]:
    """Return the columns of text that hold one text in pieces, for all that nobody knows what they are."""
    return list(numbered_columns(own_columns([*filter(book.is_text, book.kinds)])).values())


def words_of(
    recipe: Recipe, columns: Columns, meanings: Meanings
) -> tuple[dict[str, dict[str, str]], tuple[Problem, ...]]:
    """Gather what a person said that cells mean, by fact and by column; and what is wrong with that."""
    words = {fact: dict(meant) for fact, meant in recipe.values.items()}
    problems: list[Problem] = []
    fact_of = {column: str(fact) for fact, column in columns.facts.items()}
    fact_of |= {columns.value: "value"} if columns.value else {}
    for column, said in recipe.read_as.items():
        fact = fact_of.get(column)
        if fact is None:
            remedy = message(
                "error.expected_one_of",
                "Expected one of {choices}.",
                choices=joined(fact_of, "comma") or message("book.none", "none"),
            )
            problems.append(
                Problem(
                    where="read_as",
                    what=message("book.no_fact_in_column", "column '{column}' contains no fact.", column=column),
                    remedy=remedy,
                )
            )
            continue
        for text, word in said.items():
            if not word.strip():
                continue
            plain, fault = _plain_word(meanings, fact, word.strip())
            if fault:
                problems.append(Problem(where=f"read_as: {column}: '{text}'", what=fault.why, remedy=fault.remedy))
            else:
                words.setdefault(fact, {})[text.strip()] = plain
    return words, tuple(problems)


def _plain_word(meanings: Meanings, fact: str, word: str) -> tuple[str, CellMeaning | None]:
    """Return the word as which a cell is to be read, and what is wrong with it; None if nothing is."""
    if meanings.facts[fact].kind == "number":
        number = word.replace(",", "")
        good = number.lower() in WRITTEN_UNKNOWN or re.fullmatch(r"[+-]?\d+(\.\d+)?", number)
        what = f"'{word}' is not a number."
        return number, None if good else CellMeaning(
            text="", why=what, bad=True, remedy=message("book.plain_number", "Expected a plain number.")
        )
    found = meanings.meant(meanings.facts[fact], word)
    return word, found if found.bad else None


def map_by_header(
    kinds: Iterable[str],
    sampled: Callable[[Sequence[str]], Mapping[str, Sample]],
    meanings: Meanings,
    *,
    book: str,
    said: Mapping[str, str],
    unknown: Collection[str],
    profiles: Path | None = None,
) -> tuple[Columns, Proposal, tuple[Problem, ...]]:
    """Map columns to facts: as a person said, by name, or by header; what is wrong with them comes last.

    Parameters
    ----------
    sampled
        Gives the values at the beginning of some columns.
    said
        Fact to column, or to several with + between them; a fact without one has an empty name, and is not looked for.
    profiles
        Folder of the user's own profiles of systems.
    """
    names = list(kinds)
    own = own_columns(names)
    several = {fact: parts for fact, text in said.items() if len(parts := columns_named(text, own)) > 1}
    single = {**said, **{fact: parts[0] for fact, parts in several.items()}}
    more = {part for parts in several.values() for part in parts[1:]}
    taken = {named_fact(fact) for fact in (*single, *unknown)}
    rest = [name for name in own if name not in more and name not in single.values()]
    proposal = _proposed(rest, sampled, meanings, taken, profiles)
    proposal = replace(
        proposal, joined={**proposal.joined, **{named_fact(fact): each for fact, each in several.items()}}
    )
    given = {**proposal.sure, **single}
    columns, faults = map_columns(names, meanings.facts, book=book, mapping=given, unknown=unknown)
    # Of a column that a person named, the header says the unit as it does of one that was found.
    unit = (proposal.unit if "value" in proposal.sure else unit_of(columns.value)) or columns.unit
    perhaps = _perhaps_stated(proposal, columns, meanings.facts) - {FactName(named_fact(fact)) for fact in said}
    columns = replace(columns, unit=unit, unknown=columns.unknown | perhaps)
    return columns, proposal, tuple(_hinted(fault, proposal) for fault in faults)


def _perhaps_stated(proposal: Proposal, columns: Columns, facts: FactTable) -> frozenset[FactName]:
    """Return the facts that a column may state which nobody has mapped, where leaving them out would mean none.

    A buyer in a column whose header is not sure is somebody: taken as nobody, a listed one would pass in silence. So is
    a second party beside the one that is mapped; whoever stands between the two ends of a trade may be it.
    """
    named = {FactName(guess.fact) for guess in proposal.unsure}
    if any(fact in columns.facts and facts[fact].kind == "party" for fact in named & facts.facts.keys()):
        named.add(_BETWEEN)
    return frozenset(
        fact for fact in named if fact in facts and fact not in columns.facts and facts[fact].absent == "none"
    )


def _hinted(fault: Problem, proposal: Proposal) -> Problem:
    """Name the column that may be the one that is missing."""
    guess = next((each for each in proposal.unsure if fault.what == f"no column for '{each.fact}'."), None)
    if guess is None:
        return fault
    hint = message(
        "book.may_be_column",
        "Column '{column}' may be it ({reason}): --map {fact}='{column}'.",
        column=guess.column,
        reason=guess.reason,
        fact=guess.fact,
    )
    return replace(fault, remedy=joined([hint, fault.remedy], "sentence"))


_LIKE_A_LINE: Final = 3
"""A row of which one cell in so many is a day or an amount, and whose other cells name no fact, is a line, no header.
A guess. Larger takes a table with columns of years for one without a header; smaller misses lines of many words."""
_FEWEST_VALUES: Final = 2
"""Days and amounts in such a row: one alone may be the name of a column."""
_SHORT_CODE: Final = 2
"""Letters of the code of a territory, which may be a name of a column too: NO, IN."""
_SHORT_NUMBER: Final = re.compile(r"\d{1,2}")
"""Columns are numbered too."""


def _no_header(names: Sequence[str], source: BookSource, meanings: Meanings, finder: PartyFinder) -> list[Problem]:
    """Say that the row taken for the header is a line: it would be lost, and no column would have a name."""
    row = ColumnValues(dict.fromkeys(names, 1), meanings)
    values = [name for name in names if finder.listed(name) or finder.named(name) or is_firm(name)]
    values += [name for name in names if len(name) > _SHORT_CODE and row.is_territory(name)]
    is_line = bool(values)
    values += [
        name
        for name in names
        if not _SHORT_NUMBER.fullmatch(name.strip()) and (is_number_text(name) or read_day(name).day is not None)
    ]
    if not is_line and (len(values) < _FEWEST_VALUES or len(values) * _LIKE_A_LINE < len(names)):
        return []
    number = source.staged.told.get("header_row", "1")
    what = message(
        "book.no_header",
        "this row has values, such as {values}, and no names of columns.",
        values=joined([repr(value) for value in values[:_FEWEST_VALUES]], "and"),
    )
    remedy = message(
        "book.add_header",
        "Write names of columns above the lines, such as description, destination and date; or say with "
        "'header_row' in the mapping file which row has them.",
    )
    return [Problem(where=f"{source.name}:{number}", what=what, remedy=remedy)]


_NO_COLUMNS: Final = Columns(facts={}, line="", value="", unit="", unmapped=())


def _found_out(told: Mapping[str, str], recipe: Recipe) -> Recipe:
    """Keep what was found out about a single file; the files of a folder are looked at again."""
    return replace(
        recipe,
        encoding=told.get("encoding", recipe.encoding),
        separator=told.get("separator", recipe.separator),
        sheet=told.get("sheet", recipe.sheet),
        header_row=int(told.get("header_row", recipe.header_row)),
    )


def _proposed(
    names: Sequence[str],
    sampled: Callable[[Sequence[str]], Mapping[str, Sample]],
    meanings: Meanings,
    taken: Collection[str],
    profiles: Path | None,
) -> Proposal:
    """Propose facts for the columns that no name and no person has mapped; `taken` are the facts that have theirs."""
    facts = meanings.facts
    exact = {name: named_fact(name) for name in names if named_fact(name) in {*facts.facts, "line", "value"}}
    exact |= {name: "value" for name in names if name not in exact and is_value_column(name)}
    taken = {*taken, *exact.values()}
    rest = [name for name in names if name not in exact]
    proposal = propose(rest, sampled(rest), facts, meanings, profiles=profiles, taken=taken)
    guesses = [
        replace(guess, confidence=0.0, fact="", reasons=(ColumnReason("has_column", {"fact": guess.fact}),))
        if guess.fact in taken
        else guess
        for guess in proposal.guesses
    ]
    joined = {fact: columns for fact, columns in proposal.joined.items() if fact not in taken}
    return Proposal(guesses=tuple(guesses), unit=proposal.unit, joined=joined)


def samples_of(book: Book, columns: Sequence[str]) -> dict[str, Sample]:
    """Return the values of columns at the beginning of a book, with their counts; what is empty counts too."""
    found: dict[str, Sample] = {name: dict(counts) for name, counts in counts_at_once(book, columns).items()}
    return found or {name: _sample_of(book, name) for name in columns}


def _sample_of(book: Book, column: str) -> Sample:
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(
        f"SELECT v, count(*) FROM (SELECT {text} AS v FROM {book.sql} LIMIT {SAMPLED}) GROUP BY v"
    ).fetchall()
    return {"" if text is None else text: count for text, count in rows}


def _dates(book: Book) -> list[str]:
    """Return the different dates of a book, as they are written: all tell which comes first in 09/08/2026."""
    column = book.columns.facts.get(_DATE)
    if column is None:
        return []
    text = text_of(column, book.kinds[column])
    rows = book.connection.execute(f"SELECT DISTINCT {text} FROM {book.sql} WHERE {text} IS NOT NULL").fetchall()
    return [text for (text,) in rows]


def all_guesses(opened: BookIntake) -> tuple[Guess, ...]:
    """Return a guess for every column, also for those whose name is a fact or that a person has mapped."""
    proposed = {guess.column: guess for guess in opened.proposal.guesses}
    columns, joined = opened.book.columns, opened.book.joined
    mapped = {part: str(fact) for fact, column in columns.facts.items() for part in joined.get(column, (column,))}
    mapped |= {column: name for name, column in (("line", columns.line), ("value", columns.value)) if column}
    found = []
    by_person = set(opened.recipe.columns.values()) | {part for parts in joined.values() for part in parts}
    names = own_columns([name for name in opened.book.kinds if name not in joined])
    samples = samples_of(opened.book, [name for name in names if name not in proposed])
    for name in names:
        guess = proposed.get(name)
        if guess is None:
            key = "mapping" if name in by_person else "fact_name"
            fact = mapped.get(name, "")
            reasons = (ColumnReason(key if fact else "left_aside"),)
            memory = opened.memory
            if memory is not None and fact and opened.recipe.columns.get(fact) == memory.columns.get(fact, ""):
                reasons = (ColumnReason("remembered", {"day": str(memory.day), "book": memory.book}),)
            sample = tuple(text for text in samples.get(name, {}) if text.strip())[:_SHOWN]
            guess = Guess(column=name, fact=fact, confidence=1.0 if fact else 0.0, reasons=reasons, sample=sample)
        found.append(guess)
    return tuple(found)
