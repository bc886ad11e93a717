"""What was read of a party list and what it changes, for people and as plain data."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from sekisho.i18n.messages import Translator
from sekisho.message import counted, joined, message
from sekisho.parties.lists.diff import KINDS, PartyChange
from sekisho.parties.lists.party_list import OWN, PartyList
from sekisho.present.lists import more_of, nothing_or
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

SHOWN: Final = 10
"""Changes of a kind that are printed unless all are asked for."""


def name_of_file(file: Path) -> str:
    """Make the name of a list from that of its file.

    >>> name_of_file(Path("targets.simple.csv")), name_of_file(Path("取引先 2026.csv"))
    ('targets-simple', '取引先-2026')
    """
    return re.sub(r"[^\w-]+", "-", file.stem).strip("-") or "list"


def list_data(found: PartyList, changes: Sequence[PartyChange]) -> dict[str, object]:
    """Return what was read and what it changes as plain data."""
    return {
        "list": f"{OWN}{found.name}",
        "layout": found.layout,
        "encoding": found.encoding,
        "rows": found.read,
        "parties": len(found.entries),
        "remarks": list(found.remarks),
        "counts": {kind: sum(change.kind == kind for change in changes) for kind in KINDS},
        "changes": [change.to_dict() for change in changes],
    }


def list_text(
    found: PartyList,
    changes: Sequence[PartyChange],
    *,
    against: str,
    full: bool,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Say what was read and what it changes."""
    say = Translator(language).say
    rows = counted("lists.rows", "{n} row", "{n} rows", n=found.read)
    parties = counted("lists.parties", "{n} party", "{n} parties", n=len(found.entries))
    layout = message("lists.layout", "Layout {layout}, {encoding}.", layout=found.layout, encoding=found.encoding)
    lines = [f"{paint(f'{OWN}{found.name}', Ink.BOLD)}  {say(joined([rows, parties], 'comma'))}", say(layout)]
    for remark in found.remarks:
        lines += wrap(say(remark), width=width)
    return [*lines, "", *changes_text(changes, against=against, full=full, language=language, width=width)]


def changes_text(
    changes: Sequence[PartyChange], *, against: str, full: bool, language: str = "en", width: int = DEFAULT_WIDTH
) -> list[str]:
    """Say what a version changes against an earlier one."""
    say = Translator(language).say
    counts = [(f"{sum(change.kind == kind for change in changes):,}", say(text)) for kind, text in KINDS.items()]
    compared = message("lists.compared", "Compared with {against}:", against=against)
    lines = [say(compared), "", *table(counts, right=frozenset({0}), width=width)]
    for kind, group in groupby(changes, key=lambda change: change.kind):
        found = list(group)
        lines += ["", paint(say(sentence_case(KINDS[kind])), Ink.BOLD)]
        for change in found if full else found[:SHOWN]:
            lines += wrap(say(_change(change)), width=width, indent="  ", hang="    ")
        if len(found) > SHOWN and not full:
            lines.append("  " + say(more_of(len(found) - SHOWN)))
    return lines


def _change(change: PartyChange) -> str:
    place = message("lists.row", " (row {n})", n=change.row) if change.row else ""
    match change.kind:
        case "added":
            name = joined((change.name, change.after), "comma")
            return message("lists.party_added", "{name}{place}", name=name, place=place)
        case "removed":
            return change.name
        case "changed":
            return message(
                "lists.party_changed",
                "{name}: {before} -> {after}{place}",
                name=change.name,
                before=nothing_or(change.before),
                after=nothing_or(change.after),
                place=place,
            )
