"""How a book was read, told: what was found out, which columns were mapped, which lines were left out and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sekisho.report.layout import DEFAULT_WIDTH, count, indented, wrap

if TYPE_CHECKING:
    from sekisho.trade.reading.outcome import BookReading

_REASONS_SHOWN: Final = 5
_TOLD_SHOWN: Final = 8
_PLAIN: Final = {"encoding": ("utf-8", "utf-8-sig"), "separator": (",",), "header_row": ("1",)}
"""What is not told, since it is as everybody expects it."""
_TAKEN_AS_NONE: Final = frozenset({"importer", "intermediate_consignee"})


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
        lost = " It is taken as none in every line." if guess.fact in _TAKEN_AS_NONE else ""
        text = f"Not used: column '{guess.column}' may be {guess.fact} ({guess.reason}).{lost}"
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
    return lines + _left_out(reading, width)


def _words(reading: BookReading, width: int) -> list[str]:
    read = [f"{fact} {number:,}" for fact, (number, _, _) in reading.words.items() if number]
    unknown = [f"{fact} {number:,}" for fact, (_, number, _) in reading.words.items() if number]
    lines = wrap(f"Cells read from other words or forms: {', '.join(read)}." if read else "", width=width, hang="  ")
    says = f"Cells in words that are not read, and so unknown: {', '.join(unknown)}." if unknown else ""
    return [line for line in [*lines, *wrap(says, width=width, hang="  ")] if line]


def _left_out(reading: BookReading, width: int) -> list[str]:
    if not reading.left_out:
        return []
    determined = reading.read - reading.left_out
    lines = wrap(
        f"{reading.read:,} lines read = {determined:,} determined + {reading.left_out:,} left out ({reading.rejects}).",
        width=width,
        hang="  ",
    )
    for column, reason, number in reading.reasons[:_REASONS_SHOWN]:
        where = f"column '{column}': " if column else ""
        lines += indented(f"{count(number, 'line')}: {where}{reason}", width=width)
    if len(reading.reasons) > _REASONS_SHOWN:
        lines.append(f"  and {count(len(reading.reasons) - _REASONS_SHOWN, 'more reason')}")
    if 2 * reading.words.get("value", (0, 0, 0))[2] > reading.read:
        text = "Most lines are left out for their value. If its column holds no amounts, --map value= leaves it aside."
        lines += wrap(text, width=width, hang="  ")
    return lines
