"""The words of a PDF file."""

from __future__ import annotations

import io

A4 = (595, 842)
"""Points."""


def words_in(content: bytes) -> str:
    """All words of a PDF; each of its pages is A4."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        assert {(round(page.width), round(page.height)) for page in document.pages} == {A4}
        return " ".join(page.extract_text() or "" for page in document.pages)
