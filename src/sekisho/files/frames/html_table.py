"""A short table as a piece of HTML, for notebooks; the core can make one without a template."""

from __future__ import annotations

from collections.abc import Iterable


def html_table(rows: Iterable[tuple[str, object]]) -> str:
    """Write names and values as a table; a row without a value is left out.

    >>> html_table([("outcome", "free"), ("open", ""), ("party", "<b>")])
    '<table><tr><th>outcome</th><td>free</td></tr><tr><th>party</th><td>&lt;b&gt;</td></tr></table>'
    """
    from html import escape  # its table of letters takes longer to load than most answers

    told = ((escape(name), escape(str(value))) for name, value in rows)
    return f"<table>{''.join(f'<tr><th>{name}</th><td>{text}</td></tr>' for name, text in told if text)}</table>"
