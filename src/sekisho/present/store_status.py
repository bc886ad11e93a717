"""What a store holds, and its audit trail, for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

from sekisho.present.render.terminal import DEFAULT_WIDTH, count, table

if TYPE_CHECKING:
    from sekisho.store.chain import TrailEntry
    from sekisho.store.review_records import Taken
    from sekisho.store.status import StoreStatus

SHOWN: Final = 10
"""Runs that are shown; all are in the data."""
DIGITS: Final = 12
"""Digits of a hash that are shown."""
KINDS: Final = {
    "determinations": ("determination", ""),
    "decisions": ("decision on names", "decisions on names"),
    "answers": ("answer", ""),
    "classifications": ("classification", ""),
    "screenings": ("screening", ""),
}


def status_text(status: StoreStatus, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what a store holds, and which runs have no end."""
    lines = [f"{status.name}: revision {status.revision}, {count(status.entries, 'entry', 'entries')}."]
    lines += [f"Head {status.head}", ""]
    lines.append(f"{count(len(status.runs), 'run')}; " + "; ".join(_counted(status.counts)) + ".")
    shown = status.runs[-SHOWN:]
    if shown:
        head = ("run", "state", "started", "as of", "lines", "book", "library")
        lines += ["", *table([head, *map(_run, shown)], right=frozenset({0, 4}), width=width)]
    if len(shown) < len(status.runs):
        lines.append(f"The last {SHOWN} are shown; --format json tells all.")
    open_runs = [str(run["id"]) for run in status.runs if run["state"] == "unfinished"]
    if open_runs:
        lines += ["", f"Without an end: {', '.join(open_runs)}. Such a run was cut off, or goes on."]
        lines.append(
            "`sekisho bulk` with the same words resumes it; `sekisho store add-run` takes results that are there;"
        )
        lines.append("`sekisho store abandon` says that it will not be resumed.")
    return lines


def _counted(counts: Mapping[str, int]) -> list[str]:
    return [count(counts[name], noun, plural) for name, (noun, plural) in KINDS.items()]


def _run(run: Mapping[str, object]) -> tuple[str, ...]:
    lines = "" if run["lines"] is None else f"{run['lines']:,}"
    book = PurePath(str(run["book"])).name
    started = str(run["started"])[:16].replace("T", " ")
    return (
        str(run["id"]),
        str(run["state"]),
        started,
        str(run["as_of"]),
        lines,
        book,
        str(run["library_hash"])[:7],
    )


def audit_text(entries: Sequence[TrailEntry], *, width: int = DEFAULT_WIDTH) -> list[str]:
    """List entries of a trail: when, who, what, and the beginning of the hash."""
    rows = [
        (f"{entry.sequence:,}", entry.time[:19].replace("T", " "), entry.who, entry.what, entry.hash[:DIGITS])
        for entry in entries
    ]
    return table([("entry", "time (UTC)", "who", "what", "hash"), *rows], right=frozenset({0}), width=width)


def taken_text(taken: Taken, file: str, store: str) -> str:
    """Say what was taken from a table of decisions."""
    parts = [f"{taken.new:,} new", f"{taken.corrected:,} corrected", f"{taken.before:,} kept before"]
    waiting = f" {count(taken.waiting, 'row')} without a decision passed over." if taken.waiting else ""
    return f"{file} in {store}: {', '.join(parts)}.{waiting}"
