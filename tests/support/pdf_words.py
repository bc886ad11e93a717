"""The words of a PDF file."""

from __future__ import annotations

import io

A4 = (595, 842)
"""Points."""


def words_in(content: bytes, *sizes: tuple[int, int]) -> str:
    """All words of a PDF; each of its pages is A4 upright, or of one of the sizes named."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        assert {(round(page.width), round(page.height)) for page in document.pages} == set(sizes or (A4,))
        return " ".join(page.extract_text() or "" for page in document.pages)
