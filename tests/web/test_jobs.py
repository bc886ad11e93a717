"""The process of a job has the law, the thresholds and the decisions on names that the pages have."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.calling import LAW

from sekisho import determine, load_measures
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, Identity, MatchPolicy, digest_of, identity_data, identity_of
from sekisho.web.jobs.process import Task, library_of
from sekisho.web.jobs.tasks import run_book

FACTS = {"departure": "CN", "destination": "JP", "control_codes": "1C905.a", "end_use": "civil"}
NAMES = ("Alpha Works Ltd", "Alfa Works")


@pytest.fixture
def decided() -> Library:
    """The made-up law with a decision for each of two names: the one is the listed party, the other is not."""
    library = load_measures([LAW])
    entry = next(entry for entry in library.entries if "Alpha Works" in entry.names)
    decisions = tuple(
        Decision(name=name, entry=entry.id, same=same, by="A", on=date(2026, 11, 1), digest=digest_of(entry))
        for name, same in zip(NAMES, (True, False), strict=True)
    )
    return replace(library, identity=Identity(policy=MatchPolicy(), decisions=decisions))


def task_of(library: Library, folder: Path, **more: object) -> Task:
    """A task as the server writes it and the process reads it."""
    said = {"folders": [str(LAW)], "cache": "", "overlay": "", "identity": identity_data(library.identity), **more}
    task: Task = json.loads(json.dumps({"out": str(folder), "today": "2026-11-27", **said}))
    return task


def test_thresholds_and_decisions_survive_on_their_way_to_the_process(decided: Library, tmp_path: Path):
    assert identity_of(identity_data(decided.identity), cache=None) == decided.identity
    assert library_of(task_of(decided, tmp_path)).identity == decided.identity


def test_a_book_takes_the_decisions_that_one_line_takes(decided: Library, tmp_path: Path):
    book = tmp_path / "orders.csv"
    with book.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["line", *FACTS, "end_user"])
        rows.writerows([number, *FACTS.values(), name] for number, name in enumerate(NAMES))
    task = task_of(
        decided, tmp_path, sent=str(book), as_of="2026-09-30", reading="central", language="en", columns=None
    )
    run_book(task)
    with (tmp_path / "results.csv").open(encoding="utf-8", newline="") as file:
        found = [row["outcome"] for row in csv.DictReader(file)]
    alone = [determine({**FACTS, "end_user": name}, decided, as_of="2026-09-30").outcome for name in NAMES]
    assert found == alone
    assert found[0] == "prohibited_save_special" != found[1]
