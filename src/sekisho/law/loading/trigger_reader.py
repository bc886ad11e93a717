"""Triggers of a measure file: which fact customs codes or words set or open, checked against the table of facts."""

from __future__ import annotations

import re
from typing import Final

from sekisho.errors import FactError
from sekisho.files.typed_yaml import TEXT_LANGUAGES, ItemsOf, NamesOf, Scalar, Shape, TypedReader, keys_of
from sekisho.files.yaml_nodes import Node
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.fact import Among, Unknown
from sekisho.law.model.fact_table import FactTable, unknown_fact
from sekisho.law.model.trigger import Trigger

_FACT: Final = NamesOf(Scalar.TEXT)
TRIGGER: Final = Shape(
    "trigger",
    keys_of(
        *(("sets", _FACT), ("opens", _FACT), ("hs_code", ItemsOf(Scalar.TEXT))),
        *(
            ("words", NamesOf(ItemsOf(Scalar.TEXT), TEXT_LANGUAGES)),
            ("but", NamesOf(ItemsOf(Scalar.TEXT), TEXT_LANGUAGES)),
        ),
        "because",
    ),
    anywhere=frozenset({"sets", "opens", "hs_code", "words", "but", "because"}),
)
_CODE: Final = re.compile(r"\d{4,10}")
_KINDS: Final = frozenset({"choice", "yes_no"})


def read_trigger(node: Node, values: TypedReader, measure: MeasureId, facts: FactTable) -> Trigger:
    """Read one trigger; what is wrong with it is kept as a problem."""
    values.keys(node, TRIGGER)
    sets, opens = node.get("sets"), node.get("opens")
    wrong: list[tuple[str, str]] = []
    if (sets is None) == (opens is None):
        wrong.append(("a trigger either sets a fact or opens one.", "Give 'sets' or 'opens'."))
    fact, value = _fact(sets if sets is not None else opens, node, values, facts)
    codes, words = values.strings(node, "hs_code"), _words(node, "words", values)
    wrong += [
        (f"'{code}' is not a customs code.", "Expected 4 to 10 digits, in quotation marks.")
        for code in codes
        if not _CODE.fullmatch(code)
    ]
    if sets is not None and not codes:
        wrong.append(("only a customs code sets a fact.", "Give 'hs_code', or write 'opens'."))
    elif not codes and not words:
        wrong.append(("a trigger needs customs codes or words.", "Give 'hs_code' or 'words'."))
    for what, remedy in wrong:
        values.tell(node.line, "M141", what, remedy)
    return Trigger(
        measure=measure,
        fact=fact,  # type: ignore[arg-type]
        value=value,
        sets=sets is not None,
        codes=codes,
        words=words,
        but=_words(node, "but", values),
        because=values.text(node, "because"),
        line=node.line,
    )


def _fact(given: Node | None, node: Node, values: TypedReader, facts: FactTable) -> tuple[str, str]:
    """Read the one fact and its value."""
    pairs = list(given.pairs()) if given is not None and given.keys is not None else []
    if len(pairs) != 1:
        if given is not None:
            values.tell(node.line, "M141", "a trigger names one fact.", "Write it as {special_item: helium}.")
        return "", ""
    name, value = pairs[0]
    if name not in facts:
        problem = unknown_fact(name, facts.facts)
        values.tell(node.line, "M106", problem.what, problem.remedy)
        return name, ""
    fact = facts[name]
    if fact.kind not in _KINDS or fact.of == "law":
        what = f"no trigger sets the fact '{name}' of kind {fact.kind}."
        values.tell(node.line, "M141", what, "Name a choice, or a yes or no.")
        return name, ""
    try:
        typed = facts.parse(name, value.text or "")
    except FactError as fault:
        values.tell(node.line, "M106", f"{name}: {fault.problems[0].what}", fault.problems[0].remedy)
        return name, ""
    if isinstance(typed, Unknown | Among) or typed in {"none", False}:
        values.tell(node.line, "M106", f"{name}: a trigger points to one value, and never to none.")
    return name, ("yes" if typed else "no") if isinstance(typed, bool) else str(typed)


def _words(node: Node, key: str, values: TypedReader) -> tuple[str, ...]:
    """Read words by language; which language a word is of does not matter to a line."""
    given = node.get(key)
    if given is None:
        return ()
    values.keys(given, Shape(key, keys_of(*TEXT_LANGUAGES), anywhere=frozenset(TEXT_LANGUAGES)))
    return tuple(word for name, _ in given.pairs() for word in values.strings(given, name))
