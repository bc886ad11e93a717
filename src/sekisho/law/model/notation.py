"""How values of facts are written: what a text means for a fact, and what is wrong with it if it means nothing."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final

from sekisho.errors import FactError, Problem, did_you_mean, no_letters_in
from sekisho.files.zones import day_of, instant_of, zone_of_texts
from sekisho.law.model.fact import (
    UNKNOWN,
    WRITTEN_UNKNOWN,
    Among,
    Codes,
    DaySpan,
    Fact,
    FactValue,
    NumberInterval,
    Unknown,
    month_span,
    unit_text,
    value_text,
)
from sekisho.message import Message, joined, message
from sekisho.regex import regex

_EMPTY: Final = message("error.leave_empty", "Leave the value empty if it is unknown.")


def parse_value(fact: Fact, given: object, schemes: Mapping[str, frozenset[str]], *, where: str) -> FactValue:
    """Type one value by its fact; text stays text until here.

    An empty cell, `unknown`, `n/a` and `-` are unknown. Lists are accepted where codes are expected.

    Raises
    ------
    FactError
        With what, where, what was expected and what to do.
    """
    if given is None or isinstance(given, Unknown):
        return UNKNOWN
    if fact.kind == "codes":
        return _codes(fact, given, schemes, where)
    if isinstance(given, Among) and fact.kind == "choice" and given.values <= set(fact.choices):
        return given
    if isinstance(given, Codes | Among | Mapping):
        if fact.kind == "map" and isinstance(given, Mapping):
            return given
        raise FactError(
            Problem(
                where=where,
                what=message("error.not_of_kind", "'{value}' is not a {kind}.", value=str(given), kind=str(fact.kind)),
            )
        )
    text = ("yes" if given else "no") if isinstance(given, bool) else str(given).strip()
    if text.lower() in WRITTEN_UNKNOWN and not isinstance(given, bool):
        return UNKNOWN
    _check_letters(text, where)
    match fact.kind:
        case "yes_no":
            return _yes_no(text, where)
        case "choice":
            return _choice(fact, text, where)
        case "territory":
            return _territory(text, schemes.get("iso/3166", frozenset()), where)
        case "number":
            return _number(fact, text, where)
        case "date":
            return _date(text, where)
        case "party":
            return _party(text, where)
        case "text":
            return _hs_code(text, where) if fact.scheme.startswith("hs/") else text
        case _:
            return text


def _check_letters(text: str, where: str) -> None:
    if faulty := no_letters_in(text):
        what = message(
            "error.no_letters",
            "'{value}' contains characters that are not letters: {letters}.",
            value=text,
            letters=faulty,
        )
        raise FactError(
            Problem(where=where, what=what, remedy=message("error.without_them", "Write the text without them."))
        )


def _party(text: str, where: str) -> str:
    """Read a name; NaN, which other programs write for an empty cell, is no firm that nobody has listed."""
    if text.lower() == "nan":
        raise FactError(
            Problem(where=where, what=message("error.not_name", "'{value}' is not a name.", value=text), remedy=_EMPTY)
        )
    from sekisho.files.language import broken_letters  # for names alone

    broken = broken_letters(text)
    if broken:
        remedy = message(
            "error.as_owner_writes", "Write the name as its owner does, or leave the value empty if it is unknown."
        )
        what = message("error.broken_name", "'{value}' is not a name: {why}.", value=text, why=broken)
        raise FactError(Problem(where=where, what=what, remedy=remedy))
    return "none" if text.lower() == "none" else text


def _yes_no(text: str, where: str) -> bool:
    value = {"yes": True, "true": True, "no": False, "false": False}.get(text.lower())
    if value is None:
        what = message("error.not_answer", "'{value}' is not an answer.", value=text)
        remedy = message("error.expected_answer", "Expected yes, no or unknown.")
        raise FactError(Problem(where=where, what=what, remedy=remedy))
    return value


def _choice(fact: Fact, text: str, where: str) -> str | Among:
    value = text.lower().replace("-", "_").replace(" ", "_")
    several = frozenset(value.split("|"))
    if len(several) > 1 and several <= set(fact.choices):
        return Among(several)
    if value not in fact.choices:
        names = joined((value_text(fact.name, choice, of=fact.of) for choice in fact.choices), "comma")
        expected = message("error.expected_choice", "Expected one of {choices}, or unknown.", choices=names)
        remedy = joined([did_you_mean(value, fact.choices), expected], "sentence")
        what = message("error.not_choice", "'{value}' is not a choice.", value=text)
        raise FactError(Problem(where=where, what=what, remedy=remedy))
    return value


_ALPHA3 = 3


def _territory(text: str, known: frozenset[str], where: str) -> str:
    value = text.upper()
    if known and value not in known:
        hint = did_you_mean(value, known) if len(value) <= _ALPHA3 else ""
        if value in {"FALSE", "F", "0"}:
            hint = message("error.norway", "A reader may have turned NO (Norway) into false; read the column as text.")
        expected = message("error.expected_territory", "Expected a two-letter code of ISO 3166, such as JP.")
        what = message("error.not_territory", "'{value}' is not a territory.", value=text)
        raise FactError(Problem(where=where, what=what, remedy=joined([hint, expected], "sentence")))
    return value


_BOUND: Final = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"
_RANGE: Final = regex(rf"(?P<low>{_BOUND})\s*(?:to|\.\.)\s*(?P<high>{_BOUND})", re.IGNORECASE)
_ABOVE_BELOW: Final = regex(
    rf"(?:(?P<above>>=?)\s*(?P<low>{_BOUND}))?(?:\s*and\s*)?(?:(?P<below><=?)\s*(?P<high>{_BOUND}))?", re.IGNORECASE
)


def span_of(text: str) -> NumberInterval | None:
    """Read a number that is known by its bounds only; None if the text is no such thing.

    >>> str(span_of("0.0004 to 0.0021")), str(span_of(">= 0.001")), span_of("0.001")
    ('>= 0.0004 and <= 0.0021', '>= 0.001', None)
    >>> span_of(">= 0.0004 and <= 0.0021") == span_of("0.0004..0.0021")
    True
    """
    found = _RANGE.fullmatch(text)
    if found is not None:
        return NumberInterval(Decimal(found["low"]), Decimal(found["high"]))
    found = _ABOVE_BELOW.fullmatch(text)
    if found is None or not (found["above"] or found["below"]):
        return None
    low, high = (Decimal(found[name]) if found[name] else None for name in ("low", "high"))
    return NumberInterval(low, high, low_open=found["above"] == ">", high_open=found["below"] == "<")


def _number(fact: Fact, text: str, where: str) -> Decimal | NumberInterval:
    span = span_of(text)
    if span is None:
        return _one_number(fact, text, where)
    for bound in (span.low, span.high):
        if bound is not None:
            _one_number(fact, str(bound), where)
    if span.low is None or span.high is None or span.low < span.high:
        return span
    if span.low == span.high and not (span.low_open or span.high_open):
        return span.low
    remedy = message("error.lower_first", "Give the lower bound first, such as 0.0004 to 0.0021.")
    what = message("error.no_number", "'{value}' contains no number.", value=text)
    raise FactError(Problem(where=where, what=what, remedy=remedy))


_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")


def _one_number(fact: Fact, text: str, where: str) -> Decimal:
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    share = fact.unit == "share 0-1" and plain.endswith("%")
    if _GROUPED.fullmatch(plain.removesuffix("%")):
        plain = plain.replace(",", "")
    try:
        value = Decimal(plain.removesuffix("%") if share else plain) / (100 if share else 1)
    except InvalidOperation:
        expected = message(
            "error.expected_number",
            "Expected a number, {unit}.",
            unit=unit_text(fact) or message("book.plain", "plain"),
        )
        raise FactError(Problem(where=where, what=no_number(text), remedy=expected)) from None
    if not value.is_finite():
        raise FactError(Problem(where=where, what=no_number(text), remedy=_EMPTY))
    if fact.unit == "share 0-1" and not 0 <= value <= 1:
        what = message("error.not_share", "{value} is not a share.", value=text)
        expected = message("error.expected_share", "Expected a share 0-1, that is 0 to 1; write 0.001 for 0.1 %.")
        raise FactError(Problem(where=where, what=what, remedy=expected))
    return value


def no_number(text: str) -> Message:
    """Say of a text that it is no number."""
    return message("error.not_number", "'{value}' is not a number.", value=text)


_MONTH: Final = regex(r"(\d{4})-(\d{2})")


def _date(text: str, where: str) -> date | DaySpan:
    """Read a day, a month (`2026-03`), or two days between which it lies (`2026-03-01/2026-03-10`).

    An instant with a zone is the day in Beijing, or the day that begins at it (see `files.zones`).
    """
    instant = instant_of(text)
    if instant is not None:
        return day_of(instant, zone_of_texts([text]))
    try:
        if month := _MONTH.fullmatch(text):
            return month_span(int(month[1]), int(month[2]))
        first, between, last = text.partition("/")
        if between:
            return _between(date.fromisoformat(first), date.fromisoformat(last))
        return date.fromisoformat(text[:10] if len(text) > 10 and text[10] in "T " else text)  # noqa: PLR2004 - length of an ISO date
    except ValueError:
        remedy = message(
            "error.expected_day_or_month", "Expected a day of the calendar as YYYY-MM-DD, or a month as YYYY-MM."
        )
        raise FactError(Problem(where=where, what=no_date(text), remedy=remedy)) from None


def no_date(text: str) -> Message:
    """Say of a text that it is no date."""
    return message("error.not_date", "'{value}' is not a date.", value=text)


def _between(first: date, last: date) -> date | DaySpan:
    if first > last:
        raise ValueError
    return first if first == last else DaySpan(first, last)


def _hs_code(text: str, where: str) -> str:
    digits = re.sub(r"[.\s-]", "", unicodedata.normalize("NFKC", text))
    if not digits.isdigit() or len(digits) not in {2, 4, 6, 8, 10}:
        lost = digits.isdigit() and len(digits) in {3, 5, 7, 9}
        hint = (
            message(
                "error.leading_zero",
                "A reader may have dropped a leading zero ({digits}); read the column as text.",
                digits=f"0{digits}",
            )
            if lost
            else message("error.expected_hs", "Expected 2, 4, 6, 8 or 10 digits, as text.")
        )
        what = message("error.not_hs", "'{value}' is not an HS code.", value=text)
        raise FactError(Problem(where=where, what=what, remedy=hint))
    return digits


_CODE = re.compile(r"[0-9][A-E][0-9]{3}(\.[a-z0-9]{1,3})*")
_LONGEST_CODE = 20
_CODE_SHORT = re.compile(r"[0-9]([A-E])?")
_MANGLED = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]+)?")


def _codes(fact: Fact, given: object, schemes: Mapping[str, frozenset[str]], where: str) -> FactValue:
    if isinstance(given, Codes):
        return given
    if isinstance(given, str):
        if given.strip().lower() in WRITTEN_UNKNOWN:
            return UNKNOWN
        parts: list[str] = [part.strip() for part in re.split(r"[;,|\s]+", given.strip()) if part.strip()]
    elif isinstance(given, Iterable):
        parts = [str(part).strip() for part in given]
    else:
        parts = [str(given)]
    if [part.lower() for part in parts] in ([], ["none"]):
        return Codes()
    known = schemes.get(fact.scheme, frozenset())
    sure: set[str] = set()
    maybe: set[str] = set()
    problems: list[Problem] = []
    for part in parts:
        possible = part.startswith("?")
        code = normal_code(part.lstrip("?"), fact.scheme)
        problem = _code_problem(code, part, known, where, scheme=fact.scheme)
        if problem:
            problems.append(problem)
        (maybe if possible else sure).add(code)
    if problems:
        raise FactError(problems)
    return Codes(frozenset(sure), frozenset(maybe - sure))


def normal_code(text: str, scheme: str) -> str:
    """Write a control code in one way: no scheme prefix, capital letter, lower-case sub-levels.

    >>> normal_code("cn/dual-use/3c901.A", "cn/dual-use")
    '3C901.a'
    """
    text = text.removeprefix(scheme).strip("/ ")
    head, dot, tail = text.partition(".")
    return head.upper() + dot + tail.lower()


def _near(code: str, known: frozenset[str]) -> list[str]:
    """Choose the codes that a slip may have meant: those of the same beginning or number; slips may be many."""
    if len(code) > _LONGEST_CODE:
        return []
    beginnings, numbers = _by_parts(known)
    begun = beginnings.get(code[:2], ())
    return [*begun, *(each for each in numbers.get(code[2:5], ()) if each[:2] != code[:2])]


@lru_cache(maxsize=4)  # The lists of a law; a book of many columns asks thousands of times of one.
def _by_parts(known: frozenset[str]) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
    """Group codes by their beginning, and by their number."""
    beginnings: defaultdict[str, list[str]] = defaultdict(list)
    numbers: defaultdict[str, list[str]] = defaultdict(list)
    for code in sorted(known):
        beginnings[code[:2]].append(code)
        numbers[code[2:5]].append(code)
    return beginnings, numbers


def _code_problem(code: str, written: str, known: frozenset[str], where: str, *, scheme: str) -> Problem | None:
    from sekisho.law.model.scheme import HOME_SCHEME  # it knows of libraries, which are made of what stands here

    if not _CODE.fullmatch(code) and not _CODE_SHORT.fullmatch(code):
        if _MANGLED.fullmatch(written):
            hint: str = message(
                "error.code_mangled",
                "A reader may have turned a code such as 1E001 into a number; read the column as text.",
            )
        else:
            hint = did_you_mean(code, _near(code, known))
        expected = message(
            "error.expected_code", "Expected a digit, a letter A to E, three digits and sub-levels, such as 1C905.a."
        )
        what = message("error.not_code", "'{value}' is not a control code.", value=written)
        return Problem(where=where, what=what, remedy=joined([hint, expected], "sentence"))
    if known and code.partition(".")[0] not in known:
        entry = code.partition(".")[0]
        hint = did_you_mean(entry, _near(entry, known))
        none = message("error.write_none", "Write none if the item is classified as not listed.")
        of_home = message("error.no_entry", "the dual-use list has no code '{value}'.", value=written)
        of_goods = message("error.no_entry_of_goods", "the list of goods has no code '{value}'.", value=written)
        what = of_home if scheme == HOME_SCHEME else of_goods
        return Problem(where=where, what=what, remedy=joined([hint, none], "sentence"))
    return None
