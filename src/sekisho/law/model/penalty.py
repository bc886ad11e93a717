"""What follows a breach: fines as numbers with their unit, and what comes with them."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Final

from sekisho.dataclass import dataclass
from sekisho.law.model.condition import MeasureId
from sekisho.law.model.confidence import Confidence
from sekisho.message import Text, WordsText, message


class Deed(StrEnum):
    """What a penalty is for."""

    WITHOUT_LICENCE = "without_licence"
    BEYOND_LICENCE = "beyond_licence"
    BANNED_EXPORT = "banned_export"
    SPLITTING = "splitting"
    LISTED_PARTY = "listed_party"
    WITHOUT_QUALIFICATION = "without_qualification"
    LICENCE_BY_FRAUD = "licence_by_fraud"
    FORGED_LICENCE = "forged_licence"
    SERVING_A_BREACH = "serving_a_breach"
    HELPING_EVASION = "helping_evasion"
    NOT_REPORTING = "not_reporting"
    BROKEN_UNDERTAKING = "broken_undertaking"
    OBSTRUCTION = "obstruction"
    FOREIGN_INSPECTION = "foreign_inspection"
    DISCLOSURE = "disclosure"
    BREACH_ABROAD = "breach_abroad"
    ANY_BREACH = "any_breach"
    OTHER_REGIME = "other_regime"


class Consequence(StrEnum):
    """What comes beside a fine, or in its place."""

    WARNING = "warning"
    STOP_ORDER = "stop_order"
    CONFISCATION = "confiscation"
    LICENCE_REVOKED = "licence_revoked"
    SUSPENSION_OF_BUSINESS = "suspension_of_business"
    LOSS_OF_QUALIFICATION = "loss_of_qualification"
    BAR_ON_APPLICATIONS = "bar_on_applications"
    BAR_ON_PERSONS = "bar_on_persons"
    CREDIT_RECORD = "credit_record"
    CRIMINAL_LIABILITY = "criminal_liability"
    LIABILITY_ABROAD = "liability_abroad"
    OTHER_LAWS = "other_laws"


class FineUnit(StrEnum):
    """What the bounds of a fine count: money, or times the base."""

    MONEY = "money"
    TIMES = "times"


class Base(StrEnum):
    """What a fine is measured by: the value of the unlawful transactions (违法经营额), or the gains (违法所得)."""

    UNLAWFUL_TRANSACTIONS = "unlawful_transactions"
    UNLAWFUL_GAINS = "unlawful_gains"

    @classmethod
    def _missing_(cls, value: object) -> Base | None:
        """Take the words that older measure files have."""
        return {"turnover": cls.UNLAWFUL_TRANSACTIONS, "gains": cls.UNLAWFUL_GAINS}.get(str(value))


class Gravity(StrEnum):
    """In which cases a fine is set."""

    ANY = "any"
    GRAVE = "grave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fine:
    """One step of a scale of fines.

    Parameters
    ----------
    low, high
        Bounds, both inclusive: an amount in `currency`, or times the base.
    base
        What also decides the step: the value of the unlawful transactions, or the unlawful gains; None if nothing does.
    base_at_least, base_below
        The bases for which the step is, in `currency`; no base at all counts as one below.
    """

    unit: FineUnit
    low: Decimal
    high: Decimal
    currency: str
    base: Base | None = None
    base_at_least: Decimal | None = None
    base_below: Decimal | None = None
    gravity: Gravity = Gravity.ANY

    @property
    def words(self) -> Text:
        """The step in words."""
        return fine_text(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What an article sets on some deeds."""

    article: str
    deeds: tuple[Deed, ...]
    words: str
    confidence: Confidence
    source: str
    fines: tuple[Fine, ...] = ()
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyElsewhere:
    """Articles of another measure that punish breaches of this one."""

    measure: MeasureId
    articles: tuple[str, ...]
    line: int = 0


def fine_text(fine: Fine) -> Text:
    """Say one step of a scale; a step by times of a base needs no bound, since the next step states it.

    >>> from dataclasses import replace
    >>> times = Fine(
    ...     unit=FineUnit.TIMES,
    ...     low=Decimal(5),
    ...     high=Decimal(10),
    ...     currency="CNY",
    ...     base=Base.UNLAWFUL_TRANSACTIONS,
    ...     base_at_least=Decimal(500000),
    ... )
    >>> money = replace(
    ...     times,
    ...     unit=FineUnit.MONEY,
    ...     low=Decimal(500000),
    ...     high=Decimal(5000000),
    ...     base_at_least=None,
    ...     base_below=Decimal(500000),
    ... )
    >>> fine_text(times)
    '5 to 10 times the value of the unlawful transactions'
    >>> fine_text(money)
    'CNY 500,000 to 5 million if that value is below CNY 500,000 or none'
    """
    text = _times(fine) if fine.unit is FineUnit.TIMES else _amount(fine)
    return message("law.fine_grave", "in grave cases {fine}", fine=text) if fine.gravity is Gravity.GRAVE else text


def _times(fine: Fine) -> Text:
    """Say a fine that is so many times its base."""
    low, high = f"{fine.low:,f}", f"{fine.high:,f}"
    if fine.base is Base.UNLAWFUL_GAINS:
        if fine.low:
            return message("law.fine_times_gains", "{low} to {high} times the unlawful gains", low=low, high=high)
        return message("law.fine_up_to_times_gains", "up to {high} times the unlawful gains", high=high)
    if fine.low:
        return message(
            "law.fine_times_value", "{low} to {high} times the value of the unlawful transactions", low=low, high=high
        )
    return message("law.fine_up_to_times_value", "up to {high} times the value of the unlawful transactions", high=high)


def _amount(fine: Fine) -> Text:
    """Say a fine in money, with the base below which it is set."""
    high = _money(fine.high, fine.currency)
    if fine.low:
        low, high = _money(fine.low, fine.currency), _money(fine.high, fine.currency, named=False)
        text = message("law.fine_between", "{low} to {high}", low=low, high=high)
    else:
        text = message("law.fine_up_to", "up to {high}", high=high)
    if fine.base_below is None:
        return text
    base = _money(fine.base_below, fine.currency)
    if fine.base is Base.UNLAWFUL_GAINS:
        return message("law.fine_gains_below", "{fine} if those gains are below {base} or none", fine=text, base=base)
    return message("law.fine_value_below", "{fine} if that value is below {base} or none", fine=text, base=base)


_MILLION: Final = 1_000_000
_MYRIAD: Final = 10_000


def _money(amount: Decimal, currency: str, *, named: bool = True) -> Text:
    """Write an amount in digits, round ones in words; English names the currency of a span once, before it."""
    millions, rest = divmod(amount, _MILLION)
    myriads, odd = divmod(amount, _MYRIAD)
    number = Text(f"{amount:,f}")
    if millions and not rest:
        number = message("law.millions", "{millions} million", millions=f"{millions:f}")
    elif myriads and not odd:  # Japanese and Chinese count in these, so that one span has one scale
        number = WordsText({"en": str(number), **dict.fromkeys(("ja", "zh"), f"{myriads:,f}万")})
    if currency != "CNY":
        return message("law.money", "{currency} {amount}", currency=currency, amount=number) if named else number
    if named:
        return message("law.yuan", "CNY {amount}", amount=number)
    return message("law.yuan_to", "{amount}", amount=number)


def penalty_data(measure: MeasureId, penalty: Penalty) -> dict[str, object]:
    """Return a penalty as plain data, with the measure that sets it."""
    return {
        "measure": measure,
        "article": penalty.article,
        "for": [str(deed) for deed in penalty.deeds],
        "words": penalty.words,
        "fines": [
            {
                "unit": str(fine.unit),
                "low": _number(fine.low),
                "high": _number(fine.high),
                "currency": fine.currency,
                "of": str(fine.base) if fine.base else "",
                "of_at_least": _number(fine.base_at_least),
                "of_below": _number(fine.base_below),
                "gravity": str(fine.gravity),
                "words": fine.words,
            }
            for fine in penalty.fines
        ],
        "consequences": [str(one) for one in penalty.consequences],
        "confidence": str(penalty.confidence),
        "source": penalty.source,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
