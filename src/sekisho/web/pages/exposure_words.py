"""Words of the page of an exposure: amounts with their bounds, shares with their side, what would settle and help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sekisho.determination.core.outcome import HEADLINES
from sekisho.exposure.value_shares import ThresholdSide
from sekisho.i18n.territories import territory_names
from sekisho.message import text_from
from sekisho.present.exposure.findings import (
    SIDES,
    WAYS,
    percent,
    settler_text,
    share_text,
    sourcing_text,
    sourcings,
    span,
)
from sekisho.web.request_context import RequestContext

READINGS: Final = ("narrow", "central", "broad")
SETTLERS: Final = 4
"""Things that would settle a share that are told of each product."""
BAR: Final = 90
"""Width of a full bar, in points."""


class ExposureTelling:
    """Says what the page of an exposure says, in the language of a visit."""

    def __init__(self, visit: RequestContext, seen: Mapping[str, Any]) -> None:
        """Speak the language of a visit.

        Parameters
        ----------
        seen
            What the page shows.
        """
        self.words = visit.words
        self.places = territory_names(visit.library)[visit.language]
        self.seen = seen

    def texts(self, name: str) -> list[str]:
        """Tell the texts that a run left under a name."""
        return [self.words.say(text_from(text)) for text in self.seen.get(name, ())]

    def place(self, code: str) -> str:
        """Name a territory; one that nobody states is a question mark."""
        return self.places.get(code, code) or "?"

    def money(self, value: float | None) -> str:
        """Write an amount; one that nobody knows is unknown, and not nothing."""
        return self.words("bom_unknown") if value is None else f"{value:,.0f}"

    def span(self, band: Mapping[str, float] | None, places: int = 0) -> str:
        """Write a number with its bounds; nothing is a dash."""
        if band is None:
            return "–"
        low, high = (f"{band[end]:,.{places}f}" for end in ("low", "high"))
        return low if low == high else self.words.say(span(low, high))

    def days(self, band: Mapping[str, float] | None) -> str:
        """Write a day on which something is short first; what is never short within the days looked at is a dash."""
        most = self.seen["days"]
        if band is None or band["low"] >= most:
            return "–"
        return self.span({"low": band["low"], "high": min(band["high"], most)}) + ("+" if band["high"] >= most else "")

    def share(self, one: Mapping[str, Any]) -> str:
        """Write a share with its bounds."""
        return self.words.say(share_text(one["low"], one["high"]))

    def side(self, one: Mapping[str, Any]) -> str:
        """Say on which side of the threshold a share lies."""
        return self.words.say(SIDES[ThresholdSide(one["side"])])

    def percent(self, share: float) -> str:
        """Write a share in per cent."""
        return percent(share)

    def risk(self) -> str:
        """Say how much revenue is at risk; of which kind its bounds are, if they differ."""
        seen = self.seen
        amount = self.span(seen["summary"]["revenue_at_risk"])
        told = {"days": seen["days"], "currency": seen["currency"], "amount": amount}
        band = seen["summary"]["revenue_at_risk"]
        if band["low"] == band["high"]:
            return self.words("bom_risk_one", **told)
        return self.words("bom_risk", **told, kind=self.words(f"bom_kind_{'drawn' if seen['drawn'] else 'supposed'}"))

    def outcomes(self) -> list[tuple[str, int]]:
        """Count the products by outcome, those that are curbed first."""
        found = self.seen["summary"]["outcomes"]
        return [(word, found[word]) for word in HEADLINES if found[word]]

    def sourcing(self, name: str) -> str:
        """Say from how many sources a part comes."""
        return self.words.say(sourcing_text(name or "unstated"))

    def sourcings(self) -> str:
        """Count the curbed parts by their sourcing."""
        return self.words.say(sourcings(self.seen["summary"])) or "–"

    def supposed(self, scenario: str) -> str:
        """Say what is supposed of supply."""
        seen = self.seen
        if seen["drawn"]:
            return self.words("bom_supposed_drawn", title=scenario, draws=f"{seen['draws']:,}")
        return self.words("bom_supposed", licence=seen["licence_days"], days=seen["days"])

    def settlers(self, row: Mapping[str, Any]) -> Iterator[str]:
        """Say what would settle a share that is open, the most telling first."""
        for settler in row["would_settle"][:SETTLERS]:
            is_product = settler["part"] == row["product"]
            yield self.words.say(settler_text(settler, self.seen["currency"], is_product=is_product))

    def facts(self, names: Sequence[str]) -> str:
        """Name facts."""
        return self.words("comma").join(self.words.fact(name) for name in names) or "–"

    def way(self, name: str) -> str:
        """Name a remedy."""
        return self.words.say(WAYS[name])

    def effect(self, plan: Mapping[str, Any]) -> str:
        """Say what the remedies do together."""
        cost = f"{self.seen['currency']} {plan['cost']:,.0f}"
        before, after = plan["revenue_at_risk_before"], plan["revenue_at_risk_after"]
        kept = self.words.counted("product", len(plan["kept"]))
        if before is None:
            weeks = {"before": f"{plan['weeks_before']:.1f}", "after": f"{plan['weeks_after']:.1f}"}
            return self.words("bom_effect_weeks", cost=cost, kept=kept, **weeks)
        amounts = {"before": self.money(before), "after": self.money(after)}
        return self.words("bom_effect", cost=cost, kept=kept, currency=self.seen["currency"], **amounts)

    def width(self, share: float | None) -> str:
        """Return the width of a bar of value; what is worth anything is seen."""
        if share is None:
            return "0"
        return f"{min(BAR, max(BAR * share, 1.5 if share > 0 else 0)):.1f}"

    def worth(self, share: float | None) -> str:
        """Write a share of the price of a product; what rounds to nothing is told as less."""
        if share is None:
            return "?"
        told = f"{100 * share:.1f} %"
        return "< 0.1 %" if told == "0.0 %" and share > 0 else told

    def chart(self, name: str) -> tuple[str, str]:
        """Return the finding of a chart, and what it measures."""
        seen, words = self.seen, self.words
        drawn = "drawn" if seen["drawn"] else "supposed"
        start = f"{words('bom_from_day', day=seen['start'])}"
        currency, risk = seen["currency"], seen["summary"]["revenue_at_risk"]
        if name == "weeks":
            title = words("bom_chart_weeks", currency=currency, amount=self.span(risk))
            return title, words(f"bom_chart_weeks_{drawn}", currency=currency, start=start)
        first = seen["charts"]["products"]["rows"][0]
        title = words("bom_chart_products", product=first[0][2:], amount=first[4], revenue=first[2], currency=currency)
        return title, words(f"bom_chart_products_{drawn}", currency=currency, start=start, days=seen["days"])

    def head(self, name: str) -> str:
        """Name a column of the table behind a chart."""
        key = "bom_column_" + "".join(letter if letter.isalpha() else "_" for letter in name)
        return self.words(key) if self.words.has(key) else name
