"""YAML text as nodes with line numbers: every scalar is text, and duplicate keys are found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sekisho.dataclass import dataclass
from sekisho.errors import MeasureError, Problem
from sekisho.message import message

if TYPE_CHECKING:
    import yaml


@cache
def _loader() -> Any:  # noqa: ANN401 - a class of PyYAML; measure files are read only where no library was kept
    import yaml

    return getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True, slots=True)
class Node:
    """A scalar, list or mapping, with the line on which it starts."""

    line: int
    text: str | None = None
    items: tuple[Node, ...] | None = None
    keys: tuple[tuple[str, int, Node], ...] | None = None

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        return next((value for name, _, value in self.keys or () if name == key), None)

    def pairs(self) -> Iterator[tuple[str, Node]]:
        """Go through the keys and values of a mapping."""
        return ((name, value) for name, _, value in self.keys or ())

    def plain(self) -> object:
        """Return the node as strings, lists and dicts."""
        if self.keys is not None:
            return {name: value.plain() for name, _, value in self.keys}
        if self.items is not None:
            return [item.plain() for item in self.items]
        return self.text


@dataclass(slots=True)
class ProblemCollector:
    """Collects all problems of one file."""

    file: str
    found: list[Problem] = field(default_factory=list)

    def add(self, line: int, code: str, what: str, remedy: str = "") -> None:
        """Keep one problem with its place."""
        self.found.append(
            Problem(where=f"{self.file}:{line}" if line else self.file, code=code, what=what, remedy=remedy)
        )


def compose(text: str, faults: ProblemCollector) -> Node | None:
    """Compose one YAML document; None, with the fault kept, if it is not YAML."""
    import yaml

    try:
        root = yaml.compose(text, Loader=_loader())
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark is not None else 0
        faults.add(
            line,
            "M101",
            message("file.not_yaml", "not YAML: {why}.", why=str(getattr(fault, "problem", None) or fault)),
        )
        return None
    if root is None:
        faults.add(1, "M101", message("file.empty", "the file is empty."))
        return None
    return _node(root, faults)


def read_plain(text: str, *, name: str) -> dict[str, object]:
    """Read a YAML mapping as strings, lists and dicts; every scalar stays text.

    Raises
    ------
    MeasureError
        If it is not a YAML mapping, or a key stands twice.
    """
    faults = ProblemCollector(name)
    root = compose(text, faults)
    if root is not None and root.keys is None:
        faults.add(root.line, "M101", message("file.no_mapping", "the file is not a mapping."))
    if faults.found or root is None:
        raise MeasureError(faults.found)
    plain = root.plain()
    assert isinstance(plain, dict)  # noqa: S101 - a node with keys gives a dict
    return plain


_OF_CONDITIONS: Final = frozenset({"when", "subject", "within"})
"""Keys under which a condition stands, where one test may be needed twice."""


def _one_of_both(name: str) -> str:
    """Say how a test is written twice: keys of one mapping must differ."""
    return message(
        "file.list_tests",
        "If both must be true, write a list: {example}",
        example=f"all: [{{{name}: ...}}, {{{name}: ...}}]",
    )


def _node(raw: yaml.Node, faults: ProblemCollector, *, within_condition: bool = False) -> Node:
    line = raw.start_mark.line + 1
    match raw.id:  # type: ignore[attr-defined] # every kind of node has one; the classes are not loaded for it
        case "mapping":
            keys: dict[str, tuple[int, Node]] = {}
            for key, value in raw.value:
                name, at = str(key.value), key.start_mark.line + 1
                if name in keys:
                    faults.add(
                        at,
                        "M101",
                        message(
                            "file.key_twice_first",
                            "key '{name}' stands twice; the first is on line {line}.",
                            name=name,
                            line=keys[name][0],
                        ),
                        _one_of_both(name) if within_condition else "",
                    )
                    continue
                keys[name] = (at, _node(value, faults, within_condition=within_condition or name in _OF_CONDITIONS))
            return Node(line, keys=tuple((name, at, value) for name, (at, value) in keys.items()))
        case "sequence":
            inside = (_node(item, faults, within_condition=within_condition) for item in raw.value)
            return Node(line, items=tuple(inside))
        case _:
            return Node(line, text=str(raw.value))
