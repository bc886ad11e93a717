"""Which code is this: one item compared with the control list, for every face alike; and a table of items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from sekisho.dataclass import dataclass
from sekisho.service.request import Ask, AsOf
from sekisho.service.workspace import Workspace, today_of
from sekisho.trade.items.customs_codes import EDITIONS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sekisho.classification.answer import Classification
    from sekisho.classification.batch import BatchCounts

LANGUAGES: Final = ("en", "zh", "ja")
"""Languages in which the parameters of the list ask."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassifyRequest:
    """An item to be compared with the control list."""

    description: Annotated[
        str,
        Ask(
            "What the item is called, with its figures, in English, Chinese or Japanese.",
            metavar="[TEXT]...",
            most=40_000,
            private=True,
            argument=True,
        ),
    ] = ""
    hs_code: Annotated[
        str, Ask("Its customs code: a hint, never a ground of control.", flag="--hs", metavar="CODE")
    ] = ""
    edition: Annotated[
        str,
        Ask("Edition of that customs code; an older one is converted.", flag="--hs-edition", choices=EDITIONS),
    ] = EDITIONS[0]
    parameters: Annotated[
        Mapping[str, str],
        Ask(
            "A technical parameter with its unit; `sekisho parameters` lists all.", flag="--param", metavar="NAME=VALUE"
        ),
    ] = field(default_factory=dict)
    code: Annotated[str, Ask("Judge the limits of this claimed code alone.", metavar="CODE")] = ""
    language: Annotated[str, Ask("Language of questions, and of limits in English and Chinese.", choices=LANGUAGES)] = (
        LANGUAGES[0]
    )
    as_of: AsOf = None


def classify(request: ClassifyRequest, workspace: Workspace) -> Classification:
    """Find the codes of the control list that an item may fall under, with reasons and deciding questions.

    Raises
    ------
    FactError
        If nothing is said of the item, or a parameter, a code or an edition is wrong.
    """
    from sekisho.classification.classifier import classify as find

    return find(
        request.description,
        workspace.library,
        hs=request.hs_code,
        edition=request.edition,
        parameters=request.parameters,
        code=request.code,
        as_of=today_of(request.as_of, workspace),
        language=request.language,
        cache=workspace.cache,
    )


def classify_table(
    source: Path,
    out: Path,
    workspace: Workspace,
    *,
    as_of: date | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> BatchCounts:
    """Classify every row of a table with a column 'description', and write the table to review.

    Raises
    ------
    BookError, FactError
        If the table cannot be read, or written there.
    """
    from sekisho.classification.batch import classify_items

    return classify_items(
        source,
        out,
        workspace.library,
        as_of=today_of(as_of, workspace),
        processes=workspace.cores,
        cache=workspace.cache,
        progress=progress,
    )
