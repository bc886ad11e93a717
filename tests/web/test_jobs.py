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
from sekisho.determination.book.answers import Answer, BookAnswers
from sekisho.determination.settle.given_so_far import GivenSoFar, given_in, keep_given
from sekisho.errors import FactError, Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, Identity, MatchPolicy, digest_of, identity_data, identity_of
from sekisho.message import message
from sekisho.web.jobs.book_tasks import run_book
from sekisho.web.jobs.job import JOB_FILE, Job, JobState, json_at, put_json
from sekisho.web.jobs.kinds import BOOKS, BookJob
from sekisho.web.jobs.process import PROBLEMS_FILE, Task, do_task, library_of
from sekisho.web.messages import LANGUAGES, PageTranslator
from sekisho.web.pages.jobs import job_data

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
    places = {"out": str(folder), "results": str(folder / "out-0")}
    task: Task = json.loads(json.dumps({**places, "today": "2026-11-27", **said}))
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


def test_a_new_run_of_a_book_takes_what_was_given_before_and_the_law_still_has(tmp_path: Path):
    library = load_measures([LAW])
    entry = next(entry for entry in library.entries if "Alpha Works" in entry.names)
    book, before, out = tmp_path / "orders.csv", tmp_path / "out-1", tmp_path / "out-2"
    open_facts = {**FACTS, "end_use": ""}
    with book.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["line", *open_facts, "end_user"])
        rows.writerows([number, *open_facts.values(), name] for number, name in enumerate((*NAMES, "Beta Works")))
    stands = Decision(name=NAMES[1], entry=entry.id, same=False, by="A", on=date(2026, 11, 1), digest=digest_of(entry))
    changed = replace(stands, name="X", digest="of before")
    civil = Answer(fact=FactName("end_use"), about=(), value="civil", by="A", on="2026-11-01")
    gone = replace(civil, fact=FactName("a_fact_of_another_law"))
    answers = BookAnswers(facts=(civil, gone), decisions=(stands, changed))
    for folder in (before, out):
        folder.mkdir()
    keep_given(GivenSoFar(answers=answers, assume={"a_word_of_another_law": "yes"}), before)
    asked = {"as_of": "2026-09-30", "reading": "central", "language": "en", "columns": None}
    found = run_book(task_of(library, out, sent=str(book), results=str(before), **asked))
    assert found["carried"] == 2
    assert [(act["fact"], act["value"]) for act in found["given"]] == [("same", "no"), ("end_use", "civil")]
    given = given_in(out)
    assert given.answers == BookAnswers(facts=(civil,), decisions=(stands,)), "the next run takes them as well"
    assert given.without_name(NAMES[1], entry.id).answers.decisions == ()


def test_a_job_that_failed_says_why_in_the_language_of_whoever_looks(tmp_path: Path):
    fault = Problem(where="book", what=message("web.list_memory", "the book needs more memory than there is."))

    def fail(_: Task) -> dict[str, object]:
        raise FactError(fault)

    put_json(tmp_path / "task.json", {"do": "book.run"})
    assert do_task(tmp_path / "task.json", {"book.run": fail}, {}) == 1
    problems = tuple(map(Problem.from_dict, json_at(tmp_path / PROBLEMS_FILE)))
    job = Job(id=tmp_path.name, kind="book", name="orders.csv", folder=tmp_path, day=date(2026, 9, 30))
    job.state, job.problems = JobState.FAILED, problems
    job.save()
    restored = Job.read(tmp_path, json_at(tmp_path / JOB_FILE))
    assert restored.problems == (fault,)
    told = {language: job_data(restored, PageTranslator(language))["problems"][0]["what"] for language in LANGUAGES}
    assert told == {
        "en": "the book needs more memory than there is.",
        "ja": "この一覧の処理にはメモリが足りません。",
        "zh": "处理此订单表的内存不足。",
    }


def test_questions_are_ranked_again_where_making_files_broke_it_off(tmp_path: Path):
    """Somebody makes the workbook while questions are ranked: the page must not say that there are too many."""
    job = BookJob(id="x", kind="book", name="orders.csv", folder=tmp_path, day=date(2026, 9, 30))
    job.found = {"by_headline": {"undetermined": 3}, "questions": None}  # as a run leaves it
    assert BOOKS.next_task(job, "run") == "ask"
    assert BOOKS.next_task(job, "workbook") == "ask"
    assert BOOKS.next_task(job, "letters") == "ask"
    assert BOOKS.next_task(job, "ask") == "questions", "what is asked of the whole list is shown first"
    assert BOOKS.next_task(job, "questions") == ""
    job.found = {**job.found, "questions": []}
    assert BOOKS.next_task(job, "ask") == ""
    assert BOOKS.next_task(job, "workbook") == "", "they were ranked before"
    job.settings = {"quiet": True}
    assert BOOKS.next_task(job, "run") == ""
