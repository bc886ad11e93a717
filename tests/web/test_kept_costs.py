"""A cost of a scenario that ships is kept: whoever asks the same again has it at once, and nobody has another's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed

from sekisho.service.impact import ImpactRequest
from sekisho.web.app import create_app
from sekisho.web.jobs.job import JobState
from sekisho.web.jobs.kept_costs import keep_cost, kept_cost
from sekisho.web.jobs.kinds import COSTS, ImpactJob, ask_impact
from sekisho.web.jobs.manager import JobManager
from sekisho.web.settings import ServerSettings

BAN = ImpactRequest(names=("japan-ban",))
DAY = date(2026, 11, 27)


@pytest.fixture
def jobs(settings: ServerSettings, tmp_path: Path) -> JobManager:
    return JobManager(replace(settings, folder=tmp_path))


def _finished(jobs: JobManager, asked: ImpactRequest, language: str) -> ImpactJob:
    """Return a job as if its process had worked a cost out."""
    folder = jobs.folder(COSTS)
    job = ImpactJob(id=folder.name, kind=COSTS.name, name="japan-ban", folder=folder, day=DAY)
    job.settings = {"language": language, "asked": {"names": list(asked.names), "months": asked.months}}
    job.found = {"title": {"en": "The ban"}}
    (job.out / "article.json").write_text('{"line": "as it was told"}', encoding="utf-8")
    return job


def test_what_ships_and_was_asked_before_is_there_at_once(jobs: JobManager, monkeypatch: pytest.MonkeyPatch):
    assert kept_cost(BAN, jobs.settings, "ja") is None
    keep_cost(_finished(jobs, BAN, "ja"), jobs.settings)
    monkeypatch.setattr(jobs, "begin", lambda *_, **__: pytest.fail("a process was started"))
    job = ask_impact(jobs, BAN, day=DAY, language="ja")
    assert (job.state, job.begun, job.found["title"]) == (JobState.DONE, job.ended, {"en": "The ban"})
    assert (job.out / "article.json").read_text(encoding="utf-8") == '{"line": "as it was told"}'
    (job.out / "article.json").write_text("changed", encoding="utf-8")  # a job has files of its own
    again = ask_impact(jobs, BAN, day=DAY, language="ja")
    assert (again.out / "article.json").read_text(encoding="utf-8") == '{"line": "as it was told"}'


def test_another_question_or_language_or_law_is_worked_out(jobs: JobManager):
    keep_cost(_finished(jobs, BAN, "ja"), jobs.settings)
    assert kept_cost(BAN, jobs.settings, "ja") is not None
    assert kept_cost(BAN, jobs.settings, "en") is None
    assert kept_cost(replace(BAN, seed=5), jobs.settings, "ja") is None
    own = replace(BAN, seed=5)
    keep_cost(_finished(jobs, own, "ja"), jobs.settings)
    assert kept_cost(own, jobs.settings, "ja") is None, "what no sheet of runs is shipped for is not kept"


def test_the_page_of_work_says_how_long_the_last_one_took(settings: ServerSettings, tmp_path: Path):
    app = create_app(replace(settings, folder=tmp_path))
    jobs: JobManager = app.state.jobs
    last = jobs.add(_finished(jobs, replace(BAN, seed=5), "en"))
    last.state, last.made, last.begun, last.ended = (
        JobState.DONE,
        "2026-11-27T10:00:00+00:00",
        "2026-11-27T10:00:05+00:00",
        "2026-11-27T10:00:42+00:00",
    )
    writing = jobs.add(_finished(jobs, replace(BAN, seed=7), "en"))  # its results are shown, its files are written
    writing.state, writing.begun, writing.ended = JobState.DONE, "2026-11-27T10:02:00+00:00", ""
    now = jobs.add(_finished(jobs, replace(BAN, seed=6), "en"))
    now.state = JobState.WORKING
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for language, says in (("en", "took 42 seconds"), ("ja", "42秒でした"), ("zh", "共用了42秒")):
            page = parsed(client.get(f"/impact/{now.id}", headers={"accept-language": language}).text)
            assert says in next(page.all("main")).text
    jobs.close()
