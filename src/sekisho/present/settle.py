"""Settle first, told: a sheet of questions to fill in, and what the answers settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sekisho.determination.settle.answer_effects import AnswerEffect
from sekisho.determination.settle.book_questions import BookQuestions
from sekisho.determination.settle.question_ranking import RankedQuestion, WaitingLines
from sekisho.determination.settle.question_sheet import (
    COLUMNS,
    FILLED,
    KEYS,
    NOT_KNOWN,
    SINGLE,
    SINGLE_HEADS,
    key_cells,
)
from sekisho.determination.settle.questions import Question
from sekisho.errors import BookError, Problem
from sekisho.files.formats import whole_path
from sekisho.files.records import write_table
from sekisho.files.workbook import lay_out, workbook_bytes
from sekisho.i18n.list_names import PartyListText
from sekisho.i18n.locale import LOCALES
from sekisho.i18n.messages import Translator
from sekisho.i18n.package_translation import teller_of
from sekisho.i18n.territories import territory_names
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label, value_text
from sekisho.law.model.library import Library
from sekisho.message import Text, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.book_intake import lines_of
from sekisho.present.book_results.amount_units import in_unit
from sekisho.present.determination.questions import accepted
from sekisho.present.render.terminal import DEFAULT_WIDTH, amount, headed, table, wrap
from sekisho.present.settle_sheets import YES_NO, asked_data, book_lines, fill_sheets

if TYPE_CHECKING:
    from sekisho.files.workbook import Workbook

LANGUAGES: Final = ("en", "ja", "zh")
SHOWN: Final = 10
WIDTHS: Final = {"question": 44, "about": 48, "choices": 28, "answer": 22, "by": 14, "on": 12, "basis": 30}
LIST_LENGTH: Final = 255
"""Letters that a list of choices may have in one cell's rule."""
NUMBERS: Final = frozenset(COLUMNS[: COLUMNS.index("answer")]) - {"question", "about", "choices"}


def question_words(language: str) -> Translator:
    """Return what puts questions in a language: domain `question` of the catalogues."""
    return Translator(language, ("question",))


def asked(question: Question, library: Library, *, language: str = "en") -> str:
    """Put a question in words."""
    words = question_words(language)
    if question.kind == "name":
        entry = parties_of(library).by_id[question.entry]
        where = teller_of(library, language)(PartyListText(entry.list))
        return words("same", name=dict(question.about)["name"], entry=entry.name_in(language), list=where)
    return words.find(f"ask_{question.fact}") or teller_of(library, language)(library.facts[question.fact].question)


def about(question: Question, *, language: str = "en") -> str:
    """Say what a question is about."""
    words = question_words(language)
    if not question.about:
        return words("law")
    parts = [
        LOCALES[language].join([words(name), words("unknown") if text == "unknown" else text], "colon")
        for name, text in question.about
    ]
    return LOCALES[language].join(parts, "semicolon")


def _choices(ranked: RankedQuestion, library: Library) -> str:
    if ranked.question.kind == "name":
        return "yes | no"
    fact = library.facts[ranked.question.fact]
    return " | ".join(fact.choices) if fact.of == "law" else accepted(fact)


def sheet_rows(
    ranked: Iterable[RankedQuestion], inquiry: WaitingLines, *, language: str = "en"
) -> list[dict[str, object]]:
    """Return one row a question, in the columns of the sheet."""
    library = inquiry.run.library
    return [
        {
            **dict.fromkeys(COLUMNS, ""),
            "rank": place,
            "question": asked(one.question, library, language=language),
            "about": about(one.question, language=language),
            "choices": _choices(one, library),
            "lines": one.waiting,
            "alone": one.alone,
            "value": one.waiting_value,
            "at_least": one.settles.lines[0],
            "at_most": one.settles.lines[1],
            "value_at_least": one.settles.value[0],
            "value_at_most": one.settles.value[1],
            "together_at_least": one.together.lines[0],
            "together_at_most": one.together.lines[1],
            **key_cells(one.question, inquiry.group),
        }
        for place, one in enumerate(ranked, start=1)
    ]


def write_sheet(
    path: Path,
    ranked: Sequence[RankedQuestion],
    inquiry: WaitingLines,
    *,
    asked: BookQuestions | None = None,
    language: str = "en",
) -> None:
    """Write the sheet beside its place and move it there when it is whole.

    Parameters
    ----------
    asked
        What is asked first: a workbook gets a sheet each for the whole book, customers and goods.

    Raises
    ------
    BookError
        If an Excel sheet is asked for and XlsxWriter is not installed.
    """
    rows = sheet_rows(ranked, inquiry, language=language)
    if path.suffix == ".csv":
        write_table(path, COLUMNS, rows)
        return

    def fill(book: Workbook) -> None:
        if asked is not None:
            fill_sheets(book, asked, inquiry.run.library, language=language)
        if rows or asked is None:
            _fill(book, rows, inquiry.run.library, words)

    words = Translator(language)
    _write_excel(path, words.say(SINGLE), fill)


def _write_excel(path: Path, title: str, fill: Callable[[Workbook], None]) -> None:
    try:
        sheet = workbook_bytes(title, fill)
    except ModuleNotFoundError:
        remedy = message("report_file.install_sheets", "Install it with `pip install 'sekisho[books]'`, or write .csv.")
        raise BookError(
            Problem(
                where=path.name, what=message("report_file.sheets_need", "Excel sheets need XlsxWriter."), remedy=remedy
            )
        ) from None
    with whole_path(path) as partial:
        partial.write_bytes(sheet)


def _offered(row: Mapping[str, object], library: Library, words: Translator) -> list[str]:
    """Return the words that an answer may be, in the language of the reader."""
    fact = library.facts.facts.get(FactName(str(row["fact"])))
    choices = str(row["choices"]).split(" | ")
    if choices == ["yes", "no"]:
        return [words.say(YES_NO[choice]) for choice in choices]
    if fact is not None and fact.kind == "choice" and fact.of != "law":
        return [words.say(value_text(fact.name, choice)) for choice in fact.choices]
    if fact is not None and fact.kind == "territory":
        names = territory_names(library)[words.language]
        return [words.say(joined([names["JP"], names["CN"], "…"], "comma"))]
    return choices


def _fill(book: Workbook, rows: Sequence[Mapping[str, object]], library: Library, words: Translator) -> None:
    sheet = book.add_worksheet(words.say(SINGLE))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
    filled = book.add_format({"valign": "top", "num_format": "@", "bg_color": "#FFF6D6", "border": 1})
    number = book.add_format({"valign": "top", "num_format": "#,##0"})
    key = book.add_format({"valign": "top", "num_format": "@", "font_color": "#808080"})
    for place, name in enumerate(COLUMNS):
        form = filled if name in FILLED else key if name in KEYS else number if name in NUMBERS else text
        sheet.set_column(place, place, WIDTHS.get(name, 11), None, {"hidden": name in KEYS})
        sheet.write_string(0, place, words.say(SINGLE_HEADS.get(name, name)), head)
        for at, row in enumerate(rows, start=1):
            if name in NUMBERS:
                sheet.write_number(at, place, float(str(row[name])), form)
            else:
                cell = " | ".join(_offered(row, library, words)) if name == "choices" else str(row[name])
                sheet.write_string(at, place, cell, form)
    for at, row in enumerate(rows, start=1):
        choices = [*_offered(row, library, words), words.say(NOT_KNOWN)]
        if " | " in str(row["choices"]) and len(",".join(choices)) <= LIST_LENGTH:
            rule = {"validate": "list", "source": choices, "error_type": "warning"}
            sheet.data_validation(at, COLUMNS.index("answer"), at, COLUMNS.index("answer"), rule)
    sheet.freeze_panes(1, 3)
    lay_out(sheet, wide=2)  # questions and numbers, and beside them what a person fills
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(len(rows), 1), COLUMNS.index(KEYS[0]) - 1)


def settle_text(
    inquiry: WaitingLines,
    ranked: Sequence[RankedQuestion],
    out: Path,
    *,
    asked: BookQuestions | None = None,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what is asked of the whole book, and which single questions settle most."""
    words = Translator(language, ("report",))
    first = book_lines(asked, inquiry.run.library, language=language, width=width) if asked is not None else []
    if not ranked and not first:
        return wrap(words.say(nothing_decides(inquiry)), width=width)
    text = single_answers(inquiry, ranked)
    rows: list[tuple[str, ...]] = [
        (
            "",
            words("wait_all"),
            words.say(message("settle.settled", "settled")),
            words.say(message("settle.together", "together")),
            words.say(message("settle.about", "about")),
        )
    ]
    rows += [
        (
            words.say(fact_label(one.question.fact)),
            f"{one.waiting:,}",
            _span(one.settles.lines, words),
            _span(one.together.lines, words),
            _short(one, language),
        )
        for one in ranked[:SHOWN]
    ]
    lines = [*wrap(words.say(text), width=width), "", *first, *headed(words("settle"), rows, frozenset({1, 2, 3}))]
    if (rest := len(ranked) - SHOWN) > 0:
        lines.append(words.say(counted("settle.more", "and {n} more", "and {n} more", n=rest)))
    return [
        *lines,
        "",
        *wrap(words.say(wrote_sheet(out)), width=width),
        words.say(next_command(inquiry, out)),
    ]


def nothing_decides(inquiry: WaitingLines) -> Text:
    """Say that no answer decides a line of a run."""
    name, lines = inquiry.run.results.name, _open(inquiry)
    return message("settle.nothing", "No answer decides a line of {results}: {open}.", results=name, open=lines)


def single_answers(inquiry: WaitingLines, ranked: Sequence[RankedQuestion]) -> Text:
    """Say how many lines are open, and how many of them the single questions decide together."""
    last = ranked[-1].together.lines if ranked else (0, 0)
    return message(
        "settle.most",
        "{open}. {answers} decide {least} to {most} of them, whatever they are.",
        open=_open(inquiry),
        answers=counted("settle.answers", "{n} answer", "{n} answers", n=len(ranked)),
        least=last[0],
        most=last[1],
    )


def wrote_sheet(out: Path) -> Text:
    """Say where the sheet is, and what is filled in."""
    return message(
        "settle.wrote",
        "Wrote {out}. Fill in {columns}; what is not known stays empty.",
        out=str(out),
        columns=joined([name if out.suffix == ".csv" else SINGLE_HEADS[name] for name in FILLED], "comma"),
    )


def next_command(inquiry: WaitingLines, out: Path) -> Text:
    """Write the command that takes the answers."""
    return message(
        "settle.next",
        "Next: sekisho settle apply {out} {results} -o NEW_RESULTS",
        out=str(out),
        results=str(inquiry.run.results),
    )


def _open(inquiry: WaitingLines) -> Text:
    """Count the open lines so that they add up with the lines undetermined of every other face."""
    lines = lines_of(inquiry.count)
    if not inquiry.level_open:
        return message("settle.open", "{lines} open", lines=lines)
    return message(
        "settle.open_levels",
        "{lines} open: {undetermined} not decided, and {level_open} of which only the level is open",
        lines=lines,
        undetermined=inquiry.undetermined,
        level_open=inquiry.level_open,
    )


def _span(bounds: tuple[int, int], words: Translator) -> str:
    if bounds[0] == bounds[1]:
        return f"{bounds[0]:,}"
    return words.say(message("settle.span", "{least} to {most}", least=bounds[0], most=bounds[1]))


ABOUT_WIDTH: Final = 40
"""Letters of what a question is about that a table shows, beside four other columns on a line of 100."""


def _short(one: RankedQuestion, language: str) -> str:
    text = about(one.question, language=language)
    return text if len(text) <= ABOUT_WIDTH else f"{text[: ABOUT_WIDTH - 1]}…"


def settle_data(
    inquiry: WaitingLines, ranked: Sequence[RankedQuestion], out: Path, *, asked: BookQuestions | None = None
) -> dict[str, object]:
    """Return the questions as plain data."""
    return {
        **(asked_data(asked, inquiry.run.library) if asked is not None else {}),
        "open_lines": inquiry.count,
        "undetermined": inquiry.undetermined,
        "level_open": inquiry.level_open,
        "by_headline": dict(inquiry.lines.by_headline),
        "questions": [
            {name: value for name, value in row.items() if name not in FILLED} for row in sheet_rows(ranked, inquiry)
        ],
        "out": str(out),
    }


def measured_rows(measured: Iterable[AnswerEffect], library: Library) -> list[dict[str, object]]:
    """Return one row an answer: predicted and measured."""
    return [
        {
            "rank": place,
            "fact": one.given.question.fact,
            "question": asked(one.given.question, library),
            "about": about(one.given.question),
            "answer": one.given.answer,
            "lines": one.predicted.waiting,
            "at_least": one.predicted.settles.lines[0],
            "at_most": one.predicted.settles.lines[1],
            "measured": one.lines,
            "value_measured": one.value,
            "together_at_least": one.predicted.together.lines[0],
            "together_at_most": one.predicted.together.lines[1],
            "together_measured": one.together,
            "held": one.held,
        }
        for place, one in enumerate(measured, start=1)
    ]


def measured_text(
    inquiry: WaitingLines,
    measured: Sequence[AnswerEffect],
    kept: Mapping[Path, int],
    out: Path,
    *,
    whole: tuple[int, int | None] | None = None,
    language: str = "en",
    width: int = DEFAULT_WIDTH,
) -> list[str]:
    """Tell what answers settled, beside what was predicted.

    Parameters
    ----------
    whole
        Lines that the answers about the whole book, customers and goods settled with all others, and those predicted;
        None where there are no such answers.
    """
    words = Translator(language, ("report",))
    settled = whole[0] if whole else measured[-1].together if measured else 0
    answers = counted("settle.answers", "{n} answer", "{n} answers", n=len(measured))
    open_lines = counted("settle.open_lines", "{n} open line", "{n} open lines", n=inquiry.count)
    rest = inquiry.count - settled
    text = message(
        "settle.measured",
        "{answers} settled {settled} of {lines}; {rest} stay open.",
        answers=answers,
        settled=settled,
        lines=open_lines,
        rest=rest,
    )
    if whole is not None:
        predicted = whole[1] if whole[1] is not None else message("settle.not_tried", "not tried")
        text = message(
            "settle.whole_measured",
            "The answers settled {settled} of {lines} (predicted: {predicted}); {rest} stay open.",
            settled=settled,
            lines=open_lines,
            predicted=predicted,
            rest=rest,
        )
    elif inquiry.run.columns.value:
        text = message(
            "settle.measured_worth",
            "{answers} settled {settled} of {lines}, {worth}; {rest} stay open.",
            answers=answers,
            settled=settled,
            lines=open_lines,
            worth=in_unit(amount(sum(one.value for one in measured)), inquiry.run.columns.unit),
            rest=rest,
        )
    rows = [
        (
            "",
            words.say(message("settle.predicted", "predicted")),
            words.say(message("settle.found", "measured")),
            words.say(message("settle.answer", "answer")),
            words.say(message("settle.about", "about")),
        )
    ]
    rows += [
        (
            words.say(fact_label(one.given.question.fact)),
            _span(one.predicted.settles.lines, words),
            f"{one.lines:,}" + ("" if one.held else " !"),
            one.given.answer,
            _short(one.predicted, language),
        )
        for one in measured
    ]
    lines = [*wrap(words.say(text), width=width), ""]
    lines += [*table(rows, right=frozenset({1, 2}), gap="   "), ""] if measured else []
    if not all(one.held for one in measured):
        outside = message(
            "settle.outside",
            "! lies outside what was predicted. The answer leaves something open itself, such as a name "
            "that may be listed, or it is new, such as several codes. `sekisho settle` asks on.",
        )
        lines += wrap(words.say(outside), width=width)
    for path, number in kept.items():
        stored = counted("settle.answers", "{n} answer", "{n} answers", n=number)
        lines.append(words.say(message("settle.kept", "Saved {answers} in {file}.", answers=stored, file=str(path))))
    files = joined([str(out), str(out.with_suffix(".run.yaml"))], "comma")
    return [*lines, words.say(message("book.wrote", "Wrote {files}.", files=files))]
