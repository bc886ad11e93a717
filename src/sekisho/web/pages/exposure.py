"""The pages of an exposure: send a bill, watch it run, read what hangs on what, take the files along."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from sekisho.errors import FactError, LibraryError, Problem, SekishoError
from sekisho.i18n.territories import territory_names
from sekisho.impact.defaults import DRAWS
from sekisho.web.exposure_form import FACTS, FIELDS, asked_of, fields_of, measures, scenarios
from sekisho.web.impact_form import MOST_DRAWS
from sekisho.web.jobs.exposure_jobs import KINDS, ExposureJob, Exposures
from sekisho.web.jobs.manager import AT_WORK, JobState
from sekisho.web.jobs.outputs import result_of, rows_of
from sekisho.web.messages import LANGUAGES
from sekisho.web.pages.exposure_words import ExposureTelling
from sekisho.web.pages.impact_words import ImpactTelling as Costs
from sekisho.web.rendering import EXCEL
from sekisho.web.request_context import RequestContext, address
from sekisho.web.response import Answer, Download, Page, Redirect
from sekisho.web.scenario_catalogue import KINDS as OFFERED
from sekisho.web.scenario_catalogue import absent, not_installed

Handler = Callable[[RequestContext], Answer]
FILES: Final[Mapping[str, tuple[str, str]]] = {
    "result.html": ("text/html; charset=utf-8", "bom_file_html"),
    "result.xlsx": (EXCEL, "bom_file_xlsx"),
    "result.csv": ("text/csv; charset=utf-8", "bom_file_csv"),
    "result.json": ("application/json", "bom_file_json"),
}
"""Files of a run: what each is, and the phrase that says so."""
SVG: Final = "image/svg+xml"
CHARTS: Final = frozenset(
    f"{name}-{language}{slim}.svg" for name in ("weeks", "products") for language in LANGUAGES for slim in ("", "-slim")
)


def exposures_of(runs: Exposures) -> dict[str, tuple[Handler, tuple[str, ...]]]:
    """Return the addresses of exposures, and what answers each."""
    return {
        "/exposure": (lambda visit: exposures(visit, runs.visible_to(visit.person)), ("GET", "POST")),
        "/exposure/{id}": (lambda visit: exposure(visit, runs.visible_to(visit.person)), ("GET",)),
        "/exposure/{id}/cancel": (lambda visit: cancel(visit, runs.visible_to(visit.person)), ("POST",)),
        "/exposure/{id}/delete": (lambda visit: delete(visit, runs.visible_to(visit.person)), ("POST",)),
        "/exposure/{id}/files/{name}": (lambda visit: download(visit, runs.visible_to(visit.person)), ("GET",)),
    }


def address_of(run: ExposureJob) -> str:
    """Return the address of a run, with the day of the law and what was asked, save names."""
    return address(f"/exposure/{run.id}", [("as_of", run.day.isoformat()), *run.asked.query])


def exposures(visit: RequestContext, runs: Exposures) -> Answer:
    """Ask for a bill, or begin to look at one."""
    if lacking := absent():
        return not_installed(visit.words("bom_title"), lacking)
    problems: list[Problem] = []
    if visit.posted:
        file, sample = visit.files.get("bill"), bool(visit.text("sample"))
        if file is None and not sample:
            problems.append(Problem(where="bill", what=visit.words("bom_none")))
        try:
            asked = asked_of(visit)
            if not problems:
                day = visit.as_of
                if sample or file is None:
                    return Redirect(address_of(runs.sample(asked, day=day)))
                sent = runs.send(file.file, file.filename or "", asked, day=day)
                return Redirect(address_of(sent))
        except FactError as fault:
            problems += fault.problems
        except SekishoError as fault:
            problems += [replace(one, where="bill") for one in fault.problems]
    return _form(visit, runs, tuple(problems), status=422 if problems else 200)


def _form(
    visit: RequestContext, runs: Exposures, problems: tuple[Problem, ...], *, status: int, **more: object
) -> Page:
    library, fields = visit.library, fields_of(visit)
    held = [runs.seen(run.id) for run in runs]
    offered = scenarios(library)
    errors: dict[str, str] = {}
    for one in problems:
        errors.setdefault(one.where, f"{one.what} {one.remedy}".strip())
    return Page(
        template="exposures.html",
        title=visit.words("bom_title"),
        context={
            "fields": {**fields, "draws": fields["draws"] or str(DRAWS)},
            "kinds": {kind: [one for one in offered if one.kind == kind] for kind in OFFERED},
            "measures": measures(library),
            "facts": [library.facts[name] for name in FACTS],
            "territories": territory_names(library)[visit.language],
            "errors": errors,
            "accept": ",".join(KINDS),
            "most": visit.settings.limits.upload // (1024 * 1024),
            "most_draws": MOST_DRAWS,
            "held": held,
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
        data=lambda: {"runs": [run.to_dict() for run in held]},
        rows=lambda: [{name: run.to_dict()[name] for name in ("id", "name", "state", "as_of")} for run in held],
        personal=True,
    )


def exposure(visit: RequestContext, runs: Exposures) -> Answer:
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
        return _working(visit, run)
    if run.state is JobState.DONE:
        return _found(visit, run)
    if visit.format != "html":
        return Page(template="", title=run.name, data=run.to_dict, personal=True)
    again = replace(visit, query=(*visit.query, *run.asked.query))
    if run.state is JobState.CANCELLED:
        return _form(again, runs, (), status=200, cancelled=True)
    first = Problem(where="bill", what=visit.words("bom_wrong", name=run.name, n=len(run.problems)))
    return _form(again, runs, (first,), status=422, faults=run.problems)


def _working(visit: RequestContext, run: ExposureJob) -> Page:
    return Page(
        template="exposure_working.html",
        title=visit.words("bom_working", name=run.name),
        context={"run": run, "stage": ExposureTelling(visit, {}).stage(run.stage)},
        data=run.to_dict,
        query=run.asked.query,
        personal=True,
    )


def _found(visit: RequestContext, run: ExposureJob) -> Page:
    seen: dict[str, Any] = json.loads((run.out / "seen.json").read_text(encoding="utf-8"))
    return Page(
        template="exposure.html",
        title=visit.words("bom_found", name=run.name),
        context={
            "run": run,
            "other_day": visit.words.day(run.day) if visit.as_of != run.day else "",
            "seen": seen,
            "tell": ExposureTelling(visit, seen),
            "scenario": Costs(visit).offers([run.asked.scenario])[0] if run.asked.scenario else ("", ""),
            "files": [(name, visit.words(phrase)) for name, (_, phrase) in FILES.items()],
            "file": f"/exposure/{run.id}/files/",
        },
        data=lambda: {**run.to_dict(), "result": result_of(run)},
        rows=lambda: rows_of(run),
        query=run.asked.query,
        personal=True,
    )


def cancel(visit: RequestContext, runs: Exposures) -> Answer:
    """End a run."""
    run = runs[visit.path_params["id"]]
    runs.cancel(run)
    return Redirect(address_of(run))


def delete(visit: RequestContext, runs: Exposures) -> Answer:
    """Take a bill away with everything made of it."""
    runs.delete(visit.path_params["id"])
    return Redirect(address("/exposure", [("as_of", visit.as_of.isoformat())]))


def download(visit: RequestContext, runs: Exposures) -> Answer:
    """Send a file or a chart of a run."""
    run, name = runs[visit.path_params["id"]], visit.path_params["name"]
    path = run.file(name) if name in FILES or name in CHARTS else None
    if path is None:
        raise LibraryError(Problem(where="exposure", what=f"there is no {name[:80]} of a run."))
    kind = FILES[name][0] if name in FILES else SVG
    stem = run.bill.stem
    return Download(name=f"{stem}.exposure.{name.removeprefix('result.')}", kind=kind, path=path)
