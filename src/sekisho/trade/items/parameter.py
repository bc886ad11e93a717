"""Technical parameters of items: what a limit of a control list may measure, with unit, question and words for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from decimal import Decimal
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, LibraryError, Problem, did_you_mean
from sekisho.files.package_csv import header_rows
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import UNKNOWN, WRITTEN_UNKNOWN, Fact, FactValue, NumberInterval
from sekisho.law.model.notation import parse_value
from sekisho.message import joined, message
from sekisho.regex import regex
from sekisho.trade.items.unit import UnitError, quantity, shown

KINDS: Final = frozenset({"number", "yes_no", "choice", "cas"})
PRESUMED: Final = "presumed:"
"""What a note begins with whose parameter has an answer unless somebody says otherwise."""
IN_PRINT: Final = "in_print"
"""How the name of a question ends whose figure is printed, but in doubt."""
AS_STATED: Final = "as_stated"
"""How the name of a question ends on limits that a list states in words and nobody has encoded."""
_CAS: Final = regex(r"[0-9]{2,7}-[0-9]{2}-[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One row of the table of parameters.

    Parameters
    ----------
    questions
        Language to question.
    words
        Words of any language by which a data sheet names what is measured.
    yes, no
        Words of any language that settle a yes-or-no parameter where a description has them.
    says
        The same for each choice of a parameter that has choices, the telling ones first.
    presumed
        What is taken as its answer where nobody says otherwise; None for most. It is given to exceptions alone: that
        one does not apply keeps an item controlled.
    open_when_named
        Whether its words only end the presumption: an item is then asked.
    """

    fact: Fact
    questions: Mapping[str, str]
    words: tuple[str, ...] = ()
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    says: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    presumed: bool | None = None
    open_when_named: bool = False

    @property
    def name(self) -> FactName:
        """Name of the parameter."""
        return self.fact.name


class StatedParameters(dict[FactName, FactValue]):
    """Parameters that are stated; all others are unknown."""

    def __missing__(self, name: FactName) -> FactValue:
        """Return unknown for what nobody has stated."""
        return UNKNOWN


def read_parameters(path: Path) -> dict[FactName, Parameter]:
    """Read a table of parameters.

    Raises
    ------
    LibraryError
        If a row has no name, an unknown kind or a name that occurred before; with all problems.
    """
    found: dict[FactName, Parameter] = {}
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(header_rows(file), start=2):
            name, kind = FactName(row["name"]), row["kind"]
            if not name or name in found or kind not in KINDS or not row["question"]:
                what = message(
                    "item.parameter_wrong",
                    "parameter '{name}' of kind '{kind}' has no question, is a duplicate or of no known kind.",
                    name=name,
                    kind=kind,
                )
                problems.append(Problem(where=f"{path.name}:{number}", what=what))
                continue
            found[name] = _parameter(row)
    if problems:
        raise LibraryError(problems)
    return found


def _many(cell: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (cell or "").split("|") if part.strip())


def _parameter(row: Mapping[str, str]) -> Parameter:
    note = row.get("note") or ""
    choices = _many(note.partition("choices:")[2].partition(";")[0])
    presumed = note.partition(PRESUMED)[2].split()
    return Parameter(
        fact=Fact(
            name=FactName(row["name"]),
            kind=row["kind"],
            choices=choices,
            unit=row["unit"],
            question=row["question"],
            of="item",
            help=note,
        ),
        questions={"en": row["question"], "zh": row["question_zh"], "ja": row["question_ja"]},
        words=tuple(word for language in ("en", "zh", "ja") for word in _many(row[language])),
        yes=_many(row["yes"]) if row["kind"] == "yes_no" else (),
        no=_many(row["no"]),
        says=_says(row["yes"], choices),
        presumed={"yes": True, "no": False}[presumed[0]] if presumed else None,
        open_when_named=len(presumed) > 1,
    )


def _says(cell: str, choices: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Read `choice=word|choice=word`: which words of a description tell a choice, in the order of the cell."""
    found: dict[str, tuple[str, ...]] = {}
    for part in _many(cell):
        choice, _, word = part.partition("=")
        if choice in choices:
            found[choice] = (*found.get(choice, ()), word.strip())
    return found


def lost_figure(name: FactName, code: str, what: str) -> Parameter:
    """Stand in for a limit whose figure the transcription of a list lost: a question that only its text answers."""
    return official(name, {"en": f"Does the item meet the limit of {code} on {what} by the official text? {GONE}"})


GONE: Final = "Its figure is lost here."


def official(name: FactName, questions: Mapping[str, str]) -> Parameter:
    """Stand in for a limit that is lost or in doubt: a yes-or-no question that only the official text answers."""
    return Parameter(fact=Fact(name=name, kind="yes_no", question=questions["en"], of="law"), questions=questions)


def in_your_list(name: FactName, code: str) -> Parameter:
    """Stand in for a limit that a list of the user's own states in another way than the limit that is encoded."""
    question = f"Does the item meet the limits of {code} as your own list states them? The encoded ones differ."
    return Parameter(fact=Fact(name=name, kind="yes_no", question=question, of="law"), questions={"en": question})


def as_its_text(name: FactName, code: str, texts: Mapping[str, str]) -> Parameter:
    """Stand in for limits that a list states in words and nobody has encoded: whoever knows the item can answer."""
    limits = {language: text.rstrip(".。") for language, text in texts.items()}
    questions = {
        "en": f"Does the item meet the limits of {code} ({limits['en']})?",
        "ja": f"この品目は{code}の規定（{limits.get('ja', limits['en'])}）に該当しますか。",
        "zh": f"该物项是否符合{code}的规定（{limits.get('zh', limits['en'])}）？",
    }
    return Parameter(fact=Fact(name=name, kind="yes_no", question=questions["en"], of="item"), questions=questions)


def pairs_of(given: Iterable[str], *, where: str = "param") -> dict[str, str]:
    """Take NAME=VALUE texts apart; empty ones are passed over.

    Raises
    ------
    FactError
        If one is no such pair, or a name is stated twice with two values; with all problems.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for text in filter(None, map(str.strip, given)):
        name, equals, value = map(str.strip, text.partition("="))
        if not equals or not name:
            problems.append(
                Problem(
                    where=where,
                    what=message("error.no_pair", "'{value}' is not a pair.", value=text),
                    remedy=message("item.expected_pair", "Expected NAME=VALUE."),
                )
            )
        elif found.setdefault(name, value) != value:
            what = message(
                "error.stated_twice",
                "'{name}' is stated twice, as {value} and as {other}.",
                name=name,
                value=found[name],
                other=value,
            )
            problems.append(
                Problem(where=f"{where}: {name}", what=what, remedy=message("error.state_one", "State one value."))
            )
    if problems:
        raise FactError(problems)
    return found


def read_stated(
    given: Mapping[str, object], parameters: Mapping[FactName, Parameter], *, where: str = "param"
) -> StatedParameters:
    """Type the parameters of an item.

    Raises
    ------
    FactError
        If a parameter is unknown, or a value or its unit is wrong; with all problems.
    """
    stated = StatedParameters()
    problems: list[Problem] = []
    for written, value in given.items():
        name = (
            FactName(written.strip().replace("-", "_").replace(" ", "_")) if "/" not in written else FactName(written)
        )
        place = f"{where}: {written}"
        if name not in parameters:
            hint = did_you_mean(name, parameters)
            remedy = joined([hint, message("item.parameters", "`sekisho parameters` lists all.")], "sentence")
            problems.append(
                Problem(
                    where=place,
                    what=message("item.unknown_parameter", "unknown parameter '{name}'.", name=written),
                    remedy=remedy,
                )
            )
            continue
        try:
            typed = value_of(parameters[name], value, where=place)
        except FactError as fault:
            problems += fault.problems
            continue
        if name in stated and stated[name] != typed:
            what = message(
                "error.stated_twice",
                "'{name}' is stated twice, as {value} and as {other}.",
                name=written,
                value=str(stated[name]),
                other=str(typed),
            )
            problems.append(Problem(where=place, what=what, remedy=message("error.state_one", "State one value.")))
        stated[name] = typed
    problems += _contradictions(stated, where)
    if problems:
        raise FactError(problems)
    return stated


def value_of(parameter: Parameter, given: object, *, where: str) -> FactValue:
    """Type one parameter: a quantity with its unit, its bounds, a choice, or yes or no.

    Raises
    ------
    FactError
        With what, where, what was expected and what to do.
    """
    fact = parameter.fact
    if fact.kind == "cas":
        return _cas_of(str(given or "").strip(), where)
    if given is None or (isinstance(given, str) and given.strip().lower() in WRITTEN_UNKNOWN):
        return UNKNOWN
    if fact.kind != "number" or isinstance(given, NumberInterval):
        return given if isinstance(given, NumberInterval) else parse_value(fact, given, {}, where=where)
    try:
        return quantity(str(given), fact.unit)
    except UnitError as fault:
        remedy = (
            message(
                "item.number_with_unit",
                "Write a number with its unit, such as {name}=5 {unit}.",
                name=fact.name,
                unit=shown(fact.unit),
            )
            if fact.unit
            else message("item.write_number", "Write a number.")
        )
        raise FactError(Problem(where=where, what=fault.what, remedy=remedy)) from None


def _cas_of(given: str, where: str) -> FactValue:
    if given.lower() in {"", *WRITTEN_UNKNOWN}:
        return UNKNOWN
    plain = given.upper().removeprefix("CAS").lstrip(" :NO.").replace("–", "-")
    if not _CAS.fullmatch(plain) or not is_cas(plain):
        remedy = message("item.cas_form", "Write it as 107-44-8; its last digit follows from the others.")
        raise FactError(
            Problem(
                where=where, what=message("item.no_cas", "'{value}' is not a CAS number.", value=given), remedy=remedy
            )
        )
    return plain


def is_cas(number: str) -> bool:
    """Tell whether the check digit of a CAS number is right.

    >>> is_cas("107-44-8"), is_cas("107-44-9")
    (True, False)
    """
    digits = number.replace("-", "")
    return sum(place * int(digit) for place, digit in enumerate(reversed(digits[:-1]), start=1)) % 10 == int(digits[-1])


PAIRS: Final = (
    ("inner_diameter", "outer_diameter"),
    ("elastic_limit", "tensile_strength"),
)
"""What cannot exceed what, in one item."""


def _contradictions(stated: StatedParameters, where: str) -> Iterable[Problem]:
    for name, value in stated.items():
        number = value.low if isinstance(value, NumberInterval) else value
        if name.endswith("_content") or name == "purity":
            high = number if isinstance(number, Decimal) else None
            if high is not None and not 0 <= high <= 100:  # noqa: PLR2004 - percent
                yield Problem(
                    where=f"{where}: {name}",
                    what=message("item.no_percent", "{value} is not a share in percent.", value=str(high)),
                    remedy=message("item.zero_to_hundred", "Expected 0 to 100."),
                )
        if (
            isinstance(value, NumberInterval)
            and value.low is not None
            and value.high is not None
            and value.low > value.high
        ):
            yield Problem(
                where=f"{where}: {name}",
                what=message("item.bounds_empty", "the bounds {value} contain no number.", value=str(value)),
                remedy=message("item.turn_round", "Turn them round."),
            )
    for small, large in PAIRS:
        one, other = stated[FactName(small)], stated[FactName(large)]
        if isinstance(one, Decimal) and isinstance(other, Decimal) and one > other:
            what = message(
                "item.larger",
                "{small} {one} is larger than {large} {other}.",
                small=small,
                one=str(one),
                large=large,
                other=str(other),
            )
            yield Problem(
                where=where, what=what, remedy=message("item.check_which", "Check which of the two is which.")
            )
