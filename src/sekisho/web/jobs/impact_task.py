"""The process that costs a measure: `python -m sekisho.web.jobs.impact_task TASK.json` runs it and writes its files."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import Problem
from sekisho.service.workspace import Workspace
from sekisho.web.jobs.process import Task, do_task, library_of, tell

if TYPE_CHECKING:
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult

RUN_PART: Final = 0.75
"""Share of the work that is the run itself; the rest is writing."""
STEM: Final = "result"


def run_cost(task: Task) -> dict[str, Any]:
    """Run what is asked, and leave the article, its charts and its files."""
    found = _run(task)
    from sekisho.present.impact.export import told, write
    from sekisho.web.pages.impact_data import article_of, draw

    out = Path(task["out"])
    one = told(found, width=100, full=True)
    tell("drawing", RUN_PART)
    article, charts = article_of(found)
    draw(charts, out, task["language"])
    tell("writing", 0.9)
    for ending in (".csv", ".json", ".xlsx", ".html"):
        write(one, out / f"{STEM}{ending}")
    (out / "article.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    return {"title": found.scenario.title}


def _run(task: Task) -> ImpactResult | OutlookResult:
    from sekisho.impact.scenario.resolution import scenario_of
    from sekisho.service.impact import ImpactRequest, impact
    from sekisho.service.request import request_from

    request, library = request_from(ImpactRequest, task["asked"]), library_of(task)
    tell("loading", 0.02)
    workspace = Workspace(library=library, cache=Path(task["cache"]) if task["cache"] else None)
    progress = _progress(len(scenario_of(library, request.names).outcomes))
    return impact(request, workspace, progress=progress)


def _progress(outcomes: int) -> Callable[[str, float], None]:
    """Tell how far a run has come; an outlook runs one way on after the other."""
    done = {"runs": 0, "part": 0.0}

    def progress(stage: str, part: float) -> None:
        if part < done["part"]:
            done["runs"] += 1
        done["part"] = part
        tell(stage, 0.05 + (RUN_PART - 0.05) * (done["runs"] + part) / max(1, outcomes))

    return progress


TASKS: Final[Mapping[str, Callable[[Task], dict[str, Any]]]] = {"run": run_cost}
TOO_LARGE: Final = Problem(
    where="impact",
    what="the run needs more memory than there is.",
    remedy="Ask for fewer draws or months, or run `sekisho impact` on a larger machine.",
)

if __name__ == "__main__":
    sys.exit(do_task(Path(sys.argv[1]), TASKS, too_large=TOO_LARGE))
