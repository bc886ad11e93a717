"""What the library holds, how much of the law that is, and how far it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sekisho.files.yaml_nodes import read_plain
from sekisho.i18n.package_translation import teller_of
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.library import Library, Package
from sekisho.law.model.measure import MeasureState
from sekisho.law.model.scheme import HOME_SCHEME
from sekisho.message import LawText, Text, counted, joined, message
from sekisho.present.law.coverage_items import item_coverage, item_coverage_text
from sekisho.present.law.encoding_state import acts, by_jurisdiction, encoding_rows, encoding_text
from sekisho.present.lists import in_use_lines
from sekisho.present.render.terminal import DEFAULT_WIDTH, Ink, paint, table, wrap


def coverage(library: Library) -> dict[str, object]:
    """Return what is held as plain data.

    `measures`: known to exist, encoded, and executable (with a clause that can change an outcome or oblige). `entries`:
    codes of the control list that are known, held with their own text, with limits, by field and by quality (see
    `coverage_items`).
    `parties`: entries of each list, and how many of them stand on it on the horizon. `by_jurisdiction`, `by_measure`:
    how the measures are encoded, how sure that is, and why some have no clause that decides. `gathered`: measures that
    are no instrument of their own and stand for several. `user_lists`: lists that the user added and that are in use.
    `not_covered` in a few words, `gaps` one by one, `known_not_encoded` by name.
    """
    outlook = [_package_file(package) for package in library.packages]
    not_encoded = sum(len(_strings(each.get("known_not_encoded"))) for each in outlook)
    encoded = len(library.measures)
    return {
        "version": library.version,
        "hash": library.hash,
        "horizon": library.horizon.isoformat(),
        "jurisdictions": sorted({m.jurisdiction for m in library.measures.values()}),
        "measures": {
            "known": encoded + not_encoded,
            "encoded": encoded,
            "executable": sum(any(map(acts, measure.clauses)) for measure in library.measures.values()),
        },
        "entries": item_coverage(library),
        "parties": _parties(library),
        "by_jurisdiction": by_jurisdiction(library, _not_encoded(library)),
        "by_measure": encoding_rows(library),
        "gathered": [text for each in outlook for text in _strings(each.get("gathered"))],
        "user_lists": [each.card() for each in library.user_lists],
        "encoded": [text for each in outlook for text in _strings(each.get("encoded"))],
        "not_covered": [text for package in library.packages for text in package.not_covered],
        "gaps": [text for each in outlook for text in _strings(each.get("gaps"))],
        "known_not_encoded": [text for each in outlook for text in _strings(each.get("known_not_encoded"))],
    }


def _not_encoded(library: Library) -> Counter[str]:
    """Count the known measures without a file, under the first jurisdiction of their package."""
    found: Counter[str] = Counter()
    for package in library.packages:
        if package.jurisdictions:
            found[package.jurisdictions[0]] += len(_strings(_package_file(package).get("known_not_encoded")))
    return found


def _package_file(package: Package) -> Mapping[str, object]:
    file = package.folder / "package.yaml"
    found = read_plain(file.read_text(encoding="utf-8"), name=file.name).get("coverage", {})
    return found if isinstance(found, Mapping) else {}


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _parties(library: Library) -> dict[str, object]:
    """Count the parties of each list, and those that stand on it on the horizon."""
    held = Counter(entry.list for entry in library.entries)
    listed = Counter(
        entry.list for entry in library.entries if entry_state(entry, library.horizon) is MeasureState.IN_FORCE
    )
    return {
        "held": len(library.entries),
        "lists": {name: {"held": held[name], "listed": listed[name]} for name in sorted(held)},
    }


def coverage_text(library: Library, *, language: str = "en", width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what is held and what is not, for people."""
    tell = teller_of(library, language)
    found = coverage(library)
    entries = found["entries"]
    assert isinstance(entries, dict)  # noqa: S101 - made above
    head = message("law.library_head", "Law data {version}, {hash}", version=library.version, hash=library.hash[:7])
    read = message("law.sources_read", "sources read to {day}", day=library.horizon)
    lines = [f"{paint(tell(head), Ink.BOLD)}  {tell(read)}", ""]
    if library.is_updated:
        came = message(
            "law.is_update", "It came as a law file, instead of the law of the program; `sekisho data back` goes back."
        )
        lines += [*wrap(tell(came), width=width), ""]
    rows = [
        (tell(label), f"{number:,}" if isinstance(number, int) else "", tell(text))
        for label, number, text in _held(found, library)
    ]
    lines += table(rows, right=frozenset({1}), width=width)
    lines += ["", *item_coverage_text(entries, tell, width=width)] if entries["known"] else []
    if library.user_lists:
        lines += ["", paint(tell(message("law.own_lists", "Your own lists in use")), Ink.BOLD)]
        for line in in_use_lines(each.card() for each in library.user_lists):
            lines += wrap(tell(line), width=width, indent="  - ", hang="    ")
    for key, title in TITLES.items():
        texts = _strings(found[key])
        if not texts:
            continue
        lines += ["", paint(tell(title), Ink.BOLD)]
        if key == "known_not_encoded":
            lines += wrap(tell(joined(map(LawText, texts), "comma")), width=width, indent="  ", hang="  ")
            continue
        for text in texts:
            lines += wrap(tell(text), width=width, indent="  - ", hang="    ")
    return [*lines, *encoding_text(library, tell, width=width)]


TITLES: Final[Mapping[str, Text]] = {
    "encoded": message("law.encoded", "Encoded"),
    "not_covered": message("law.not_covered", "Not covered"),
    "gaps": message("law.gaps", "Not covered, one by one"),
    "known_not_encoded": message("law.known_not_encoded", "Known and not encoded"),
}
"""Headings over the lines of data packages."""


def _held(found: Mapping[str, object], library: Library) -> Iterator[tuple[str, object, Text]]:
    """Count measures, codes and parties: a label, a number, and of what it is."""
    measures, entries, parties = found["measures"], found["entries"], found["parties"]
    assert isinstance(measures, dict) and isinstance(entries, dict) and isinstance(parties, dict)  # noqa: S101, PT018 - made above
    yield (
        message("law.label_measures", "measures"),
        measures["encoded"],
        message("law.encoded_of", "encoded, of {n} known", n=measures["known"]),
    )
    acting = message("law.executable_measures", "of them with a clause that can change an outcome or oblige")
    yield "", measures["executable"], acting
    if names := _strings(found["gathered"]):
        gathered = counted(
            "law.gathered",
            "of them stands for rules that are not encoded one by one: {names}",
            "of them stand for rules that are not encoded one by one: {names}",
            n=len(names),
            names=joined(map(LawText, names), "comma"),
        )
        yield "", len(names), gathered
    codes = entries["known"]
    of_home = message("law.entries_of", "codes of the dual-use list with their own text, of {n} known", n=codes)
    of_goods = message("law.entries_of_goods", "codes of the list of goods with their own text, of {n} known", n=codes)
    yield (
        message("law.label_entries", "entries"),
        entries["held"],
        of_home if entries["scheme"] == HOME_SCHEME else of_goods,
    )
    limits = message(
        "law.limits_of", "of them with limits that are all executable, of {n} that state limits", n=entries["limited"]
    )
    yield "", entries["executable"], limits
    yield "", entries["lost"], message("law.entries_lost", "of them ask for a figure that was lost in transcription")
    yield message("law.label_parties", "parties"), parties["held"], message("law.parties_held", "entries on lists")
    for name, each in parties["lists"].items():
        listed = message(
            "law.listed_on", "{list}, {n} listed on {day}", list=name, n=each["listed"], day=library.horizon
        )
        yield "", each["held"], listed
