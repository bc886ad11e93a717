"""What settles an order book: names that a person decides, and answers to the questions that settle most lines."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from sekisho.determination.settle.given_so_far import given_in, keep_given
from sekisho.errors import FactError, Problem
from sekisho.files.formulas import TableWriter, table_rows
from sekisho.law.model.match_policy import DecisionAnswer
from sekisho.parties.review_decisions import COLUMNS as DECIDED
from sekisho.trade.book.gaps import reason_text
from sekisho.web.accounts.principal import Role
from sekisho.web.jobs.book_tasks import DECISIONS
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_grids import save_grids, typed
from sekisho.web.pages.jobs import address_of
from sekisho.web.register import decide as keep_decision
from sekisho.web.register import rows_now, undo
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Redirect
from sekisho.web.uploads import keep_upload

GAPS_SHOWN: Final = 50
"""Texts that could not be read and are shown on the page; the table of gaps holds all."""
ASKED: Final = 10
"""Questions that can be answered on the page itself; the sheet holds more."""
ROLES: Final = "roles"
"""In a row of a match on the page, the roles in which lines have the name."""
ANSWERED: Final = "answered.csv"
"""In the folder of a book, the sheet of questions as it was filled in last."""


def matches(run: BookJob) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the names that are to be reviewed, each with the entries that it may be; the most lines first."""
    return _names_of(run, lambda row: row["zone"] == "review" and bool(row["entry"]))


def equal_names(run: BookJob) -> list[tuple[str, list[dict[str, str]]]]:
    """Return the names that are equal to listed ones and count as such, of which a person may say that they are not.

    Of a party that a number tells nobody can: it is that of one legal person.
    """
    return _names_of(run, lambda row: row["zone"] == "match" and not row["same"] and not _by_number(row["reasons"]))


def _by_number(reasons: str) -> bool:
    return any(reason.startswith("identifier:") for reason in reasons.split("; "))


def _names_of(run: BookJob, chosen: Callable[[dict[str, str]], bool]) -> list[tuple[str, list[dict[str, str]]]]:
    """Return names of a run with the matches of them that are chosen, each once with its roles; most lines first."""
    file = run.file("results.matches.csv")
    if file is None:
        return []
    by_name: dict[str, dict[str, dict[str, str]]] = {}
    with file.open(encoding="utf-8", newline="") as table:
        for row in filter(chosen, table_rows(table)):
            entries = by_name.setdefault(row["name"], {})
            before = entries.get(row["entry"])
            if before is None:
                entries[row["entry"]] = {**row, ROLES: row.get("fact", "")}
                continue
            before[ROLES] += f" {row.get('fact', '')}"
            before["lines"] = str(max(int(before["lines"]), int(row["lines"])))  # mostly the same lines, in two roles
    names = ((name, list(entries.values())) for name, entries in by_name.items())
    return sorted(names, key=lambda pair: -max(int(row["lines"]) for row in pair[1]))


def decided(run: BookJob) -> list[dict[str, str]]:
    """Return what was decided of the names of a book, with who and when, each name and entry once."""
    file = run.file("results.matches.csv")
    if file is None:
        return []
    with file.open(encoding="utf-8", newline="") as table:
        rows = {(row["name"], row["entry"]): row for row in table_rows(table) if row["same"] in {"yes", "no"}}
    return list(rows.values())


def _take_back(visit: RequestContext, runs: JobManager, run: BookJob) -> Answer:
    """Take back what was decided of a name, and determine the book again without it.

    Raises
    ------
    FactError
        If nobody says who takes it back.
    """
    name, entry = visit.text("undo_name"), visit.text("undo_entry")
    by, basis = visit.person.name or visit.text("by"), visit.text("basis") or f"order list {run.name}"
    if not by:
        raise FactError(Problem(where="undo_by", what=visit.words("decide_by")))
    keep_given(given_in(run.out).without_name(name, entry), run.out)
    _undecide(runs, run, {(name, entry)}, by=by, basis=basis)
    if visit.settings.trail is not None and visit.settings.register is None:
        visit.settings.trail.note(by, f"a decision on a name of order list {run.id} taken back")
    runs.begin(run, "run", language=visit.language)
    return Redirect(address_of(run, visit))


def _undecide(runs: JobManager, run: BookJob, names: Collection[tuple[str, str]], *, by: str, basis: str) -> None:
    """Take what was decided of names and entries out of the register, and of the table that stands in its place."""
    if runs.settings.register is not None:
        for row in rows_now(runs.settings):
            if (row["name"], row["entry"]) in names and row["state"] == "holds":
                undo(runs.settings, row["id"], by=by, basis=basis)
    place = run.folder / DECISIONS
    if place.is_file():
        _write_decisions(place, [row for row in _kept(place) if (row["name"], row["entry"]) not in names])


def take_back(
    runs: JobManager, run: BookJob, acts: Sequence[str], again: Sequence[object] = (), **more: object
) -> None:
    """Take acts of answering back, decisions on names among them, and determine the book again without them.

    Parameters
    ----------
    again
        Answers that the last step took back, as the run keeps them: they count once more.

    Raises
    ------
    RefusedError
        If somebody takes a decision on a name back who may make none.
    """
    gone = [act for act in run.found.get("given") or () if act["id"] in acts]
    if names := {(act["subjects"][0], act["entry"]): act["by"] for act in gone if act["fact"] == "same"}:
        runs.person.need(Role.REVIEW)
        by = runs.person.name or next(iter(names.values()))
        _undecide(runs, run, names, by=by, basis=f"order list {run.name}")
    if runs.settings.trail is not None:
        runs.settings.trail.note(runs.person.name, f"{len(acts)} answers on order list {run.id} taken back")
    runs.begin(run, "withdraw", acts=list(acts), again=list(again), **more)


def withdraw(visit: RequestContext, runs: JobManager) -> Answer:
    """Take an answer back, or undo all of the last step, and determine the book again.

    Raises
    ------
    FactError
        If the step is not the last one any more.
    """
    run: BookJob = runs[visit.path_params["id"]]
    acts, step = [value for name, value in visit.body if name == "act"], visit.text("step")
    if step and step != str(run.results):
        raise FactError(Problem(where="withdraw", what=visit.words("undo_late")))
    take_back(runs, run, acts, last_step(run).get("back") or () if step else (), language=visit.language)
    return Redirect(address_of(run, visit))


def last_step(run: BookJob) -> Mapping[str, Any]:
    """Return what the last step on the answers of a book gave (`acts`) and took back (`back`); nothing without one."""
    step: Mapping[str, Any] = run.found.get("answered") or run.found.get("withdrawn") or {}
    return step


def _write_decisions(place: Path, rows: Sequence[Mapping[str, str]]) -> None:
    with place.open("w", encoding="utf-8", newline="") as file:
        TableWriter(file, DECIDED, others=True).write_all(rows)


def decide(visit: RequestContext, runs: JobManager) -> Answer:
    """Keep what a person decided of names, or takes back, and determine the book again with it.

    What is wrong comes back at its field, all at once, with everything as it was typed.
    """
    from sekisho.web.pages.book_data import results

    run = runs[visit.path_params["id"]]
    visit.person.need(Role.REVIEW)
    if visit.text("undo_name"):
        return _take_back(visit, runs, run)
    by = visit.person.name or visit.text("by")
    said = visit.every("same.")
    equal = equal_names(run)
    cleared = (said.get(f"{row['entry']}.{name}") == "no" for name, entries in equal for row in entries)
    faults = {}
    if not any(said.values()):
        faults["review"] = visit.words("decide_nothing")
    if not by:
        faults["decide-by"] = visit.words("decide_by")
    if not visit.text("basis") and any(cleared):  # a name that is equal is cleared by nobody without a ground
        faults["basis"] = visit.words("basis_missing")
    if faults:
        return results(visit, run, decisions={**said, "by": by, "basis": visit.text("basis")}, errors=faults)
    place = run.folder / DECISIONS
    rows = _kept(place)
    asked = [*matches(run), *equal]
    for name, entries in asked:
        for row in entries:
            answer = said.get(f"{row['entry']}.{name}")
            if answer in {"yes", "no"}:
                on, basis = visit.settings.today().isoformat(), visit.text("basis")
                rows.append({**row, "same": answer, "by": by, "on": on, "basis": basis})
    if visit.settings.register is not None:
        basis = visit.text("basis") or f"order list {run.name}"
        for name, entries in asked:
            for row in entries:
                answer = said.get(f"{row['entry']}.{name}")
                if answer in {"yes", "no"}:
                    told: DecisionAnswer = "same" if answer == "yes" else "not_same"
                    keep_decision(visit.settings, name, row["entry"], told, by=by, basis=basis)
        runs.begin(run, "run", language=visit.language)
        return Redirect(address_of(run, visit))
    if visit.settings.trail is not None:
        visit.settings.trail.decided(
            visit.person.name, "decisions", [{c: row.get(c, "") for c in DECIDED} for row in rows]
        )
    _write_decisions(place, rows)
    runs.begin(run, "run", language=visit.language)
    return Redirect(address_of(run, visit))


def _kept(place: Path) -> list[dict[str, str]]:
    if not place.is_file():
        return []
    with place.open(encoding="utf-8", newline="") as file:
        return table_rows(file)


def answers(visit: RequestContext, runs: JobManager) -> Answer:
    """Take answers, from the page or from a filled sheet, and determine the book again with them."""
    run = runs[visit.path_params["id"]]
    file = visit.files.get("sheet")
    place = run.folder / ANSWERED
    if file is not None:
        name = "answered.xlsx" if (file.filename or "").lower().endswith(".xlsx") else ANSWERED
        place = run.folder / name
        place.unlink(missing_ok=True)
        place = keep_upload(file.file, name, run.folder, visit.settings.limits)
    else:
        by = visit.person.name or visit.text("by")
        said = visit.every("answer.")
        if not said:
            raise FactError(Problem(where="answer", what=visit.words("answers_nothing")))
        if not by:
            raise FactError(Problem(where="by", what=visit.words("decide_by")))
        filled = {rank: {"answer": answer, "by": by} for rank, answer in said.items()}
        write_answers(run, runs, filled)
    runs.begin(run, "apply", sheet=str(place), grid="", language=visit.language)
    return Redirect(address_of(run, visit))


def settle(visit: RequestContext, runs: JobManager) -> Answer:
    """Take what was filled into the grids of a book, all of it at once; what is wrong comes back at its field."""
    from sekisho.web.pages.book_data import results

    run = runs[visit.path_params["id"]]
    outcome = save_grids(visit, runs, run)
    return results(visit, run, filled=typed(visit), errors=outcome) if isinstance(outcome, dict) else outcome


def write_answers(run: BookJob, runs: JobManager, filled: Mapping[str, Mapping[str, str]]) -> Path:
    """Fill the sheet of the questions that were ranked last, and keep in the trail who answered what.

    Parameters
    ----------
    filled
        By the rank of a question, what fills its columns: answer, by and basis; the day is today.
    """
    questions, on = run.found.get("questions") or [], runs.settings.today().isoformat()
    rows = [{**row, **filled[str(row["rank"])], "on": on} for row in questions if str(row["rank"]) in filled]
    if runs.settings.trail is not None:
        runs.settings.trail.decided(runs.person.name, "answers", rows)
    place = run.folder / ANSWERED
    with place.open("w", encoding="utf-8", newline="") as table:
        TableWriter(table, list(questions[0]) if questions else ["rank"]).write_all(rows)
    return place


def gaps(run: BookJob, visit: RequestContext) -> list[dict[str, object]]:
    """Return the texts that could not be read, those of most lines first, each with its place and reason in words."""
    found = run.found.get("reading", {}).get("gaps") or []
    return [
        {**gap, "place": place, "reason": reason_text(str(gap["reason"]), visit.language)}
        for place, gap in enumerate(found[:GAPS_SHOWN])
    ]


def read_as(visit: RequestContext, runs: JobManager) -> Answer:
    """Take the words as which a person reads cells, and determine the book again with them."""
    run = runs[visit.path_params["id"]]
    said = {place: word.strip() for place, word in visit.every("read_as.").items() if word.strip()}
    if not said:
        raise FactError(Problem(where="read_as", what=visit.words("gaps_nothing")))
    kept = {column: dict(words) for column, words in (run.settings.get("read_as") or {}).items()}
    for place, gap in enumerate(run.found.get("reading", {}).get("gaps") or []):
        word = said.get(str(place))
        if word and gap["column"]:
            kept.setdefault(str(gap["column"]), {})[str(gap["text"])] = word
    runs.begin(run, "run", read_as=kept, language=visit.language)
    return Redirect(address_of(run, visit))
