"""`watch`: a book or the results of a run, looked at again whenever the law, a list or a decision may have changed."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.identity_options import identity_options, with_identity
from sekisho.cli.options import (
    as_date,
    as_of_option,
    assumptions_of,
    format_option,
    library_of,
    measures_option,
    pairs,
    reading_options,
    readings_of,
    today,
)
from sekisho.determination.book.run_files import open_run
from sekisho.errors import SekishoError
from sekisho.law.dates.calendar import change_days, span_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.present.render.terminal import count, wrap
from sekisho.present.rescreen import rescreen_data, rescreen_text
from sekisho.service.rescreen import compare_laws

if TYPE_CHECKING:
    from sekisho.determination.rescreen.watch import BookDifference

EACH: Final = "the date of each line"
"""What a run card says of the date of law if each line has its own."""
CHANGED: Final = 40
"""Exit code when something changed."""
NAMES: Final = {
    "library": "the library (measures and lists, your own lists included)",
    "parties": "how names are compared: lists of parties, your decisions or your thresholds",
    "law": "the law of the day",
    "book": "the book",
    "settings": "the settings of the watch",
}


@click.command(
    epilog="\b\nExamples:\n"
    "  sekisho watch orders.csv\n"
    "  sekisho watch orders.parquet --state /var/lib/sekisho/orders --matches matches.csv\n"
    "  sekisho watch results.parquet --as-of 2026-11-28",
)
@click.argument("subject", metavar="BOOK|RESULTS", type=click.Path(path_type=Path))
@click.option(
    "--state",
    metavar="FOLDER",
    type=click.Path(path_type=Path),
    help="Where the last run is kept. Default: the book's name, ending in .watch. Results keep no state.",
)
@click.option("--only-outcomes", is_flag=True, help="Exit 40 only if the outcome of some line changed.")
@click.option("--map", "mapping", multiple=True, metavar="FACT=COLUMN", help="Which column holds a fact; repeatable.")
@click.option("--unknown", multiple=True, metavar="FACT", help="Leave a fact unknown in every line; repeatable.")
@identity_options
@as_of_option
@reading_options
@format_option
@measures_option
def watch(
    *,
    subject: Path,
    state: Path | None,
    only_outcomes: bool,
    mapping: tuple[str, ...],
    unknown: tuple[str, ...],
    policy_file: Path | None,
    matches_file: Path | None,
    as_of: str | None,
    reading: str | None,
    terms: tuple[str, ...],
    assume: tuple[str, ...],
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Compare a book, or the results of a run, with the law, the lists and your decisions as they are now.

    A book is determined and kept the first time; later runs tell what changed since the last one. Results of
    `sekisho bulk --keep` are compared as they are, and keep no state. Exit code 0: nothing changed; 40: something
    changed, and the report says what; 1: an input is wrong.
    """
    library = with_identity(library_of(folders), policy_file, matches_file)
    day = as_date(as_of) if as_of else None
    if subject.with_suffix(".run.yaml").is_file():
        found = _results(subject, library, day)
        _say(found, format)
    else:
        settings = _Settings(
            mapping=pairs("map", mapping),
            unknown=unknown,
            readings=readings_of(library, reading, pairs("term", terms)),
            assume=assumptions_of(library, pairs("assume", assume)),
            day=day,
        )
        found = _book(subject, state or subject.with_suffix(".watch"), library, settings, format)
    moved = found.get("changed") or found.get("lines_changed") or found.get("lines_new") or found.get("lines_gone")
    if moved or (found["inputs"] and not only_outcomes):
        click.get_current_context().exit(CHANGED)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settings:
    """How a book is determined."""

    mapping: Mapping[str, str]
    unknown: tuple[str, ...]
    readings: Readings
    assume: Mapping[str, str]
    day: date | None

    def told(self) -> str:
        """Say the settings as one text."""
        stated = {"map": dict(self.mapping), "unknown": sorted(self.unknown), "assume": dict(self.assume)}
        return json.dumps({**stated, "readings": self.readings.to_dict(), "each": self.day is None}, sort_keys=True)


def _results(results: Path, library: Library, day: date | None) -> dict[str, object]:
    """Compare the answers of a run with the law as it is now."""
    from sekisho.determination.book.finest_partition import parties_digest
    from sekisho.determination.book.snapshot import kept_of, opened

    card = open_run(results).card
    with opened(kept_of(results), memory_limit="1GB") as kept:
        run_day, parties, then = kept.day, kept.text("parties"), card["library"]
    now = None if run_day is None else day or today()
    assert isinstance(then, Mapping)  # noqa: S101 - run cards are written by sekisho
    inputs = [NAMES["library"]] if then.get("hash") != library.hash else []
    inputs += [NAMES["parties"]] if parties != parties_digest(library) else []
    found = compare_laws(results, card.get("kept"), (None, None), (library, now))
    if run_day and now and span_of(change_days(library), run_day) != span_of(change_days(library), now):
        inputs.append(NAMES["law"])
    return {**rescreen_data(found), "inputs": inputs, "text": rescreen_text(found, width=width())}


def _book(book: Path, state: Path, library: Library, settings: _Settings, format: str) -> dict[str, object]:
    """Compare a book with the last run over it, and make a new run if something changed.

    What was found is written with the new run before that counts, and marked as told once it is printed: a watch that
    is killed in between tells it the next time.
    """
    from sekisho.determination.book.finest_partition import digest
    from sekisho.determination.rescreen.watch import commit, last_run, locked, new_run, tidy
    from sekisho.files.formats import source_sql

    source_sql(book)
    with locked(state):
        tidy(state)
        last = last_run(state)
        inputs = _inputs(book, library, settings, each=last is not None and last.inputs.get("law") == EACH)
        if last is not None and dict(last.inputs) == inputs:
            quiet = f"Nothing changed since the last run over {book.name}."
            found = last.report() if last.untold else _nothing(quiet)
        else:
            with new_run(state, digest(sorted(inputs.items()), last.folder.name if last else "")) as made:
                card = _run(book, made, library, settings)
                inputs["law"] = EACH if card["as_of"] == EACH else inputs["law"]
                if last is None:
                    last = commit(state, made, inputs, None)
                    found = _nothing(f"First run over {book.name}; the next tells what changed since.")
                else:
                    differs = [NAMES[name] for name in NAMES if last.inputs.get(name) != inputs[name]]
                    found = {"inputs": differs, **_since(last.results, made, library, settings)}
                    last = commit(state, made, inputs, found)
        _say(found, format)
        if last.untold:
            last.tell()
        return found


def _nothing(text: str) -> dict[str, object]:
    return {"inputs": [], "text": [text]}


def _run(book: Path, made: Path, library: Library, settings: _Settings) -> Mapping[str, object]:
    """Determine a book into a folder, and return the run card."""
    from sekisho.determination.book.bulk import determine_book
    from sekisho.determination.rescreen.watch import RESULTS

    result = determine_book(
        book,
        library,
        out=made / RESULTS,
        as_of=settings.day,
        today=today(),
        readings=settings.readings,
        assume=settings.assume,
        mapping=settings.mapping,
        unknown=settings.unknown,
        keep=True,
    )
    return result.card


def _inputs(book: Path, library: Library, settings: _Settings, *, each: bool) -> dict[str, str]:
    """Name everything on which the answers hang; a day counts by the span of days over which the law is the same."""
    from sekisho.determination.book.finest_partition import parties_digest
    from sekisho.files.formats import sha256_of

    first, _ = span_of(change_days(library), settings.day or today())
    return {
        "library": library.hash,
        "parties": parties_digest(library),
        "law": EACH if each and settings.day is None else str(first),
        "book": sha256_of(book),
        "settings": settings.told(),
    }


def _since(before: Path, made: Path, library: Library, settings: _Settings) -> dict[str, object]:
    """Tell what changed between the last run and a new one: by the law, and line by line."""
    from sekisho.determination.rescreen.watch import CHANGES, RESULTS, lines_moved

    moved = lines_moved(before, made / RESULTS)
    plain: dict[str, object] = {
        "lines_changed": moved.changed,
        "lines_new": moved.new,
        "lines_gone": moved.gone,
    }
    text: list[str] = []
    try:
        card = open_run(before).card
        day = None if card["as_of"] == EACH else settings.day or today()
        found = compare_laws(before, card.get("kept"), (None, None), (library, day), out=made / CHANGES)
        plain |= rescreen_data(found)
        text += rescreen_text(found, width=width())
        told = (found.changed, 0, 0) == (moved.changed, moved.new, moved.gone)
    except SekishoError as fault:
        text += wrap(f"Which clauses did it cannot be told: {fault.problems[0].what}", width=width())
        told = False
    if not told:
        text += ["", *wrap(_lines_say(moved), width=width())]
    return {**plain, "text": text}


def _lines_say(moved: BookDifference) -> str:
    """Say how the lines of a book differ, whatever the reason."""
    return (
        f"Book, settings and law together: {count(moved.changed, 'line')} with another outcome, "
        f"{moved.new:,} new, {moved.gone:,} gone."
    )


def _say(found: dict[str, object], format: str) -> None:
    """Print the report."""
    text, inputs = found.get("text", []), found["inputs"]
    assert isinstance(text, list)  # noqa: S101 - lines of text
    assert isinstance(inputs, list)  # noqa: S101 - names of inputs
    if format != "text":
        plain = {key: value for key, value in found.items() if key != "text"}
        records(plain, [{key: value for key, value in plain.items() if not isinstance(value, list)}], format)
        return
    if inputs:
        data(wrap(f"Changed: {'; '.join(map(str, inputs))}.", width=width(), hang="  "))
    data(map(str, text))
    sys.stdout.flush()
    if inputs:
        tell(f"Exit code {CHANGED}: something changed.")
