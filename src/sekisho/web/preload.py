"""What the first question of each kind would have to wait for, built before it is asked."""

from __future__ import annotations

from sekisho.determination.core.clauses_over_days import clauses_over_days
from sekisho.determination.line.determination import determine
from sekisho.parties.name_tables import is_installed
from sekisho.service.screen import ScreenRequest, screen
from sekisho.web.rendering import environment, static
from sekisho.web.scenario_catalogue import absent, offers
from sekisho.web.settings import ServerSettings


def warm(settings: ServerSettings) -> None:
    """Load the law of today, the index of names, and that of the control list."""
    library = settings.library
    environment()
    static("style.css")
    determine({"end_user": "nobody in particular"}, library, as_of=settings.today())
    if is_installed():
        screen(ScreenRequest(names=("nobody in particular",)), settings.workspace)
    if not absent():
        offers(library)
    clauses_over_days(library)
