"""Pieces of pages that are written once and taken again, and what templates call: the page is the same as without."""

from __future__ import annotations

import re

import pytest
from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from starlette.testclient import TestClient

from sekisho import Library
from sekisho.law.model.term import Reading
from sekisho.present.determination.clause_views import TermTold, mark_of
from sekisho.web.html_pieces import term_told
from sekisho.web.messages import PageTranslator
from sekisho.web.rendering import PageContext, environment

LINE = {"control_codes": "3C001.a", "departure": "CN", "destination": "JP"}
TERM_LINK = re.compile(r'<div class="term"><h4><a href="([^"]*)"')


def _page(client: TestClient, language: str = "en", **more: str) -> str:
    """Send the line as a form, whose page is not kept."""
    return client.post("/check/result", data=LINE | more, headers={"accept-language": language}).text


def test_a_term_written_before_leads_to_the_day_of_the_page_that_shows_it(client: TestClient):
    days = ("2026-09-30", "2026-10-01", "2026-09-30")
    links = [TERM_LINK.findall(_page(client, as_of=day)) for day in days]
    assert all(links)
    for day, found in zip(days, links, strict=True):
        assert {link.rpartition("as_of=")[2] for link in found} == {day}


def test_a_term_written_before_is_told_in_the_language_of_the_page(client: TestClient):
    english, japanese, again = (_page(client, language, as_of="2026-09-30") for language in ("en", "ja", "en"))
    assert english == again
    assert "project’s translation" in english
    assert "project’s translation" not in japanese


def test_a_term_read_broadly_is_not_shown_as_one_read_narrowly(client: TestClient):
    told = [_page(client, as_of="2026-09-30", reading=reading) for reading in ("narrow", "broad", "narrow")]
    assert told[0] == told[2] != told[1]
    assert "disputed: narrow" in told[0].lower()
    assert "disputed: narrow" not in told[1].lower()


def test_a_term_without_parts_is_told_by_language_and_reading(library: Library):
    term = next(term for term in library.terms.values() if term.disputed)
    texts = {
        term_told(
            TermTold(term=term, reading=reading, value=True, parts=()), PageTranslator(language), str, mark_of, language
        )
        for reading in (Reading.NARROW, Reading.BROAD, None)
        for language in ("en", "ja", "zh")
    }
    assert len(texts) == 9


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_page_is_the_one_that_the_context_of_jinja_writes(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, language: str
):
    ours = _page(client, language, as_of="2026-09-30")
    monkeypatch.setattr(environment(), "context_class", Context)
    assert _page(client, language, as_of="2026-09-30") == ours


@pass_context
def _marked(context: Context, more: str) -> str:
    return f"{context['known']}{more}"


class Marking:
    """Has a method that wants the context."""

    @pass_context
    def marked(self, context: Context, more: str) -> str:
        """Tell something with what the page knows."""
        return f"{context['known']}{more}"


def test_what_is_marked_gets_the_context_as_jinja_hands_it():
    text = (
        "{% macro twice(a) %}{{ a }}{{ f(a) }}{% endmacro %}"
        "{% for one in 'xy' %}{% set known = one %}{{ f('1') }}{{ twice(m('2')) }} {% endfor %}"
    )
    written = []
    for kind in (Context, PageContext):
        templates = Environment(autoescape=True)
        templates.context_class = kind
        written.append(templates.from_string(text).render(known="k", f=_marked, m=Marking().marked))
    assert written[0] == written[1]
    assert "x1" in written[0]
