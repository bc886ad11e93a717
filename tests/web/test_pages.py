"""Every page as HTML: well formed, named, in order, in three languages, and of this computer alone."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.support.web.addresses import PAGES
from tests.support.web.html import Element, name_of, parsed

from sekisho.cli import main

LANGUAGES = ("en", "ja", "zh")


_KNOWN: dict[tuple[str, str], Element] = {}


def _page(client: TestClient, address: str, language: str = "en") -> Element:
    """Ask a page once, whatever is asked of it."""
    if (address, language) not in _KNOWN:
        answer = client.get(address, headers={"accept-language": language})
        assert answer.status_code == 200, answer.text[:500]
        _KNOWN[address, language] = parsed(answer.text)
    return _KNOWN[address, language]


@pytest.mark.parametrize("address", PAGES)
def test_headings_begin_with_one_and_skip_no_level(client: TestClient, address: str):
    levels = [int(one.tag[1]) for one in _page(client, address).all("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


@pytest.mark.parametrize("address", PAGES)
def test_every_control_has_a_name(client: TestClient, address: str):
    page = _page(client, address)
    controls = [one for one in page.all("input", "select", "textarea") if one["type"] != "hidden"]
    assert [one.attributes for one in controls if not name_of(one, page)] == []
    assert [one.attributes for one in page.all("button") if not one.text] == []


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_what_refers_to_them_finds_them(client: TestClient, address: str):
    page = _page(client, address)
    ids = [one["id"] for one in page.all() if "id" in one]
    assert len(ids) == len(set(ids))
    referred = {
        name
        for one in page.all()
        for attribute in ("for", "aria-describedby", "aria-labelledby", "list")
        for name in one[attribute].split()
    }
    assert referred - set(ids) == set()
    assert {one["href"][1:] for one in page.all("a") if one["href"].startswith("#")} - set(ids) == set()


@pytest.mark.parametrize("address", PAGES)
def test_tables_have_captions_and_heads_with_scope(client: TestClient, address: str):
    for table in _page(client, address).all("table"):
        assert [one for one in table.all("caption") if one.text]
        assert all(one["scope"] for one in table.all("th"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("address", PAGES)
def test_a_page_speaks_the_language_asked_for(client: TestClient, address: str, language: str):
    page = _page(client, address, language)
    (html,) = page.all("html")
    assert html["lang"] == language
    nav = next(one for one in page.all("nav"))
    assert {"en": "Measures", "ja": "措置", "zh": "措施"}[language] in nav.text


@pytest.mark.parametrize("address", PAGES)
def test_the_day_of_the_law_stands_at_the_top_and_in_every_address(client: TestClient, address: str):
    page = _page(client, address)
    time = next(page.all("time"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", time["datetime"])
    own = [one["href"] for one in page.all("a") if one["href"].startswith("/")]
    # who reads a feed reads it as of each day, and what was counted is of no day of law
    free = ("/static/", "/api/openapi.json", "/changes/feed.", "/dependence/files/")
    assert [one for one in own if "as_of=" not in one and not one.startswith(free)] == []
    assert f"as_of={time['datetime']}" in own[0]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_loaded_from_elsewhere_and_nothing_is_inline(client: TestClient, address: str):
    page = _page(client, address)
    loaded = [
        one[name] for one in page.all() for name in ("src", "srcset", "action", "formaction", "data") if name in one
    ]
    loaded += [one["href"] for one in page.all("link")]
    assert [one for one in loaded if not one.startswith("/") or one.startswith("//")] == []
    assert [one for one in page.all() if "style" in one or any(name.startswith("on") for name in one.attributes)] == []
    assert [one for one in page.all("script") if not one["src"]] == []
    assert list(page.all("style", "iframe", "object", "embed")) == []


@pytest.mark.parametrize("address", PAGES)
def test_words_of_law_carry_their_language(client: TestClient, address: str):
    """Chinese by itself on an English page is marked, so that a voice can read it."""
    page = _page(client, address)
    for one in page.all():
        said = "".join(one.own)
        if not re.search(r"[\u4e00-\u9fff]", said) or one.tag in {"option", "textarea", "title"}:
            continue
        around: Element | None = one
        while around is not None and "lang" not in around:
            around = around.parent
        language = around["lang"] if around is not None else ""
        assert language in {"zh", "ja"} or re.search(r"[A-Za-z]{3}", said), said[:60]


def test_a_page_that_is_not_there_says_so_and_leads_on(client: TestClient):
    answer = client.get("/nothing")
    page = parsed(answer.text)
    assert answer.status_code == 404
    assert "Error:" in next(page.all("title")).text
    assert next(page.all("h1")).text == "There is no such page"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/measures/cn/2026-01-japan-dual", "no measure 'cn/2026-01-japan-dual'. Did you mean"),
        ("/terms/military-usr", "no term 'military-usr'. Did you mean 'military-user'?"),
        ("/codes/cn/dual-use/9Z999", "9Z999"),
        ("/codes/us/ccl/1C001", "no scheme 'us/ccl'."),
    ],
)
def test_what_is_not_in_the_library_is_told_with_the_nearest(client: TestClient, address: str, said: str):
    answer = client.get(address)
    assert answer.status_code == 404
    assert said in parsed(answer.text).text


@pytest.mark.parametrize("day", ["2026-02-30", "today", "2026-13-01", "0000-01-01", "99999-01-01"])
def test_a_day_that_is_none_is_told(client: TestClient, day: str):
    answer = client.get(f"/measures?as_of={day}")
    assert answer.status_code == 422
    assert f"“{day}” is not a day of the calendar" in parsed(answer.text).text


def test_a_day_of_three_boxes_is_a_day(client: TestClient):
    answer = client.get("/measures?as_of-day=6&as_of-month=1&as_of-year=2026")
    assert next(parsed(answer.text).all("time"))["datetime"] == "2026-01-06"


def test_the_language_chosen_is_remembered(client: TestClient):
    chosen = client.get("/help?language=ja")
    assert "language=ja" in chosen.headers["set-cookie"]
    assert 'lang="ja"' in client.get("/help", headers={"cookie": "language=ja"}).text[:40]
    assert 'lang="en"' in client.get("/help", headers={"cookie": "language=xx"}).text[:40]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "“2026-2-30” is not a day of the calendar"),
        ("ja", "「2026-2-30」は暦にない日付です"),
        ("zh", "“2026-2-30”不是日历上的一天"),
    ],
)
def test_a_date_of_law_that_is_no_day_is_told_in_the_readers_language(client: TestClient, language: str, said: str):
    answer = client.get("/measures?as_of-day=30&as_of-month=2&as_of-year=2026", headers={"accept-language": language})
    assert answer.status_code == 422
    (summary,) = [one for one in parsed(answer.text).all("div") if one["class"] == "summary"]
    assert said in summary.text
    assert "YYYY-MM-DD" not in summary.text


def test_what_changed_says_what_moves_for_a_shipment_and_leads_to_each_measure(client: TestClient):
    page = client.get("/changes?from=2025-10-01&to=2026-02-28&as_of=2026-09-30")
    assert "What moves for a shipment to Japan" in page.text
    assert "/measures/cn/2026-01-japan-dual-use?" in page.text
    plain = client.get("/changes.json?from=2025-10-01&to=2026-02-28&as_of=2026-09-30").json()["data"]
    assert {one["use"] for one in plain["moves"]} == {"military"}
    assert client.get("/changes?from=2026-02-28&to=2025-10-01").status_code == 422


def test_a_month_in_which_parties_of_japan_came_onto_a_list_stands_open(client: TestClient):
    """Twenty and twenty came onto the two lists in February 2026, and 40 in the summer."""
    text = client.get("/changes?from=2026-01-01&to=2026-09-30").text
    folded = "".join(re.findall(r'<details class="fold">.*?</details>', text, flags=re.DOTALL))
    assert "February 2026" in text
    assert "<h2>February 2026" not in folded
    assert "<h2>March 2026" in folded or "March 2026" not in text


def test_a_measure_whose_state_is_open_says_what_is_known_above_its_time_line(client: TestClient):
    text = client.get("/measures/cn/2025-61-rare-earths-abroad?as_of=2026-11-27").text
    top = text.split('id="time"')[0]
    assert "On 28 September 2026 a ministry official said" in top
    assert "said-since" not in client.get("/measures/cn/2025-61-rare-earths-abroad?as_of=2026-06-01").text


def test_what_changed_counts_its_rows_and_says_why_something_is_not_known(client: TestClient):
    page = parsed(client.get("/changes?from=2026-09-01&to=2026-11-28&as_of=2026-11-28").text)
    captions = [table for table in page.all("table") if "with the measure that makes it" in table.text]
    *months, ahead = [len(list(table.all("tr"))) - 1 for table in captions]
    assert next(page.all("h1")).text.startswith(f"{sum(months)} changes of law, ")
    span = ("--since", "2026-09-01", "--until", "2026-11-28", "--as-of", "2026-11-28", "--full")
    told = CliRunner().invoke(main, ["changed", *span], catch_exceptions=False).stdout
    assert told.startswith(f"{sum(months)} changes of law from "), "the command counts as the page does"
    assert ahead
    assert "sources read to" in page.text
    assert "has ended" not in page.text


def test_dependence_is_ranked_and_leads_to_the_counts_of_a_material(client: TestClient):
    ranked = client.get("/dependence.json").json()["data"]
    lows = [one["low"] for one in ranked]
    assert lows == sorted(lows, reverse=True)
    assert {"gallium", "heavy-rare-earths", "rare-earths"} <= {one["material"] for one in ranked}
    page = client.get("/dependence/gallium").text
    assert "share of Japan&#39;s imports of gallium was 57 to 75\u00a0% from 2020 to 2021" in page
    assert client.get("/dependence/kryptonite").status_code == 404


def test_the_first_page_draws_what_japan_buys_and_leads_to_it(client: TestClient):
    page = client.get("/").text
    assert "What Japan buys from China" in page
    assert "/dependence/heavy-rare-earths?" in page


@pytest.mark.parametrize("code", ["999999", "8599.10"])
def test_a_customs_code_that_does_not_exist_has_no_page(client: TestClient, code: str):
    answer = client.get(f"/customs/{code}")
    assert answer.status_code == 404
    assert "does not exist" in answer.text
    assert client.get("/customs/8505.11").status_code == 200


def test_a_customs_code_that_no_measure_names_says_so_in_words(client: TestClient):
    for language, says in (("en", "No measure names it."), ("ja", "挙げる措置はありません"), ("zh", "没有措施列出")):
        told = parsed(client.get("/customs/630190", headers={"accept-language": language}).text)
        (lead,) = [one.text for one in told.all("p") if one["class"] == "lead"]
        assert says in lead
        assert "0" not in lead
        assert [one.text for one in told.all("main") if " 0" in one.text] == []
    named = parsed(client.get("/customs/280429", headers={"accept-language": "en"}).text)
    (lead,) = [one.text for one in named.all("p") if one["class"] == "lead"]
    assert re.search(r"Measures that name it: [1-9]", lead)


def test_readings_are_cards_on_a_narrow_screen(client: TestClient):
    page = parsed(client.get("/answer/3C001.a/CN-JP", headers={"accept-language": "en"}).text)
    tables = [one for one in page.all("table") if {"narrow", "broad"} <= {head.text for head in one.all("th")}]
    assert len(tables) == 1
    assert "cards" in tables[0]["class"].split()
    cells = [cell for row in tables[0].all("tr") for cell in row.all("td")]
    assert cells
    assert {cell["data-head"] for cell in cells} == {"narrow", "central", "broad"}


def test_a_measure_leads_to_each_of_its_clauses_from_its_contents_and_from_who_is_bound(client: TestClient):
    page = parsed(client.get("/measures/cn/2026-01-japan-dual-use").text)
    cards = {f"#{card['id']}" for card in page.all("article")}
    assert len(cards) > 1
    (contents,) = [nav for nav in page.all("nav") if nav["class"] == "contents"]
    (scope,) = [table for table in page.all("table") if "scope" in table["class"]]
    assert cards <= {one["href"] for one in contents.all("a")}
    assert {one["href"] for one in scope.all("a")} == cards
