"""Exposure as one page of HTML that needs nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.exposure.result import Exposure
from sekisho.i18n.messages import Translator
from sekisho.message import Text, message
from sekisho.present.exposure.document import document_of
from sekisho.present.exposure.stop_title import title
from sekisho.present.render.document_page import document_page

WORDS: Final[Mapping[str, Text]] = {
    "summary": message("exposure.summary_head", "Summary"),
    "before": message("exposure.caveats_head", "Keep in mind"),
    "made": message("exposure.made_head", "How this was made"),
    "rests_on": message("exposure.rests_on", "What the answer rests on"),
}
"""Heads that every page has."""


def page(
    found: Exposure,
    translator: Translator = Translator(),  # noqa: B008 - it is frozen
) -> str:
    """Write the page in a language."""
    document = document_of(found)
    return document_page(document, translator, title=title(found), words=WORDS)
