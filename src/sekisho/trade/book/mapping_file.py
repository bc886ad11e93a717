"""`BOOK.mapping.yaml`: how a book is read, written down for a person to correct, and read back.

Each word of the book stands beside what it means, so that every conversion can be seen, changed and undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import yaml

from sekisho.errors import BookError, FactError, Problem, did_you_mean
from sekisho.files.text.encoding import text_of_file
from sekisho.files.yaml_nodes import Node, ProblemCollector, compose
from sekisho.files.zones import zone_named
from sekisho.law.model.fact_table import FactTable
from sekisho.message import joined, message
from sekisho.trade.book.cells.words import ColumnInterpretation, Word
from sekisho.trade.book.columns import AS_STATED, named_fact
from sekisho.trade.book.intake import BookIntake, all_guesses
from sekisho.trade.book.matching.column_guess import Guess
from sekisho.trade.book.matching.joins import joined_name
from sekisho.trade.book.recipe import DATE_ORDERS, DECIMALS, Recipe

KEYS: Final = (
    *("book", "encoding", "separator", "sheet", "header_row", "dates", "decimal", "decimals", "unit", "zone", "sql"),
    *("columns", "constants", "suppose", "unsure", "values", "read_as"),
)
_TEXTS: Final = ("encoding", "separator", "sheet", "dates", "decimal", "unit", "zone", "sql")
_HEAD: Final = """\
# How sekisho reads this book. Correct what is wrong; `sekisho bulk BOOK --mapping THIS_FILE` reads it.
# A fact with an empty column is not looked for. A value is what the table of facts writes; `unknown` is one.
"""
_UNREAD: Final = "# is not understood; it is unknown until a meaning stands here"


def mapping_place(book: Path) -> Path:
    """Return the usual place of the mapping file of a book."""
    return book.with_name(f"{book.name}.mapping.yaml")


def written_mapping(opened: BookIntake, readings: Sequence[ColumnInterpretation], recipe: Recipe) -> str:
    """Write the mapping of a book as YAML, with counts and reasons as comments."""
    lines = [_HEAD + f"book: {_scalar(opened.source.name)}"]
    for key in ("encoding", "separator", "sheet", "header_row", "dates", "decimal", "unit", "zone", "sql"):
        value = getattr(recipe, key) or (opened.book.columns.unit if key == "unit" else "")
        if value and value != AS_STATED:
            lines.append(f"{key}: {_scalar(value)}")
    if recipe.decimals:
        lines += ["decimals:", *(f"  {_scalar(fact)}: {sign}" for fact, sign in recipe.decimals.items())]
    guesses = all_guesses(opened)
    joined = {str(fact): opened.book.joined.get(column, ()) for fact, column in opened.book.columns.facts.items()}
    lines += ["columns:", *_columns((guess for guess in guesses if guess.sure), joined)]
    if recipe.constants:
        lines += ["# The same in every line that leaves it open:", "constants:"]
        lines += [f"  {_scalar(fact)}: {_scalar(value)}" for fact, value in recipe.constants.items()]
    if recipe.suppose:
        lines += ["# What is supposed where a line leaves a fact open; the outcome stays:", "suppose:"]
        lines += [f"  - {_scalar(word)}" for word in recipe.suppose]
    unsure = [guess for guess in guesses if guess.fact and not guess.sure]
    if unsure:
        firsts = list({guess.fact: guess for guess in reversed(unsure)}.values())[::-1]  # a key stands once in YAML
        others = [guess for guess in unsure if guess not in firsts]
        lines += ["# Not used until they stand under columns:", "unsure:", *_columns(firsts, {})]
        lines += [f"  #{line}" for line in _columns(others, {})]
    if recipe.read_as:
        lines += ["# What a cell of a column is read as:", "read_as:"]
        for column, words in recipe.read_as.items():
            lines += [
                f"  {_scalar(column)}:",
                *(f"    {_scalar(text)}: {_scalar(word)}" for text, word in words.items()),
            ]
    if readings:
        lines += ["values:"]
        for reading in readings:
            lines += [f"  {_scalar(reading.fact)}:", *(_word(word) for word in reading.words)]
    return "\n".join(lines) + "\n"


def _columns(guesses: Iterable[Guess], joined: Mapping[str, Sequence[str]]) -> Iterable[str]:
    """Write one line a fact; columns that are read as one stand in a list."""
    for guess in guesses:
        several = joined.get(guess.fact, ())
        if guess.column in several[1:]:
            continue
        columns = f"[{', '.join(map(_scalar, several))}]" if several else _scalar(guess.column)
        yield f"  {_scalar(guess.fact)}: {columns}  # {guess.confidence:.2f}, {guess.reason}"


def _word(word: Word) -> str:
    counted = "1 line" if word.lines == 1 else f"{word.lines:,} lines"
    if word.bad:
        return f"    # {_scalar(word.text)}:  {_UNREAD} ({counted}: {' '.join(word.why.split())})"
    why = f"; {word.why}" if word.why else ""
    return f"    {_scalar(word.text)}: {_scalar(word.means or 'unknown')}  # {counted}{why}"


def _scalar(value: object) -> str:
    """Write a scalar so that it is read back as the same text."""
    text = yaml.safe_dump(str(value), allow_unicode=True, width=1 << 20, default_style='"').strip()
    plain = str(value)
    safe = plain.replace("_", "").isalnum() and not plain[0].isdigit() and plain.isascii()
    return plain if safe else text


def read_mapping(file: Path, facts: FactTable) -> Recipe:
    """Read a mapping file.

    Raises
    ------
    BookError
        With everything that is wrong with it, line by line.
    """
    if not file.is_file():
        remedy = message("book.map_writes", "`sekisho map BOOK` writes one.")
        raise BookError(Problem(where=str(file), what=message("error.no_such_file", "no such file."), remedy=remedy))
    faults = ProblemCollector(file.name)
    try:
        text, _ = text_of_file(file)
    except BookError as fault:
        raise BookError(
            [replace(each, remedy=message("file.save_utf8", "Save it in UTF-8.")) for each in fault.problems]
        ) from None
    root = compose(text, faults)
    if root is None or root.keys is None:
        raise BookError(
            faults.found
            or Problem(
                where=file.name,
                what=message("book.no_mapping", "is not a mapping."),
                remedy=message("book.map_writes_one", "`sekisho map` writes one."),
            )
        )
    texts = {name: node.text or "" for name, node in root.pairs() if node.keys is None}
    _check(root, facts, faults)
    if faults.found:
        raise BookError(faults.found)
    stated: dict[str, Any] = {key: texts.get(key, "") for key in _TEXTS}
    return Recipe(
        **stated,
        header_row=int(texts.get("header_row") or 0),
        decimals=_pairs(root, "decimals"),
        columns=_columns_said(root),
        constants=_pairs(root, "constants"),
        suppose=_suppositions(root),
        values=_words(root, "values"),
        read_as=_words(root, "read_as"),
    )


def _suppositions(root: Node) -> tuple[str, ...]:
    """Return what is to be supposed: one set, or several in a list."""
    node = root.get("suppose")
    if node is None:
        return ()
    return tuple(item.text or "" for item in node.items) if node.items else tuple(filter(None, [node.text]))


def _columns_said(root: Node) -> dict[str, str]:
    """Return fact to column; several columns of one fact as one text."""
    node = root.get("columns")
    return {
        name: joined_name(item.text or "" for item in value.items) if value.items else value.text or ""
        for name, value in (node.pairs() if node is not None else ())
    }


def _pairs(root: Node, key: str) -> dict[str, str]:
    node = root.get(key)
    return {name: value.text or "" for name, value in node.pairs()} if node is not None else {}


def _words(root: Node, key: str) -> dict[str, dict[str, str]]:
    node = root.get(key)
    return (
        {name: {word: each.text or "" for word, each in words.pairs()} for name, words in node.pairs()} if node else {}
    )


def _check(root: Node, facts: FactTable, faults: ProblemCollector) -> None:
    for name, line, node in root.keys or ():
        if name not in KEYS:
            faults.add(
                line,
                "",
                message("error.unknown_key", "unknown key '{name}'.", name=name),
                did_you_mean(name, KEYS)
                or message("error.expected_either", "Expected {choices}.", choices=joined(KEYS, "comma")),
            )
        elif name in {"columns", "decimals", "unsure"}:
            _check_facts(node, facts, faults)
        elif name == "constants":
            _check_constants(node, facts, faults)
        elif name == "values":
            _check_values(node, facts, faults)
        elif name == "read_as":
            _check_words(node, faults)
    zone = root.get("zone")
    if zone is not None and zone.text:
        try:
            zone_named(zone.text)
        except BookError as fault:
            faults.add(zone.line, "", fault.problems[0].what, fault.problems[0].remedy)
    for name, allowed in (("dates", DATE_ORDERS), ("decimal", DECIMALS)):
        said = root.get(name)
        if said is not None and said.text not in ("", *allowed):
            faults.add(
                said.line,
                "",
                message("book.setting_is", "{name} is '{value}'.", name=name, value=str(said.text)),
                message("error.expected_either", "Expected {choices}.", choices=joined(allowed, "or")),
            )
    row = root.get("header_row")
    if row is not None and not (row.text or "0").isdigit():
        faults.add(
            row.line,
            "",
            message("book.header_row_is", "'header_row' is '{value}'.", value=str(row.text)),
            message("book.expected_row", "Expected the number of a row, counted from 1."),
        )


def _check_facts(node: Node, facts: FactTable, faults: ProblemCollector) -> None:
    for name, line, value in node.keys or ():
        if named_fact(name) not in facts and name not in {"line", "value"}:
            faults.add(
                line,
                "",
                message("error.unknown_fact", "unknown fact '{name}'.", name=name),
                did_you_mean(name, facts.facts),
            )
        several = named_fact(name) not in {"line", "value"} and value.items and all(item.text for item in value.items)
        if value.text is None and not several:
            faults.add(
                line,
                "",
                message("book.fact_no_column", "'{fact}' has no column.", fact=name),
                message("book.fact_column", "Expected FACT: COLUMN, one a line."),
            )


def _check_constants(node: Node, facts: FactTable, faults: ProblemCollector) -> None:
    """What a word means is told where the book is read."""
    for name, line, value in node.keys or ():
        if named_fact(name) not in facts:
            faults.add(
                line,
                "",
                message("error.unknown_fact", "unknown fact '{name}'.", name=name),
                did_you_mean(name, facts.facts),
            )
        if not (value.text or "").strip():
            faults.add(
                line,
                "",
                message("book.fact_no_value", "'{fact}' has no value.", fact=name),
                message("book.fact_value", "Expected FACT: VALUE, one a line."),
            )


def _check_words(node: Node, faults: ProblemCollector) -> None:
    """What a word means for its column is known when the book is open."""
    for name, line, words in node.keys or ():
        if words.keys is None:
            faults.add(
                line,
                "",
                message("book.column_no_words", "column '{column}' has no words.", column=name),
                message("book.column_words", "Expected COLUMN: {{TEXT: WORD}}."),
            )
        for word, at, meant in words.keys or ():
            if meant.text is None:
                faults.add(
                    at,
                    "",
                    message("book.no_word", "'{text}' has no word.", text=word),
                    message("book.text_word", "Expected TEXT: WORD, one a line."),
                )


def _check_values(node: Node, facts: FactTable, faults: ProblemCollector) -> None:
    """Every meaning must be one that the fact can have."""
    for name, line, words in node.keys or ():
        if named_fact(name) not in facts:
            faults.add(
                line,
                "",
                message("error.unknown_fact", "unknown fact '{name}'.", name=name),
                did_you_mean(name, facts.facts),
            )
            continue
        for word, at, meant in words.keys or ():
            if meant.text is None:
                faults.add(
                    at,
                    "",
                    message("book.no_meaning", "'{word}' has no meaning.", word=word),
                    message("book.word_meaning", "Expected WORD: MEANING, one a line."),
                )
                continue
            try:
                facts.parse(named_fact(name), meant.text)
            except FactError as fault:
                problem = fault.problems[0]
                faults.add(
                    at,
                    "",
                    message("book.word_of", "'{word}' of {fact}: {what}", word=word, fact=name, what=problem.what),
                    problem.remedy,
                )
