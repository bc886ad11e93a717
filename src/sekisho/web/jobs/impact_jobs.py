"""The costs that the pages hold, and the work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sekisho.errors import Problem, ScenarioError
from sekisho.service.impact import ImpactRequest
from sekisho.service.request import plain_of
from sekisho.web.impact_form import ASKED
from sekisho.web.jobs.manager import Job, JobKind, JobManager
from sekisho.web.settings import ServerSettings

COSTS: Final = JobKind(
    module="sekisho.web.jobs.impact_task",
    gone=Problem(
        where="impact",
        what="there is no such run here.",
        remedy="Start it again: runs are kept only while the server runs, and the oldest make room for new ones.",
    ),
    busy=Problem(where="impact", what="it is being run.", remedy="Wait until it is done, or cancel it."),
    full=Problem(where="impact", what="too many runs are waiting.", remedy="Wait until one is done, or cancel one."),
    ended=Problem(
        where="impact",
        what="the run ended by itself.",
        remedy="The terminal in which the server runs says more. `sekisho impact` runs it without the server.",
    ),
    wrong=ScenarioError,
)


@dataclass(slots=True, kw_only=True)
class ImpactJob(Job):
    """A cost that was asked for, and what came of it."""

    asked: ImpactRequest

    def to_dict(self) -> dict[str, Any]:
        """Return where it stands as plain data."""
        return {**Job.to_dict(self), "asked": plain_of(self.asked, ASKED)}


class ImpactJobs(JobManager[ImpactJob]):
    """All costs of a server."""

    def __init__(self, settings: ServerSettings) -> None:
        """Begin without any."""
        super().__init__(settings, COSTS)

    def ask(self, asked: ImpactRequest, *, day: date, language: str) -> ImpactJob:
        """Begin to find out what something costs.

        Raises
        ------
        ScenarioError
            If too many are being run.
        """
        if self.settings.trail is not None:
            self.settings.trail.note(self.person.name, f"cost of {' + '.join(asked.names)} asked")
        folder = self.folder()
        job = self.add(ImpactJob(id=folder.name, name="+".join(asked.names), folder=folder, day=day, asked=asked))
        self.begin(job, "run", language=language, asked=plain_of(asked))
        return job
