"""Why a line of a run has the outcome that it has: the line judged again, beside the row that is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

from sekisho.determination.book.run_files import open_run, own_lists_changed
from sekisho.determination.core.inputs import party_finder
from sekisho.determination.core.outcome import (
    CLASSIFIED,
    FREE_IF_SUPPOSED,
    RESEMBLES_NOTHING,
    UNCLASSIFIED,
    Determination,
)
from sekisho.determination.line.determination import determine
from sekisho.files.records import texts_by_name
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.assumptions import assumptions_of, readings_of
from sekisho.law.model.library import Library
from sekisho.law.model.term import Readings
from sekisho.service.check import notes_on_codes, with_near_codes
from sekisho.service.request import Ask
from sekisho.service.workspace import Workspace
from sekisho.trade.book.cells.defence_words import PREFIX
from sekisho.trade.book.party_finder import PERHAPS


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainRequest:
    """Which line of a run is judged again."""

    line: Annotated[str, Ask("Which line, as in column 'line'.", metavar="N")]
    url: Annotated[
        str,
        Ask("URL of the database with its password, if it needs one.", flag="--from", metavar="URL", private=True),
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A line of a run.

    Parameters
    ----------
    library
        With the decisions on names that the run had.
    card
        Card of the run.
    facts
        What the book states of the line, with what was answered since.
    stored
        The row of the results.
    """

    line: str
    library: Library
    card: Mapping[str, Any]
    facts: Mapping[str, str]
    stored: Mapping[str, object]

    @property
    def points(self) -> list[str]:
        """What the run pointed at in the line, as its row has it."""
        return str(self.stored.get("points") or "").split(";")

    @property
    def item_state(self) -> str:
        """What the run knew of the item's place on the list."""
        return str(self.stored.get("item_state") or "")

    @property
    def codes_found(self) -> tuple[str, ...] | None:
        """What the run found that the item may fall under, as the list of lines shows it.

        None where it found nothing of the item: then whoever judges the line again names what lies near.
        """
        state, codes = self.item_state, str(self.stored.get("item_codes") or "")
        if state in RESEMBLES_NOTHING:
            return ()
        return tuple(codes.split(";")) if codes and state in {CLASSIFIED, UNCLASSIFIED} else None

    @property
    def day(self) -> str | None:
        """Date of law for the whole run; None where each line has its own."""
        as_of = str(self.card.get("as_of", ""))
        return as_of if as_of[:1].isdigit() else None

    @property
    def readings(self) -> Readings:
        """How the run read disputed words."""
        terms = texts_by_name(self.card.get("readings"))
        return readings_of(self.library, terms.pop("all", None), terms)

    @property
    def assume(self) -> dict[str, str]:
        """What the run assumed of the law."""
        return assumptions_of(self.library, texts_by_name(self.card.get("assume")))


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """A line of a run, judged again.

    Parameters
    ----------
    supposed
        Columns of what the line would be under what the run supposed; empty if it supposed nothing.
    own_lists
        Lists of the user's own that are not as they were at the run.
    """

    of: RunLine
    answer: Determination
    supposed: Mapping[str, str]
    own_lists: Mapping[str, str]


def line_of_run(request: ExplainRequest, library: Library, results: Path) -> RunLine:
    """Fetch one line of a run from its book and its results.

    Raises
    ------
    BookError
        If the run or its book cannot be read, or has no such line.
    """
    from sekisho.determination.book.answers import answers_of_card, fill_line
    from sekisho.determination.book.results.columns import stored_row
    from sekisho.determination.settle.completed_run import library_of_run
    from sekisho.trade.book.line_lookup import line_of_book

    card = open_run(results, folders_too=True).card
    answers, judged_with = answers_of_card(card), library_of_run(card, library)
    stated = line_of_book(
        card,
        request.line,
        facts=judged_with.facts,
        territory=territories_of(judged_with).code,
        url=request.url,
        parties=party_finder(judged_with),
    )
    stored = stored_row(results, request.line)
    facts = fill_line(
        stated,
        answers,
        judged_with,
        line=request.line,
        points=str(stored.get("points") or ""),
        mapped=texts_by_name(card["mapping"]),
    )
    return RunLine(line=request.line, library=judged_with, card=card, facts=facts, stored=stored)


def explain(request: ExplainRequest, workspace: Workspace, results: Path) -> JudgedLine:
    """Judge one line of a run again, as its card says that it was judged.

    Raises
    ------
    BookError
        If the run or its book cannot be read, or has no such line.
    """
    of = line_of_run(request, workspace.library, results)
    judged = determine(of.facts, of.library, as_of=of.day, readings=of.readings, assume=of.assume)
    answer = with_near_codes(
        judged, of.facts, of.library, cache=workspace.cache, known=of.codes_found, state=of.item_state
    )
    notes = tuple(notes_on_codes(of.facts, of.library))
    answer = replace(answer, notes=(*notes, *answer.notes), cautions=(*notes, *answer.cautions))
    supposed = _supposed(of, answer)
    if supposed.get("headline") == FREE_IF_SUPPOSED:  # as the list of lines heads it
        answer = replace(answer, verdict=replace(answer.verdict, supposed=True))
    return JudgedLine(of=of, answer=answer, supposed=supposed, own_lists=own_lists_changed(of.card, of.library))


def _supposed(of: RunLine, answer: Determination) -> dict[str, str]:
    """Judge a line under what its run supposed, as the run did; nothing if it supposed nothing."""
    from sekisho.determination.book.items import codes_supposed
    from sekisho.determination.book.supposed.line import supposed_row
    from sekisho.determination.book.supposition import suppositions_of_card

    suppositions = suppositions_of_card(of.card)
    if suppositions is None:
        return {}
    unknown = of.card.get("unknown")
    return supposed_row(
        of.facts,
        answer,
        of.library,
        suppositions,
        as_of=of.day,
        readings=of.readings,
        assume=of.assume,
        pointing=any(point.startswith((PREFIX, PERHAPS, "row_unread:")) for point in of.points),
        unknown=[str(name) for name in unknown] if isinstance(unknown, list) else (),
        codes=codes_supposed(of.item_state, str(of.stored.get("item_codes") or "")),
    )
