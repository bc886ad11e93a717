"""What is wrong, what was expected and what to do are texts by id, so that every face can tell them in its language."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import pytest
from tests.support.program_source import children, nodes_below, program_modules

SOURCE: Final = Path(__file__).parents[2] / "src" / "sekisho"
TOLD: Final = frozenset({"what", "remedy"})
"""Parameters whose text a reader sees."""
OF_PYTHON: Final = frozenset(
    {
        "AssertionError",
        "AttributeError",
        "FileNotFoundError",
        "ImportError",
        "IndexError",
        "KeyError",
        "LookupError",
        "NotImplementedError",
        "OSError",
        "OverflowError",
        "PydanticCustomError",
        "RuntimeError",
        "StopIteration",
        "SystemError",
        "TimeoutError",
        "TypeError",
        "UnicodeError",
        "ValueError",
    }
)
"""Errors that say that the program is wrong, and no reader sees; REST tells those of Pydantic by their type."""
OF_IDS: Final = frozenset({"parties/cell/pieces.py"})
"""Modules in which a parameter of such a name holds an id."""
RECORDS: Final = frozenset({"note", "keep", "writing"})
"""Calls that write into the audit trail, which stays as it was written, in English."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


class PlainTexts:
    """Finds the texts written out in a module that come to stand in a problem or an error of the program."""

    def __init__(self, tree: ast.Module, told: Mapping[str, frozenset[int]]) -> None:
        self.tree, self.told = tree, told
        self.nodes = nodes_below(tree)
        self.functions = {node.name: node for node in self.nodes if isinstance(node, Function)}

    @cached_property
    def parents(self) -> dict[ast.AST, ast.AST]:
        """The node above each."""
        return {child: node for node in self.nodes for child in children(node)}

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Go through them: line and source, each once."""
        plain = {leaf for value in self._values() for leaf in self._leaves(value, frozenset())}
        yield from sorted((leaf.lineno, ast.unparse(leaf)) for leaf in plain)

    def _values(self) -> Iterator[ast.expr]:
        """Go through what calls hand over to be told."""
        for node in self.nodes:
            if not isinstance(node, ast.Call) or (name := called(node)) in {"message", "counted", *RECORDS}:
                continue
            yield from (word.value for word in node.keywords if word.arg in TOLD)
            if name.endswith("Error") and name not in OF_PYTHON:
                yield from node.args
            places = self.told.get(name, frozenset())
            yield from (value for place, value in enumerate(node.args) if place in places)

    def _leaves(self, value: ast.expr, seen: frozenset[ast.expr]) -> Iterator[ast.expr]:
        """Go through the texts written out of which a value may come: by names and functions of the same module.

        A single word is no sentence but the name of a column, a key or a choice.
        """
        if value in seen:
            return
        parts: list[ast.expr] = []
        match value:
            case ast.JoinedStr() if len(value.values) > 1:  # one value alone is a number as it is shown
                yield value
            case ast.Constant(value=str(text)) if " " in text.strip() and any(map(str.islower, text)):
                yield value
            case ast.BinOp():
                parts = [value.left, value.right]
            case ast.BoolOp():
                parts = value.values
            case ast.IfExp():
                parts = [value.body, value.orelse]
            case ast.Dict():
                parts = value.values
            case ast.Subscript():
                parts = [value.value]
            case ast.Name():
                parts = self._assigned(value)
            case ast.Call(func=ast.Name(id="joined"), args=[ast.List(elts=several) | ast.Tuple(elts=several), *_]):
                parts = several
            case ast.Call(func=ast.Attribute(value=of, attr="format" | "replace" | "rstrip" | "strip")):
                parts = [of]
            case ast.Call() if called(value) in self.functions:
                inside = nodes_below(self.functions[called(value)])
                parts = [node.value for node in inside if isinstance(node, ast.Return) and node.value is not None]
            case _:
                pass
        for part in parts:
            yield from self._leaves(part, seen | {value})

    def _assigned(self, name: ast.Name) -> list[ast.expr]:
        """Return what is assigned to a name in its function; or in the module, if it is a constant."""
        node: ast.AST = name
        while node in self.parents and not isinstance(node, Function):
            node = self.parents[node]
        values = list(assignments(node, name.id))
        is_constant = name.id.isupper() or name.id.startswith("_")
        return values or (list(assignments(self.tree, name.id)) if is_constant else [])


def called(node: ast.Call) -> str:
    """Name what a call calls, without what it belongs to."""
    return getattr(node.func, "id", "") or getattr(node.func, "attr", "")


def places_told(trees: Iterable[ast.Module]) -> dict[str, frozenset[int]]:
    """Return for each function that tells something, by its name, at which places."""
    functions = (node for tree in trees for node in nodes_below(tree) if isinstance(node, Function))
    places: dict[str, frozenset[int]] = {}
    for function in functions:
        told = frozenset(place for place, name in enumerate(parameters(function)) if name in TOLD)
        if told:
            places[function.name] = places.get(function.name, frozenset()) | told
    return places


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the program by its path, read."""
    return {file.relative_to(SOURCE).as_posix(): tree for file, tree in program_modules().items()}


@cache
def all_places_told() -> dict[str, frozenset[int]]:
    """What `places_told` says of the program."""
    return places_told(modules().values())


def parameters(function: Function) -> list[str]:
    """Name the parameters of a function by place, without the object itself."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def assignments(scope: ast.AST, name: str) -> Iterator[ast.expr]:
    """Go through the values that a name is given."""
    for node in nodes_below(scope):
        match node:
            case ast.Assign():
                yield from (value for target in node.targets for value in _at(target, node.value, name))
            case ast.For(target=targets, iter=ast.Tuple(elts=several) | ast.List(elts=several)):
                yield from (value for each in several for value in _at(targets, each, name))
            case ast.comprehension(target=targets, iter=ast.Tuple(elts=several) | ast.List(elts=several)):
                yield from (value for each in several for value in _at(targets, each, name))
            case ast.AnnAssign(target=ast.Name(id=same), value=ast.expr() as value) if same == name:
                yield value
            case ast.NamedExpr(target=ast.Name(id=same), value=value) if same == name:
                yield value
            case ast.AugAssign(target=ast.Name(id=same), value=value) if same == name:
                yield value


def _at(target: ast.expr, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """Yield what a name is given where a value, or several, are assigned."""
    match target, value:
        case ast.Name(id=same), _ if same == name:
            yield value
        case ast.Tuple(elts=names), ast.Tuple(elts=values):
            yield from (part for each, part in zip(names, values, strict=True) if getattr(each, "id", "") == name)
        case _:
            pass


def plain_in(room: str) -> list[str]:
    """List the texts of a room that are told in English alone, with their places."""
    return [
        f"{file}:{line}: {text}"
        for file, tree in modules().items()
        if file.startswith(f"{room}/") and file not in OF_IDS
        for line, text in PlainTexts(tree, all_places_told())
    ]


def test_what_a_problem_says_can_be_told_in_every_language():
    """One test for all rooms, for each process that asks reads the whole program first."""
    rooms = sorted(folder.name for folder in SOURCE.iterdir() if any(folder.glob("*.py")))
    plain = [place for room in rooms for place in plain_in(room)]
    assert plain == [], 'write message("domain.id", "English with {places}", ...); see CONTRIBUTING'


@pytest.mark.parametrize(
    "body",
    [
        'raise BookError("no book.")',
        'raise BookError(Problem(what=f"{n} books."))',
        'raise BookError(Problem(what=told, remedy="Name the " + "one."))',
        'what = "no book." if n else told\n    raise BookError(Problem(what=what))',
        'def say():\n        return "no book."\n    raise BookError(Problem(what=say()))',
        'def tell(line, what): ...\n    tell(3, "no book.")',
        "raise BookError(Problem(what=REASONS[n]))",
    ],
)
def test_a_plain_text_is_found_where_it_is_written(body: str):
    assert plain_texts_of(f'REASONS = {{1: "no book."}}\n\n\ndef f(n, told):\n    {body}\n')


def test_a_text_by_id_and_an_error_of_python_are_none():
    body = 'raise BookError(Problem(what=message("book.none", "no book {n}.", n=n)))'
    assert plain_texts_of(f'def f(n):\n    {body}\n    raise ValueError("n")\n') == []


def plain_texts_of(text: str) -> list[tuple[int, str]]:
    """List the plain texts of a module by its source."""
    tree = ast.parse(text)
    return list(PlainTexts(tree, places_told([tree])))
