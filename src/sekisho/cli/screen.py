"""`screen`: names against the lists of parties, one or many."""

from __future__ import annotations

import os
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import click

from sekisho.cli.console import data, records, tell, width
from sekisho.cli.identity_options import check_no_decisions, decided, identity_options, policy_in_use
from sekisho.cli.options import (
    as_date,
    as_of_option,
    cache_folder,
    format_option,
    library_of,
    measures_option,
    today,
)
from sekisho.cli.party_identity import as_held, seat_of, stated_identifier
from sekisho.cli.register import own_register
from sekisho.errors import BookError, FactError, ListError, Problem, did_you_mean
from sekisho.files.formats import check_place
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.library import Library
from sekisho.law.model.listed_party import ListedParty
from sekisho.law.model.match_policy import MatchPolicy
from sekisho.parties.answer import Identification
from sekisho.parties.comparison import Query
from sekisho.parties.identification import HeldLists, Register, as_printed, held_lists, identify, identify_all, on_day
from sekisho.present.render.terminal import count
from sekisho.present.screening import screening_data, screening_rows, screening_text, summary_text

_NOT_A_NAME: Final = re.compile(r"[^\w-]+")


@click.command(
    short_help="Compare names with the lists of parties.",
    epilog="\b\nExamples:\n"
    "  sekisho screen '三菱重工マリタイムシステムズ'\n"
    "  sekisho screen 'SHI' --territory JP\n"
    "  sekisho screen --file customers.csv -o matches.csv",
)
@click.argument("names", metavar="[NAME]...", nargs=-1)
@click.option(
    "--file",
    "source",
    metavar="NAMES.csv",
    type=click.Path(path_type=Path),
    help="Screen every row of a CSV file: a column name, and, if known, territory and identifier.",
)
@click.option(
    "-o",
    "--out",
    metavar="MATCHES.csv",
    type=click.Path(path_type=Path),
    help="With --file: write what is to be reviewed, to be decided and used with --matches.",
)
@click.option(
    "--column", metavar="HEADER", default="", help="With --file: the column of names, if its header is not known."
)
@click.option(
    "--territory", metavar="TERRITORY", default="", help="Seat of the party: a second signal for short names."
)
@click.option("--identifier", "identifiers", multiple=True, metavar="ID", help="Corporate number or LEI; it decides.")
@click.option(
    "--list",
    "lists",
    multiple=True,
    metavar="LIST",
    help="Only this list, part of one, or file of your own; repeatable. Default: all lists, your own too.",
)
@click.option("--printed", is_flag=True, help="Only names as the notices print them: no aliases or former names.")
@click.option(
    "--least", type=click.FloatRange(0.3, 1), metavar="SCORE", help="Show hits from this score, below review too."
)
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Processes for many names. Default: all cores."
)
@identity_options
@as_of_option
@format_option
@measures_option
def screen(
    *,
    names: tuple[str, ...],
    source: Path | None,
    out: Path | None,
    column: str,
    territory: str,
    identifiers: tuple[str, ...],
    lists: tuple[str, ...],
    printed: bool,
    least: float | None,
    workers: int | None,
    policy_file: Path | None,
    matches_file: Path | None,
    as_of: str | None,
    format: str,
    folders: tuple[Path, ...],
) -> None:
    """Compare NAME, in any script, with the lists of parties, and say word by word why it may be one.

    Three zones: match (equal after folding, or an identifier), review (it may be; the fact is unknown until a person
    decides), none. The thresholds are those of the policy file, and are told with every answer.
    """
    if bool(names) == (source is not None):
        raise click.UsageError("Give names, or --file NAMES.csv.")
    if out is not None:
        _check_out(out, source)
    library, policy = library_of(folders), policy_in_use(policy_file)
    day = as_date(as_of, where="as-of") if as_of else today()
    entries = _entries(library, lists, printed=printed)
    chosen = Lists(library=library, policy=policy, day=day, entries=entries, matches=matches_file, least=least)
    if source is not None:
        _many(source, out, chosen, column=column, workers=workers or os.cpu_count() or 1, format=format)
    else:
        seat, identifiers = seat_of(territory, library), tuple(map(stated_identifier, identifiers))
        _few([Query(name=name, territory=seat, identifiers=identifiers) for name in names], chosen, format)


def _check_out(out: Path, source: Path | None) -> None:
    """Make sure, before any work, that the table may be written and takes the place of nothing that is needed.

    Raises
    ------
    BookError
        If it cannot be written there, or would overwrite the names.
    FactError
        If it would overwrite decisions.
    """
    if source is None:
        raise click.UsageError("-o goes with --file.")
    check_place(out, (".csv",))
    if source.exists() and out.exists() and source.samefile(out):
        raise BookError(
            Problem(where=str(out), what="the table would overwrite the names.", remedy="Name another file.")
        )
    check_no_decisions(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """What names are compared with, and how."""

    library: Library
    policy: MatchPolicy
    day: date
    entries: Sequence[ListedParty]
    matches: Path | None
    least: float | None


def compared(chosen: Lists) -> tuple[HeldLists, Register]:
    """Return the lists chosen, ready to be asked, and what people decided: of the table named, or of the register."""
    place = chosen.matches or own_register()
    decisions = decided(place, chosen.library, chosen.entries) if place is not None else ()
    held = held_lists(chosen.library)
    lists = replace(held, entries=tuple(chosen.entries), policy=chosen.policy, cache=cache_folder())
    return lists, Register(decisions)


def _entries(library: Library, lists: Iterable[str], *, printed: bool) -> tuple[ListedParty, ...]:
    """Choose entries: of the built-in lists and the user's own, or of the lists and files named.

    Raises
    ------
    FactError
        If a list is not known.
    """
    known = held_lists(library).entries
    found: list[ListedParty] = []
    problems: list[Problem] = []
    for name in lists:
        file = Path(name)
        part = [entry for entry in known if entry.list == name or entry.list.startswith(f"{name}/")]
        if not part and file.is_file():
            part = _from_file(file, library)
        if not part:
            ids = sorted({entry.list for entry in known} | {entry.list.rpartition("/")[0] for entry in known})
            remedy = did_you_mean(name, ids) or f"Lists: {', '.join(ids)}; or name a file."
            problems.append(Problem(where="list", what=f"no list or file '{name}'.", remedy=remedy))
        found += part
    if problems:
        raise FactError(problems)
    chosen = tuple(dict.fromkeys(found)) if lists else known
    return tuple(as_printed(entry) for entry in chosen) if printed else chosen


def _from_file(file: Path, library: Library) -> list[ListedParty]:
    from sekisho.parties.lists.reader import read_party_list

    found = read_party_list(file, _NOT_A_NAME.sub("-", file.stem), territories_of(library))
    if found.problems:
        raise ListError(found.problems)
    for remark in found.remarks:
        tell(f"{file.name}: {remark}")
    return list(found.entries)


def _few(queries: Sequence[Query], chosen: Lists, format: str) -> None:
    """Screen the names of a command line, and tell every hit with its reasons."""
    lists, register = compared(chosen)
    found = [
        identify(
            query.name,
            lists=lists,
            register=register,
            on=chosen.day,
            territory=query.territory,
            identifiers=query.identifiers,
            least=chosen.least,
        )
        for query in queries
    ]
    if format == "text":
        blocks = (
            [*screening_text(each, chosen.library, chosen.day, chosen.policy, width=width()), ""] for each in found
        )
        data([line for block in blocks for line in block][:-1])
        return
    plain = [screening_data(each, chosen.library, chosen.day, chosen.policy) for each in found]
    records(plain if len(plain) > 1 else plain[0], _rows(found, chosen), format)


def _rows(found: Iterable[Identification], chosen: Lists) -> list[dict[str, object]]:
    return [row for each in found for row in screening_rows(each, chosen.library, chosen.day)]


def _many(source: Path, out: Path | None, chosen: Lists, *, column: str, workers: int, format: str) -> None:
    """Screen the rows of a file: a count for reading, every hit as data, and what is to be reviewed into a table."""
    from sekisho.parties.lists.query_file import read_queries
    from sekisho.parties.review_decisions import write_reviews

    read = read_queries(source, territories_of(chosen.library), column)
    queries = [replace(each, identifiers=tuple(map(as_held, each.identifiers))) for each in read]
    started = time.monotonic()
    lists, register = compared(chosen)
    zones: Counter[str] = Counter()
    kept: list[Identification] = []

    def found() -> Iterator[Identification]:
        for each in identify_all(queries, lists, register, workers=workers, least=chosen.least):
            zones["unknown" if each.problem else each.zone] += 1
            yield on_day(each, lists, chosen.day) if each.hits else each

    if format == "text":
        kept = [each for each in found() if each.hits or each.problem]
        data(summary_text(zones, len(queries), len(set(queries)), time.monotonic() - started))
    else:
        kept = list(found())
        plain = [screening_data(each, chosen.library, chosen.day, chosen.policy) for each in kept]
        records(plain, _rows(kept, chosen), format)
    if out is not None:
        number = write_reviews(out, kept)
        to_decide = len({(each.query, hit.entity) for each in kept for hit in each.hits if hit.zone == "review"})
        tell(
            f"Wrote {out}: {count(number, 'row')}, {to_decide:,} of them to decide. "
            f"Fill same (yes or no), by and on; use it with --matches {out.name}."
        )
    elif format == "text":
        tell("-o MATCHES.csv writes what is to be reviewed; --format json or csv tells every hit.")
