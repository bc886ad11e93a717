"""What REST answers, as its description tells it: one class an answer, open to fields that come later."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

JobStateName = Literal["waiting", "working", "mapped", "done", "failed", "cancelled", "ended"]
"""States of a job; one that is mapped waits for a person, one that has ended was broken off by a restart."""


class Loose(BaseModel):
    """An answer that may grow fields."""

    model_config = ConfigDict(extra="allow")


class LibraryAnswer(Loose):
    """Which law was asked."""

    version: str
    hash: str = Field(description="SHA-256 over all data files of the law, 64 hexadecimal digits.")
    horizon: str = Field(description="Last day on which sources were read.")


class CoverageAnswer(Loose):
    """What the loaded law covers, and what it does not."""

    measures: int
    jurisdictions: list[str]
    not_covered: list[str]


class ProblemPart(Loose):
    """One thing that is wrong."""

    what: str
    where: str
    expected: str
    remedy: str
    do: Annotated[str, Field(description="The former name of `remedy`; it goes with the next release.")]


class ProblemAnswer(Loose):
    """What is wrong with a request (RFC 9457), all of it at once."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemPart]


class Envelope(Loose):
    """The one envelope of all answers."""

    data: Any
    coverage: CoverageAnswer
    library: LibraryAnswer
    problems: list[ProblemPart]


class Duty(Loose):
    """A duty that comes with an answer."""

    clause: str
    duty: str
    certain: bool


class BriefPartBody(Loose):
    """A part of the answer in a few lines, in the language of `accept-language`; the verdict has no label."""

    label: str
    lines: list[str]


class DeterminationBody(Loose):
    """An answer: outcome between a floor and a ceiling, with the clauses that make them."""

    outcome: str
    headline: str
    floor: str
    ceiling: str
    as_of: str
    readings: dict[str, str]
    decisive: list[str]
    open: list[str]
    missing: list[str]
    obligations: list[Duty]
    citations: list[dict[str, Any]]
    by_reading: dict[str, Any]
    branches: list[dict[str, Any]]
    facts: dict[str, Any]
    inputs: list[dict[str, str]]
    brief: list[BriefPartBody]


class DeterminationAnswer(Envelope):
    """A determination in the envelope."""

    data: DeterminationBody


class ScreeningBody(Loose):
    """What the lists say of one name."""

    query: str
    zone: Literal["match", "review", "none"]
    hits: list[dict[str, Any]]


class ScreeningAnswer(Envelope):
    """Screenings in the envelope, in the order of the names."""

    data: list[ScreeningBody]


class RowsAnswer(Envelope):
    """A list in the envelope."""

    data: list[dict[str, Any]]


class Record(Envelope):
    """One record in the envelope."""

    data: dict[str, Any]


class JobBody(Loose):
    """A long job, and how far it has come."""

    id: str
    kind: Literal["book", "impact", "exposure", "nowcast"]
    name: str
    owner: str
    state: JobStateName = Field(description="`ended`: a restart of the server broke it off; it can be run again.")
    doing: str = Field(description="Task at work; empty if none.")
    stage: str
    phase: str = Field(description="What is being done, in plain words.")
    part: float = Field(ge=0, le=1, description="Share of the task that is done.")
    made: str | None = Field(description="When it was sent.")
    begun: str | None = Field(description="When the work on its last task began.")
    ended: str | None = Field(description="When that ended.")
    problems: list[dict[str, str]]


class JobListAnswer(Envelope):
    """Jobs in the envelope, the newest first."""

    data: list[JobBody]


class JobWithResult(JobBody):
    """A job with its result."""

    result: dict[str, Any] | None = Field(description="Null until it is done.")


class JobAnswer(Envelope):
    """A job in the envelope."""

    data: JobWithResult


class BookJobAnswer(JobBody):
    """An order list and how far it has come."""

    lines: int | None


class RunAnswer(Envelope):
    """A run in the envelope."""

    data: BookJobAnswer


class Impact(JobBody):
    """A cost and how far it has come."""

    asked: dict[str, Any]
    result: dict[str, Any] | None = Field(
        description="Null until it is done. Each number is a band: p5, p25, p50, p75, p95, mean, and chance's error."
    )


class ImpactAnswer(Envelope):
    """A cost in the envelope."""

    data: Impact


class NowcastJobAnswer(JobBody):
    """A scenario held against observations, and how far the work on it has come."""

    asked: dict[str, Any]
    result: dict[str, Any] | None = Field(
        description="Null until it is done. What `sekisho nowcast --format json` tells."
    )


class NowcastAnswer(Envelope):
    """A nowcast in the envelope."""

    data: NowcastJobAnswer


class ExposureJobAnswer(JobBody):
    """A bill of materials, and how far the work on it has come."""

    as_of: str
    asked: dict[str, Any]
    result: dict[str, Any] | None = Field(
        description="Null until it is done. Products with most at stake first, parts with the fewest sources first."
    )


class ExposureAnswer(Envelope):
    """An exposure in the envelope."""

    data: ExposureJobAnswer
