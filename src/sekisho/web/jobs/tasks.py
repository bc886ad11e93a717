"""What the process of a job does: `python -m sekisho.web.jobs.tasks FOLDER` works on books, bills and costs.

Which task it does next stands on its stdin (see `jobs.process`). A task reads what was sent and the results that are
there, and writes into a folder of its own; the server lets that count once it is whole.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sekisho.errors import Problem
from sekisho.i18n.languages import LANGUAGES
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.service.request import request_from
from sekisho.web.jobs.book_tasks import (
    apply_answers,
    ask_for_page,
    map_book,
    rank_as_asked,
    rank_for_page,
    rescreen_book,
    run_book,
    withdraw_answers,
    write_letters,
    write_reports,
)
from sekisho.web.jobs.process import Task, tell, work, workspace_of

if TYPE_CHECKING:
    from sekisho.i18n.messages import Translator
    from sekisho.impact.outlook import OutlookResult
    from sekisho.impact.results.result import ImpactResult
    from sekisho.service.nowcast import NowcastRequest
    from sekisho.service.workspace import Workspace

STEM: Final = "result"
"""Name of every file of results of a cost or an exposure."""
# ----------------------------------------------------------------------------------------- costs of measures

RUN_PART: Final = 0.75
"""Share of the work that is the run itself; the rest is writing."""


_COSTS: Final[list[tuple[str, ImpactResult | OutlookResult]]] = []
"""The cost that this process worked out last, by the folder of its results."""


def run_cost(task: Task) -> dict[str, Any]:
    """Run what is asked, and leave the article, its charts and its data; the rest is written while it is read."""
    workspace = workspace_of(task)
    answer = _run(task, workspace)
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.impact.export import told, write
    from sekisho.web.pages.article import lay_by, put_article
    from sekisho.web.pages.impact_data import article_of_impact

    out, language = Path(task["out"]), str(task["language"])
    _COSTS[:] = [(task["out"], answer)]
    spoken = told(answer, width=100, full=True, translator=teller_of(workspace.library, language).translator)
    tell("drawing", RUN_PART)
    article, charts = article_of_impact(answer)
    tellers = _tellers(workspace)
    lay_by(charts, out, {language: tellers[language]})
    tell("writing", 0.9)
    for ending in (".csv", ".json"):
        write(spoken, out / f"{STEM}{ending}")
    put_article(article, out, tellers)
    return {"title": answer.scenario.title}


def write_cost(task: Task) -> dict[str, Any]:
    """Draw the charts of a cost in every language, and write what is taken along."""
    from sekisho.i18n.package_translation import teller_of
    from sekisho.present.impact.export import told, write
    from sekisho.web.pages.article import draw
    from sekisho.web.pages.impact_data import article_of_impact

    workspace, out, language = workspace_of(task), Path(task["out"]), str(task["language"])
    answer = next((answer for place, answer in _COSTS if place == task["results"]), None) or _run(task, workspace)
    draw(article_of_impact(answer)[1], out, _tellers(workspace), language)
    spoken = told(answer, width=100, full=True, translator=teller_of(workspace.library, language).translator)
    for ending in (".xlsx", ".html"):
        write(spoken, out / f"{STEM}{ending}")
    return {}


def _tellers(workspace: Workspace) -> dict[str, Translator]:
    """Return what tells texts in each language of the pages: who reads a page need not be who asked for it."""
    from sekisho.i18n.package_translation import teller_of

    return {language: teller_of(workspace.library, language).translator for language in LANGUAGES}


def _run(task: Task, workspace: Workspace) -> ImpactResult | OutlookResult:
    from sekisho.impact.scenario.resolution import scenario_of
    from sekisho.service.impact import ImpactRequest, impact

    request = request_from(ImpactRequest, task["asked"])
    tell("loading", 0.02)
    progress = _progress(len(scenario_of(workspace.library, request.names).outcomes))
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


# ---------------------------------------------------------------------------------------------------- nowcasts


def run_nowcast(task: Task) -> dict[str, Any]:
    """Hold a scenario against observations; leave what its page shows, its data, and the forecasts written down."""
    from sekisho.service.nowcast import NowcastRequest

    workspace = workspace_of(task)
    tell("loading", 0.02)
    asked = request_from(NowcastRequest, task["asked"])
    return {
        "title": leave_nowcast(asked, workspace, Path(task["out"]), lambda stage, part: tell(stage, 0.05 + 0.9 * part))
    }


def leave_nowcast(
    asked: NowcastRequest, workspace: Workspace, out: Path, progress: Callable[[str, float], None] | None = None
) -> str:
    """Make a nowcast, leave its files in a folder, and return its title."""
    import sekisho
    from sekisho.files.records import as_csv
    from sekisho.present.nowcast.data import forecast_rows, nowcast_data
    from sekisho.service.nowcast import nowcast, write_down
    from sekisho.web.pages.nowcast_data import sheet_of

    result = nowcast(asked, workspace, progress=progress)
    (out / f"{STEM}.csv").write_text(as_csv(forecast_rows(result)), encoding="utf-8")
    (out / f"{STEM}.json").write_text(json.dumps(nowcast_data(result), ensure_ascii=False), encoding="utf-8")
    (out / "sheet.json").write_text(json.dumps(sheet_of(result), ensure_ascii=False), encoding="utf-8")
    write_down(result, out / "forecast.json", program=sekisho.__version__)
    return str(result.scenario.title)


# ------------------------------------------------------------------------------------------ bills of materials

SAMPLE_BILL: Final = {"lines": 600, "products": 20, "depth": 4, "seed": 3}
SAMPLE_VAGUE: Final = 0.1


def run_exposure(task: Task) -> dict[str, Any]:
    """Look at a bill, and leave what its page shows, its charts and its files."""
    from sekisho.present.exposure.document import document_of
    from sekisho.present.exposure.export import write
    from sekisho.service.exposure import ExposureRequest, assess
    from sekisho.web.pages.article import article_of, draw, put_article

    workspace, place = workspace_of(task), Path(task["sent"])
    if task["sample"]:
        _make_up(place, workspace.library)
    tell("reading", 0.05)
    request = request_from(ExposureRequest, task["asked"])
    assessed = assess(request, workspace, place, progress=lambda stage, part: tell(stage, 0.2 + 0.6 * part))
    tellers = _tellers(workspace)
    translator = tellers[str(task.get("language", "en"))]
    out = Path(task["out"])
    tell("drawing", 0.8)
    article, charts = article_of(document_of(assessed))
    draw(charts, out, tellers, str(task.get("language", "en")))
    tell("writing", 0.9)
    for ending in (".csv", ".json", ".xlsx", ".html"):
        write(assessed, out / f"{STEM}{ending}", translator=translator)
    put_article(article, out, tellers)
    return {"products": len(assessed.products), "parts": len(assessed.parts)}


def _make_up(place: Path, library: Library) -> None:
    """Write a made-up bill, for who has none at hand."""
    from sekisho.examples.bills import write_bom
    from sekisho.examples.content_rule import content_codes

    metals, magnet = content_codes(library)
    write_bom(place, **SAMPLE_BILL, metals=metals, magnet=magnet, vague=SAMPLE_VAGUE)


# --------------------------------------------------------------------------------------------------------------

TASKS: Final[Mapping[str, Callable[[Task], dict[str, Any]]]] = {
    "book.map": map_book,
    "book.run": run_book,
    "book.ask": ask_for_page,
    "book.questions": rank_for_page,
    "book.rank": rank_as_asked,
    "book.rescreen": rescreen_book,
    "book.apply": apply_answers,
    "book.withdraw": withdraw_answers,
    "book.workbook": write_reports,
    "book.letters": write_letters,
    "impact.run": run_cost,
    "impact.write": write_cost,
    "exposure.run": run_exposure,
    "nowcast.run": run_nowcast,
}
TOO_LARGE: Final = {
    "book": Problem(
        where="book",
        what=message("web.list_memory", "the book needs more memory than there is."),
        remedy=message("web.larger_or_split", "Split the list and send its parts."),
    ),
    "impact": Problem(
        where="impact",
        what=message("web.run_memory", "the run needs more memory than there is."),
        remedy=message("web.fewer_draws", "Ask for fewer draws or months."),
    ),
    "nowcast": Problem(
        where="nowcast",
        what=message("web.run_memory", "the run needs more memory than there is."),
        remedy=message("web.fewer_draws_nowcast", "Ask for fewer draws or months."),
    ),
    "exposure": Problem(
        where="exposure",
        what=message("web.bill_memory", "the bill needs more memory than there is."),
        remedy=message("web.fewer_products", "Send fewer products, or ask for fewer draws."),
    ),
}

if __name__ == "__main__":
    sys.exit(work(Path(sys.argv[1]), TASKS, TOO_LARGE))
