"""What is sent to the REST interface and what it answers, as OpenAPI describes them.

Requests are checked against these models; answers are built from the same plain data as on the command line, and the
models describe them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, replace
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import Annotated, Any, Final, Literal

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from sekisho.errors import no_letters_in, with_letters_only
from sekisho.service.book import ReportRequest
from sekisho.service.check import CheckRequest
from sekisho.service.classify import ClassifyRequest
from sekisho.service.explain import ExplainRequest
from sekisho.service.exposure import ExposureRequest
from sekisho.service.impact import ImpactRequest
from sekisho.service.letters import LettersRequest
from sekisho.service.nowcast import NowcastRequest
from sekisho.service.party_queue import QueueRequest
from sekisho.service.request import NOBODY_LOWERS, RequestField, default_of, fields_of, request_from
from sekisho.service.rescreen import RescreenRequest
from sekisho.service.run_lines import LinesRequest
from sekisho.service.screen import ScreenRequest
from sekisho.service.settle import SettleRequest
from sekisho.web.exposure_form import MOST as MOST_OF_EXPOSURE
from sekisho.web.impact_form import ASKED as ASKED_OF_IMPACT
from sekisho.web.impact_form import MOST as MOST_OF_IMPACT
from sekisho.web.nowcast_form import ASKED as ASKED_OF_NOWCAST
from sekisho.web.nowcast_form import MOST as MOST_OF_NOWCAST

MOST_LETTERS: Final = 2_000
"""Letters of a text; names of parties and of measures have a hundred or two."""
MOST_ITEMS: Final = 200
"""Items of a list that says nothing else."""
MOST_ROWS: Final = 2_000
"""Rows of a grid in one body: of more, the sheet of `sekisho settle` is filled in."""
Text = Annotated[str, Field(max_length=MOST_LETTERS)]
Item = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]
Value = Text | bool | int | float | list[Text] | dict[Text, Text] | None
Name = Annotated[str, Field(max_length=200)]
ReadingName = Literal["narrow", "central", "broad"]
MOST_FAULTS: Final = 50
"""Texts of one body that are told as no text; enough to see what went wrong, and few enough to read."""


class Request(BaseModel):
    """A request; what it does not know is a mistake of who asks."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _has_letters(cls, sent: object) -> object:
        """Refuse text that is no text, wherever it stands, before anything is made of it."""
        if faults := list(islice(_no_letters(sent), MOST_FAULTS)):
            raise ValidationError.from_exception_data(cls.__name__, faults)
        return sent


def _no_letters(sent: object) -> Iterator[InitErrorDetails]:
    """Find the texts that hold halves of letters or control characters, each with its place; keys are texts too."""
    waiting: list[tuple[tuple[str | int, ...], object]] = [((), sent)]
    while waiting:  # no recursion: a body may be nested more deeply than Python calls
        place, value = waiting.pop()
        if isinstance(value, str):
            if faulty := no_letters_in(value):
                details = {"faulty": faulty, "expected": "text without them"}
                error = PydanticCustomError("no_letters", "holds characters that are no letters: {faulty}", details)
                yield InitErrorDetails(type=error, loc=place, input=value)
        elif isinstance(value, dict):
            inside = [((*place, with_letters_only(str(key))), key, one) for key, one in value.items()]
            waiting += [(at, one) for at, _, one in reversed(inside)]
            waiting += [(at, key) for at, key, _ in reversed(inside) if isinstance(key, str) and no_letters_in(key)]
        elif isinstance(value, list):
            waiting += [((*place, number), one) for number, one in reversed(list(enumerate(value)))]


class LineBody(Request):
    """What is stated of one line, and under which law and reading it is asked."""

    facts: dict[Name, Value] = Field(
        description="Facts by name, as `GET /api/facts` lists them. Unknown is null.",
        examples=[{"movement": "export", "departure": "CN", "destination": "JP", "control_codes": ["3C001.a"]}],
        max_length=200,
    )
    as_of: date | None = Field(default=None, description="Date of law. Left out: the fact `date`, else today.")
    readings: ReadingName | dict[Name, ReadingName] | None = Field(
        default=None,
        description="How disputed words are read: one reading for all terms, or terms by id with `all` for the others.",
    )
    assume: dict[Name, Text] = Field(
        default_factory=dict, description="Values of named unknowns of the law.", max_length=50
    )
    presume: bool = Field(
        default=default_of(CheckRequest, "presume"),
        description="Take for granted what most lines leave out, and say so in `presumed`; a stated fact undoes it.",
    )


class ComparisonRequest(LineBody):
    """One line, and what is otherwise in the one beside it."""

    other: dict[Name, Text] = Field(
        description="What is otherwise in the second answer: facts by name, `as_of` or `reading`.",
        examples=[{"as_of": "2023-07-31"}],
        max_length=20,
    )


class DeterminationRequest(LineBody):
    """One line. A fact that is left out or null is unknown, save a few of which `GET /api/facts` says otherwise."""

    trace: bool = Field(default=False, description="Add every part of each clause with its value.")
    same: dict[Name, Literal["yes", "no"]] = Field(
        default_factory=dict,
        max_length=50,
        description="Whether a party of the line is the entry that it may be, by the id of the entry.",
        examples=[{}],
    )
    by: Name = Field(default="", description="Who says so, on a server without accounts.")
    basis: Text = Field(
        default="", description="On what it rests. With it the answer is saved; else it counts for this question alone."
    )


class LettersLineRequest(LineBody):
    """One line about whose open facts letters are written."""

    language: Literal["", "en", "ja", "zh"] = Field(
        default="", description="Of the letters. Left out: that of the request."
    )


class DecisionRequest(Request):
    """Whether a name is a listed party, decided by a person."""

    name: Annotated[str, Field(min_length=1, max_length=500)] = Field(description="The name as it was screened.")
    entry: Name = Field(description="Id of the entry, as `POST /api/screenings` tells it.", examples=["jp-ecl-a05"])
    answer: Literal["same", "not_same", "escalated"] = Field(
        description="Said again on the same basis, it is the same row."
    )
    basis: Text = Field(description="On what it rests: a register, an address, a call.")
    by: Name = Field(default="", description="Who decides, on a server without accounts.")
    evidence: Text = Field(default="", description="A link or the name of a file.")
    review_by: date | None = Field(
        default=None, description="Last day on which it counts; then it is due again, and the name to review."
    )
    replaces: Name | None = Field(
        default=None, description="Id of the decision that was seen and is changed; 409 if another one counts, or none."
    )


class UndoRequest(Request):
    """Why a decision is taken back, and by whom."""

    basis: Text
    by: Name = Field(default="", description="Who takes it back, on a server without accounts.")


class SecondRequest(Request):
    """Whether another person confirms a decision, and on what ground."""

    agrees: bool = Field(description="false: it is open again.")
    basis: Text
    by: Name = Field(default="", description="Who says so, on a server without accounts.")


def rest_model(
    request: type,
    title: str,
    names: Iterable[str],
    *,
    most: Mapping[str, float] = NOBODY_LOWERS,
    examples: Mapping[str, object] = NOBODY_LOWERS,
    required: Iterable[str] = (),
    base: type[Request] = Request,
) -> type[Request]:
    """Return the model of the body by which a request is asked over REST.

    Parameters
    ----------
    title
        Name of the model in the description of the interface.
    names
        Fields that are asked for here; what is no such field is a mistake of who asks.
    most
        Bounds that are lower here than elsewhere.
    examples
        One value a field, for the description.
    required
        Fields that have to be said here, though there may be another way elsewhere.
    base
        Model whose fields are sent besides.
    """
    needed = frozenset(required)
    shown: dict[str, Any] = {}
    for entry in fields_of(request, names, most=most):
        asked = replace(entry, default=MISSING) if entry.name in needed else entry
        shown[asked.name] = (_type(asked), _about(asked, examples.get(asked.name)))
    return create_model(title, __base__=base, __doc__=request.__doc__ if base is Request else base.__doc__, **shown)


def _type(entry: RequestField) -> Any:  # noqa: ANN401 - a type, made from the field
    """Return the type of a field as JSON holds it."""
    ask = entry.ask
    kind: Any
    match entry.shape:
        case "choice":
            kind = Literal[tuple(entry.choices)]
        case "whole" if ask.power_of_two and ask.least is not None and ask.most is not None:
            kind = Literal[tuple(2**n for n in range(int(ask.most).bit_length()) if 2**n >= ask.least)]
        case "whole" | "number":
            kind = Annotated[entry.type, Field(ge=ask.least, le=ask.most)]
        case "list":
            longest = int(ask.most) if ask.most is not None else MOST_ITEMS
            kind = Annotated[list[Item], Field(min_length=int(entry.required), max_length=longest)]
        case "pairs":
            value = Literal[tuple(entry.choices)] if entry.choices else Text
            kind = Annotated[dict[Name, value], Field(max_length=MOST_ITEMS)]  # type: ignore[valid-type] # of the field
        case "text":
            kind = Annotated[str, Field(max_length=int(ask.most) if ask.most is not None else MOST_LETTERS)]
        case _:
            kind = entry.type
    return kind | None if entry.optional else kind


def _about(entry: RequestField, example: object) -> Any:  # noqa: ANN401 - what pydantic makes of a field
    """Return what is said of a field, with its default."""
    left_out = f" Left out: {entry.ask.left_out}." if entry.ask.left_out else ""
    more: dict[str, Any] = {} if example is None else {"examples": [example]}
    if not entry.required:
        default = list(entry.default) if isinstance(entry.default, tuple) else entry.default
        more["default"] = str(default) if isinstance(default, StrEnum) else default
    return Field(description=f"{entry.ask.help}{left_out}", **more)


def sent_as(model: type[Request], request: type) -> Any:  # noqa: ANN401 - what FastAPI gives a dependency
    """Let an address take a request of a use case, sent as the model says.

    `asked: Annotated[ImpactRequest, sent_as(ImpactBody, ImpactRequest)]`
    """

    def taken(body: Request) -> object:
        return request_from(request, body.model_dump(exclude_unset=True))

    taken.__annotations__["body"] = model
    return Depends(taken)


def body_of(model: type[Request]) -> Any:  # noqa: ANN401 - what FastAPI gives a dependency
    """Let an address take a body as a model says that is made from a request, with all that is sent besides."""

    def taken(body: Request) -> Request:
        return body

    taken.__annotations__["body"] = model
    return Depends(taken)


QueueBody: Final = rest_model(
    QueueRequest, "QueueRequest", ("names", "lists", "zone", "state", "who", "as_of"), most={"names": 200}
)
ScreeningRequest: Final = rest_model(
    ScreenRequest,
    "ScreeningRequest",
    ("names", "territory", "identifiers", "as_of"),
    most={"names": 200},
    required=("names",),
)
ClassificationRequest: Final = rest_model(ClassifyRequest, "ClassificationRequest", ())
ImpactBody: Final = rest_model(
    ImpactRequest, "ImpactBody", ASKED_OF_IMPACT, most=MOST_OF_IMPACT, examples={"names": ["japan-ban"]}
)
NowcastBody: Final = rest_model(
    NowcastRequest, "NowcastBody", ASKED_OF_NOWCAST, most=MOST_OF_NOWCAST, examples={"names": ["japan-ban"]}
)


class BillBody(Request):
    """A bill of materials, and what is asked of it."""

    bill: list[dict[str, Any]] | dict[str, Any] = Field(
        description="The bill in the JSON format: a list of rows with parent, part and quantity, or a nested product.",
        examples=[[{"part": "servo", "unit_value": "250 USD"}, {"parent": "servo", "part": "magnet", "quantity": 8}]],
    )
    name: str = Field(default="bill", min_length=1, max_length=100, description="What the bill is called.")
    facts: dict[Literal["end_use", "end_user_kind", "knowledge_of_risk", "end_user", "origin", "supplier"], str] = (
        Field(
            default_factory=dict,
            description="Facts of all crossings alike; and origin and supplier of parts without one.",
        )
    )


ExposureBody: Final = rest_model(
    ExposureRequest,
    "ExposureRequest",
    ("as_of", "reading", "made_in", "currency", "measure", "scenario", "draws", "product", "suppose", "no_classify"),
    most=MOST_OF_EXPOSURE,
    base=BillBody,
)


ExplainBody: Final = rest_model(ExplainRequest, "ExplainBody", ("line",))
LinesBody: Final = rest_model(
    LinesRequest,
    "LinesBody",
    ("triage", "headline", "clause", "fact", "text", "order", "descending", "start", "most"),
    examples={"triage": "stop"},
)
RescreenBody: Final = rest_model(RescreenRequest, "RescreenBody", ("law_from", "law_to"))
LettersBody: Final = rest_model(LettersRequest, "LettersBody", ("language", "every_line"))
ReportBody: Final = rest_model(ReportRequest, "ReportBody", ("lines", "by"))
SettleBody: Final = rest_model(SettleRequest, "SettleBody", ("top", "by", "group"), most={"top": MOST_ITEMS})


class QuestionAnswer(Request):
    """The answer to one question of a run."""

    rank: int = Field(ge=1, le=MOST_ITEMS, description="Which question it is, as it was ranked last.")
    answer: Item = Field(description="A word of its `choices`, a code, a number: as the cell of a book may say it.")
    basis: Text = Field(default="", description="On what it rests: a certificate, a call.")


class CustomerAnswers(Request):
    """What is known of one customer: of its lines, or whether it is the entry of a list that it may be.

    `unknown` takes back what was answered of its kind, country, use or field.
    """

    customer: Item = Field(description="A name of `result.asked.customers`, in any of its spellings.")
    kind: Text = Field(
        default="",
        description="Kind of end user: a word that the cell of a book may say.",
    )
    country: Text = Field(default="", description="Whose citizen or company it is.")
    end_use: Text = Field(default="", description="What it uses the goods for.")
    sector: Text = Field(default="", description="In which field.")
    entry: Name = Field(default="", description="Entry of a list that it may be; with `same`.")
    same: Text = Field(default="", description="Whether it is that entry: yes or no.")


class GoodsAnswer(Request):
    """Under which codes goods fall."""

    item: Text = Field(default="", description="Description, as `result.asked.goods` has it.")
    hs_code: Text = Field(default="", description="Customs code, of goods without a description.")
    answer: Item = Field(description="Control codes, or none.")


class AnswersBody(Request):
    """Answers to the questions that a run was ranked by; to those of the whole book, its customers and its goods."""

    answers: list[QuestionAnswer] = Field(
        default=[],
        description="Each names the `rank` of its question, the `answer`, and the `basis` on which it rests.",
        max_length=MOST_ITEMS,
        examples=[[{"rank": 1, "answer": "civil"}]],
    )
    book: dict[Name, Text] = Field(
        default={},
        description="By the `id` of `result.asked.book`: one of its choices.",
        max_length=MOST_ITEMS,
        examples=[{"use": "no"}],
    )
    customers: list[CustomerAnswers] = Field(default=[], description="One a customer.", max_length=MOST_ROWS)
    goods: list[GoodsAnswer] = Field(default=[], description="One a distinct item.", max_length=MOST_ROWS)
    basis: Text = Field(default="", description="On what the answers on book, customers and goods rest.")
    by: Name = Field(default="", description="Who answers, on a server without accounts.")


class WithdrawBody(Request):
    """Answers of a run that are taken back."""

    acts: list[Name] = Field(
        description="The `id` of each, as `result.given` has it.",
        min_length=1,
        max_length=MOST_ITEMS,
        examples=[["0123456789abcdef"]],
    )
