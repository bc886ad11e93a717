"""A reading that nobody argues is told as the project's own."""

from __future__ import annotations

from sekisho import Library
from sekisho.present.law.term import readings_told, voices


def test_a_reading_that_nobody_argues_is_the_projects_own(library: Library):
    names = [name for name, _ in readings_told(library.terms["substantial-support"])]  # type: ignore[index]
    own = "(the project's own)"
    assert names == [f"narrow {own}", f"middle reading {own}", f"broad {own}"]


def test_readings_of_one_effect_are_told_together_with_all_voices(library: Library):
    told = dict(readings_told(library.terms["unlisted-drone-for-barred-ends"]))  # type: ignore[index]
    assert list(told) == ["narrow and central", "broad (the project's own)"]
    assert {str(one.kind) for one in told["narrow and central"].argued_by or ()} == {"ministry", "press"}


def test_an_author_is_named(library: Library):
    said = voices(library.terms["enhances-military-strength"])  # type: ignore[index]
    assert said.startswith("narrow (the project's own); central: Ministry of Commerce")
    assert "broad: Greenberg Traurig" in said
