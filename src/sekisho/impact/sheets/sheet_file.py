"""The files of sheets: a file a scenario, in the folder `economy/sheets` of a data package, made by `make sheets`.

A sheet is found by the name of its scenario and counts if its key fits. One that does not fit is as if it were not
there: what is asked is then worked out, and nobody is told a number of other law or of another model.
"""

from __future__ import annotations

import json
import lzma
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.impact.economy.package_folder import economy_folders, economy_hash
from sekisho.impact.economy.table import InputOutputTable
from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult, without_draws
from sekisho.impact.run_settings import as_asked, stamp_of_run
from sekisho.impact.scenario.resolution import outcomes_of
from sekisho.impact.scenario.scenario import Scenario
from sekisho.impact.sheets.plain_data import plain_of, result_from
from sekisho.impact.sheets.sheet_key import (
    SheetKey,
    asks_law,
    data_digest,
    files_digest,
    meaning_digest,
    question_of,
)
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading

if TYPE_CHECKING:
    from sekisho.impact.run_settings import RunSettings

SHEETS: Final = "sheets"
"""Folder of sheets in the economy data of a package."""
ENDING: Final = ".json.xz"
Answers = Callable[[Scenario], str]
"""Asks the law what it is asked on the way to a result, and gives a digest of its answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetQuestion:
    """What a sheet is looked for.

    Parameters
    ----------
    answers
        Asked only where the law is another than that of a sheet.
    """

    library: Library
    scenario: Scenario
    table: InputOutputTable
    settings: RunSettings
    answers: Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFile:
    """The sheets of a scenario, and what they hang on.

    Parameters
    ----------
    sheets
        Reading to the result that it heads, as plain data; the central one alone where no reading counts.
    inputs
        Name to hash of the data that the results were made of.
    """

    key: SheetKey
    inputs: Mapping[str, str]
    sheets: Mapping[str, list[Any]]

    def written(self) -> bytes:
        """Return the bytes of the file."""
        stated = {"key": asdict(self.key), "inputs": dict(self.inputs), "sheets": dict(self.sheets)}
        text = json.dumps(stated, ensure_ascii=False, separators=(",", ":"))
        return lzma.compress(text.encode(), preset=9)


def key_of(question: SheetQuestion) -> SheetKey:
    """Return what a sheet of a question hangs on now."""
    library, scenario = question.library, question.scenario
    lawful = asks_law(library, scenario)
    return SheetKey(
        question=question_of(library, scenario, question.table, question.settings),
        data=data_digest(library),
        files=files_digest(),
        meaning=meaning_digest(),
        law=library.hash if lawful else "",
        answers=question.answers(as_asked(scenario, question.settings)) if lawful else "",
    )


def fits(key: SheetKey, question: SheetQuestion) -> bool:
    """Whether a sheet with a key answers a question: what is dear to find out is looked at last."""
    library, scenario = question.library, question.scenario
    return (
        key.question == question_of(library, scenario, question.table, question.settings)
        and key.data == data_digest(library)
        and (key.files == files_digest() or key.meaning == meaning_digest())
        and (
            not key.law
            or key.law == library.hash
            or key.answers == question.answers(as_asked(scenario, question.settings))
        )
    )


def file_of(question: SheetQuestion) -> Path | None:
    """Return where a sheet of a scenario would lie; None where its name can be none of a file.

    One of another length than the scenario's own names its months.
    """
    name, own = question.scenario.id, question.scenario.months
    folders = economy_folders(question.library)
    if not folders or not name.replace("-", "").isalnum():
        return None
    months = own if question.settings.months is None else question.settings.months
    if months != own:
        name = f"{name}.{months}"
    places = [folder / SHEETS / f"{name}{ENDING}" for folder in folders]
    return next((place for place in places if place.is_file()), places[0])


def read_sheets(file: Path) -> SheetFile | None:
    """Read a file of sheets; None if there is none, or nothing that is one."""
    try:
        stated = json.loads(lzma.decompress(file.read_bytes()))
        return SheetFile(key=SheetKey(**stated["key"]), inputs=stated["inputs"], sheets=stated["sheets"])
    except (OSError, lzma.LZMAError, ValueError, TypeError, KeyError):
        return None


def ready_sheet(question: SheetQuestion) -> ImpactResult | OutlookResult | None:
    """Return the answer that is kept ready, if there is one and it fits; else None.

    An outlook is put together of the sheets of its ways on.
    """
    scenario = as_asked(question.scenario, question.settings)
    if not scenario.outcomes:
        return _ready(question)
    ways = outcomes_of(question.library, scenario)
    settings = replace(question.settings, start=scenario.start, months=scenario.months)
    found = [ready_sheet(replace(question, scenario=way, settings=settings)) for way in ways]
    results = [answer for answer in found if isinstance(answer, ImpactResult)]
    if len(results) < len(ways):
        return None
    pairs = tuple(zip(scenario.outcomes, results, strict=True))
    return OutlookResult(scenario=scenario, reading=question.settings.reading, outcomes=pairs)


def _ready(question: SheetQuestion) -> ImpactResult | None:
    file = file_of(question)
    stored = read_sheets(file) if file is not None else None
    if stored is None or not fits(stored.key, question):
        return None
    settings, library = question.settings, question.library
    scenario = as_asked(question.scenario, settings)
    now = {"law": library.hash, "economy data": economy_hash(library)}
    inputs = {name: now.get(name, digest) for name, digest in stored.inputs.items()}
    sheet = stored.sheets.get(settings.reading.value)
    found = result_from(sheet or stored.sheets[Reading.CENTRAL.value], scenario=scenario, inputs=inputs, hash="")
    if sheet is None:
        found = _headed_by(found, settings.reading)
    return replace(found, hash=stamp_of_run(scenario, inputs, replace(settings, kernel=found.kernel)))


def _headed_by(result: ImpactResult, reading: Reading) -> ImpactResult:
    """Return a result on which no reading counts as another reading heads it."""
    bands = result.bands
    assert bands is not None  # noqa: S101 - a sheet has them
    (only,) = bands.readings.values()
    return replace(result, reading=reading, bands=replace(bands, readings={reading: only}))


def sheets_of(question: SheetQuestion, results: Mapping[Reading, ImpactResult]) -> SheetFile:
    """Return what is kept of the results of a question, by the reading that heads them.

    Where no reading counts, the central one stands for all.
    """
    central = results[Reading.CENTRAL]
    sheets = {reading.value: plain_of(without_draws(results[reading])) for reading in central.readings}
    return SheetFile(key=key_of(question), inputs=central.inputs, sheets=sheets)
