"""What came of an order book: counts, facets, lines, one line with its reasons, and files to take along."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from importlib import resources
from typing import Any, Final

from markupsafe import Markup

from sekisho.determination.core.outcome import UNDETERMINED
from sekisho.errors import BookError, Problem
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import NamingContext, speech_of, value_name
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.present.book import assumed_text, constants_text
from sekisho.present.book_intake import defence_text, judged_text
from sekisho.present.charts.outcome_bar import OutcomeBar, svg
from sekisho.present.outcome_labels import SHAPES
from sekisho.present.render.terminal import share
from sekisho.present.settle_sheets import YES_NO
from sekisho.service.book import ReportRequest
from sekisho.service.letters import LettersRequest
from sekisho.service.request import plain_of, request_from
from sekisho.web.jobs.job import JobState
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_frame import fact_name, file_of, page_of
from sekisho.web.pages.book_grids import answered, field_order, grids, moved_lines
from sekisho.web.pages.book_lines import SHOWN, TELLING, LineFilter, explained, lines_of, told_of
from sekisho.web.pages.book_settle import ASKED, gaps, matches
from sekisho.web.pages.jobs import JobFiles, address_of, is_other_law
from sekisho.web.pages.result import result
from sekisho.web.rendering import EXCEL
from sekisho.web.request_context import RequestContext
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
}
"""Files of a run: what each is, and the phrase that says so."""
FILES: Final = JobFiles(kinds=FILE_KINDS, stem=lambda run, name: f"{run.sent.stem}.{name}")


def results(
    visit: RequestContext,
    run: BookJob,
    *,
    filled: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> Page:
    """Show what a run gave, and what is asked of it.

    Parameters
    ----------
    filled, errors
        What was typed into the grids, and what is wrong by the name of its field, where the form comes back.
    """
    found, words = run.found, visit.words
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
            "value": (found["value_by_headline"] or {}).get(word),
        }
        for word, shape in SHAPES.items()
        if word in found["by_headline"]
    ]
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
        given=answered(run, visit),
        moved=list(moved_lines(run, visit)),
        found=found,
        headlines=headlines,
        bar=_bar(found, visit),
        files=FILES.there(run, words),
        ended=run.state is JobState.ENDED,
        other_law=is_other_law(run, visit),
        can_workbook=total <= WORKBOOK_LINES,
        boss=boss_side(run),
        matches=matches(run),
        counts=words.say(judged_text(total, with_gap=reading["judged_with_gap"], no_lines=len(reading["no_lines"]))),
        said=_said(found, words),
        military=words.say(defence_text(military, reading["defence_words"].items())) if military else "",
        gaps=gaps(run, visit),
        gaps_all=reading["gaps_all"],
        questions=_questions(found, visit),
        questions_all=len(found.get("questions") or []),
        fact_name=lambda name: fact_name(name, visit),
        unknown=sorted(((n, p) for n, p in found["unknown_share"].items() if p > 0), key=lambda one: -one[1]),
        undetermined=found["by_headline"].get(UNDETERMINED, 0),
        percent=lambda part: share(part, 1),
        share_of=lambda part: share(part, total),
    )


def _said(found: Mapping[str, Any], words: Translator) -> list[str]:
    """Say what was said for every line, and what is assumed where a line leaves it open, as the summary does."""
    card = {"constants": found.get("constants"), "suppose": found.get("supposed")}
    told = (*constants_text(card, words, width=ONE_LINE), *assumed_text(card, words, width=ONE_LINE))
    return [text.strip() for text in told]


ONE_LINE: Final = 100_000
"""Width of a text that a page breaks itself; a terminal has some hundred characters."""


def _questions(found: Mapping[str, Any], visit: RequestContext) -> list[dict[str, Any]]:
    """Return the questions asked on the page, in the language of the reader, with the answers to choose from."""
    rows = (found.get("questions") or [])[:ASKED]
    worded = (found.get("questions_told") or {}).get(visit.language) or [{}] * len(rows)
    speech = speech_of(visit.library, language=visit.language)
    return [
        {**row, **words, "options": [(choice, _answer(row["fact"], choice, visit, speech)) for choice in _offered(row)]}
        for row, words in zip(rows, worded, strict=False)
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
    given = {"language": visit.text("letters_language") or visit.language, "pointing": bool(visit.text("pointing"))}
    asked = request_from(LettersRequest, given)
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"letters of order book {run.id} written")
    runs.begin(run, "letters", letters=plain_of(asked))
    return Redirect(address_of(run, visit))


def lines(visit: RequestContext, runs: JobManager) -> Answer:
    """List the lines of a run that a facet leaves."""
    run = runs[visit.path_params["id"]]
    asked = LineFilter(
        headline=visit.text("headline"),
        clause=visit.text("clause"),
        fact=visit.text("fact"),
        start=int(visit.text("start")) if visit.text("start").isdecimal() and len(visit.text("start")) < 10 else 0,  # noqa: PLR2004 - digits of a row
    )
    results = file_of(run, "results.parquet")
    number, rows = lines_of(results, asked)
    told = told_of(results, [row["line"] for row in rows], visit.library) if visit.format == "html" else {}
    stated = {name for facts in told.values() for name in facts}
    query = [(name, getattr(asked, name)) for name in ("headline", "clause", "fact") if getattr(asked, name)]
    return Page(
        template="book_lines.html",
        title=visit.words("book_lines", name=run.name),
        context={
            "run": run,
            "rows": rows,
            "number": number,
            "asked": asked,
            "step": SHOWN,
            "told": told,
            "telling": [(name, fact_name(name, visit)) for name in TELLING if name in stated],
            "missing_of": lambda row: [fact_name(name, visit) for name in row["missing"].split(";") if name],
        },
        data=lambda: {"lines": number, "rows": rows},
        rows=lambda: rows,
        query=[*query, *([("start", str(asked.start))] if asked.start else [])],
        personal=True,
    )


def line(visit: RequestContext, runs: JobManager) -> Answer:
    """Judge one line again, with its reasons; its name comes in the form, since a book may name a party in it."""
    run = runs[visit.path_params["id"]]
    stated, library = explained(file_of(run, "results.parquet"), visit.text("line"), visit.library)
    settings = replace(visit.settings, library=library)
    return result(replace(visit, settings=settings, path="/check/result", body=(), query=()), stated)
