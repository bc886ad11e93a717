"""Which column is which fact: proposed from headers and from values, each with a confidence and the reason.

A header whose words name a fact, with values that fit, is sure. Values alone never are: a column of territories may be
where goods leave, where they go, or where they were made. Of several columns of one fact the best is taken, and what
the others lose to is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import Fact
from sekisho.law.model.fact_table import FactTable
from sekisho.trade.book.cells.meanings import OWN_WORDS, Meanings, is_read
from sekisho.trade.book.matching.header_reading import OTHER_DAYS, HeaderReading, read_header
from sekisho.trade.book.matching.header_words import words_of_header
from sekisho.trade.book.matching.headers import unit_of
from sekisho.trade.book.matching.joins import PARTIES
from sekisho.trade.book.matching.numbered_columns import numbered_columns
from sekisho.trade.book.matching.profiles import known_profiles
from sekisho.trade.book.matching.reasons import ColumnReason, reasons_told
from sekisho.trade.book.matching.values import ColumnValues, Sample, is_amount, states_any_word, states_nothing

SURE: Final = 0.8
"""Confidence from which a proposal is used without asking. Smaller, more columns are used that nobody looked at;
larger, a person is asked of headers that are plain. A guess; headers of rank 1 and 2 lie above it, and of rank 3
below."""
_BY_RANK: Final = {1: 0.97, 2: 0.9, 3: 0.6}
_FIT: Final = {1: 0.5, 2: 0.7, 3: 0.7}
"""Share of the values that must fit, if a header of a rank is to be believed."""
_FIT_OF: Final = {"date": 0.6, "value": 0.6, "hs_code": 0.7, "description": 0.6}
_FIT_OF_PARTIES: Final = 0.6
"""The same for parties: share of the values that are words. A guess; cells of parties may hold numbers of customers."""
_CONTRARY: Final = 0.1
"""Share of fitting values below which the header and the values contradict each other. A guess. Smaller, a column of
the wrong kind is used with a doubt; larger, one is set aside for odd cells."""
_ONLY_VALUES: Final = 0.5
"""Confidence of a column that only its values tell: below `SURE`, so that a person is asked."""
_DOUBTED: Final = 0.4
"""Confidence, at most, of a header that the values do not bear out."""
_FEW: Final = 3
"""Distinct values from which they tell a column. A guess: two values of any kind look like a code."""
_DIFFERENT: Final = 0.9
"""Share of the lines that must have names of their own, if a column names lines. A guess. Smaller, a column of
articles names lines; larger, a number that stands on two lines by mistake names none."""
_FILLED: Final = 0.3
"""Share of the lines that must say something, if a column is joined to the description. A guess. Smaller, a column of
remarks is read as what the goods are; larger, models stated on some lines are lost."""
GOODS: Final = frozenset({"description", "hs_code", "control_codes"})
"""Facts that say what goods are."""
IN_WORDS: Final = "goods_in_words"
"""Reason of a column that is taken for the goods because nothing else is."""
_ROUTE: Final = frozenset({"departure", "destination", "origin", "via", "end_user_territory"})
BETWEEN: Final = "intermediate_consignee"
_EXTRA: Final = ("spec", "model", "material", "brand")
_KINDS_OF_VALUES: Final = (
    ("control_codes", "looks_control"),
    ("date", "looks_dates"),
    ("destination", "looks_territories"),
    ("hs_code", "looks_customs"),
)
_BUYING: Final = ("手配", "発注", "仕入", "購買", "調達", "買掛", "入荷", "采购", "进货", "purchase", "procurement")
_SELLING: Final = ("受注", "売上", "販売", "納品", "売掛", "销售", "出货", "sales")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """One column: the fact that it may be, how sure that is, 0 to 1, and why; `fact` is empty if it is none.

    Parameters
    ----------
    known
        Share of the lines in which it says something.
    sample
        Three of its values.
    """

    column: str
    fact: str
    confidence: float
    reasons: tuple[ColumnReason, ...]
    known: float = 0.0
    sample: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it is used without asking."""
        return bool(self.fact) and self.confidence >= SURE

    @property
    def is_in_words(self) -> bool:
        """Whether it is taken for the goods only because no column names them."""
        return any(reason.key == IN_WORDS for reason in self.reasons)

    @property
    def other_day(self) -> str:
        """Which day other than that of shipment its header names; empty if it names none."""
        return next((reason.key for reason in self.reasons if reason.key in OTHER_DAYS), "")

    @property
    def reason(self) -> str:
        """Why, in English."""
        return self.told("en")

    def told(self, language: str) -> str:
        """Say why."""
        return reasons_told(self.reasons, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is proposed for every column of a book, the currency of its values, and columns that are read as one."""

    guesses: tuple[Guess, ...]
    unit: str = ""
    joined: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sure(self) -> dict[str, str]:
        """Fact to column, as far as it is sure; of columns that are joined the first."""
        considered: dict[str, str] = {}
        for guess in self.guesses:
            if guess.sure:
                considered.setdefault(guess.fact, guess.column)
        return considered | {fact: columns[0] for fact, columns in self.joined.items() if fact in considered}

    @property
    def unsure(self) -> tuple[Guess, ...]:
        """What a person must decide."""
        return tuple(guess for guess in self.guesses if guess.fact and not guess.sure)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """A column with what its header says, what stands in it, and what is made of both."""

    name: str
    header: HeaderReading
    values: ColumnValues
    guess: Guess


def propose(
    columns: Sequence[str],
    samples: Mapping[str, Sample],
    facts: FactTable,
    meanings: Meanings,
    *,
    profiles: Path | None = None,
    taken: Collection[str] = (),
) -> Proposal:
    """Propose a fact for each column.

    Parameters
    ----------
    samples
        For each column, its values with their counts, as text.
    taken
        Facts that have their column, or that a person leaves out.
    profiles
        Folder of the user's own profiles of systems.
    """
    known = known_profiles(columns, profiles)
    pieces = _names_in_pieces(columns, known)
    rest = {name: first for first, (_, others) in pieces.items() for name in others}
    considered = []
    for name in columns:
        if name in rest:
            continue
        values = ColumnValues(samples.get(name, {}), meanings)
        header, more = known.get(name) or (pieces[name][0] if name in pieces else read_header(name), ())
        considered.append(
            _Column(name=name, header=header, values=values, guess=_guess(name, header, values, facts, more))
        )
    considered = _addresses(_partners(_alone(considered), columns))
    considered = _goods_in_words(considered, taken)
    settled, joined = _one_a_fact(considered)
    if rest:
        guesses = {guess.column: guess for guess in settled}
        joined |= {guesses[first].fact: (first, *pieces[first][1]) for first in pieces if guesses[first].sure}
        for name, first in rest.items():
            values = ColumnValues(samples.get(name, {}), meanings)
            guesses[name] = replace(
                guesses[first],
                column=name,
                reasons=(ColumnReason("pieces", {"column": first}),),
                known=values.known,
                sample=tuple(values.stated)[:_FEW],
            )
        settled = [guesses[name] for name in columns]
    value = next((guess.column for guess in settled if guess.fact == "value" and guess.sure), "")
    return Proposal(guesses=tuple(settled), unit=unit_of(value), joined=joined)


def _names_in_pieces(
    columns: Sequence[str], known: Mapping[str, object]
) -> dict[str, tuple[HeaderReading, tuple[str, ...]]]:
    """Find the names of parties that stand in several columns: of the first what its header says, and the others."""
    names = {}
    for stem, (first, *others) in numbered_columns(columns).items():
        header = read_header(stem)
        if (header.fact in PARTIES or header.kind == "partner") and known.keys().isdisjoint((first, *others)):
            names[first] = (header, tuple(others))
    return names


def _guess(
    column: str, header: HeaderReading, values: ColumnValues, facts: FactTable, more: tuple[ColumnReason, ...]
) -> Guess:
    guess = Guess(
        column=column,
        fact="",
        confidence=0.0,
        reasons=(ColumnReason(header.reason or "unknown_header"),),
        known=values.known,
        sample=tuple(values.stated)[:_FEW],
    )
    if not header.fact:
        return _by_values(guess, values, facts) if header.reason in {"unknown_header", ""} else guess
    if header.fact == "line":
        return _line(guess, values, header)
    if header.fact not in facts:
        return replace(guess, reasons=(ColumnReason("no_fact"),))
    if header.fact == "importer" and values.stated and values.places > _DIFFERENT and values.firms == 0:
        reasons = (ColumnReason("receiver_is_place"),)
        return replace(guess, fact="destination", confidence=_BY_RANK[2], reasons=reasons)
    confidence, why = _BY_RANK[header.rank], more or (ColumnReason(f"rank_{header.rank}"),)
    if header.kind in OTHER_DAYS:
        why = (ColumnReason(header.kind),)
    guess = replace(guess, fact=header.fact, confidence=confidence, reasons=why)
    if not values.stated:
        return replace(guess, reasons=(*why, ColumnReason("empty")))
    fit, least = _fit(facts[header.fact], header, values)
    if fit >= least:
        is_told = header.fact in _FIT_OF or (is_read(facts[header.fact]) and facts[header.fact].kind != "party")
        return replace(guess, reasons=(*why, ColumnReason("fit", {"share": f"{fit:.0%}"})) if is_told else why)
    looks = values.looks
    if fit <= _CONTRARY and not _may_be_place(header, looks) and str(header.fact) not in OWN_WORDS:
        return replace(guess, fact="", confidence=0.0, reasons=(ColumnReason("contrary", {"looks": looks}),))
    misfit = ColumnReason("misfit", {"share": f"{1 - fit:.0%}"})
    return replace(guess, confidence=min(confidence, _DOUBTED), reasons=(*why, misfit))


def _may_be_place(header: HeaderReading, looks: str) -> bool:
    """Tell whether words where countries are due may be ports and towns, which a person can answer."""
    return header.fact in _ROUTE and looks in {"looks_words", "looks_codes"}


def _fit(fact: Fact, header: HeaderReading, values: ColumnValues) -> tuple[float, float]:
    """Return the share of the lines whose value fits, and the share that must."""
    name, least = str(fact.name), _FIT[header.rank]
    if name in PARTIES:
        if values.territories > _DIFFERENT and values.firms == 0:
            return 0.0, _FIT_OF_PARTIES
        return values.names, _FIT_OF_PARTIES
    if name == "date":
        return (0.0 if values.running else values.dates), _FIT_OF[name]
    if name == "hs_code":
        return (values.customs if values.long_customs > 0 else values.customs / 2), _FIT_OF[name]
    if name == "description":
        odd = values.territories > _DIFFERENT or values.dates > _DIFFERENT
        coded = values.codes if header.kind in {"model", "spec"} or header.rank == 1 else 0.0
        return (0.0 if odd else values.words + coded), _FIT_OF[name]
    if name == "value":
        odd = values.dates > _DIFFERENT and values.numbers < _DIFFERENT
        return (0.0 if odd else values.share(is_amount)), _FIT_OF[name]
    if fact.kind == "number":
        return values.share(lambda text: states_any_word(text) or any(letter.isdigit() for letter in text)), least
    if name in OWN_WORDS:
        # People state these in words of their own, which are read one by one, or confirmed.
        worded = 0.0 if max(values.dates, values.territories, values.firms) > _FIT_OF_PARTIES else values.words
        return max(worded, _read(fact, values)), least
    if is_read(fact):
        if name in _ROUTE:
            groups = values.territories_and_groups if values.territories > _CONTRARY else 0.0
            return max(groups, _read(fact, values)), least
        return _read(fact, values), least
    return 1.0, least


def _read(fact: Fact, values: ColumnValues) -> float:
    return values.share(_reads(fact, values))


def _reads(fact: Fact, values: ColumnValues) -> Callable[[str], bool]:
    return lambda text: values.meanings.reads(fact, text)


_SUMS: Final = 2
"""Rows without a name that a short book may have: its sum and a note. A guess; with more, lines lack their names."""


def _line(guess: Guess, values: ColumnValues, header: HeaderReading) -> Guess:
    stated = {text: count for text, count in values.sample.items() if not states_nothing(text)}
    different = len(stated) / max(1, sum(stated.values()))
    blank = sum(values.sample.values()) - sum(stated.values())
    is_filled = values.known >= _DIFFERENT or (len(stated) > blank and blank <= _SUMS)
    if not is_filled or different < _DIFFERENT:
        share = f"{max(1 - different, 1 - values.known):.0%}"
        return replace(
            guess, fact="line", confidence=_DOUBTED, reasons=(ColumnReason("lines_share", {"share": share}),)
        )
    reasons = (ColumnReason("lines"), ColumnReason("looks_different")) if header.rank > 1 else (ColumnReason("lines"),)
    return replace(guess, fact="line", confidence=_BY_RANK[header.rank], reasons=reasons)


def _by_values(guess: Guess, values: ColumnValues, facts: FactTable) -> Guess:
    """Say what the values look like; never sure."""
    if len(values.stated) < _FEW:
        return guess
    kinds = {"date": values.is_date, "destination": values.is_territory}
    for name, looks in _KINDS_OF_VALUES:
        fact = facts.facts.get(FactName(name))
        if (
            fact is not None
            and _looks(name, values)
            and values.mostly(kinds.get(name, _reads(fact, values)), _DIFFERENT)
        ):
            reason = ColumnReason("values_only", {"looks": looks})
            return replace(guess, fact=name, confidence=_ONLY_VALUES, reasons=(reason,))
    return guess


def _looks(name: str, values: ColumnValues) -> bool:
    """Tell whether values are of a kind and not only numbers that could be of any."""
    texts = [text.strip() for text in values.stated]
    if name == "control_codes":
        return any(len(text) > 4 and not text.isdigit() for text in texts)  # noqa: PLR2004 - 1C905
    if name == "hs_code":
        return all(len(text.replace(".", "")) in {6, 8, 10} for text in texts)
    return not all(text.isdigit() for text in texts) if name == "date" else True


def _alone(considered: Sequence[_Column]) -> list[_Column]:
    """Believe a header that may mean the goods or their origin, where nothing else does and its values bear it out.

    Goods are told in words; a short one, or one with figures, may be the code of an article.
    """
    plain = [
        column
        for column in considered
        if column.guess.fact in _BORNE_OUT
        and column.header.rank == _MAY_MEAN
        and _says_only(column.name, _BORNE_BY[column.guess.fact])
        and column.values.share(_BORNE_OUT[column.guess.fact](column.values)) > _DIFFERENT
    ]
    claimed = [column.guess.fact for column in considered]
    alone = {column.name for column in plain if claimed.count(column.guess.fact) == 1}
    return [
        replace(
            column,
            guess=replace(
                column.guess,
                confidence=_BY_RANK[2],
                reasons=(ColumnReason("alone"), *column.guess.reasons[1:]),
            ),
        )
        if column.name in alone
        else column
        for column in considered
    ]


def _goods_in_words(considered: Sequence[_Column], taken: Collection[str]) -> list[_Column]:
    """Take columns of words whose headers nobody knows for the goods, where no column names or codes these.

    A line of which nobody reads what the goods are would pass in silence.
    """
    if not GOODS.isdisjoint({*taken, *(column.guess.fact for column in considered if column.guess.sure)}):
        return list(considered)
    return [
        replace(
            column,
            header=replace(column.header, fact="description", rank=_MAY_MEAN),
            guess=replace(column.guess, fact="description", confidence=SURE, reasons=(ColumnReason(IN_WORDS),)),
        )
        if column.guess.reasons[0].key == "unknown_header"
        and column.values.share(_tells_goods(column.values)) >= _FIT_OF["description"]
        and column.values.firms < _FIT_OF_PARTIES
        else column
        for column in considered
    ]


def _says_only(header: str, word: str) -> bool:
    """Tell whether a header says one thing and no other; *description of payment* says two."""
    words = words_of_header(header)
    return not (words.unknown or words.who) and words.what | words.which == {word}


def _tells_goods(values: ColumnValues) -> Callable[[str], bool]:
    def tells(text: str) -> bool:
        worded = " " in text.strip() or not text.isascii() or (text.isalpha() and len(text) > _SHORT_WORD)
        return worded and any(map(str.isalpha, text)) and not values.is_territory(text)

    return tells


def _tells_origin(values: ColumnValues) -> Callable[[str], bool]:
    return values.is_territory


_BORNE_OUT: Final = {"description": _tells_goods, "origin": _tells_origin}
"""Facts that a header may mean and values bear out; a country of no known part of the way is none of them."""
_BORNE_BY: Final = {"description": "goods", "origin": "origin"}
"""The one thing that such a header says."""
_MAY_MEAN: Final = 3
"""Rank of a header that may mean a fact (see `header_reading`)."""
_SHORT_WORD: Final = 5
"""Letters of a word up to which it may be the code of an article. A guess: smaller, codes of letters alone are read as
goods; larger, goods of one word are left to a person."""


def _addresses(considered: Sequence[_Column]) -> list[_Column]:
    """Take the address of whoever receives the goods for where they go, where no column says that."""
    if any(column.guess.fact == "destination" and column.guess.sure for column in considered):
        return list(considered)
    addresses = [
        column
        for column in considered
        if not column.guess.fact and "receiver" in words_of_header(column.name).whose
        if column.values.located > _DIFFERENT
    ]
    if len(addresses) != 1:
        return list(considered)
    (address,) = addresses
    reasons = (ColumnReason("receiver_address"),)
    guess = replace(address.guess, fact="destination", confidence=_BY_RANK[2], reasons=reasons)
    header = replace(address.header, fact="destination")
    return [replace(address, guess=guess, header=header) if column is address else column for column in considered]


def _partners(considered: Sequence[_Column], columns: Sequence[str]) -> list[_Column]:
    """Tell the part of a firm whose header does not say it: in a list of purchases, it sells."""
    partners = [
        column for column in considered if column.header.kind == "partner" and column.values.words > _FIT_OF_PARTIES
    ]
    if len(partners) != 1:
        return list(considered)
    headers = " ".join(columns).casefold()
    buying = any(word in headers for word in _BUYING)
    selling = any(word in headers for word in _SELLING)
    named = {column.header.fact for column in considered if column.guess.sure}
    fact = key = ""
    if buying and not selling and "exporter" not in named and "importer" in named:
        fact, key = "exporter", "partner_purchase"
    elif "importer" not in named and "exporter" in named and not buying:
        fact, key = "importer", "partner_sales"
    if not fact:
        return list(considered)
    (partner,) = partners
    guess = replace(partner.guess, fact=fact, confidence=_BY_RANK[2], reasons=(ColumnReason(key),))
    settled = replace(partner, header=replace(partner.header, fact=fact), guess=guess)
    return [settled if column is partner else column for column in considered]


def _one_a_fact(considered: Sequence[_Column]) -> tuple[list[Guess], dict[str, tuple[str, ...]]]:
    """Let the best column of a fact have it, or several that belong together; equal ones are left to a person."""
    guesses = {column.name: column.guess for column in considered}
    joined: dict[str, tuple[str, ...]] = {}
    facts = dict.fromkeys(column.guess.fact for column in considered if column.guess.sure)
    for fact in facts:
        rivals = [column for column in considered if column.guess.sure and column.guess.fact == fact]
        first, *losers = sorted(rivals, key=_key)
        even = [column for column in losers if _key(column) == _key(first) and not _is_same(column, first)]
        if even and fact == "description":
            joined[fact] = (first.name, *(column.name for column in even))
            for column in even:
                reason = ColumnReason("joined", {"column": first.name})
                guesses[column.name] = replace(column.guess, reasons=(reason,))
            losers = [column for column in losers if column not in even]
        elif even:
            for column in (first, *even):
                other = even[0] if column is first else first
                tie = ColumnReason("tie", {"column": other.name})
                guesses[column.name] = replace(
                    column.guess, confidence=_ONLY_VALUES, reasons=(*column.guess.reasons, tie)
                )
            losers = [column for column in losers if column not in even]
        for column in losers:
            guesses[column.name] = _lost(column, first)
        if fact == "importer":
            guesses |= _further_party(losers, guesses)
        if fact == "description":
            extra = [column.name for column in _extras(considered, first) if column not in even]
            for name in extra:
                reason = ColumnReason("joined", {"column": first.name})
                guesses[name] = replace(guesses[name], fact=fact, confidence=_BY_RANK[2], reasons=(reason,))
            if extra:
                joined[fact] = (*joined.get(fact, (first.name,)), *extra)
    if "date" in facts:  # a day of shipment is stated, so that nobody need look at the others
        for name, guess in guesses.items():
            if guess.other_day:
                guesses[name] = replace(guess, fact="", confidence=0.0, reasons=(ColumnReason(guess.other_day),))
    return list(guesses.values()), joined


def _further_party(losers: Sequence[_Column], guesses: Mapping[str, Guess]) -> dict[str, Guess]:
    """Let a second receiving party be screened as one between: a name that nobody looks at stops nothing."""
    if any(guess.fact == BETWEEN and guess.sure for guess in guesses.values()):
        return {}
    others = [column for column in losers if any(one.key == "other_party" for one in guesses[column.name].reasons)]
    if len(others) != 1:
        return {}  # which of several stands between is for a person to say
    (column,) = others
    reasons = (ColumnReason("party_between", guesses[column.name].reasons[0].words),)
    return {column.name: replace(guesses[column.name], fact=BETWEEN, confidence=_BY_RANK[2], reasons=reasons)}


def _is_same(one: _Column, other: _Column) -> bool:
    """Tell whether a text stands in two columns alike; two of countries may be equal by chance."""
    named = one.header.fact in PARTIES or one.header.fact == "description"
    return named and bool(one.values.stated) and one.values.sample == other.values.sample


def _key(column: _Column) -> tuple[object, ...]:
    """Order the columns of one fact: filled before empty, then as the header says."""
    values, header = column.values, column.header
    blank = 2 if not values.stated else int(values.zero)
    foreign = int(header.english) if header.fact not in _ROUTE else 0
    return (blank, header.order, header.rank, foreign if header.fact == "description" else 0)


def _lost(column: _Column, first: _Column) -> Guess:
    """Say why a column is not used beside the one that is."""
    header, other = column.header, first.header
    words = {"column": first.name}
    key = "loses"
    if _is_same(column, first):
        key = "same"
    elif column.values.zero and not first.values.zero:
        key = "loses_zero"
    elif header.kind == "place" and other.kind != "place":
        key = "loses_place"
    elif header.kind == "month" and other.kind != "month":
        key = "loses_month"
    elif header.kind == "heading" and other.kind != "heading":
        key = "loses_heading"
    elif header.english is not other.english and header.fact in {*PARTIES, "description", *_ROUTE}:
        key = "loses_english"
    elif header.fact == "value" and len(header.order) == len(other.order) > 3:  # noqa: PLR2004 - see header_reading
        same = header.order[:2] == other.order[:2]
        if header.order[1] > other.order[1] or (same and header.order[2] == other.order[2] and header.order[3]):
            key = "loses_shipment"
        elif same and header.order[2] > other.order[2]:
            key = "loses_currency"
    elif header.fact in PARTIES and not _same_words(column.name, first.name):
        reasons = (ColumnReason("other_party", words),)
        return replace(column.guess, confidence=_ONLY_VALUES, reasons=reasons)
    return replace(column.guess, fact="", confidence=0.0, reasons=(ColumnReason(key, words),))


def _same_words(one: str, other: str) -> bool:
    """Tell whether two headers name the same party in two spellings: EXPORTER_NAME and EXPORTER_NAME_VN."""
    mine, theirs = words_of_header(one), words_of_header(other)
    spelled = {"english", "own", "clean"}
    return mine.who == theirs.who and mine.which - spelled == theirs.which - spelled


def _extras(considered: Sequence[_Column], first: _Column) -> list[_Column]:
    """Find the columns that say more about the goods: specification, model, material, brand."""
    if first.header.kind == "heading":
        return []
    kinds = _EXTRA[_EXTRA.index(first.header.kind) + 1 :] if first.header.kind in _EXTRA else _EXTRA
    picked = []
    for kind in kinds:
        fitting = [
            column
            for column in considered
            if column is not first
            and column.header.kind == kind
            and column.header.fact == "description"
            and column.values.known >= _FILLED
            and column.values.words + column.values.codes * (kind in {"spec", "model"}) > _FIT_OF_PARTIES
            and not column.values.dates > _DIFFERENT
        ]
        picked += sorted(fitting, key=_key)[:1]
    return picked
