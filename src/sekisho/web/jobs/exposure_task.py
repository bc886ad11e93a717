"""The process that looks at a bill: `python -m sekisho.web.jobs.exposure_task TASK.json` writes all its files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import Problem
from sekisho.impact.defaults import SEED
from sekisho.law.model.library import Library
from sekisho.law.model.term import Reading, Readings
from sekisho.web.jobs.process import Task, do_task, library_of, tell

if TYPE_CHECKING:
    from sekisho.exposure.scenario import National
    from sekisho.trade.bom.bill import Bill

STEM: Final = "result"
SAMPLE: Final = {"lines": 600, "products": 20, "depth": 4, "seed": 3}
SAMPLE_VAGUE: Final = 0.1


def run_exposure(task: Task) -> dict[str, Any]:
    """Look at a bill, and leave what its page shows, its charts and its files."""
    from sekisho.exposure.assessment import AssessmentInput, expose
    from sekisho.present.exposure.export import write
    from sekisho.web.pages.exposure_data import draw, seen_of

    asked, library = task["asked"], library_of(task)
    tell("reading", 0.05)
    bill = _bill(task, library)
    tell("asking", 0.2)
    found = expose(
        bill,
        library,
        AssessmentInput(
            as_of=date.fromisoformat(task["as_of"]),
            facts=asked["facts"],
            made_in=asked["made_in"],
            readings=Readings(Reading(asked["reading"])),
            measure=asked["measure"],
            national=_national(task, library) if asked["scenario"] else None,
        ),
    )
    out = Path(task["out"])
    tell("drawing", 0.8)
    draw(found, out)
    tell("writing", 0.9)
    for ending in (".csv", ".json", ".xlsx", ".html"):
        write(found, out / f"{STEM}{ending}")
    (out / "seen.json").write_text(json.dumps(seen_of(found), ensure_ascii=False), encoding="utf-8")
    return {"products": len(found.products), "parts": len(found.parts)}


def _bill(task: Task, library: Library) -> Bill:
    from sekisho.i18n.territory_codes import territories_of
    from sekisho.trade.bom.reader import read_bill

    place = Path(task["bill"])
    if task["sample"]:
        from sekisho.examples.bills import write_bom
        from sekisho.examples.content_rule import content_codes

        metals, magnet = content_codes(library)
        write_bom(place, **SAMPLE, metals=metals, magnet=magnet, vague=SAMPLE_VAGUE)
    return read_bill(
        place, facts=library.facts, territory=territories_of(library).code, currency=task["asked"]["currency"]
    )


def _national(task: Task, library: Library) -> National:
    from sekisho.exposure.scenario import national_of
    from sekisho.impact.simulation import RunSettings

    asked = task["asked"]
    settings = RunSettings(
        reading=Reading(asked["reading"]),
        draws=asked["draws"],
        seed=SEED,
        cache=Path(task["cache"]) if task["cache"] else None,
    )
    return national_of(library, asked["scenario"], settings)


TASKS: Final[Mapping[str, Callable[[Task], dict[str, Any]]]] = {"run": run_exposure}
TOO_LARGE: Final = Problem(
    where="exposure",
    what="the bill needs more memory than there is.",
    remedy="Send fewer products or ask for fewer draws, or run `sekisho exposure` on a larger machine.",
)

if __name__ == "__main__":
    sys.exit(do_task(Path(sys.argv[1]), TASKS, too_large=TOO_LARGE))
