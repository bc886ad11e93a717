"""The three sheets of questions of a book: whole book, customers, goods; and their answers read back.

Headings and answers are in English, Japanese or Chinese. `by` and `on` hold for the rows below until others are stated,
and those of the first sheet for all; what is wrong is told with sheet, row and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from sekisho.determination.book.answers import NOBODY_SAYS, About, Answer
from sekisho.determination.settle.answer_effects import MeasuredAnswer
from sekisho.determination.settle.book_questions import NO, ROUTE, USE, YES, BookAsking, BookQuestions, given_of
from sekisho.determination.settle.grids import (
    CODES,
    GRID,
    KIND,
    TERRITORY,
    Customer,
    answers_about,
    item_of,
    of_customer,
)
from sekisho.determination.settle.question_sheet import spelt
from sekisho.determination.settle.questions import SAME
from sekisho.errors import FactError, Problem
from sekisho.files.text_tables import Row, open_sheets, read_table
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, Codes, Unknown, is_blank, value_text
from sekisho.law.model.library import Library
from sekisho.message import Text, joined, message
from sekisho.parties.folding import name_key
from sekisho.trade.book.cells.dates import read_day
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD, meaning
from sekisho.trade.book.line_facts import read_words

NOBODY: Final = message("settle.nobody_named", "(no customer named)")
"""Stands in the grid for the lines that name no customer."""
BOOK, CUSTOMERS, ITEMS = "book", "customers", "goods"
SHEETS: Final[Mapping[str, Text]] = {
    BOOK: message("settle.sheet_book", "Whole book"),
    CUSTOMERS: message("settle.sheet_customers", "Customers"),
    ITEMS: message("settle.sheet_goods", "Goods"),
}
QUESTIONS: Final = message("settle.sheet_questions", "Questions")
"""The sheet of questions in the workbook of a report, which takes answers about the whole book and its customers."""
OF_CUSTOMER: Final = "use of "
"""Begins the key of a question about the use of a customer; its name follows."""
NOTE: Final = "note"
"""Key of a question whose answer settles no fact by itself, such as one to a supplier."""
HEADS: Final[Mapping[str, Text]] = {
    "id": message("settle.head_key", "key"),
    "question": message("settle.head_question", "question"),
    "choices": message("settle.head_choices", "answers"),
    "lines": message("settle.head_lines", "lines"),
    "value": message("settle.head_value", "value"),
    "settles": message("settle.head_settles", "decides"),
    "together": message("settle.head_together", "settled so far"),
    "answer": message("settle.head_answer", "your answer"),
    "by": message("settle.head_by", "answered by"),
    "on": message("settle.head_on", "on"),
    "basis": message("settle.head_basis", "basis"),
    "customer": message("settle.head_customer", "customer"),
    "list": message("settle.head_list", "on a list"),
    "kind": message("settle.head_kind", "kind"),
    "country": message("settle.head_country", "country"),
    "end_use": message("settle.head_use", "end use"),
    "sector": message("settle.head_sector", "field"),
    "same": message("settle.head_same", "the listed one?"),
    "entry": message("settle.head_entry", "entry"),
    "item": message("settle.head_item", "item"),
    "hs_code": message("settle.head_hs", "HS code"),
    "state": message("settle.head_state", "state"),
    "suggested": message("settle.head_suggested", "suggested"),
    "candidates": message("settle.head_candidates", "looks like"),
    "asks": message("settle.head_asks", "decided by"),
}
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    BOOK: ("question", "choices", "lines", "settles", "together", "answer", "by", "on", "basis", "id"),
    CUSTOMERS: (
        *("customer", "lines", "value", "list", "kind", "country", "end_use", "sector", "same"),
        *("by", "on", "basis", "entry"),
    ),
    ITEMS: (
        *("item", "hs_code", "lines", "value", "state", "suggested", "candidates", "asks", "answer"),
        *("by", "on", "basis"),
    ),
}
FILLED: Final = frozenset({"answer", "by", "on", "basis", "kind", "country", "end_use", "sector", "same"})
"""Columns that a person fills."""
ORIGIN: Final = FactName("origin")
USER: Final = FactName("end_user")
FACT_OF: Final = {"kind": KIND, "country": TERRITORY, "end_use": GRID[2], "sector": GRID[3]}
"""The fact of each column of the grid of customers."""


NOT_ANSWERED: Final = message("settle.not_answered", "This does not answer about this customer alone.")
TAKE_BACK: Final = message(
    "settle.take_back_there",
    "If it is an answer about all lines, take it back under 'Answers given'. If the book says it, correct the book.",
)
"""What is said of a fact that somebody calls unknown, and that no answer about the customer gives."""


def own_sheets(path: Path) -> dict[str, str]:
    """Return the names of the sheets of a workbook by what they are; none if it is no such workbook."""
    if path.suffix.lower() == ".csv":
        return {}
    sheets = (*SHEETS.items(), (BOOK, QUESTIONS))
    names = {Translator(language).say(text): kind for kind, text in sheets for language in LANGUAGES}
    return {names[table.sheet]: table.sheet for table in open_sheets(path) if table.sheet in names}


def other_sheet(path: Path) -> str:
    """Return the name of the sheet of single questions: the one that is none of the three; empty if there is none."""
    own = set(own_sheets(path).values())
    if own & {Translator(language).say(QUESTIONS) for language in LANGUAGES}:
        return ""  # a report asks no single questions
    return next((table.sheet for table in open_sheets(path) if table.sheet not in own), "") if own else ""


Signed = tuple[str, Row]
"""A row, and where it stands: sheet and number, or the name of a field."""


def workbook_rows(path: Path) -> dict[str, Iterator[Signed]]:
    """Return the rows of the three sheets of a workbook, by what each sheet is; columns by their names here.

    Raises
    ------
    BookError
        If the file cannot be read.
    """
    ids = {Translator(language).say(text): name for name, text in HEADS.items() for language in LANGUAGES}

    def rows(sheet: str, kind: str) -> Iterator[Signed]:
        for where, row in read_table(path, (), remedy="", sheet=sheet):
            by_id = {ids.get(head, head): cell for head, cell in row.items()}
            yield where, {name: by_id.get(name, "") for name in COLUMNS[kind]}

    return {kind: rows(sheet, kind) for kind, sheet in own_sheets(path).items()}


@dataclass(slots=True)
class AnswerWords:
    """Reads the words of answers as the table of facts writes them; what is no answer is told."""

    library: Library
    problems: list[Problem] = field(default_factory=list)

    def word(self, where: str, fact: FactName, text: str) -> str:
        """Return an answer as the table of facts writes it; nothing if it says it is not known, or is no answer."""
        library = self.library
        for choice in library.facts[fact].choices if fact in library.facts else ():
            if text in spelt(fact, choice):
                return choice
        value = self._value(fact, text)
        if isinstance(value, Unknown):
            return ""
        if value is None or (isinstance(value, Codes) and value.maybe):
            what = message("settle.no_word", "'{text}' is not an answer here.", text=text)
            self.problems.append(Problem(where=where, what=what, remedy=self._expected(fact)))
            return ""
        return (YES if value else NO) if isinstance(value, bool) else str(value)

    def is_unknown(self, fact: FactName, text: str) -> bool:
        """Tell whether a text says that a fact is not known; one of several values says more, and a choice is one."""
        choices = self.library.facts[fact].choices if fact in self.library.facts else ()
        return self._value(fact, text) is UNKNOWN and not any(text in spelt(fact, choice) for choice in choices)

    def _value(self, fact: FactName, text: str) -> object:
        """Return the value that a text means, `Unknown` if it says that nobody knows; None if it means none."""
        facts, unread = read_words({str(fact): text}, self.library.facts, territories_of(self.library).code)
        try:
            return self.library.facts.parse(fact, str(facts[str(fact)])) if not unread else None
        except FactError:
            return None

    def yes_no(self, where: str, text: str) -> str:
        """Return yes or no; nothing if it says that it is not known, or is no answer."""
        plain = text.lower()
        word = plain if plain in {YES, NO} else (meaning("yes_no", text) or meaning("any", text) or ("", ""))[0]
        if word in {YES, NO} or UNKNOWN_WORD in {word, plain}:
            return word if word in {YES, NO} else ""
        what = message("settle.no_word", "'{text}' is not an answer here.", text=text)
        remedy = message("settle.expected_yes", "Expected yes or no.")
        self.problems.append(Problem(where=where, what=what, remedy=remedy))
        return ""

    def is_word(self, fact: FactName, text: str, meant: str) -> bool:
        """Tell whether a text means a value of a fact."""
        if fact not in self.library.facts:
            return False
        facts, _ = read_words({str(fact): text}, self.library.facts, territories_of(self.library).code)
        return facts[str(fact)] == meant

    def of_book(self, where: str, question: str, text: str) -> str:
        """Read the answer to a question about the whole book."""
        if question == USE and self.is_word(FactName("end_use"), text, "civil"):
            return NO
        is_route = question in set(map(str, ROUTE))
        return self.word(where, FactName(question), text) if is_route else self.yes_no(where, text)

    def _expected(self, fact: FactName) -> Text:
        kind = self.library.facts[fact].kind
        choices = self.library.facts[fact].choices
        if kind == "territory":
            return message("settle.expected_country", "Expected a country, such as JP, 日本 or Japan.")
        if kind == "codes":
            return message("settle.expected_codes", "Expected codes of the dual-use list, or none.")
        words = joined([value_text(fact, choice) for choice in choices], "comma")
        return message("settle.expected_choice", "Expected one of: {choices}.", choices=words)


@dataclass(slots=True)
class AnswerReader:
    """Reads the answers of the three grids, from a workbook or from a form.

    Parameters
    ----------
    asked
        What was asked of the run.
    """

    asking: BookAsking
    asked: BookQuestions
    given: list[MeasuredAnswer] = field(default_factory=list)
    back: list[Answer] = field(default_factory=list)
    """Answers of the run that these take back, since another takes their place or the fact is said to be unknown."""
    _words: AnswerWords = field(init=False)
    _signed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take the library of the run."""
        self._words = AnswerWords(self.asking.waiting.run.library)

    @property
    def problems(self) -> list[Problem]:
        """The cells that could not be read."""
        return self._words.problems

    def read(self, sheets: Mapping[str, Iterable[Signed]]) -> tuple[list[MeasuredAnswer], list[Problem]]:
        """Return the answers, in the order of the sheets, and the cells that could not be read.

        Parameters
        ----------
        sheets
            Rows by what their sheet is; a row has the columns of its sheet.
        """
        for kind, take in ((BOOK, self._book), (CUSTOMERS, self._customer), (ITEMS, self._item)):
            signed = dict(self._signed)
            for where, row in sheets.get(kind, ()):
                signed |= {name: row[name] for name in ("by", "on") if not is_blank(row[name])}
                if kind == BOOK:
                    self._signed = {**signed, **self._signed}
                before, taken = len(self.given), len(self.back)
                take(where, {**row, **signed})
                is_more = len(self.given) > before or len(self.back) > taken
                if is_more and not self._is_signed(where, signed):
                    del self.given[before:], self.back[taken:]
        return self.given, self.problems

    def _is_signed(self, where: str, signed: Mapping[str, str]) -> bool:
        """Tell whether somebody answers, on some day; what is missing is told."""
        before = len(self.problems)
        if is_blank(signed.get("by")):
            what = message("settle.nobody", "nobody answers.")
            remedy = message("settle.name_who", "Name who answered; it counts for the rows below.")
            self.problems.append(Problem(where=f"{where}: by", what=what, remedy=remedy))
        if not isinstance(read_day(signed.get("on", "")).day, date):
            what = message("settle.no_day", "'{text}' is not a day.", text=signed.get("on", ""))
            remedy = message("settle.expected_day", "Expected YYYY-MM-DD; it counts for the rows below.")
            self.problems.append(Problem(where=f"{where}: on", what=what, remedy=remedy))
        return len(self.problems) == before

    def _give(self, row: Row, stated: Iterable[tuple[FactName, tuple[tuple[str, str], ...], str]]) -> None:
        day = read_day(row.get("on", "")).day
        self.given += given_of(stated, by=row.get("by", "").strip(), on=str(day), basis=row.get("basis", "").strip())

    def _book(self, where: str, row: Row) -> None:
        asked = next((question for question in self.asked.questions if question.id == row["id"].strip()), None)
        if is_blank(row["answer"]):
            return
        if row["id"].startswith(OF_CUSTOMER):
            blank = dict.fromkeys(COLUMNS[CUSTOMERS], "")
            stated = {"customer": row["id"].removeprefix(OF_CUSTOMER), "end_use": row["answer"]}
            self._customer(where, {**blank, **{name: row[name] for name in ("by", "on", "basis")}, **stated})
            return
        if row["id"].strip() == NOTE:
            what = message("settle.note_only", "'{text}' decides no fact by itself.", text=row["answer"].strip())
            remedy = message("settle.state_in_grid", "State what follows from it in the sheets of `sekisho settle`.")
            self.problems.append(Problem(where=where, what=what, remedy=remedy))
            return
        if asked is None:
            what = message("settle.no_question", "no open line depends on '{id}'.", id=row["id"].strip())
            remedy = message("settle.leave_keys", "Leave the grey columns as they are.")
            self.problems.append(Problem(where=where, what=what, remedy=remedy))
            return
        answer = self._words.of_book(f"{where}: answer", asked.id, row["answer"].strip())
        if answer:
            self._give(row, self.asking.said(asked.id, answer, self.asked.goods))

    def _customer(self, where: str, row: Row) -> None:
        customer = self._named(row["customer"])
        stated = {name: row[name].strip() for name in (*FACT_OF, "same") if not is_blank(row[name])}
        if customer is None:
            if stated:
                what = message("settle.no_customer", "no open line names '{name}'.", name=row["customer"].strip())
                remedy = message("settle.leave_keys", "Leave the grey columns as they are.")
                self.problems.append(Problem(where=where, what=what, remedy=remedy))
            return
        user = row.get("user", "").strip()
        if user and name_key(user) not in {name_key(name) for name in customer.names}:
            if "end_user" in customer.roles:
                what = message(
                    "settle.other_user",
                    "'{user}' uses the goods, and the book says {name}.",
                    user=user,
                    name=customer.names[0],
                )
                remedy = message(
                    "settle.correct_book",
                    "Correct the end user in the book, and run it again: another firm is screened anew.",
                )
                self.problems.append(Problem(where=f"{where}: user", what=what, remedy=remedy))
                return
            nobody: About = (("end_user", NOBODY_SAYS),)
            self._give(row, [(USER, (*nobody, ("importer", name)), user) for name in customer.names])
        self._give(row, of_customer(customer, self._changed(where, customer, stated)))
        entry = row["entry"].strip()
        if "same" in stated and entry:
            same = self._words.yes_no(f"{where}: same", stated["same"])
            if same:
                self._same(row, customer, entry, same)

    def _changed(self, where: str, customer: Customer, stated: Mapping[str, str]) -> dict[FactName, str]:
        """Return what a row says of a customer that is not known already; what it says is unknown is taken back.

        A sheet shows what is known, and comes back with it: only what was changed there is somebody's answer.
        """
        answers, facts = self.asking.waiting.run.answers, dict[FactName, str]()
        for column, fact in FACT_OF.items():
            before, text = customer.known.get(fact), stated.get(column, "")
            if not text or (before and text in spelt(fact, before)):
                continue
            if self._words.is_unknown(fact, text):
                if before and not (column == "country" and customer.listed):
                    self._take_back(f"{where}: {column}", customer, fact)
                continue
            answer = self._words.word(f"{where}: {column}", fact, text)
            if answer and answer != before:
                facts[fact] = answer
                self.back += answers_about(customer, fact, answers)
        return facts

    def _take_back(self, where: str, customer: Customer, fact: FactName) -> None:
        answers = self.asking.waiting.run.answers
        if fact in customer.answered:
            self.back += answers_about(customer, fact, answers)
            return
        self.problems.append(Problem(where=where, what=NOT_ANSWERED, remedy=TAKE_BACK))

    def _same(self, row: Row, customer: Customer, entry: str, same: str) -> None:
        for question in self.asking.waiting.places():
            named = dict(question.about).get("name", "")
            if question.fact == SAME and question.entry == entry and name_key(named) == name_key(customer.names[0]):
                day = str(read_day(row.get("on", "")).day)
                by, basis = row.get("by", "").strip(), row.get("basis", "").strip()
                self.given.append(MeasuredAnswer(question=question, answer=same, by=by, on=day, basis=basis))

    def _item(self, where: str, row: Row) -> None:
        supplier = row.get("supplier", "").strip()
        stated = {name: row.get(name, "").strip() for name in ("answer", "origin") if not is_blank(row.get(name))}
        if not stated:
            return
        about: About = (("description", row["item"].strip()),)
        if is_blank(row["item"]):
            about = (("description", "unknown"), ("hs_code", row["hs_code"].strip()))
        abouts = self._of_supplier(supplier, about) if supplier else [about]
        if not abouts or (not supplier and about not in {item.about for item in self.asked.goods}):
            what = message("settle.no_item", "no open line is about '{item}'.", item=row["item"].strip())
            remedy = message("settle.leave_keys", "Leave the grey columns as they are.")
            self.problems.append(Problem(where=where, what=what, remedy=remedy))
            return
        for column, text in stated.items():
            fact = CODES if column == "answer" else ORIGIN
            answer = self._words.word(f"{where}: {column}", fact, text)
            if answer:
                self._give(row, [(fact, each, answer) for each in abouts])

    def _of_supplier(self, name: str, about: About) -> list[About]:
        """Return an item as the open lines of a supplier name both: what one maker says is none of another's goods."""
        key = name_key(name)
        spelt = {
            lines.says["exporter"]: None
            for lines in self.asking.waiting.lines.alike
            if item_of(lines) == about and name_key(lines.says["exporter"]) == key
        }
        return [(("exporter", each), *about) for each in spelt]

    def _named(self, text: str) -> Customer | None:
        if text.strip() in {Translator(language).say(NOBODY) for language in LANGUAGES}:
            return next((party for party in self.asked.customers if party.names == (NOBODY_SAYS,)), None)
        key = name_key(text.strip())
        return next(
            (party for party in self.asked.customers if any(name_key(name) == key for name in party.names)), None
        )
