"""The functions of `sekisho`: each makes a request of its keywords and asks the use case that every face asks.

A keyword that is left out is as the request has it. What needs an extra is imported by the function that needs it.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho import machine
from sekisho.arguments import (
    bill_in,
    book_in,
    day_in,
    file_in,
    folders_in,
    language_in,
    library_for,
    line_in,
    names_in,
    pairs_in,
    readings_in,
    refused,
    scenarios_in,
    words_in,
)
from sekisho.dataclass import with_late
from sekisho.determination.core.outcome import Determination
from sekisho.determination.line.readings import TermReadings
from sekisho.errors import BillError, BookError, FactError, Problem, ScenarioError, SekishoError, TableError
from sekisho.extras import extras_told
from sekisho.files.frames.arrow import ArrowFrame
from sekisho.files.frames.rows import FramedRows
from sekisho.files.temporary import OWNER, temporary_folder
from sekisho.law.loading.library import load_measures as read_measures
from sekisho.law.model.assumptions import as_date
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.message import message
from sekisho.present.render.terminal import shortened
from sekisho.service.check import CheckRequest, check, in_words, vary
from sekisho.service.request import R, by_name, read_request
from sekisho.service.workspace import Workspace
from sekisho.trade.transaction import Line

if TYPE_CHECKING:
    from sekisho.classification.answer import Classification
    from sekisho.determination.book.answers import BookAnswers
    from sekisho.determination.book.bulk import BookResult
    from sekisho.determination.book.encoder import Progress
    from sekisho.determination.book.items import Classifies
    from sekisho.determination.book.supposition import Suppositions
    from sekisho.determination.rescreen.run_pair import RunPair
    from sekisho.exposure.result import Exposure
    from sekisho.impact.economy.table import InputOutputTable
    from sekisho.impact.economy.tables.layouts import LayoutName
    from sekisho.impact.nowcast.nowcast import NowcastResult
    from sekisho.service.check import ComparedAnswers
    from sekisho.service.letters import LettersAnswer
    from sekisho.service.screen import ScreenAnswer
    from sekisho.trade.bom.bill import Bill
    from sekisho.trade.book.recipe import Recipe


SHOWN: Final = 3
"""Names, and entries of each, that are told in short."""
LETTERS: Final = 200
"""Letters of what is told in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameScreening(FramedRows):
    """What the lists of parties say of names.

    Parameters
    ----------
    answer
        An identification a name, in the order of the names, with the day and the lists that were asked.
    language
        In which a notebook shows it; None leaves that to its reader.
    """

    answer: ScreenAnswer
    language: str | None = None

    def __repr__(self) -> str:
        """Show names and zones in one line; `to_list` gives all of it."""
        zones = ", ".join(f"{one.query}: {one.zone}" for one in self.answer.found[:SHOWN])
        more = f" and {len(self.answer.found) - SHOWN} more" if len(self.answer.found) > SHOWN else ""
        return f"<NameScreening as of {self.answer.day}: {shortened(zones, LETTERS)}{more}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what the lists say of each name."""
        from sekisho.present.notebook_views import screening_view

        return screening_view(self.answer, self.language)

    def to_list(self) -> list[dict[str, object]]:
        """Return it name by name, as JSON holds it."""
        from sekisho.present.screening import screening_data

        library, day = self.answer.library, self.answer.day
        return [screening_data(each, library, day, library.identity.policy) for each in self.answer.found]

    def to_rows(self) -> list[dict[str, object]]:
        """Return it hit by hit; `to_pandas`, `to_polars` and `to_arrow` give the same as a frame."""
        from sekisho.present.screening import screening_rows

        return [row for each in self.answer.found for row in screening_rows(each, self.answer.library, self.answer.day)]


LineFacts = Line | Mapping[str, object]
"""A line, or its facts by name."""
LineWords = Line | Mapping[str, object] | str
"""A line, its facts by name, or a few words that state them: `"gallium to Japan"`."""


@extras_told()
def determine(
    line: LineWords,
    library: Library | None = None,
    *,
    as_of: date | str | None = None,
    readings: Readings | Mapping[str, str] | str | None = None,
    assume: Mapping[str, str] | None = None,
    presume: bool | None = None,
    ahead: int | None = None,
    cache: Path | None = None,
    language: str | None = None,
) -> Determination:
    """Determine one line under the law of a day, with what is presumed of it.

    Parameters
    ----------
    line
        The facts of the line; what is left out is unknown, save where the table of facts says otherwise (`absent`).
        Or a few words: `"gallium to Japan"`, `"氧化镝 日本"`, `"1C905.b to Germany for Naniwa Seiki"`. A row of a frame
        is a line too.
    library
        The law; left out, that of the command line: what is installed or was taken up, with the user's own lists.
    as_of
        Date of law; left out, the line's own date, else today.
    readings
        How disputed terms are read: central unless said otherwise.
    assume
        Values for named unknowns of the law.
    presume
        Whether what most people leave out is taken for granted, and told: yes unless said otherwise.
    ahead
        Days after the date of law within which changes are told.
    cache
        Folder in which the law and the indexes of lists are kept between runs; left out, that of the command line
        (SEKISHO_CACHE).
    language
        In which a notebook shows the answer: en, ja or zh; left out, that of SEKISHO_LANGUAGE, else English.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.

    Examples
    --------
    >>> answer = determine("3C001.a, China to Japan", as_of="2026-09-30")
    >>> answer.outcome, answer.floor.level, answer.ceiling.level
    ('undetermined', 'licence', 'prohibited')
    >>> facts = {"control_codes": "3C001.a", "departure": "CN", "destination": "JP", "end_use": "military"}
    >>> determine(facts, as_of="2026-09-30").outcome
    'prohibited'
    """
    workspace, day = _workspace(library, cache), day_in(as_of)
    facts, notes = _read_line(line, workspace, day)
    shown_in = language_in(language)
    request = _request(
        CheckRequest,
        {
            "facts": facts,
            "as_of": day,
            "readings": readings_in(readings, workspace.library),
            "assume": pairs_in(assume, "assume"),
            "presume": presume,
            "ahead": ahead,
            "notes": notes,
        },
        FactError,
    )
    answer, law = check(request, workspace), workspace.library

    def shown() -> str:
        from sekisho.present.notebook_views import determination_view  # notebooks alone need it

        return determination_view(answer, in_words(facts, law)[0], law, shown_in)

    return with_late(answer, {}, shown=shown)


def _workspace(library: Library | None, cache: Path | None, today: date | None = None) -> Workspace:
    """Return what a question of Python stands on: the same law, clock and cache as the command line."""
    return Workspace(
        library=library_for(library),
        today=today or machine.today(),
        cache=Path(cache) if cache is not None else machine.cache_folder(),
    )


def _read_line(
    line: LineWords, workspace: Workspace, as_of: date | str | None
) -> tuple[Mapping[str, object], tuple[str, ...]]:
    """Return the facts of a line, or of a few words, with what is to be said of words that are not read."""
    stated = line_in(line)
    if isinstance(stated, str):
        from sekisho.service.line.facts_in_words import check_names_shipment, facts_in_words

        day = as_date(as_of, where="as_of") if isinstance(as_of, str) else as_of
        read = facts_in_words(stated, workspace, day)
        check_names_shipment(stated, read, workspace, day)
        return read.facts, read.notes
    return stated, ()


def _facts_of(line: LineWords, workspace: Workspace, as_of: date | str | None) -> Mapping[str, object]:
    """Return the facts of a line, or those that a few words state."""
    return _read_line(line, workspace, as_of)[0]


@extras_told()
def brief(
    answer: Determination, line: LineWords, library: Library | None = None, *, language: str = "en"
) -> list[dict[str, object]]:
    """Say an answer in a few lines, the same that every face says first.

    Parameters
    ----------
    answer
        What `determine` says of the line.
    line
        The facts that were stated.
    language
        `en`, `ja` or `zh`.

    Returns
    -------
    Parts in the order in which they are read, each with its `label` (empty for the verdict) and its `lines`.
    """
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.determination.brief import brief_data

    if not isinstance(answer, Determination):
        raise refused(
            answer,
            "answer",
            message("arguments.expected_answer", "Expected what `{function}` returns.", function="determine"),
            FactError,
        )
    workspace = _workspace(library, None)
    law = workspace.library
    facts, _ = in_words(_facts_of(line, workspace, answer.as_of), law)
    return brief_data(answer, facts, law, teller_of(law, language_in(language) or language))


@extras_told()
def compare(
    line: LineWords,
    library: Library | None = None,
    other: Mapping[str, str] | None = None,
    *,
    as_of: date | str | None = None,
    readings: Readings | Mapping[str, str] | str | None = None,
    assume: Mapping[str, str] | None = None,
    presume: bool | None = None,
    cache: Path | None = None,
    language: str | None = None,
) -> ComparedAnswers:
    """Determine a line, and the same with something otherwise.

    Parameters
    ----------
    other
        What is otherwise in the second answer: facts by name, `as_of` or `reading`.
    line, library, as_of, readings, assume, presume, cache, language
        As of `determine`, for the first answer.

    Raises
    ------
    FactError
        If nothing is otherwise, or with everything that is wrong with either line.
    """
    from sekisho.service.check import CompareRequest
    from sekisho.service.check import compare as ask

    workspace, day = _workspace(library, cache), day_in(as_of)
    facts, notes = _read_line(line, workspace, day)
    shown_in = language_in(language)
    request = _request(
        CompareRequest,
        {
            "facts": facts,
            "as_of": day,
            "readings": readings_in(readings, workspace.library),
            "assume": pairs_in(assume, "assume"),
            "presume": presume,
            "other": pairs_in(other, "other"),
        },
        FactError,
    )
    from sekisho.present.notebook_views import comparison_view

    pair = ask(replace(request, notes=notes), workspace)
    return replace(pair, shown=lambda: comparison_view(pair, workspace.library, shown_in))


@extras_told()
def readings(
    line: LineWords,
    library: Library | None = None,
    *,
    as_of: date | str | None = None,
    base: Readings | Mapping[str, str] | str | None = None,
    assume: Mapping[str, str] | None = None,
    presume: bool | None = None,
    cache: Path | None = None,
) -> tuple[TermReadings, ...]:
    """Vary one disputed term at a time, over all terms that the clauses of the day use.

    Parameters
    ----------
    base
        How the other terms are read; central unless said otherwise.
    line, library, as_of, assume, presume, cache
        As of `determine`, whose answer this varies.

    Raises
    ------
    FactError
        If a fact, a value, a term or a date is wrong, with all problems at once.
    """
    workspace, day = _workspace(library, cache), day_in(as_of)
    facts = _facts_of(line, workspace, day)
    request = _request(
        CheckRequest,
        {
            "facts": facts,
            "as_of": day,
            "readings": readings_in(base, workspace.library, "base"),
            "assume": pairs_in(assume, "assume"),
            "presume": presume,
        },
        FactError,
    )
    return vary(request, check(request, workspace), workspace)


@extras_told()
def determine_book(
    book: Path | str | ArrowFrame | Iterable[LineFacts] | Mapping[str, Sequence[object]],
    library: Library | None = None,
    *,
    out: Path | str | None = None,
    as_of: date | str | None = None,
    today: date | None = None,
    readings: Readings | Mapping[str, str] | str | None = None,
    assume: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    unknown: Collection[str] = (),
    constants: Mapping[str, object] | None = None,
    suppose: Suppositions | Sequence[str] | str = (),
    recipe: Recipe | None = None,
    strict: bool = False,
    answers: BookAnswers | None = None,
    threads: int | None = None,
    keep: bool = False,
    check: Callable[[Path], None] | None = None,
    classifies: Classifies | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> BookResult:
    """Determine every line of a book, a file or a frame.

    Parameters
    ----------
    book
        A file of any kind that `sekisho bulk` reads, its address in object storage (`s3://bucket/orders.csv`), a frame
        of pandas, polars, pyarrow or DuckDB, or lines as mappings of facts by name.
    library
        The law; left out, that of the command line.
    out
        Where the results go, `.parquet` or `.csv`, a file or an address `s3://`. A frame needs none: its results lie in
        a folder that is removed when Python ends, as does the copy of results that went to an address.
        `.to_pandas()`, `.to_polars()` and `.to_arrow()` of the answer give them as a frame.
    as_of, today
        Date of law for all lines; or for all, if the book has no column 'date': today if left out.
    readings, assume
        How disputed terms are read; values for named unknowns of the law.
    mapping, unknown, constants, suppose
        Fact to column where names differ; facts to leave unknown; facts that are the same in every line; what is
        supposed where a line leaves a fact open.
    recipe, strict, answers
        How the book is read; whether one bad cell refuses it; what people answered of its lines.
    threads, keep
        Threads, all cores if left out; whether what `rescreen` needs is kept beside the results.
    language
        Of what is told in results and tables, and of what a notebook shows: en, ja or zh; left out, that of
        SEKISHO_LANGUAGE, else English.
    check
        Called with the file of results before they count; if it raises, nothing is written.
    classifies
        Finds what items of lines without a code may fall under; left out, stated codes alone count.
    progress
        Called as lines are read and judged, to draw a bar.

    Raises
    ------
    BookError
        With everything that is wrong with the book; nothing is written then.

    Examples
    --------
    >>> to_japan = {"control_codes": "3C001.a", "departure": "CN", "destination": "JP"}
    >>> lines = [{**to_japan, "end_use": "military"}, {**to_japan, "end_use": "civil"}]
    >>> found = determine_book(lines, as_of="2026-09-30")
    >>> {headline: number for headline, number in found.by_headline.items() if number}
    {'prohibited': 1, 'undetermined': 1}
    """
    from sekisho.determination.book.bulk import determine_book as run
    from sekisho.service.book import at_hand

    shown_in = language_in(language)
    with _folder_in_need() as folder:
        place, in_memory = book_in(book, folder)
        results = folder / "results.parquet"
        if out is not None:
            results = file_in(out, "out")
        elif not in_memory:
            what = message("frame.no_out", "nobody says where the results of a file go.")
            raise BookError(
                Problem(where="out", what=what, remedy=message("frame.name_out", "Name a file with `out`."))
            )
        from sekisho.present.notebook_views import book_view, language_of_reader

        law = library_for(library)
        with at_hand(place, results, folder=folder) as there:
            result = run(
                there.book,
                law,
                out=there.out,
                as_of=day_in(as_of),
                today=today or machine.today(),
                readings=readings_in(readings, law),
                assume=pairs_in(assume, "assume"),
                mapping=pairs_in(mapping, "mapping"),
                unknown=unknown,
                recipe=recipe,
                strict=strict,
                answers=answers,
                constants=constants,
                suppose=suppose,
                threads=threads,
                keep=keep,
                check=check,
                classifies=classifies,
                language=language_of_reader(shown_in),
                progress=progress,
                origin=there.origin,
            )
        return replace(result, shown=lambda: book_view(result, law, shown_in))


@contextmanager
def _folder_in_need() -> Iterator[Path]:
    """Make such a folder, and remove it at once if nothing was put into it."""
    folder, close = _held_folder()
    try:
        yield folder
    finally:
        if all(entry.name == OWNER for entry in folder.iterdir()):
            close()


def _folder() -> Path:
    """Make a folder that is removed when Python ends."""
    return _held_folder()[0]


def _held_folder() -> tuple[Path, Callable[[], None]]:
    """Make a folder that is removed when Python ends, or by the next command if it was killed; and what removes it."""
    stack = ExitStack()
    folder = stack.enter_context(temporary_folder())
    atexit.register(stack.close)
    return folder, stack.close


@extras_told()
def compare_runs(first: Path | str, second: Path | str) -> RunPair:
    """Set the results of two runs side by side: how many lines stand where in each, and which moved between them.

    Parameters
    ----------
    first, second
        Results that `determine_book` wrote, of one book or of a later one with the same names of lines.

    Raises
    ------
    BookError
        If one of them is missing, or is no results of a run.
    """
    from sekisho.service.rescreen import runs_beside

    return runs_beside(file_in(first, "first"), file_in(second, "second"))


@extras_told()
def screen(
    *names: str | ArrowFrame | Iterable[str],
    column: str = "name",
    law: Library | None = None,
    territory: str | None = None,
    identifiers: Sequence[str] = (),
    lists: Sequence[str] = (),
    printed: bool | None = None,
    least: float | None = None,
    as_of: date | str | None = None,
    today: date | None = None,
    same: Mapping[str, str] | None = None,
    by: str | None = None,
    basis: str | None = None,
    matches: Path | str | None = None,
    cache: Path | None = None,
    language: str | None = None,
) -> NameScreening:
    """Compare names, in any script, with the lists of parties, and say word by word why each may be listed.

    Parameters
    ----------
    names, column
        Names, one by one or in lists, or frames of pandas, polars, pyarrow or DuckDB with a name a row in this column.
    law
        Library whose lists count; left out, that of the command line.
    territory, identifiers
        Seat of the parties, and corporate numbers or LEI; they count for every name.
    lists, printed, least
        Only these lists; only names as the notices print them; hits from this score.
    as_of, today
        Day of the law, or the day that counts as today; left out, today.
    same, by, basis
        Whether a party is the entry that it may be (`{"jp-ecl-a05": "yes"}`), who says so, and on what ground.
    matches
        Table of reviewers' decisions.
    cache
        Folder in which the index of names is kept between calls; left out, that of the command line.
    language
        In which a notebook shows the answer: en, ja or zh; left out, that of SEKISHO_LANGUAGE, else English.

    Raises
    ------
    FactError
        With everything in what was asked that cannot be.
    ListError
        If a list in a file cannot be read.
    BookError
        If a frame cannot be read or has no such column.

    Examples
    --------
    >>> screen("三菱造船", "Nobody KK", as_of="2026-09-30")
    <NameScreening as of 2026-09-30: 三菱造船: match, Nobody KK: none>
    """
    from sekisho.service.screen import ScreenRequest
    from sekisho.service.screen import screen as ask

    given = {
        "names": names_in(names, column),
        "territory": territory,
        "identifiers": identifiers,
        "lists": lists,
        "printed": printed,
        "least": least,
        "as_of": day_in(as_of),
        "same": pairs_in(same, "same"),
        "by": by,
        "basis": basis,
        "matches": matches,
    }
    request = _request(ScreenRequest, given, FactError)
    shown_in = language_in(language)
    return NameScreening(answer=ask(request, _workspace(law, cache, today)), language=shown_in)


@extras_told()
def classify(
    description: str = "",
    library: Library | None = None,
    *,
    hs: str | None = None,
    edition: str | None = None,
    parameters: Mapping[str, str] | None = None,
    code: str | None = None,
    as_of: date | str | None = None,
    language: str | None = None,
    cache: Path | None = None,
) -> Classification:
    """Find the codes of the control list that an item may fall under, with reasons and deciding questions.

    Parameters
    ----------
    description
        What the item is called, with figures, in English, Chinese or Japanese.
    library
        Whose list counts; left out, that of the command line.
    hs, edition
        Its customs code, a hint and never a ground of control, and the edition of that code.
    parameters
        Technical parameters by name, as text with units; they win over figures in the description.
    code
        A code that somebody claims: the answer then speaks of its limits alone.
    as_of
        Day of which the state of the law is told, today if left out; it does not change what an item is.
    language
        Of questions and limits, and of what a notebook shows: en, zh or ja.
    cache
        Folder in which the index of the control list is kept between calls.

    Raises
    ------
    FactError
        If nothing is said of the item, or a parameter, its unit or the customs code is wrong; all at once.

    Examples
    --------
    >>> found = classify("isostatic graphite, 1.85 g/cm3", as_of="2026-09-30")
    >>> str(found.state), [one.code for one in found.candidates][:2]
    ('unclassified', ['1C108.a', '1C108.b'])
    """
    from sekisho.service.classify import ClassifyRequest
    from sekisho.service.classify import classify as ask

    given = {
        "description": words_in(description, "description"),
        "hs_code": hs,
        "edition": edition,
        "parameters": pairs_in(parameters, "parameters"),
        "code": code,
        "as_of": day_in(as_of),
        "language": language,
    }
    from sekisho.present.notebook_views import classification_view

    shown_in, workspace = language_in(language), _workspace(library, cache)
    suggestion = ask(_request(ClassifyRequest, given, FactError), workspace)
    return replace(suggestion, shown=lambda: classification_view(suggestion, workspace.library, shown_in))


@extras_told()
def assess_exposure(
    bom: Path | str | Bill | ArrowFrame | Iterable[LineFacts] | Mapping[str, Sequence[object]],
    library: Library | None = None,
    *,
    as_of: date | str | None = None,
    readings: Readings | Reading | Mapping[str, str] | str | None = None,
    cache: Path | None = None,
    shown: int | None = None,
    language: str | None = None,
    **more: object,
) -> Exposure:
    """Find out what of a bill of materials is exposed, when lines stop, and what would help.

    Parameters
    ----------
    bom
        A file that `read_bill` reads, a bill, a frame of pandas, polars, pyarrow or DuckDB, or parts as mappings.
    library
        The law; left out, that of the command line.
    as_of
        Date of law; today if left out.
    readings
        How disputed terms are read: one reading of all, or a `Readings`.
    cache
        Folder in which answers of the law are kept between calls.
    shown
        Products whose parts and open shares are looked at one by one.
    language
        In which a notebook shows the answer: en, ja or zh; left out, that of SEKISHO_LANGUAGE, else English.
    more
        What else `sekisho exposure` takes: facts, made_in, measure, scenario, remedies and others.

    Raises
    ------
    BillError
        With everything that is wrong with the bill and with what is asked.
    TypeError
        If there is no such field.

    Examples
    --------
    >>> magnet = {"parent": "motor", "part": "magnet", "control_codes": "1C902.a", "origin": "CN", "quantity": 2}
    >>> assess_exposure([magnet], as_of="2026-09-30").products[0].product
    'motor'
    """
    from sekisho.exposure.defaults import SHOWN
    from sekisho.service.exposure import ExposureRequest, assess
    from sekisho.service.request import fields_of

    if unknown := {*more} - {entry.name for entry in fields_of(ExposureRequest)}:
        raise TypeError(f"assess_exposure() got an unexpected keyword argument '{min(unknown)}'")
    given: dict[str, object] = {"as_of": day_in(as_of), **more}
    if isinstance(readings, Readings):
        given |= {"reading": readings.default, "terms": {str(term): str(reading) for term, reading in readings.by_term}}
    elif isinstance(readings, Mapping):
        given["terms"] = pairs_in(readings, "readings")
    elif readings is not None:
        given["reading"] = readings
    request = _request(ExposureRequest, given, BillError)
    bill = bill_in(bom, _folder())
    shown_in = language_in(language)
    from sekisho.present.exposure.data import exposure_data, exposure_rows
    from sekisho.present.notebook_views import exposure_view

    exposure = assess(request, _workspace(library, cache), bill, shown=shown or SHOWN)
    return replace(
        exposure,
        shown=lambda: exposure_view(exposure, shown_in),
        plain=lambda: exposure_data(exposure),
        rows=lambda: list(map(dict, exposure_rows(exposure))),
    )


@extras_told()
def nowcast(
    *names: str,
    as_of: date | str | None = None,
    observed: Path | str | None = None,
    months: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    law: Library | None = None,
    cache: Path | None = None,
    language: str | None = None,
) -> NowcastResult:
    """Hold a scenario against what was known of it on a day, and forecast what will be published.

    What is left out is as in `sekisho nowcast`.

    Parameters
    ----------
    names
        Ids of measures and names of scenarios; several are put together.
    as_of
        The vintage: nothing that was known later weighs; today if left out.
    observed
        Observation file; left out, what the data packages have.
    months
        Calendar months after the vintage that are forecast.
    law
        Library whose measures, materials and scenarios count; left out, that of the command line.
    cache
        Folder in which answers of the law are kept between calls.
    language
        In which a notebook shows the answer: en, ja or zh; left out, that of SEKISHO_LANGUAGE, else English.

    Raises
    ------
    ScenarioError, FactError
        With everything in what was asked, or in the observation file, that is wrong.
    """
    from sekisho.service.nowcast import NowcastRequest
    from sekisho.service.nowcast import nowcast as hold_against

    workspace, shown_in = _workspace(law, cache), language_in(language)
    given = {
        "names": scenarios_in(names),
        "as_of": day_in(as_of) or workspace.today,
        "observed": observed,
        "months": months,
        "draws": draws,
        "seed": seed,
    }
    request = _request(NowcastRequest, given, ScenarioError)
    from sekisho.present.notebook_views import nowcast_view

    result = hold_against(request, workspace)
    return replace(result, shown=lambda: nowcast_view(result, workspace.library, shown_in))


@extras_told()
def write_letters(
    results: Determination | Path | str,
    out: Path | str,
    library: Library | None = None,
    *,
    language: str | None = None,
    every_line: bool | None = None,
) -> LettersAnswer:
    """Write a draft to each supplier and each customer of a book about its open lines, or of one answer.

    Nothing is sent.

    Parameters
    ----------
    results
        What `determine_book` wrote; the book itself is read again. Or what `determine` answered.
    out
        Folder of the letters; it is made if it is not there, and no draft in it is written over.
    language
        Of the letters: en, ja or zh.
    every_line
        Lines in which nothing points too; otherwise only those that must stop or deserve a look.

    Returns
    -------
    The letters with their numbers, and the parties on lists, who get none.

    Raises
    ------
    BookError
        If the run or its book cannot be read, the run was made with other law, or a draft is there already.
    """
    from sekisho.present.letters.folder import write_letters as write
    from sekisho.service.letters import LettersRequest, letters, letters_on_answer

    folder = file_in(out, "out")
    request = _request(LettersRequest, {"language": language, "every_line": every_line}, BookError)
    if isinstance(results, Determination):
        answer = letters_on_answer(results, library_for(library))
    else:
        place = file_in(results, "results")
        answer = letters(request, Workspace(library=library_for(library)), place)
    write(answer, folder, language=request.language)
    from sekisho.present.notebook_views import letters_view

    return replace(answer, shown=lambda: letters_view(answer, str(out), language))


@extras_told()
def load_measures(
    folders: Path | str | Iterable[Path | str] | None = None,
    *,
    cache: Path | None = None,
    overlay: Path | None = None,
    law: Path | str | None = None,
) -> Library:
    """Load the law from folders, or from all installed data packages.

    What the user took up or added counts where `law` and `overlay` say so; functions without a library take both, as
    the command line does. The index of names is made when the first party is screened, and kept.

    Parameters
    ----------
    folders
        A folder of measures, or several.
    cache
        Folder in which a library that was read, and its index of names, are kept for the next process. Left out, that
        of the command line for what is installed; none for folders that are named.
    overlay
        Folder of the user's own lists, which are laid over those of the packages; left out, none.
    law
        Folder of law files that were taken up (`sekisho data update`); left out, none.

    Raises
    ------
    MeasureError, LibraryError
        If a measure file is wrong, or packages contradict each other; with all problems.

    Examples
    --------
    >>> library = load_measures()
    >>> library.measures["cn/2026-01-japan-dual-use"].effective
    datetime.date(2026, 1, 6)
    """
    places = folders_in(folders)
    folder = Path(cache) if cache is not None else machine.cache_folder() if places is None else None
    return machine.kept_in(read_measures(places, cache=folder, overlay=overlay, law=law), folder)


@extras_told()
def load_table(
    source: Path | str,
    *,
    law: Library | None = None,
    layout: LayoutName | None = None,
    unit: str = "",
    region: str = "",
    year: int | None = None,
    folder: Path | None = None,
) -> InputOutputTable:
    """Load an input-output table by its name, or from a file, and refuse one that breaks an identity.

    Parameters
    ----------
    source
        Name of a table, such as `jpn-2018`, or path of a file in a layout that is known.
    law
        Library whose data packages hold tables; left out, that of the command line.
    layout
        How a file is laid out; left out, it is recognised.
    unit, region, year
        What a file may not say of itself: size and currency (`million USD`), country (ISO 3166, `JPN`), year.
    folder
        Folder of the user's own tables, if their names count too.

    Raises
    ------
    TableError
        If there is none of that name, or with everything that is wrong with a file.
    """
    from sekisho.impact.economy.tables.loading import load_table as load

    place, library = file_in(source, "source", TableError), library_for(law, "law")
    return load(place, law=library, layout=layout, unit=unit, region=region, year=year, folder=folder)


def _request(request: type[R], given: Mapping[str, object], error: type[SekishoError]) -> R:
    """Return a request from keywords; whatever is no value of its field is told at once."""
    asked, faults = read_request(request, given)
    if faults:
        raise error(fault.problem(by_name) for fault in faults)
    return asked
