"""The catalogues of the program's texts: gather them from the code, bring the translations up to date, compile them.

    python scripts/messages.py update     gather, write the catalogues, compile
    python scripts/messages.py compile    compile alone
    python scripts/messages.py check      say what is missing, changed or out of date; exit 1 if anything is

`src/sekisho/i18n/catalogues/LANGUAGE/DOMAIN.po` holds the texts of one domain. A text has a context, its id; the
English of `message("impact.loss", "On the {reading} ...")` is gathered from the code into `en/impact.po`; those of
`BY_HAND` have no such calls, and their English is written in `en/DOMAIN.po`. A translation whose English changed is
marked fuzzy, with the old English beside it; it is not compiled, so that readers see the new English and never a
sentence that says something else. Compiled files have the id alone as key, and are not kept in the repository.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).resolve().parents[1]
FOLDER: Final = ROOT / "src" / "sekisho" / "i18n" / "catalogues"
LANGUAGES: Final = ("en", "ja", "zh")
BY_HAND: Final = frozenset(
    {"column", "fact", "gap", "glossary", "level", "link", "name", "page", "question", "report", "value"}
)
"""Domains whose English stands in the catalogue: words that templates and workbooks name by their id."""
CALLS: Final = {"message": 1, "counted": 2}
"""The functions that make messages, and how many English texts follow the id."""
WIDTH: Final = 120


def messages_in(file: Path) -> Iterator[tuple[str, str, str, int]]:
    """Go through the messages that a module makes: id, English, English of more than one, and line.

    Raises
    ------
    SystemExit
        If an id or a text is not written out.
    """
    text = file.read_text(encoding="utf-8")
    if not any(f"{name}(" in text for name in CALLS):
        return  # to take a module apart costs far more than to search it
    for node in ast.walk(ast.parse(text)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS):
            continue
        texts = node.args[: 1 + CALLS[node.func.id]]
        words = [part.value for part in texts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
        if len(words) != 1 + CALLS[node.func.id]:
            if file.name == "message.py":
                continue  # where they are defined
            sys.exit(f"{file.relative_to(ROOT)}:{node.lineno}: id and English of a message are written out in place.")
        yield words[0], words[1], words[2] if len(words) > 2 else "", node.lineno  # noqa: PLR2004


@cache
def gather() -> dict[str, Catalog]:
    """Gather the English of the code, a catalogue a domain.

    Raises
    ------
    SystemExit
        If an id has two English texts, no domain, or a domain that is written by hand.
    """
    domains: dict[str, Catalog] = {}
    english: dict[str, tuple[str, str, str]] = {}
    for file in sorted((ROOT / "src" / "sekisho").rglob("*.py")):
        place = file.relative_to(ROOT / "src").as_posix()
        for key, one, many, line in messages_in(file):
            domain, dot, _ = key.partition(".")
            if not dot or domain in BY_HAND:
                sys.exit(f"{place}:{line}: '{key}' needs a domain of its own before the first dot.")
            if english.setdefault(key, (one, many, place))[:2] != (one, many):
                sys.exit(
                    f"{place}:{line}: '{key}' says something else in {english[key][2]}. One id has one English text."
                )
            catalog = domains.setdefault(domain, Catalog(locale="en", charset="utf-8"))
            catalog.add((one, many) if many else one, context=key, locations=[(place, 1)])
    return {**domains, "help": help_of_commands()}


def help_of_commands() -> Catalog:
    """Gather what `--help` says of every command and option, by asking the commands: some are made of a table."""
    sys.path.insert(0, str(ROOT / "src"))
    import click

    from sekisho.cli.commands import COMMANDS
    from sekisho.cli.commands import main as program
    from sekisho.cli.help_texts import CLICKS_OWN, help_text, help_texts

    catalog = Catalog(locale="en", charset="utf-8")
    texts_of = {"commands": [*CLICKS_OWN, *help_texts(program)]}
    for name, place in COMMANDS.items():
        command = program.get_command(click.Context(program), name)
        if command is None:
            sys.exit(f"{name} is listed, and there is no such command.")
        texts_of.setdefault(place.module, []).extend([place.short_help, *help_texts(command)])
    for module, texts_there in texts_of.items():
        for text in map(help_text, texts_there):
            catalog.add(text.english, context=text.id, locations=[(f"sekisho/cli/{module}.py", 1)])
    return catalog


def read(language: str, domain: str) -> Catalog:
    """Read the catalogue of a domain; an empty one if there is none."""
    file = FOLDER / language / f"{domain}.po"
    if not file.is_file():
        return Catalog(locale=language, charset="utf-8")
    with file.open("rb") as opened:
        return read_po(opened, locale=language, charset="utf-8", abort_invalid=True)


def texts(catalog: Catalog) -> dict[str, Message]:
    """Return the messages of a catalogue by their ids."""
    return {str(entry.context): entry for entry in catalog if entry.id}


def text_of(catalog: Catalog, sources: dict[str, Message], old: dict[str, Message]) -> Catalog:
    """Return a catalogue of translations of today's English: those that stand, changed ones marked, new ones empty."""
    new = Catalog(locale=catalog.locale, charset="utf-8")
    for key, source in sources.items():
        before = old.get(key)
        one = source.id if isinstance(source.id, tuple | list) else (source.id,)
        plural = len(one) > 1
        if before is None or not before.string:
            new.add(source.id, ("",) if plural else "", context=key)
            continue
        same = before.id == source.id
        previous = before.previous_id if same else before.id
        flags = {"fuzzy"} if not same or "fuzzy" in before.flags else set()
        string = before.string
        if plural and not isinstance(string, tuple | list):
            string = (string,)
        elif not plural and isinstance(string, tuple | list):
            string = string[0]
        new.add(source.id, string, context=key, flags=flags, previous_id=previous if flags else ())
    return new


def domains_of(gathered: dict[str, Catalog]) -> list[str]:
    """Name all domains."""
    return sorted({*gathered, *(file.stem for file in (FOLDER / "en").glob("*.po"))})


def english_of(domain: str, gathered: dict[str, Catalog]) -> Catalog:
    """Return the English of a domain: from the code, or as it is written by hand; empty if the code has none left."""
    return read("en", domain) if domain in BY_HAND else gathered.get(domain, Catalog(locale="en", charset="utf-8"))


def po_of(catalog: Catalog) -> bytes:
    """Write a catalogue as text, its entries by id, without the dates that change by themselves."""
    out = BytesIO()
    ordered = Catalog(locale=catalog.locale, charset="utf-8")
    for key, entry in sorted(texts(catalog).items()):
        ordered.add(
            entry.id,
            entry.string,
            context=key,
            locations=entry.locations,
            flags=entry.flags,
            previous_id=entry.previous_id,
        )
    write_po(
        out, ordered, width=WIDTH, omit_header=True, include_previous=True, include_lineno=False, sort_output=False
    )
    return out.getvalue()


def files() -> Iterator[tuple[Path, bytes]]:
    """Go through the catalogues as they should be: file and content; empty content for one that should not be."""
    gathered = gather()
    for domain in domains_of(gathered):
        english = english_of(domain, gathered)
        sources = texts(english)
        for language in LANGUAGES:
            file = FOLDER / language / f"{domain}.po"
            old = read(language, domain)
            catalog = english if language == "en" else text_of(old, sources, texts(old))
            yield file, po_of(catalog) if sources else b""


def update() -> None:
    """Write the catalogues as they should be."""
    for file, content in list(files()):
        if not content:
            file.unlink(missing_ok=True)
        elif not file.is_file() or file.read_bytes() != content:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            print(f"{file.relative_to(ROOT)} is written anew.")


def compile_catalogues() -> None:
    """Compile all domains of a language to one file, with the ids as keys; what is fuzzy or empty is left out."""
    for language in LANGUAGES:
        whole = Catalog(locale=language, charset="utf-8")
        for file in sorted((FOLDER / language).glob("*.po")):
            for key, entry in texts(read(language, file.stem)).items():
                plural = isinstance(entry.id, tuple | list)
                string = (entry.string or entry.id) if language == "en" else entry.string
                if plural and language == "en" and not any(entry.string):
                    string = entry.id
                if "fuzzy" in entry.flags or not string or not (any(string) if plural else string):
                    continue
                whole.add((key, key) if plural else key, string)
        target = FOLDER / language / "LC_MESSAGES" / "sekisho.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as opened:
            write_mo(opened, whole)


def is_stale() -> bool:
    """Tell whether a catalogue was changed since the texts were compiled."""
    compiled = [FOLDER / language / "LC_MESSAGES" / "sekisho.mo" for language in LANGUAGES]
    if not all(file.is_file() for file in compiled):
        return True
    return max(file.stat().st_mtime for file in FOLDER.glob("*/*.po")) > min(file.stat().st_mtime for file in compiled)


def faults() -> Iterator[str]:
    """Say what is wrong: files out of date, texts without a translation, changed English, places that differ."""
    for file, content in files():
        if (file.read_bytes() if file.is_file() else b"") != content:
            yield f"{file.relative_to(ROOT)}: out of date. Run: make messages"
    for language in LANGUAGES[1:]:
        for file in sorted((FOLDER / language).glob("*.po")):
            for key, entry in texts(read(language, file.stem)).items():
                where = f"{language}/{file.name}: {key}"
                strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
                if not all(strings):
                    yield f"{where}: has no translation."
                elif "fuzzy" in entry.flags:
                    yield f"{where}: its English changed. Look at the translation, then take the mark 'fuzzy' away."
                elif any(places(string) != places(entry.id) for string in strings):
                    yield f"{where}: its places differ from those of the English."


def places(text: str | tuple[str, ...] | list[str]) -> frozenset[str]:
    """Name the places in a text; in all forms of one that counts.

    >>> sorted(places("{a} of {b}"))
    ['a', 'b']
    """
    whole = text if isinstance(text, str) else " ".join(text)
    return frozenset(re.findall(r"\{(\w*)(?:[^{}]*)\}", whole))


def main(arguments: list[str]) -> int:
    """Do what the command line says."""
    match arguments:
        case ["update"]:
            update()
            compile_catalogues()
        case ["compile"]:
            compile_catalogues()
        case ["check"]:
            wrong = list(faults())
            print("\n".join(wrong) or "The catalogues are complete.")
            return 1 if wrong else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
