"""What the first question of each kind would have to wait for, built before it is asked."""

from __future__ import annotations

from sekisho.determine.one import determine
from sekisho.determine.parts import parts_on
from sekisho.parties.identification import identify
from sekisho.parties.likely import is_installed
from sekisho.web.impacts.offered import absent, offers
from sekisho.web.parties import lists_of
from sekisho.web.render import environment, static
from sekisho.web.settings import Settings


def warm(settings: Settings) -> None:
    """Load the law of today, the index of names, and that of the control list."""
    library = settings.library
    environment()
    static("style.css")
    determine({"end_user": "nobody in particular"}, library, as_of=settings.today())
    if is_installed():
        identify("nobody in particular", lists=lists_of(settings))
    if not absent():
        offers(library)
    for day in library.change_days:
        parts_on(library, library.law_on(day).day)
