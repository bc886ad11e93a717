"""Nowcasts that data packages keep ready: what a job would leave, made by `make sheets`, a file a scenario.

One compares a scenario with the observations of the packages as of the last day on which one of them was known. It
counts as long as a run would give the same: the key of its sheet (record 73), the observations, and the modules that
weigh them, stand in the file.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sekisho
from sekisho.errors import SekishoError
from sekisho.law.loading.data_package import ECONOMY
from sekisho.law.model.library import Library
from sekisho.service.impact import OBSERVATIONS
from sekisho.service.nowcast import NowcastRequest
from sekisho.service.request import plain_of, request_from
from sekisho.service.workspace import Workspace

if TYPE_CHECKING:
    from sekisho.impact.sheets.sheet_file import SheetQuestion

FOLDER: Final = "nowcasts"
"""Folder of the files in the economy data of a package."""
ENDING: Final = ".json.xz"
MADE_BY: Final = ("impact/nowcast", "present/nowcast", "web/pages/nowcast_data.py")
"""Modules that a nowcast hangs on besides those of a cost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyNowcast:
    """A nowcast that is kept ready.

    Parameters
    ----------
    asked
        What was asked, with its vintage.
    files
        What a job leaves, by name.
    """

    asked: NowcastRequest
    title: str
    files: Mapping[str, str]


def ready_nowcast(name: str, workspace: Workspace) -> ReadyNowcast | None:
    """Return the nowcast of a scenario that is kept ready; None if there is none that holds now."""
    from sekisho.impact.sheets.sheet_file import fits
    from sekisho.impact.sheets.sheet_key import SheetKey

    try:
        stated = json.loads(lzma.decompress(file_of(name, workspace.library).read_bytes()))
        asked = request_from(NowcastRequest, stated["asked"])
        holds = (
            stated["observed"] == observations_digest(workspace.library)
            and stated["made_by"] == modules_digest()
            and fits(SheetKey(**stated["key"]), question_of(asked, workspace))
        )
    except (OSError, lzma.LZMAError, ValueError, TypeError, KeyError, SekishoError):
        return None
    return ReadyNowcast(asked=asked, title=stated["title"], files=stated["files"]) if holds else None


def written(ready: ReadyNowcast, workspace: Workspace) -> bytes:
    """Return the bytes of a file."""
    from sekisho.impact.sheets.sheet_file import key_of

    stated: dict[str, Any] = {
        "asked": plain_of(ready.asked),
        "title": ready.title,
        "key": asdict(key_of(question_of(ready.asked, workspace))),
        "observed": observations_digest(workspace.library),
        "made_by": modules_digest(),
        "files": dict(ready.files),
    }
    return lzma.compress(json.dumps(stated, ensure_ascii=False, separators=(",", ":"), default=str).encode(), preset=9)


def file_of(name: str, library: Library) -> Path:
    """Return where the file of a scenario lies, or would."""
    places = [package.folder / ECONOMY / FOLDER / f"{name}{ENDING}" for package in library.packages]
    return next((place for place in places if place.is_file()), places[0])


def question_of(asked: NowcastRequest, workspace: Workspace) -> SheetQuestion:
    """Return what the sheet of the same scenario under the same settings is looked for."""
    from sekisho.service.impact import ImpactRequest, inputs_of, settings_of, sheet_question

    request = ImpactRequest(names=asked.names, draws=asked.draws, seed=asked.seed)
    scenario, economy = inputs_of(request, workspace, None)
    return sheet_question(scenario, economy, settings_of(request, workspace), workspace.library)


def last_known(workspace: Workspace) -> date:
    """Return the last day on which an observation of the packages was known."""
    from sekisho.impact.materials.package_materials import materials_and_uses
    from sekisho.service.impact import observations_of

    materials, _ = materials_and_uses(workspace.library)
    return max(row.known_by for row in observations_of(None, workspace, materials))


def observations_digest(library: Library) -> str:
    """Return the digest of the observations of the packages."""
    folders = [package.folder / ECONOMY / OBSERVATIONS for package in library.packages]
    return _digest(file for folder in folders for file in sorted(folder.glob("*.csv")))


def modules_digest() -> str:
    """Return the digest of the modules that a nowcast hangs on besides those of a cost."""
    return files_digest(Path(sekisho.__file__).parent, MADE_BY)


def files_digest(root: Path, names: Iterable[str]) -> str:
    """Return the digest of modules, and of all modules in rooms."""
    places = [root / name for name in names]
    return _digest(file for place in places for file in (sorted(place.glob("*.py")) if place.is_dir() else [place]))


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()
