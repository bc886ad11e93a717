"""Pages of HTML from a template that escapes what it is given, in the one style of all reports.

A page needs nothing else: no script, no font, no address to load from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib import resources
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

STYLE: Final = "page.css"
_NOT_IN_HTML: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def filled(folder: str, template: str, context: Mapping[str, object], *, style: str = "") -> str:
    """Fill a template of a folder of reports; it finds the style as `css`.

    Parameters
    ----------
    folder
        Package under `sekisho.present` that holds the template.
    style
        File beside the template with rules of its own, added to those of all reports.
    """
    environment = Environment(
        loader=PackageLoader("sekisho.present", folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    root = resources.files("sekisho.present")
    rules = [root.joinpath(STYLE), *([root.joinpath(folder).joinpath(style)] if style else [])]
    css = Markup("".join(each.read_text(encoding="utf-8") for each in rules))  # noqa: S704 - the project's own files
    return _NOT_IN_HTML.sub("\ufffd", environment.get_template(template).render(css=css, **context))
