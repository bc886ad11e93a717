"""A result, or an outlook, as one page of HTML: an article with charts, each with its table."""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup, escape

from sekisho.impact.outlook import OutlookResult
from sekisho.impact.results.result import ImpactResult
from sekisho.present.impact.document import sections_of
from sekisho.present.impact.outlook_document import outlook_sections
from sekisho.present.impact.summary import head_of
from sekisho.present.render.charts import on_page
from sekisho.present.render.template import filled

UNITS: Final = re.compile(r" (?=(?:%|bn|tn)(?!\w))")
"""The space before a unit."""
DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def page(found: ImpactResult | OutlookResult) -> str:
    """Write the page; the same result gives the same bytes."""
    sections = outlook_sections(found) if isinstance(found, OutlookResult) else sections_of(found)
    context = {"head": head_of(found), "sections": sections, "drawn": on_page, "glued": glued}
    return filled("impact", "page.html", context, style="page.css")


def glued(text: str) -> Markup:
    r"""Escape a text, with numbers kept to their units and dates kept whole where lines break.

    >>> glued("7 % < all").encode("unicode_escape")
    b'7\\xa0% &lt; all'
    >>> glued("on 2026-01-06")
    Markup('on <time>2026-01-06</time>')
    """
    whole = UNITS.sub("\u00a0", str(escape(text)))
    return Markup(DATE.sub(r"<time>\g<0></time>", whole))  # noqa: S704 - escaped above; digits and hyphens alone are added
