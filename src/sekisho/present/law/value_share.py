"""How a measure has a share by value worked out, told: what counts, at which price, under each reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sekisho.i18n.conditions import sentence
from sekisho.i18n.names import NamingContext
from sekisho.law.model.term import Reading
from sekisho.law.model.value_share import CountedContent, Prices, ValueShare
from sekisho.present.render.terminal import wrap

COUNTS: Final[Mapping[CountedContent, str]] = {
    CountedContent.BOUGHT_AS_SUCH: "what the maker buys as such and works in",
    CountedContent.IN_ALL_INPUTS: "what stands in any input, at whatever depth",
}
PRICES: Final[Mapping[Prices, str]] = {
    Prices.STANDARD: "one price a part",
    Prices.LOTS: "the price of each lot",
}


def share_lines(shares: Iterable[ValueShare], speech: NamingContext, width: int) -> list[str]:
    """Set out each share: the fact, what is content, and the three readings with their reasons."""
    lines: list[str] = []
    for share in shares:
        head = f"{share.fact}  {share.article}  {share.words.get('zh', '')} {share.words.get('en', '')}"
        lines += wrap(head, width=width, indent="  ", hang="    ")
        content = f"content: of origin {share.origin}; {sentence(share.content, speech)}"
        lines += wrap(content, width=width, indent="    ", hang="      ")
        for reading in Reading:
            method = share.method(reading)
            voices = ", ".join(one.who for one in method.argued_by or ()) or "nobody"
            text = f"{reading}: {COUNTS[method.counts]}; {PRICES[method.prices]}. {method.because} Argued by {voices}."
            lines += wrap(text, width=width, indent="    ", hang="      ")
    return lines
