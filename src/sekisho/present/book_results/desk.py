"""Lines of a run as the desk of a book shows them: told in the words of the workbook and the boss's page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

from sekisho.determination.book.results.counts import Amount, RunCounts
from sekisho.determination.book.results.lines import ToldLine
from sekisho.determination.core.outcome import Outcome, Verdict
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import fact_name as named_fact
from sekisho.i18n.names import speech_of
from sekisho.law.model.condition import FactName
from sekisho.message import CapitalText, Text, joined
from sekisho.present.book_results.line_columns import CODE, COUNTRY, OUTCOME, USE
from sekisho.present.book_results.line_teller import LineTeller, customer_of, goods_of, supplier_of
from sekisho.present.book_results.page import HEADS, PLACES
from sekisho.present.book_results.run import ReportedRun
from sekisho.present.book_results.sheet_texts import PLACE
from sekisho.present.outcome_labels import BRIEF_SHAPES, listed_outcome, supposed_cell
from sekisho.service.run_lines import RunLines

COLUMNS: Final[Mapping[str, Text]] = {
    "danger": PLACE,
    "line": HEADS["line"],
    "headline": OUTCOME,
    "item": HEADS["item"],
    "code": CODE,
    "customer": HEADS["customer"],
    "supplier": HEADS["supplier"],
    "country": COUNTRY,
    "use": USE,
    "amount": HEADS["amount"],
    "day": HEADS["day"],
    "why": HEADS["why"],
    "ask": HEADS["ask"],
}
"""Columns of the desk by what they are sorted by, in order; a code, a use, a reason and a question sort nothing."""
_LEVELS: Final = {outcome.level: outcome for outcome in Outcome}
_NOTHING: Final = RunCounts(total=Amount(), valued=0, levels=(), decisive={}, open={}, moved={}, waiting=(), apart=None)
"""What a run found where nobody counts it: a page of lines counts its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRow:
    """A line as the desk shows it.

    Parameters
    ----------
    danger
        Its place in the order of danger, from 1; None where nothing points.
    sign, place
        The place in the queue, as a sign and in a word.
    headline, shape, outcome
        The headline as data name it, its sign, and the outcome in a few words.
    supposed
        What it comes to under what the run supposes, with its sign; empty where that settles nothing more.
    suggested
        Whether the code is the program's own suggestion: nobody stated it.
    missing
        What is not known of it, in words.
    """

    danger: int | None
    line: str
    triage: str
    sign: str
    place: str
    headline: str
    shape: str
    outcome: str
    supposed: str
    item: str
    code: str
    suggested: bool
    customer: str
    supplier: str
    country: str
    use: str
    amount: str
    day: str
    why: str
    ask: str
    unread: str
    missing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDesk:
    """A page of lines, told.

    Parameters
    ----------
    heads
        Heads of the columns that say something, by their keys.
    places
        Sign, word and number of lines of each place in the queue.
    """

    heads: Mapping[str, str]
    places: Mapping[str, tuple[str, str, int]]
    number: int
    rows: tuple[DeskRow, ...]

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        queue = {place: lines for place, (_, _, lines) in self.places.items()}
        return {"lines": self.number, "triage": queue, "rows": [asdict(row) for row in self.rows]}


def line_desk(lines: RunLines, language: str) -> LineDesk:
    """Tell lines of a run in a language."""
    words = Translator(language, ("report",))
    run = ReportedRun(results=lines.results, card=lines.card, tally=_NOTHING, library=lines.library, words=words)
    teller = LineTeller(run)
    rows = tuple(_row(line, teller) for line in lines.lines)
    shown = {key for key in COLUMNS if key in _ALWAYS or any(getattr(row, key) for row in rows)}
    return LineDesk(
        heads={key: words.say(text) for key, text in COLUMNS.items() if key in shown},
        places={
            place: (sign, words.say(CapitalText(teller.place_name(place))), lines.at_places.get(place, 0))
            for place, (sign, _) in PLACES.items()
            if any(lines.at_places)
        },
        number=lines.number,
        rows=rows,
    )


_ALWAYS: Final = frozenset({"danger", "line", "headline", "item", "why", "ask"})
"""Columns that stand even where no line fills them."""


def _row(line: ToldLine, teller: LineTeller) -> DeskRow:
    verdict = Verdict(floor=_LEVELS[line.floor], ceiling=_LEVELS[line.ceiling])
    speech = speech_of(teller.run.library, language=teller.run.words.language)
    missing = [named_fact(FactName(name), speech) for name in line.missing.split(";") if name]
    outcome = teller.say(listed_outcome(line.headline, verdict))
    why, ask = teller.why(line, free=outcome)
    return DeskRow(
        danger=line.danger,
        line=line.line,
        triage=line.triage,
        sign=PLACES[line.triage][0] if line.triage in PLACES else "",
        place=teller.place_name(line.triage),
        headline=line.headline,
        shape=BRIEF_SHAPES[line.headline],
        outcome=outcome,
        supposed=teller.say(cell) if (cell := supposed_cell(line.headline, line.supposed)) is not None else "",
        item=goods_of(line.facts),
        code=teller.codes(line),
        suggested=line.is_suggested,
        customer=customer_of(line.facts),
        supplier=supplier_of(line.facts),
        country=teller.place(line),
        use=teller.use(line),
        amount=teller.amount(line.value),
        day=teller.day(line),
        why=why,
        ask=ask,
        unread=teller.unread(line),
        missing=teller.say(joined(missing, "comma")) if missing else "",
    )
