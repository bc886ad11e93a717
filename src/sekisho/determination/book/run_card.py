"""What is kept of a run over a book: the book, how it was read, the law, the counts, and every input with its use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import duckdb

from sekisho.determination.book.answers import Answer, BookAnswers
from sekisho.determination.book.encoder import EncodedBook
from sekisho.determination.book.engine import DuckLines
from sekisho.determination.book.input_ledger import (
    BookInput,
    answered_inputs,
    constant_inputs,
    ledger,
    settings_inputs,
)
from sekisho.determination.book.items import BookItems
from sekisho.determination.book.party_matches import Parties
from sekisho.determination.book.results.columns import RESULTS_VERSION, VERSION
from sekisho.determination.book.run_files import OWN_LISTS_USED
from sekisho.determination.book.run_summary import OutcomeCounts
from sekisho.determination.book.signatures import Verdicts
from sekisho.determination.book.supposition import Constant, constants_card
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import FactValue
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import register_data
from sekisho.law.model.term import Readings
from sekisho.parties.name_tables import algorithm
from sekisho.trade.book.cleaning import Cleaned
from sekisho.trade.book.columns import Columns, named_fact
from sekisho.trade.book.intake import BookIntake
from sekisho.trade.book.non_lines import NoLine
from sekisho.trade.book.recipe import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSettings:
    """Under which law a run judges its lines, and what it leaves unknown.

    Parameters
    ----------
    day
        Date of law for all lines; None where each has its own.
    law
        Constants of the law that the day and what is assumed make, as `settings_of` gives them.
    """

    library: Library
    day: date | None
    chosen: Readings
    law: Mapping[FactName, FactValue]
    assume: Mapping[str, str]
    unknown: Collection[str]
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledBook:
    """A book that was read, filled by answers and constants; how many lines each filled, and what its items are."""

    cleaned: Cleaned
    answers: Sequence[tuple[Answer, int, int]]
    constants: Sequence[Constant]
    items: BookItems | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedBook:
    """A book with the verdict of every signature, the parties that were met, and the counts."""

    opened: BookIntake
    filled: FilledBook
    lines: DuckLines
    stage: EncodedBook
    verdicts: Verdicts
    met: Parties
    counts: OutcomeCounts


def card_of(judged: JudgedBook, run: BookSettings, answers: BookAnswers, *, origin: str) -> dict[str, object]:
    """Return what is kept of a run: the book, how it was read, the law, the counts, and every input with its use.

    Parameters
    ----------
    origin
        Where the book was fetched from, if what was read is a copy.
    """
    opened, filled, stage = judged.opened, judged.filled, judged.stage
    columns, cleaned, library = opened.book.columns, filled.cleaned, run.library
    unknown = [named_fact(fact) for fact in run.unknown]
    inputs = (
        *answered_inputs(filled.answers),
        *constant_inputs(filled.constants),
        *settings_inputs(stage, judged.lines, library, chosen=run.chosen, assume=run.assume, unknown=unknown),
    )
    decided = replace(answers, decisions=library.identity.decisions)
    return {
        "book": origin or opened.source.place,
        "book_sha256": opened.source.sha256,
        **book_card(
            columns,
            library,
            told=opened.source.staged.told,
            recipe=cleaned.recipe,
            lines=cleaned.lines,
            with_gap=cleaned.gaps,
            no_lines=cleaned.no_lines,
            mended=cleaned.mended,
            defence=cleaned.defence,
            pointing=cleaned.pointing,
        ),
        **run_card(
            stage,
            columns,
            library,
            day=run.day,
            chosen=run.chosen,
            assume=run.assume,
            engine=f"DuckDB {duckdb.__version__}",
            counts=judged.counts,
            met=judged.met,
        ),
        **constants_card(filled.constants),
        **({"items": dict(filled.items.counts)} if filled.items is not None else {}),
        **(supposed.to_card() if (supposed := judged.verdicts.supposed) is not None else {}),
        **stated_card(decided, inputs, left={answer: left for answer, left, _ in filled.answers}),
    }


def book_card(
    columns: Columns,
    library: Library,
    *,
    told: Mapping[str, str],
    recipe: Recipe,
    lines: int,
    with_gap: int = 0,
    no_lines: Sequence[NoLine] = (),
    mended: Sequence[int] = (),
    defence: Sequence[tuple[str, int]] = (),
    pointing: int = 0,
) -> dict[str, object]:
    """Return what a run card says of how the book was read, and of the law; `told` is what was found out of it."""
    return {
        "found_out": dict(told),
        "mapping": {str(fact): column for fact, column in columns.facts.items()},
        "unknown": sorted(columns.unknown),
        "line_column": columns.line,
        "value_column": columns.value,
        "unit": columns.unit,
        "reading": recipe.to_dict(),
        "rows_read": lines + len(no_lines),
        "lines_with_gap": with_gap,
        "no_lines": [one.to_dict() for one in no_lines],
        **({"rows_mended": list(mended)} if mended else {}),
        **({"defence_lines": pointing, "defence_words": dict(defence)} if pointing else {}),
        "library": {"version": library.version, "hash": library.hash, "horizon": library.horizon.isoformat()},
        **({OWN_LISTS_USED: [one.to_dict() for one in library.own_lists]} if library.own_lists else {}),
    }


def run_card(
    stage: EncodedBook,
    columns: Columns,
    library: Library,
    *,
    day: date | None,
    chosen: Readings,
    assume: Mapping[str, str],
    engine: str,
    counts: OutcomeCounts,
    met: Parties,
) -> dict[str, object]:
    """Return what a run card says of the question and of the answer."""
    return {
        "as_of": day.isoformat() if day else "the date of each line",
        "readings": chosen.to_dict(),
        "assume": dict(assume),
        "engine": engine,
        VERSION: RESULTS_VERSION,
        "lines": stage.lines,
        "by_outcome": dict(counts["by_outcome"]),
        "triage": dict(counts["by_triage"]),
        **_law_ahead(counts),
        "unknown_share": {
            str(name): round(share, 6) for name, share in stage.unknown_shares().items() if name in columns.facts
        },
        "parties": {**met.to_dict(), "algorithm": algorithm()},
        "policy": library.identity.policy.to_dict(),
    }


def _law_ahead(counts: OutcomeCounts) -> dict[str, object]:
    """Return how many lines what is suspended keeps from a graver answer, and how many hang on unknown law."""
    pauses = {day.isoformat(): lines for day, lines in counts["pauses"].items()}
    unknown = {str(name): lines for name, lines in counts["open_law"].items()}
    return {
        **({"pauses": pauses} if pauses else {}),
        **({"open_law": unknown, "open_law_lines": counts["open_law_lines"]} if unknown else {}),
    }


def stated_card(
    stated: BookAnswers, inputs: Iterable[BookInput], *, left: Mapping[Answer, int] = MappingProxyType({})
) -> dict[str, object]:
    """Return what a run card says of all that people stated for the whole book, and of what it was good for.

    Parameters
    ----------
    left
        How many lines each answer found open.
    """
    return {**stated.to_card(left), **register_data(stated.decisions), "inputs": ledger(inputs)}
