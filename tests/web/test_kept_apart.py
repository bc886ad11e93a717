"""What a server keeps lies in the folder that it was given: two servers see nothing of each other, nor of the home."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.support.web.server import TODAY

from sekisho import Library
from sekisho.cli import main
from sekisho.machine import data_folder
from sekisho.service.book_columns import memories_of, remember
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.settings import ServerSettings

ENTRY = "jp-ecl-a01"


def job_in(folder: Path) -> BookJob:
    return BookJob(id="AAAAAAAAAAAA", kind="book", name="orders.csv", folder=folder, day=TODAY)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:  # noqa: ANN401 - a function
    """Give the settings of a server as the command line starts it, and what it said."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    caught: list[ServerSettings] = []
    monkeypatch.setattr("sekisho.cli.serve._run", lambda settings, *_: caught.append(settings))

    def start(*words: str) -> tuple[ServerSettings, str]:
        done = CliRunner().invoke(main, ["serve", "--port", "0", *words], catch_exceptions=False)
        assert done.exit_code == 0, done.stderr
        return caught[-1], done.stderr

    return start


def test_what_a_server_keeps_lies_in_its_jobs_folder_beside_its_store_or_at_home(started: Any, tmp_path: Path):  # noqa: ANN401 - a function
    jobs, _ = started("--jobs", str(tmp_path / "a"))
    database = str(tmp_path / "results.db")
    assert CliRunner().invoke(main, ["store", "init", "--store", database], catch_exceptions=False).exit_code == 0
    store, _ = started("--forget-jobs", "--store", database)
    home, _ = started("--forget-jobs")
    places = [tmp_path / "a", tmp_path / "results.kept", data_folder()]
    for settings, place in zip((jobs, store, home), places, strict=True):
        assert settings.workspace.mappings == place / "mappings"
        assert settings.register is not None
        assert settings.register.file.path == place / "matches.csv"
        assert settings.workspace.lists == data_folder() / "lists", "lists of the user's own serve every server"


def test_decisions_of_the_home_do_not_count_where_a_server_has_its_own_and_that_is_told(started: Any, tmp_path: Path):  # noqa: ANN401 - a function
    words = ["decide", "Naniwa Seiki", ENTRY, "--answer", "same", "--by", "A. Clerk", "--basis", "a call"]
    assert CliRunner().invoke(main, words, catch_exceptions=False).exit_code == 0
    decided = (data_folder() / "matches.csv").read_text(encoding="utf-8")
    apart, told = started("--jobs", str(tmp_path / "a"))
    assert apart.library.identity.decisions == ()
    assert f"those of {data_folder() / 'matches.csv'} do not count here" in told
    home, said = started("--forget-jobs")
    assert [str(one.entry) for one in home.library.identity.decisions] == [ENTRY]
    assert "do not count" not in said
    (tmp_path / "a" / "matches.csv").write_text(decided, encoding="utf-8")
    assert len(started("--jobs", str(tmp_path / "a"))[0].library.identity.decisions) == 1
    assert started("--jobs", str(tmp_path / "b"))[0].library.identity.decisions == ()


def test_columns_that_one_server_remembers_another_does_not_know(library: Library, tmp_path: Path):
    servers = [
        ServerSettings(library=library, today=lambda: TODAY, folder=place, overlay=tmp_path / "lists", kept=place)
        for place in (tmp_path / "a", tmp_path / "b")
    ]
    first, second = (one.workspace.mappings for one in servers)
    assert first is not None
    assert second is not None
    assert remember("orders.csv", ["伝票番号", "品名"], {"伝票番号": "line"}, first, TODAY)
    assert len(memories_of(first)) == 1
    assert memories_of(second) == ()
    jobs = [JobManager(one) for one in servers]
    tasks = [one.task_data(job_in(one.settings.folder)) for one in jobs]
    assert [task["kept"] for task in tasks] == [str(tmp_path / "a"), str(tmp_path / "b")], "the process knows it too"
