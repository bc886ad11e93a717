"""The pages of a cost: ask for it, watch it run, read it as an article, take its files along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.i18n.names import short_name, territory_text
from sekisho.law.model.library import Library
from sekisho.message import joined, text_from
from sekisho.service.impact import ImpactRequest, is_kept_ready
from sekisho.service.impact import impact as impact_of
from sekisho.service.impact_economy import countries_of, tables_of
from sekisho.service.request import default_of, plain_of
from sekisho.web.impact_form import MOST_DRAWS, asked_of, fields_of
from sekisho.web.jobs.job import AT_WORK, JobState
from sekisho.web.jobs.kinds import COSTS, OBSERVED, ImpactJob, ask_impact
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.article import article_of_run, chart_file, taken_of
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
from sekisho.web.rendering import EXCEL
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Page, Redirect
from sekisho.web.scenario_catalogue import KINDS, CatalogueEntry, absent, not_installed, offers
from sekisho.web.settings import ServerSettings

FILE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "result.html": ("text/html; charset=utf-8", "cost_file_html"),
    "result.xlsx": (EXCEL, "cost_file_xlsx"),
    "result.csv": ("text/csv; charset=utf-8", "cost_file_csv"),
    "result.json": ("application/json", "cost_file_json"),
}
"""Files of a run: what each is, and the phrase that says so."""
FILES: Final = JobFiles(
    kinds=FILE_KINDS,
    stem=lambda run, name: f"{run.name.replace('+', '-').replace('/', '-')}.{name.removeprefix('result.')}",
    chart=chart_file,
)


def impacts_of(jobs: JobManager) -> Bound:
    """Return the addresses of costs, and what answers each."""
    return {
        **bound(jobs, COSTS, {"": (impacts, ("GET", "POST"))}),
        **job_addresses(jobs, COSTS, impact, FILES),
    }


def impacts(visit: RequestContext, runs: JobManager) -> Answer:
    """Show what can be costed and ask for it, or begin to cost it."""
    if lacking := absent():
        return not_installed(visit.words("costs_title"), lacking)
    problems: tuple[Problem, ...] = ()
    if visit.posted:
        try:
            asked, file = asked_of(visit), visit.files.get("observed")
            sent, name = (None, "") if file is None else (file.file, file.filename or "")
            if sent is None and (same := _same_run(visit, runs, asked)) is not None:
                return Redirect(address_of(same, visit))
            run = ask_impact(runs, asked, day=visit.as_of, language=visit.language, sent=sent, name=name)
            return Redirect(address_of(run, visit))
        except FactError as fault:
            problems = fault.problems
        except SekishoError as fault:
            problems = tuple(
                problem if problem.where == "observed" else replace(problem, where="what") for problem in fault.problems
            )
    return _form(visit, runs, problems, status=422 if problems else 200)


def _same_run(visit: RequestContext, runs: JobManager, asked: ImpactRequest) -> ImpactJob | None:
    """Return a run of the same request that is done or at work: the same draws of the same law give the same answer."""
    wanted = plain_of(asked)
    for run in runs:
        same = run.settings.get("asked") == wanted and run.settings.get("language") == visit.language
        stands = run.state in AT_WORK or (run.state is JobState.DONE and is_told_here(run))
        if same and stands and run.day == visit.as_of and not is_other_law(run, visit):
            found: ImpactJob = runs[run.id]
            return found
    return None


def _form(
    visit: RequestContext, runs: JobManager, problems: tuple[Problem, ...], *, status: int, **more: object
) -> Page:
    found = offers(visit.library)
    fields = fields_of(visit)
    asked = list(runs)
    return Page(
        template="impacts.html",
        title=visit.words("costs_title"),
        context={
            "fields": {
                **fields,
                **{name: fields[name] or str(default_of(ImpactRequest, name)) for name in ("draws", "seed", "table")},
            },
            "kinds": {kind: [one for one in found if one.kind == kind] for kind in KINDS},
            "errors": {one.where: visit.words.say(one.text) for one in problems},
            "inputs": _inputs(visit),
            "countries": _countries(visit),
            "tables": tables_of(visit.settings.workspace),
            "held": asked,
            "most": MOST_DRAWS,
            "most_megabytes": visit.settings.limits.upload // (1024 * 1024),
            "accept": ",".join(OBSERVED.kinds),
            "tell": ImpactTelling(visit),
            "gone": False,
            "cancelled": False,
            "lead": kept_figure(visit.settings, visit.library) if not (problems or more) else None,
            **more,
        },
        problems=problems,
        status=status,
        query=tuple((name, value) for name, value in visit.query if name in fields),
        data=lambda: {"offered": [one.to_dict() for one in found], "runs": [run.to_dict() for run in asked]},
        rows=lambda: [one.to_dict() for one in found],
        personal=True,
    )


LEAD: Final = "japan-ban"
"""The scenario whose figure the page opens with: the ban that all pages are about."""


def kept_figure(settings: ServerSettings, library: Library) -> Mapping[str, Any]:
    """Return the loss that is kept ready for the ban, as it is written large; nothing where none is.

    It stands under the central reading and the settings that ship: what a reader gets who asks without choosing.
    """
    request, workspace = ImpactRequest(names=(LEAD,)), replace(settings.workspace, library=library)

    def ready() -> Mapping[str, Any]:
        try:
            if absent() or LEAD not in {one.name for one in offers(library)} or not is_kept_ready(request, workspace):
                return {}
            from sekisho.web.pages.impact_data import finding_of

            figure: Mapping[str, Any] = text_from(finding_of(impact_of(request, workspace))["figure"])
        except SekishoError:
            return {}  # other law data may lack what the ban is costed by; pages are there without its figure
        return figure

    return settings.answers.told(("cost kept ready", library.hash), ready)


def _inputs(visit: RequestContext) -> list[tuple[str, str]]:
    """Return the uncertain inputs with their names in the language of the pages, in the order of these."""
    from sekisho.impact.uncertainty.draws import COLUMNS
    from sekisho.present.impact.bridge import setting_name

    return sorted(((name, visit.words.say(setting_name(name))) for name in COLUMNS), key=lambda pair: pair[1])


def _countries(visit: RequestContext) -> list[tuple[str, str]]:
    """Return the countries whose loss can be asked, with their names in the language of the pages."""
    workspace = replace(visit.settings.workspace, library=visit.library)
    return [(code, visit.words.say(territory_text(code, visit.library))) for code in countries_of(workspace)]


def impact(visit: RequestContext, runs: JobManager) -> Answer:
    """Show a run where it stands: at work, done, failed, cancelled, or gone."""
    if lacking := absent():
        return not_installed(visit.words("costs_title"), lacking)
    try:
        run = runs.seen(visit.path_params["id"])
    except LibraryError as fault:
        if visit.format != "html":
            raise
        return _form(visit, runs, fault.problems, status=404, gone=True)
    tell = ImpactTelling(visit)
    headings = tell.offers(run.asked.names)
    if run.state in AT_WORK:
        return working(visit, run, visit.words("costs_title"), headings=headings)
    if run.state is JobState.DONE and is_told_here(run):
        return _article(visit, run)
    if run.state in {JobState.DONE, JobState.ENDED}:
        ended = run.state is JobState.ENDED
        says = visit.words("job_ended") if ended else visit.words("job_other_program", program=run.program)
        return stopped(visit, run, visit.words("costs_title"), says=says, headings=headings, files=FILES)
    again = replace(visit, query=(*visit.query, *run.fields))
    if visit.format != "html":
        return Page(template="", title=run.name, data=lambda: job_data(run, visit.words), personal=True)
    if run.state is JobState.CANCELLED:
        return _form(again, runs, (), status=200, cancelled=True)
    told = tuple(replace(one, where="what", what=joined((one.where, one.what), "colon")) for one in run.problems)
    return _form(again, runs, told, status=422)


def _article(visit: RequestContext, run: ImpactJob) -> Page:
    article = article_of_run(run)
    finding = article["finding"]
    tell = ImpactTelling(visit)
    return Page(
        template="impact.html",
        title=" + ".join(title for title, _ in tell.offers(run.asked.names)),
        context={
            "run": run,
            "article": article,
            "finding": finding,
            "tell": tell,
            "offers": tell.offers(run.asked.names),
            "measures": [
                (name, short_name(visit.library[name], visit.language))
                for name in _measures(run.asked, visit)
                if name in visit.library.measures
            ],
            "files": FILES.there(run, visit.words),
            "file": f"/impact/{run.id}/files/",
            "taken": taken_of(run, visit.language),
            "other_law": is_other_law(run, visit),
            "few": finding["draws"] < MOST_DRAWS and not finding["nothing"] and not finding["point"],
            "most": MOST_DRAWS,
        },
        data=lambda: {**job_data(run, visit.words), "result": run.answer()},
        rows=run.rows,
        query=run.fields,
        personal=True,
    )


def _measures(asked: ImpactRequest, visit: RequestContext) -> list[str]:
    """Name the measures that a run is about: those asked for, and those for which a scenario is written."""
    by_name: dict[str, CatalogueEntry] = {one.name: one for one in offers(visit.library)}
    return [by_name[name].stands_for or name if name in by_name else name for name in asked.names]
