"""What is taken of all lines alike where they leave a fact open: constants that a user states, and suppositions.

A constant is a fact that is the same in every line, said once. A supposition comes of a named and dated set, and is
never made in silence.

A supposition yields to the line: what is stated, or follows from what is stated, wins. Those on use and user are
withdrawn where something in the line points to a military use or a listed party. Nothing supposed makes a line free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sekisho.determination.book.answer_columns import answers_met
from sekisho.determination.book.answers import BookAnswers
from sekisho.determination.book.items import CODES
from sekisho.errors import BookError, FactError, Problem, did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.i18n.territory_codes import territories_of
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Unknown, is_blank
from sekisho.law.model.fact_table import FactTable
from sekisho.law.model.library import Library
from sekisho.message import joined, message
from sekisho.trade.book.cells.meanings import Meanings, is_read
from sekisho.trade.book.columns import named_fact, unknown_fact
from sekisho.trade.book.order_book import Book

LINE_COLUMN: Final = "line"
ORDINARY: Final = "ordinary"
AS_LEFT_OUT: Final = "as left out"
AS_CLASSIFIED: Final = "as classified"
USE, LINE, NONE, ITEM_KIND = "use", "line", "none", "item"
KINDS: Final = (USE, LINE, NONE, ITEM_KIND)
LANGUAGES: Final = ("en", "ja", "zh")
NEVER: Final = frozenset(
    {
        *("movement", "departure", "destination", "via", "origin", "prc_content_share", "prc_technology"),
        *("exporter_is_prc_person", "exporter", "end_user", "from_bonded_zone", "to_bonded_zone", "licence_held"),
        *("control_codes", "hs_code", "description", "parameters", "date", "value", "annex_names_it"),
    }
)
"""Facts that are never supposed. Control codes are supposed by classification alone, where it settles them."""
_FOLDER: Final = Path(__file__).with_name("suppositions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """A constant of a book, and what became of it.

    Parameters
    ----------
    value
        As the table of facts writes it.
    filled, otherwise
        Lines that left the fact open, and lines that say otherwise and keep what they say.
    """

    fact: FactName
    value: str
    filled: int
    otherwise: int

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {"value": self.value, "filled": self.filled, "otherwise": self.otherwise}


def read_constants(given: Mapping[str, object], library: Library, *, where: str = "set") -> dict[FactName, str]:
    """Read what is said of every line of a book, in the words that a cell may hold.

    Parameters
    ----------
    where
        What errors name: the flag, or the key of a file.

    Raises
    ------
    FactError
        With everything that is wrong.
    """
    table = library.facts
    meanings = Meanings(facts=table, territory=territories_of(library).code)
    typed: dict[FactName, str] = {}
    problems: list[Problem] = []
    for name, stated in given.items():
        fact, text = FactName(named_fact(name)), _cell_text(stated)
        fault = _fact_problem(fact, table, where) or _value_problem(fact, text, where)
        if fault is None:
            try:
                typed[fact] = _as_written(fact, text, table, meanings)
            except FactError as wrong:
                fault = wrong.problems[0]
                fault = Problem(where=f"{where} {fact}", what=fault.what, remedy=fault.remedy)
        if fault is not None:
            problems.append(fault)
    if problems:
        raise FactError(problems)
    return typed


def _cell_text(stated: object) -> str:
    """Write a value as a cell does: a truth of JSON is a word there."""
    if isinstance(stated, bool):
        return "yes" if stated else "no"
    return "" if stated is None else str(stated).strip()


def _fact_problem(fact: FactName, table: FactTable, where: str) -> Problem | None:
    """Say why a name is no fact of a line that can be the same in all."""
    if fact == LINE_COLUMN:
        remedy = message("error.same_in_all", "Name what is the same in every line, such as destination=JP.")
        what = message("error.one_name", "lines cannot all have one name.")
        return Problem(where=where, what=what, remedy=remedy)
    if fact not in table:
        return Problem(where=where, what=unknown_fact(fact), remedy=did_you_mean(fact, table.facts))
    if table[fact].of == "law":
        what = message("error.state_of_law", "'{name}' is a state of the law, and no fact of a line.", name=str(fact))
        remedy = message("error.assume_it", "Say it with --assume {name}=VALUE.", name=str(fact))
        return Problem(where=where, what=what, remedy=remedy)
    return None


def _value_problem(fact: FactName, text: str, where: str) -> Problem | None:
    if not is_blank(text) and text.lower() != "unknown":
        return None
    remedy = message(
        "error.state_or_unknown", "State a value; to leave it open in every line: --unknown {name}.", name=str(fact)
    )
    what = message("error.constant_says_nothing", "a constant says nothing.")
    return Problem(where=f"{where} {fact}", what=what, remedy=remedy)


def _as_written(fact: FactName, text: str, table: FactTable, meanings: Meanings) -> str:
    """Return a value as the table of facts writes it.

    Raises
    ------
    FactError
        If it is no value of the fact.
    """
    plain = text
    if is_read(table[fact]):
        meant = meanings.meant(table[fact], text)
        if meant.bad:
            choices = ", ".join(table[fact].choices)
            expected = (
                message("error.expected_one_of", "Expected one of {choices}.", choices=choices) if choices else ""
            )
            remedy = meant.remedy or expected
            raise FactError(Problem(where=str(fact), what=meant.why, remedy=remedy))
        plain = meant.text
    if isinstance(table.parse(fact, plain), Unknown):
        what = message("error.says_unknown", "'{value}' says that it is not known.", value=text)
        raise FactError(Problem(where=str(fact), what=what, remedy=message("error.state_value", "State a value.")))
    return plain


def constants_met(book: Book, constants: Mapping[FactName, str], library: Library) -> tuple[Constant, ...]:
    """Count, for each constant, the lines that it fills and those that say otherwise; `book` is not filled yet."""
    if not constants:
        return ()
    alone = BookAnswers(constants=constants)
    return tuple(
        Constant(fact=constant.fact, value=constant.value, filled=left, otherwise=others)
        for constant, left, others in answers_met(book, alone.filling, library)
    )


def constants_card(constants: Iterable[Constant]) -> dict[str, object]:
    """Return the constants as a run card keeps them; nothing if there are none."""
    entries = {str(constant.fact): constant.to_dict() for constant in constants}
    return {"constants": entries} if entries else {}


# --- suppositions --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposition:
    """What is supposed of one fact.

    Parameters
    ----------
    value
        As the table of facts writes it; or AS_LEFT_OUT: what leaving the fact out means; or AS_CLASSIFIED: the codes of
        the item, as the run classifies it.
    of
        USE: withdrawn where something points; LINE: supposed whatever else the line says; NONE: taken for none where a
        book has no column, without any supposition too; ITEM_KIND: of the item, where it is classified.
    words
        By language: en, ja, zh.
    """

    fact: FactName
    value: str
    of: str
    words: Mapping[str, str]

    def told(self, language: str) -> str:
        """Say it in a language."""
        return self.words.get(language) or self.words.get("en") or f"{self.fact} {self.value}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppositions:
    """A set of suppositions: its name, its day, and what it supposes of each fact."""

    name: str
    dated: str
    facts: Mapping[FactName, Supposition]

    def to_dict(self) -> dict[str, object]:
        """Return it as a run card keeps it."""
        return {
            "name": self.name,
            "dated": self.dated,
            "facts": {
                str(fact): {"value": supposition.value, "of": supposition.of, "words": dict(supposition.words)}
                for fact, supposition in self.facts.items()
            },
        }


def suppositions_of_card(card: Mapping[str, object]) -> Suppositions | None:
    """Return the suppositions of a run; None if it supposed nothing."""
    entry = card.get("suppose")
    if not isinstance(entry, Mapping):
        return None
    return Suppositions(
        name=str(entry["name"]),
        dated=str(entry["dated"]),
        facts={
            FactName(str(fact)): Supposition(
                fact=FactName(str(fact)),
                value=str(supposition["value"]),
                of=str(supposition["of"]),
                words={str(language): str(text) for language, text in supposition["words"].items()},
            )
            for fact, supposition in entry["facts"].items()
        },
    )


def ordinary(library: Library) -> Suppositions:
    """Return the set of an ordinary order, as it ships."""
    return _read(_FOLDER / f"{ORDINARY}.yaml", library)


def read_suppositions(said: Suppositions | Sequence[str] | str, library: Library) -> Suppositions | None:
    """Read what is to be supposed: names of sets, files of one's own, and single facts as FACT=VALUE.

    Parameters
    ----------
    said
        The words; or a set that was read before, which is returned.

    Returns
    -------
    Suppositions | None
        All of them together, the last said first; None if nothing is supposed.

    Raises
    ------
    BookError
        If there is no such set, or with everything that is wrong with it.
    FactError
        With every single fact that is none, or is never supposed.
    """
    if isinstance(said, Suppositions):
        return said
    words = [said] if isinstance(said, str) else list(said)
    supposing: Suppositions | None = None
    for word in words:
        if not word:
            continue
        supposition = _single(word, library) if "=" in word else _read(_place(word), library)
        supposing = supposition if supposing is None else _together(supposing, supposition)
    return supposing


def _together(first: Suppositions, other: Suppositions) -> Suppositions:
    return replace(
        first,
        name=f"{first.name}, {other.name}",
        dated=max(first.dated, other.dated),
        facts={**first.facts, **other.facts},
    )


def _single(word: str, library: Library) -> Suppositions:
    name, _, value = word.partition("=")
    typed = read_constants({name.strip(): value}, library, where="suppose")
    _check_never(typed, library)
    usual_facts = ordinary(library).facts
    facts = {}
    for fact, stated in typed.items():
        usual = usual_facts.get(fact)
        words = usual.words if usual is not None and usual.value == stated else {}
        kind = USE if usual is None or usual.of == NONE else usual.of
        facts[fact] = Supposition(fact=fact, value=stated, of=kind, words=words)
    return Suppositions(name=word, dated="", facts=facts)


def _check_never(facts: Iterable[str], library: Library) -> None:
    problems = [
        Problem(
            where="suppose",
            what=message("error.unknown_fact", "unknown fact '{name}'.", name=fact),
            remedy=did_you_mean(fact, library.facts.facts),
        )
        for fact in facts
        if fact not in library.facts
    ]
    problems += [
        Problem(
            where=f"suppose {fact}",
            what=message("run.never_supposed", "is never supposed."),
            remedy=message("run.if_known", "If it is known: --set {fact}=VALUE.", fact=fact),
        )
        for fact in facts
        if fact in NEVER
    ]
    if problems:
        raise FactError(problems)


def _place(name: str) -> Path:
    """Return the file of a set: one that ships, by its name, or one of the user's own, by its place."""
    own = Path(name)
    if own.suffix in {".yaml", ".yml"}:
        if own.is_file():
            return own
        raise BookError(
            Problem(
                where=name,
                what=message("error.no_such_file", "no such file."),
                remedy=message("run.name_set", "Name a file of suppositions, or `ordinary`."),
            )
        )
    names = sorted(place.stem for place in _FOLDER.glob("*.yaml"))
    if name in names:
        return _FOLDER / f"{name}.yaml"
    remedy = did_you_mean(name, names) or message(
        "run.expected_set", "Expected {names}, a file ending in .yaml, or FACT=VALUE.", names=joined(names, "comma")
    )
    raise BookError(
        Problem(where="suppose", what=message("run.no_set", "there is no set '{name}'.", name=name), remedy=remedy)
    )


def _read(place: Path, library: Library) -> Suppositions:
    faults = ProblemCollector(place.name)
    root = compose(place.read_text(encoding="utf-8"), faults)
    facts: dict[FactName, Supposition] = {}
    if root is not None and root.keys is not None:
        body = root.get("facts")
        for name, line, node in (body.keys if body is not None else None) or ():
            supposition = _supposition(name, line, node, library, faults)
            if supposition is not None:
                facts[supposition.fact] = supposition
    if not facts and not faults.found:
        remedy = message("run.set_form", "Expected name, dated, and facts: FACT: {{value: VALUE, of: use}}.")
        raise BookError(Problem(where=place.name, what=message("run.set_empty", "has no suppositions."), remedy=remedy))
    if faults.found or root is None:
        raise BookError(faults.found)
    return Suppositions(name=_text(root, "name") or place.stem, dated=_text(root, "dated"), facts=facts)


def _text(node: Node, key: str) -> str:
    entry = node.get(key)
    return (entry.text or "") if entry is not None else ""


def _supposition(name: str, line: int, node: Node, library: Library, faults: ProblemCollector) -> Supposition | None:
    value, of, words = _text(node, "value"), _text(node, "of") or USE, node.get("words")
    if of not in KINDS:
        faults.add(
            line,
            "",
            message("run.is_of", "'{name}' is of '{of}'.", name=name, of=of),
            message("error.expected_either", "Expected {choices}.", choices=joined(KINDS, "comma")),
        )
        return None
    try:
        if of == ITEM_KIND and (name, value) == (CODES, AS_CLASSIFIED):
            return Supposition(fact=CODES, value=value, of=of, words=_words(words))
        if value != AS_LEFT_OUT:
            (value,) = read_constants({name: value}, library, where="suppose").values()
        _check_never([name], library)
    except FactError as fault:
        for problem in fault.problems:
            faults.add(
                line, "", message("run.fact_fault", "{name}: {what}", name=name, what=problem.what), problem.remedy
            )
        return None
    return Supposition(fact=FactName(name), value=value, of=of, words=_words(words))


def _words(node: Node | None) -> dict[str, str]:
    return {language: text.text or "" for language, text in node.pairs()} if node is not None else {}
