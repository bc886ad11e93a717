"""What a question stands on: the law, the day that counts as today, and the folders of the user."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

from sekisho.dataclass import dataclass
from sekisho.errors import FactError, Problem
from sekisho.law.model.assumptions import A_DAY
from sekisho.law.model.library import Library
from sekisho.message import message


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace:
    """What a question stands on; a face builds it, and nothing below reads the clock or the environment.

    Parameters
    ----------
    today
        Day that counts as today; None where nobody says, so that a question without a day is refused.
    cache
        Folder in which indexes and answers of the law are kept between runs; None keeps none.
    home
        Folder of the user's own lists, tables, mappings and profiles; None knows only what is shipped.
    cores
        Processes that a long question may take; one if nobody says.
    account
        Account of a server whose decisions on the columns of books count; empty where a folder has one user.
    kept
        Folder of what a server keeps of its own, apart from the user's; None where it is that of the user.

    >>> from sekisho import load_measures
    >>> Workspace(library=load_measures(), home=Path("data")).tables == Path("data/tables")
    True
    """

    library: Library
    today: date | None = None
    cache: Path | None = None
    home: Path | None = None
    cores: int = 1
    account: str = ""
    kept: Path | None = None

    @property
    def lists(self) -> Path | None:
        """Folder of the user's own lists."""
        return self.home / "lists" if self.home is not None else None

    @property
    def tables(self) -> Path | None:
        """Folder of the user's own input-output tables."""
        return self.home / "tables" if self.home is not None else None

    @property
    def flows(self) -> Path | None:
        """Folder of the user's own trade statistics."""
        return self.home / "trade-flows" if self.home is not None else None

    @property
    def mappings(self) -> Path | None:
        """Folder of what the user decided on the columns of books; each account of a server has its own."""
        folder = self.kept or self.home
        if folder is None or not self.account:
            return folder / "mappings" if folder is not None else None
        return folder / "mappings" / hashlib.sha256(self.account.encode()).hexdigest()[:20]

    @property
    def profiles(self) -> Path | None:
        """Folder of the user's own profiles of systems."""
        return self.home / "profiles" if self.home is not None else None


def today_of(day: date | None, workspace: Workspace) -> date:
    """Return the day of the law that is asked for; the day that counts as today if none is.

    Raises
    ------
    FactError
        If nobody says which day is today either.
    """
    if day is not None:
        return day
    if workspace.today is None:
        raise FactError(
            Problem(
                where="as_of", what=message("error.no_day_of_law_named", "no day of the law is named."), remedy=A_DAY
            )
        )
    return workspace.today
