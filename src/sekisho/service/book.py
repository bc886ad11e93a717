"""May these shipments go: an order list determined, for every face alike; how it is read, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from sekisho.errors import BookError, Problem
from sekisho.files.storage import address, check_writable, fetch, is_object, keep
from sekisho.files.temporary import temporary_folder
from sekisho.files.zones import zone_named
from sekisho.law.model.assumptions import assumptions_of, collecting, readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.message import message
from sekisho.service.request import Ask, AsOf, Assume, ReadingOfAll, Terms
from sekisho.service.workspace import Workspace
from sekisho.trade.book.recipe import Recipe

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.items import Classifies
    from sekisho.determination.book.run_summary import RunResult

READING: Final = ("mapping_file", "zone", "encoding", "sheet", "sql", "url")
"""Fields that say how a book is read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRequest:
    """What is asked of an order list, beside the book itself and where the results go."""

    mapping: Annotated[
        Mapping[str, str],
        Ask("Which column has a fact, if its name is another.", flag="--map", metavar="FACT=COLUMN"),
    ] = field(default_factory=dict)
    unknown: Annotated[tuple[str, ...], Ask("Leave a fact unknown in every line.", metavar="FACT")] = ()
    constants: Annotated[
        Mapping[str, str],
        Ask(
            "What is the same in every line that leaves it open, such as destination=JP.",
            flag="--set",
            metavar="FACT=VALUE",
        ),
    ] = field(default_factory=dict)
    suppose: Annotated[
        tuple[str, ...],
        Ask("What is supposed where a line leaves a fact open: ordinary, a .yaml file, or FACT=VALUE.", metavar="SET"),
    ] = ()
    mapping_file: Annotated[
        Path | None,
        Ask("How the book is read, as `sekisho map` wrote it and you corrected it.", flag="--mapping", metavar="FILE"),
    ] = None
    zone: Annotated[
        str,
        Ask(
            "Zone in which times with a zone are days.",
            left_out="Beijing, or the one whose midnights they are",
            metavar="NAME",
        ),
    ] = ""
    encoding: Annotated[str, Ask("Encoding of a text file.", left_out="found out", metavar="NAME")] = ""
    sheet: Annotated[str, Ask("Sheet of a spreadsheet.", left_out="that with the orders", metavar="NAME")] = ""
    sql: Annotated[str, Ask("Read the rows of a query instead of a file.", metavar="QUERY")] = ""
    url: Annotated[str, Ask("Database that the query is put to.", flag="--from", metavar="URL", private=True)] = ""
    no_classify: Annotated[
        bool, Ask("Do not say what the goods of the book may be on the control list; stated codes alone point.")
    ] = False
    strict: Annotated[bool, Ask("Refuse the book if a single cell or row cannot be read.")] = False
    tables: Annotated[
        tuple[Path, ...],
        Ask(
            "Fill what the book leaves open from answers: answers.csv, items.csv, matches.csv, OUT.gaps.csv.",
            flag="--answers",
            metavar="TABLE.csv",
        ),
    ] = ()
    threads: Annotated[int | None, Ask("Threads.", left_out="all cores", metavar="N", least=1)] = None
    keep: Annotated[
        bool,
        Ask(
            "Keep beside the results, ending in `.kept`, what `sekisho rescreen` needs to judge them under another law."
        ),
    ] = False
    as_of: AsOf = None
    reading: ReadingOfAll = Reading.CENTRAL
    terms: Terms = field(default_factory=dict)
    assume: Assume = field(default_factory=dict)


MOST_SHOWN: Final = 1_000
"""Lines that a page shows at most: more is a table for a workbook, which holds all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """What is asked of the report of a run, beside its results, its language and where it goes."""

    lines: Annotated[
        int,
        Ask(
            "Lines of the danger list on the page, the worst first; 0 names no line and no party.",
            metavar="N",
            least=0,
            most=MOST_SHOWN,
        ),
    ] = MOST_SHOWN
    by: Annotated[str, Ask("Who made it, for the box on the first side.", metavar="NAME", private=True)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookInputs:
    """What is asked of a book, checked: what an engine takes.

    Parameters
    ----------
    place
        The file, the folder, or the address of a database.
    assume
        What is assumed of the law, with what answers say of it.
    stated
        What is assumed as the request says it.
    classifies
        Says what the items of the book are; None leaves them out.
    notes
        Answers that could not be read, and so answer nothing.
    """

    place: str
    recipe: Recipe
    mapping: Mapping[str, str]
    unknown: tuple[str, ...]
    constants: Mapping[str, str]
    suppose: tuple[str, ...]
    readings: Readings
    assume: Mapping[str, str]
    stated: Mapping[str, str]
    as_of: date | None
    answers: BookAnswers
    strict: bool
    keep: bool
    threads: int | None
    classifies: Classifies | None = None
    notes: tuple[Problem, ...] = ()

    @property
    def columns(self) -> dict[str, str]:
        """Fact to column, as a person said: in the mapping file and beside it."""
        return {**self.recipe.columns, **self.mapping}

    def for_lines(self) -> dict[str, Any]:
        """Return what every engine takes of a book whose lines are tables already."""
        return {
            "as_of": self.as_of,
            "readings": self.readings,
            "assume": self.assume,
            "mapping": self.mapping,
            "unknown": self.unknown,
        }

    def for_books(self) -> dict[str, Any]:
        """Return what the engine takes besides that reads books as firms have them."""
        return {
            "recipe": self.recipe,
            "strict": self.strict,
            "answers": self.answers,
            "constants": self.constants,
            "suppose": self.suppose,
            "keep": self.keep,
            "classifies": self.classifies,
        }


def determine_asked(
    asked: BookInputs,
    workspace: Workspace,
    out: Path,
    *,
    language: str = "en",
    progress: Callable[[str, float], None] | None = None,
) -> RunResult:
    """Determine every line of a book of which all that is asked was checked, and write the results beside it.

    Book and results may be addresses of object storage; the result then names addresses.

    Parameters
    ----------
    language
        Of the reasons in the table of gaps.

    Raises
    ------
    BookError
        With everything that is wrong with the book.
    """
    from sekisho.determination.book.bulk import determine_book

    with at_hand(asked.place, out) as there:
        result = determine_book(
            there.book,
            workspace.library,
            out=there.out,
            today=workspace.today,
            threads=asked.threads,
            language=language,
            progress=progress,
            origin=there.origin,
            **asked.for_lines(),
            **asked.for_books(),
        )
    return at_addresses(result, out) if is_object(out) else result


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesAtHand:
    """Where a book and its results lie on this machine while a run is on.

    Parameters
    ----------
    origin
        Address that the book was fetched from; empty if it lies here.
    """

    book: Path | str
    out: Path
    origin: str


@contextmanager
def at_hand(book: Path | str, out: Path, *, folder: Path | None = None) -> Iterator[PlacesAtHand]:
    """Fetch a book from object storage, and keep the results there when the run has ended well; files stay as they are.

    Parameters
    ----------
    folder
        Where copies lie, if they are to outlast the run.

    Raises
    ------
    BookError
        With all that is wrong with the addresses, before anything is judged; or if the results cannot be kept.
    """
    if not is_object(book) and not is_object(out):
        yield PlacesAtHand(book=book, out=out, origin="")
        return
    from sekisho.determination.book.run_files import RunPlaces

    problems: list[Problem] = []
    with temporary_folder("storage", within=folder) as made:
        copies, results = folder or made, out
        origin, source = "", book
        if is_object(book):
            origin = address(book)
            with collecting(problems):
                source = fetch(origin, copies)
        if is_object(out):
            (copies / "results").mkdir(exist_ok=True)
            results = copies / "results" / out.name
            with collecting(problems):
                check_writable(address(out))
        if problems:
            raise BookError(problems)
        yield PlacesAtHand(book=source, out=results, origin=origin)
        if is_object(out):
            places = RunPlaces(results)
            beside = list(places.beside.values())
            kept = [*(file for file in beside if file.is_file()), places.card]  # the card last: it says what belongs
            keep(address(out), kept, [file.name for file in beside if not file.is_file()])


def at_addresses(result: RunResult, out: Path) -> RunResult:
    """Return a result whose files are in object storage, by their addresses."""
    from sekisho.determination.book.run_summary import RunResult as Told

    folder = address(out).rpartition("/")[0]
    places = {
        name: f"{folder}/{Path(place).name}"
        for name in ("out", "run_card", "matches")
        if (place := getattr(result, name)) is not None
    }
    gaps = result.reading.gaps_file
    reading = replace(result.reading, gaps_file=f"{folder}/{gaps.name}") if isinstance(gaps, Path) else result.reading
    told = {entry.name: getattr(result, entry.name) for entry in fields(Told)}
    return Told(**{**told, **places, "reading": reading})


def determine_on_spark(
    session: SparkSession,
    asked: BookInputs,
    workspace: Workspace,
    out: str,
    *,
    progress: Callable[[str, float], None] | None = None,
) -> RunResult:
    """Determine every line of a book in a Spark; the book is a table of lines, and the results go to an address.

    Raises
    ------
    BookError
        If the book cannot be read.
    """
    from sekisho.determination.spark import determine_book_spark

    return determine_book_spark(
        session, asked.place, workspace.library, out=out, today=workspace.today, progress=progress, **asked.for_lines()
    )


def book_classifier(workspace: Workspace) -> Classifies | None:
    """Return who says what the items of a book are; None where the parts for classification are not installed."""
    from sekisho.classification.suggestion import can_classify
    from sekisho.law.model.scheme import words_folder

    if words_folder(workspace.library) is None or not can_classify():
        return None
    from sekisho.classification.book_items import BookClassifier

    return BookClassifier(workspace.library, cache=workspace.cache, processes=workspace.cores)


def book_inputs(
    request: BookRequest, workspace: Workspace, book: str, *, recipe: Recipe | None = None, plain: bool = False
) -> BookInputs:
    """Return what is asked of a book as an engine takes it.

    Parameters
    ----------
    plain
        The book is a table of lines already, and nothing is said of how it is read.

    Raises
    ------
    BookError
        With everything that is wrong with it.
    """
    from sekisho.classification.answer_files import read_tables
    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.supposition import read_constants

    library = workspace.library
    problems: list[Problem] = []
    place, chosen, answers, law = book, recipe or Recipe(), BookAnswers(), dict[str, str]()
    constants, readings, assume = dict[str, str](), Readings(), dict[str, str]()
    if recipe is None and not plain:
        with collecting(problems):
            place, chosen = place_and_recipe(request, workspace, book)
    with collecting(problems):
        constants = {str(fact): value for fact, value in read_constants(request.constants, library).items()}
    with collecting(problems):
        readings = readings_of(library, str(request.reading), request.terms)
    with collecting(problems):
        assume = assumptions_of(library, request.assume)
    with collecting(problems):
        tables, chosen = with_gaps(request.tables, chosen)
        answers, law = read_tables(tables, library, workspace.today)
        if request.strict and answers.unread:
            raise BookError(answers.unread)
    if problems:
        raise BookError(problems)
    return BookInputs(
        place=place,
        recipe=chosen,
        mapping=request.mapping,
        unknown=request.unknown,
        constants=constants,
        suppose=request.suppose or chosen.suppose,
        readings=readings,
        assume={**law, **assume},
        stated=assume,
        as_of=request.as_of,
        answers=answers,
        strict=request.strict,
        keep=request.keep,
        threads=request.threads,
        classifies=None if request.no_classify or plain else book_classifier(workspace),
        notes=tuple(answers.unread),
    )


def book_faults(request: BookRequest, library: Library, *, files: bool) -> list[Problem]:
    """Tell what of a book's constants and suppositions cannot be, before the book is looked at.

    Parameters
    ----------
    files
        Whether a set of suppositions may be a file of this machine.
    """
    from sekisho.determination.book.supposition import read_constants

    problems: list[Problem] = []
    with collecting(problems):
        read_constants(request.constants, library)
    return problems + supposition_faults(request.suppose, library, files=files)


def supposition_faults(suppose: Sequence[str], library: Library, *, files: bool) -> list[Problem]:
    """Tell what of suppositions cannot be; `files` as of `book_faults`."""
    from sekisho.determination.book.supposition import read_suppositions

    problems: list[Problem] = []
    strange = [word for word in suppose if not files and "=" not in word and not word.isidentifier()]
    remedy = message("book.expected_set", "Expected the name of a set, such as `ordinary`, or FACT=VALUE.")
    problems += [
        Problem(where="suppose", what=message("book.no_set", "'{word}' is not a set.", word=word), remedy=remedy)
        for word in strange
    ]
    if not strange:
        with collecting(problems):
            read_suppositions(suppose, library)
    return problems


def place_and_recipe(request: BookRequest, workspace: Workspace, book: str | None) -> tuple[str, Recipe]:
    """Return where the book is, and how it is read.

    Raises
    ------
    BookError
        If neither a book nor a query is named, or both; or with all that is wrong with the mapping file.
    """
    from sekisho.trade.book.mapping_file import read_mapping
    from sekisho.trade.book.matching.memory import kept_memories

    file, facts = request.mapping_file, workspace.library.facts
    recipe = read_mapping(file, facts) if file is not None else Recipe()
    memories = kept_memories(workspace.mappings) if file is None and workspace.mappings is not None else ()
    recipe = replace(recipe, memories=memories, profiles=workspace.profiles)
    if request.zone:
        zone_named(request.zone)
    given = (("encoding", request.encoding), ("sheet", request.sheet), ("sql", request.sql), ("zone", request.zone))
    stated = {name: text for name, text in given if text}
    recipe = replace(recipe, **stated)  # type: ignore[arg-type] # all are texts
    if recipe.sql and not request.url:
        remedy = message("book.from_with_sql", "Give --from URL with --sql QUERY.")
        raise BookError(Problem(where="sql", what=message("book.no_database", "no database is named."), remedy=remedy))
    if request.url and not recipe.sql:
        raise BookError(
            Problem(
                where="from",
                what=message("book.no_query", "no query is given."),
                remedy=message("book.sql_with_from", "Give --sql QUERY with --from URL."),
            )
        )
    if bool(book) == bool(request.url):
        what = (
            message("book.book_and_query", "a book and a query are given.")
            if book
            else message("book.no_book", "no book is named.")
        )
        remedy = message("book.name_or_query", "Name a file or a folder, or give --sql QUERY and --from URL.")
        raise BookError(Problem(what=what, remedy=remedy))
    return book or request.url, recipe


def with_gaps(tables: Sequence[Path], recipe: Recipe) -> tuple[tuple[Path, ...], Recipe]:
    """Take the tables of gaps out of tables of answers, and let the recipe read their cells as they say."""
    from sekisho.trade.book.gaps import is_table_of_gaps, read_gaps

    gaps = [table for table in tables if is_table_of_gaps(table)]
    read_as = {column: dict(words) for column, words in recipe.read_as.items()}
    for table in gaps:
        for column, words in read_gaps(table).items():
            read_as[column] = {**read_as.get(column, {}), **words}
    rest = tuple(table for table in tables if table not in gaps)
    return rest, replace(recipe, read_as=read_as) if gaps else recipe
