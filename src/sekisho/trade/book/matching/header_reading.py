"""What the words of a header make together: the fact of its column, and its place among columns of one fact."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from sekisho.trade.book.matching.header_words import MOST_HEADERS, HeaderWords, words_of_header, written_out
from sekisho.trade.book.matching.headers import Header, fact_of, fact_of_whole

_PARTIES: Final = ("end_user", "exporter", "importer", "intermediate")
_ROUTE: Final = {
    "origin": "origin", "destination": "destination", "departure": "departure", "transit": "via",
    "export": "departure", "import": "destination",
}  # fmt: skip
_OF_TOTALS: Final = frozenset(
    {"total", "dollar", "local", "foreign", "own_line", "invoice", "taxnote", "billed", "order", "paper"}
)
"""Words beside which a total is an amount."""
_PART_OF_CODE: Final = frozenset({"2", "4"})
OTHER_DAYS: Final = frozenset({"order_day", "paper_day", "wanted_day"})
"""Sorts of dates on which nothing leaves: of an order, of a paper, and that on which delivery is wanted. The law that
counts is that of the day of export, so that such a column is the date only if a person says so."""
_WIDE: Final = 50
"""Place of a column among those of its fact, if nothing tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderReading:
    """What a header says its column is.

    Parameters
    ----------
    fact
        The fact; empty if it is none.
    rank
        1 a word for it alone, 2 the usual words, 3 it may be another.
    order
        Place among the columns of the fact, the smallest first.
    kind
        Which sort of column of its fact: for descriptions `goods`, `heading`, `spec`, `model`, `brand`, `material`;
        `place` for places that may tell a country; `month`; one of `OTHER_DAYS`; `partner` for a party whose part in
        the trade is not said.
    reason
        Key of the reason why it is none.
    english
        It is the English spelling of another column.
    """

    fact: str = ""
    rank: int = 2
    order: tuple[int, ...] = (_WIDE,)
    kind: str = ""
    reason: str = ""
    english: bool = False


def read_header(header: str) -> HeaderReading:
    """Read a header: as a whole where it is known so, else by its words.

    >>> read_header("STD_CONSIGNEE_NAME").fact, read_header("USD_PER_KG").reason
    ('importer', 'not_unit')
    """
    return _read_once(header)


@lru_cache(maxsize=MOST_HEADERS)
def _read_once(header: str) -> HeaderReading:
    words = words_of_header(header)
    reading = _by_words(words)
    whole = fact_of(header) or fact_of_whole(written_out(header))
    if whole is None:
        return reading
    return _with_whole(whole, reading, words)


_OWN_EACH: Final = frozenset({"value", "line"})
"""Facts of which columns of two files are two: amounts of two currencies, numbers of two papers."""


def meaning_of(header: str) -> tuple[str, int]:
    """Return what a header says in a word that is the same for all that say it, and its rank; empty if unknown.

    >>> meaning_of("Item description") == meaning_of("品名"), meaning_of("Zorro")
    (True, ('', 2))
    """
    reading = read_header(header)
    if not reading.fact or reading.fact in _OWN_EACH:
        return "", reading.rank
    return f"{reading.fact} {reading.kind}".strip(), reading.rank


def _with_whole(whole: Header, reading: HeaderReading, words: HeaderWords) -> HeaderReading:
    """Let a header that is known as a whole be that; where it may be another, words that are clear decide."""
    if reading.kind == "partner":
        return HeaderReading(fact=whole.fact, rank=3, kind="partner")
    same = reading.fact == whole.fact
    if whole.rank > 2 and reading.fact and reading.rank <= 2:  # noqa: PLR2004 - rank 3 may be another
        return reading
    if same:
        return HeaderReading(
            fact=whole.fact, rank=whole.rank, order=reading.order, kind=reading.kind, english=reading.english
        )
    kind = "goods" if whole.fact == "description" else ""
    return HeaderReading(fact=whole.fact, rank=whole.rank, kind=kind, english="english" in words.which)


def _by_words(words: HeaderWords) -> HeaderReading:
    veto = words.veto - {"address"} if words.who and "name" in words.what else words.veto  # consignee name and address
    if veto:
        return HeaderReading(reason=f"not_{min(veto, key=_VETOES.index)}")
    for way in (_date, _party, _use, _money, _customs, _route, _goods, _line):
        reading = way(words)
        if reading is not None:
            return _doubted(reading, words)
    meanings = words.what or words.which
    return HeaderReading(reason="no_word" if meanings else "unknown_header")


_VETOES: Final = (
    *("share", "unit", "rate", "tax", "weight", "charge", "address", "contact", "identity", "quantity", "currency"),
    *("level", "status", "part", "transport", "other"),
)


def _doubted(reading: HeaderReading, words: HeaderWords) -> HeaderReading:
    """A header of which a word is not known may mean another thing."""
    english = "english" in words.which
    rank = 3 if words.unknown and reading.kind != "place" else reading.rank
    return HeaderReading(
        fact=reading.fact, rank=rank, order=reading.order, kind=reading.kind, reason=reading.reason, english=english
    )


def _none(reason: str) -> HeaderReading:
    return HeaderReading(reason=reason)


def _date(words: HeaderWords) -> HeaderReading | None:
    """Read a header of dates: the day of export first, then what lies near it."""
    which = words.which
    if "date" not in words.what:
        if "month" in words.what and words.what <= {"month", "date"}:
            return HeaderReading(fact="date", rank=2, order=(90,), kind="month")
        return None
    if "stale" in which or ("origin" in which and "ship" not in which):
        return _none("not_this_date")
    if words.what & {"country", "port", "code", "text"}:
        return None
    late = 5 * bool({"estimate", "deliver", "wish"} & which)
    if other := _other_day(which):
        return HeaderReading(fact="date", rank=3, order=(60,), kind=other)
    if "settle" in which:
        order = 80
    elif "arrive" in which and "estimate" in which:
        order = 70
    elif "ship" in which:
        order = 10 + late
    elif "arrive" in which:
        order = 20 + late
    elif {"declared", "assessed", "register"} & which:
        order = 30
    elif "deliver" in which:
        order = 50
    else:
        order = 45
    return HeaderReading(fact="date", rank=3 if {"doubt", "settle"} & which else 2, order=(order,))


def _other_day(which: frozenset[str]) -> str:
    """Tell which day the words of a date mean on which nothing leaves; empty if they may mean the day of shipment.

    A customs record dates its papers by the day of the declaration, and says so. An order is received, entered and
    released on days of its own.
    """
    if "ship" in which or {"arrive", "estimate"} <= which:
        return ""
    if "wish" in which:
        return "wanted_day"
    if {"deliver", "settle", "doubt"} & which:
        return ""
    if "order" in which and "declared" not in which:
        return "order_day"
    if {"paper", "invoice"} & which and not {"arrive", "register", "declared", "assessed"} & which:
        return "paper_day"
    return ""


def _party(words: HeaderWords) -> HeaderReading | None:
    who, what, which = words.who, words.what, words.which
    if not who:
        return None
    if who & {"service", "holder", "maker", "person", "both"}:
        return _none(f"who_{min(who & {'service', 'holder', 'maker', 'person', 'both'})}")
    if what & {"country", "region", "place", "port"}:
        return _none("seat")
    if what & {"code", "number", "line"}:
        return _none("not_identity")
    if what & {"goods", "text", "money", "customs", "material", "model", "spec", "brand", "use"}:
        return None
    if "document" in what:
        return _none("not_identity")
    parties: list[str] = [word for word in _PARTIES if word in who]
    if not parties and "partner" in who:
        sides = {"exporter": "export" in which, "importer": "import" in which}
        parties = [side for side, meanings in sides.items() if meanings]
        if len(parties) != 1:
            return HeaderReading(fact="", kind="partner", reason="partner")
    if len(parties) != 1:
        return _none("two_parties")
    fact = "intermediate_consignee" if parties[0] == "intermediate" else parties[0]
    # Whoever is the last to receive the goods has them, unless a column says who uses them.
    last = "end" in which and fact == "importer"
    fact = "end_user" if last else fact
    payer = 4 if last else 3 if "billed" in which else 1 if "sold" in which else 0
    spelling = 0 if "english" in which else 2 if "own" in which else 1
    order = (payer, spelling)
    return HeaderReading(fact=fact, rank=2, order=order)


def _use(words: HeaderWords) -> HeaderReading | None:
    """Read a header of what the goods are for."""
    if words.what == {"use"} and words.who <= {"end_user"} and words.which <= {"end"}:
        return HeaderReading(fact="end_use", rank=2)
    return None


def _money(words: HeaderWords) -> HeaderReading | None:
    what, which = words.what, words.which
    terms = what & {"money", "price", "fob", "cif"}
    bare = "total" in which and not what - {"line", "goods"} and which <= _OF_TOTALS
    if not terms and not bare:
        return None
    if what & {"country", "number", "code", "text", "name", "port", "use", "model", "brand"}:
        return None
    total = "total" in which
    if terms == {"price"} and not total:
        return HeaderReading(fact="value", rank=3, order=(9,), kind="price")
    currency = 0 if "dollar" in which else 2 if "foreign" in which else 3 if "local" in which else 1
    own = 0 if "own_line" in which else 1
    if "assessed" in which:
        kind = 2
    elif "declared" in which:
        kind = 3
    else:
        kind = int("cif" in terms or bool({"customs_value", "statistical"} & which))
    order = (int("scaled" in which), own, currency, int(total), kind, len(words.digits))
    plain = not terms and not which & {"dollar", "local", "foreign", "own_line"}
    return HeaderReading(fact="value", rank=3 if plain or "stale" in which else 2, order=order)


def _customs(words: HeaderWords) -> HeaderReading | None:
    what = words.what
    if "customs" not in what or what & {"text", "name", "money", "country"}:
        return None
    if set(words.digits) & _PART_OF_CODE:
        return _none("not_part")
    plain = 0 if what & {"code", "number"} else 1
    return HeaderReading(fact="hs_code", rank=2, order=(len(words.digits), int(bool(words.who)), plain))


def _route(words: HeaderWords) -> HeaderReading | None:
    """Read a header of countries or places; a firm's seat, and where a thing was bought, are no route."""
    what, which = words.what, words.which
    ends = {_ROUTE[word] for word in ("origin", "destination", "departure", "transit") if word in which}
    if "country" in what:
        if what & {"text", "document", "number", "money"}:
            return _none("no_word")
        if "region" in what:
            return _none("region")
        if "trade" in which:
            return _none("not_trade")
        sides = ends or {_ROUTE[word] for word in ("export", "import") if word in which}
        if len(sides) == 1:
            fact = sides.pop()
            passing = int(fact == "destination" and "end" not in which)  # where goods arrive, if another says the end
            return HeaderReading(fact=fact, rank=2, order=(0, passing, int("english" not in which)))
        if sides:
            return _none("two_routes")
        return (
            _none("which_country")
            if "code" in what or "iso" in which or words.digits
            else HeaderReading(fact="destination", rank=3, order=(9,))
        )
    if ends == {"origin"} and what == {"goods"}:
        return HeaderReading(fact="origin", rank=2, order=(1,))
    if not ends or what - {"place", "port", "name", "code"}:
        return _none("region") if what and what <= {"region", "name"} else None
    if what & {"place", "port"}:
        if "origin" in which and "place" in what and "port" not in what:
            return _none("two_routes")
        ends = {"departure" if word == "origin" else word for word in ends}
        if len(ends) != 1:
            return _none("two_routes")
        return HeaderReading(fact=ends.pop(), rank=2, order=(5, int("place" not in what)), kind="place")
    if len(ends) != 1 or "trade" in which:
        return None
    return HeaderReading(fact=ends.pop(), rank=3, order=(1,))


def _goods(words: HeaderWords) -> HeaderReading | None:
    """Read a header of goods: their text before their maker's words, and the text of the tariff last."""
    what = words.what
    if not what & {"text", "goods", "spec", "model", "brand", "material"}:
        return None
    if what & {"date", "money", "country", "port", "region", "use"}:
        return _none("no_word")
    if "customs" in what and what & {"text", "name", "goods"}:
        return HeaderReading(fact="description", rank=2, order=(5,), kind="heading")
    if what & {"code", "number"} and not what & {"model", "spec"}:
        return _none("not_number")
    if "document" in what and "line" not in what and "goods" not in what:
        return _none("no_word")
    if "text" in what or ("name" in what and what & {"goods", "material"}):
        text = 0 if "goods" in what or "material" in what else 1
        other = words.which & {"settle", "trade", "transit", "stale"} and "goods" not in what
        rank = 3 if words.who or other else 2
        return HeaderReading(fact="description", rank=rank, order=(0, text), kind="goods")
    if "goods" in what and not what & {"spec", "model", "brand", "material"}:
        return HeaderReading(fact="description", rank=3, order=(1, 0), kind="goods")
    for place, kind in enumerate(("spec", "model", "material", "brand")):
        if kind in what:
            rank = 2 if kind in {"spec", "model"} else 3
            return HeaderReading(fact="description", rank=rank, order=(2, place), kind=kind)
    return None


def _line(words: HeaderWords) -> HeaderReading | None:
    what = words.what
    if "line" in what and what & {"number", "code"} and not what & {"document"}:
        return HeaderReading(fact="line", rank=2, order=(1,))
    if "document" in what and what & {"number", "code"}:
        return HeaderReading(fact="line", rank=2, order=(0,))
    if what == {"line"} and words.count == 1:
        return HeaderReading(fact="line", rank=2, order=(1,))
    if what == {"document"} and words.count > 1:
        return HeaderReading(fact="line", rank=3, order=(2,))
    return None
