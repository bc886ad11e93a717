"""Charts drawn: as SVG or PNG by vl-convert, in process and without a network, and as a piece of HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import escape
from textwrap import wrap
from typing import Any, Final

from markupsafe import Markup

from sekisho.i18n.messages import Translator
from sekisho.message import message
from sekisho.present.charts.chart import Chart, Tell
from sekisho.present.charts.theme import CHINESE, CONFIG, FAINT, INK, JAPANESE, QUIET, SMALL, TITLE, WIDTH
from sekisho.present.render.terminal import cells
from sekisho.present.render.terminal import wrap as wrap_wide

BOLD, PLAIN = 0.56, 0.5
"""Width of a letter of bold and of plain type, as a share of its size; a little above the mean, so that no line runs
over."""
NOWHERE: Final = "file:///nowhere/"
"""The one address from which data may come: nothing is there, so that no drawing fetches anything."""
LARGER: Final = 1.25
"""Size of a chart on a page, over that by itself."""
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_SIGNS: Final = re.compile(r"[\u25a0-\u25ff]")
"""Signs of outcomes, which the typefaces of Latin letters lack: another would be taken for all that stands beside."""
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_SUM: Final = re.compile(r"(?<=\d) (?=(?:trillion|billion|million|tn|bn|m|%)(?![a-z]))")
"""What stands between a number and its size, where no line may break."""
_SIZE: Final = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
ROOM: Final = re.compile(r'transform="translate\((\d+(?:\.\d+)?),')
WIDER: Final = 0.16
"""By how much the letters of a reader's typeface may be wider than those a drawing was measured with: DejaVu Sans over
Arial, where no other is installed."""
BESIDE, SLIM_BESIDE = 24, 8
"""Room, in points, to the right of a drawing for what is written beside its last mark, wide and slim."""
_SHEET: Final = re.compile(
    r'width="([\d.]+)" height="([\d.]+)" viewBox="0 0 [\d. ]+"><rect width="[\d.]+" height="[\d.]+"'
)
_OPENING: Final = re.compile(r"<svg\b([^>]*)>", re.DOTALL)


def svg(chart: Chart, tell: Tell = str, *, framed: bool = True, slim: bool = False) -> str:
    """Draw a chart as SVG that refers to nothing outside itself.

    Parameters
    ----------
    tell
        Tells its words in a language.
    framed
        Whether title, subtitle and source are part of the drawing, and so of what stands for it; HTML sets them as text
        of its own.
    slim
        Whether it is drawn for a page as wide as a phone, without frame.
    """
    spec = _framed(chart, tell, chart.spec_in(tell)) if framed and not slim else chart.spec_in(tell, slim=slim)
    return _svg_of(spec, tell(chart.label if framed and not slim else chart.says), slim=slim)


def _svg_of(spec: Mapping[str, Any], label: str, *, slim: bool = False) -> str:
    import vl_convert

    drawn = vl_convert.vegalite_to_svg({**spec, "config": config_of(spec)}, allowed_base_urls=[NOWHERE])
    drawn = with_slack(str(drawn), beside=SLIM_BESIDE if slim else BESIDE)
    says = escape(label, quote=True)
    return _OPENING.sub(lambda match: f'<svg role="img" aria-label="{says}"{match.group(1)}>', str(drawn), count=1)


def config_of(spec: Mapping[str, Any]) -> dict[str, Any]:
    """Return how a drawing looks, its typeface that of the writing in it: one family with a bold, from end to end.

    >>> (
    ...     config_of({"title": "損失が最も大きい"})["font"].split(",")[0],
    ...     config_of({"title": "损失最大"})["font"].split(",")[0],
    ... )
    ("'Noto Sans CJK JP'", "'Noto Sans CJK SC'")
    """
    words = json.dumps(spec, ensure_ascii=False)
    if _HAN.search(words) and not _KANA.search(words):
        return {**CONFIG, "font": CHINESE}
    return {**CONFIG, "font": JAPANESE} if _KANA.search(words) or _SIGNS.search(words) else CONFIG


def with_slack(drawn: str, *, beside: int = BESIDE) -> str:
    """Widen the sheet of a drawing for letters wider than it was measured with, so that none is cut at its edges.

    >>> with_slack('<svg width="9" height="9" viewBox="0 0 9 9"><rect width="9" height="9" fill="#fff"/>')
    '<svg width="33" height="9" viewBox="0 0 33 9"><rect x="0" width="33" height="9" fill="#fff"/>'

    Parameters
    ----------
    beside
        Room to its right, in points.
    """
    room = ROOM.search(drawn)
    left = round(float(room[1]) * WIDER) if room else 0

    def wider(sheet: re.Match[str]) -> str:
        width, height = float(sheet[1]) + left + beside, sheet[2]
        return (
            f'width="{width:g}" height="{height}" viewBox="{0 - left} 0 {width:g} {height}">'
            f'<rect x="{0 - left}" width="{width:g}" height="{height}"'
        )

    return _SHEET.sub(wider, drawn, count=1)


def png(chart: Chart, tell: Tell = str, *, scale: float = 2.0) -> bytes:
    """Draw a chart as PNG, `scale` dots to a point."""
    return _png_of(_framed(chart, tell, chart.spec_in(tell)), scale)


def _png_of(spec: Mapping[str, Any], scale: float = 2.0) -> bytes:
    import vl_convert

    return bytes(
        vl_convert.vegalite_to_png({**spec, "config": config_of(spec)}, scale=scale, allowed_base_urls=[NOWHERE])
    )


WIDE, SLIM, WHOLE, LABEL = "wide", "slim", "whole", "label"
"""Drawings of a chart laid by, and what stands for them where they cannot be seen."""


def laid_by(chart: Chart, tell: Tell = str) -> dict[str, Any]:
    """Return a chart as plain data in a language, to be drawn when somebody asks: drawing takes the most time of it."""
    wide = chart.spec_in(tell)
    slim = chart.spec_in(tell, slim=True) if chart.is_slim else wide
    return {LABEL: tell(chart.label), WIDE: wide, SLIM: slim, WHOLE: _framed(chart, tell, wide)}


def drawn_from(laid: Mapping[str, Any], which: str, *, as_png: bool = False) -> bytes:
    """Draw a chart that was laid by: the wide or the slim one, or the whole one with title and source."""
    if as_png:
        return _png_of(laid[which])
    return _svg_of(laid[which], laid[LABEL], slim=which == SLIM).encode()


def on_page(chart: Chart, tell: Tell = str, *, slim: bool) -> Markup:
    """Draw a chart as SVG for a page of text, where its letters come near in size to those around it."""
    drawn = svg(chart, tell, framed=False, slim=slim)
    if not slim:
        drawn = _SIZE.sub(_larger, drawn, count=1)
    return Markup(drawn)  # noqa: S704 - drawn from data by vl-convert, which escapes text


def _larger(match: re.Match[str]) -> str:
    width, height = (round(float(each) * LARGER) for each in match.groups())
    return f'width="{width}" height="{height}"'


def html(chart: Chart, tell: Tell = str) -> str:
    """Write a chart as a figure of HTML, with its table: readable without script."""
    head = "".join(
        f'<th scope="col"{_right(column.unit)}>{escape(tell(column.heading))}</th>' for column in chart.columns
    )
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{_right(column.unit)}>{escape(tell(column.shown(cell)))}</td>"
            for column, cell in zip(chart.columns, row, strict=True)
        )
        + "</tr>"
        for row in chart.rows
    )
    table = escape(tell(message("chart.table", "Table")))
    return (
        '<figure class="chart">'
        f"<figcaption><strong>{escape(tell(chart.title))}</strong><span>{escape(tell(chart.subtitle))}</span></figcaption>"
        f"{svg(chart, tell, framed=False)}"
        f'<p class="source">{escape(tell(chart.source))}</p>'
        f"<details><summary>{table}</summary><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></details>"
        "</figure>"
    )


def page(chart: Chart, translator: Translator | None = None) -> str:
    """Write a chart as a page of its own, readable and printable without anything else.

    Parameters
    ----------
    translator
        What tells it in a language; English if left out.
    """
    voice = translator or Translator()
    tell = voice.say
    style = (
        f"body{{font-family:sans-serif;color:{INK};max-width:46rem;margin:1.5rem auto;padding:0 1rem}}"
        "figure{margin:0}svg{max-width:100%;height:auto}"
        f"figcaption strong{{display:block;font-size:1.25rem}}figcaption span{{display:block;color:{QUIET};"
        f"margin:.25rem 0 1rem}}.source{{font-size:.85rem;color:{QUIET}}}"
        f"table{{border-collapse:collapse;font-size:.9rem}}th,td{{text-align:left;padding:.3rem .9rem .3rem 0;"
        f"border-bottom:1px solid {FAINT}}}th.number,td.number{{text-align:right}}"
    )
    return (
        f'<!doctype html>\n<html lang="{voice.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(tell(chart.title))}</title><style>{style}</style></head>"
        f"<body><main>{html(chart, tell)}</main></body></html>\n"
    )


def _right(unit: str) -> str:
    return ' class="number"' if unit else ""


def _framed(chart: Chart, tell: Tell, spec: Mapping[str, Any]) -> dict[str, Any]:
    """Set title and subtitle above a drawing, and its source below."""
    inner = {key: value for key, value in spec.items() if key != "$schema"}
    title = {
        "text": lines_of(tell(chart.title), TITLE * BOLD),
        "subtitle": lines_of(tell(chart.subtitle), 13 * PLAIN),
    }
    foot = {
        "text": lines_of(tell(chart.source), SMALL * PLAIN),
        "orient": "bottom",
        "anchor": "start",
        "fontSize": SMALL,
        "fontWeight": 400,
        "color": QUIET,
        "lineHeight": 15,
        "offset": 16,
        "frame": "bounds",
    }
    return {
        "$schema": spec.get("$schema", ""),
        "title": foot,
        "resolve": {"scale": {"color": "independent"}, "legend": {"color": "independent"}},  # keys below the title
        "vconcat": [{**inner, "title": title}],
    }


def lines_of(text: str, letter: float, width: float = WIDTH + 60) -> list[str]:
    """Break a text into as few lines as fit a width in points, of about equal length, if a letter has a width.

    No number is parted from its sign of per cent or the word of its size.

    >>> lines_of("one two three four", 6, width=80)
    ['one two', 'three four']
    """
    most = int(width / letter)
    if cells(text) > len(text):  # letters of two cells, between any of which a line may break
        return wrap_wide(text, width=most)
    glued = _SUM.sub("\u00a0", text)
    lines = wrap(glued, most)
    shorter = (wrap(glued, least) for least in range(most // 2, most))
    return next((each for each in shorter if len(each) == len(lines)), lines) if len(lines) > 1 else lines
