"""Pieces of HTML of which a page has hundreds: written here, for a template takes ten times as long for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from markupsafe import Markup, escape

from sekisho.law.memo import Memory
from sekisho.law.model.fact import Truth
from sekisho.present.condition_outline import Point
from sekisho.web.messages import PageTranslator

T = TypeVar("T")
U = TypeVar("U")
MARKS: Final = {"met": "✓", "unmet": "✗", "unknown": "?"}
"""Sign of what is met, is not, or is not known; its name for ears is `mark_met` and so on."""


def hidden_fields(pairs: Iterable[tuple[str, object]]) -> Markup:
    """Write what a form sends beside what is typed."""
    return Markup(  # noqa: S704 - names and values are escaped
        "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">\n' for name, value in pairs)
    )


def by_first(pairs: Iterable[tuple[T, U]]) -> list[tuple[T, list[U]]]:
    """Gather what stands beside the same first: a label is written once.

    >>> by_first([("paper", "contract"), ("days", "45"), ("paper", "test report")])
    [('paper', ['contract', 'test report']), ('days', ['45'])]
    """
    gathered: dict[T, list[U]] = {}
    for first, second in pairs:
        gathered.setdefault(first, []).append(second)
    return list(gathered.items())


def in_own_language(language: str, text: str) -> Markup:
    """Write a text with the language in which it is told."""
    return Markup(f'<span lang="{escape(language)}">{escape(text)}</span>')  # noqa: S704 - both are escaped


def ticked_points(
    found: Sequence[Point], words: PageTranslator, mark_of: Callable[[Truth], str], language: str
) -> Markup:
    """Write marked sentences as a list, those below a point in a list of their own.

    What was written of the very same sentences is taken again: the terms of most answers come to the same.
    """
    before = _WRITTEN.get((id(found), language))
    if before is None:
        ears = {mark: escape(words(f"mark_{mark}")) for mark in MARKS}
        text = Markup(_points(found, words, mark_of, language, ears))  # noqa: S704 - every text is escaped
        before = _WRITTEN.keep((id(found), language), (found, text))
    return before[1]


_WRITTEN: Final = Memory[tuple[int, str], tuple[Sequence[Point], Markup]](4_096)
"""Lists that were written, by the identity of their sentences, which are held so that it stays theirs; 2 kB each."""


def _points(
    found: Iterable[Point],
    words: PageTranslator,
    mark_of: Callable[[Truth], str],
    language: str,
    ears: Mapping[str, str],
) -> str:
    parts = ['<ul class="points">\n']
    for point in found:
        mark = mark_of(point.value)
        note = _note(point, words)
        below = _points(point.below, words, mark_of, language, ears) if point.below else ""
        parts.append(
            f'<li class="{mark}"><span class="tick" aria-hidden="true">{MARKS[mark]}</span>'
            f'<span class="unseen">{ears[mark]}: </span>'
            f'<span lang="{language}">{escape(point.says)}{escape(point.link)}</span>'
            f"{note}{below}</li>\n"
        )
    return "".join([*parts, "</ul>"])


def _note(point: Point, words: PageTranslator) -> str:
    text = point.note.replace("_", " ")
    if not text and point.waits and not point.below:
        text = words("is_unknown", names=words("comma").join(map(words.fact, point.waits)))
    return f' <small class="note">{escape(words("aside", text=text))}</small>' if text else ""
