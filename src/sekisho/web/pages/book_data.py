"""What came of an order book: counts, facets, lines, one line with its reasons, and files to take along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, Final

from markupsafe import Markup

from sekisho.determination.book.results.columns import TRIAGE
from sekisho.determination.book.results.package import package_under
from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.errors import BookError, FactError, Problem
from sekisho.i18n.locale import quantity
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import NamingContext, speech_of, value_name
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.parties.index import parties_of
from sekisho.present.book_intake import defence_text, judged_text, left_out
from sekisho.present.book_results.amount_units import unit_text
from sekisho.present.book_results.assumptions import Assumed, said_of_all, supposed, usual
from sekisho.present.book_results.law_ahead import law_ahead
from sekisho.present.book_results.rule_names import RULES_SHOWN
from sekisho.present.charts.outcome_bar import OutcomeBar, QueueBar, QueuePart, queue_svg, svg
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.terminal import share
from sekisho.present.screening import likeness_text
from sekisho.present.settle_sheets import YES_NO
from sekisho.service.book import ReportRequest
from sekisho.service.letters import LettersRequest
from sekisho.service.request import plain_of, request_from
from sekisho.service.run_lines import LinesRequest
from sekisho.trade.book.cells.numbers import unit_parts
from sekisho.web.check_form import OF_LIST
from sekisho.web.decision_buttons import take_decision
from sekisho.web.jobs.book_tasks import PACKAGE
from sekisho.web.jobs.job import Job, JobState
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_frame import fact_name, file_of, law_said, light_of, page_of, rules_by_name
from sekisho.web.pages.book_grids import acts_given, answered, field_order, grids, moved_lines
from sekisho.web.pages.book_lines import FIRST, desk_context, desk_of, explained
from sekisho.web.pages.book_settle import ASKED, decided, equal_names, gaps, last_step, matches
from sekisho.web.pages.jobs import JobFiles, address_of, is_other_law
from sekisho.web.pages.result import LineOfBook, result
from sekisho.web.rendering import EXCEL
from sekisho.web.request_context import Pairs, RequestContext
from sekisho.web.response import Answer, Download, Page, Redirect

WORKBOOK_LINES: Final = 300_000
"""Lines up to which a workbook is written from the pages."""
FILE_KINDS: Final[Mapping[str, tuple[str, str]]] = {
    "results.csv": ("text/csv; charset=utf-8", "file_results_csv"),
    "results.parquet": ("application/vnd.apache.parquet", "file_results_parquet"),
    "report.pdf": ("application/pdf", "file_report_pdf"),
    "report.html": ("text/html; charset=utf-8", "file_report_html"),
    "report.xlsx": (EXCEL, "file_report_xlsx"),
    "questions.xlsx": (EXCEL, "file_questions"),
    "letters.zip": ("application/zip", "file_letters"),
    "results.matches.csv": ("text/csv; charset=utf-8", "file_matches"),
    "results.gaps.csv": ("text/csv; charset=utf-8", "file_gaps"),
    "results.run.yaml": ("application/yaml; charset=utf-8", "file_card"),
    PACKAGE: ("application/json", "file_package"),
}
"""Files of a run: what each is, and the phrase that says so."""


FOR_READERS: Final = frozenset({"report.pdf", "report.html", "report.xlsx", "questions.xlsx", "letters.zip"})
"""Files that people read; the others are for programs and for who asks again."""


def _described(run: Job, name: str) -> str | None:
    """Return the descriptor of results with the names under which a page gives them away; None for other files."""
    place = run.file(name) if name == PACKAGE else None
    return package_under(place, run.sent.stem) if place is not None else None


FILES: Final = JobFiles(kinds=FILE_KINDS, stem=lambda run, name: f"{run.sent.stem}.{name}", text=_described)


def results(
    visit: RequestContext,
    run: BookJob,
    *,
    filled: Mapping[str, str] | None = None,
    decisions: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Page:
    """Show what a run gave, and what is asked of it.

    Parameters
    ----------
    filled, decisions, errors
        What was typed into the grids, or said of names, and what is wrong by the name of its field, where the form
        comes back.
    """
    words, facts = visit.words, visit.library.facts
    found = {**run.found, "waiting": [row for row in run.found["waiting"] if facts.can_be_asked(row["fact"])]}
    grid = grids(run, visit, filled or {}, errors or {})
    wrong = tuple(Problem(where=name, what=(errors or {})[name]) for name in field_order(errors or {}))
    total, reading = found["lines"], found["reading"]
    military = reading["defence_lines"]
    headlines = [
        {
            "word": word,
            "shape": shape,
            "lines": found["by_headline"].get(word, 0),
            "share": share(found["by_headline"].get(word, 0), total),
            "supposed": (found.get("as_supposed") or {}).get(word, 0),
            "value": (found["value_by_headline"] or {}).get(word),
        }
        for word, shape in SHAPES.items()
        if word in found["by_headline"]
    ]
    queue = {place: found["triage"].get(place, 0) for place in TRIAGE} if found.get("triage") else None
    desk = desk_of(run, WORST, visit)
    if queue is not None:
        desk = replace(desk, rows=desk.rows[: queue["stop"] + queue["look"]])  # the list is of lines that point
    return page_of(
        visit,
        run,
        "book.html",
        words("book_done", name=run.name),
        problems=wrong or (run.problems if run.state in {JobState.FAILED, JobState.DONE} else ()),
        status=422 if wrong else 200,
        errors=errors or {},
        grid=grid,
        grid_places=sorted(territory_names(visit.library)[visit.language].values()) if grid else (),
        given=answered(run, visit, decided(run)),
        moved=list(moved_lines(run, visit)),
        found=found,
        queue=queue,
        worth=_worth(found, visit),
        unit_said=words.say(unit_text(str(found.get("unit") or ""))),
        **desk_context(desk, WORST, visit),
        headlines=headlines,
        bar=_bar(found, visit),
        queue_bar=_queue_bar(desk.places, visit) if queue is not None else "",
        files=FILES.there(run, words),
        file_readers=FOR_READERS,
        ended=run.state is JobState.ENDED,
        other_law=is_other_law(run, visit),
        can_workbook=total <= WORKBOOK_LINES,
        boss=boss_side(run),
        matches=matches(run),
        equal=equal_names(run),
        decisions=decisions or {},
        likeness=lambda row: visit.tell(likeness_text(row)),
        listed_name=lambda row: _listed_name(row, visit),
        decided=decided(run),
        step=last_step(run),
        counts=words.say(judged_text(total, with_gap=reading["judged_with_gap"], no_lines=len(reading["no_lines"]))),
        left_out=[words.say(text) for text in left_out(reading.get("found_out"))],
        law_said=law_said(run, visit),
        law_ahead=[words.say(text) for text in law_ahead(found, visit.library, visit.language)],
        said=_said(found, visit.library, words),
        military=words.say(defence_text(military, reading["defence_words"].items())) if military else "",
        gaps=gaps(run, visit),
        gaps_all=reading["gaps_all"],
        questions=_questions(found, visit),
        questions_all=len(found.get("questions") or []),
        fact_name=lambda name: fact_name(name, visit),
        lights=_lights(found),
        rules_shown=RULES_SHOWN,
        rule_name=rules_by_name([clause["id"] for clause in found.get("clauses") or ()][:RULES_SHOWN], visit).get,
        undetermined=found["by_headline"].get(UNDETERMINED, 0),
        percent=lambda part: share(part, 1),
        share_of=lambda part: share(part, total),
    )


def _listed_name(row: Mapping[str, str], visit: RequestContext) -> str:
    """Name the entry of a row of matches for the reader; as the row has it if the law data have it no more."""
    entry = parties_of(visit.library).by_id.get(row["entry"])
    return entry.name_in(visit.language) if entry is not None else row["listed_name"]


def _lights(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Say how well each column is understood, the worst first."""
    shares = {fact: 1 - part for fact, part in found["unknown_share"].items()}
    rows = [
        {"fact": fact, "column": found["mapped"].get(fact, ""), "part": part, "light": light_of(part)}
        for fact, part in shares.items()
    ]
    return sorted(rows, key=lambda row: row["part"])


WORST: Final = LinesRequest(most=FIRST)
"""The lines that a book's page shows itself."""


def _worth(found: Mapping[str, Any], visit: RequestContext) -> dict[str, str]:
    """Write the amount of the lines at each place in the queue; nothing where the book states no currency."""
    scale, currency = unit_parts(str(found.get("unit") or ""))
    worth = found.get("value_by_triage") or {}
    if not currency:
        return {}
    return {place: visit.words.say(quantity("price", currency, scale * part)) for place, part in worth.items() if part}


def _said(found: Mapping[str, Any], library: Library, words: Translator) -> tuple[Assumed, ...]:
    """Return what was said for every line, and what is assumed where a line leaves it open, as the summary does."""
    card = {"constants": found.get("constants"), "suppose": found.get("supposed")}
    assumed = supposed(card, words) or usual(
        library, words, constants=found.get("constants") or (), acts=acts_given(found)
    )
    return (*said_of_all(card, library, words), *assumed)


def _questions(found: Mapping[str, Any], visit: RequestContext) -> list[dict[str, Any]]:
    """Return the questions asked on the page, in the language of the reader, with the answers to choose from."""
    rows = (found.get("questions") or [])[:ASKED]
    worded = (found.get("questions_told") or {}).get(visit.language) or [{}] * len(rows)
    speech = speech_of(visit.library, language=visit.language)
    return [
        {**row, **words, "options": [(choice, _answer(row["fact"], choice, visit, speech)) for choice in _offered(row)]}
        for row, words in zip(rows, worded, strict=False)
        if row["at_most"]  # the sheet has those too that decide no line by any answer
    ]


def _offered(row: Mapping[str, Any]) -> list[str]:
    """Return the answers among which one is chosen; none if an answer is typed."""
    choices = str(row["choices"]).split(" | ")
    return choices if len(choices) > 1 and choices[-1].islower() and choices[0] != "NAME" else []


def _answer(fact: str, choice: str, visit: RequestContext, speech: NamingContext) -> str:
    if choice in YES_NO:
        return visit.words.say(YES_NO[choice])
    return value_name(FactName(fact), choice, speech)


def _bar(found: Mapping[str, Any], visit: RequestContext) -> Markup:
    words, total = visit.words, max(found["lines"], 1)
    shares = {word: found["by_headline"][word] / total for word in SHAPES if word in found["by_headline"]}
    bars = [OutcomeBar(label=words.titled("by_lines"), shares=shares)]
    by_value = found["value_by_headline"]
    worth = sum(by_value.values()) if by_value else 0
    if worth:
        bars.append(
            OutcomeBar(label=words.titled("by_value"), shares={word: by_value.get(word, 0) / worth for word in shares})
        )
    description = ", ".join(f"{words(word)} {share(part, 1)}" for word, part in shares.items())
    return svg(bars, title=words("outcomes"), description=description)


def _queue_bar(places: Mapping[str, tuple[str, str, int]], visit: RequestContext) -> Markup:
    """Draw the places in the queue by lines, as the boss's side does.

    Parameters
    ----------
    places
        Sign, word and number of lines of each.
    """
    label, whole = message("boss.by_lines", "by lines"), sum(number for _, _, number in places.values())
    parts = [
        QueuePart(
            place,
            number / max(whole, 1),
            f"{number:,}",
            visit.words.say(message("boss.part", "{place} {number}", place=word, number=f"{number:,}")),
        )
        for place, (_, word, number) in places.items()
    ]
    described = joined([label, joined([part.named for part in parts], "comma")], "colon")
    return queue_svg(
        [QueueBar(visit.words.say(label), parts)],
        title=visit.words("desk_places"),
        description=visit.words.say(described),
        name="desk-queue",
    )


_SIDE: Final = re.compile(r'<html lang="(\w+)">.*?(<section class="boss">.*?</section>)', re.DOTALL)
"""In the page of a report: its language, and the boss's side."""


def boss_side(run: BookJob) -> tuple[str, Markup] | None:
    """Return the boss's side of the report of a run with its language: what a print of its page shows."""
    file = run.file("report.html")
    found_side = _SIDE.search(file.read_text(encoding="utf-8")) if file is not None else None
    if found_side is None:
        return None
    # The page of the run has its own heading of the first step.
    side = re.sub(r"<(/?)h[12]\b", r"<\1div", found_side[2])
    return found_side[1], Markup(side)  # noqa: S704 - a template of the project escaped what it was given


def boss_style(visit: RequestContext) -> Answer:
    """Give the style of the boss's side, for the print of a book's page."""
    del visit
    style = resources.files("sekisho.present").joinpath("book_results", "boss.css").read_text(encoding="utf-8")
    return Download(name="boss.css", kind="text/css; charset=utf-8", text=style)


def workbook(visit: RequestContext, runs: JobManager) -> Answer:
    """Write the boss's page and the workbook that holds every line, in the language of the page."""
    run = runs[visit.path_params["id"]]
    if not run.found or run.found["lines"] > WORKBOOK_LINES:
        raise BookError(Problem(where="book", what=visit.words("workbook_too_large", most=f"{WORKBOOK_LINES:,}")))
    asked = request_from(ReportRequest, {"by": visit.person.name or visit.text("by")})
    runs.begin(run, "workbook", language=visit.language, report=plain_of(asked))
    return Redirect(address_of(run, visit))


def letters(visit: RequestContext, runs: JobManager) -> Answer:
    """Write letters about the open lines of a book, in the language of the page or another."""
    run = runs[visit.path_params["id"]]
    file_of(run, "results.parquet")
    every_line = bool(visit.text("every_line"))
    given = {"language": visit.text("letters_language") or visit.language, "every_line": every_line}
    asked = request_from(LettersRequest, given)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"letters of order book {run.id} written")
    runs.begin(run, "letters", letters=plain_of(asked))
    return Redirect(address_of(run, visit))


def line(visit: RequestContext, runs: JobManager) -> Answer:
    """Judge one line again, with its reasons; its name comes in the form, since a book may name a party in it."""
    run = runs[visit.path_params["id"]]
    body: Pairs = []
    try:
        if take_decision(visit) is not None:  # what a person decided holds for every line of the list
            runs.begin(run, "run", language=visit.language)
            return Redirect(address_of(run, visit))
    except FactError:  # nothing was kept: the page of the line says what is missing, beside what was typed
        body = [(name, value) for name, value in visit.body if name.partition("_")[0] == "decide"]
    workspace = replace(visit.settings.workspace, library=visit.library)
    stated, judged = explained(file_of(run, "results.parquet"), visit.text("line"), workspace)
    settings = replace(visit.settings, library=judged.of.library)
    return result(
        replace(visit, settings=settings, path="/check/result", body=[(OF_LIST, run.id), *body], query=()),
        stated,
        LineOfBook(run=run, judged=judged),
    )
