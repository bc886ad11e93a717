"""Pieces of HTML of which a page has hundreds: written here, for a template takes ten times as long for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from markupsafe import Markup, escape

from sekisho.i18n.citations import article_in
from sekisho.i18n.languages import in_language
from sekisho.law.memo import Memory
from sekisho.law.model.fact import Truth
from sekisho.law.model.term import Reading
from sekisho.present.condition_outline import Point
from sekisho.present.determination.clause_views import TermTold
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


@lru_cache(maxsize=8_192)
def place_told(label: str, language: str) -> Markup:
    """Write where a clause stands, as the language cites law."""
    tag, text = article_in(label, language)
    return Markup(f'<span class="quiet" lang="{tag}">{escape(text)}</span>')  # noqa: S704 - the text is escaped


def term_told(
    one: TermTold, words: PageTranslator, link: Callable[[str], str], mark_of: Callable[[Truth], str], language: str
) -> Markup:
    """Write a term that the clauses of an answer name; what was written of the very same parts is taken again."""
    place = link(f"/terms/{one.term.id}")
    key = id(one.parts), place, one.reading, language
    before = _TERMS.get(key)
    if before is None:
        chinese = one.term.words.get("zh", "")
        name = in_own_language("zh", chinese) if chinese else escape(one.term.id)
        tag = f"{words('disputed')}{words('colon')}{words(str(one.reading))}" if one.reading else words("defined")
        written = Markup(  # noqa: S704 - every text is escaped
            f'<div class="term"><h4><a href="{escape(place)}">{name}</a> <span class="tag">{escape(tag)}</span></h4>'
            f"{translation_told(one.term.words, words)}{ticked_points(one.parts, words, mark_of, language)}</div>"
        )
        before = _TERMS.keep(key, (one, written))
    return before[1]


def translation_told(texts: Mapping[str, str], words: PageTranslator, of: str = "") -> Markup:
    """Write words of law in the language of a page; nothing on a Chinese one, which shows the words themselves.

    Parameters
    ----------
    of
        Class of the paragraph.
    """
    tag, text = in_language(texts, words.language)
    if not text or words.language == "zh":
        return Markup()
    quoted = words("quoted", text=text) if tag == words.language else f"“{text}”"
    attribute = f' class="{escape(of)}"' if of else ""
    ours = f'<small class="own">{escape(words("own_translation"))}</small>'
    return Markup(f"<p{attribute}>{in_own_language(tag, quoted)} {ours}</p>")  # noqa: S704 - every text is escaped


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


_TERMS: Final = Memory[tuple[int, str, Reading | None, str], tuple[TermTold, Markup]](2_048)
"""Terms that were written, by the identity of their parts, which are held so that it stays theirs; 3 kB each."""


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
