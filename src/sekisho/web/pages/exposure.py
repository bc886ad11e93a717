"""The pages of an exposure: send a bill, watch it run, read what hangs on what, take the files along."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.i18n.names import measure_text
from sekisho.i18n.territories import territory_names
from sekisho.service.exposure import ExposureRequest, measures_with_shares
from sekisho.service.request import default_of
from sekisho.web.exposure_form import FACTS, FIELDS, OF_ALL, asked_of, asked_otherwise, fields_of, scenarios
from sekisho.web.impact_form import MOST_DRAWS
from sekisho.web.jobs.job import AT_WORK, JobState
from sekisho.web.jobs.kinds import BILL_ENDINGS, EXPOSURES, ExposureJob, send_bill
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.article import ArticleTelling, article_of_run, chart_file, taken_of
from sekisho.web.pages.impact_words import ImpactTelling as Costs
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
from sekisho.web.scenario_catalogue import KINDS as OFFERED
from sekisho.web.scenario_catalogue import absent, not_installed

FILE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "result.html": ("text/html; charset=utf-8", "bom_file_html"),
    "result.xlsx": (EXCEL, "bom_file_xlsx"),
    "result.csv": ("text/csv; charset=utf-8", "bom_file_csv"),
    "result.json": ("application/json", "bom_file_json"),
}
"""Files of a run: what each is, and the phrase that says so."""
FILES: Final = JobFiles(
    kinds=FILE_KINDS,
    stem=lambda run, name: f"{run.sent.stem}.exposure.{name.removeprefix('result.')}",
    chart=chart_file,
)


def exposures_of(jobs: JobManager) -> Bound:
    """Return the addresses of exposures, and what answers each."""
    return {
        **bound(jobs, EXPOSURES, {"": (exposures, ("GET", "POST"))}),
        **job_addresses(jobs, EXPOSURES, exposure, FILES),
    }


def exposures(visit: RequestContext, runs: JobManager) -> Answer:
    """Ask for a bill, or begin to look at one."""
    if lacking := absent():
        return not_installed(visit.words("bom_title"), lacking)
    problems: list[Problem] = []
    if visit.posted and visit.text("again"):
        return _asked_again(visit, runs)
    if visit.posted:
        file, sample = visit.files.get("bill"), bool(visit.text("sample"))
        if file is None and not sample:
            problems.append(Problem(where="bill", what=visit.words("bom_none")))
        try:
            asked = asked_of(visit)
            if not problems:
                day = visit.as_of
                sent, name = (None, "") if sample or file is None else (file.file, file.filename or "")
                return Redirect(address_of(send_bill(runs, sent, name, asked, day=day, language=visit.language), visit))
        except FactError as fault:
            problems += fault.problems
        except SekishoError as fault:
            problems += [replace(one, where="bill") for one in fault.problems]
    return _form(visit, runs, tuple(problems), status=422 if problems else 200)


def _asked_again(visit: RequestContext, runs: JobManager) -> Answer:
    """Look at a bill that lies here again, with other answers to the questions that hold for all parts."""
    try:
        run = runs.seen(visit.text("again"))
        asked = asked_otherwise(visit, run.asked)
        with run.sent.open("rb") as sent:
            bill, name = (None, "") if run.settings["sample"] else (sent, run.name)
            job = send_bill(runs, bill, name, asked, day=run.day, language=visit.language)
    except LibraryError as fault:
        return _form(visit, runs, fault.problems, status=404, gone=True)
    except SekishoError as fault:
        return _form(visit, runs, fault.problems, status=422)
    return Redirect(address_of(job, visit))


def _form(
    visit: RequestContext, runs: JobManager, problems: tuple[Problem, ...], *, status: int, **more: object
) -> Page:
    from sekisho.present.exposure.findings import QUESTIONS

    library, fields = visit.library, fields_of(visit)
    sent = list(runs)
    offered = scenarios(library)
    errors: dict[str, str] = {}
    for one in problems:
        errors.setdefault(one.where, visit.words.say(one.text))
    return Page(
        template="exposures.html",
        title=visit.words("bom_title"),
        context={
            "fields": {**fields, "draws": fields["draws"] or str(default_of(ExposureRequest, "draws"))},
            "kinds": {kind: [one for one in offered if one.kind == kind] for kind in OFFERED},
            "measures": [(one, visit.tell(measure_text(library[one]))) for one in measures_with_shares(library)],
            "facts": [library.facts[name] for name in FACTS],
            "questions": {name: visit.tell(question) for name, question in QUESTIONS.items()},
            "territories": territory_names(library)[visit.language],
            "errors": errors,
            "accept": ",".join(BILL_ENDINGS),
            "most": visit.settings.limits.upload // (1024 * 1024),
            "most_draws": MOST_DRAWS,
            "held": sent,
            "tell": Costs(visit),
            "names": FIELDS,
            "gone": False,
            "cancelled": False,
            "faults": (),
            **more,
        },
        problems=problems,
        status=status,
        query=tuple((name, value) for name, value in visit.query if name in fields and name != "end_user"),
        data=lambda: {"runs": [run.to_dict() for run in sent]},
        rows=lambda: [{name: run.to_dict()[name] for name in ("id", "name", "state", "as_of")} for run in sent],
        personal=True,
    )


def exposure(visit: RequestContext, runs: JobManager) -> Answer:
    """Show a run where it stands: at work, done, failed, cancelled, or gone."""
    if lacking := absent():
        return not_installed(visit.words("bom_title"), lacking)
    try:
        run = runs.seen(visit.path_params["id"])
    except LibraryError as fault:
        if visit.format != "html":
            raise
        return _form(visit, runs, fault.problems, status=404, gone=True)
    if run.state in AT_WORK:
        return working(visit, run, visit.words("bom_working", name=run.name), others=runs)
    if run.state is JobState.DONE and is_told_here(run):
        return _found(visit, run)
    if run.state is JobState.DONE:
        says = visit.words("job_other_program", program=run.program)
        return stopped(visit, run, run.name, says=says, files=FILES)
    if run.state is JobState.ENDED:
        return stopped(visit, run, run.name, says=visit.words("job_ended"))
    if visit.format != "html":
        return Page(template="", title=run.name, data=lambda: job_data(run, visit.words), personal=True)
    again = replace(visit, query=(*visit.query, *run.fields))
    if run.state is JobState.CANCELLED:
        return _form(again, runs, (), status=200, cancelled=True)
    first = Problem(where="bill", what=visit.words("bom_wrong", name=run.name, n=len(run.problems)))
    return _form(again, runs, (first,), status=422, faults=run.problems)


def _found(visit: RequestContext, run: ExposureJob) -> Page:
    article = article_of_run(run)
    return Page(
        template="exposure.html",
        title=visit.words.say(article["title"]),
        context={
            "run": run,
            "other_law": is_other_law(run, visit),
            "other_day": visit.words.day(run.day) if visit.as_of != run.day else "",
            "article": article,
            "tell": ArticleTelling(visit),
            "facts": {name: visit.library.facts[name] for name in OF_ALL},
            "files": [(name, visit.words(phrase)) for name, (_, phrase) in FILE_KINDS.items()],
            "file": f"/exposure/{run.id}/files/",
            "taken": taken_of(run, visit.language),
        },
        data=lambda: {**job_data(run, visit.words), "result": run.answer()},
        rows=run.rows,
        query=run.fields,
        personal=True,
    )
