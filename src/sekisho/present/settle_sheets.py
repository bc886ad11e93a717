"""What is asked of a book, told in the order of asking: the whole book, its customers in a grid, then its goods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from sekisho.determination.book.answers import NOBODY_SAYS
from sekisho.determination.settle.answer_workbook import (
    BOOK,
    COLUMNS,
    CUSTOMERS,
    FACT_OF,
    FILLED,
    HEADS,
    ITEMS,
    NOBODY,
    SHEETS,
)
from sekisho.determination.settle.book_questions import (
    GOODS,
    PRC,
    RISK,
    UNDERTAKING,
    USE,
    USERS,
    AnswerMeasure,
    BookQuestion,
    BookQuestions,
)
from sekisho.determination.settle.grids import Customer, Goods
from sekisho.files.workbook import lay_out
from sekisho.i18n.list_names import entry_name
from sekisho.i18n.messages import Translator
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import value_text
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.render.terminal import headed, wrap
from sekisho.trade.items.control_list import control_list

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

_QUESTIONS: Final[Mapping[str, Text]] = {
    "movement": message("settle.ask_movement", "How do the goods move, where a line does not say it?"),
    "departure": message("settle.ask_departure", "From where do the goods leave, where a line does not say it?"),
    "destination": message("settle.ask_destination", "Where will the goods be used, where a line does not say it?"),
    str(PRC): message(
        "settle.ask_exporter", "Are the suppliers firms or persons of China, where a line does not say it?"
    ),
    USERS: message("settle.ask_users", "Are the customers named in the lines those who will use the goods?"),
    USE: message(
        "settle.ask_use",
        "Is any of the goods for military use, or for a use that is not known? Lines in which something points are "
        "asked apart.",
    ),
    RISK: message(
        "settle.ask_risk",
        "Does your firm know, or did anybody tell it, of a barred use or another risk? Lines in which "
        "something points are asked apart.",
    ),
    UNDERTAKING: message(
        "settle.ask_undertaking", "Was an undertaking on use or re-transfer given earlier for any of these goods?"
    ),
    GOODS: message(
        "settle.ask_goods",
        "Nothing on the dual-use list resembles the goods at the end of the sheet of goods. Do you "
        "accept that they are not listed?",
    ),
}
YES_NO: Final[Mapping[str, Text]] = {"yes": message("settle.yes", "yes"), "no": message("settle.no", "no")}
_WIDTHS: Final = {
    "question": 60, "choices": 24, "customer": 36, "item": 46, "list": 30, "candidates": 26, "asks": 44, "basis": 28,
    "answer": 18, "by": 16, "on": 12, "end_use": 18, "kind": 18, "sector": 18, "state": 16,
}  # fmt: skip
_NUMBERS: Final = frozenset({"lines", "value", "together"})
_KEYS: Final = frozenset({"id", "entry"})
"""Hidden columns by which a row is known when it is read back."""
_LIST_LENGTH: Final = 255
"""Letters that a list of choices may have in one cell's rule."""
SHOWN: Final = 8


def question_text(question: str) -> Text:
    """Put a question about a whole book."""
    return _QUESTIONS[question]


def choice_text(question: str, choice: str) -> str:
    """Name an answer to a question about a whole book; a territory by its code."""
    if question in {"departure", "destination"}:
        return choice
    return value_text(FactName("movement"), choice) if question == "movement" else YES_NO[choice]


def book_question_of(row: Mapping[str, Any]) -> BookQuestion:
    """Make a question about a whole book again from plain data, as `asked_data` wrote it."""
    measured = tuple(AnswerMeasure(answer=answer, lines=lines) for answer, lines in row["settles"].items())
    return BookQuestion(
        id=row["id"],
        choices=tuple(row["choices"]),
        lines=row["lines"],
        measured=measured,
        together=row["together"],
    )


def spoken_choice(question: str, choice: str, library: Library, words: Translator) -> str:
    """Name an answer to a question about a whole book in the language of the reader."""
    if question in {"departure", "destination"}:
        return territory_names(library)[words.language].get(choice, choice)
    return words.say(choice_text(question, choice))


def _settles(question: BookQuestion, library: Library, words: Translator) -> str:
    """Say what each answer settles."""
    return words.say(settles_text(question, lambda choice: spoken_choice(question.id, choice, library, words)))


def settles_text(question: BookQuestion, name: Callable[[str], str]) -> Text:
    """Say what each answer settles; nothing where it was not tried.

    Parameters
    ----------
    name
        Names an answer.
    """
    lines = {measure.answer: measure.lines for measure in question.measured if measure.lines is not None}
    parts = [
        message("settle.by_answer", "{answer}: {lines}", answer=name(answer), lines=lines[answer])
        for answer in question.shown
        if answer in lines
    ]
    return joined(parts, "semicolon")


def book_rows(asked: BookQuestions, library: Library, *, language: str = "en") -> list[dict[str, object]]:
    """Return one row a question about the whole book."""
    words = Translator(language, ("report",))
    return [
        {
            **dict.fromkeys(COLUMNS[BOOK], ""),
            "id": question.id,
            "question": words.say(question_text(question.id)),
            "choices": " | ".join(spoken_choice(question.id, choice, library, words) for choice in question.shown),
            "lines": question.lines,
            "settles": _settles(question, library, words),
            "together": "" if question.together is None else question.together,
        }
        for question in asked.questions
    ]


def customer_rows(asked: BookQuestions, library: Library, *, language: str = "en") -> list[dict[str, object]]:
    """Return one row a customer, and one more for each further entry of a list that it may be."""
    words = Translator(language, ("report",))
    return [row for customer in asked.customers for row in _rows_of(customer, library, words)]


def _rows_of(customer: Customer, library: Library, words: Translator) -> Iterable[dict[str, object]]:
    entries = parties_of(library).by_id
    listed = [entry_name(entries[name]) for name in customer.listed]
    shown = {
        column: words.say(value_text(fact, customer.known[fact]))
        if column != "country"
        else territory_names(library)[words.language].get(customer.known[fact], customer.known[fact])
        for column, fact in FACT_OF.items()
        if fact in customer.known
    }
    if listed:
        # Of a listed company nobody is asked where it is from: the list says it.
        shown.setdefault("country", "-")
    for place, entry in enumerate(customer.entries or ("",)):
        may_be = [entry_name(entries[entry])] if entry else []
        yield {
            **dict.fromkeys(COLUMNS[CUSTOMERS], ""),
            "customer": words.say(NOBODY) if customer.names[0] == NOBODY_SAYS else customer.names[0],
            "lines": customer.lines if not place else "",
            "value": customer.value if not place else "",
            "list": words.say(joined([*listed, *may_be], "semicolon")) if listed or may_be else "",
            "entry": entry,
            **(shown if not place else {}),
        }


def goods_rows(asked: BookQuestions, library: Library, *, language: str = "en") -> list[dict[str, object]]:
    """Return one row a distinct item; what nothing on the list resembles comes last."""
    words = Translator(language, ("report", "command"))
    return [_goods_row(item, library, words) for item in asked.goods]


def asks_of(parameters: Iterable[str], library: Library, language: str) -> list[str]:
    """Ask for parameters that decide about goods in a language; of one that the list has no more nothing is asked."""
    of_list = control_list(library).parameters if parameters else {}
    asked = [of_list[name] for name in map(FactName, parameters) if name in of_list]
    return [parameter.questions.get(language) or parameter.fact.question for parameter in asked]


def _goods_row(item: Goods, library: Library, words: Translator) -> dict[str, object]:
    about = dict(item.about)
    described = "" if about.get("hs_code") else about["description"]
    return {
        **dict.fromkeys(COLUMNS[ITEMS], ""),
        "item": described,
        "hs_code": about.get("hs_code", ""),
        "lines": item.lines,
        "value": item.value,
        "state": words.find(f"state_{item.opinion.state}") or item.opinion.state.replace("_", " "),
        "suggested": item.opinion.suggested,
        "candidates": item.opinion.candidates,
        "asks": words.say(joined(asks_of(item.opinion.asks, library, words.language), "semicolon")),
    }


def fill_sheets(book: Workbook, asked: BookQuestions, library: Library, *, language: str = "en") -> None:
    """Add the three sheets to a workbook."""
    words = Translator(language, ("report",))
    rows = {
        BOOK: book_rows(asked, library, language=language),
        CUSTOMERS: customer_rows(asked, library, language=language),
        ITEMS: goods_rows(asked, library, language=language),
    }
    for kind in (BOOK, CUSTOMERS, ITEMS):
        _fill(book, kind, rows[kind], library, words)


def _fill(book: Workbook, kind: str, rows: Sequence[Mapping[str, object]], library: Library, words: Translator) -> None:
    sheet = book.add_worksheet(words.say(SHEETS[kind]))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    filled = book.add_format({"valign": "top", "num_format": "@", "bg_color": "#FFF6D6", "border": 1})
    number = book.add_format({"valign": "top", "num_format": "#,##0"})
    key = book.add_format({"valign": "top", "num_format": "@", "font_color": "#808080"})
    for place, name in enumerate(COLUMNS[kind]):
        form = filled if name in FILLED else key if name in _KEYS else number if name in _NUMBERS else text
        sheet.set_column(place, place, _WIDTHS.get(name, 12), None, {"hidden": name in _KEYS})
        sheet.write_string(0, place, words.say(HEADS[name]), head)
        for at, row in enumerate(rows, start=1):
            if name in _NUMBERS and row[name] != "":
                sheet.write_number(at, place, float(str(row[name])), form)
            else:
                sheet.write_string(at, place, str(row[name]), form)
            choices = _choices(kind, name, row, library, words)
            if len(choices) > 1 and len(",".join(choices)) <= _LIST_LENGTH:
                sheet.data_validation(
                    at, place, at, place, {"validate": "list", "source": choices, "error_type": "warning"}
                )
    sheet.freeze_panes(1, 2)
    lay_out(sheet)
    sheet.repeat_rows(0)


def _choices(kind: str, column: str, row: Mapping[str, object], library: Library, words: Translator) -> list[str]:
    """Return the words from which a cell is chosen; none where any may be written."""
    if kind == BOOK and column == "answer":
        return str(row["choices"]).split(" | ")
    if kind == CUSTOMERS and column == "same":
        return [words.say(choice) for choice in YES_NO.values()]
    fact = FACT_OF.get(column)
    if kind == CUSTOMERS and fact is not None:
        return [words.say(value_text(fact, choice)) for choice in library.facts[fact].choices]
    return []


def book_lines(asked: BookQuestions, library: Library, *, language: str, width: int) -> list[str]:
    """Tell on a terminal what is asked of the whole book, and how large the two grids are."""
    words = Translator(language, ("report",))
    if not asked.questions and not asked.customers:
        return []
    heads = (message("settle.head_settles", "decides"), message("settle.head_together", "settled so far"))
    rows: list[tuple[str, ...]] = [("", words("wait_all"), *map(words.say, heads))]
    rows += [
        (
            words.say(_SHORT[question.id]),
            f"{question.lines:,}",
            _settles(question, library, words),
            "" if question.together is None else f"{question.together:,}",
        )
        for question in asked.questions
        if not question.is_idle
    ]
    notes = [ASIDE] if any(question.measured for question in asked.questions) else []
    if idle := [words.say(_SHORT[question.id]) for question in asked.questions if question.is_idle]:
        names = joined(idle, "comma")
        notes.append(message("settle.idle", "Beside these, no answer decides a line: {names}.", names=names))
    title = words.say(message("settle.book_first", "First, of the whole book"))
    beside = [line for text in notes for line in wrap(words.say(text), width=width)]
    lines = [
        *headed(title, rows, frozenset({1, 3})),
        *(["", *beside] if beside else []),
        "",
        *wrap(words.say(grids_text(asked)), width=width),
    ]
    if (promise := promise_text(asked)) is not None:
        lines += wrap(words.say(promise), width=width)
    return [*lines, ""]


def grids_text(asked: BookQuestions) -> Text:
    """Say how large the two grids are."""
    return message(
        "settle.grids",
        "Then a grid of {customers}, and one of {goods}, of which nothing on the list resembles {innocent}.",
        customers=counted("settle.customers", "{n} customer", "{n} customers", n=len(asked.customers)),
        goods=counted("settle.goods", "{n} distinct item", "{n} distinct items", n=len(asked.goods)),
        innocent=sum(item.innocent for item in asked.goods),
    )


def promise_text(asked: BookQuestions) -> Text | None:
    """Say how many lines the usual answers decide; None where they were not tried."""
    if asked.settled is None:
        return None
    return message(
        "settle.promise",
        "The usual answers, with civil customers and goods under the codes suggested, decide {lines}.",
        lines=counted("settle.promise_lines", "{n} line", "{n} lines", n=asked.settled),
    )


def short_question(question: str) -> Text:
    """Name a question about a whole book in a few words."""
    return _SHORT[question]


ASIDE: Final = message(
    "settle.aside",
    "What an answer decides counts only beside the usual answers to all the rest: civil customers, suggested codes.",
)
"""How the lines beside an answer were counted."""
_SHORT: Final[Mapping[str, Text]] = {
    "movement": message("settle.short_movement", "movement"),
    "departure": message("settle.short_departure", "where goods leave"),
    "destination": message("settle.short_destination", "where goods go"),
    str(PRC): message("settle.short_exporter", "suppliers of China"),
    USERS: message("settle.short_users", "customers are the users"),
    USE: message("settle.short_use", "military or unknown use"),
    RISK: message("settle.short_risk", "a known risk"),
    UNDERTAKING: message("settle.short_undertaking", "an earlier undertaking"),
    GOODS: message("settle.short_goods", "goods that resemble nothing listed"),
}


def asked_data(asked: BookQuestions, library: Library) -> dict[str, object]:
    """Return what is asked as plain data: what decides of goods by the names of parameters, and in English."""
    return {
        "book": [
            {
                "id": question.id,
                "question": str(question_text(question.id)),
                "choices": list(question.choices),
                "lines": question.lines,
                "settles": {measure.answer: measure.lines for measure in question.measured},
                "together": question.together,
            }
            for question in asked.questions
        ],
        "customers": [
            {
                "customer": customer.names[0],
                "names": list(customer.names),
                "roles": list(customer.roles),
                "lines": customer.lines,
                "value": customer.value,
                "known": {str(fact): value for fact, value in customer.known.items()},
                "answered": [str(fact) for fact in customer.answered],
                "listed": list(customer.listed),
                "may_be": list(customer.entries),
            }
            for customer in asked.customers
        ],
        "goods": [
            {
                **dict(item.about),
                "lines": item.lines,
                "value": item.value,
                "state": item.opinion.state,
                "suggested": item.opinion.suggested,
                "candidates": item.opinion.candidates,
                "parameters": list(item.opinion.asks),
                "asks": asks_of(item.opinion.asks, library, "en"),
            }
            for item in asked.goods
        ],
        "settled_by_usual_answers": asked.settled,
    }
