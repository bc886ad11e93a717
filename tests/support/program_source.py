"""The program as source: every module taken apart, once a process, for the tests that read it."""

from __future__ import annotations

import ast
import gc
from functools import cache
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).resolve().parents[2] / "src" / "sekisho"


@cache
def program_modules() -> dict[Path, ast.Module]:
    """Every module of the program by its file, in the order of their paths."""
    gc.disable()  # a million nodes come that all stay: to look through them again and again takes longer than they
    trees = {file: ast.parse(file.read_text(encoding="utf-8"), str(file)) for file in sorted(SOURCE.rglob("*.py"))}
    gc.enable()
    gc.freeze()
    return trees


@cache
def program_nodes() -> dict[Path, list[ast.AST]]:
    """Every node of each module of the program."""
    return {file: nodes_below(tree) for file, tree in program_modules().items()}


@cache
def nodes_below(tree: ast.AST) -> list[ast.AST]:
    """Return a node and all below it, as `ast.walk` does, and keep them for who asks next.

    >>> [type(node).__name__ for node in nodes_below(ast.parse("a = 1"))]
    ['Module', 'Assign', 'Name', 'Constant', 'Store']
    """
    found = [tree]
    for node in found:  # which grows
        found += children(node)
    return found


def children(node: ast.AST) -> list[ast.AST]:
    """Return the nodes that stand right below a node."""
    found: list[ast.AST] = []
    for name in node._fields:
        value = getattr(node, name, None)
        if type(value) is list:
            found += [part for part in value if isinstance(part, ast.AST)]
        elif isinstance(value, ast.AST):
            found.append(value)
    return found
