"""What a table of who holds whom holds, and what it changes, for people and as plain data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sekisho.i18n.messages import Translator
from sekisho.law.model.holdings import OUTSIDERS, Holding
from sekisho.message import Text, counted, joined, message
from sekisho.parties.ownership.table import CONTROL
from sekisho.present.lists import more_of
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap

if TYPE_CHECKING:
    from sekisho.service.ownership import NewOwnership

NO_LIST: Final = message("ownership.outsiders", "holders on no list")
SHOWN: Final = 10
"""Holdings of a kind that are printed unless all are asked for."""
KINDS: Final[Mapping[str, Text]] = {
    "added": message("ownership.added", "holdings added"),
    "removed": message("ownership.removed", "holdings that vanish"),
    "changed": message("ownership.changed", "holdings with another share or other days"),
}


def share_words(row: Holding) -> Text:
    """Say the share of a holding: one figure, a span, control alone, or that nobody states it."""
    if row.low == row.high:
        return message("ownership.share", "{share} %", share=_percent(row.low))
    if row.is_sourced:
        return message("ownership.span", "{low} to {high} %", low=_percent(row.low), high=_percent(row.high))
    if CONTROL in row.note:
        return message("ownership.control", "controlled, share not known")
    return message("ownership.unknown", "share not known")


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}"


def ownership_data(new: NewOwnership) -> dict[str, object]:
    """Return what was read and what it changes as plain data."""
    return {
        "table": new.name,
        "layout": new.table.layout,
        "rows": new.table.read,
        "holdings": len(new.table.holdings),
        "parties": len(new.table.parties),
        "below_lists": len(new.below_lists),
        "remarks": list(map(str, new.table.remarks)),
        "counts": {kind: sum(change["kind"] == kind for change in new.changes) for kind in KINDS},
        "changes": list(new.changes),
    }


def ownership_text(new: NewOwnership, *, full: bool, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what was read, which of it lies below parties on lists, and what it changes."""
    say = Translator(language).say
    sizes = (
        counted("ownership.rows", "{n} row", "{n} rows", n=new.table.read),
        counted("ownership.holdings", "{n} holding", "{n} holdings", n=len(new.table.holdings)),
        counted("ownership.parties", "{n} party", "{n} parties", n=len(new.table.parties)),
    )
    lines = [
        paint(new.name, Ink.BOLD) + "  " + say(joined(sizes, "comma")),
        say(message("ownership.layout", "Layout {layout}.", layout=new.table.layout)),
    ]
    for remark in new.table.remarks:
        lines += wrap(say(remark), width=width)
    against = (
        message("lists.version", "version {version}", version=new.before)
        if new.before
        else message("lists.first_version", "nothing: this is the first version")
    )
    lines += ["", say(message("lists.compared", "Compared with {against}:", against=against)), ""]
    counts = [(f"{sum(change['kind'] == kind for change in new.changes):,}", say(text)) for kind, text in KINDS.items()]
    lines += table(counts, right=frozenset({0}), width=width)
    below = message("ownership.below", "Owned by parties on lists or by heads of groups, directly or through others")
    lines += _rows(below, [_holding(new, row) for row in new.below_lists], say, full=full, width=width)
    for kind in ("removed", "changed"):
        texts = [f"{change['owned']} / {change['owner']}" for change in new.changes if change["kind"] == kind]
        lines += _rows(sentence_case(KINDS[kind]), texts, say, full=full, width=width)
    return lines


def _holding(new: NewOwnership, row: Holding) -> Text:
    return message(
        "ownership.holding",
        "{owned}: {share}, by {owner}",
        owned=new.names.get(row.owned, row.owned),
        share=share_words(row),
        owner=NO_LIST if row.owner == OUTSIDERS else new.names.get(row.owner, row.owner),
    )


def _rows(title: str, texts: Sequence[str], say: Callable[[str], str], *, full: bool, width: int) -> list[str]:
    if not texts:
        return []
    lines = ["", paint(say(title), Ink.BOLD)]
    for text in texts if full else texts[:SHOWN]:
        lines += wrap(say(text), width=width, indent="  ", hang="    ")
    if len(texts) > SHOWN and not full:
        lines.append("  " + say(more_of(len(texts) - SHOWN)))
    return lines
