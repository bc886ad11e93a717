"""What a store holds, and its audit trail, for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from sekisho.message import Text, counted, joined, message
from sekisho.present.render.terminal import DEFAULT_WIDTH, table

if TYPE_CHECKING:
    from sekisho.store.chain import TrailEntry
    from sekisho.store.review_records import Taken
    from sekisho.store.status import StoreStatus

SHOWN: Final = 10
"""Runs that are shown; all are in the data."""
DIGITS: Final = 12
"""Digits of a hash that are shown."""
Say = Callable[[str], str]
"""Tells a text in a language."""
HEADS: Final = (
    message("store.head_run", "run"),
    message("store.head_state", "state"),
    message("store.head_started", "started"),
    message("store.head_as_of", "as of"),
    message("store.head_lines", "lines"),
    message("store.head_book", "book"),
    message("store.head_library", "law data"),
)
TRAIL_HEADS: Final = (
    message("store.head_entry", "entry"),
    message("store.head_time", "time (UTC)"),
    message("store.head_who", "who"),
    message("store.head_what", "what"),
    message("store.head_hash", "hash"),
)
STATES: Final = {
    "finished": message("store.finished", "finished"),
    "unfinished": message("store.unfinished", "unfinished"),
    "abandoned": message("store.is_abandoned", "abandoned"),
}


def status_text(status: StoreStatus, *, say: Say = str, width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what a store holds, and which runs have no end."""
    head = message(
        "store.status",
        "{store}: revision {revision}, {entries}.",
        store=status.name,
        revision=str(status.revision),
        entries=counted("store.entries", "{n} entry", "{n} entries", n=status.entries),
    )
    holds = message("store.holds", "{counts}.", counts=joined(_counts(status), "semicolon"))
    lines = [say(head), say(message("store.head", "Head {hash}", hash=status.head)), "", say(holds)]
    shown = status.runs[-SHOWN:]
    if shown:
        rows = [[say(cell) for cell in row] for row in (HEADS, *map(_run, shown))]
        lines += ["", *table(rows, right=frozenset({0, 4}), width=width)]
    if len(shown) < len(status.runs):
        lines.append(say(message("store.last_shown", "The last {n} are shown; --format json tells all.", n=SHOWN)))
    open_runs = [str(run["id"]) for run in status.runs if run["state"] == "unfinished"]
    if open_runs:
        without = message(
            "store.without_end",
            "Without an end: {runs}. Such a run was cut off, or goes on.",
            runs=joined(open_runs, "comma"),
        )
        resumes = message(
            "store.resumes",
            "`sekisho bulk` with the same words resumes it; `sekisho store add-run` takes results that are there;",
        )
        abandons = message("store.abandons", "`sekisho store abandon` says that it will not be resumed.")
        lines += ["", say(without), say(resumes), say(abandons)]
    return lines


def _counts(status: StoreStatus) -> list[Text]:
    counts: Mapping[str, int] = status.counts
    return [
        counted("store.runs", "{n} run", "{n} runs", n=len(status.runs)),
        counted("store.determinations", "{n} determination", "{n} determinations", n=counts["determinations"]),
        counted("store.decisions", "{n} decision on names", "{n} decisions on names", n=counts["decisions"]),
        counted("store.answers", "{n} answer", "{n} answers", n=counts["answers"]),
        counted("store.classifications", "{n} classification", "{n} classifications", n=counts["classifications"]),
        counted("store.screenings", "{n} screening", "{n} screenings", n=counts["screenings"]),
    ]


def _run(run: Mapping[str, object]) -> tuple[str, ...]:
    lines = "" if run["lines"] is None else f"{run['lines']:,}"
    book = PurePath(str(run["book"])).name
    started = str(run["started"])[:16].replace("T", " ")
    return (
        str(run["id"]),
        STATES.get(str(run["state"]), str(run["state"])),
        started,
        str(run["as_of"]),
        lines,
        book,
        str(run["library_hash"])[:7],
    )


def audit_text(entries: Sequence[TrailEntry], *, say: Say = str, width: int = DEFAULT_WIDTH) -> list[str]:
    """List entries of a trail: when, who, what, and the beginning of the hash."""
    rows = [
        (f"{entry.sequence:,}", entry.time[:19].replace("T", " "), entry.who, entry.what, entry.hash[:DIGITS])
        for entry in entries
    ]
    return table([tuple(map(say, TRAIL_HEADS)), *rows], right=frozenset({0}), width=width)


def taken_text(taken: Taken, file: str, store: str) -> Text:
    """Say what was taken from a table of decisions."""
    told = message(
        "store.taken",
        "{file} in {store}: {new} new, {corrected} corrected, {before} saved before.",
        file=file,
        store=store,
        new=taken.new,
        corrected=taken.corrected,
        before=taken.before,
    )
    waiting = counted(
        "store.passed_over",
        "{n} row without a decision passed over.",
        "{n} rows without a decision passed over.",
        n=taken.waiting,
    )
    return joined([told, waiting if taken.waiting else ""], "sentence")
