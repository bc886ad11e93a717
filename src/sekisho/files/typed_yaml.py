"""YAML files by their shapes: which keys a mapping has, in which order, and what stands under each.

A reader declares a `Shape` for every kind of mapping. `TypedReader` checks nodes against it and reads values, and tells
everything that is wrong at once, with file and line; `json_schema` says the same of the shapes to an editor.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import ClassVar, Final, TypeAlias, TypeVar

from sekisho.dataclass import dataclass
from sekisho.errors import did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector
from sekisho.message import joined, message

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
TEXT_LANGUAGES: Final = ("zh", "en", "ja")
_TWO_LETTERS: Final = (
    "aa|ab|ae|af|ak|am|an|ar|as|av|ay|az|ba|be|bg|bi|bm|bn|bo|br|bs|ca|ce|ch|co|cr|cs|cu|cv|cy|da|de|dv|dz|ee|el|eo|es|"
    "et|eu|fa|ff|fi|fj|fo|fr|fy|ga|gd|gl|gn|gu|gv|ha|he|hi|ho|hr|ht|hu|hy|hz|ia|id|ie|ig|ii|ik|io|is|it|iu|jv|ka|kg|ki|"
    "kj|kk|kl|km|kn|ko|kr|ks|ku|kv|kw|ky|la|lb|lg|li|ln|lo|lt|lu|lv|mg|mh|mi|mk|ml|mn|mr|ms|mt|my|na|nb|nd|ne|ng|nl|nn|"
    "no|nr|nv|ny|oc|oj|om|or|os|pa|pi|pl|ps|pt|qu|rm|rn|ro|ru|rw|sa|sc|sd|se|sg|si|sk|sl|sm|sn|so|sq|sr|ss|st|su|sv|sw|"
    "ta|te|tg|th|ti|tk|tl|tn|to|tr|ts|tt|tw|ty|ug|uk|ur|uz|ve|vi|vo|wa|wo|xh|yi|yo|za|zh|zu|en|ja"
)
"""Languages of ISO 639-1: `jp` and `cn` are countries, and a slip."""
LANGUAGE_TAG: Final = (
    rf"^(?:{_TWO_LETTERS}|[a-z]{{3}})"  # the language; all of three letters are taken
    r"(?:-[A-Z][a-z]{3})?"  # its script
    r"(?:-(?:[A-Z]{2}|\d{3}))?$"  # its region
)
"""A language of BCP 47 as it is written: `ko`, `zh-Hant`, `pt-BR`, `fil`."""
"""Languages of titles and of words of law, in the order of a file."""


class Scalar(StrEnum):
    """What a single value says."""

    TEXT = "text"
    DAY = "a day of the calendar, YYYY-MM-DD"
    OPEN_DAY = "a day of the calendar, YYYY-MM-DD, or open"
    DAY_OR_UNKNOWN = "a day of the calendar, YYYY-MM-DD, or unknown"
    NUMBER = "a number of 0 or more"
    WHOLE = "a whole number of 0 or more"
    ADDRESS = "an address, http:// or https://"


@dataclass(frozen=True, slots=True)
class Words:
    """One of a closed set of words that has no class of its own."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemsOf:
    """A list of values of one kind."""

    kind: Kind


@dataclass(frozen=True, slots=True)
class NamesOf:
    """A mapping whose keys are names that the writer of the file chooses, or those given, or others of a pattern."""

    kind: Kind
    names: tuple[str, ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class EitherOf:
    """A value of one of several kinds."""

    kinds: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class DefinedBy:
    """A value that has a reader of its own, and in a schema a definition of that name."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key of a mapping, what stands under it, and whether a mapping must have it."""

    name: str
    kind: Kind = Scalar.TEXT
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """The keys of a mapping, in the order in which they stand.

    Parameters
    ----------
    what
        How messages name it.
    anywhere
        Keys that may stand at any place.

    Examples
    --------
    >>> source = Shape("source", keys_of(("url", Scalar.ADDRESS), "note", needed="url"))
    >>> source.names, source.needed
    (('url', 'note'), ('url',))
    """

    what: str
    keys: tuple[Key, ...]
    anywhere: frozenset[str] = frozenset()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the keys, in order."""
        return tuple(key.name for key in self.keys)

    @property
    def needed(self) -> tuple[str, ...]:
        """Names of the keys that must be there, in order."""
        return tuple(key.name for key in self.keys if key.needed)


Kind: TypeAlias = "Scalar | type[StrEnum] | Words | ItemsOf | NamesOf | EitherOf | DefinedBy | Shape"
LANGUAGES: Final = NamesOf(Scalar.TEXT, TEXT_LANGUAGES, more=LANGUAGE_TAG)
"""A text in several languages, the original first: those that every package has, and any other by its tag."""


def _is_other_language(name: str) -> bool:
    return name not in TEXT_LANGUAGES and re.match(LANGUAGE_TAG, name) is not None


def keys_of(*keys: str | tuple[str, Kind], needed: str = "") -> tuple[Key, ...]:
    """Make the keys of a shape.

    Parameters
    ----------
    keys
        A name where text stands under it, else a name and a kind.
    needed
        Names of those that must be there, with blanks between.
    """
    must = needed.split()
    pairs = [(key, Scalar.TEXT) if isinstance(key, str) else key for key in keys]
    unknown = set(must) - {name for name, _ in pairs}
    if unknown:
        raise ValueError(f"needed, and no key: {sorted(unknown)}")
    return tuple(Key(name=name, kind=kind, needed=name in must) for name, kind in pairs)


@dataclass(frozen=True, slots=True)
class TypedReader:
    """Reads values and keeps what is wrong with them; a kind of file has a reader that extends this one."""

    faults: ProblemCollector
    CODED: ClassVar[bool] = True
    """Whether problems carry codes, M1xx, as those of measure files do."""
    ORDERED: ClassVar[bool] = True
    """Whether keys stand in the order of their shape."""

    def tell(self, line: int, code: str, what: str, remedy: str = "") -> None:
        """Keep one problem."""
        self.faults.add(line, code if self.CODED else "", what, remedy)

    def keys(self, node: Node, shape: Shape, what: str = "") -> bool:
        """Check the keys of a mapping: known ones, in order, no needed one missing; tell whether it can be read.

        Parameters
        ----------
        what
            How messages name it, if not as its shape does.
        """
        what = what or shape.what
        if node.keys is None:
            remedy = message("file.known_keys", "Known keys: {names}.", names=joined(shape.names, "comma"))
            self.tell(
                node.line, "M102", message("file.expected_keys", "{what}: expected keys and values.", what=what), remedy
            )
            return False
        names = [name for name, _, _ in node.keys]
        for name, line, _ in node.keys:
            if name not in shape.names:
                hint = did_you_mean(name, shape.names) or message(
                    "file.known", "Known: {names}.", names=joined(shape.names, "comma")
                )
                self.tell(
                    line,
                    "M102",
                    message("file.unknown_key", "{what}: unknown key '{name}'.", what=what, name=name),
                    hint,
                )
        lacking = [name for name in shape.needed if name not in names]
        for name in lacking:
            self.tell(
                node.line, "M102", message("file.key_missing", "{what}: key '{name}' is missing.", what=what, name=name)
            )
        order = [name for name in shape.names if name in names and name not in shape.anywhere]
        if self.ORDERED and order != [name for name in names if name in order]:
            self.tell(
                node.line,
                "M103",
                message("file.out_of_order", "{what}: keys are out of order.", what=what),
                message("file.order", "Order: {names}.", names=joined(order, "comma")),
            )
        return not lacking

    def text(self, node: Node, key: str) -> str:
        """Read one value as text; a missing key is empty."""
        value = node.get(key)
        if value is None:
            return ""
        if value.text is None:
            self.tell(value.line, "M105", message("file.not_single", "'{key}' is not a single value.", key=key))
            return ""
        return value.text.strip()

    def nodes(self, node: Node, key: str) -> tuple[Node, ...]:
        """Return the items of a list; a missing key is an empty one."""
        value = node.get(key)
        if value is None:
            return ()
        if value.items is None:
            self.tell(value.line, "M105", message("file.not_list", "'{key}' is not a list.", key=key))
            return ()
        return value.items

    def strings(self, node: Node, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        return tuple((item.text or "").strip() for item in self.nodes(node, key))

    def one_or_more(self, node: Node, key: str) -> tuple[str, ...]:
        """Read a name, or a list of at least one; a missing key is none."""
        value = node.get(key)
        if value is None:
            return ()
        names = [item.text for item in ((value,) if value.text is not None else value.items or ())]
        if not names or not all(names):
            self.tell(
                value.line,
                "M105",
                message("file.not_names", "'{key}' is not a list of names.", key=key),
                message("file.one_name_or_more", "Expected one name or more."),
            )
        return tuple(name for name in names if name)

    def pairs(self, node: Node | None, what: str) -> tuple[tuple[str, Node], ...]:
        """Return the names and values of a mapping that has any; a missing one has none."""
        if node is not None and node.keys is None:
            self.tell(
                node.line,
                "M105",
                message("file.expected_keys", "{what}: expected keys and values.", what=what),
                message("file.key_a_line", "Write a key a line."),
            )
        return tuple(node.pairs()) if node is not None else ()

    def mapping(self, node: Node, key: str) -> dict[str, str]:
        """Read a map of language to text; the languages stand in one order, the original first."""
        value = node.get(key)
        if value is not None and value.keys is None:
            self.tell(
                value.line,
                "M105",
                message("file.not_language_map", "'{key}' is not a map of language to text.", key=key),
            )
        elif value is not None:
            others = [name for name, _ in value.pairs() if _is_other_language(name)]
            self.keys(value, Shape(key, keys_of(*TEXT_LANGUAGES, *others), anywhere=frozenset(others)))
            for name, item in value.pairs():
                if not (item.text or "").strip():
                    what = message("file.key_empty", "{key}: '{name}' is empty.", key=key, name=name)
                    self.tell(
                        item.line, "M105", what, message("file.leave_language", "Leave out a language without text.")
                    )
        return {name: item.text or "" for name, item in (value.pairs() if value is not None else ())}

    def each(self, node: Node, key: str, read: Callable[[Node], T]) -> tuple[T, ...]:
        """Read every item of a list."""
        return tuple(read(item) for item in self.nodes(node, key))

    def day(self, node: Node, key: str, *, allow_open: bool = False) -> date | None:
        """Read a date of the calendar; open is none."""
        value = node.get(key)
        if value is None or (allow_open and value.text == "open"):
            return None
        try:
            return date.fromisoformat(value.text or "")
        except ValueError:
            expected = (
                message("file.day_or_open", "Expected a day of the calendar as YYYY-MM-DD, or open.")
                if allow_open
                else message("error.expected_day", "Expected a day of the calendar as YYYY-MM-DD.")
            )
            self.tell(
                value.line,
                "M104",
                message("file.key_no_date", "{key} '{value}' is not a date.", key=key, value=str(value.text)),
                expected,
            )
            return None

    def choice(self, node: Node, key: str, kind: type[E], default: E) -> E:
        """Read one of the words of a closed set under a key."""
        value = node.get(key)
        return self.one_of(value, kind, default, key) if value is not None else default

    def one_of(self, node: Node, kind: type[E], default: E, what: str = "value") -> E:
        """Read one of the words of a closed set."""
        try:
            return kind((node.text or "").strip())
        except ValueError:
            self.tell(
                node.line,
                "M105",
                message("file.unknown_value", "unknown {what} '{value}'.", what=what, value=str(node.text)),
                message("error.expected_either", "Expected {choices}.", choices=joined(kind, "comma")),
            )
            return default

    def value(self, node: Node, key: str, known: Iterable[str]) -> None:
        """Say that a value is none of those known."""
        self.tell(
            node.line,
            "M105",
            message("file.unknown_value", "unknown {what} '{value}'.", what=key, value=self.text(node, key)),
            message("error.expected_either", "Expected {choices}.", choices=joined(sorted(known), "comma")),
        )

    def decimal(self, node: Node, what: str, *, least: float = 0) -> Decimal | None:
        """Read a value as a number that is not too small."""
        try:
            number = Decimal(node.text or "")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or number < least:
            if node.text is not None:
                fault = message("file.value_no_number", "{what} '{value}' is not a number.", what=what, value=node.text)
            else:
                fault = message("file.no_number", "{what} is not a number.", what=what)
            remedy = (
                message("file.zero_or_more", "Expected 0 or more, such as 12 or 0.5.")
                if least == 0
                else message("file.digits", "Expected digits, such as 12 or 0.5.")
            )
            self.tell(node.line, "M105", fault, remedy)
            return None
        return number

    def number(self, node: Node, key: str) -> Decimal | None:
        """Read a number of 0 or more."""
        value = node.get(key)
        return self.decimal(value, key) if value is not None else None

    def whole(self, node: Node, key: str) -> int | None:
        """Read a whole number of 0 or more."""
        number = self.number(node, key)
        if number is not None and number != int(number):
            self.tell(
                node.line,
                "M105",
                message("file.no_whole_number", "{key} '{value}' is not a whole number.", key=key, value=str(number)),
                message("file.expected_whole", "Expected a whole number."),
            )
            return None
        return int(number) if number is not None else None

    def between(self, node: Node, key: str, least: float, most: float, *, default: float, whole: bool = False) -> float:
        """Read a number within bounds, both of which it may be; whatever is none is the default."""
        value = node.get(key)
        number = self.decimal(value, key, least=-1) if value is not None else None
        if value is None or number is None:
            return default
        if not least <= number <= most or (whole and number != int(number)):
            if whole:
                remedy = message(
                    "file.whole_between",
                    "Expected a whole number from {least} to {most}.",
                    least=f"{least:g}",
                    most=f"{most:g}",
                )
            else:
                remedy = message(
                    "file.number_between",
                    "Expected a number from {least} to {most}.",
                    least=f"{least:g}",
                    most=f"{most:g}",
                )
            self.tell(
                value.line,
                "M105",
                message("file.out_of_range", "{key} '{value}' is out of range.", key=key, value=str(value.text)),
                remedy,
            )
            return default
        return float(number)

    def url(self, node: Node, key: str) -> str:
        """Read an address."""
        address = self.text(node, key)
        if address and not address.startswith(("http://", "https://")):
            self.tell(
                node.line,
                "M105",
                message("file.no_address", "{key} '{address}' is not an address.", key=key, address=address),
                message("file.expected_address", "Expected http:// or https://."),
            )
        return address


_PATTERNS: Final = {
    Scalar.DAY: r"^\d{4}-\d{2}-\d{2}$",
    Scalar.OPEN_DAY: r"^(\d{4}-\d{2}-\d{2}|open)$",
    Scalar.DAY_OR_UNKNOWN: r"^(\d{4}-\d{2}-\d{2}|unknown)$",
    Scalar.NUMBER: r"^\d+(\.\d+)?$",
    Scalar.WHOLE: r"^\d+$",
    Scalar.ADDRESS: r"^https?://",
}


def json_schema(kind: Kind) -> dict[str, object]:
    r"""Return the JSON Schema of a kind of value; what an editor reads as a number or as yes or no is text here too.

    >>> json_schema(ItemsOf(Scalar.WHOLE))["items"]
    {'type': ['string', 'number'], 'pattern': '^\\d+$', 'description': 'a whole number of 0 or more'}
    """
    match kind:
        case Scalar.TEXT:
            return {"type": ["string", "number", "boolean"]}
        case Scalar():
            numbers = kind in {Scalar.NUMBER, Scalar.WHOLE}
            return {
                "type": ["string", "number"] if numbers else "string",
                "pattern": _PATTERNS[kind],
                "description": kind.value,
            }
        case Words():
            return {"enum": list(kind.words)}
        case ItemsOf():
            return {"type": "array", "items": json_schema(kind.kind)}
        case NamesOf():
            of = json_schema(kind.kind)
            if not kind.names:
                return {"type": "object", "additionalProperties": of}
            others = {"patternProperties": {kind.more: of}} if kind.more else {}
            named = {"type": "object", "properties": dict.fromkeys(kind.names, of)}
            return {**named, **others, "additionalProperties": False}
        case EitherOf():
            return {"anyOf": [json_schema(part) for part in kind.kinds]}
        case DefinedBy():
            return {"$ref": f"#/$defs/{kind.name}"}
        case Shape():
            return {
                "type": "object",
                "properties": {key.name: json_schema(key.kind) for key in kind.keys},
                "required": list(kind.needed),
                "additionalProperties": False,
            }
        case _:
            return {"enum": [str(word) for word in kind]}
