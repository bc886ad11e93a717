"""What a reader may mean while still typing in the box: items, parties, places and measures, a few of each.

What is typed may be the name of a party, so it is sent in the body of a form and stands in no address and no log.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sekisho.files.package_csv import rows_of_table
from sekisho.i18n.names import plain_name
from sekisho.i18n.package_translation import teller_of
from sekisho.i18n.territories import territory_names
from sekisho.i18n.territory_codes import names_of_territories
from sekisho.law.memo import cached_per_library
from sekisho.law.model.library import Library
from sekisho.law.model.scheme import control_entries, scheme_name
from sekisho.parties.index import parties_of
from sekisho.present.hit_signs import sign_of_entry
from sekisho.trade.book.cells.places import place_names
from sekisho.trade.items.code import ENTRY
from sekisho.web.request_context import RequestContext
from sekisho.web.response import Page

GROUPS: Final = ("items", "parties", "places", "measures")
ROWS: Final = 8
"""Rows of all groups together: what an eye takes in while typing."""
LEAST: Final = 2
"""Letters from which suggestions are made; one where a letter is a word."""
WITHIN: Final = 3
"""Rank of a name that holds the letters within a word, which counts only where words stand without spaces."""
_EASTERN: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_TAIL: Final = re.compile(r"(?:^|\s)(?:(?:to|for|into)\s+)?(\S+)$", re.IGNORECASE)
"""The last word of several, which may be a place behind an item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxSuggestion:
    """Something that a reader may mean.

    Parameters
    ----------
    says, detail
        Its name, and what tells it from others.
    address
        Where it is shown; empty for what only fills the box.
    fills
        What then stands in the box.
    """

    group: str
    says: str
    detail: str = ""
    address: str = ""
    fills: str = ""


@dataclass(frozen=True, slots=True)
class _Named:
    """A suggestion with the names under which it is found, folded, each in a line of its own."""

    key: str
    meant: BoxSuggestion


def suggestions(visit: RequestContext) -> Page:
    """Suggest what is meant by the letters in the box."""
    words = visit.text("words") if visit.posted else ""
    meant = suggested(words, visit)
    groups = [(name, rows) for name in GROUPS if (rows := [row for row in meant if row.group == name])]
    return Page(
        template="suggestions.html",
        title=visit.words("search_title"),
        context={"groups": groups},
        kept=[("words", words)],
        personal=True,
        data=lambda: {
            name: [{"name": row.says, "detail": row.detail, "address": row.address, "fills": row.fills} for row in rows]
            for name, rows in groups
        },
    )


def suggested(words: str, visit: RequestContext) -> list[BoxSuggestion]:
    """Return what letters may mean, in groups; of a place behind an item, what then stands in the box."""
    typed = _folded(words)
    if len(typed) < (1 if _EASTERN.search(typed) else LEAST):
        return []
    names = _index(visit.library, visit.language)
    meant = _chosen(_matches(typed, names))
    if not meant and (tail := _TAIL.search(words)) is not None and tail.start():
        last = _folded(tail[1])
        if len(last) >= (1 if _EASTERN.search(last) else LEAST):
            before = words[: tail.start(1)]
            places = [row for row in _matches(last, names) if row.group == "places"]
            meant = [replace(row, fills=before + row.fills) for row in places[:ROWS]]
    return [_signed(row, visit) for row in meant]


def _matches(typed: str, names: Sequence[_Named]) -> list[BoxSuggestion]:
    """Return what bears the letters: names that begin with them, then those with a word that does, then the rest."""
    best: dict[tuple[str, str], tuple[int, BoxSuggestion]] = {}
    eastern = _EASTERN.search(typed) is not None
    for row in names:
        if typed not in row.key:
            continue
        rank = _rank(typed, row.key)
        if rank == WITHIN and not eastern:
            continue
        key = (row.meant.address or row.meant.detail, row.meant.address or row.meant.says)
        if key not in best or rank < best[key][0]:
            best[key] = rank, row.meant
    return [row for _, row in sorted(best.values(), key=lambda pair: (pair[0], _depth(pair[1])))]


def _rank(typed: str, key: str) -> int:
    """Tell how letters stand in names: as a whole name, at the beginning of one, of a word of one, or within a word."""
    if f"\n{typed}\n" in key:
        return 0
    if f"\n{typed}" in key:
        return 1
    return 2 if f" {typed}" in key else WITHIN


def _depth(meant: BoxSuggestion) -> int:
    """Order entries of the list from above: what stands for more comes first."""
    return len(meant.detail) if meant.group == "items" else 0


def _chosen(meant: Iterable[BoxSuggestion]) -> list[BoxSuggestion]:
    """Take a few of each group in turn, so that none crowds another out."""
    by_group: dict[str, list[BoxSuggestion]] = {name: [] for name in GROUPS}
    for row in meant:
        by_group[row.group].append(row)
    taken: dict[str, int] = dict.fromkeys(GROUPS, 0)
    while sum(taken.values()) < ROWS:
        more = [name for name in GROUPS if taken[name] < len(by_group[name])]
        if not more:
            break
        for name in more:
            if sum(taken.values()) < ROWS:
                taken[name] += 1
    return [row for name in GROUPS for row in by_group[name][: taken[name]]]


def _signed(row: BoxSuggestion, visit: RequestContext) -> BoxSuggestion:
    """Put the sign of what a list does beside a listed name; a name on a list never stands without it."""
    entry = parties_of(visit.library).by_id.get(row.address.rpartition("/")[2]) if row.group == "parties" else None
    if entry is None:
        return row
    return replace(row, detail=f"{sign_of_entry(entry, visit.library, visit.as_of)} {row.detail}".strip())


@cached_per_library
def _index(library: Library, language: str) -> tuple[_Named, ...]:
    """Gather every name once."""
    return tuple(
        _Named(key, meant)
        for meant, names in _every(library, language)
        if (key := "\n".join(["", *(_folded(name) for name in dict.fromkeys(names) if name), ""]))
    )


def _every(library: Library, language: str) -> Iterator[tuple[BoxSuggestion, Iterable[str]]]:
    yield from _items(library, language)
    yield from _parties(library, language)
    yield from _places(library, language)
    yield from _measures(library, language)


def _items(library: Library, language: str) -> Iterator[tuple[BoxSuggestion, Iterable[str]]]:
    scheme = scheme_name(library)
    keywords: dict[str, list[str]] = {}
    for package in library.packages:
        file = package.folder / "lists" / "item-keywords.csv"
        if file.is_file():
            for row in rows_of_table(file, "code", "en", "zh", "ja"):
                keywords.setdefault(row["code"], []).extend(
                    word for name in ("en", "zh", "ja") for word in (row[name] or "").split("|")
                )
    tell = teller_of(library, language)
    for entry in control_entries(library).values():
        if len(entry.code) < ENTRY:
            continue
        shown = entry.names.get("zh", "") if language == "zh" else tell(entry.names.get("en", ""))
        meant = BoxSuggestion(
            group="items", says=shown or entry.label, detail=entry.code, address=f"/codes/{scheme}/{entry.code}"
        )
        yield meant, (entry.code, shown, *entry.names.values(), *keywords.get(entry.code, ()))


def _parties(library: Library, language: str) -> Iterator[tuple[BoxSuggestion, Iterable[str]]]:
    index = parties_of(library)
    for entry in index.entries:
        if "/" in str(entry.id):
            continue  # of a list of one's own, which has no page
        shown = _in_script(entry.names, language)
        yield (
            BoxSuggestion(group="parties", says=shown, detail=entry.territory, address=f"/parties/{entry.id}"),
            (*entry.names, *entry.identifiers),
        )
    for group in index.groups:
        shown = _in_script(group.names, language)
        yield (
            BoxSuggestion(group="parties", says=shown, detail=group.territory, address=f"/parties/{group.id}"),
            (*group.names, *group.weak_names, *group.identifiers),
        )


def _in_script(names: Sequence[str], language: str) -> str:
    """Return the first name in the script of a language; the first of all if there is none."""
    eastern = language != "en"
    return next((name for name in names if bool(_EASTERN.search(name)) is eastern), names[0])


def _places(library: Library, language: str) -> Iterator[tuple[BoxSuggestion, Iterable[str]]]:
    shown = territory_names(library)
    written: dict[str, list[str]] = {}
    for name, code in names_of_territories(library):
        written.setdefault(code, []).append(name)
    for code, name in shown[language].items():
        meant = BoxSuggestion(group="places", says=name, detail=code, fills=name)
        yield meant, (*(names[code] for names in shown.values()), code, *written.get(code, ()))
    for place, code in place_names():
        if (country := shown[language].get(code)) is not None:
            yield BoxSuggestion(group="places", says=place, detail=country, fills=country), (place,)


def _measures(library: Library, language: str) -> Iterator[tuple[BoxSuggestion, Iterable[str]]]:
    tell = teller_of(library, language)
    for row in library.measures.values():
        shown = tell(plain_name(row, library))
        yield (
            BoxSuggestion(
                group="measures",
                says=shown[:1].upper() + shown[1:],
                detail=row.instrument,
                address=f"/measures/{row.id}",
            ),
            (shown.removeprefix("the "), row.instrument, *row.title.values(), row.id.partition("/")[2]),
        )


def _folded(text: str) -> str:
    """Bring letters to one form: width, case and accents do not count."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    apart = unicodedata.normalize("NFD", plain)
    bare = "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")
    return unicodedata.normalize("NFC", " ".join(bare.split()))
