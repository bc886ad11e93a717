"""What the library holds, how much of the law that is, and how far it was read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from sekisho.files.yaml_nodes import read_plain
from sekisho.law.dates.calendar import entry_state
from sekisho.law.model.library import Library, Package
from sekisho.law.model.measure import MeasureState
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


def coverage_text(library: Library, *, width: int = DEFAULT_WIDTH) -> list[str]:
    """Say what is held and what is not, for people."""
    found = coverage(library)
    measures, entries, parties = found["measures"], found["entries"], found["parties"]
    assert isinstance(measures, dict) and isinstance(entries, dict) and isinstance(parties, dict)  # noqa: S101, PT018 - made above
    lines = [
        paint(f"Library {found['version']}, {library.hash[:7]}", Ink.BOLD) + f"  sources read to {found['horizon']}",
        "",
    ]
    rows = [
        (
            "measures",
            f"{measures['encoded']:,}",
            f"encoded, of {measures['known']:,} known",
        ),
        ("", f"{measures['executable']:,}", "of them with a clause that can change an outcome or oblige"),
        *_gathered(_strings(found["gathered"])),
        (
            "entries",
            f"{entries['held']:,}",
            f"codes of the control list held with their own text, of {entries['known']:,} known",
        ),
        (
            "",
            f"{entries['executable']:,}",
            f"of them with limits that are all executable, of {entries['limited']:,} that state limits",
        ),
        ("", f"{entries['lost']:,}", "of them ask for a figure that was lost in transcription"),
        ("parties", f"{parties['held']:,}", "entries on lists"),
    ]
    rows += [
        ("", f"{each['held']:,}", f"{name}, {each['listed']:,} listed on {found['horizon']}")
        for name, each in parties["lists"].items()
    ]
    lines += table(rows, right=frozenset({1}), width=width)
    lines += ["", *item_coverage_text(entries, width=width)] if entries["known"] else []
    if library.user_lists:
        lines += ["", paint("Your own lists in use", Ink.BOLD)]
        for text in in_use_lines(each.card() for each in library.user_lists):
            lines += wrap(text, width=width, indent="  - ", hang="    ")
    for title, key in (
        ("Encoded", "encoded"),
        ("Not covered", "not_covered"),
        ("Not covered, one by one", "gaps"),
        ("Known and not encoded", "known_not_encoded"),
    ):
        texts = _strings(found[key])
        if not texts:
            continue
        lines += ["", paint(title, Ink.BOLD)]
        if key == "known_not_encoded":
            lines += wrap(", ".join(texts), width=width, indent="  ", hang="  ")
            continue
        for text in texts:
            lines += wrap(text, width=width, indent="  - ", hang="    ")
    return [*lines, *encoding_text(library, width=width)]


def _gathered(names: list[str]) -> list[tuple[str, str, str]]:
    """Say how many measures are no instrument of their own, if any."""
    if not names:
        return []
    stand = "stands" if len(names) == 1 else "stand"
    return [("", f"{len(names):,}", f"of them {stand} for rules that are not encoded one by one: {', '.join(names)}")]
