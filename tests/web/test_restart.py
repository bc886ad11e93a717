"""Long jobs outlive the server: what is done stays byte for byte, what was at work is told and can be run again."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import Element, parsed, submit
from tests.support.web.server import BASE
from tests.support.web.team import DAY
from tests.support.web.waiting import until

from sekisho import Library
from sekisho.errors import LibraryError
from sekisho.examples.orders import write_orders
from sekisho.web.accounts.principal import Person, Role
from sekisho.web.app import create_app
from sekisho.web.jobs.job import Job, JobState, put_json
from sekisho.web.jobs.kinds import BOOKS, BookJob, send_book
from sekisho.web.jobs.manager import JobManager
from sekisho.web.messages import PageTranslator
from sekisho.web.pages.jobs import phase_of
from sekisho.web.settings import ServerSettings

BOOK = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"
LINES = 20_000
"""Of a book on which the work lasts long enough to be broken off."""
ABE, UEDA, ROOT = (
    Person(name=name, role=role) for name, role in (("abe", Role.ASK), ("ueda", Role.ASK), ("root", Role.ADMINISTER))
)


@pytest.fixture
def place(settings: ServerSettings, tmp_path: Path) -> ServerSettings:
    """What a server stands on, with a folder of jobs of its own."""
    folder = tmp_path / "jobs"
    folder.mkdir()
    return replace(settings, folder=folder)


def restarted(place: ServerSettings) -> JobManager:
    """The jobs of a server that is started on the same folder."""
    jobs = JobManager(place)
    jobs.restore()
    return jobs


def left(place: ServerSettings, *, state: JobState, doing: str = "", owner: str = "", **more: Any) -> BookJob:  # noqa: ANN401 - fields of a job
    """A job as a server that was killed has left it."""
    job = send_book(JobManager(place).visible_to(Person(name=owner)), io.BytesIO(BOOK), "a.csv", DAY)
    job.state, job.doing = state, doing
    for name, value in more.items():
        setattr(job, name, value)
    job.save()
    return job


@contextmanager
def serving(folder: Path, temporary: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server in a process of its own, and its address; it is killed, as by a crash of the machine."""
    command = [sys.executable, "-c", "from sekisho.cli import main; main()", "serve", "--port", "0"]
    with subprocess.Popen(
        [*command, "--jobs", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary)},  # noqa: TID251 - a process of its own needs it
    ) as server:
        assert server.stderr is not None
        try:
            yield server.stderr.readline().partition(" ")[0].rstrip("/"), server
        finally:
            server.kill()


def asked(address: str, method: str = "GET", body: bytes | None = None) -> Any:  # noqa: ANN401 - what is in the envelope
    request = urllib.request.Request(address, data=body, method=method)  # noqa: S310 - this computer
    with urllib.request.urlopen(request, timeout=120) as answer:  # noqa: S310 - the same
        content = answer.read()
        return json.loads(content)["data"] if answer.headers.get_content_type() == "application/json" else content


def processes_of(folder: Path) -> list[str]:
    """Command lines of the processes that work on jobs of a folder."""
    lines = [path.read_bytes().decode() for path in Path("/proc").glob("[0-9]*/cmdline") if _readable(path)]
    return [line for line in lines if "sekisho.web.jobs.tasks" in line and str(folder) in line]


def _readable(path: Path) -> bool:
    try:
        return bool(path.read_bytes())
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")
def test_a_server_killed_in_the_middle_of_a_book_tells_so_and_runs_it_again(library: Library, tmp_path: Path):
    jobs, temporary = tmp_path / "jobs", tmp_path / "tmp"
    temporary.mkdir()
    write_orders(library, lines=LINES, seed=2, out=tmp_path / "large.csv")
    with serving(jobs, temporary) as (address, server):
        small = asked(f"{address}/api/books?name=small.csv&as_of=2026-09-30", "POST", BOOK)["id"]
        until(lambda: asked(f"{address}/api/jobs/{small}")["state"] == "done")
        before = asked(f"{address}/api/jobs/{small}/results")
        large = asked(
            f"{address}/api/books?name=large.csv&as_of=2026-09-30", "POST", (tmp_path / "large.csv").read_bytes()
        )
        until(lambda: asked(f"{address}/api/jobs/{large['id']}")["part"] > 0)
        server.send_signal(signal.SIGKILL)
        server.wait(60)
    assert (jobs / large["id"] / "job.json").is_file()
    with serving(jobs, temporary) as (address, _):
        until(lambda: not processes_of(jobs))
        ended = asked(f"{address}/api/jobs/{large['id']}")
        assert (ended["state"], ended["result"], ended["doing"]) == ("ended", None, "")
        assert [problem["do"] for problem in ended["problems"]] == ["Run it again."]
        assert not list((jobs / large["id"]).glob("try-*"))
        assert not list((jobs / large["id"]).rglob("results*")), "nothing half written"
        assert asked(f"{address}/api/jobs/{small}")["state"] == "done"
        assert asked(f"{address}/api/jobs/{small}/results") == before
        again = asked(f"{address}/api/jobs/{large['id']}/again", "POST")
        assert again["state"] in {"waiting", "working"}
        until(lambda: asked(f"{address}/api/jobs/{large['id']}")["state"] == "done")
        assert asked(f"{address}/api/jobs/{large['id']}")["result"]["lines"] == LINES


def test_a_page_says_that_a_restart_ended_it_and_a_button_runs_the_same_again(place: ServerSettings):
    job = left(place, state=JobState.WORKING, doing="map", task="map", settings={"language": "en"}, attempt=1)
    app = create_app(place)
    app.state.jobs.restore()
    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        address = f"/books/{job.id}"
        japanese = client.get(address, headers={"accept-language": "ja"}).text
        assert "再起動により" in japanese
        page = parsed(client.get(address).text)
        assert "A restart of the server ended the work" in page.text
        assert "ended by a restart" in parsed(client.get("/books").text).text
        (form,) = [one for one in page.all("form") if one["action"].endswith("/again")]
        submit(client, form)
        until(lambda: client.get(f"{address}.json").json()["data"]["state"] == "mapped")
        assert client.get(f"{address}.json").json()["data"]["lines"] == 1
    app.state.jobs.close()


def test_jobs_come_back_to_their_owner_alone(place: ServerSettings):
    job = left(place, state=JobState.MAPPED, owner="abe", mapping={"lines": 1})
    put_json(job.folder / "mapping.json", job.mapping)
    jobs = restarted(place)
    assert [one.id for one in jobs.visible_to(ABE)] == [job.id]
    assert jobs.visible_to(ROOT)[job.id].owner == "abe"
    assert list(jobs.visible_to(UEDA)) == []
    hers = jobs.visible_to(UEDA)
    for look in (hers.__getitem__, hers.seen, hers.delete):
        with pytest.raises(LibraryError, match="there is no such job here"):
            look(job.id)


@pytest.mark.parametrize(
    "text",
    ["", '{"version": 1, "kind": "bo', "[]", '{"version": 2}', '{"version": 1, "kind": "other"}', "\x00" * 40],
)
def test_a_job_whose_file_is_broken_is_shown_to_nobody_and_the_others_are(
    place: ServerSettings, text: str, capsys: pytest.CaptureFixture[str]
):
    broken, whole = (left(place, state=JobState.MAPPED, mapping={"lines": 1}) for _ in range(2))
    put_json(whole.folder / "mapping.json", whole.mapping)
    (broken.folder / "job.json").write_text(text, encoding="utf-8")
    jobs = restarted(place)
    assert [one.id for one in jobs] == [whole.id]
    assert f"{broken.folder / 'job.json'}: cannot be read" in capsys.readouterr().err


def test_what_was_never_taken_whole_is_taken_away(place: ServerSettings):
    whole = left(place, state=JobState.FAILED)
    (whole.folder / ".job.json.partial").write_text('{"version": 1, "ki', encoding="utf-8")
    half = place.folder / "AAAAAAAAAAAA"
    (half / "sent").mkdir(parents=True)
    (half / "sent" / "a.csv").write_bytes(BOOK)
    strange = place.folder / "notes"
    strange.mkdir()
    jobs = restarted(place)
    assert [one.id for one in jobs] == [whole.id]
    assert not half.exists()
    assert strange.is_dir(), "what is no job is not touched"


@pytest.mark.parametrize("lost", ["found.json", "mapping.json"])
def test_results_that_are_lost_are_told_and_not_shown_as_done(place: ServerSettings, lost: str):
    state = JobState.DONE if lost == "found.json" else JobState.MAPPED
    job = left(place, state=state, task="run")
    (restored,) = restarted(place)
    assert restored.id == job.id
    assert restored.state is JobState.FAILED
    assert "damaged" in restored.problems[0].what


def test_a_job_that_nobody_has_worked_on_for_a_month_is_cleared(place: ServerSettings):
    now = datetime(2026, 11, 28, tzinfo=UTC)
    old, new = (left(place, state=JobState.FAILED, ended=(now - timedelta(days=days)).isoformat()) for days in (31, 29))
    jobs = restarted(replace(place, clock=lambda: now))
    assert [one.id for one in jobs] == [new.id]
    assert not old.folder.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes by /proc")
def test_a_process_ends_with_its_server_and_one_that_hangs_is_ended_by_the_next(place: ServerSettings):
    job = left(place, state=JobState.WORKING, doing="run", task="run", attempt=1)
    workplace = job.workplace(1)
    workplace.mkdir()
    code = (
        "import pathlib, sys, time\nfrom sekisho.web.jobs.process import end_with_server\n"
        "held = end_with_server(pathlib.Path(sys.argv[1]))\nprint('ready', flush=True)\ntime.sleep(600)"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", code, str(workplace)], **pipes) as alone:  # type: ignore[call-overload]
        assert alone.stdout.readline() == b"ready\n"
        alone.stdin.close()
        assert alone.wait(30) != 0
    with subprocess.Popen([sys.executable, "-c", code, str(workplace)], **pipes) as hanging:  # type: ignore[call-overload]
        assert hanging.stdout.readline() == b"ready\n"
        (restored,) = restarted(place)
        assert hanging.wait(30) == -signal.SIGKILL
    assert restored.state is JobState.ENDED
    assert not workplace.exists()


def test_cancelling_ends_the_process_and_keeps_the_results_that_were_there(place: ServerSettings, library: Library):
    jobs = JobManager(place)
    sent = io.BytesIO()
    write_orders(library, lines=20_000, seed=2, out=place.folder / "large.csv")
    sent.write((place.folder / "large.csv").read_bytes())
    sent.seek(0)
    job = send_book(jobs, sent, "large.csv", DAY)
    request = {"as_of": "2026-09-30", "reading": "central", "language": "en", "quiet": True}
    jobs.begin(job, "run", **request)
    until(lambda: job.state is JobState.DONE)
    before = {path.name: path.read_bytes() for path in job.out.iterdir()}
    jobs.again(job)
    until(lambda: jobs.seen(job.id).part > 0.1)
    process = job.process
    assert process is not None
    jobs.cancel(job)
    assert process.poll() is not None
    assert job.state is JobState.CANCELLED
    assert {path.name: path.read_bytes() for path in job.out.iterdir()} == before
    assert sorted(path.name for path in job.folder.iterdir()) == ["job.json", job.out.name, "sent"]
    (restored,) = restarted(place)
    assert (restored.state, restored.found) == (JobState.CANCELLED, job.found)
    jobs.close()


def test_questions_that_a_restart_broke_off_are_ranked_again_by_themselves(place: ServerSettings):
    jobs = JobManager(place)
    job = send_book(jobs, io.BytesIO(BOOK), "a.csv", DAY)
    jobs.begin(job, "run", as_of="2026-09-30", reading="central", language="en", quiet=True)
    until(lambda: job.state is JobState.DONE)
    job.doing = "ask"
    job.save()
    again = restarted(place)
    until(lambda: again.seen(job.id).found["questions"] is not None)
    restored = again.seen(job.id)
    assert restored.state is JobState.DONE
    assert restored.found["questions"]
    assert restored.file("questions.csv") is not None
    again.close()


def test_every_kind_of_job_is_one_resource(client: TestClient):
    book = client.post("/api/books?name=a.csv&as_of=2026-09-30", content=BOOK).json()["data"]
    until(lambda: client.get(f"/api/jobs/{book['id']}").json()["data"]["state"] == "done")
    one = client.get(f"/api/jobs/{book['id']}").json()["data"]
    assert one["part"] == 1
    assert one["result"] == client.get(f"/api/books/{book['id']}").json()["data"]["found"]
    assert book["id"] in {each["id"] for each in client.get("/api/jobs?kind=book&state=done").json()["data"]}
    assert book["id"] not in {each["id"] for each in client.get("/api/jobs?kind=impact").json()["data"]}
    table = client.get(f"/api/jobs/{book['id']}/results").text
    assert table == client.get(f"/api/books/{book['id']}/results").text
    assert client.get(f"/api/jobs/{book['id']}/results?format=html").headers["content-type"].startswith("text/html")
    assert client.get(f"/api/jobs/{book['id']}/results?format=json").status_code == 422
    assert client.get(f"/api/impacts/{book['id']}").status_code == 404, "a book is no cost"
    answer = client.post(f"/api/jobs/{book['id']}/again")
    assert (answer.status_code, answer.headers["location"]) == (202, f"/api/jobs/{book['id']}")
    client.post(f"/api/jobs/{book['id']}/cancel")
    assert client.delete(f"/api/jobs/{book['id']}").status_code == 204
    assert client.get(f"/api/jobs/{book['id']}").status_code == 404


def test_results_of_another_law_say_so_and_those_of_another_program_are_files_alone(place: ServerSettings):
    app = create_app(place)
    jobs: JobManager = app.state.jobs
    job = send_book(jobs, io.BytesIO(BOOK), "a.csv", DAY)
    jobs.begin(job, "run", as_of="2026-09-30", reading="central", language="en", quiet=True)
    until(lambda: job.state is JobState.DONE)

    def shown(client: TestClient) -> Element:
        return parsed(client.get(f"/books/{job.id}").text)

    with TestClient(app, base_url=BASE, follow_redirects=False) as client:
        assert "Run it again" not in shown(client).text
        job.library = "0" * 64
        assert "with the law data of then (0000000)" in shown(client).text
        job.program = "0.0.0"
        assert "made by version 0.0.0 of the program" in shown(client).text
        assert client.get(f"/books/{job.id}/files/results.csv").status_code == 200
    jobs.close()


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_what_is_being_done_is_said_in_plain_words_for_every_kind(place: ServerSettings, language: str):
    words = PageTranslator(language)
    asked = {
        "book": [("map", ""), ("run", ""), ("run", "reading destination"), ("run", "deciding"), ("apply", "measuring"),
                 ("workbook", "writing"), ("run", "writing"), ("run", "counting"), ("ask", "grouping")],
        "impact": [("run", ""), ("run", "asking the law"), ("run", "running the broad reading"), ("run", "drawing"),
                   ("run", "writing")],
        "exposure": [("run", ""), ("run", "reading"), ("run", "asking"), ("run", "supplying"), ("run", "remedying"),
                     ("run", "drawing"), ("run", "writing")],
    }  # fmt: skip
    for kind, stages in asked.items():
        job = Job(id="A", kind=kind, name="a", folder=place.folder, day=DAY, state=JobState.WORKING)
        told = []
        for job.doing, job.stage in stages:
            told.append(phase_of(job, words))
        assert all(told)
        assert len(set(told)) >= len(told) - 2, f"{kind}: {told}"
        job.stage, job.state = "", JobState.WAITING
        assert phase_of(job, words) == words("phase_waiting")
        job.doing = ""
        assert phase_of(job, words) == ""


def test_books_are_a_kind(place: ServerSettings):
    jobs = JobManager(place)
    job = send_book(jobs, io.BytesIO(BOOK), "a.csv", DAY)
    assert [one.id for one in jobs.visible_to(Person(), BOOKS)] == [job.id]
    assert isinstance(jobs[job.id], BookJob)
