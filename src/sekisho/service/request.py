"""What a question takes, said once: options of a command, the body of REST, fields of a form and keywords of Python.

A request is a frozen dataclass whose fields are annotated with `Ask`. Every face is made from it or reads it, so a
default, a bound and a sentence of help stand in the request and nowhere else. Nothing here knows a face.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields, replace
from datetime import date
from enum import StrEnum
from functools import cache
from numbers import Number
from pathlib import Path, PurePath
from types import MappingProxyType, UnionType
from typing import Annotated, Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem, did_you_mean
from sekisho.law.model.assumptions import A_DAY
from sekisho.law.model.notation import no_date
from sekisho.law.model.term import Reading
from sekisho.message import Message, filled, joined, message

R = TypeVar("R")
Shape = Literal["text", "flag", "whole", "number", "day", "choice", "file", "list", "pairs"]
FaultKind = Literal["kind", "twice", "whole", "number", "day", "choice", "range", "pairs", "many"]
NOBODY_LOWERS: Final[Mapping[str, float]] = MappingProxyType({})
SHOWN: Final = 80
"""Letters of a wrong value that are shown; enough to know it again, and few enough for a line."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What every face needs to know of a field, beside its name, its type and its default.

    Parameters
    ----------
    help
        One sentence.
    left_out
        What counts if nobody says; a face that shows defaults as they are needs it only where None stands for more.
    flag
        Of the command line, `--as-of`; made from the name if empty.
    metavar
        What the help of the command line calls the value. A choice that has one is typed, and checked with the rest.
    least, most
        Bounds of a number, and the most of a list.
    choices
        Words that may be said.
    power_of_two
        No other number is taken.
    refused, expected
        What is said of a number out of bounds, with `{value}`, and what was expected: `{least}`, `{most}`, `{near}`.
    private
        A name or free text: never in an address or a log.
    argument
        On the command line it stands by itself, without a flag.
    bare
        Of pairs: a value may stand without a name, for the one thing that can be meant; its name is empty then.
    """

    help: str
    left_out: str = ""
    flag: str = ""
    metavar: str = ""
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    power_of_two: bool = False
    refused: Message | None = None
    expected: Message | None = None
    private: bool = False
    argument: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestField:
    """A field of a request as a face sees it.

    Parameters
    ----------
    shape
        What kind of value it takes; `list` and `pairs` are said several times.
    type
        Class of the value, of a list that of its items.
    optional
        Whether None is a value.
    default
        What counts if nobody says; `MISSING` if somebody has to.
    """

    name: str
    shape: Shape
    type: type
    ask: Ask
    optional: bool
    default: object

    @property
    def flag(self) -> str:
        """Flag of the command line."""
        return self.ask.flag or f"--{self.name.replace('_', '-')}"

    @property
    def required(self) -> bool:
        """Whether somebody has to say it."""
        return self.default is MISSING

    @property
    def choices(self) -> tuple[str, ...]:
        """Words that may be said: those named, or the members of the type."""
        members = tuple(str(member) for member in self.type) if issubclass(self.type, StrEnum) else ()
        return self.ask.choices or members


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestFault:
    """Something in what was given that is no value of its field; a face may say it in words of its own."""

    field: RequestField
    kind: FaultKind
    value: str

    def problem(self, where: Callable[[RequestField], str]) -> Problem:
        """Say it in English; `where` names the field as the face does."""
        ask, said = self.field.ask, self.value[:SHOWN]
        what: str = ""
        remedy: str = ""
        match self.kind:
            case "kind":
                what = message("error.no_such_value", "an object of the kind {name} cannot stand here.", name=said)
                remedy = _EXPECTED_KIND.get(self.field.shape, _EXPECTED_TEXT)
            case "twice":
                name, value, other = self.value.split("\n")
                what = message(
                    "error.stated_twice",
                    "'{name}' is stated twice, as {value} and as {other}.",
                    name=name,
                    value=value,
                    other=other,
                )
                remedy = message("error.state_one", "State one value.")
            case "day":
                what, remedy = no_date(said), A_DAY
            case "whole":
                what = message("error.no_whole_number", "'{value}' is not a whole number.", value=said)
            case "number":
                what = message("error.is_no_number", "'{value}' is not a number.", value=said)
            case "choice":
                near = did_you_mean(said, self.field.choices)
                what = (
                    filled(ask.refused, value=said)
                    if ask.refused
                    else message("error.not_one_of", "'{value}' is not one of its values.", value=said)
                )
                choices = _either(self.field.choices)
                remedy = (
                    ask.expected or near or message("error.expected_either", "Expected {choices}.", choices=choices)
                )
            case "pairs":
                what = message("error.no_pair", "'{value}' is not a pair.", value=said)
                pair = f"{self.field.flag} {ask.metavar or 'NAME=VALUE'}"
                remedy = message("error.expected_pair", "Expected {pair}.", pair=pair)
            case "many":
                what = message("error.too_many", "{number} are too many.", number=said)
                remedy = message("error.expected_at_most", "Expected {number} at most.", number=int(ask.most or 0))
            case "range":
                what, remedy = _out_of_bounds(self.field, float(self.value))
        return Problem(where=where(self.field), what=what, remedy=remedy)


def by_name(entry: RequestField) -> str:
    """Name a field as programs do."""
    return entry.name


def by_flag(entry: RequestField) -> str:
    """Name a field as the command line does, without its hyphens."""
    return entry.flag.removeprefix("--")


def fields_of(
    request: type, names: Iterable[str] = (), *, most: Mapping[str, float] = NOBODY_LOWERS
) -> tuple[RequestField, ...]:
    """Return the fields of a request that a face asks for, in their order.

    Parameters
    ----------
    names
        Those that the face asks for; left out, all.
    most
        Bounds that the face lowers.

    Raises
    ------
    ValueError
        If there is no such field, or a bound is not lowered but raised.

    >>> from sekisho.service.impact import ImpactRequest
    >>> [entry.name for entry in fields_of(ImpactRequest, ("months", "draws"), most={"draws": 1_024})]
    ['months', 'draws']
    """
    every = _fields_of(request)
    if not names and not most:
        return every
    wanted = tuple(names)
    if unknown := {*wanted, *most} - {entry.name for entry in every}:
        raise ValueError(f"{request.__name__} has no {', '.join(sorted(unknown))}")
    return tuple(_lowered(entry, most.get(entry.name)) for entry in every if not wanted or entry.name in wanted)


def default_of(request: type, name: str) -> Any:  # noqa: ANN401 - as the field says
    """Return what counts for a field of a request if nobody says.

    >>> from sekisho.service.impact import ImpactRequest
    >>> default_of(ImpactRequest, "draws")
    1024
    """
    (wanted,) = fields_of(request, (name,))
    return wanted.default


def read_request(
    request: type[R],
    given: Mapping[str, object],
    *,
    most: Mapping[str, float] = NOBODY_LOWERS,
) -> tuple[R, tuple[RequestFault, ...]]:
    """Return a request from what a face was given, and all that is no value of its field.

    Parameters
    ----------
    given
        By the name of the field: values, or texts that are read. What is None, empty or not there takes the default;
        a field that no face asks for is taken as it is, and what is no field is another's business.
    most
        Bounds that the face lowers.

    Returns
    -------
    request, faults
        A field with a fault has its default, so that the rest can be looked at too.
    """
    whole = _taken_as_they_are(request)  # type: ignore[arg-type] # a type can be hashed
    values = {name: given[name] for name in whole if name in given}
    faults: list[RequestFault] = []
    for entry in fields_of(request, most=most):
        raw = given.get(entry.name)
        if raw is None or (isinstance(raw, str | Sequence | Mapping) and not raw):
            if entry.required:
                values[entry.name] = () if entry.shape == "list" else entry.type()
            continue
        try:
            _check_kind(entry, raw)
            values[entry.name] = _value(entry, raw)
        except _NoValueError as fault:
            faults.append(RequestFault(field=entry, kind=fault.kind, value=fault.value))
            if entry.required:
                values[entry.name] = () if entry.shape == "list" else entry.type()
    return request(**values), tuple(faults)


def request_from(
    request: type[R],
    given: Mapping[str, object],
    *,
    where: Callable[[RequestField], str] = by_name,
    most: Mapping[str, float] = NOBODY_LOWERS,
) -> R:
    """Return a request from what a face was given; `where` names its fields.

    Raises
    ------
    FactError
        With all that is no value of its field.

    >>> from sekisho.service.impact import ImpactRequest
    >>> request_from(ImpactRequest, {"names": ["japan-ban"], "months": "12", "start": "2026-10-01"}).start
    datetime.date(2026, 10, 1)
    """
    asked, faults = read_request(request, given, most=most)
    if faults:
        raise FactError(fault.problem(where) for fault in faults)
    return asked


def plain_of(request: object, names: Iterable[str] = ()) -> dict[str, Any]:
    """Return what is asked as JSON holds it, all of it or some fields; `request_from` reads it again."""
    return {entry.name: _plain(getattr(request, entry.name)) for entry in fields_of(type(request), names)}


AsOf = Annotated[date | None, Ask("Date of law, YYYY-MM-DD.", left_out="today", metavar="DATE")]
"""The day of the law, which most questions take."""
ReadingOfAll = Annotated[
    Reading,
    Ask(
        "How all disputed terms are read: narrow, central or broad.",
        left_out="central",
        metavar="READING",
        refused=message("error.not_reading", "'{value}' is not a reading.", value=""),
        expected=message("error.expected_reading", "Expected narrow, central or broad."),
    ),
]
Terms = Annotated[Mapping[str, str], Ask("How one disputed term is read.", flag="--term", metavar="ID=READING")]
Assume = Annotated[Mapping[str, str], Ask("Assume a value for a named unknown of the law.", metavar="NAME=VALUE")]


class _NoValueError(Exception):
    def __init__(self, kind: FaultKind, value: str) -> None:
        super().__init__(kind, value)
        self.kind, self.value = kind, value


@cache
def _taken_as_they_are(request: type) -> tuple[str, ...]:
    """Return the names of the fields for which no face asks."""
    asked = {entry.name for entry in _fields_of(request)}
    return tuple(entry.name for entry in fields(request) if entry.name not in asked)


@cache
def _fields_of(request: type) -> tuple[RequestField, ...]:
    hints = get_type_hints(request, include_extras=True)
    entries = []
    for entry in fields(request):
        hint = hints[entry.name]
        ask = next((extra for extra in getattr(hint, "__metadata__", ()) if isinstance(extra, Ask)), None)
        if ask is None:
            continue
        shape, kind, optional = _shape(get_args(hint)[0], ask)
        default = entry.default if entry.default_factory is MISSING else entry.default_factory()
        entries.append(
            RequestField(name=entry.name, shape=shape, type=kind, ask=ask, optional=optional, default=default)
        )
    return tuple(entries)


def _shape(hint: object, ask: Ask) -> tuple[Shape, type, bool]:
    """Tell of a type what kind of value it is, its class or that of its items, and whether None is one."""
    if get_origin(hint) in {Union, UnionType}:
        (inner,) = (part for part in get_args(hint) if part is not type(None))
        return (*_shape(inner, ask)[:2], True)
    origin = get_origin(hint)
    if origin is Annotated:
        return _shape(get_args(hint)[0], ask)
    if origin is tuple:
        return "list", get_args(hint)[0], False
    if origin is not None and issubclass(origin, Mapping):
        return "pairs", dict, False
    assert isinstance(hint, type)  # noqa: S101 - a field is annotated with a class, or with one of the above
    shapes: dict[type, Shape] = {bool: "flag", int: "whole", float: "number", date: "day", Path: "file"}
    if hint in shapes:
        return shapes[hint], hint, False
    return "choice" if issubclass(hint, StrEnum) or ask.choices else "text", hint, False


def _lowered(entry: RequestField, most: float | None) -> RequestField:
    if most is None:
        return entry
    if entry.ask.most is not None and most > entry.ask.most:
        raise ValueError(f"{entry.name}: a face lowers what is the most, {entry.ask.most}, and never raises it")
    return replace(entry, ask=replace(entry.ask, most=most))


def _value(entry: RequestField, raw: object) -> object:
    """Return the value that is meant."""
    match entry.shape:
        case "flag":
            return raw if isinstance(raw, bool) else str(raw).lower() in {"yes", "true", "1", "on"}
        case "whole" | "number":
            return _number(entry, raw)
        case "day":
            return raw if isinstance(raw, date) else _parsed(entry, raw, date.fromisoformat)
        case "choice":
            if str(raw) not in entry.choices:
                raise _NoValueError("choice", str(raw))
            return entry.type(str(raw))
        case "file":
            return raw if isinstance(raw, Path) else Path(str(raw))
        case "list":
            items = list(raw) if isinstance(raw, list | tuple | set | frozenset) else [raw]
            if entry.ask.most is not None and len(items) > entry.ask.most:
                raise _NoValueError("many", message("exposure.number", "{number}", number=len(items)))
            return tuple(entry.type(item) for item in items)
        case "pairs":
            pairs = dict(raw) if isinstance(raw, Mapping) else _pairs(raw, bare=entry.ask.bare)
            for value in pairs.values() if entry.choices else ():
                if value not in entry.choices:
                    raise _NoValueError("choice", str(value))
            return pairs
        case "text":
            return str(raw)


_EXPECTED_TEXT: Final = message("error.expected_text", "Expected a text, a number or a day.")
_EXPECTED_KIND: Final[Mapping[Shape, Message]] = MappingProxyType(
    {
        "list": message("error.expected_texts", "Expected a text, or a list of texts."),
        "pairs": message("error.expected_mapping", "Expected a mapping of names to texts."),
    }
)


def _check_kind(entry: RequestField, raw: object) -> None:
    """Refuse what nobody writes as a value: a frame would be read as what Python prints of it."""
    members: Iterable[object] = (raw,)
    if entry.shape in {"list", "pairs"}:
        if isinstance(raw, Mapping) and entry.shape == "pairs":
            members = raw.values()
        elif isinstance(raw, list | tuple | set | frozenset):
            members = raw
    for member in members:
        if not isinstance(member, str | Number | date | PurePath | None):
            raise _NoValueError("kind", type(member).__name__)


def _number(entry: RequestField, raw: object) -> float:
    number: float = _parsed(entry, raw, entry.type)
    least, most = entry.ask.least, entry.ask.most
    below, above = least is not None and number < least, most is not None and number > most
    if below or above or (entry.ask.power_of_two and int(number) & (int(number) - 1)):
        raise _NoValueError("range", str(number))
    return number


def _parsed(entry: RequestField, raw: object, read: Callable[[str], Any]) -> Any:  # noqa: ANN401 - as it is read
    kinds: dict[str, FaultKind] = {"day": "day", "whole": "whole", "number": "number"}
    try:
        return read(str(raw).strip())
    except (ValueError, OverflowError):
        raise _NoValueError(kinds[entry.shape], str(raw)) from None


def _pairs(raw: object, *, bare: bool) -> dict[str, str]:
    """Read NAME=VALUE, one or several."""
    pairs: dict[str, str] = {}
    for text in raw if isinstance(raw, list | tuple | set | frozenset) else [raw]:
        name, equals, value = str(text).rpartition("=") if bare else str(text).partition("=")
        if not bare and (not equals or not name.strip()):
            raise _NoValueError("pairs", str(text))
        if pairs.setdefault(name.strip(), value.strip()) != value.strip():
            raise _NoValueError("twice", "\n".join((name.strip(), pairs[name.strip()], value.strip())))
    return pairs


def _out_of_bounds(entry: RequestField, value: float) -> tuple[str, str]:
    """Say of a number that it is out of bounds, and what was expected."""
    least, most = entry.ask.least, entry.ask.most
    shown = f"{value:,.0f}" if entry.shape == "whole" else f"{value:g}"
    what: Message = message("error.out_of_bounds", "{value} is out of bounds.", value=shown)
    if entry.ask.refused:
        what = filled(entry.ask.refused, value=shown)
    near = 1 << (max(1, int(value)) - 1).bit_length() if entry.ask.power_of_two else value
    near = min(most if most is not None else near, max(least if least is not None else near, near))
    ends = {"least": f"{least or 0:,g}", "most": f"{most or 0:,g}", "near": f"{near:,g}"}
    if entry.ask.expected:
        return what, filled(entry.ask.expected, **ends)
    if most is None:
        return what, message("error.expected_from", "Expected {least} on.", least=ends["least"])
    return what, message(
        "error.expected_between", "Expected {least} to {most}.", least=ends["least"], most=ends["most"]
    )


def _either(words: Sequence[str]) -> str:
    return joined(words, "or")


def _plain(value: object) -> object:
    match value:
        case tuple():
            return [_plain(item) for item in value]
        case Mapping():
            return {str(name): _plain(item) for name, item in value.items()}
        case date():
            return value.isoformat()
        case StrEnum() | Path():
            return str(value)
        case _:
            return value
