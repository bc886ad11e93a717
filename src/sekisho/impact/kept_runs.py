"""Answers that were worked out before, kept by everything they hang on, so that the same question is answered at once.

A file is named by the law, the economy data, the table, the trade statistics, the scenario, the settings and the
program's own files. Another state of anything has another name, so what is stale is never found.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar, cast

from sekisho.files.cache import cache_file, read_cache, write_cache
from sekisho.impact.economy.package_folder import economy_hash
from sekisho.impact.economy.table import InputOutputTable, hash_of
from sekisho.impact.scenario.scenario import Scenario
from sekisho.law.model.library import Library

if TYPE_CHECKING:
    from sekisho.impact.run_settings import RunSettings

KIND: Final = "cost"
DRAWS: Final = "draws"
"""Kind of the draws of all readings, which observations weigh: other observations weigh the same ones."""
LARGEST: Final = 64 * 2**20
"""Bytes of an answer that is kept at most. Eight are kept, so all of them take half a gigabyte at the very most."""
COMPUTED_BY: Final = ("numpy", "numba")
"""Packages that do the sums: another version may round otherwise."""
Answer = TypeVar("Answer")


def kept_or_run(
    library: Library,
    scenario: Scenario,
    table: InputOutputTable,
    settings: RunSettings,
    run: Callable[[], Answer],
    *,
    kind: str = KIND,
) -> Answer:
    """Return what was kept of the same question, else work it out and keep it.

    Nothing is kept without a folder, nor where draws were given: those are no setting that a name could hold.

    Parameters
    ----------
    kind
        What is worked out, the ending of its files.
    """
    if settings.cache is None or settings.points:
        return run()
    file = _file(settings.cache, library, scenario, table, settings, kind=kind)
    kept = read_cache(file)
    if kept is not None:
        return cast("Answer", kept)  # the name of the file says what it is
    found = run()
    write_cache(file, found, largest=LARGEST)
    return found


def _file(
    folder: Path, library: Library, scenario: Scenario, table: InputOutputTable, settings: RunSettings, *, kind: str
) -> Path:
    asked = (
        settings.months,
        settings.start,
        settings.reading.value,
        settings.draws,
        settings.seed,
        settings.kernel,
        sorted(settings.assume.items()),
        settings.as_of,
    )
    flows = settings.flows
    own = sorted(flows.rglob("*")) if flows is not None and flows.is_dir() else []
    statistics = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in own if path.is_file()]
    # The whole program, and not the rooms of cost alone: a cost asks the law, and the law asks most of the rest.
    room = Path(__file__).parents[1]
    program = [path for path in (room, *sorted(room.rglob("*"))) if path.is_dir() and path.name != "__pycache__"]
    return cache_file(
        folder,
        library.hash,
        [package.folder for package in library.packages],
        kind=kind,
        program=program,
        others=(
            economy_hash(library),
            hash_of(table),
            repr((table.name, scenario, asked, statistics)),
            *map(_version, COMPUTED_BY),
        ),
    )


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} none"
