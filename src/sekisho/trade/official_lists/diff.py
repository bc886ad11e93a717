"""What an official list changes against the list in use: codes, names, limits, customs codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.errors import LibraryError, Problem
from sekisho.files.package_csv import header_rows
from sekisho.files.yaml_nodes import read_plain
from sekisho.law.model.library import Library
from sekisho.law.model.user_list import UserList, overlaid
from sekisho.message import Text, message
from sekisho.trade.items.code import ENTRY
from sekisho.trade.official_lists.official_list import HEADINGS, SCHEME, OfficialList
from sekisho.trade.official_lists.printed_text import CODE, bare_name, figures, narrow, stated

Rows = Mapping[str, Mapping[str, str]]
"""A control list as rows of its table, by code."""

KINDS: Final[Mapping[str, Text]] = {
    "added": message("lists.codes_added", "codes added"),
    "removed": message("lists.codes_removed", "codes that the file lacks (still in use)"),
    "renamed": message("lists.codes_renamed", "names changed"),
    "limits_filled": message("lists.codes_limits_filled", "limits filled (a figure was unknown)"),
    "limits_changed": message("lists.codes_limits_changed", "limits with other figures or words"),
    "hs_changed": message("lists.codes_hs_changed", "customs codes changed"),
    "check": message("lists.codes_check", "built-in executable limits to check"),
}
"""Kind of change, and what it is called."""

WRITTEN_OTHERWISE: Final = "The built-in executable limit of {code} was written against another text: check."


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeChange:
    """One difference at one code."""

    kind: str
    code: str
    before: str = ""
    after: str = ""
    place: str = ""

    def to_dict(self) -> dict[str, object]:
        """Return it as plain data."""
        return {
            "kind": self.kind,
            "code": self.code,
            "before": self.before,
            "after": self.after,
            "place": self.place,
        }


def table_of(library: Library) -> Path:
    """Find the table of the control list in the packages of a library.

    Raises
    ------
    LibraryError
        If no package holds it.
    """
    for package in library.packages:
        table = package.folder / "lists" / f"{SCHEME.replace('/', '-')}.csv"
        if table.is_file():
            return table
    raise LibraryError(
        Problem(
            what=message("item.no_package", "no package has the list {list}.", list=SCHEME),
            remedy=message("item.load_package", "Load a package that does."),
        )
    )


def rows_in_use(library: Library, lists: tuple[UserList, ...] | None = None) -> dict[str, dict[str, str]]:
    """Read the control list in use: the built-in table with the user's lists laid over it."""
    with table_of(library).open(encoding="utf-8-sig", newline="") as file:
        rows = overlaid(SCHEME, header_rows(file), library.user_lists if lists is None else lists)
    return {row["code"]: row for row in rows}


def executable_codes(table: Path) -> frozenset[str]:
    """Name the codes whose limits the package holds as conditions, in whatever file of limits beside the table."""
    stem = table.stem
    files = [*table.parent.glob(f"{stem}.limits.yaml"), *table.parent.parent.glob(f"limits/{stem}/*.yaml")]
    found: set[str] = set()
    for file in files:
        plain = read_plain(file.read_text(encoding="utf-8"), name=file.name)
        entries = plain.get("entries", plain)
        found |= {str(code) for code in entries if CODE.fullmatch(str(code))} if isinstance(entries, dict) else set()
    return frozenset(found)


def changes(before: Rows, after: OfficialList, executable: frozenset[str]) -> list[CodeChange]:
    """Compare an official list with the list in use, sorted by kind and code."""
    found = [change for code in sorted({*before, *after.items}) for change in _of(code, before, after, executable)]
    order = list(KINDS)
    return sorted(found, key=lambda change: (order.index(change.kind), change.code))


def _of(code: str, before: Rows, after: OfficialList, executable: frozenset[str]) -> Iterator[CodeChange]:
    row, item = before.get(code), after.items.get(code)
    if item is None:
        if row is not None and len(code) >= ENTRY and row["quality"] not in HEADINGS:
            yield CodeChange(kind="removed", code=code, before=row["name_zh"] or row["name_en"])
        return
    if row is None:
        yield CodeChange(kind="added", code=code, after=item.name, place=item.place)
        return

    def change(kind: str, old: str, new: str) -> CodeChange:
        return CodeChange(kind=kind, code=code, before=old, after=new, place=item.place)

    if item.name and bare_name(item.name) != bare_name(row["name_zh"]):
        yield change("renamed", row["name_zh"] or row["name_en"], item.name)
    limits = limit_change(row["threshold"], item.text, item.name)
    if limits:
        yield change(limits, row["threshold"], item.text)
        if code in executable:
            yield change("check", row["threshold"], WRITTEN_OTHERWISE.format(code=code))
    if item.hs and set(item.hs) != set(filter(None, row["hs"].split(";"))):
        yield change("hs_changed", row["hs"], ";".join(item.hs))


def limit_change(before: str, text: str, name: str = "") -> str:
    """Tell how limits changed: filled, changed, or not at all.

    The project states limits in its own English words, the list in Chinese; the figures are what both share. Figures of
    the name (of a chemical, an alloy) are no limits. Two Chinese texts are compared word for word.

    >>> limit_change("range > unknown km", "射程大于300km"), limit_change("range > 300 km", "射程大于 300 km；")
    ('limits_filled', '')
    >>> limit_change("range > 300 km", "射程大于500km"), limit_change("射程大于300km", "射程不小于300km")
    ('limits_changed', 'limits_changed')
    >>> limit_change("not for < unknown GBq", "镭-226制品", name="镭-226")
    ''
    """
    if not text:
        return ""
    if any(letter >= "\u4e00" for letter in before):
        return "limits_changed" if _squeezed(before) != _squeezed(text) else ""
    old = figures(before)
    new = stated(text, name) | (figures(text) & old)
    if "unknown" in before and new - old:
        return "limits_filled"
    return "limits_changed" if old != new else ""


def _squeezed(text: str) -> str:
    return narrow(text).replace(" ", "").rstrip("；;。")
