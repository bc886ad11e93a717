"""The sheets of shipped scenarios are there, and hang on law, data and model as they are now."""

from __future__ import annotations

import pytest

from sekisho import Library
from sekisho.impact.defaults import AT_EVERY_LENGTH, LENGTHS
from sekisho.impact.scenario.scenario_reader import find_scenario, scenario_names
from sekisho.impact.sheets.sheet_file import SHEETS, file_of, fits, read_sheets
from sekisho.law.loading.library import installed_library
from sekisho.service.impact import ImpactRequest, inputs_of, settings_of, sheet_question
from sekisho.service.workspace import Workspace
from sekisho.web.jobs import ready_nowcasts
from sekisho.web.jobs.ready_nowcasts import last_known, ready_nowcast

STALE = (
    "{name}: law, economy data or the model changed since its sheet was made, so it is worked out anew each time. "
    "Run `make sheets` and commit src/sekisho_measures/economy/sheets."
)
SHIPPED = [
    name for name in scenario_names(installed_library()) if not find_scenario(installed_library(), name).outcomes
]


KEPT = [
    *((name, None) for name in SHIPPED),
    *(
        (name, months)
        for name in AT_EVERY_LENGTH
        for months in LENGTHS
        if months != find_scenario(installed_library(), name).months
    ),
]


@pytest.mark.parametrize(("name", "months"), KEPT)
def test_a_shipped_scenario_has_a_sheet_that_fits(library: Library, name: str, months: int | None):
    workspace = Workspace(library=library)
    request = ImpactRequest(names=(name,), months=months)
    scenario, economy = inputs_of(request, workspace, None)
    question = sheet_question(scenario, economy, settings_of(request, workspace), library)
    file = file_of(question)
    assert file is not None
    kept = read_sheets(file)
    assert kept is not None, f"{file.name} is not there: run `make sheets`"
    assert fits(kept.key, question), STALE.format(name=name)


def test_no_sheet_is_of_a_scenario_that_is_gone(library: Library):
    folders = [package.folder / "economy" / SHEETS for package in library.packages]
    found = {file.name.partition(".")[0] for folder in folders for file in folder.glob("*") if folder.is_dir()}
    assert found <= set(SHIPPED)


def test_the_nowcast_that_is_kept_ready_holds_and_is_of_the_last_observations(library: Library):
    workspace = Workspace(library=library)
    ready = ready_nowcast("japan-ban", workspace)
    assert ready is not None, STALE.format(name="the nowcast of japan-ban").replace("sheets.", "nowcasts.")
    assert ready.asked.as_of == last_known(workspace)
    assert set(ready.files) == {"forecast.json", "result.csv", "result.json", "sheet.json"}


def test_a_nowcast_of_other_observations_or_modules_is_as_if_it_were_not_there(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    for name in ("observations_digest", "modules_digest"):
        with monkeypatch.context() as other:
            other.setattr(ready_nowcasts, name, lambda *_: "of another")
            assert ready_nowcast("japan-ban", Workspace(library=library)) is None
    assert ready_nowcast("no-such", Workspace(library=library)) is None
