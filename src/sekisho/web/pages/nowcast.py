"""The pages of a nowcast: ask for it, watch it run, read it, and see what became of the forecasts that are held."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.message import joined, text_from
from sekisho.service.nowcast import NowcastRequest, ScoreRequest, score
from sekisho.service.request import default_of, plain_of
from sekisho.service.workspace import Workspace
from sekisho.web.impact_form import MOST_DRAWS
from sekisho.web.jobs.job import AT_WORK, Job, JobState
from sekisho.web.jobs.kinds import NOWCASTS, NowcastJob, ask_nowcast
from sekisho.web.jobs.manager import JobManager
from sekisho.web.jobs.ready_nowcasts import ready_nowcast
from sekisho.web.nowcast_form import asked_of, fields_of, offered, query_of
from sekisho.web.pages.impact import LEAD
from sekisho.web.pages.impact_words import ImpactTelling
from sekisho.web.pages.jobs import (
    Bound,
    JobFiles,
    address_of,
    bound,
    is_other_law,
    is_told_here,
    job_addresses,
    job_data,
    stopped,
    working,
)
from sekisho.web.pages.nowcast_data import score_sheet
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Redirect
from sekisho.web.scenario_catalogue import KINDS, absent, not_installed

FILE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "forecast.json": ("application/json", "nowcast_file_forecast"),
    "result.csv": ("text/csv; charset=utf-8", "nowcast_file_csv"),
    "result.json": ("application/json", "nowcast_file_json"),
}
"""Files of a run: what each is, and the phrase that says so."""
FILES: Final = JobFiles(
    kinds=FILE_KINDS,
    stem=lambda run, name: f"{run.name.replace('+', '-').replace('/', '-')}.{name.removeprefix('result.')}",
)


def nowcasts_of(jobs: JobManager) -> Bound:
    """Return the addresses of nowcasts, and what answers each."""
    return {
        **bound(jobs, NOWCASTS, {"": (nowcasts, ("GET", "POST"))}),
        **job_addresses(jobs, NOWCASTS, nowcast, FILES),
    }


def nowcasts(visit: RequestContext, runs: JobManager) -> Answer:
    """Show the record of forecasts and ask for another, or begin to make it."""
    if lacking := absent():
        return not_installed(visit.words("nowcasts_title"), lacking)
    problems: tuple[Problem, ...] = ()
    if visit.posted:
        try:
            asked = asked_of(visit)
            run = _same_run(visit, runs, asked)
            if run is None:
                run = ask_nowcast(runs, asked, day=visit.as_of, language=visit.language)
            return Redirect(address_of(run, visit))
        except FactError as fault:
            problems = fault.problems
        except SekishoError as fault:
            problems = tuple(replace(problem, where="what") for problem in fault.problems)
    return _form(visit, runs, problems, status=422 if problems else 200)


def _same_run(visit: RequestContext, runs: JobManager, asked: NowcastRequest) -> NowcastJob | None:
    """Return a run of the same request that is done or at work: the same observations of one day say the same."""
    for run in runs:
        stands = run.state in AT_WORK or (run.state is JobState.DONE and is_told_here(run))
        same = run.settings.get("asked") == plain_of(asked) and (asked.as_of is not None or run.day == visit.as_of)
        if same and stands and not is_other_law(run, visit):
            there: NowcastJob = runs[run.id]
            return there
    return None


def _kept_ready(visit: RequestContext) -> Mapping[str, Any]:
    """Return what the page says of the nowcast that is kept ready, and how it is asked for; nothing where none is."""
    workspace = replace(visit.settings.workspace, library=visit.library)

    def ready() -> Mapping[str, Any]:
        kept_ready = ready_nowcast(LEAD, workspace)
        if kept_ready is None:
            return {}
        sheet = text_from(json.loads(kept_ready.files["sheet.json"]))
        return {"names": kept_ready.asked.names, "first": sheet["first"], "fields": query_of(kept_ready.asked)}

    return visit.settings.answers.told(("nowcast kept ready", visit.library.hash), ready)


def _form(
    visit: RequestContext, runs: JobManager, problems: tuple[Problem, ...], *, status: int, **more: object
) -> Page:
    entries, fields, own = offered(visit.library), fields_of(visit), list(runs)
    defaults = {name: fields[name] or str(default_of(NowcastRequest, name)) for name in ("months", "draws", "seed")}
    return Page(
        template="nowcasts.html",
        title=visit.words("nowcasts_title"),
        context={
            "fields": {**fields, **defaults},
            "kinds": {kind: [entry for entry in entries if entry.kind == kind] for kind in KINDS},
            "errors": {fault.where: visit.words.say(fault.text) for fault in problems},
            "held": [(run, _scored(run, visit)) for run in own],
            "most": MOST_DRAWS,
            "tell": ImpactTelling(visit),
            "gone": False,
            "cancelled": False,
            "ready": _kept_ready(visit) if not (problems or more) else {},
            **more,
        },
        problems=problems,
        status=status,
        query=tuple((name, value) for name, value in visit.query if name in fields),
        data=lambda: {"offered": [entry.to_dict() for entry in entries], "runs": [run.to_dict() for run in own]},
        rows=lambda: [entry.to_dict() for entry in entries],
        personal=True,
    )


def nowcast(visit: RequestContext, runs: JobManager) -> Answer:
    """Show a run where it stands: at work, done, failed, cancelled, or gone."""
    if lacking := absent():
        return not_installed(visit.words("nowcasts_title"), lacking)
    try:
        run = runs.seen(visit.path_params["id"])
    except LibraryError as fault:
        if visit.format != "html":
            raise
        return _form(visit, runs, fault.problems, status=404, gone=True)
    title, headings = visit.words("nowcasts_title"), ImpactTelling(visit).offers(run.asked.names)
    if run.state in AT_WORK:
        return working(visit, run, title, headings=headings, others=runs)
    if run.state is JobState.DONE and is_told_here(run):
        return _sheet(visit, run)
    if run.state in {JobState.DONE, JobState.ENDED}:
        ended = run.state is JobState.ENDED
        says = visit.words("job_ended") if ended else visit.words("job_other_program", program=run.program)
        return stopped(visit, run, title, says=says, headings=headings, files=FILES)
    again = replace(visit, query=(*visit.query, *run.fields))
    if visit.format != "html":
        return Page(template="", title=run.name, data=lambda: job_data(run, visit.words), personal=True)
    if run.state is JobState.CANCELLED:
        return _form(again, runs, (), status=200, cancelled=True)
    told = tuple(
        replace(fault, where="what", what=joined((fault.where, fault.what), "colon")) for fault in run.problems
    )
    return _form(again, runs, told, status=422)


def _sheet(visit: RequestContext, run: NowcastJob) -> Page:
    tell = ImpactTelling(visit)
    sheet: dict[str, Any] = text_from(json.loads((run.out / "sheet.json").read_text(encoding="utf-8")))
    return Page(
        template="nowcast.html",
        title=" + ".join(title for title, _ in tell.offers(run.asked.names)),
        context={
            "run": run,
            "sheet": sheet,
            "score": _scored(run, visit),
            "tell": tell,
            "offers": tell.offers(run.asked.names),
            "files": FILES.there(run, visit.words),
            "file": f"/nowcast/{run.id}/files/",
            "other_law": is_other_law(run, visit),
        },
        data=lambda: {**job_data(run, visit.words), "result": run.answer()},
        rows=run.rows,
        query=run.fields,
        personal=True,
    )


def _scored(run: Job, visit: RequestContext) -> Mapping[str, Any] | None:
    """Score the forecasts of a run on the observations at hand; None where it has none, or none that can be read."""
    file = run.file("forecast.json")
    if file is None or run.state is not JobState.DONE:
        return None
    try:
        return score_sheet(score(ScoreRequest(forecast=file), Workspace(library=visit.library)))
    except SekishoError:  # another version wrote it; the run says so on its own page
        return None
