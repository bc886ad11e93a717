"""Every field of a request stands in a form of its page, or it is said here why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

import pytest
from starlette.testclient import TestClient
from tests.support.web.html import parsed
from tests.support.web.waiting import until

from sekisho.service.book import BookRequest, ReportRequest
from sekisho.service.check import CheckRequest, CompareRequest
from sekisho.service.classify import ClassifyRequest
from sekisho.service.dependence import DependenceRequest
from sekisho.service.explain import ExplainRequest
from sekisho.service.exposure import ExposureRequest
from sekisho.service.impact import ImpactRequest
from sekisho.service.law import FactsRequest, LawRequest, ShowRequest, TimelineRequest
from sekisho.service.letters import LettersRequest
from sekisho.service.lists import ListRequest, PartyListRequest, TableRequest
from sekisho.service.nowcast import NowcastRequest, ScoreRequest
from sekisho.service.ownership import OwnershipRequest
from sekisho.service.party_queue import QueueRequest
from sekisho.service.request import fields_of
from sekisho.service.rescreen import RescreenRequest
from sekisho.service.run_lines import LinesRequest
from sekisho.service.screen import ScreenRequest
from sekisho.service.settle import SettleRequest

FILES: Final = "a file of the reader's own machine; what is sent is the one file that is read"
BY_EYE: Final = "the file is read as it is; what is read wrongly is mended in the file"
SHIPPED: Final = "the pages cost with the economy, the engine and the law as they are shipped"
EXPERT: Final = "asked on the command line and in Python, where whoever asks it works"
DAY: Final = ("as_of-year", "as_of-month", "as_of-day")
TERMS: Final = "one reading of all terms; single terms are read otherwise on the page of a line"
NOT_ASSUMED: Final = "the law is not supposed otherwise for many lines at once; the page of a line asks it"
MEASURE: Final = "cn/2026-01-japan-dual-use"
BOOK: Final = b"line,departure,destination,control_codes\n1,CN,JP,3C001.a\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """Where a request is asked on a page.

    Parameters
    ----------
    page
        Address of the page; empty if none asks it.
    sent
        What the form is sent with, where it asks more of what was sent.
    fields
        By the field of the request, the fields of the form that state it.
    reasons
        By the field of the request, why no form asks it.
    """

    page: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


FORMS: Final[Mapping[type, Form]] = {
    CheckRequest: Form(
        page="/check/sheet",
        reasons={
            "presume": "a page shows what it presumes, and each of it is undone by stating the fact",
            "ahead": "the page of an answer tells the changes of the days that a request has",
            **dict.fromkeys(("same", "by", "basis"), "a name is decided by buttons beside it, which name the entry"),
        },
    ),
    CompareRequest: Form(
        page="/compare",
        fields={"other": ("other.as_of", "other.destination", "other.reading", "other.end_user", "other.end_use")},
        reasons={
            "presume": "a page shows what it presumes, and each of it is undone by stating the fact",
            "ahead": "what changes later is told of one answer",
            **dict.fromkeys(("same", "by", "basis"), "a name is decided on the page of an answer"),
        },
    ),
    BookRequest: Form(
        page="/books/BOOK",
        fields={
            "mapping": ("fact.1", "column.1"),
            "as_of": DAY,
            "reading": ("reading",),
            "constants": ("same.movement", "same.destination", "same.end_use"),
            "suppose": ("suppose",),
        },
        reasons={
            "unknown": "a column that states nothing of use is left out among the columns",
            **dict.fromkeys(("mapping_file", "tables"), FILES),
            **dict.fromkeys(("zone", "encoding", "sheet"), BY_EYE),
            **dict.fromkeys(("sql", "url"), "the server opens no database for whoever asks"),
            "strict": "what cannot be read is shown, and can be read otherwise on the page of results",
            "threads": "the server's own",
            "no_classify": "a page shows what the goods may be, and the outcome stands without it",
            "keep": "no page judges a run under another law; REST does",
            "terms": TERMS,
            "assume": NOT_ASSUMED,
        },
    ),
    ScreenRequest: Form(
        page="/parties",
        fields={"names": ("names",), "territory": ("territory",), "identifiers": ("identifier",), "as_of": DAY},
        reasons={
            **dict.fromkeys(("lists", "matches"), "the lists and the register of the server count"),
            **dict.fromkeys(("printed", "least"), EXPERT),
            **dict.fromkeys(("same", "by", "basis"), "a name is decided by buttons beside it, which name the entry"),
        },
    ),
    ClassifyRequest: Form(
        page="/classify",
        sent={"description": "isostatic graphite block"},
        fields={
            "description": ("description",),
            "hs_code": ("hs_code",),
            "parameters": ("param.density",),
            "as_of": DAY,
        },
        reasons={
            **dict.fromkeys(("edition", "code"), EXPERT),
            "language": "that of the pages",
        },
    ),
    ImpactRequest: Form(
        page="/impact",
        fields={
            "names": ("what", "with"),
            "start": ("start-year", "start-month", "start-day"),
            **{name: (name,) for name in ("months", "draws", "seed", "reading", "why", "observed")},
        },
        reasons={
            **dict.fromkeys(("kernel", "country", "table", "assume"), SHIPPED),
            "quick": "the number of draws is asked for, and the page says where it is low",
            "as_of": "the day of the page is the vintage of the file of observations",
        },
    ),
    ExposureRequest: Form(
        page="/exposure",
        fields={
            "facts": ("origin", "end_use", "end_user_kind", "end_use_sector", "knowledge_of_risk", "end_user"),
            "as_of": DAY,
            **{name: (name,) for name in ("currency", "made_in", "measure", "scenario", "draws", "reading")},
            **{name: (name,) for name in ("product", "suppose")},
        },
        reasons={
            "more": FILES,
            **dict.fromkeys(("mapping", "sheet", "strict", "rates"), BY_EYE),
            **dict.fromkeys(("seed", "months"), SHIPPED),
            **dict.fromkeys(("unclassified", "no_classify", "licence_days", "days", "sector"), EXPERT),
            **dict.fromkeys(("remedies", "covered", "holding_rate", "budget"), EXPERT),
            "terms": TERMS,
            "assume": NOT_ASSUMED,
        },
    ),
    LawRequest: Form(
        page="/measures",
        fields={"as_of": DAY},
        reasons={
            "in_force_on": "the facet of the state narrows the list down",
            **dict.fromkeys(("since", "until"), "no page lists changes over a span; the timeline of each measure does"),
        },
    ),
    ShowRequest: Form(
        page=f"/measures/{MEASURE}/compare",
        fields={
            "first": ("from-year", "from-month", "from-day"),
            "second": ("to-year", "to-month", "to-day"),
            "as_of": DAY,
        },
        reasons={
            **dict.fromkeys(("name", "term"), "the address of the page names it"),
            "beside": "two measures stand on a page of their own, `/compare?a=MEASURE&b=MEASURE`",
        },
    ),
    TimelineRequest: Form(
        page="/timeline?what=3C001.a",
        fields={"what": ("what",), "destinations": ("destination",)},
        reasons=dict.fromkeys(("since", "until", "assume"), EXPERT),
    ),
    FactsRequest: Form(reasons={"name": "each form asks every fact, with its question and its help"}),
    NowcastRequest: Form(
        page="/nowcast",
        fields={
            "names": ("what",),
            "as_of": ("vintage-year", "vintage-month", "vintage-day"),
            **{name: (name,) for name in ("months", "draws", "seed")},
        },
        reasons={"observed": FILES},
    ),
    ScoreRequest: Form(reasons=dict.fromkeys(("forecast", "observed"), "the page scores all forecasts that it holds")),
    PartyListRequest: Form(),
    TableRequest: Form(),
    ListRequest: Form(reasons=dict.fromkeys(("name", "version", "against"), "lists are kept by who runs the server")),
    ExplainRequest: Form(
        reasons={
            "line": "the button of a line names it",
            "url": "the server opens no database for whoever asks",
        }
    ),
    SettleRequest: Form(
        reasons={
            **dict.fromkeys(("top", "by", "group"), "a page ranks behind its results, as the request has it"),
            "url": "the server opens no database for whoever asks",
        }
    ),
    RescreenRequest: Form(
        reasons={
            **dict.fromkeys(("law_from", "law_to"), "no page judges a run under another law; REST does"),
            "library_from": "the server knows one law",
            "threads": "the server's own",
        }
    ),
    DependenceRequest: Form(
        reasons=dict.fromkeys(("what", "importer", "seller"), "no page tells dependence; REST does")
    ),
    ReportRequest: Form(
        reasons={
            "lines": "the page of a finished book lists its lines, and prints those in danger",
            "by": "the box is filled in by hand on the print",
        }
    ),
    LettersRequest: Form(
        reasons={
            **dict.fromkeys(
                ("language", "every_line"), "asked below the results of a finished book: tests/web/test_letters.py"
            ),
            "url": "the server opens no database for whoever asks",
        }
    ),
    QueueRequest: Form(
        page="/parties/queue",
        fields={"names": ("names",), "lists": ("list",), "zone": ("zone",), "state": ("state",), "who": ("who",)},
        reasons={"as_of": "the head of each page asks the day of the law"},
    ),
    LinesRequest: Form(
        reasons=dict.fromkeys(
            ("triage", "headline", "clause", "fact", "text", "order", "descending", "start", "most"),
            "asked on the lines of a finished book: tests/web/test_book_desk.py",
        )
    ),
    OwnershipRequest: Form(),
}
"""Every request, and where each of its fields is asked."""


@pytest.fixture(scope="module")
def book(asking: TestClient) -> Iterator[str]:
    """The page of a book whose columns wait for a person."""
    sent = asking.post("/books", files={"book": ("orders.csv", BOOK)})
    address: str = sent.headers["location"].partition("?")[0]
    until(lambda: asking.get(f"{address}.json").json()["data"]["state"] == "mapped")
    yield address
    asking.post(f"{address}/delete")


def test_every_request_is_asked_somewhere_or_it_is_said_why_not():
    told = {request: {*form.fields, *form.reasons} for request, form in FORMS.items()}
    asked = {request: {entry.name for entry in fields_of(request)} for request in FORMS}
    assert {request.__name__: names ^ told[request] for request, names in asked.items() if names != told[request]} == {}
    assert [request.__name__ for request, form in FORMS.items() if {*form.fields} & {*form.reasons}] == []


def test_no_request_is_left_out():
    from importlib import import_module
    from pathlib import Path

    import sekisho.service as room

    modules = [import_module(f"sekisho.service.{file.stem}") for file in Path(room.__path__[0]).glob("[a-z]*.py")]
    requests = {
        value
        for module in modules
        for name, value in vars(module).items()
        if name.endswith("Request") and isinstance(value, type)
    }
    assert {request.__name__ for request in requests - {*FORMS}} == set()


@pytest.mark.parametrize(
    "request_type", [one for one, form in FORMS.items() if form.fields], ids=lambda one: one.__name__
)
def test_the_form_has_the_fields(request_type: type, asking: TestClient, book: str):
    form = FORMS[request_type]
    address = form.page.replace("/books/BOOK", book)
    page = parsed((asking.post(address, data=form.sent) if form.sent else asking.get(address)).text)
    names = {one["name"] for one in page.all("input", "select", "textarea")}
    assert {name for fields in form.fields.values() for name in fields} - names == set()
