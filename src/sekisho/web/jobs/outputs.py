"""What a job that is done has left behind: its answer as data, and its table."""

from __future__ import annotations

import json
from typing import Any

from sekisho.files.formulas import table_rows
from sekisho.web.jobs.manager import Job, JobState


def result_of(job: Job) -> dict[str, Any] | None:
    """Return the whole answer as plain data; None until the job is done."""
    file = job.file("result.json")
    if file is None or job.state is not JobState.DONE:
        return None
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def rows_of(job: Job) -> list[dict[str, str]]:
    """Return the table of a job that is done."""
    with (job.out / "result.csv").open(encoding="utf-8", newline="") as file:
        return table_rows(file)
