"""What an official list changes, and which lists are kept, for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Final

from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.message import Text, counted, joined, message
from sekisho.present.outcome_labels import sentence_case
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap
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
    official: OfficialList,
    changes: Sequence[CodeChange],
    *,
    against: str,
    full: bool,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Say what was read and what it changes."""
    say = Translator(language).say
    lines = [
        f"{paint(official.kind, Ink.BOLD)}  {say(_sizes(official))}",
        say(message("lists.compared", "Compared with {against}:", against=against)),
        "",
    ]
    lines += table(
        [(f"{sum(change.kind == kind for change in changes):,}", say(text)) for kind, text in KINDS.items()],
        right=frozenset({0}),
        width=width,
    )
    for kind, group in groupby(changes, key=lambda change: change.kind):
        found = list(group)
        lines += ["", paint(say(sentence_case(KINDS[kind])), Ink.BOLD)]
        for change in found if full else found[:SHOWN]:
            lines += wrap(say(_change(change, full=full)), width=width, indent="  ", hang="    ")
        if len(found) > SHOWN and not full:
            lines.append("  " + say(more_of(len(found) - SHOWN)))
    notes = [say(joined([each.place, each.why, _cut(each.text, full=full)], "colon")) for each in official.unread]
    if notes:
        lines += ["", paint(say(message("lists.no_entry", "Became no entry")), Ink.BOLD)]
        for note in notes if full else notes[:SHOWN]:
            lines += wrap(note, width=width, indent="  ", hang="    ")
        if len(notes) > SHOWN and not full:
            lines.append("  " + say(more_of(len(notes) - SHOWN)))
    return lines


def _sizes(official: OfficialList) -> Text:
    rows = counted("lists.uncoded", "{n} row without a code", "{n} rows without a code", n=len(official.uncoded))
    entries = counted("lists.entries", "{n} entry", "{n} entries", n=len(official.entries))
    return joined((entries, counted("lists.codes", "{n} code", "{n} codes", n=len(official.items)), rows), "comma")


def more_of(number: int) -> Text:
    """Say how many are not shown."""
    return message("lists.more", "and {n} more; --full shows all.", n=number)


def version_named(version: str) -> Text:
    """Name a version."""
    return message("lists.version", "version {version}", version=version)


def nothing_or(text: str) -> str:
    """Return what stood there, or say that nothing did."""
    return text or message("lists.nothing", "nothing")


def _change(change: CodeChange, *, full: bool) -> str:
    before, after = _cut(change.before, full=full), _cut(change.after, full=full)
    place = f" ({change.place})" if change.place else ""
    match change.kind:
        case "added" | "removed":
            return f"{change.code}  {after or before}{place}"
        case "check":
            return f"{change.after}{place}"
        case _:
            return message(
                "lists.code_changed",
                "{code}  {before} -> {after}{place}",
                code=change.code,
                before=nothing_or(before),
                after=nothing_or(after),
                place=place,
            )


def _cut(text: str, *, full: bool) -> str:
    return text if full or len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def kept_text(cards: Iterable[Mapping[str, object]], *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """List the versions that are kept."""
    say = Translator(language).say
    rows = [
        (
            str(card["list"]),
            str(card["version"]),
            say(message("lists.in_use", "in use")) if card["in_use"] else "",
            say(_size(card)),
            str(card.get("title", "")),
        )
        for card in cards
    ]
    none = message("lists.none", "No list of your own: the built-in ones are in use.")
    return table(rows, width=width) if rows else [say(none)]


def _size(card: Mapping[str, object]) -> Text:
    if "broken" in card:
        return message("lists.broken", "broken")
    if "horizon" in card:
        return message(
            "lists.law_read", "sources read to {day}", day=quantity("day", date.fromisoformat(str(card["horizon"])))
        )
    if "flows" in card:
        flows = counted("lists.flows", "{n} flow", "{n} flows", n=int(str(card["flows"])))
        first, last = str(card["first"]), str(card["last"])
        return message("lists.flows_between", "{first} to {last}, {flows}", first=first, last=last, flows=flows)
    if "unit" in card:
        regions = counted("lists.regions", "{n} region", "{n} regions", n=int(str(card["regions"])))
        return joined((str(card["year"]), regions, str(card["unit"])), "comma")
    if "holdings" in card:
        return counted("ownership.holdings", "{n} holding", "{n} holdings", n=int(str(card["holdings"])))
    if "parties" in card:
        return counted("lists.parties", "{n} party", "{n} parties", n=int(str(card["parties"])))
    return message("lists.codes_held", "{codes} codes", codes=str(card["codes"]))


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
