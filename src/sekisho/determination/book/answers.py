"""Answers that people gave of the lines of a book: what each is about, and how it fills the fields left open.

An answer is about the lines that share some texts (an end user, an item, one line). It fills a field only where the
book leaves the fact open: what a book states is never changed. A line by itself and a whole book are filled by the
same rule.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Final

from sekisho.determination.line.gravity import MILITARY_USE
from sekisho.determination.line.party_points import PARTY_KINDS
from sekisho.errors import Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import WRITTEN_UNKNOWN, Fact
from sekisho.law.model.library import Library
from sekisho.law.model.match_policy import Decision, Identity
from sekisho.parties.index import PartyIndex
from sekisho.trade.items.inference import triggered_facts

LINE: Final = "line"
SUBJECTS: Final = (
    *("end_user", "importer", "intermediate_consignee", "exporter"),
    *("description", "hs_code", "destination", LINE),
    "points",
)
"""What an answer may be about: texts that lines share, and whether anything in them points."""
POINTS: Final = "points"
NOTHING_POINTS, A_PARTY_POINTS, WORDS_POINT = "none", "party", "words"
ANY: Final = "any"
"""Stands for every line of a book, where a table says what an answer is about."""
_WORD_KINDS: Final = frozenset({MILITARY_USE, "defence_words", "row_unread"})
"""Kinds of points by which a line is one of those: a party that points, and words."""
NOBODY_SAYS: Final = "unknown"
"""Stands for a field of a subject that the line leaves open."""

About = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One fact of the lines that share some texts.

    Parameters
    ----------
    about
        What the lines share, in the order of `SUBJECTS`: a fact and its text; nothing means every line.
    """

    fact: FactName
    about: About
    value: str
    by: str = ""
    on: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAnswers:
    """All answers of a run.

    Parameters
    ----------
    facts
        Facts of lines; of two answers for one line, the one that is about less goes first, then the later one.
    decisions
        Whether a name is that of a listed party.
    unread
        Answers that could not be read, and so answer nothing; each with its place.
    constants
        Facts that are the same in every line; an answer goes before them.
    """

    facts: tuple[Answer, ...] = ()
    decisions: tuple[Decision, ...] = ()
    unread: tuple[Problem, ...] = ()
    constants: Mapping[FactName, str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.facts or self.decisions)

    @property
    def filling(self) -> tuple[Answer, ...]:
        """Everything that fills fields: the constants, which are about every line, then the answers."""
        return (*(Answer(fact=fact, about=(), value=value) for fact, value in self.constants.items()), *self.facts)

    def over(self, library: Library) -> Library:
        """Return the library with the decisions on names."""
        if not self.decisions:
            return library
        known: Identity = library.identity
        return replace(library, identity=replace(known, decisions=(*known.decisions, *self.decisions)))

    def to_card(self, lines: Mapping[Answer, int] | None = None) -> dict[str, object]:
        """Return the answers as a run card keeps them.

        Parameters
        ----------
        lines
            Lines that each answer on facts fills in the run, where they were counted.
        """
        unread = {"answers_unread": [str(one) for one in self.unread]} if self.unread else {}
        if not self:
            return dict(unread)
        return {
            **unread,
            "answers": [
                {**asdict(one), "about": dict(one.about), **({"lines": lines.get(one, 0)} if lines is not None else {})}
                for one in self.facts
            ],
            "decisions": [{**asdict(one), "on": one.on.isoformat()} for one in self.decisions],
        }


def lines_of_card(card: Mapping[str, object]) -> dict[Answer, int]:
    """Return the lines that each answer on facts fills, as a run card counts them; nothing where it counts none."""
    rows = card.get("answers") or ()
    assert isinstance(rows, list | tuple)  # noqa: S101 - run cards are written by sekisho
    counts = [row.get("lines") for row in rows]
    facts = answers_of_card(card).facts
    return {answer: int(count) for answer, count in zip(facts, counts, strict=True) if count is not None}


def answers_of_card(card: Mapping[str, object]) -> BookAnswers:
    """Return the answers that a run card keeps."""
    from datetime import date

    def rows(name: str) -> Iterable[Mapping[str, object]]:
        found = card.get(name) or ()
        assert isinstance(found, list | tuple)  # noqa: S101 - run cards are written by sekisho
        return found

    return BookAnswers(
        constants=_constants_of(card),
        facts=tuple(
            Answer(
                fact=FactName(str(row["fact"])),
                about=about_of(row["about"]),
                **{name: str(row[name]) for name in ("value", "by", "on", "basis")},
            )
            for row in rows("answers")
        ),
        decisions=tuple(
            Decision(
                name=str(row["name"]),
                entry=str(row["entry"]),
                by=str(row["by"]),
                digest=str(row["digest"]),
                basis=str(row["basis"]),
                where=str(row["where"]),
                same=str(row["same"]).lower() == "true",
                escalated=str(row.get("escalated", "")).lower() == "true",
                id=str(row.get("id", "")),
                on=date.fromisoformat(str(row["on"])),
            )
            for row in rows("decisions")
        ),
    )


def _constants_of(card: Mapping[str, object]) -> dict[FactName, str]:
    """Return the constants that a run card keeps, each with the lines that it filled."""
    constants = card.get("constants")
    rows = constants.items() if isinstance(constants, Mapping) else ()
    return {FactName(str(fact)): str(row["value"]) for fact, row in rows if isinstance(row, Mapping)}


def about_of(texts: object) -> About:
    """Return what is said of each subject, in order, without what is left out; nothing for every line."""
    assert isinstance(texts, Mapping)  # noqa: S101 - a mapping by its only callers
    subjects = tuple((name, str(texts[name])) for name in SUBJECTS if texts.get(name))
    return () if subjects == ((POINTS, ANY),) else subjects


def told(text: object) -> str:
    """Return what a field says as a subject: its text, or that it says nothing.

    >>> told(" Mihon KK "), told(None), told("n/a")
    ('Mihon KK', 'unknown', 'unknown')
    """
    bare = "" if text is None else str(text).strip()
    return NOBODY_SAYS if bare.lower() in WRITTEN_UNKNOWN else bare


def is_open(fact: Fact, text: object, *, pointed: bool = False) -> bool:
    """Tell whether a field leaves its fact open: nothing said, or a code that the item may have.

    Parameters
    ----------
    pointed
        Some trigger points to the fact, so that saying nothing of it need not mean that it is none.
    """
    bare = "" if text is None else str(text).strip().lower()
    if fact.kind == "codes" and "?" in bare:
        return True
    return bare == NOBODY_SAYS or (bare in WRITTEN_UNKNOWN and (pointed or fact.absent != "none"))


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """Order answers so that the last that is about a line is the one that counts for it: the narrower, then the later.

    What an answer says of nobody named does not make it narrower: it is about the lines of whom else it names.
    """
    last: dict[tuple[FactName, About], Answer] = {}
    for answer in answers:
        last.pop((answer.fact, answer.about), None)
        last[answer.fact, answer.about] = answer
    return sorted(last.values(), key=lambda answer: sum(text != NOBODY_SAYS for _, text in answer.about))


def values_of(
    says: Mapping[str, str], ordered: Sequence[Answer], is_left: Callable[[FactName], bool]
) -> dict[FactName, str]:
    """Return what answers fill in one line, whatever the order in which they were given.

    An answer that names a subject is about the lines in which the book names it, and about those in which another
    answer does: who is said to use the goods is known there by all that is said of him, before and after.

    Parameters
    ----------
    says
        What the line says of each subject, as `told` writes it.
    ordered
        As `in_order` returns them.
    is_left
        Whether the line leaves a fact open.
    """
    values: dict[FactName, str] = {}
    for _ in SUBJECTS:
        before = values
        values = {}
        for answer in ordered:  # plain loops: a desk of 200 lines tries some 150,000 answers
            for name, text in answer.about:
                if says.get(name) != text and before.get(FactName(name)) != text:
                    break
            else:
                if is_left(answer.fact):
                    values[answer.fact] = answer.value
        if values == before or values.keys().isdisjoint(SUBJECTS):
            break
    return values


def fill_line(
    facts: Mapping[str, str],
    answers: BookAnswers,
    library: Library,
    *,
    line: str,
    points: str = "",
    mapped: Container[str] | None = None,
) -> dict[str, str]:
    """Fill the open fields of one line; that its book says nothing of a fact does not say that nobody may know it.

    Parameters
    ----------
    points
        What points in the line, as its results say: `kind:subject` joined by ;.
    mapped
        Facts for which the book has a column, if that is known: of any other it says nothing, whatever that means.
    """

    def is_left(fact: FactName) -> bool:
        pointed = fact in triggered_facts(library.facts.triggers)
        is_unmapped = mapped is not None and fact not in mapped
        return is_unmapped or is_open(library.facts[fact], facts.get(fact), pointed=pointed)

    texts = {**facts, LINE: line, POINTS: pointed_by(points)}
    says = {name: told(texts.get(name)) for name in SUBJECTS}
    values = values_of(says, in_order(answers.filling), is_left)
    return {**facts, **{str(fact): value for fact, value in values.items()}}


def pointed_by(points: str) -> str:
    """Tell by the points of a line whether words or a party in it point to a military use or a listed party.

    >>> pointed_by("defence_words:navy;code_stated:3C001"), pointed_by("code_stated:3C001")
    ('words', 'none')
    """
    kinds = {point.partition(":")[0] for point in points.split(";")}
    if not kinds.isdisjoint(_WORD_KINDS):
        return WORDS_POINT
    return NOTHING_POINTS if kinds.isdisjoint(PARTY_KINDS) else A_PARTY_POINTS


def points_to(name: str, parties: PartyIndex) -> bool:
    """Tell whether a name is, or may be, that of a listed party or a military body."""
    return bool(parties.matches(name) or parties.military(name))
