"""Letters about the open lines of a book, as drafts: what each asks, and a note to the officer on all of them.

A letter asks for facts, names its lines and the measure, and gives no opinion on the law. Blanks stand in 【】.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from sekisho.determination.book.answers import NOBODY_SAYS
from sekisho.determination.line.alerts import ROLES
from sekisho.determination.line.point_reasons import PointReasons
from sekisho.i18n.languages import LANGUAGES
from sekisho.i18n.messages import Translator
from sekisho.i18n.names import act_text, plain_name, value_phrase
from sekisho.law.dates.calendar import Stage
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.message import CapitalText, LawText, Text, WordsText, counted, joined, message
from sekisho.parties.index import parties_of
from sekisho.present.determination.brief_parts.verdict import entry_text
from sekisho.present.determination.phrases import cited_text
from sekisho.present.document import BLANK, Blanks, Letter, Paragraph, Points, Table
from sekisho.present.law.measures import state_says
from sekisho.service.letters import (
    ON_UNIT,
    TO_CUSTOMER,
    TO_MINISTRY,
    TO_SALES,
    TO_SUPPLIER,
    LettersAnswer,
    OpenLetter,
)

if TYPE_CHECKING:
    from sekisho.determination.settle.correspondents import OpenLine
_NOBODY_NAMED: Final[Mapping[str, Text]] = {
    TO_SUPPLIER: message("letter.to_a_supplier", "To 【supplier】"),
    TO_CUSTOMER: message("letter.to_a_customer", "To 【customer】"),
}
_ALONE: Final[Mapping[str, Text]] = {
    TO_SUPPLIER: message("letter.about_these_goods", "Control code and papers for the goods below"),
    TO_CUSTOMER: message("letter.about_this_use", "End user and use of the goods below"),
    ON_UNIT: message("letter.about_this_unit", "Who uses the goods below"),
}
_PLANNED: Final = message("letter.open_planned", "You have ordered the goods below from us, or plan to.")
_DAY: Final = message("letter.day", "【date】")
_SENDER: Final = message("letter.sender", "From 【our firm, department, name】")
_ADDRESSES: Final[Mapping[str, Text]] = {
    TO_SALES: message("letter.to_sales", "To Sales"),
    TO_MINISTRY: message("letter.to_ministry", "To the Ministry of Commerce of China, export-control hotline"),
}
_OPENINGS: Final[Mapping[str, Text]] = {
    TO_SUPPLIER: message("letter.open_supplier", "We have ordered the goods below from you, or plan to."),
    TO_CUSTOMER: message("letter.open_customer", "The goods below are on order for you."),
    ON_UNIT: message(
        "letter.open_unit",
        "The goods below are on order for you. The name in our book does not say which unit or firm uses them.",
    ),
    TO_SALES: message(
        "letter.open_sales", "Something in the lines below points to a ban, or to an export that is normally refused."
    ),
    TO_MINISTRY: message("letter.open_ministry", "We ask which rules apply to the goods below."),
}
_PLEASE: Final = message("letter.please", "Fill in the 【 】 and return this letter by 【date】, with its number.")
_NO_PROMISE: Final = message(
    "letter.no_promise", "We ask for facts as you know them today. This letter asks for no promise."
)
_TABLE: Final = message(
    "letter.table", "You may fill in the table that goes with this letter instead, and return it as it is."
)
_PLEAS: Final[Mapping[str, Text]] = {
    TO_SALES: message(
        "letter.please_sales",
        "Do not ship them, and name no day of delivery, until export control has answered. "
        "This note stays in the house.",
    ),
    TO_MINISTRY: message("letter.please_ministry", "Please name our number in your answer."),
}
_ASKS: Final[Mapping[str, tuple[Text, ...]]] = {
    TO_SUPPLIER: (
        message("letter.ask_maker", "Maker and country of making, if you are not the maker"),
        message("letter.ask_composition", "Composition of magnets, alloys, powders and oxides: elements and shares"),
        message("letter.ask_drawing", "Number of the drawing or data sheet"),
        message("letter.ask_licence", "Licence or general licence for these goods: number and last day, or none"),
        message("letter.ask_papers", "Papers on end user and use that you need from us"),
        message("letter.ask_undertaking", "Undertaking signed for these goods: by whom and when, or none"),
        message("letter.ask_share", "If made outside China: Chinese share of the value, and Chinese technology used"),
    ),
    TO_MINISTRY: (
        message("letter.ask_listed", "Are the goods on the dual-use list, and under which control code"),
        message("letter.ask_applies", "Does the measure named above apply to them on 【day of export】"),
        message("letter.ask_needed", "Papers that an application needs, and its time limit"),
    ),
    TO_SALES: (message("letter.ask_checked", "Export control: name, date and result of the check"),),
}
_ASK_UNIT: Final = (
    message("letter.ask_unit", "Unit or firm that uses the goods: full legal name, address, corporate number"),
    message("letter.ask_resale", "If you buy for another firm: its full legal name and address"),
)
_ASK_USER: Final = message("letter.ask_user", "End user: full legal name, address, corporate number")
_ASK_PLACE: Final = message("letter.ask_place", "Country and place of use")
_ASK_USE: Final = message("letter.ask_use", "Use: the product or process into which the goods go")
_ASK_MILITARY: Final = message(
    "letter.ask_military", "Is any of it for armed forces, weapons or another military use: yes, no, or not known"
)
_ASK_PASSED: Final = message("letter.ask_passed", "Are the goods sold on or exported again: to whom and where, or no")
_ANSWERED: Final = message("letter.answered", "Answered by: name, post, date, signature")
_LINE: Final = message("letter.head_line", "line")
_GOODS: Final = message("letter.head_goods", "goods")
_HS: Final = message("letter.head_hs", "HS code")
_CODE: Final = message("letter.head_code", "control code, or none")
_CUSTOMS: Final = message("letter.head_customs", "customs code of China, 10 digits")
_USE_HERE: Final = message("letter.head_use", "use, if lines differ")
_OWN_CODE: Final = message("letter.head_own_code", "control code, as far as we know")
_WHY: Final = message("letter.head_why", "why")
_CUSTOMER: Final = message("letter.head_customer", "customer")
_LINES: Final = message("letter.lines", "Lines that your answer decides")
_OWN_LINES: Final = message("letter.own_lines", "Lines")
_GOODS_CAPTION: Final = message("letter.these_goods", "The goods")


Column = tuple[Text, Callable[["OpenLine"], str]]
"""The head of a column, and what it shows of a line."""


def letter_of(letter: OpenLetter, answer: LettersAnswer, translator: Translator) -> Letter:
    """Return a letter as a document."""
    head = (
        message("letter.number", "Our number: {number}", number=letter.number),
        _DAY,
        _SENDER,
        _addressed(letter),
    )
    return Letter(
        number=letter.number,
        subject=_subject(letter),
        remarks=tuple(_remarks(letter, answer.library)),
        head=head,
        parts=tuple(_parts(letter, answer.library, translator)),
    )


def _addressed(letter: OpenLetter) -> Text:
    if letter.kind in _ADDRESSES:
        return _ADDRESSES[letter.kind]
    return message("letter.to", "To {name}", name=letter.to) if letter.to else _NOBODY_NAMED[letter.kind]


def _subject(letter: OpenLetter) -> Text:
    if letter.alone:
        return _ALONE[letter.kind]
    n = len(letter.lines)
    match letter.kind:
        case "supplier":
            return counted(
                "letter.about_goods",
                "Control code and papers: {n} order line",
                "Control codes and papers: {n} order lines",
                n=n,
            )
        case "customer":
            return counted(
                "letter.about_use", "End user and use: {n} order line", "End user and use: {n} order lines", n=n
            )
        case "unit":
            return counted(
                "letter.about_unit",
                "Who uses the goods: {n} order line",
                "Who uses the goods: {n} order lines",
                n=n,
            )
        case "sales":
            return counted(
                "letter.about_stop", "Do not ship for now: {n} order line", "Do not ship for now: {n} order lines", n=n
            )
        case _:
            return counted("letter.about_law", "Question on {n} order line", "Question on {n} order lines", n=n)


def _remarks(letter: OpenLetter, library: Library) -> Iterator[Text]:
    """Say what whoever sends a letter does before."""
    yield message(
        "letter.draft",
        "Draft: read it, fill in the 【 】, take this note away, and send it yourself. Nothing was sent.",
    )
    if letter.kind in {TO_CUSTOMER, ON_UNIT}:
        yield message("letter.counsel", "Before it goes, have counsel check anti-boycott and secrecy duties.")
    if letter.kind == TO_MINISTRY:
        yield message(
            "letter.chinese", "The ministry reads Chinese: write this letter in Chinese too. Leave out secret names."
        )
    if letter.perhaps:
        yield message(
            "letter.perhaps",
            "The name may be that of “{names}”, on a list. Decide that before the letter goes.",
            names=listed_names(letter.to, letter.perhaps, library),
        )


def _parts(
    letter: OpenLetter, library: Library, translator: Translator
) -> Iterator[Paragraph | Points | Table | Blanks]:
    law = _law(letter, library)
    opening = _PLANNED if letter.alone and letter.kind == TO_CUSTOMER else _OPENINGS[letter.kind]
    said = (opening, law, _PLEAS.get(letter.kind, _PLEASE))
    yield Paragraph(text=joined([text for text in said if text], "sentence"))
    if len(letter.measures) > 1:
        yield Points(items=tuple(_list_of_measures(letter, library)))
    yield _table(letter, library, translator)
    yield Blanks(questions=_questions(letter, library))
    if letter.kind in {TO_SUPPLIER, TO_CUSTOMER, ON_UNIT} and not letter.alone:
        yield Paragraph(text=_TABLE)
    if letter.kind in {TO_CUSTOMER, ON_UNIT}:
        yield Paragraph(text=_NO_PROMISE)


CITED: Final = 6
"""Measures that a letter lists; a supplier of many kinds of goods is reached by more, which are counted."""
_BELOW: Final = message("letter.measures_below", "the measures below")


def _list_of_measures(letter: OpenLetter, library: Library) -> Iterator[Text]:
    """List the measures that reach the lines of a letter, that of most lines first, each with its state."""
    for measure in letter.measures[:CITED]:
        yield CapitalText(_cited(measure, letter.day, library))
    if (left := len(letter.measures) - CITED) > 0:
        yield counted("letter.more_measures", "and {n} more measure", "and {n} more measures", n=left)


def _cited(measure: Measure, day: date | None, library: Library) -> Text:
    """Name a measure, with its state where it does not simply apply on the day of law."""
    # The title of a law is a sentence of its own; an announcement is known by its number.
    is_law = isinstance(act_text(measure), LawText)
    named = plain_name(measure, library) if is_law else cited_text(measure, library)
    if day is None:
        return named
    stage, state = state_says(measure, day, library)
    return (
        named
        if stage is Stage.IN_FORCE
        else message("letter.cited_state", "{measure} ({state})", measure=named, state=state)
    )


def _law(letter: OpenLetter, library: Library) -> Text | None:
    """Cite the law in one sentence: on what it depends, not what follows; of several measures a list stands below."""
    if not letter.measures:
        return None
    alone = len(letter.measures) == 1
    cited = _cited(letter.measures[0], letter.day, library) if alone else _BELOW
    match letter.kind:
        case "supplier":
            return message(
                "letter.law_goods",
                "Under {measure}, what applies to goods from China depends on their control code.",
                measure=cited,
            )
        case "ministry":
            if not alone:
                return message("letter.law_open_list", "The measures in question stand below.")
            return message("letter.law_open", "The measure in question is {measure}.", measure=cited)
        case _:
            return message(
                "letter.law_user",
                "Under {measure}, what applies to goods from China depends on who uses them, and for what.",
                measure=cited,
            )


def _questions(letter: OpenLetter, library: Library) -> tuple[Text, ...]:
    if letter.kind == TO_SALES:
        return _ASKS[TO_SALES]
    if letter.kind in _ASKS:
        return (*_ASKS[letter.kind], _ANSWERED)
    kind, field = (_choices(name, library) for name in ("end_user_kind", "end_use_sector"))
    return (
        *(_ASK_UNIT if letter.kind == ON_UNIT else (_ASK_USER,)),
        message("letter.ask_kind", "Kind of end user, one of: {choices}", choices=kind),
        _ASK_PLACE,
        _ASK_USE,
        message("letter.ask_field", "Field of use, one of: {choices}", choices=field),
        _ASK_MILITARY,
        _ASK_PASSED,
        _ANSWERED,
    )


def _choices(fact: str, library: Library) -> Text:
    row = library.facts.facts.get(FactName(fact))
    return joined([value_phrase(FactName(fact), choice) for choice in (row.choices if row else ())], "comma")


def _table(letter: OpenLetter, library: Library, translator: Translator) -> Table:
    """List the lines of a letter; a party reads of none but its own, and of no price."""
    reasons = PointReasons(library, translator.language)
    columns: Mapping[str, tuple[Column, ...]] = {
        TO_SUPPLIER: ((_HS, _hs), (_CODE, _blank), (_CUSTOMS, _blank)),
        TO_CUSTOMER: ((_HS, _hs), (_USE_HERE, _blank)),
        ON_UNIT: ((_HS, _hs), (_USE_HERE, _blank)),
        TO_SALES: ((_CUSTOMER, lambda line: line.customer), (_WHY, lambda line: _why(reasons, line))),
        TO_MINISTRY: ((_HS, _hs), (_OWN_CODE, lambda line: ", ".join(line.item_codes) or BLANK)),
    }
    first: tuple[Column, ...] = ((_LINE, lambda line: line.line), (_GOODS, _goods))
    if letter.alone:
        first = ((_GOODS, lambda line: _named_goods(line, library)),)
    others = tuple(column for column in columns[letter.kind] if not letter.alone or column[0] is not _USE_HERE)
    shown = (*first, *others)
    caption = _OWN_LINES if letter.kind in {TO_SALES, TO_MINISTRY} else _LINES
    return Table(
        caption=_GOODS_CAPTION if letter.alone else caption,
        heads=tuple(head for head, _ in shown),
        rows=tuple(tuple(cell(line) for _, cell in shown) for line in letter.lines),
        texts=len(shown),
    )


def _blank(_line: OpenLine) -> str:
    return BLANK


def _goods(line: OpenLine) -> str:
    return _said(line.says["description"])


def _named_goods(line: OpenLine, library: Library) -> str:
    """Name the goods of an answer in their own words, else as the list of goods names them."""
    if own := _goods(line):
        return own
    named = [
        message("brief.item", "{name} ({code})", name=entry_text(code, library), code=code) for code in line.item_codes
    ]
    return joined(named, "comma") if named else BLANK


def _hs(line: OpenLine) -> str:
    return _said(line.says["hs_code"])


def _said(text: str) -> str:
    return "" if text == NOBODY_SAYS else text


def _why(reasons: PointReasons, line: OpenLine) -> str:
    return reasons.why(";".join(line.points), (_said(line.says.get(role, "")) for role in ROLES)) or ""


def listed_names(party: str, entries: Sequence[str], library: Library) -> Text:
    """Name entries of lists as a reader knows them; in English by the name there that the party's is like."""
    parties = parties_of(library)
    parties.drop_recalled((party,))
    alike = {str(hit.entry.id): hit.name for hit in parties.whom(party).hits}
    named = [
        WordsText(
            {tongue: parties.by_id[entry].name_in(tongue) for tongue in LANGUAGES}
            | ({"en": alike[entry]} if entry in alike else {})
        )
        for entry in entries
    ]
    return joined(named, "semicolon")
