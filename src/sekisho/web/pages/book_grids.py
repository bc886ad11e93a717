"""What is asked of a finished book on its page: the whole book, its customers and its goods in grids; one save.

The page asks the use case that the workbook and REST ask. What cannot be read is told at its field before anything is
worked on, with everything filled in as it was; answers that count are listed, and each can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any, Final

from sekisho.determination.book.answers import NOBODY_SAYS
from sekisho.determination.settle.answer_acts import AnswerAct
from sekisho.determination.settle.answer_workbook import (
    FACT_OF,
    HEADS,
    NOBODY,
    NOT_ANSWERED,
    TAKE_BACK,
    AnswerWords,
)
from sekisho.determination.settle.book_questions import GOODS
from sekisho.errors import FactError, Problem
from sekisho.i18n.names import speech_of, value_name
from sekisho.law.model.condition import FactName
from sekisho.law.model.scheme import control_entries
from sekisho.message import LawText, joined
from sekisho.parties.folding import name_key
from sekisho.parties.index import parties_of
from sekisho.present.book_results.page import PLACES
from sekisho.present.hit_signs import sign_of_entry
from sekisho.present.settle_sheets import ASIDE, asks_of, book_question_of, question_text, settles_text
from sekisho.service.settle import GridAnswers, grid_faults
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.web.jobs.job import put_json
from sekisho.web.jobs.kinds import BookJob
from sekisho.web.jobs.manager import JobManager
from sekisho.web.pages.book_frame import fact_name
from sekisho.web.pages.jobs import address_of
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Answer, Redirect

GRID: Final = "grid.json"
"""In the folder of a book, the grids as they were filled in last."""
SUBJECTS: Final = 3
"""Names that the list of answers shows of one act. A guess: enough to know it by."""
OTHERS: Final = "customers.others"
"""Begins the fields that answer for all other customers."""
INNOCENT: Final = frozenset({"unlikely_listed", "not_listed"})
Fields = Mapping[str, str]
Asked = Mapping[str, Any]


def grids(run: BookJob, visit: RequestContext, filled: Fields, errors: Fields) -> dict[str, Any] | None:
    """Return what the page asks of a book; None where it was not ranked, or too many lines are open.

    Parameters
    ----------
    filled
        What was typed into the form that comes back with errors; empty where none does.
    errors
        What is wrong, by the name of its field.
    """
    asked = run.found.get("asked")
    if not asked:
        return None
    goods, day = list(enumerate(asked["goods"])), _law_day(run, visit)
    questions = {one["id"]: _question(one, visit, filled, errors) for one in asked["book"]}
    accept = questions.pop(GOODS, None)
    return {
        "accept": accept,
        "questions": [one for one in questions.values() if not one["idle"]],
        "idle": [one for one in questions.values() if one["idle"]],
        "aside": visit.words.say(ASIDE) if any(row["settles"] for row in questions.values()) else "",
        "customers": [
            _customer(place, row, visit, filled, errors, day=day) for place, row in enumerate(asked["customers"])
        ],
        "others": _others(visit, filled, errors),
        "columns": [visit.words.say(HEADS[column]) for column in FACT_OF],
        "goods": [_item(n, row, visit, filled, errors) for n, row in goods if row["state"] not in INNOCENT],
        "innocent": [_item(n, row, visit, filled, errors) for n, row in goods if row["state"] in INNOCENT],
        "settled": asked["settled_by_usual_answers"],
        "by": filled.get("by", ""),
        "basis": filled.get("basis", ""),
        "errors": errors,
    }


def _question(question: Asked, visit: RequestContext, filled: Fields, errors: Fields) -> dict[str, Any]:
    """Return a question about the whole book with its answers in words, and the lines that each decides."""
    asked, name = book_question_of(question), f"book.{question['id']}"
    is_place = asked.id in {"departure", "destination"}
    return {
        "name": name,
        "text": visit.words.say(question_text(asked.id)),
        "choices": [(choice, _choice(asked.id, choice, visit)) for choice in asked.shown],
        "idle": asked.is_idle,
        "place": is_place,
        "lines": asked.lines,
        "settles": visit.words.say(settles_text(asked, lambda choice: _choice(asked.id, choice, visit))),
        "together": asked.together,
        "value": filled.get(name, ""),
        "error": errors.get(name, ""),
    }


def _choice(question: str, choice: str, visit: RequestContext) -> str:
    if question in {"movement", "departure", "destination"}:
        return value_name(FactName(question), choice, speech_of(visit.library, language=visit.language))
    return visit.words(choice)


def _law_day(run: BookJob, visit: RequestContext) -> date:
    """Return the day of law of a run; that of the page where each line has its own."""
    stated = str(run.found.get("as_of") or "")
    return date.fromisoformat(stated) if stated[:1].isdigit() else visit.as_of


def _customer(
    place: int, row: Asked, visit: RequestContext, filled: Fields, errors: Fields, *, day: date
) -> dict[str, Any]:
    """Return one row of the grid of customers, filled with what is known; a listed one is not asked its country.

    A party has the sign of what its list does on the day of law, as on every other page.

    Parameters
    ----------
    day
        The day of law.
    """
    entries = parties_of(visit.library).by_id
    speech = speech_of(visit.library, language=visit.language)
    cells = []
    for column, fact in FACT_OF.items():
        name, value = f"customers.{place}.{column}", row["known"].get(str(fact), "")
        choices = visit.library.facts[fact].choices
        shown = value_name(fact, value, speech) if value and not choices else value
        cells.append(
            {
                "name": name,
                "label": visit.words.say(HEADS[column]),
                "choices": [(choice, visit.words.choice(fact, choice)) for choice in choices],
                "value": filled.get(name, "") if filled else shown,
                "asked": column != "country" or not row["listed"],
                "error": errors.get(name, ""),
            }
        )
    return {
        "place": place,
        "name": visit.words.say(NOBODY) if row["customer"] == NOBODY_SAYS else row["customer"],
        "lines": row["lines"],
        "value": row["value"],
        "listed": [
            (sign_of_entry(entries[entry], visit.library, day), entries[entry].name_in(visit.language))
            for entry in row["listed"]
            if entry in entries
        ],
        "may_be": [
            {
                "name": f"customers.{place}.same.{number}",
                "text": entries[entry].name_in(visit.language),
                "value": filled.get(f"customers.{place}.same.{number}", ""),
                "error": errors.get(f"customers.{place}.same.{number}", ""),
            }
            for number, entry in enumerate(row["may_be"])
            if entry in entries
        ],
        "cells": cells,
    }


def _others(visit: RequestContext, filled: Fields, errors: Fields) -> list[dict[str, Any]]:
    """Return the cells that answer for every customer of whom nothing else is said and who is on no list."""
    cells = []
    for column, fact in FACT_OF.items():
        name, choices = f"{OTHERS}.{column}", visit.library.facts[fact].choices
        cells.append(
            {
                "name": name,
                "label": visit.words.say(HEADS[column]),
                "choices": [(choice, visit.words.choice(fact, choice)) for choice in choices],
                "value": filled.get(name, ""),
                "error": errors.get(name, ""),
            }
        )
    return cells


def _item(place: int, row: Asked, visit: RequestContext, filled: Fields, errors: Fields) -> dict[str, Any]:
    """Return one row of the grid of goods: what is suggested, what it may be, and what decides."""
    name = f"goods.{place}"
    leads = [code for code in row["candidates"].split("; ") if code]
    return {
        "name": name,
        "item": row.get("hs_code") or row["description"],
        "lines": row["lines"],
        "state": _state(row, leads, visit),
        "suggested": row["suggested"],
        "leads": leads,
        "asks": asks_of(row.get("parameters") or (), visit.library, visit.language),
        "value": filled.get(name, ""),
        "other": filled.get(f"{name}.other", ""),
        "error": errors.get(name, ""),
    }


def _state(row: Asked, leads: Sequence[str], visit: RequestContext) -> str:
    """Say what the program says of goods, with the codes and their names."""
    words, codes = visit.words, [code for code in row["suggested"].split(";") if code] or list(leads)
    entries = control_entries(visit.library)
    named = [
        words("goods_code", code=code, name=words.say(LawText(entries[code].name))) if code in entries else code
        for code in codes
    ]
    if row["state"] in INNOCENT:
        return words("goods_nothing")
    if not named:
        return words("goods_unread") if row["state"] == "unread" else ""
    joint = words.say(joined(named, "semicolon"))
    return words("goods_looks" if row["suggested"] else "goods_may_be", codes=joint)


def typed(visit: RequestContext) -> dict[str, str]:
    """Return everything that was typed into the form of the grids."""
    names = ("book.", "customers.", "goods.")
    fields = {name: value.strip() for name, value in visit.body if name.startswith(names)}
    return {**fields, "by": visit.text("by"), "basis": visit.text("basis")}


def save_grids(visit: RequestContext, runs: JobManager, run: BookJob) -> Answer | dict[str, str]:
    """Take what was filled in, and determine the book again with it; or return what is wrong, by its field.

    Raises
    ------
    FactError
        If nothing was filled in.
    """
    asked = run.found.get("asked") or {"book": [], "customers": [], "goods": []}
    fields = typed(visit)
    answers, places, wrong = _answers(asked, fields, by=visit.person.name or fields["by"], visit=visit)
    if not (answers.book or any(map(_says, answers.customers)) or answers.goods):
        raise FactError(Problem(where="answers", what=visit.words("answers_nothing")))
    faults = grid_faults(answers, visit.library)
    wrong |= {places.get(problem.where, problem.where): visit.words.say(problem.text) for problem in faults}
    if wrong:
        return wrong
    runs.begin(run, "apply", sheet="", grid=str(keep_grid(run, runs, answers)), language=visit.language)
    return Redirect(address_of(run, visit))


def keep_grid(run: BookJob, runs: JobManager, answers: GridAnswers) -> Path:
    """Write answers for the process that takes them, and keep in the trail who gave how many."""
    if runs.settings.trail is not None:
        number = len(answers.book) + sum(map(_says, answers.customers)) + len(answers.goods)
        runs.settings.trail.note(runs.person.name or answers.by, f"{number} answers on order list {run.id}")
    place = run.folder / GRID
    put_json(place, asdict(answers))
    return place


def _says(row: Mapping[str, str]) -> bool:
    return any(value for name, value in row.items() if name not in {"customer", "entry"})


def _cells(row: Asked, place: int, fields: Fields, words: AnswerWords) -> tuple[dict[str, str], dict[str, str]]:
    """Return what is changed of a customer by column, and the field that says it: its own, else that of all others.

    A customer who is on a list, or may be, is answered by itself alone; so are the lines that name nobody. A cell that
    says what it showed changes nothing; one that showed something and is empty says that it is not known.
    """
    alone = bool(row["listed"] or row["may_be"]) or row["customer"] == NOBODY_SAYS
    cells: dict[str, str] = {}
    spoken: dict[str, str] = {}
    for column, fact in FACT_OF.items():
        own, before = f"customers.{place}.{column}", row["known"].get(str(fact), "")
        spoken[column] = own if alone or fields.get(own) else f"{OTHERS}.{column}"
        text = fields.get(spoken[column], "")
        if before and not text and own in fields:
            spoken[column], text = own, UNKNOWN_WORD
        is_same = bool(before and text) and before in {text, words.word(own, fact, text)}
        cells[column] = "" if is_same else text
    return cells, spoken


def _not_answered(row: Asked, cells: Mapping[str, str], spoken: Mapping[str, str]) -> Iterator[str]:
    """Yield the fields that call unknown what no answer about the customer says."""
    for column, fact in FACT_OF.items():
        if cells[column] == UNKNOWN_WORD and str(fact) not in row.get("answered", ()):
            yield spoken[column]


def _answers(
    asked: Asked, fields: Fields, *, by: str, visit: RequestContext
) -> tuple[GridAnswers, dict[str, str], dict[str, str]]:
    """Return the answers of a form, the field behind each place that a problem may name, and what is wrong by field."""
    customers: list[Mapping[str, str]] = []
    goods: list[Mapping[str, str]] = []
    places: dict[str, str] = {}
    faults: dict[str, str] = {}
    words, refused = AnswerWords(visit.library), (NOT_ANSWERED, TAKE_BACK)
    for place, row in enumerate(asked["customers"]):
        name = NOBODY if row["customer"] == NOBODY_SAYS else row["customer"]
        cells, spoken = _cells(row, place, fields, words)
        faults |= dict.fromkeys(_not_answered(row, cells, spoken), visit.words.say(joined(refused, "sentence")))
        places |= {f"customers.{len(customers)}.{column}": field for column, field in spoken.items()}
        customers.append({"customer": str(name), **cells})
        for number, entry in enumerate(row["may_be"]):
            field = f"customers.{place}.same.{number}"
            places[f"customers.{len(customers)}.same"] = field
            customers.append({"customer": str(name), "entry": entry, "same": fields.get(field, "")})
    for place, row in enumerate(asked["goods"]):
        answer = fields.get(f"goods.{place}.other") or fields.get(f"goods.{place}", "")
        if answer:
            places[f"goods.{len(goods)}.answer"] = f"goods.{place}"
            about = {"hs_code": row["hs_code"]} if row.get("hs_code") else {"item": row["description"]}
            goods.append({**about, "answer": answer})
    book = {question["id"]: fields.get(f"book.{question['id']}", "") for question in asked["book"]}
    answers = GridAnswers(
        book={name: answer for name, answer in book.items() if answer},
        customers=tuple(customers),
        goods=tuple(goods),
        by=by,
        on=visit.settings.today().isoformat(),
        basis=fields["basis"],
    )
    return answers, places, faults


def acts_given(found: Mapping[str, Any]) -> list[AnswerAct]:
    """Return what was answered of a run, as its results keep it."""
    return [AnswerAct(**{**row, "subjects": tuple(row["subjects"])}) for row in found.get("given") or ()]


def answered(run: BookJob, visit: RequestContext, decided: Collection[Mapping[str, str]]) -> list[dict[str, object]]:
    """List what was answered of a book, each act with who, when and by what it is taken back.

    Parameters
    ----------
    decided
        What was decided of names that the book has: a decision on a name of another book counts here too, and is no
        answer about this one.
    """
    own = {(name_key(row["name"]), row["entry"]) for row in decided}
    speech, words = speech_of(visit.library, language=visit.language), visit.words
    entries = parties_of(visit.library).by_id
    rows: list[dict[str, object]] = []
    for act in acts_given(run.found):
        if act.fact == "same" and not any((name_key(name), act.entry) in own for name in act.subjects):
            continue
        value = value_name(act.fact, act.value, speech) if act.value else words("named_themselves")
        value = words(act.value) if act.value in {"yes", "no"} else value
        if act.fact == "same":
            listed = entries[act.entry].name_in(visit.language) if act.entry in entries else act.entry
            value = words("same_is" if act.value == "yes" else "same_is_not", name=listed)
        more = len(act.subjects) - SUBJECTS
        named = [words.say(NOBODY) if name == NOBODY_SAYS else name for name in act.subjects[:SUBJECTS]]
        subjects = words.say(joined(named, "comma")) if named else words("every_open_line")
        if act.plain:
            subjects = words("plain_lines_of", names=subjects) if named else words("every_plain_line")
        rows.append(
            {
                "id": act.id,
                "fact": words("whether_listed") if act.fact == "same" else fact_name(str(act.fact), visit),
                "value": words("none_listed") if act.fact == "control_codes" and act.value == "none" else value,
                "about": words("and_more_names", names=subjects, n=more) if more > 0 else subjects,
                "by": act.by,
                "on": act.on,
                "day": words.day(date.fromisoformat(act.on)) if act.on else "",
                "basis": act.basis,
                "lines": act.lines,
            }
        )
    return rows


def moved_lines(run: BookJob, visit: RequestContext) -> Iterator[str]:
    """Say what the last save moved, or that a new run took what was given before it."""
    words = visit.words
    saved, back, carried = (run.found.get(name) for name in ("answered", "withdrawn", "carried"))
    gone = (saved or {}).get("taken_back", 0) + (back or {}).get("answers", 0)
    if saved and (saved["answers"] or not gone):
        decided = saved.get("decided", saved["settled"])
        yield words("settled_says", n=f"{decided:,}", answers=f"{saved['answers']:,}")
        facts = visit.library.facts
        waits = [row["fact"] for row in run.found["waiting"] if row["all"] and facts.can_be_asked(row["fact"])]
        if not decided and waits:
            names = joined([fact_name(name, visit) for name in waits[:SUBJECTS]], "comma")
            yield words("settled_waits", facts=words.say(names))
    if gone:
        yield words("withdrawn_says", n=f"{gone:,}")
    if again := (back or {}).get("again", 0):
        yield words("given_again", n=f"{again:,}")
    if carried:
        yield words("carried_says", n=f"{carried:,}")
    for place, (before, now) in (run.found.get("moved_places") or {}).items():
        name = words.say(PLACES[place][1])
        yield words("moved_says", outcome=name, before=f"{before:,}", now=f"{now:,}")
    for headline, (before, now) in ((saved or back or {}).get("moved") or {}).items():
        yield words("moved_says", outcome=words(headline), before=f"{before:,}", now=f"{now:,}")


def field_order(errors: Fields) -> Sequence[str]:
    """Return the fields that are wrong in the order of the page: book, customers, goods, who answers."""
    first = {"book": 0, "customers": 1, "goods": 2}
    return sorted(errors, key=lambda name: (first.get(name.partition(".")[0], 3), name))
