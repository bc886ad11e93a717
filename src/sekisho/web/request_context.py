"""One request as the pages see it: the address, the fields, the language, the day of the law."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal
from urllib.parse import urlencode

from starlette.datastructures import UploadFile

from sekisho.errors import FactError, Problem
from sekisho.i18n.package_translation import PackageTranslator, teller_of
from sekisho.law.model.assumptions import A_DAY, as_date
from sekisho.law.model.library import Library
from sekisho.law.model.notation import no_date
from sekisho.web.accounts.principal import ALONE, Person
from sekisho.web.messages import PageTranslator
from sekisho.web.settings import ServerSettings

PageFormat = Literal["html", "json", "csv", "xlsx"]
"""In which form a page is asked for."""
BOXES: Final = ("year", "month", "day")
"""The three boxes of a date, after the name of the field and a hyphen."""
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestContext:
    """A request.

    Parameters
    ----------
    path
        Address without what says the form, such as `.json`.
    query, body
        Fields of the address and of the form, in order.
    theme
        Light or dark, if somebody chose; else as the system has it.
    person
        Who asks.
    client
        Address from which they ask.
    wanted
        Address that was asked for by somebody who has not signed in; the form is theirs.
    """

    settings: ServerSettings
    path: str
    format: PageFormat = "html"
    posted: bool = False
    query: Pairs = ()
    body: Pairs = ()
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    language: str = "en"
    theme: str = ""
    path_params: Mapping[str, str] = field(default_factory=dict)
    person: Person = ALONE
    client: str = ""
    wanted: str = ""

    @property
    def library(self) -> Library:
        """Return the law."""
        return self.settings.library

    @property
    def words(self) -> PageTranslator:
        """Return the words of the language."""
        return PageTranslator(self.language, law=self.tell)

    @property
    def tell(self) -> PackageTranslator:
        """Return what tells of the law in the language."""
        return teller_of(self.library, self.language)

    def text(self, name: str) -> str:
        """Return a field, without space around it; that of the form goes before that of the address."""
        for fields in (self.body, self.query):
            for key, value in fields:
                if key == name and value.strip():
                    return value.strip()
        return ""

    def exact(self, name: str) -> str:
        """Return a field of the form as it was typed, space around it included."""
        return next((value for key, value in self.body if key == name), "")

    def every(self, prefix: str) -> dict[str, str]:
        """Return all fields whose name begins so, by the rest of the name."""
        names = (name for name, _ in (*self.query, *self.body) if name.startswith(prefix))
        return {name.removeprefix(prefix): self.text(name) for name in names if self.text(name)}

    def boxes(self, name: str) -> dict[str, str]:
        """Return what stands in the three boxes of a date; those of a date in one field if there are none."""
        found = {box: self.text(f"{name}-{box}") for box in BOXES}
        if any(found.values()):
            return found
        parts = self.text(name).split("-")
        return dict(zip(BOXES, parts, strict=True)) if len(parts) == len(BOXES) else found

    def day(self, name: str, default: date) -> date:
        """Return a date from three boxes, or from one field as YYYY-MM-DD.

        Raises
        ------
        FactError
            If it is no day of the calendar.
        """
        boxed = {box: self.text(f"{name}-{box}") for box in BOXES}
        if not any(boxed.values()):
            return as_date(self.text(name), where=name) if self.text(name) else default
        try:
            return date(*(int(boxed[box]) for box in BOXES))
        except (ValueError, OverflowError):
            said = "-".join(boxed[box] or "?" for box in BOXES)
            raise FactError(Problem(where=name, what=no_date(said), remedy=A_DAY)) from None

    def day_or_text(self, name: str) -> date | str:
        """Return a date from three boxes or one field, or what stands there if it is no day of the calendar."""
        said = "-".join(self.boxes(name).values()).strip("-") or self.text(name)
        try:
            return self.day(name, date.min) if said else ""
        except FactError:
            return said

    @property
    def as_of(self) -> date:
        """Return the day of the law, today if none is named.

        Raises
        ------
        FactError
            If it is no day of the calendar.
        """
        return self.day("as_of", self.settings.today())


def address(path: str, fields: Pairs = ()) -> str:
    """Return an address with its fields.

    >>> address("/codes/cn/dual-use/1C905.a", [("as_of", "2026-02-01")])
    '/codes/cn/dual-use/1C905.a?as_of=2026-02-01'
    """
    return f"{path}?{urlencode(fields)}" if fields else path
