"""`store`: make a store, look at it, keep runs and decisions in it, and judge a kept line again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

import sekisho
from sekisho.cli.console import data, records, say, tell
from sekisho.cli.options import (
    assumptions_of,
    cache_folder,
    format_option,
    library_of,
    measures_option,
    readings_of,
    store_option,
    workspace_of,
)
from sekisho.cli.recording import by, by_option, opened
from sekisho.errors import StoreError
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_of
from sekisho.message import counted, message
from sekisho.present.render.data import answer_bytes
from sekisho.service.line.stated_line import Inquiry

if TYPE_CHECKING:
    from sekisho.store.determinations import StoredDetermination
    from sekisho.store.review_records import Kind


@click.group()
def store() -> None:
    """Keep runs, determinations, decisions and answers in a database, append-only and with an audit trail.

    A store is a SQLite file (results.db) or a PostgreSQL database (postgresql://USER@HOST/DATABASE).
    """


@store.command(short_help="Make a store.")
@store_option
@by_option
def init(*, store_place: str | None, who: str | None) -> None:
    """Make a store; one that is there already stays as it is."""
    from sekisho.store.writer import make

    place = opened(store_place)
    before, after = make(place, by(who))
    if before == after:
        data(
            [
                message(
                    "store.made_already",
                    "{store} is a store of revision {revision} already.",
                    store=str(place.name),
                    revision=after,
                )
            ]
        )
    else:
        data(
            [message("store.made", "{store} is a store of revision {revision}.", store=str(place.name), revision=after)]
        )


@store.command(short_help="Bring the tables of a store up to date.")
@store_option
@by_option
def upgrade(*, store_place: str | None, who: str | None) -> None:
    """Bring the tables of a store that an earlier sekisho made up to date, all or nothing."""
    from sekisho.store.writer import make

    place = opened(store_place)
    place.check_there()
    before, after = make(place, by(who))
    if before == after:
        data(
            [
                message(
                    "store.up_to_date", "{store}: revision {revision} already.", store=str(place.name), revision=after
                )
            ]
        )
    else:
        data(
            [
                message(
                    "store.upgraded", "{store}: {before} to {after}.", store=str(place.name), before=before, after=after
                )
            ]
        )


@store.command(short_help="Count what is in a store, and list its runs.")
@store_option
@format_option
def status(*, store_place: str | None, format: str) -> None:
    """Count what is in a store, and list its runs; a run without an end was cut off, or goes on."""
    from sekisho.present.store_status import status_text
    from sekisho.store.status import status_of

    found = status_of(opened(store_place))
    if format == "text":
        data(status_text(found, say=say))
        return
    records(found.to_dict(), found.runs, format)


@store.command("add-run", short_help="Save a run from its results and run card.")
@click.argument("results", type=click.Path(path_type=Path))
@store_option
@by_option
def add_run(*, results: Path, store_place: str | None, who: str | None) -> None:
    """Save a run from its RESULTS and the run card beside them.

    If a run with --store was cut off after it had written its results, this is its end. The same results are saved
    once.
    """
    from sekisho.determination.book.run_files import open_run
    from sekisho.store.runs import add_run as add

    place = opened(store_place)
    run = add(place, by(who), open_run(results).card, results, sekisho.__version__)
    what = {"results": results.name, "run": str(run.id), "store": str(place.name)}
    if run.how == "kept before":
        data([message("store.is_run_already", "{results} is run {run} in {store} already.", **what)])
    else:
        data([message("store.is_run", "{results} is run {run} in {store}.", **what)])


@store.command(short_help="Say that a run will not be resumed.")
@click.argument("run", metavar="RUN", type=int)
@click.option("--reason", required=True, metavar="TEXT", help="Why, for the audit trail.")
@store_option
@by_option
def abandon(*, run: int, reason: str, store_place: str | None, who: str | None) -> None:
    """Say in a new record that a RUN without an end will not be resumed."""
    from sekisho.store.runs import abandon_run

    place = opened(store_place)
    abandon_run(place, by(who), run, reason)
    data([message("store.abandoned", "Run {run} in {store} is abandoned.", run=str(run), store=str(place.name))])


@store.command(short_help="Judge a saved line again, and compare the bytes of the answer.")
@click.argument("number", metavar="ID", type=int)
@click.option("--print", "printed", is_flag=True, help="Print the answer as it was saved, and judge nothing.")
@store_option
@measures_option
def replay(*, number: int, printed: bool, store_place: str | None, folders: tuple[Path, ...]) -> None:
    """Judge the determination ID again with the law data that judged it: the same bytes, or what differs.

    If the law data at hand are others, nothing can be compared, and that is said.
    """
    from sekisho.store.determinations import check_library, determination_of, differences

    kept = determination_of(opened(store_place), number)
    if printed:
        click.echo(kept.answer, nl=False)
        return
    library = library_of(folders)
    check_library(kept, library.hash, library.version)
    found = differences(kept, judged_again(kept, library))
    if found:
        if kept.program != sekisho.__version__:
            tell(
                message(
                    "store.other_program",
                    "Saved by sekisho {kept}; this is {own}.",
                    kept=kept.program,
                    own=sekisho.__version__,
                )
            )
        raise StoreError(found)
    same = message(
        "store.same_bytes",
        "Determination {number}, judged again with law data {library}: the same bytes.",
        number=str(number),
        library=library.hash[:7],
    )
    data([same])


def judged_again(kept: StoredDetermination, library: Library) -> bytes:
    """Judge a saved line again, and write the answer as it was written."""
    stated = kept.stated
    terms = {str(name): str(reading) for name, reading in _mapping(stated["readings"]).items()}
    judged = replace(library, identity=identity_of(_mapping(stated["names"]), cache=cache_folder()))
    inquiry = Inquiry(
        workspace=workspace_of(judged),
        facts=_mapping(stated["facts"]),
        as_of=date.fromisoformat(str(stated["as_of"])) if stated["as_of"] else None,
        readings=readings_of(library, terms.pop("all", None), terms),
        assume=assumptions_of(library, {name: str(value) for name, value in _mapping(stated["assume"]).items()}),
        kept=_notes(stated["kept"]),
        presume=stated.get("presume") is True,
    )
    return answer_bytes(inquiry.answer())


def _notes(kept: object) -> tuple[str, ...]:
    """Return what was told with a line; earlier programs kept it as one text."""
    return tuple(map(str, kept)) if isinstance(kept, list) else tuple(filter(None, (str(kept),)))


def _mapping(value: object) -> dict[str, object]:
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}


def _table(kind: Kind, what: str, check: Callable[[Path, Library], object] | None) -> None:
    """Give the store a group of two commands that take a table of decisions in and write it out."""

    @store.group(kind, short_help=f"Take {what} in, and write them out.")
    def group() -> None:
        pass

    group.help = f"Take {what} into the store, and write them out again as the same table."

    @group.command("import", short_help=f"Keep {what} of a table.")
    @click.argument("table", type=click.Path(path_type=Path))
    @store_option
    @by_option
    @measures_option
    def take_in(*, table: Path, store_place: str | None, who: str | None, folders: tuple[Path, ...]) -> None:
        """Save the decided rows of TABLE, all or none.

        A row that was saved before is not saved again; one that says something else of the same subject is a new record
        that names the one it corrects.
        """
        from sekisho.files.text_tables import read_table
        from sekisho.present.store_status import taken_text
        from sekisho.store.review_records import FORMS, take

        if check is not None:
            check(table, library_of(folders))
        rows = read_table(
            table, FORMS[kind].needed, remedy=message("error.expected_either", "Expected {choices}.", choices=what)
        )
        place = opened(store_place)
        data([taken_text(take(place, by(who), kind, rows), table.name, str(place.name))])

    @group.command("export", short_help=f"Write {what} as a table.")
    @click.option("-o", "--out", required=True, type=click.Path(path_type=Path), help="Where the table goes, .csv.")
    @store_option
    def write(*, out: Path, store_place: str | None) -> None:
        """Write the last word on each subject as a table, as it was taken in."""
        from sekisho.files.formats import check_place
        from sekisho.store.review_records import write_out

        check_place(out, (".csv",))
        number = write_out(opened(store_place), kind, out)
        data(
            [
                counted(
                    "store.rows_written", "Wrote {file}: {n} row.", "Wrote {file}: {n} rows.", n=number, file=str(out)
                )
            ]
        )


def _check_decisions(table: Path, library: Library) -> None:
    from sekisho.cli.identity_options import decided

    decided(table, library)


def _check_items(table: Path, library: Library) -> None:
    from sekisho.classification.item_decisions import read_items

    read_items(table, library.facts)


_table("decisions", message("command.table_decisions", "reviewers' decisions on names (matches.csv)"), _check_decisions)
_table("answers", message("command.table_answers", "answers that decide lines (answers.csv)"), None)
_table("items", message("command.table_items", "saved classifications (items.csv)"), _check_items)
