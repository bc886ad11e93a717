"""Costs of scenarios that ship, as a job left them: the same question is answered at once.

What is kept counts as long as a run would give the same: it is named by the question, the law, the language, and the
modules that tell a cost; and the data packages must hold a sheet of runs for it (record 73).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

import sekisho
from sekisho.errors import SekishoError
from sekisho.service.impact import ImpactRequest, is_kept_ready
from sekisho.service.request import plain_of
from sekisho.web.jobs.job import FOUND_FILE, json_at, put_json
from sekisho.web.jobs.kinds import COSTS, ImpactJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.jobs.process import DONE_FILE, TASK_FILE
from sekisho.web.jobs.ready_nowcasts import files_digest
from sekisho.web.jobs.worker import Worker
from sekisho.web.settings import ServerSettings

FOLDER: Final = ".costs"
"""Folder beside those of jobs; its name is none of a job."""
MOST: Final = 60
"""Costs that are kept: six scenarios, three of them at three more lengths, in three languages, with some to spare."""
TOLD_BY: Final = (
    "present/impact",
    "present/charts",
    "present/nowcast",
    "present/render",
    "web/pages/impact_data.py",
    "web/pages/article.py",
)
"""Modules that tell a cost."""


def kept_cost(asked: ImpactRequest, settings: ServerSettings, language: str) -> Path | None:
    """Return the folder of what a job left of the same question; None if there is none that holds now."""
    place = _place(asked, settings, language)
    return place if place is not None and (place / FOUND_FILE).is_file() else None


def keep_cost(job: ImpactJob, settings: ServerSettings) -> None:
    """Keep what a job left of a scenario that ships; of anything else, and where there is no room, nothing."""
    place = _place(job.asked, settings, str(job.settings["language"]))
    if place is not None and not place.is_dir():
        with suppress(OSError):
            _take(job.out, place, dict(job.found))


def make_ready(jobs: JobManager, asked: ImpactRequest, *, day: date, languages: Iterable[str]) -> None:
    """Work a cost out in a process of its own and keep it in each language, unless it is there; nobody sees a job."""
    places = {language: _place(asked, jobs.settings, language) for language in languages}
    lacking = {language: place for language, place in places.items() if place is not None and not place.is_dir()}
    if not lacking or jobs.closed.is_set():
        return
    with suppress(OSError, SekishoError):  # the server may stop meanwhile; the first who asks waits
        worker = Worker(jobs.settings.folder)
        try:
            for language, place in lacking.items():
                _work_out(jobs, asked, worker, place, day=day, language=language)
        finally:
            worker.dismiss()


def _work_out(jobs: JobManager, asked: ImpactRequest, worker: Worker, place: Path, *, day: date, language: str) -> None:
    folder = jobs.folder(COSTS)
    job = ImpactJob(id=folder.name, kind=COSTS.name, name="", folder=folder, day=day)
    job.settings = {"language": language, "asked": plain_of(asked)}
    out = job.out_of(1)
    out.mkdir()
    try:
        for attempt, do in enumerate(COSTS.tasks, 1):
            workplace = job.workplace(attempt)
            workplace.mkdir()
            data = {"do": f"{COSTS.name}.{do}", "out": str(out), **jobs.task_data(job), "results": str(out)}
            put_json(workplace / TASK_FILE, data)
            worker.give(workplace / TASK_FILE, job.id)
            code, _ = worker.follow(lambda *_: None)
            if code != 0 or jobs.closed.is_set():
                return
            job.found = {**job.found, **json_at(workplace / DONE_FILE)}
        _take(out, place, job.found)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take(out: Path, place: Path, found: dict[str, object]) -> None:
    """Copy files, what was found last, so that a folder without it counts for nothing; the oldest make room."""
    place.parent.mkdir(exist_ok=True)
    folders = sorted((path for path in place.parent.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
    for old in folders[: max(0, len(folders) - MOST + 1)]:
        shutil.rmtree(old, ignore_errors=True)
    part = place.with_suffix(".part")
    shutil.rmtree(part, ignore_errors=True)
    shutil.copytree(out, part)
    put_json(part / FOUND_FILE, found)
    part.replace(place)


def _place(asked: ImpactRequest, settings: ServerSettings, language: str) -> Path | None:
    """Return where a question is kept, or would be; None for one that is not kept."""
    try:
        if not is_kept_ready(asked, settings.workspace):
            return None
    except SekishoError:
        return None
    root = Path(sekisho.__file__).parent
    stated = [plain_of(asked), language, settings.library.hash, sekisho.__version__, files_digest(root, TOLD_BY)]
    key = hashlib.sha256(json.dumps(stated, sort_keys=True, default=str).encode()).hexdigest()
    return settings.folder / FOLDER / key[:32]
