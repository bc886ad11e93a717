"""Values of a measure file by their type: text, dates, numbers, choices and keys in order, with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, TypeVar

from sekisho.errors import did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector

E = TypeVar("E", bound=StrEnum)
TEXT_LANGUAGES: Final = ("zh", "en", "ja")
"""Languages of titles and of words of law, in the order of a file."""


@dataclass(frozen=True, slots=True)
class TypedReader:
    """Reads values and keeps what is wrong with them."""

    faults: ProblemCollector

    def keys(
        self,
        node: Node,
        known: tuple[str, ...],
        required: frozenset[str],
        what: str,
        *,
        anywhere: Collection[str] = (),
    ) -> None:
        """Check the keys of a mapping: known ones, in order save those of `anywhere`, and no required one missing."""
        if node.keys is None:
            self.faults.add(node.line, "M102", f"{what}: expected a mapping.")
            return
        names = [name for name, _, _ in node.keys]
        for name, line, _ in node.keys:
            if name not in known:
                self.faults.add(line, "M102", f"{what}: unknown key '{name}'.", did_you_mean(name, known))
        for name in sorted(required - set(names)):
            self.faults.add(node.line, "M102", f"{what}: key '{name}' is missing.")
        ordered = [name for name in names if name in known and name not in anywhere]
        order = sorted(ordered, key=known.index)
        if order != ordered:
            self.faults.add(node.line, "M103", f"{what}: keys are out of order.", f"Order: {', '.join(order)}.")

    def text(self, node: Node, key: str) -> str:
        """Read one value as text; a missing key is empty."""
        value = node.get(key)
        if value is None:
            return ""
        if value.text is None:
            self.faults.add(value.line, "M105", f"'{key}' is not a single value.")
            return ""
        return value.text.strip()

    def strings(self, node: Node, key: str) -> tuple[str, ...]:
        """Read a list of texts."""
        value = node.get(key)
        if value is None:
            return ()
        if value.items is None:
            self.faults.add(value.line, "M105", f"'{key}' is not a list.")
            return ()
        return tuple(item.text or "" for item in value.items)

    def mapping(self, node: Node, key: str) -> dict[str, str]:
        """Read a map of language to text; the languages stand in one order, the original first."""
        value = node.get(key)
        if value is not None and value.keys is None:
            self.faults.add(value.line, "M105", f"'{key}' is not a map of language to text.")
        elif value is not None:
            self.keys(value, TEXT_LANGUAGES, frozenset(), key)
            for name, item in value.pairs():
                if not (item.text or "").strip():
                    what = f"{key}: '{name}' is empty."
                    self.faults.add(item.line, "M105", what, "Leave out a language without text.")
        return {name: item.text or "" for name, item in (value.pairs() if value is not None else ())}

    def each(self, node: Node, key: str, read: Callable[[Node], object]) -> tuple:  # type: ignore[type-arg]
        """Read every item of a list."""
        value = node.get(key)
        if value is None:
            return ()
        if value.items is None:
            self.faults.add(value.line, "M105", f"'{key}' is not a list.")
            return ()
        return tuple(read(item) for item in value.items)

    def day(self, node: Node, key: str, *, allow_open: bool = False) -> date | None:
        """Read a date of the calendar; open is none."""
        value = node.get(key)
        if value is None or (allow_open and value.text == "open"):
            return None
        try:
            return date.fromisoformat(value.text or "")
        except ValueError:
            expected = "Expected a day of the calendar as YYYY-MM-DD" + (", or open." if allow_open else ".")
            self.faults.add(value.line, "M104", f"{key} '{value.text}' is not a date.", expected)
            return None

    def choice(self, node: Node, key: str, kind: type[E], default: E) -> E:
        """Read one of the words of a closed set under a key."""
        value = node.get(key)
        return self.one_of(value, kind, default) if value is not None else default

    def one_of(self, node: Node, kind: type[E], default: E) -> E:
        """Read one of the words of a closed set."""
        try:
            return kind(node.text or "")
        except ValueError:
            self.faults.add(node.line, "M105", f"unknown value '{node.text}'.", f"Expected {', '.join(kind)}.")
            return default

    def value(self, node: Node, key: str, known: Iterable[str]) -> None:
        """Say that a value is none of those known."""
        found = self.text(node, key)
        self.faults.add(node.line, "M105", f"unknown {key} '{found}'.", f"Expected {', '.join(sorted(known))}.")

    def number(self, node: Node, key: str) -> Decimal | None:
        """Read a number of 0 or more."""
        value = node.get(key)
        if value is None:
            return None
        try:
            found = Decimal(value.text or "")
        except InvalidOperation:
            found = Decimal("NaN")
        if not found.is_finite() or found < 0:
            self.faults.add(
                value.line, "M105", f"{key} '{value.text}' is not a number.", "Expected 0 or more, in digits."
            )
            return None
        return found

    def whole(self, node: Node, key: str) -> int | None:
        """Read a whole number of 0 or more."""
        found = self.number(node, key)
        if found is not None and found != int(found):
            self.faults.add(node.line, "M105", f"{key} '{found}' is not a whole number.", "Expected a whole number.")
            return None
        return int(found) if found is not None else None

    def url(self, node: Node, key: str) -> str:
        """Read an address."""
        found = self.text(node, key)
        if found and not found.startswith(("http://", "https://")):
            self.faults.add(node.line, "M105", f"{key} '{found}' is not an address.", "Expected http:// or https://.")
        return found
