"""The pages of a cost: ask for it, watch it run, read it as an article, take its files along."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.service.impact import ImpactRequest
from sekisho.service.request import default_of
from sekisho.web.impact_form import MOST_DRAWS, asked_of, fields_of, query_of
from sekisho.web.jobs.impact_jobs import ImpactJob, ImpactJobs
from sekisho.web.jobs.manager import AT_WORK, JobState
from sekisho.web.jobs.outputs import result_of, rows_of
from sekisho.web.pages.impact_words import ImpactTelling
from sekisho.web.rendering import EXCEL
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect
from sekisho.web.scenario_catalogue import KINDS, CatalogueEntry, absent, not_installed, offers

Handler = Callable[[RequestContext], Answer]
FILES: Final[Mapping[str, tuple[str, str]]] = {
    "result.html": ("text/html; charset=utf-8", "cost_file_html"),
    "result.xlsx": (EXCEL, "cost_file_xlsx"),
    "result.csv": ("text/csv; charset=utf-8", "cost_file_csv"),
    "result.json": ("application/json", "cost_file_json"),
}
"""Files of a run: what each is, and the phrase that says so."""
SVG: Final = "image/svg+xml"
CHART: Final = re.compile(r"chart-\d{1,2}(?:-slim)?\.svg")


def impacts_of(runs: ImpactJobs) -> dict[str, tuple[Handler, tuple[str, ...]]]:
    """Return the addresses of costs, and what answers each."""
    return {
        "/impact": (lambda visit: impacts(visit, runs.visible_to(visit.person)), ("GET", "POST")),
        "/impact/{id}": (lambda visit: impact(visit, runs.visible_to(visit.person)), ("GET",)),
        "/impact/{id}/cancel": (lambda visit: cancel(visit, runs.visible_to(visit.person)), ("POST",)),
        "/impact/{id}/delete": (lambda visit: delete(visit, runs.visible_to(visit.person)), ("POST",)),
        "/impact/{id}/files/{name}": (lambda visit: download(visit, runs.visible_to(visit.person)), ("GET",)),
    }


def address_of(run: ImpactJob, visit: RequestContext) -> str:
    """Return the address of a run; it holds what was asked, so that the run can be started again."""
    return address(f"/impact/{run.id}", [("as_of", visit.as_of.isoformat()), *query_of(run.asked)])


def impacts(visit: RequestContext, runs: ImpactJobs) -> Answer:
    """Show what can be costed and ask for it, or begin to cost it."""
    if lacking := absent():
        return not_installed(visit.words("costs_title"), lacking)
    problems: tuple[Problem, ...] = ()
    if visit.posted:
        try:
            return Redirect(address_of(runs.ask(asked_of(visit), day=visit.as_of, language=visit.language), visit))
        except FactError as fault:
            problems = fault.problems
        except SekishoError as fault:
            problems = tuple(replace(one, where="what") for one in fault.problems)
    return _form(visit, runs, problems, status=422 if problems else 200)


def _form(
    visit: RequestContext, runs: ImpactJobs, problems: tuple[Problem, ...], *, status: int, **more: object
) -> Page:
    found = offers(visit.library)
    fields = fields_of(visit)
    held = [runs.seen(run.id) for run in runs]
    return Page(
        template="impacts.html",
        title=visit.words("costs_title"),
        context={
            "fields": {
                **fields,
                **{name: fields[name] or str(default_of(ImpactRequest, name)) for name in ("draws", "seed")},
            },
            "kinds": {kind: [one for one in found if one.kind == kind] for kind in KINDS},
            "errors": {one.where: f"{one.what} {one.remedy}".strip() for one in problems},
            "held": held,
            "most": MOST_DRAWS,
            "tell": ImpactTelling(visit),
            "gone": False,
            "cancelled": False,
            **more,
        },
        problems=problems,
        status=status,
        query=tuple((name, value) for name, value in visit.query if name in fields),
        data=lambda: {"offered": [one.to_dict() for one in found], "runs": [run.to_dict() for run in held]},
        rows=lambda: [one.to_dict() for one in found],
        personal=True,
    )


def impact(visit: RequestContext, runs: ImpactJobs) -> Answer:
    """Show a run where it stands: at work, done, failed, cancelled, or gone."""
    if lacking := absent():
        return not_installed(visit.words("costs_title"), lacking)
    try:
        run = runs.seen(visit.path_params["id"])
    except LibraryError as fault:
        if visit.format != "html":
            raise
        return _form(visit, runs, fault.problems, status=404, gone=True)
    if run.state in AT_WORK:
        return _working(visit, run)
    if run.state is JobState.DONE:
        return _article(visit, run)
    again = replace(visit, query=(*visit.query, *query_of(run.asked)))
    if visit.format != "html":
        return Page(template="", title=run.name, data=run.to_dict, personal=True)
    if run.state is JobState.CANCELLED:
        return _form(again, runs, (), status=200, cancelled=True)
    told = tuple(replace(one, where="what", what=f"{one.where}: {one.what}".lstrip(": ")) for one in run.problems)
    return _form(again, runs, told, status=422)


def _working(visit: RequestContext, run: ImpactJob) -> Page:
    tell = ImpactTelling(visit)
    return Page(
        template="impact_working.html",
        title=visit.words("costs_title"),
        context={"run": run, "tell": tell, "offers": tell.offers(run.asked.names), "stage": tell.stage(run.stage)},
        data=run.to_dict,
        query=query_of(run.asked),
        personal=True,
    )


def _article(visit: RequestContext, run: ImpactJob) -> Page:
    article = article_in(run)
    finding = article["finding"]
    tell = ImpactTelling(visit)
    return Page(
        template="impact.html",
        title=" + ".join(title for title, _ in tell.offers(run.asked.names)),
        context={
            "run": run,
            "article": article,
            "finding": finding,
            "found": tell.finding(finding),
            "tell": tell,
            "offers": tell.offers(run.asked.names),
            "measures": [name for name in _measures(run.asked, visit) if name in visit.library.measures],
            "files": [(name, visit.words(phrase)) for name, (_, phrase) in FILES.items()],
            "file": f"/impact/{run.id}/files/",
            "again": run.asked,
            "few": finding["draws"] < MOST_DRAWS and not finding["nothing"] and not finding["point"],
            "most": MOST_DRAWS,
        },
        data=lambda: {**run.to_dict(), "result": result_of(run)},
        rows=lambda: rows_of(run),
        query=query_of(run.asked),
        personal=True,
    )


def _measures(asked: ImpactRequest, visit: RequestContext) -> list[str]:
    """Name the measures that a run is about: those asked for, and those for which a scenario is written."""
    by_name: dict[str, CatalogueEntry] = {one.name: one for one in offers(visit.library)}
    return [by_name[name].stands_for or name if name in by_name else name for name in asked.names]


def article_in(run: ImpactJob) -> dict[str, Any]:
    """Return the article of a run that is done."""
    found: dict[str, Any] = json.loads((run.out / "article.json").read_text(encoding="utf-8"))
    return found


def cancel(visit: RequestContext, runs: ImpactJobs) -> Answer:
    """End a run."""
    run = runs[visit.path_params["id"]]
    runs.cancel(run)
    return Redirect(address_of(run, visit))


def delete(visit: RequestContext, runs: ImpactJobs) -> Answer:
    """Take a run away with everything made of it."""
    runs.delete(visit.path_params["id"])
    return Redirect(address("/impact", [("as_of", visit.as_of.isoformat())]))


def download(visit: RequestContext, runs: ImpactJobs) -> Answer:
    """Send a file or a chart of a run."""
    run, name = runs[visit.path_params["id"]], visit.path_params["name"]
    path = run.file(name) if name in FILES or CHART.fullmatch(name) else None
    if path is None:
        raise LibraryError(Problem(where="impact", what=f"there is no {name[:80]} of a run."))
    kind = FILES[name][0] if name in FILES else SVG
    stem = "-".join(run.asked.names).replace("/", "-")
    return Download(name=f"{stem}.{name.removeprefix('result.')}", kind=kind, path=path)
