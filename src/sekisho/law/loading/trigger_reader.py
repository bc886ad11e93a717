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
from sekisho.message import joined, message

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
        wrong.append(
            (
                message("measure.sets_or_opens", "a trigger either sets a fact or opens one."),
                message("measure.give_sets", "Give 'sets' or 'opens'."),
            )
        )
    fact, value = _fact(sets if sets is not None else opens, node, values, facts)
    codes, words = values.strings(node, "hs_code"), _words(node, "words", values)
    wrong += [
        (
            message("measure.no_customs_code", "'{code}' is not a customs code.", code=code),
            message("measure.expected_digits", "Expected 4 to 10 digits, in quotation marks."),
        )
        for code in codes
        if not _CODE.fullmatch(code)
    ]
    if sets is not None and not codes:
        wrong.append(
            (
                message("measure.codes_set", "only a customs code sets a fact."),
                message("measure.give_code_or_open", "Give 'hs_code', or write 'opens'."),
            )
        )
    elif not codes and not words:
        wrong.append(
            (
                message("measure.empty_trigger", "a trigger needs customs codes or words."),
                message("measure.give_code_or_words", "Give 'hs_code' or 'words'."),
            )
        )
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
            what = message("measure.one_fact", "a trigger names one fact.")
            values.tell(node.line, "M141", what, message("measure.write_fact", "Write it as {{special_item: helium}}."))
        return "", ""
    name, value = pairs[0]
    if name not in facts:
        problem = unknown_fact(name, facts.facts)
        values.tell(node.line, "M106", problem.what, problem.remedy)
        return name, ""
    fact = facts[name]
    if fact.kind not in _KINDS or fact.of == "law":
        what = message(
            "measure.fact_not_set", "no trigger sets the fact '{fact}' of kind {kind}.", fact=name, kind=fact.kind
        )
        values.tell(node.line, "M141", what, message("measure.name_choice", "Name a choice, or a yes or no."))
        return name, ""
    try:
        typed = facts.parse(name, value.text or "")
    except FactError as fault:
        problem = fault.problems[0]
        values.tell(node.line, "M106", joined([name, problem.what], "colon"), problem.remedy)
        return name, ""
    if isinstance(typed, Unknown | Among) or typed in {"none", False}:
        what = message("measure.one_value", "{fact}: a trigger points to one value, and never to none.", fact=name)
        values.tell(node.line, "M106", what)
    return name, ("yes" if typed else "no") if isinstance(typed, bool) else str(typed)


def _words(node: Node, key: str, values: TypedReader) -> tuple[str, ...]:
    """Read words by language; which language a word is of does not matter to a line."""
    given = node.get(key)
    if given is None:
        return ()
    values.keys(given, Shape(key, keys_of(*TEXT_LANGUAGES), anywhere=frozenset(TEXT_LANGUAGES)))
    return tuple(word for name, _ in given.pairs() for word in values.strings(given, name))
