"""What commands share that keep something in a store: where it is, who writes, and a run from start to end."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

import sekisho
from sekisho.cli.console import tell
from sekisho.cli.options import STORE_SETTING, place_of
from sekisho.determination.core.outcome import Determination
from sekisho.errors import Problem, StoreError
from sekisho.files.formats import sha256_of
from sekisho.files.records import as_json
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import identity_data
from sekisho.law.model.term import Readings
from sekisho.message import joined, message
from sekisho.present.render.data import answer_bytes

if TYPE_CHECKING:
    from sekisho.determination.book.run_summary import RunResult
    from sekisho.impact.nowcast.nowcast import NowcastResult
    from sekisho.store.location import Store
    from sekisho.store.writer import Author


def by_option(command: click.decorators.FC) -> click.decorators.FC:
    """Say who writes."""
    return click.option("--who", metavar="NAME", help="Who writes, for the audit trail. Default: your login.")(command)


def opened(given: str | None) -> Store:
    """Open the store that is named.

    Raises
    ------
    StoreError
        If none is named.
    """
    from sekisho.store.location import EXPECTED, Store

    place = place_of(given)
    if place is None:
        remedy = joined(
            [message("command.name_store", "Name one with --store, or in {setting}.", setting=STORE_SETTING), EXPECTED],
            "sentence",
        )
        raise StoreError(Problem(what=message("command.no_store", "no store is named."), remedy=remedy))
    return Store(place)


def by(who: str | None = None) -> Author:
    """Return who writes, and the clock."""
    from sekisho.store.writer import Author

    return Author(who=who or _login(), now=lambda: datetime.now(UTC))


def _login() -> str:
    try:
        return getpass.getuser()
    except (ImportError, KeyError, OSError):
        return "unknown"


@contextmanager
def run_kept(
    given: str | None,
    *,
    book: Path,
    out: Path,
    library: Library,
    as_of: str,
    readings: Readings,
    assume: Mapping[str, str],
    options: Mapping[str, object],
) -> Iterator[Callable[[RunResult], None]]:
    """Keep in the store, if one is named, that a run starts; what is yielded keeps what it gave.

    A run that fails by a fault of the book or of the machine stays unfinished; the same command resumes it.
    """
    if place_of(given) is None or not book.is_file():
        if place_of(given) is not None:
            tell(
                message(
                    "store.one_file_alone",
                    "The store takes runs over one file; this run over a folder or a database is not saved.",
                )
            )
        yield lambda _result: None
        return
    from sekisho.store.chain import payload_of
    from sekisho.store.runs import RunEnd, RunRequest, finish_run, start_run

    store, writer = opened(given), by()
    asked = RunRequest(
        book=str(book.resolve()),
        book_sha256=sha256_of(book),
        library_version=library.version,
        library_hash=library.hash,
        horizon=library.horizon.isoformat(),
        as_of=as_of,
        readings={str(name): str(reading) for name, reading in readings.to_dict().items()},
        assume=assume,
        results=str(out.resolve()),
        engine="DuckDB",
        program=sekisho.__version__,
        options={**options, "names": payload_of("names", {"identity": as_json(identity_data(library.identity))})},
    )
    started = start_run(store, writer, asked)
    if started.how == "resumed":
        tell(
            message(
                "store.run_again",
                "Run {run} in {store} was cut off, or goes on elsewhere; it is run again from its start.",
                run=str(started.id),
                store=str(store.name),
            )
        )

    def finish(result: RunResult) -> None:
        finished = RunEnd(card=result.card, results=asked.results, results_sha256=sha256_of(Path(result.out)))
        run = finish_run(store, writer, started.id, finished)
        match run.how:
            case "kept before":
                tell(
                    message(
                        "store.same_before",
                        "Run {run} in {store} gave the same bytes before; nothing new to keep.",
                        run=str(run.id),
                        store=str(store.name),
                    )
                )
            case "kept anew":
                tell(
                    message(
                        "store.gave_other_bytes",
                        "Run {before} gave other bytes before. Saved as run {run} in {store}.",
                        before=str(started.id),
                        run=str(run.id),
                        store=str(store.name),
                    )
                )
            case _:
                tell(message("store.kept_as", "Saved as run {run} in {store}.", run=str(run.id), store=str(store.name)))

    yield finish


@contextmanager
def not_kept() -> Iterator[Callable[[RunResult], None]]:
    """Say of a run in Spark that the store, if the environment names one, does not keep it."""
    if place_of(None) is not None:
        tell(
            message(
                "store.no_folder",
                "The store takes results in one file; this run, whose results are a folder, is not saved.",
            )
        )
    yield lambda _result: None


def keep_check(place: str, answer: Determination, stated: Mapping[str, object]) -> None:
    """Keep a determination in a store."""
    from sekisho.store.determinations import keep_determination

    store = opened(place)
    written = answer_bytes(answer)
    number = keep_determination(store, by(), stated=stated, answer=answer, written=written, program=sekisho.__version__)
    tell(
        message(
            "store.kept_answer",
            "Saved as determination {number} in {store}.",
            number=str(number),
            store=str(store.name),
        )
    )


def keep_nowcast(given: str | None, result: NowcastResult) -> None:
    """Note a nowcast in the audit trail of the store, if one is named: what was asked, and the hash of what came."""
    if place_of(given) is None:
        return
    from sekisho.store.writer import writing

    store = opened(given)
    what = f"nowcast of {result.scenario.id} as of {result.as_of.isoformat()}: result {result.hash}"
    with writing(store, by()) as clerk:
        number = clerk.note(f"{what}, observations {result.inputs['observations']}")
    tell(
        message("store.kept_nowcast", "Noted as entry {number} in {store}.", number=str(number), store=str(store.name))
    )
