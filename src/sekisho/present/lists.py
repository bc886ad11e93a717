"""What an official list changes, and which lists are kept, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Final

from sekisho.message import Text, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, count, paint, table, wrap
from sekisho.trade.official_lists.diff import KINDS, CodeChange
from sekisho.trade.official_lists.official_list import OfficialList

SHOWN: Final = 10
"""Changes of a kind that are printed unless all are asked for."""

LONGEST: Final = 70
"""Letters of a text that are printed."""


def diff_data(official: OfficialList, changes: Sequence[CodeChange]) -> dict[str, object]:
    """Return what was read and what it changes as plain data."""
    return {
        "list": official.kind,
        "read": {
            "entries": len(official.entries),
            "codes": len(official.items),
            "without_code": len(official.uncoded),
            "unread": [
                {"place": each.place, "text": each.text, "why": each.why, "grave": each.grave}
                for each in official.unread
            ],
        },
        "counts": {kind: sum(change.kind == kind for change in changes) for kind in KINDS},
        "changes": [change.to_dict() for change in changes],
    }


def diff_text(
    official: OfficialList, changes: Sequence[CodeChange], *, against: str, full: bool, width: int = DEFAULT_WIDTH
) -> list[str]:
    """Say what was read and what it changes."""
    lines = [
        paint(official.kind, Ink.BOLD)
        + f"  {count(len(official.entries), 'entry', 'entries')}, {count(len(official.items), 'code')}, "
        + f"{count(len(official.uncoded), 'row')} without a code",
        f"Compared with {against}:",
        "",
    ]
    lines += table(
        [(f"{sum(change.kind == kind for change in changes):,}", text) for kind, text in KINDS.items()],
        right=frozenset({0}),
        width=width,
    )
    for kind, group in groupby(changes, key=lambda change: change.kind):
        found = list(group)
        lines += ["", paint(KINDS[kind][0].upper() + KINDS[kind][1:], Ink.BOLD)]
        for change in found if full else found[:SHOWN]:
            lines += wrap(_change(change, full=full), width=width, indent="  ", hang="    ")
        if len(found) > SHOWN and not full:
            lines.append(f"  and {len(found) - SHOWN:,} more; --full shows all.")
    notes = [f"{each.place}: {each.why}: {_cut(each.text, full=full)}" for each in official.unread]
    if notes:
        lines += ["", paint("Became no entry", Ink.BOLD)]
        for note in notes if full else notes[:SHOWN]:
            lines += wrap(note, width=width, indent="  ", hang="    ")
        if len(notes) > SHOWN and not full:
            lines.append(f"  and {len(notes) - SHOWN:,} more; --full shows all.")
    return lines


def _change(change: CodeChange, *, full: bool) -> str:
    before, after = _cut(change.before, full=full), _cut(change.after, full=full)
    place = f" ({change.place})" if change.place else ""
    match change.kind:
        case "added" | "removed":
            return f"{change.code}  {after or before}{place}"
        case "check":
            return f"{change.after}{place}"
        case _:
            return f"{change.code}  {before or 'nothing'} -> {after or 'nothing'}{place}"


def _cut(text: str, *, full: bool) -> str:
    return text if full or len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def kept_text(cards: Iterable[Mapping[str, object]], *, width: int = DEFAULT_WIDTH) -> list[str]:
    """List the versions that are kept."""
    rows = [
        (
            str(card["list"]),
            str(card["version"]),
            "in use" if card["in_use"] else "",
            _size(card),
            str(card.get("title", "")),
        )
        for card in cards
    ]
    return table(rows, width=width) if rows else ["No list of your own: the built-in ones are in use."]


def _size(card: Mapping[str, object]) -> str:
    if "broken" in card:
        return "broken"
    if "flows" in card:
        return f"{card['first']} to {card['last']}, {count(int(str(card['flows'])), 'flow')}"
    if "unit" in card:
        return f"{card['year']}, {count(int(str(card['regions'])), 'region')}, {card['unit']}"
    return count(int(str(card["parties"])), "party", "parties") if "parties" in card else f"{card['codes']} codes"


def in_use_lines(cards: Iterable[Mapping[str, object]]) -> list[Text]:
    """Say of each list of the user that it is in use."""
    return [
        message(
            "lists.in_use_line",
            "{list} {version}: {title}, {codes} codes for {scheme}, read {read}, added {added}, SHA-256 {sha256}",
            title=str(card["title"] or "") or message("lists.no_title", "no title"),
            **{name: str(card[name]) for name in ("list", "version", "codes", "scheme", "read", "added", "sha256")},
        )
        for card in cards
    ]
