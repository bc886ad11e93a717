"""What is written to files, text by text: workbooks with all their sheets, letters, and reports as pages."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

from tests.support.speech.texts import texts_of_html

MACHINE: Final = frozenset({"_data", "_Data", "Data"})
"""Sheets for programs: columns of data under their names of data, in every language."""
COPIED: Final = re.compile(r"[0-9a-f]{64}")
"""A whole cell that is copied to be compared: the digest of a file."""
W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def texts_of_file(file: Path, language: str) -> Iterator[str]:
    """Go through the texts of a file, one a cell, a paragraph or a block; what stands in columns is taken apart."""
    for text in _texts(file, language):
        yield from (part for part in re.split(r"\s{3,}", text) if part and not COPIED.fullmatch(part))


def _texts(file: Path, language: str) -> Iterator[str]:
    match file.suffix:
        case ".xlsx":
            yield from _workbook(file)
        case ".docx":
            yield from _letter(file)
        case ".txt":
            yield from filter(None, map(str.strip, file.read_text(encoding="utf-8").splitlines()))
        case ".html":
            yield from texts_of_html(file.read_text(encoding="utf-8"), language)


def _workbook(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as parts:

        def read(name: str) -> ET.Element:
            return ET.fromstring(parts.read(name))  # noqa: S314 - the program's own file

        shared = (
            [_text(one) for one in read("xl/sharedStrings.xml")] if "xl/sharedStrings.xml" in parts.namelist() else []
        )
        places = {one.get("Id"): one.get("Target") for one in read("xl/_rels/workbook.xml.rels")}
        for sheet in read("xl/workbook.xml").iter(f"{M}sheet"):
            if sheet.get("name") in MACHINE or sheet.get("state") in {"hidden", "veryHidden"}:
                continue
            yield str(sheet.get("name"))
            yield from _sheet(read(f"xl/{places[sheet.get(f'{R}id')]}"), shared)
        for name in parts.namelist():
            if re.fullmatch(r"xl/(?:charts|drawings)/\w+\.xml", name):
                yield from (one.text for one in read(name).iter() if one.tag.endswith("}t") and one.text)


def _text(one: ET.Element) -> str:
    return "".join(text.text or "" for text in one.iter(f"{M}t"))


def _sheet(root: ET.Element, shared: list[str]) -> Iterator[str]:
    hidden = [
        (int(one.get("min", 0)), int(one.get("max", 0))) for one in root.iter(f"{M}col") if one.get("hidden") == "1"
    ]
    for cell in root.iter(f"{M}c"):
        at = _number(re.sub(r"\d", "", str(cell.get("r"))))
        if any(first <= at <= last for first, last in hidden):
            continue
        if cell.get("t") == "s":
            yield shared[int(cell.findtext(f"{M}v") or 0)]
        elif cell.get("t") in {"inlineStr", "str"}:
            yield _text(cell) or cell.findtext(f"{M}v") or ""
    for one in root.iter(f"{M}dataValidation"):
        yield from (text for key in ("prompt", "promptTitle", "error", "errorTitle") if (text := one.get(key)))
    for name in ("oddHeader", "oddFooter"):
        yield from (re.sub(r"&[A-Z]", " ", text) for one in root.iter(f"{M}{name}") if (text := one.text))


def _number(letters: str) -> int:
    """The number of a column.

    >>> _number("A"), _number("AB")
    (1, 28)
    """
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _letter(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as parts:
        for name in ("word/document.xml", "word/footer1.xml"):
            if name in parts.namelist():
                root = ET.fromstring(parts.read(name))  # noqa: S314 - the program's own file
                paragraphs = ("".join(text.text or "" for text in one.iter(f"{W}t")) for one in root.iter(f"{W}p"))
                yield from filter(None, paragraphs)
