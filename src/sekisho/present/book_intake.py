"""How a book was read, told: what was found out, which columns were mapped, which lines were left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sekisho.present.render.terminal import DEFAULT_WIDTH, count, indented, wrap

if TYPE_CHECKING:
    from sekisho.trade.book.intake_report import BookReading

_GAPS_SHOWN: Final = 5
_TOLD_SHOWN: Final = 8
_PLAIN: Final = {"encoding": ("utf-8", "utf-8-sig"), "separator": (",",), "header_row": ("1",)}
"""What is not told, since it is as everybody expects it."""


def counts_text(reading: BookReading) -> str:
    """Say how many lines were judged, with a gap or without, and how many rows are no lines."""
    rows = "1 row is no line" if len(reading.no_lines) == 1 else f"{len(reading.no_lines):,} rows are no lines"
    return (
        f"{count(reading.lines, 'line')}: {reading.lines - reading.with_gap:,} judged, "
        f"{reading.with_gap:,} judged with a gap, 0 not judged; {rows}."
    )


def reading_text(reading: BookReading, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell how a book was read; nothing, if it was read as it stands."""
    lines: list[str] = []
    told = [
        f"{key.replace('_', ' ')} {value!r}"
        for key, value in reading.told.items()
        if value not in _PLAIN.get(key.partition(" of ")[0], ())
    ]
    if told:
        more = f", and {len(told) - _TOLD_SHOWN:,} more" if len(told) > _TOLD_SHOWN else ""
        lines += wrap(f"Found out: {', '.join(told[:_TOLD_SHOWN])}{more}.", width=width, hang="  ")
    if reading.proposed:
        columns = ", ".join(f"{guess.fact} from '{guess.column}'" for guess in reading.proposed)
        lines += wrap(f"Mapped by header: {columns}.", width=width, hang="  ")
    for guess in reading.unsure:
        text = f"Not used: column '{guess.column}' may be {guess.fact} ({guess.reason})."
        lines += wrap(f"{text} --map {guess.fact}='{guess.column}' uses it.", width=width, hang="  ")
    lines += _words(reading, width)
    if reading.double:
        verbs = ("stands", "is") if reading.double == 1 else ("stand", "are")
        text = (
            f"{count(reading.double, 'name')} of lines {verbs[0]} more than once, or {verbs[1]} empty; "
            "these lines are named with their rows, as in 'A-1 (row 7)'."
        )
        lines += wrap(text, width=width, hang="  ")
    if reading.double is None:
        text = "Names of lines were not compared with each other; lines that share one cannot be explained."
        lines += wrap(text, width=width, hang="  ")
    return lines + _gaps(reading, width)


def _words(reading: BookReading, width: int) -> list[str]:
    read = [f"{fact} {number:,}" for fact, (number, _, _) in reading.words.items() if number]
    unknown = [f"{fact} {number:,}" for fact, (_, number, _) in reading.words.items() if number]
    lines = wrap(f"Cells read from other words or forms: {', '.join(read)}." if read else "", width=width, hang="  ")
    says = f"Cells that say too little, and so unknown: {', '.join(unknown)}." if unknown else ""
    return [line for line in [*lines, *wrap(says, width=width, hang="  ")] if line]


def defence_text(reading: BookReading, *, width: int) -> list[str]:
    """Say in how many lines words for a military use stand, and which."""
    if not reading.pointing:
        return []
    words = ", ".join(f"{word} {number:,}" for word, number in reading.defence[:_TOLD_SHOWN])
    more = ", ..." if len(reading.defence) > _TOLD_SHOWN else ""
    return wrap(f"Looks military, confirm: {count(reading.pointing, 'line')} ({words}{more}).", width=width, hang="  ")


def _gaps(reading: BookReading, width: int) -> list[str]:
    """Tell which cells could not be read, those of most lines first, and which rows are no lines."""
    lines: list[str] = []
    if reading.mended:
        rows = ", ".join(f"{row:,}" for row in reading.mended[:_TOLD_SHOWN])
        rest = ", ..." if len(reading.mended) > _TOLD_SHOWN else ""
        text = f"{count(len(reading.mended), 'row')} with too many cells or too few, put right: {rows}{rest}."
        lines += wrap(text, width=width, hang="  ")
    if reading.no_lines:
        kinds: dict[str, list[int]] = {}
        for one in reading.no_lines:
            kinds.setdefault(str(one.kind), []).append(one.row)
        told = [
            f"{kind} {', '.join(f'{row:,}' for row in rows[:_TOLD_SHOWN])}"
            + (", ..." if len(rows) > _TOLD_SHOWN else "")
            for kind, rows in kinds.items()
        ]
        lines += wrap(f"Rows that are no lines: {'; '.join(told)}.", width=width, hang="  ")
    if not reading.gaps:
        return lines
    if 2 * reading.words.get("value", (0, 0, 0))[2] > reading.lines:
        text = "Most amounts could not be read. If the column holds no amounts, --map value= leaves it aside."
        lines += wrap(text, width=width, hang="  ")
    head = f"Not read, and so unknown ({reading.gaps_file}; fill in read_as, then --answers {reading.gaps_file}):"
    lines += wrap(head, width=width, hang="  ")
    for gap in reading.gaps[:_GAPS_SHOWN]:
        where = f"column '{gap.column}': " if gap.column else ""
        text = f"{count(gap.lines, 'line')}: {where}'{_short(gap.text)}'. {gap.told('en')}"
        lines += indented(text, width=width)
    if reading.all_gaps > _GAPS_SHOWN:
        lines.append(f"  and {count(reading.all_gaps - _GAPS_SHOWN, 'more text')}")
    return lines


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}..."


_LONGEST: Final = 60
