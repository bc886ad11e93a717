"""What the first question of each kind would have to wait for, built before it is asked."""

from __future__ import annotations

from typing import Final

from sekisho.determination.core.clauses_over_days import clauses_over_days
from sekisho.determination.line.determination import determine
from sekisho.law.dates.changes import changed
from sekisho.parties.name_tables import is_installed
from sekisho.service.dependence import DependenceRequest, ranking
from sekisho.service.impact import ImpactRequest
from sekisho.service.screen import ScreenRequest, screen
from sekisho.trade.items.control_list import control_list
from sekisho.web.jobs.kept_costs import make_ready
from sekisho.web.jobs.manager import JobManager
from sekisho.web.messages import LANGUAGES
from sekisho.web.pages.impact import LEAD, kept_figure, ready_scenarios
from sekisho.web.rendering import environment, static
from sekisho.web.scenario_catalogue import absent, offers
from sekisho.web.settings import ServerSettings

SHARED_TEMPLATES: Final = ("base.html", "_parts.html", "_fields.html")
FIRST_TEMPLATES: Final = (*SHARED_TEMPLATES, "home.html", "search.html", "result.html", "party.html", "parties.html")
"""The front page and where its box leads; the others compile theirs when they are asked for, in 20 to 150 ms each."""


def warm(settings: ServerSettings) -> None:
    """Load the front page and where its box leads: the law of today, the index of names, that of the control list."""
    library, day = settings.library, settings.today()
    static("style.css")
    for name in FIRST_TEMPLATES:
        environment().get_template(name)
    changed(library, since=day.replace(day=1), until=day, as_of=day)
    if not absent():
        ranking(DependenceRequest(), settings.workspace)
    determine({"end_user": "nobody in particular"}, library, as_of=day)
    if is_installed():
        screen(ScreenRequest(names=("nobody in particular",)), settings.workspace)
    if not absent():
        offers(library)
        kept_figure(settings, library)
        ready_scenarios(settings, library)
    warm_answers(settings)


def warm_answers(settings: ServerSettings) -> None:
    """Build what the first line or its page would have to wait for, where nobody is named."""
    library, day = settings.library, settings.today()
    for name in (*SHARED_TEMPLATES, "result.html", "code.html"):
        environment().get_template(name)
    determine({}, library, as_of=day)
    clauses_over_days(library)
    control_list(library)


def warm_costs(jobs: JobManager, language: str) -> None:
    """Work out the cost of the ban in a process of its own, first in one language, so that its page opens at once."""
    settings = jobs.settings
    if not absent() and LEAD in {offer.name for offer in offers(settings.library)}:
        languages = sorted(LANGUAGES, key=lambda other: other != language)
        make_ready(jobs, ImpactRequest(names=(LEAD,)), day=settings.today(), languages=languages)
