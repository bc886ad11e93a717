"""Make the sheets of shipped scenarios anew where law, data or model changed; `make sheets` calls it.

A sheet whose program alone changed in comments or layout is stamped anew without a run, and so is one whose law changed
without changing what it answers.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sekisho.cli.options import cache_folder
from sekisho.impact.defaults import AT_EVERY_LENGTH, LENGTHS
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.impact.sheets.sheet_file import SheetFile, SheetQuestion, file_of, fits, key_of, read_sheets, sheets_of
from sekisho.impact.simulation import simulate_heads
from sekisho.law.loading.library import installed_library
from sekisho.law.model.term import Reading
from sekisho.service.impact import ImpactRequest, inputs_of, model_for, settings_of, sheet_question
from sekisho.service.nowcast import NowcastRequest
from sekisho.service.workspace import Workspace
from sekisho.web.jobs.ready_nowcasts import ReadyNowcast, last_known, ready_nowcast, written
from sekisho.web.jobs.ready_nowcasts import file_of as file_of_nowcast
from sekisho.web.jobs.tasks import leave_nowcast


def question(name: str, workspace: Workspace, months: int | None = None) -> SheetQuestion:
    """Return what a sheet of a scenario is looked for; of its own length if no other is named."""
    request = ImpactRequest(names=(name,), months=months)
    scenario, economy = inputs_of(request, workspace, None)
    return sheet_question(scenario, economy, settings_of(request, workspace), workspace.library)


def shipped_names(workspace: Workspace) -> list[str]:
    """Name the scenarios that have a sheet: all but outlooks, which are put together of those of their ways on."""
    names = scenario_names(workspace.library)
    return [name for name in names if not find_scenario(workspace.library, name).outcomes]


def lengths_of(name: str, workspace: Workspace) -> list[int | None]:
    """Return the lengths at which a scenario has sheets, its own first."""
    own = find_scenario(workspace.library, name).months
    return [None, *(months for months in LENGTHS if name in AT_EVERY_LENGTH and months != own)]


def make(name: str, workspace: Workspace, months: int | None = None) -> str:
    """Make the sheet of one scenario at one length, and say what was done."""
    asked = question(name, workspace, months)
    file = file_of(asked)
    if file is None:
        return "has no place"
    stored = read_sheets(file)
    if stored is not None and fits(stored.key, asked):
        now = key_of(asked)
        if now == stored.key:
            return "stands"
        sheet = replace(stored, key=now)
    else:
        sheet = made(asked)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(sheet.written())
    return f"{file.stat().st_size / 1000:.0f} kB"


def made(asked: SheetQuestion) -> SheetFile:
    """Run a scenario once, with each reading as its head."""
    model = model_for(asked.scenario, asked.table, asked.library)
    results = simulate_heads(asked.scenario, asked.library, model, asked.settings, tuple(Reading))
    return sheets_of(asked, results)


NOWCASTS = ("japan-ban",)
"""Scenarios of which a nowcast is kept ready: that with which its page opens. One takes as long as a cost."""


def make_nowcast(name: str, workspace: Workspace) -> str:
    """Make the nowcast of one scenario that is kept ready, and say what was done."""
    asked = NowcastRequest(names=(name,), as_of=last_known(workspace))
    ready = ready_nowcast(name, workspace)
    if ready is not None and ready.asked == asked:
        return "stands"
    file = file_of_nowcast(name, workspace.library)
    file.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        title = leave_nowcast(asked, workspace, Path(folder))
        files = {place.name: place.read_text(encoding="utf-8") for place in sorted(Path(folder).iterdir())}
    file.write_bytes(written(ReadyNowcast(asked=asked, title=title, files=files), workspace))
    return f"{file.stat().st_size / 1000:.0f} kB"


def main(names: list[str]) -> None:
    """Make the sheets of the named scenarios, or of all."""
    workspace = Workspace(library=installed_library(), cache=cache_folder())  # no lists of whoever makes them
    for name in names or shipped_names(workspace):
        for months in lengths_of(name, workspace):
            began = time.process_time()
            done = make(name, workspace, months)
            called = name if months is None else f"{name}, {months} months"
            print(f"{called}: {done}, {time.process_time() - began:.0f} s")
    for name in (name for name in NOWCASTS if name in names or not names):
        began = time.process_time()
        done = make_nowcast(name, workspace)
        print(f"nowcast of {name}: {done}, {time.process_time() - began:.0f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
