"""What another law changes in a run, told: how many lines, from what to what, and by which clauses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, amount, count, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.determination.rescreen.comparison import Rescreened

CHANGES_SHOWN: Final = 12
CLAUSES_SHOWN: Final = 4


def rescreen_text(found: Rescreened, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Tell what changes."""
    sides = f"{found.sides[0]} to {found.sides[1]}"
    if not found.changed:
        head = f"No line of {count(found.lines, 'line')} changes its outcome under any reading ({sides})."
        return [*wrap(head, width=width), *_other_reasons(found, width), *_other_lists(found, width)]
    value = "" if found.value is None else f", {_unit(found)}{amount(found.value)}"
    verb = "changes" if found.changed == 1 else "change"
    lines = wrap(f"{found.changed:,} of {count(found.lines, 'line')} {verb}{value} ({sides}).", width=width)
    for before, after, number, worth in found.by_change[:CHANGES_SHOWN]:
        money = "" if found.value is None else f"  {_unit(found)}{amount(worth)}"
        lines += ["", paint(f"{number:,}", Ink.BOLD) + f"  {moves(before, after)}{money}"]
        rows = [
            (clause, kind, f"{each:,}")
            for one, other, clause, kind, each in found.by_both
            if (one, other) == (before, after)
        ]
        lines += table(rows[:CLAUSES_SHOWN], right=frozenset({2}), indent="    by ")
        if len(rows) > CLAUSES_SHOWN:
            lines.append(f"    and {count(len(rows) - CLAUSES_SHOWN, 'more', 'more')}")
    rest = found.by_change[CHANGES_SHOWN:]
    if rest:
        lines += ["", f"{count(sum(one[2] for one in rest), 'line')} more, in {count(len(rest), 'other way')}."]
    return [*lines, *_other_reasons(found, width), *_other_lists(found, width)]


def moves(before: str, after: str) -> str:
    """Say how an outcome moves.

    >>> moves("refused_in_principle", "prohibited"), moves("undetermined", "undetermined")
    ('refused in principle -> prohibited', 'undetermined: other bounds, or another reading alone')
    """
    one, other = before.replace("_", " "), after.replace("_", " ")
    if before != after:
        return f"{one} -> {other}"
    return f"{one}: {'other bounds, or ' if before == 'undetermined' else ''}another reading alone"


def _unit(found: Rescreened) -> str:
    return "" if found.unit == "as stated" else f"{found.unit} "


def _other_reasons(found: Rescreened, width: int) -> list[str]:
    if not found.other_reasons:
        return []
    text = f"{count(found.other_reasons, 'line')} more keep their outcome by other clauses, or wait for others."
    return ["", *wrap(text, width=width)]


def _other_lists(found: Rescreened, width: int) -> list[str]:
    if not found.other_lists:
        return []
    text = (
        f"{count(found.other_lists, 'line')} more keep their headline, and name a party that came to stand on a held "
        "list, or stands on one no more."
    )
    return ["", *wrap(text, width=width)]


def rescreen_data(found: Rescreened) -> dict[str, object]:
    """Return what changes as plain data."""
    return {
        "lines": found.lines,
        "changed": found.changed,
        "value": None if found.value is None else round(found.value, 2),
        "unit": found.unit,
        "before": found.sides[0],
        "after": found.sides[1],
        "by_change": [
            {
                "before": before,
                "after": after,
                "lines": lines,
                "value": None if found.value is None else round(value, 2),
                "clauses": [
                    {"clause": clause, "did": kind, "lines": number}
                    for one, other, clause, kind, number in found.by_both
                    if (one, other) == (before, after)
                ],
            }
            for before, after, lines, value in found.by_change
        ],
        "by_clause": [
            {"clause": clause, "did": kind, "readings": list(readings), "lines": lines}
            for clause, kind, readings, lines in found.by_clause
        ],
        "other_reasons": found.other_reasons,
        "other_lists": found.other_lists,
    }


def rescreen_rows(found: Rescreened) -> list[dict[str, object]]:
    """Return one record a change and clause."""
    return [
        {"before": before, "after": after, "clause": clause, "did": kind, "lines": lines}
        for before, after, clause, kind, lines in found.by_both
    ]
