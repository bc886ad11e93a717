"""Letters as files of Word: a handful of XML from templates, packed as ZIP.

A letter is paragraphs and tables alone, so no library for all of Word is needed (decision record 37). The same letter
gives the same bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from sekisho.i18n.messages import Translator
from sekisho.present.document import BLANK, Blanks, Letter, Paragraph, Points, Table
from sekisho.present.render.terminal import cells

_PAGE: Final = 9638
"""Width between the margins of a page, in twentieths of a point: A4 less 2 cm at either side."""
_PARTS: Final[Mapping[str, str]] = {
    "[Content_Types].xml": "content_types.xml",
    "_rels/.rels": "rels.xml",
    "word/document.xml": "document.xml",
    "word/_rels/document.xml.rels": "document_rels.xml",
    "word/styles.xml": "styles.xml",
    "word/footer1.xml": "footer.xml",
    "docProps/core.xml": "core.xml",
}
"""Files of the package by the templates that make them; readers of Word expect the first in the first place."""
MADE: Final = (1980, 1, 1, 0, 0, 0)
"""Day of every file in a package: the same letters give the same bytes."""
_FONTS: Final = {
    "en": ("Times New Roman", "MS Mincho", "en-GB"),
    "ja": ("Times New Roman", "游明朝", "ja-JP"),
    "zh": ("Times New Roman", "宋体", "zh-CN"),
}
"""For Latin letters, for Chinese and Japanese ones, and the language tag."""
_NARROW, _WIDE = 8, 40
"""Cells between which a column's share of the width is taken. A guess: below, a head breaks at every letter; above, one
long text would leave the others nothing."""
_NOT_IN_XML: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_QUESTION: Final = 5200
"""Width of the questions beside their empty boxes: more than half, since they are sentences."""


def docx_bytes(letter: Letter, translator: Translator) -> bytes:
    """Return a letter as a file of Word, in the language of a translator."""
    say = translator.say
    latin, font, tag = _FONTS[translator.language]
    context = {
        "number": letter.number,
        "subject": say(letter.subject),
        "remarks": [say(text) for text in letter.remarks],
        "head": [say(text) for text in letter.head],
        "parts": [_part(part, translator) for part in letter.parts],
        "page": _PAGE,
        "latin": latin,
        "font": font,
        "tag": tag,
    }
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, template in _PARTS.items():
            text = _NOT_IN_XML.sub("\ufffd", _templates().get_template(template).render(context))
            file.writestr(zipfile.ZipInfo(name, MADE), text.encode("utf-8"), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("sekisho.present", "render/docx"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _part(part: Paragraph | Points | Table | Blanks, translator: Translator) -> dict[str, object]:
    say = translator.say
    match part:
        case Paragraph():
            return {"kind": "paragraph", "text": say(part.text)}
        case Points():
            return {"kind": "points", "texts": [say(text) for text in part.items]}
        case Table():
            heads = [say(head) for head in part.heads]
            rows = [[say(cell) for cell in row] for row in part.rows]
            return {
                "kind": "grid",
                "caption": say(part.caption),
                "heads": heads,
                "rows": rows,
                "widths": _widths([heads, *rows]),
            }
        case Blanks():
            rows = [[f"{place}. {say(text)}", BLANK] for place, text in enumerate(part.questions, start=1)]
            return {"kind": "blanks", "rows": rows, "widths": [_QUESTION, _PAGE - _QUESTION]}


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Share the width of the page among columns by the longest text of each."""
    longest = [min(max(_NARROW, *map(cells, column)), _WIDE) for column in zip(*rows, strict=True)]
    return [_PAGE * width // sum(longest) for width in longest]
