"""Records to fill a store with."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.unpresumed import determine

from sekisho import Library
from sekisho.store.chain import payload_of
from sekisho.store.determinations import keep_determination
from sekisho.store.location import Store
from sekisho.store.review_records import take
from sekisho.store.runs import RunEnd, RunRequest, finish_run, start_run
from sekisho.store.screenings import keep_screening
from sekisho.store.writer import Author

DECISION = {"name": "三菱商事", "entry": "jp-1", "same": "no", "by": "mori", "on": "2026-11-20", "digest": "abc"}
ANSWER = {"fact": "end_user_kind", "end_user": "Mihon KK", "answer": "civil", "by": "mori", "on": "2026-11-20"}
ITEM = {"item": "A-1", "description": "magnet", "kept": "1C905.a", "kept_by": "mori", "kept_on": "2026-11-20"}


def asked(number: int = 1, **other: str) -> RunRequest:
    """A run; another number is another run."""
    columns = {
        "book": f"/books/{number}.csv",
        "book_sha256": payload_of(str(number), None),
        "library_version": "2026.1",
        "library_hash": "0" * 64,
        "horizon": "2026-11-20",
        "as_of": "2026-11-24",
        "results": f"/results/{number}.csv",
        "engine": "DuckDB",
        "program": "0.1.0",
    } | other
    return RunRequest(**columns, readings={"all": "central"}, assume={}, options={"mapping": {"end_user": "顧客"}})


def finished(number: int = 1, content: str = "line,outcome\n1,free\n") -> RunEnd:
    """What a run gave."""
    card = {"as_of": "2026-11-24", "lines": 1, "by_outcome": {"free": 1}, "book": f"/books/{number}.csv"}
    return RunEnd(card=card, results=f"/results/{number}.csv", results_sha256=payload_of(content, None))


def keep_one(store: Store, by: Author, library: Library) -> int:
    """Keep a determination, and return its id."""
    facts = {"departure": "CN", "destination": "JP", "control_codes": "1C905.a"}
    answer = determine(facts, library, as_of="2026-11-24")
    stated = {"facts": facts, "as_of": "2026-11-24", "readings": {"all": "central"}, "assume": {}, "kept": ""}
    written = json.dumps({"outcome": answer.outcome, "品目": "磁石"}, ensure_ascii=False).encode()
    return keep_determination(store, by, stated=stated, answer=answer, written=written, program="0.1.0")


def fill(store: Store, by: Author, library: Library) -> None:
    """Keep at least one record of every kind."""
    finish_run(store, by, start_run(store, by, asked(1)).id, finished(1))
    start_run(store, by, asked(2))
    keep_one(store, by, library)
    take(store, by, "decisions", [("matches.csv:2", DECISION)])
    take(store, by, "decisions", [("matches.csv:2", DECISION | {"same": "yes"})])
    take(store, by, "answers", [("answers.csv:2", ANSWER)])
    take(store, by, "items", [("items.csv:2", ITEM)])
    keep_screening(
        store,
        by,
        asked={"names": ["三菱"], "territory": "JP"},
        found=[{"zone": "none", "entries": []}],
        as_of="2026-09-30",
        library=(library.version, library.hash),
        program="1",
    )


def files(folder: Path) -> set[str]:
    """Name what lies in a folder."""
    return {path.name for path in folder.iterdir()}
