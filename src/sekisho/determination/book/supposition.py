"""Suppositions: what is assumed of a line that leaves a fact open, by a named and dated set, and never in silence.

A supposition yields to the line: what is stated, or follows from what is stated, wins. Those on use and user are
withdrawn where something in the line points to a military use or a listed party. Nothing supposed makes a line free.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from sekisho.determination.book.constants import read_constants
from sekisho.errors import BookError, FactError, Problem, did_you_mean
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library

ORDINARY: Final = "ordinary"
AS_LEFT_OUT: Final = "as left out"
USE, LINE, NONE = "use", "line", "none"
KINDS: Final = (USE, LINE, NONE)
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
class Supposition:
    """What is supposed of one fact.

    Parameters
    ----------
    value
        As the table of facts writes it, or AS_LEFT_OUT: what leaving the fact out means.
    of
        USE: withdrawn where something points; LINE: supposed whatever else the line says; NONE: taken for none where a
        book has no column, without any supposition too.
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
        Problem(where="suppose", what=f"unknown fact '{fact}'.", remedy=did_you_mean(fact, library.facts.facts))
        for fact in facts
        if fact not in library.facts
    ]
    problems += [
        Problem(where=f"suppose {fact}", what="is never supposed.", remedy=f"If it is known: --set {fact}=VALUE.")
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
        raise BookError(Problem(where=name, what="no such file.", remedy="Name a file of suppositions, or `ordinary`."))
    names = sorted(place.stem for place in _FOLDER.glob("*.yaml"))
    if name in names:
        return _FOLDER / f"{name}.yaml"
    remedy = did_you_mean(name, names) or f"Expected {', '.join(names)}, a file ending in .yaml, or FACT=VALUE."
    raise BookError(Problem(where="suppose", what=f"there is no set '{name}'.", remedy=remedy))


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
        remedy = "Expected name, dated, and facts: FACT: {value: VALUE, of: use}."
        raise BookError(Problem(where=place.name, what="holds no suppositions.", remedy=remedy))
    if faults.found or root is None:
        raise BookError(faults.found)
    return Suppositions(name=_text(root, "name") or place.stem, dated=_text(root, "dated"), facts=facts)


def _text(node: Node, key: str) -> str:
    entry = node.get(key)
    return (entry.text or "") if entry is not None else ""


def _supposition(name: str, line: int, node: Node, library: Library, faults: ProblemCollector) -> Supposition | None:
    value, of, words = _text(node, "value"), _text(node, "of") or USE, node.get("words")
    if of not in KINDS:
        faults.add(line, "", f"'{name}' is of '{of}'.", f"Expected {', '.join(KINDS)}.")
        return None
    try:
        if value != AS_LEFT_OUT:
            (value,) = read_constants({name: value}, library, where="suppose").values()
        _check_never([name], library)
    except FactError as fault:
        for problem in fault.problems:
            faults.add(line, "", f"{name}: {problem.what}", problem.remedy)
        return None
    by_language = {language: text.text or "" for language, text in words.pairs()} if words is not None else {}
    return Supposition(fact=FactName(name), value=value, of=of, words=by_language)
