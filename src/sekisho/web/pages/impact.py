"""The pages of a cost: ask for it, watch it run, read it as an article, take its files along."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final, cast

from sekisho.errors import FactError, LibraryError, Problem, ScenarioError, SekishoError
from sekisho.i18n.names import short_name, territory_text
from sekisho.impact.defaults import AT_EVERY_LENGTH, LENGTHS
from sekisho.law.model.library import Library
from sekisho.message import joined, message, text_from
from sekisho.service.impact import ImpactRequest, is_kept_ready
from sekisho.service.impact import impact as impact_of
from sekisho.service.impact_economy import countries_of, tables_of
from sekisho.service.request import default_of, plain_of
from sekisho.web.impact_form import MOST_DRAWS, asked_of, fields_of
from sekisho.web.jobs.job import AT_WORK, Job, JobState
from sekisho.web.jobs.kinds import COSTS, OBSERVED, ImpactJob, ask_impact
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.article import TAKEN, article_of_run, chart_file, drawn_file, taken_of
from sekisho.web.pages.impact_data import PublishedBeside, published_beside
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
from sekisho.web.request_context import Pairs, RequestContext, address
from sekisho.web.response import Answer, Page, Redirect
from sekisho.web.scenario_catalogue import KINDS, CatalogueEntry, absent, not_installed, offers
from sekisho.web.settings import ServerSettings

if TYPE_CHECKING:
    from sekisho.impact.results.result import ImpactResult

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
OFFERED: Final[Mapping[str, str]] = {
    "japan-ban": "cost_tab_ban",
    "ban-widens": "cost_tab_widens",
    "talks-succeed": "cost_tab_talks",
    "rare-earths-stop": "cost_tab_rare_earths",
    "critical-minerals-stop": "cost_tab_minerals",
    "outlook-2026": "cost_tab_outlook",
}
"""Scenarios from January 2026 on, in the order of the links, and the phrase that names each in two or three words."""
DRAWN: Final[Mapping[str, tuple[str, ...]]] = {
    "japan-ban": ("japan-ban", "rare-earths-stop"),
    "rare-earths-stop": ("rare-earths-stop",),
    "critical-minerals-stop": ("critical-minerals-stop",),
}
"""Scenarios that are drawn on the page of one beside what others published: that which the ban may become with it."""
SHORTEST: Final = 2
"""Lengths from which there is a choice."""


def impacts_of(jobs: JobManager) -> Bound:
    """Return the addresses of costs, and what answers each."""
    return {
        **bound(jobs, COSTS, {"": (impacts, ("GET", "POST"))}),
        **job_addresses(jobs, COSTS, impact, FILES),
        "/cost/{id}": (lambda visit: cost(visit, jobs.visible_to(visit.person, COSTS)), ("GET",)),
        "/cost/{id}/files/{name}": (beside_file, ("GET",)),
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
        return working(visit, run, visit.words("costs_title"), headings=headings, others=runs)
    if run.state is JobState.DONE and is_told_here(run):
        return _article(visit, runs, run)
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


def _article(visit: RequestContext, runs: JobManager, run: ImpactJob) -> Page:
    from sekisho.present.impact.bridge import BRIDGE_HEAD

    article: Mapping[str, Any] = article_of_run(run)
    finding = article["finding"]
    tell = ImpactTelling(visit)
    beside = _beside(visit, run)
    lengths = length_tabs(visit, runs, run)
    if beside is not None:
        article = _with_folded(article)
    return Page(
        template="impact.html",
        title=" + ".join(title for title, _ in tell.offers(run.asked.names)),
        context={
            "run": run,
            "article": article,
            "finding": finding,
            "beside": beside,
            "beside_file": f"/cost/{run.asked.names[0]}/files/",
            "bridge": _bridge_place(run, article) if beside is not None else "",
            "short_names": OFFERED,
            "tabs": {"cost_tabs": scenario_tabs(visit, run), "cost_lengths": lengths},
            "other_lengths": other_lengths(visit, run, lengths),
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
            "taken_beside": TAKEN,
            "bridge_head": BRIDGE_HEAD,
            "other_law": is_other_law(run, visit),
            "few": finding["draws"] < MOST_DRAWS and not finding["nothing"] and not finding["point"],
            "most": MOST_DRAWS,
        },
        data=lambda: {**job_data(run, visit.words), "result": run.answer()},
        rows=run.rows,
        query=run.fields,
        personal=True,
    )


def _beside(visit: RequestContext, run: ImpactJob) -> PublishedBeside | None:
    """Return a cost that is kept ready beside what others published; None of any other, or where nobody did."""
    name, ready = run.asked.names[0], ready_scenarios(visit.settings, visit.library)
    plain = ImpactRequest(names=(name,), months=run.asked.months)
    if run.asked != plain or run.asked.months not in {None, ready.get(name)} or is_other_law(run, visit):
        return None
    (beside,) = visit.settings.answers.told(
        ("cost beside others", name, visit.library.hash), lambda: (published_beside(_drawn_beside(name, visit)),)
    )
    return beside


def _drawn_beside(name: str, visit: RequestContext) -> list[tuple[str, ImpactResult]]:
    """Return the scenarios that are drawn beside what others published on the page of one, each with its cost."""
    from sekisho.impact.results.result import ImpactResult

    ready = ready_scenarios(visit.settings, visit.library)
    workspace = replace(visit.settings.workspace, library=visit.library)
    names = [scenario for scenario in DRAWN.get(name, ()) if scenario in ready]
    answers = [(scenario, impact_of(ImpactRequest(names=(scenario,)), workspace)) for scenario in names]
    return [(scenario, answer) for scenario, answer in answers if isinstance(answer, ImpactResult)]


def beside_file(visit: RequestContext) -> Answer:
    """Give the drawing of published estimates beside a scenario as a file, or its table.

    Raises
    ------
    LibraryError
        If nobody published anything for the question of that scenario.
    """
    name = visit.path_params["id"]
    chart = None
    if not absent() and name in DRAWN:
        from sekisho.present.impact.comparisons import beside_chart

        key = "cost beside others as a chart", name, visit.library.hash
        (chart,) = visit.settings.answers.told(
            key, lambda: (beside_chart([answer for _, answer in _drawn_beside(name, visit)]),)
        )
    if chart is None:
        what = message("web.no_drawing", "there is no drawing of {name}.", name=name[:80])
        raise LibraryError(Problem(where="chart", what=what))
    return drawn_file(chart, visit.path_params["name"], visit, stem=f"{name}-published")


def _bridge_place(run: ImpactJob, article: Mapping[str, Any]) -> str:
    """Return where it stands why published estimates differ: here, or on the page of the scenario that they are of."""
    from sekisho.present.impact.bridge import BRIDGE_HEAD

    name = run.asked.names[0]
    if any(section["heading"] == BRIDGE_HEAD for section in article["sections"]):
        return "#bridge"
    other = next((scenario for scenario in DRAWN.get(name, ()) if scenario != name), "")
    return f"/cost/{other}" if other else ""


def _with_folded(article: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fold the table of what was published: the drawing says it above."""
    from sekisho.present.impact.document import PUBLISHED_HEAD

    folded = message("web.published_folded", "What each published, and why it differs")

    def parts(section: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        return [{**part, "folded": folded} if part["kind"] == "grid" else part for part in section["parts"]]

    sections = [
        {**section, "parts": parts(section)} if section["heading"] == PUBLISHED_HEAD else section
        for section in article["sections"]
    ]
    return {**article, "sections": sections}


def _measures(asked: ImpactRequest, visit: RequestContext) -> list[str]:
    """Name the measures that a run is about: those asked for, and those for which a scenario is written."""
    by_name: dict[str, CatalogueEntry] = {one.name: one for one in offers(visit.library)}
    return [by_name[name].stands_for or name if name in by_name else name for name in asked.names]


@dataclass(frozen=True, slots=True, kw_only=True)
class CostTab:
    """A link to a cost.

    Parameters
    ----------
    place, fields
        Its address, without a day, and what that asks.
    """

    place: str
    fields: Pairs
    says: str
    shown: bool


def ready_scenarios(settings: ServerSettings, library: Library) -> Mapping[str, int]:
    """Return the scenarios on offer whose answer is kept ready, each with its own months."""

    def ready() -> Mapping[str, int]:
        months = {} if absent() else {entry.name: entry.months for entry in offers(library)}
        return {name: months[name] for name in OFFERED if name in months and _is_ready(name, settings, library)}

    return settings.answers.told(("costs kept ready", library.hash), ready)


def ready_lengths(name: str, settings: ServerSettings, library: Library) -> tuple[int, ...]:
    """Return the months for which the answer of a scenario on offer is kept ready, besides its own."""

    def ready() -> tuple[int, ...]:
        own = ready_scenarios(settings, library).get(name)
        others = LENGTHS if name in AT_EVERY_LENGTH and own is not None else ()
        return tuple(months for months in others if months != own and _is_ready(name, settings, library, months))

    return settings.answers.told(("lengths kept ready", library.hash, name), ready)


def _is_ready(name: str, settings: ServerSettings, library: Library, months: int | None = None) -> bool:
    try:
        request = ImpactRequest(names=(name,), months=months)
        return is_kept_ready(request, replace(settings.workspace, library=library))
    except SekishoError:
        return False  # other law data may lack what a scenario is costed by


def scenario_tabs(visit: RequestContext, run: ImpactJob) -> list[CostTab]:
    """Return the scenarios that open at once; the one that is shown is marked."""
    ready = ready_scenarios(visit.settings, visit.library)
    return [_tab(run, name, (), visit.words(OFFERED[name]), shown=run.asked.names == (name,)) for name in ready]


def length_tabs(visit: RequestContext, runs: JobManager, run: ImpactJob) -> list[CostTab]:
    """Return the lengths of the scenario of a run that open at once; none where there is no choice."""
    from sekisho.present.impact.names import months as months_text

    name = run.asked.names[0]
    own = next((entry.months for entry in offers(visit.library) if entry.name == name), None)
    ready = ready_scenarios(visit.settings, visit.library)
    if own is None or name not in ready or len(run.asked.names) > 1:
        return []
    shown = run.asked.months or own
    lengths = {own, shown, *ready_lengths(name, visit.settings, visit.library), *_lengths(visit, runs, name)}
    if len(lengths) < SHORTEST:
        return []
    return [
        _tab(run, name, [("months", str(months))], months_text(months), shown=months == shown)
        for months in sorted(lengths)
    ]


def other_lengths(visit: RequestContext, run: ImpactJob, tabs: Iterable[CostTab]) -> list[CostTab]:
    """Return lengths that nobody worked out yet, as links to the form that asks for them with all else as it is.

    None begins a run: that takes minutes, and the form says so.
    """
    from sekisho.present.impact.names import months as months_text

    own = next((entry.months for entry in offers(visit.library) if entry.name == run.asked.names[0]), None)
    there = {months_text(run.asked.months or own or 0), *(tab.says for tab in tabs)}
    others = [(name, value) for name, value in run.fields if name != "months"]
    return [
        CostTab(place="/impact", fields=[*others, ("months", str(months))], says=months_text(months), shown=False)
        for months in LENGTHS
        if months_text(months) not in there
    ]


def _tab(run: ImpactJob, name: str, fields: Pairs, says: str, *, shown: bool) -> CostTab:
    """Link to a scenario, or to the run itself where it is the one that is shown."""
    if shown:
        return CostTab(place=f"/impact/{run.id}", fields=run.fields, says=says, shown=True)
    return CostTab(place=f"/cost/{name}", fields=fields, says=says, shown=False)


def _lengths(visit: RequestContext, runs: JobManager, name: str) -> Iterable[int]:
    """Return the months of the runs of a scenario that are done and ask nothing else of it."""
    for run in runs:
        months = run.settings["asked"].get("months")
        if run.state is JobState.DONE and months:
            plain = ImpactRequest(names=(name,), months=months)
            if _same_run(visit, (run,), plain) is not None:
                yield months


def _ready_months(visit: RequestContext, name: str) -> int | None:
    """Return the length at which a scenario is kept ready, presets and episodes too; None if it is not."""
    own = {} if absent() else {entry.name: entry.months for entry in offers(visit.library)}
    if name not in own:
        return None
    (ready,) = visit.settings.answers.told(
        ("cost kept ready", name, visit.library.hash), lambda: (_is_ready(name, visit.settings, visit.library),)
    )
    return own[name] if ready else None


def cost(visit: RequestContext, runs: JobManager) -> Answer:
    """Lead to a scenario's cost: a run that is there, or one that is kept ready; else to the form that asks for it."""
    name = visit.path_params["id"]
    form = Redirect(address("/impact", [("what", name), *visit.query]))
    own = _ready_months(visit, name)
    given = visit.text("months")
    if own is None or (given and not (given.isascii() and given.isdigit())):
        return form
    months = int(given) if given else own
    lengths = (None, own) if months == own else (months,)
    standing = (_same_run(visit, runs, ImpactRequest(names=(name,), months=length)) for length in lengths)
    run = next((job for job in standing if job is not None), None)
    ready = {own: None, **{length: length for length in ready_lengths(name, visit.settings, visit.library)}}
    if run is None and months in ready:
        asked = ImpactRequest(names=(name,), months=ready[months])
        try:
            run = ask_impact(runs, asked, day=visit.as_of, language=visit.language)
        except ScenarioError:
            return form  # too many wait: the form says so once it is sent
    return form if run is None else Redirect(address_of(run, visit))


def _same_run(visit: RequestContext, runs: Iterable[Job], asked: ImpactRequest) -> ImpactJob | None:
    """Return a run of the same request that is done or at work: the same draws of the same law give the same answer."""
    wanted = plain_of(asked)
    for run in runs:
        same = run.settings.get("asked") == wanted and run.settings.get("language") == visit.language
        stands = run.state in AT_WORK or (run.state is JobState.DONE and is_told_here(run))
        if same and stands and run.day == visit.as_of and not is_other_law(run, visit):
            return cast("ImpactJob", run)
    return None
