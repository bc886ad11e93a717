"""Patterns that are compiled late are those of the standard library to whoever uses them."""

from __future__ import annotations

import copy
import importlib
import pickle
import pkgutil
import re
from collections.abc import Callable

import pytest

import sekisho
from sekisho.regex import regex

TEXT = "3C001, 1C905.b and 3C001"
USES: dict[str, Callable[[re.Pattern[str]], object]] = {
    "sub": lambda pattern: pattern.sub("#", TEXT, count=1),
    "subn": lambda pattern: pattern.subn("#", TEXT),
    "findall": lambda pattern: pattern.findall(TEXT),
    "finditer": lambda pattern: [found.span() for found in pattern.finditer(TEXT, 3)],
    "split": lambda pattern: pattern.split(TEXT),
    "match": lambda pattern: [getattr(pattern, name)(TEXT) is None for name in ("search", "match", "fullmatch")],
    "attributes": lambda pattern: (pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex)),
}


@pytest.mark.parametrize("use", USES.values(), ids=USES)
@pytest.mark.parametrize("text", ["([0-9]c[0-9]+)", "nothing", "(?P<area>[0-9])C"])
def test_a_pattern_does_what_one_of_the_library_does_however_often_it_is_used(
    use: Callable[[re.Pattern[str]], object], text: str
):
    late, early = regex(text, re.IGNORECASE), re.compile(text, re.IGNORECASE)
    for pattern in (late, copy.copy(late), pickle.loads(pickle.dumps(late))):  # noqa: S301 - written on the line itself
        assert [use(pattern), use(pattern)] == [use(early)] * 2


def test_a_pattern_compiles_when_it_is_used_and_once(monkeypatch: pytest.MonkeyPatch):
    compiled: list[str] = []
    compile_at_once = re.compile

    def noted(text: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(text)
        return compile_at_once(text, flags)

    monkeypatch.setattr(re, "compile", noted)
    pattern = regex("[0-9]+")
    assert compiled == []
    assert [pattern.search("a1") is None, pattern.search("a") is None, pattern.sub("", "1b")] == [False, True, "b"]
    assert compiled == ["[0-9]+"]


def test_what_is_wrong_with_a_pattern_shows_when_it_is_used():
    with pytest.raises(re.error, match="unterminated"):
        regex("[0-9").search("1")


def test_every_pattern_of_the_program_compiles():
    """What is wrong with one would show to the first user whose question needs it."""
    patterns = []
    for module in pkgutil.walk_packages(sekisho.__path__, "sekisho."):
        if module.name.rpartition(".")[2] not in {"__main__", "env"}:  # these run when they are imported
            values = vars(importlib.import_module(module.name)).values()
            patterns += [value for value in values if type(value) is type(regex(""))]
    assert len([pattern.pattern for pattern in patterns]) > 300
