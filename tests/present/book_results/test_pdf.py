"""PDF from the same pages: letters of three scripts, A4, nothing fetched; and what is said where it cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.pdf_words import words_in

from sekisho.errors import SekishoError
from sekisho.present.render import pdf
from sekisho.present.render.pdf import pdf_of

Call = Callable[..., object]
needs_pdf = pytest.mark.skipif(not pdf.is_installed(), reason="needs WeasyPrint and Pango")


@needs_pdf
def test_words_of_three_scripts_and_the_number_of_the_page_are_there():
    style = "<style>@page { size: A4 }</style>"
    text = words_in(pdf_of(f"{style}<h1>Screening sheet</h1><p lang='ja'>取引審査票</p><p lang='zh'>出口管制</p>"))
    for word in ("Screening sheet", "取引審査票", "出口管制", "1 / 1"):
        assert word in text


@needs_pdf
def test_nothing_is_fetched_neither_from_the_network_nor_from_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    secret = tmp_path / "secret.css"
    secret.write_text("p::after { content: 'SECRET' }", encoding="utf-8")
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was asked"))
    page = f"""<style>@page {{ size: A4 }}</style><link rel=stylesheet href="{secret.as_uri()}">
    <link rel=stylesheet href="http://192.0.2.1/x.css"><img src="http://192.0.2.1/x.png"><p>words</p>"""
    text = words_in(pdf_of(page))
    assert "words" in text
    assert "SECRET" not in text


def test_where_it_is_not_installed_the_error_says_what_to_install_or_to_print(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pdf, "is_installed", lambda: False)
    with pytest.raises(SekishoError, match=r"sekisho\[books\].*Pango.*print it from a browser"):
        pdf_of("<p>x</p>")
