"""What the parts of a bill may be on the dual-use list, by what they are called; and how near a code stands to each.

Whoever looks at a bill brings who says so, as for a book; nothing here knows how an item is classified. A part whose
code the bill states is not asked. What is found is a lead and no finding of law: outcomes do not read it, save under
suppositions.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from sekisho.determination.book.items import Classifies, ItemFinding
from sekisho.determination.core.outcome import CLASSIFIED, UNREAD
from sekisho.exposure.part_kinds import CODES, HS, Unclassified
from sekisho.trade.bom.bill import LIST, UNSTATED, Bill, Coded, Flags, unstated

MOST: Final = 20_000
"""Different parts up to which each is asked of by its words. A guess: at some thousand items a second and core, more
would hold a reader up for more than half a minute; of a larger bill the first of them are asked."""
_WORDS: Final = re.compile(r"[^\W\d_]{3}|[\u3040-\u30ff\u3400-\u9fff]")


class CodeStanding(StrEnum):
    """How near a code of the list stands to a part."""

    STANDS = "stands"
    """The bill states the code."""
    COULD = "could"
    """Its words, its customs code or what an authority left open lead to a code."""
    UNASKED = ""
    """Nobody asked what it is."""
    UNREAD = "unread"
    """Its words say nothing: a number, or a language without words here."""
    UNLIKELY = "unlikely"
    """Nothing on the list resembles it."""


POINTING: Final = frozenset({CodeStanding.STANDS, CodeStanding.COULD, CodeStanding.UNASKED})
"""How near a code stands to parts that are counted as such that may be controlled, wherever they are counted."""
ORDER: Final = (
    CodeStanding.STANDS,
    CodeStanding.UNASKED,
    CodeStanding.COULD,
    CodeStanding.UNREAD,
    CodeStanding.UNLIKELY,
)
"""In which order parts are told."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PartItems:
    """The distinct items of a bill, and which each part is.

    Parameters
    ----------
    item
        The words of each part that was asked of; shape (parts,).
    findings
        What is said of each of these words, in their order.
    classifies
        Who says so.
    wordless
        Parts that are asked of and have no words to ask by: a number, or a number behind a name of two letters; shape
        (parts,).
    """

    item: Coded
    findings: tuple[ItemFinding, ...]
    classifies: Classifies
    wordless: Flags


def items_of_parts(bill: Bill, classifies: Classifies | None, unclassified: Unclassified) -> PartItems | None:
    """Ask every bought part without a stated code what it may be; None if nobody can be asked, or of nothing."""
    asked = ~bill.is_made & ~_stated(bill)
    if classifies is None or unclassified is Unclassified.NONE or not asked.any():
        return None
    customs = bill.parts.facts.get(HS, unstated(len(bill.parts)))
    pairs: dict[tuple[str, str], int] = {}
    code = np.full(len(bill.parts), UNSTATED, dtype=np.int32)
    wordless = np.zeros(len(bill.parts), dtype=bool)
    for part in np.flatnonzero(asked).tolist():
        words = words_of_part(bill, part)
        wordless[part] = not words
        if words and (len(pairs) < MOST or (words, customs[part]) in pairs):
            code[part] = pairs.setdefault((words, customs[part]), len(pairs))
    findings = tuple(classifies(list(pairs))) if pairs else ()
    items = Coded(tuple(words for words, _ in pairs), code)
    return PartItems(item=items, findings=findings, classifies=classifies, wordless=wordless)


def _stated(bill: Bill) -> Flags:
    codes = bill.parts.facts.get(CODES)
    return np.zeros(len(bill.parts), dtype=bool) if codes is None else codes.stated


def words_of_part(bill: Bill, part: int) -> str:
    """Return the words by which a part is known: of a list its name and description, else its description alone."""
    if bill.layout == LIST:
        return bill.parts.labelled(part)
    described = bill.parts.description[part]
    number = bill.parts.ids[part]
    return described or (number if _WORDS.search(number) else "")


def standing_of(finding: ItemFinding | None, *, stated: bool, hinted: bool, wordless: bool = False) -> CodeStanding:
    """Say how near a code stands to a part.

    Parameters
    ----------
    stated
        Whether the bill states its code, or that it has none.
    hinted
        Whether its customs code led to a code.
    wordless
        Whether there are no words to ask by: then it is unread, and nobody forgot to ask.
    """
    if stated:
        return CodeStanding.STANDS
    if hinted or (finding is not None and leads_of(finding)):
        return CodeStanding.COULD
    if finding is None:
        return CodeStanding.UNREAD if wordless else CodeStanding.UNASKED
    return CodeStanding.UNREAD if finding.state == UNREAD else CodeStanding.UNLIKELY


def leads_of(finding: ItemFinding) -> tuple[str, ...]:
    """Return the codes that a part may fall under: those its words lead to, else those that an authority left open."""
    return finding.codes or finding.customs or finding.near


def certainty(finding: ItemFinding | None) -> int:
    """Rank what leads to a code, the surest first: words that settle it, words that lead to it, a look-alike."""
    if finding is None:
        return 1
    return 0 if finding.state == CLASSIFIED else 1 if finding.codes or finding.customs else 2


def codes_text(codes: Sequence[str]) -> str:
    """Write codes as a cell of a book does."""
    return ";".join(codes)
