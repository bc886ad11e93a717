"""No number that decides something stands bare: what it is, and how it was found, stands beside it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from tests.support.program_source import SOURCE, program_modules

ROOMS: Final = ("classification", "determination", "impact", "parties", "trade")


def is_number(value: ast.expr | None) -> bool:
    """Whether an expression is a number, or several, written out."""
    match value:
        case ast.Constant():
            return isinstance(value.value, (int, float)) and not isinstance(value.value, bool)
        case ast.UnaryOp():
            return is_number(value.operand)
        case ast.BinOp():
            return is_number(value.left) and is_number(value.right)
        case ast.Call():
            return getattr(value.func, "id", "") in {"Decimal", "Fraction", "float"}
        case ast.Tuple():
            return bool(value.elts) and all(map(is_number, value.elts))
        case _:
            return False


def bare_numbers(text: str, tree: ast.Module | None = None) -> Iterator[str]:
    """Yield the first name of each number of a module that has neither a text below it nor a comment beside it."""
    body, lines = (tree or ast.parse(text)).body, text.splitlines()
    for node, following in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or not is_number(node.value):
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)]
        above = lines[node.lineno - 2] if node.lineno > 1 else ""
        has_text = isinstance(following, ast.Expr) and isinstance(getattr(following.value, "value", None), str)
        has_comment = above.startswith("#") or "  # " in lines[(node.end_lineno or node.lineno) - 1]
        if all(name.isupper() for name in names) and not (has_text or has_comment):
            yield names[0]


def test_a_number_says_what_it_is():
    bare = {
        f"{file.relative_to(SOURCE).as_posix()}: {name}"
        for file, tree in program_modules().items()
        if file.relative_to(SOURCE).parts[0] in ROOMS
        for name in bare_numbers(file.read_text(encoding="utf-8"), tree)
    }
    assert sorted(bare) == [], (
        "say below it what it is, how it was found, and what breaks if it is larger or smaller; a guess is called one"
    )


def test_a_bare_number_is_found():
    assert list(bare_numbers('A = 1\nB = 2\n"""Told."""\n# Told.\nC = 3\nD = 4  # told\n_E, _F = 5, -6\ng = 7\n')) == [
        "A",
        "_E",
    ]
