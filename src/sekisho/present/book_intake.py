"""How a book was read, told: what was found out, which columns were mapped, which lines were left out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from sekisho.files.documents.kind import FileKind
from sekisho.files.row_staging import PAPER
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.law.model.fact import fact_label
from sekisho.message import Message, Text, counted, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, indented, wrap
from sekisho.trade.book.intake import CURRENCY_FROM, GOODS_IN_WORDS, NO_GOODS

if TYPE_CHECKING:
    from sekisho.trade.book.gaps import Gap
    from sekisho.trade.book.intake_report import BookReading

_GAPS_SHOWN: Final = 5
"""Texts that could not be read, those of most lines first, that are shown; the file of gaps holds all. A guess."""
_PARTS_SHOWN: Final = 8
"""Rows, words or findings that a sentence lists before it breaks off; two lines of a terminal. A guess."""
_LONGEST: Final = 60
"""Letters of a text from the book that are shown; a longer one would fill several lines."""
_PLAIN: Final = {"encoding": ("utf-8", "utf-8-sig"), "separator": (",",), "header_row": ("1",)}
"""What is not told, since it is as everybody expects it."""


def lines_of(number: int) -> Message:
    """Count lines."""
    return counted("book.lines", "{n} line", "{n} lines", n=number)


def first_of(parts: Sequence[str], most: int = _PARTS_SHOWN) -> Text:
    """List the first parts, and say that there are more."""
    shown = joined(parts[:most], "comma")
    return message("book.and_so_on", "{parts}, ...", parts=shown) if len(parts) > most else shown


def counts_text(reading: BookReading) -> Text:
    """Say how many lines were judged, with a gap or without, and how many rows are no lines."""
    return judged_text(reading.lines, with_gap=reading.with_gap, no_lines=len(reading.no_lines))


def judged_text(lines: int, *, with_gap: int, no_lines: int) -> Text:
    """Say the same of numbers, as the card of a run has them."""
    return message(
        "book.judged",
        "{lines}: {judged} judged, {gap} judged with a gap, 0 not judged; {rows}.",
        lines=lines_of(lines),
        judged=lines - with_gap,
        gap=with_gap,
        rows=counted("book.no_lines", "{n} row is not a line", "{n} rows are not lines", n=no_lines),
    )


def other_days_text(other_days: Mapping[str, str]) -> list[Text]:
    """Say of columns of dates which day they are, other than that of shipment: see `OTHER_DAYS`.

    Whoever tells it adds how to say that one is the day of shipment all the same.
    """
    return [OTHER_DAYS_SAID[key](column) for column, key in other_days.items()]


OTHER_DAYS_SAID: Final[Mapping[str, Callable[[str], Text]]] = {
    "order_day": lambda column: message(
        "book.order_day", "'{column}' is the day of order, not of shipment.", column=column
    ),
    "paper_day": lambda column: message(
        "book.paper_day", "'{column}' is the day of a document, not of shipment.", column=column
    ),
    "wanted_day": lambda column: message(
        "book.wanted_day", "'{column}' is the day on which delivery is wanted, not of shipment.", column=column
    ),
}


def day_of_law_text(as_of: object) -> Text:
    """Say by the law of which day the lines of a run are judged, from what its card says of it."""
    if not str(as_of)[:1].isdigit():
        return message("book.law_of_each", "Each line is judged by the law of its date.")
    day = quantity("short_day", date.fromisoformat(str(as_of)))
    return message("book.law_of_one", "All lines are judged by the law of {day}.", day=day)


def other_days_note(reading: BookReading, as_of: object) -> list[Text]:
    """Say in a terminal which columns of dates were left aside, and how one is used; nothing where none was."""
    days = reading.other_days
    if not days or not str(as_of)[:1].isdigit():
        return []
    hint = message(
        "book.may_be_shipment", "If it is the day of shipment: --map date='{column}'.", column=next(iter(days))
    )
    return [joined([*other_days_text(days), day_of_law_text(as_of), hint], "sentence")]


def other_days_in_short(reading: BookReading, as_of: object) -> list[Text]:
    """Say the same in a line: which columns were left aside, and which law was taken instead."""
    if not reading.other_days or not str(as_of)[:1].isdigit():
        return []
    columns = joined([message("book.column_quoted", "'{column}'", column=name) for name in reading.other_days], "and")
    text = message("book.no_shipment_days", "Not days of shipment: {columns}.", columns=columns)
    return [joined([text, day_of_law_text(as_of)], "sentence")]


def reading_text(reading: BookReading, words: Translator, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell how a book was read; nothing, if it was read as it stands."""
    sentences: list[Text] = []
    found_out = [
        found_text(key, value)
        for key, value in reading.told.items()
        if value not in _PLAIN.get(key.partition(" of ")[0], ())
    ]
    if found_out:
        shown: Text = joined(found_out[:_PARTS_SHOWN], "comma")
        if (rest := len(found_out) - _PARTS_SHOWN) > 0:
            shown = counted("book.and_n_more", "{parts}, and {n} more", "{parts}, and {n} more", n=rest, parts=shown)
        sentences.append(message("book.found_out", "Found out: {parts}.", parts=shown))
    if reading.proposed:
        columns = [
            message("book.fact_from", "{fact} from '{column}'", fact=fact_label(guess.fact), column=guess.column)
            for guess in reading.proposed
        ]
        sentences.append(message("book.by_header", "Mapped by header: {columns}.", columns=joined(columns, "comma")))
    sentences += [
        message(
            "book.not_used",
            "Not used: column '{column}' may be {fact} ({reason}). --map {fact}='{column}' uses it.",
            column=guess.column,
            fact=guess.fact,
            reason=guess.told(words.language),
        )
        for guess in reading.unsure
    ]
    sentences += [*_words(reading), *_names(reading), *_rows(reading)]
    lines = [line for sentence in sentences for line in wrap(words.say(sentence), width=width, hang="  ")]
    return lines + _gaps(reading, words, width)


FOUND: Final[Mapping[str, Callable[[str], Text]]] = {
    "kind": lambda value: (
        message("book.found_kind_text", "text, whatever its ending says")
        if value == repr(str(FileKind.TEXT))
        else message("book.found_kind", "kind of file {value}", value=value)
    ),
    "form": lambda value: message("book.found_form", "a form with {value}", value=value),
    "sheet": lambda value: message("book.found_sheet", "sheet {value}", value=value),
    "header_row": lambda value: message("book.found_header_row", "header row {value}", value=value),
    "sheets_not_read": lambda value: message("book.found_sheets_not_read", "sheets not read {value}", value=value),
    "attachments_not_read": lambda value: message("book.found_attached", "attachments not read {value}", value=value),
    "files_not_read": lambda value: message("book.found_files_not_read", "files not read {value}", value=value),
    "read_under": lambda value: message("book.found_under", "read under one name {value}", value=value),
    PAPER: lambda _: message("book.found_paper", "the whole paper as one line"),
    GOODS_IN_WORDS: lambda value: message(
        "book.found_in_words", "words taken for the goods under {value}", value=value
    ),
    NO_GOODS: lambda _: message("book.found_no_goods", "no column with the goods"),
    CURRENCY_FROM: lambda value: message("book.found_currency", "currency of amounts from {value}", value=value),
    "unit_above": lambda value: message("book.found_unit", "unit above {value}", value=value),
    "stated_above": lambda value: message("book.found_above", "above the table {value}", value=value),
    "encoding": lambda value: message("book.found_encoding", "encoding {value}", value=value),
    "separator": lambda value: message("book.found_separator", "separator {value}", value=value),
}
"""What may be found out of a file, in words."""


_LEFT_OUT: Final = ("sheets_not_read", "files_not_read", "attachments_not_read")
"""What the reader says of parts of a file that it left out; of a file in a folder, with its name behind."""


def left_out(told: object) -> list[Text]:
    """Name the sheets, files and attachments that were not read: orders in them are not judged.

    Parameters
    ----------
    told
        What was found out of the file, as the run card keeps it.
    """
    texts: list[Text] = []
    if names := names_left_out(told):
        texts.append(message("book.left_out", "Not read, so not judged: {names}.", names=joined(names, "comma")))
    entries = told if isinstance(told, Mapping) else {}
    if PAPER in entries:
        texts.append(
            message(
                "book.paper",
                "No table was read: the whole paper is one line. "
                "Give its lines as a table, or check its names and goods.",
            )
        )
    if GOODS_IN_WORDS in entries:
        texts.append(
            message(
                "book.goods_in_words",
                "No column names the goods: the words under {names} were taken for them. If that is wrong, "
                "name the column.",
                names=str(entries[GOODS_IN_WORDS]),
            )
        )
    if NO_GOODS in entries:
        texts.append(message("book.no_goods", "No column names the goods, so nothing is known of them. Name one."))
    return texts


def names_left_out(told: object) -> list[str]:
    """Return the names of the sheets, files and attachments that were not read."""
    entries = told.items() if isinstance(told, Mapping) else ()
    return [str(value) for key, value in entries if str(key).partition(" of ")[0] in _LEFT_OUT]


def found_text(key: str, value: str) -> Text:
    """Say what was found out of a file; what has no words of its own stands as programs have it."""
    in_words = FOUND.get(key)
    if in_words is not None:
        return in_words(repr(value))
    kind, _, column = key.partition(" of ")
    if kind == "zone" and column:
        return message("book.found_zone", "time zone of '{column}' {value}", column=column, value=repr(value))
    return Text(f"{key.replace('_', ' ')} {value!r}")


def _cells(fact: str, number: int) -> Text:
    return message("book.fact_cells", "{fact} {n}", fact=fact_label(fact), n=number)


def _words(reading: BookReading) -> list[Text]:
    read = [_cells(fact, number) for fact, (number, _, _) in reading.words.items() if number]
    unknown = [_cells(fact, number) for fact, (_, number, _) in reading.words.items() if number]
    sentences: list[Text] = []
    if read:
        facts = joined(read, "comma")
        sentences.append(message("book.read_as", "Cells read from other words or forms: {facts}.", facts=facts))
    if unknown:
        facts = joined(unknown, "comma")
        sentences.append(message("book.too_little", "Cells that say too little, and so unknown: {facts}.", facts=facts))
    return sentences


def _names(reading: BookReading) -> list[Text]:
    """Tell of names of lines that stand more than once."""
    if reading.double is None:
        return [
            message(
                "book.names_not_compared",
                "Names of lines were not compared with each other; lines that share one cannot be explained.",
            )
        ]
    if not reading.double:
        return []
    return [
        counted(
            "book.names_twice",
            "{n} name of lines stands more than once, or is empty; these lines are named with their rows, as in "
            "'A-1 (row 7)'.",
            "{n} names of lines stand more than once, or are empty; these lines are named with their rows, as in "
            "'A-1 (row 7)'.",
            n=reading.double,
        )
    ]


def defence_text(lines: int, words: Iterable[tuple[str, int]]) -> Text:
    """Say in how many lines words for a military use stand, and which."""
    return message(
        "book.looks_military",
        "Looks military, confirm: {lines} ({words}).",
        lines=lines_of(lines),
        words=first_of([f"{word} {number:,}" for word, number in words]),
    )


def _rows(reading: BookReading) -> list[Text]:
    """Tell which rows were put right, and which are no lines."""
    sentences: list[Text] = []
    if reading.mended:
        sentences.append(
            counted(
                "book.mended",
                "{n} row with too many cells or too few, put right: {rows}.",
                "{n} rows with too many cells or too few, put right: {rows}.",
                n=len(reading.mended),
                rows=first_of([f"{row:,}" for row in reading.mended]),
            )
        )
    kinds: dict[str, list[str]] = {}
    for row in reading.no_lines:
        kinds.setdefault(str(row.kind), []).append(f"{row.row:,}")
    if kinds:
        parts = [
            message("book.rows_of_kind", "{kind} {rows}", kind=_ROW_KINDS[kind], rows=first_of(rows))
            for kind, rows in kinds.items()
        ]
        sentences.append(
            message("book.rows_no_lines", "Rows that are not lines: {rows}.", rows=joined(parts, "semicolon"))
        )
    if 2 * reading.words.get("value", (0, 0, 0))[2] > reading.lines:  # most of the lines, so the column is doubtful
        sentences.append(
            message(
                "book.no_amounts",
                "Most amounts could not be read. If the column contains no amounts, --map value= leaves it aside.",
            )
        )
    return sentences


_ROW_KINDS: Final = {
    "sum": message("book.row_sum", "sum"),
    "header": message("book.row_header", "header"),
    "note": message("book.row_note", "note"),
    "blank": message("book.row_blank", "blank"),
}


def is_paper(card: Mapping[str, object]) -> bool:
    """Tell whether a run is over one paper, read as one line."""
    entries = card.get("found_out")
    return isinstance(entries, Mapping) and PAPER in entries


def paper_advice(papers: int) -> Text:
    """Say of papers that are read as one line what they are, and what to do: no word that is filled in parts them."""
    return counted(
        "book.paper_advice",
        "{n} paper is read as one line: give its lines as a table, or check its names and goods.",
        "{n} papers are read as one line each: give their lines as a table, or check their names and goods.",
        n=papers,
    )


def _gaps(reading: BookReading, words: Translator, width: int) -> list[str]:
    """Tell which cells could not be read, and which are doubtful, those of most lines first."""
    file, doubts = str(reading.gaps_file), [gap for gap in reading.gaps if gap.is_doubt]
    papers = [gap for gap in reading.gaps if gap.is_paper]
    unread = [gap for gap in reading.gaps if not gap.is_doubt and not gap.is_paper]
    head = message(
        "book.not_read", "Not read, and so unknown ({file}; fill in 'read_as', then --answers {file}):", file=file
    )
    of_doubts = message("book.doubtful", "Read, and doubtful ({file}):", file=file)
    return [
        *(wrap(words.say(paper_advice(len(papers))), width=width, hang="  ") if papers else []),
        *_gap_lines(head, unread, reading.all_gaps - len(doubts) - len(papers), words, width),
        *_gap_lines(of_doubts, doubts, len(doubts), words, width),
    ]


def _gap_lines(head: Text, gaps: Sequence[Gap], number: int, words: Translator, width: int) -> list[str]:
    if not gaps:
        return []
    lines = wrap(words.say(head), width=width, hang="  ")
    for gap in gaps[:_GAPS_SHOWN]:
        text, reason = _short(gap.text), gap.told(words.language)
        sentence = (
            message(
                "book.gap",
                "{lines}: column '{column}': '{text}'. {reason}",
                lines=lines_of(gap.lines),
                column=gap.column,
                text=text,
                reason=reason,
            )
            if gap.column
            else message(
                "book.gap_anywhere", "{lines}: '{text}'. {reason}", lines=lines_of(gap.lines), text=text, reason=reason
            )
        )
        lines += indented(words.say(sentence), width=width)
    if (rest := number - _GAPS_SHOWN) > 0:
        lines.append("  " + words.say(counted("book.more_texts", "and {n} more text", "and {n} more texts", n=rest)))
    return lines


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}..."
