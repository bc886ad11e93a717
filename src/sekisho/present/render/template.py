"""Pages of HTML from a template that escapes what it is given, in the one style of all reports.

A page needs nothing else: no script, no font, no address to load from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from sekisho.present.render.terminal import UNITS

STYLE: Final = "page.css"
DATE: Final = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\d{4}年\d{1,2}月(?:\d{1,2}日)?")
"""A day or a month."""
_BARRED: Final = r"\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_NOT_IN_HTML: Final = re.compile(f"[{_BARRED}]")
_ALL_IN_HTML: Final = re.compile(f"[^{_BARRED}]*")
"""A page as a whole: to look for one letter that may not stand in it takes two and a half times as long."""


def filled(folder: str, template: str, context: Mapping[str, object], *, style: str = "") -> str:
    """Fill a template of a folder of reports; it finds the style as `css`.

    Parameters
    ----------
    folder
        Package under `sekisho.present` that holds the template.
    style
        File beside the template with rules of its own, added to those of all reports.
    """
    root = resources.files("sekisho.present")
    rules = [root.joinpath(STYLE), *([root.joinpath(folder).joinpath(style)] if style else [])]
    css = Markup("".join(each.read_text(encoding="utf-8") for each in rules))  # noqa: S704 - the project's own files
    return legible(_environment(folder).get_template(template).render(css=css, **context))


def legible(text: str) -> str:
    r"""Put a sign in the place of each letter that may not stand in HTML.

    >>> legible("a<b>\x00</b>") == "a<b>\ufffd</b>", legible("東京")
    (True, '東京')
    """
    return text if _ALL_IN_HTML.fullmatch(text) else _NOT_IN_HTML.sub("\ufffd", text)


@lru_cache
def _environment(folder: str) -> Environment:
    """Return the templates of a folder; one that was compiled serves the next page."""
    return Environment(
        loader=PackageLoader("sekisho.present", folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def glued(text: str) -> Markup:
    r"""Escape a text, with numbers kept to their units and dates kept whole where lines break.

    >>> glued("7 % < all").encode("unicode_escape")
    b'7\\xa0% &lt; all'
    >>> glued("on 2026-01-06")
    Markup('on <time>2026-01-06</time>')
    """
    whole = UNITS.sub("\u00a0", str(escape(text)))
    return Markup(DATE.sub(r"<time>\g<0></time>", whole))  # noqa: S704 - escaped above; digits and hyphens alone are added
