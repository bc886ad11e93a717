"""The facts of a line that a few words of a shipment state."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Final

from sekisho.errors import FactError, Problem
from sekisho.law.model.condition import FactName
from sekisho.law.model.library import Library
from sekisho.message import message
from sekisho.regex import regex
from sekisho.service.check import in_words
from sekisho.service.line.city_names import at_home_or_abroad, largest_taken, several_places
from sekisho.service.line.foreign_words import without_foreign
from sekisho.service.line.goods_or_party import (
    CODES,
    code_in_words,
    home_of,
    is_item,
    is_military_in_words,
    is_named_goods,
)
from sekisho.service.line.name_alone import name_alone
from sekisho.service.line.parted_words import MOVEMENT, SHARE, USE, PartedWords
from sekisho.service.line.phrase_reader import PhraseReader
from sekisho.service.line.places_in_words import names_body
from sekisho.service.line.reading_faults import faults_in, is_better
from sekisho.service.line.scrutiny.goods_choice import with_goods_of_text
from sekisho.service.line.scrutiny.group_words import named_group
from sekisho.service.line.scrutiny.party_words import with_one_name
from sekisho.service.line.scrutiny.route_words import with_route_named
from sekisho.service.line.scrutiny.use_words import is_use, with_use_alone
from sekisho.service.line.scrutiny.word_kinds import kind_of, last_of, places_backwards
from sekisho.service.line.shipment_reader import MOVES, ShipmentReader
from sekisho.service.line.shipment_reading import ShipmentReading, WordsRead, as_typed, on_day, words_not_read
from sekisho.service.line.word_roles import WordRoles
from sekisho.service.line.words_account import TAKEN_BACK, several_codes, with_account
from sekisho.service.line.words_left_out import (
    JAPAN,
    PARTIES,
    japan_left_out,
    military_left_out,
    parties_left_out,
)
from sekisho.service.workspace import Workspace
from sekisho.trade.book.cells.defence_words import defence_words_in
from sekisho.trade.book.cells.territories import country_of_adjective
from sekisho.trade.book.cells.vocabulary import UNKNOWN_WORD
from sekisho.trade.book.line_facts import words_of_use
from sekisho.trade.items.customs_codes import is_of_tariff
from sekisho.trade.items.written_codes import written_codes
from sekisho.trade.sentence.absent_elements import AbsentElements, without_absent
from sekisho.trade.sentence.actor_sentences import as_shipment
from sekisho.trade.sentence.correction_words import Correction, corrected, without_denied_place
from sekisho.trade.sentence.customs_words import CustomsInWords, customs_codes_in, without_customs
from sekisho.trade.sentence.day_words import without_day
from sekisho.trade.sentence.decimal_comma import with_decimal_point
from sekisho.trade.sentence.frame import (
    as_simplified,
    bare_goods,
    bare_party,
    from_where_it_lies,
    is_question,
    with_care_of,
    without_courtesy,
    without_denial,
)
from sekisho.trade.sentence.goods_words import with_content_joined
from sekisho.trade.sentence.knowledge_words import told_of_forces, without_civil, without_risk
from sekisho.trade.sentence.languages import with_english_marks
from sekisho.trade.sentence.law_questions import (
    asks_of_law,
    asks_of_papers,
    asks_when,
    is_general,
    without_law_question,
)
from sekisho.trade.sentence.marks import is_proper_name
from sekisho.trade.sentence.shipment_words import HS, LONGEST_PLACE, folded
from sekisho.trade.sentence.trade_terms import with_airports, with_trade_marks
from sekisho.trade.sentence.user_marks import with_users_marked
from sekisho.trade.sentence.word_classes import noun_phrases

ANY_GOODS: Final = MOVES | {
    *("export", "exports", "exporting", "shipment", "shipments", "shipping", "goods", "items", "cargo", "delivery"),
    *("trade", "re-export", "ausfuhr", "export", "waren", "貨物", "物品", "货物", "商品", "貿易", "贸易"),
}
"""Words of a question that name no goods: *exports to Japan*."""
KNOWLEDGE: Final = "knowledge_of_barred_use"
RISK: Final = "knowledge_of_risk"
_WITH_PLACE: Final = regex(r"\s(?:in|at)\s|[,，(（]")
"""What stands between a buyer and the place where that one is; JMSDF Kure is one name."""
PLACES: Final = ("departure", "via", "destination", "end_user_territory")
"""Facts that a city states in place of its country."""
IMPLIED: Final = frozenset({"origin"})
"""What the words need not have said: what leaves the country whose measures are asked was, as a rule, made there."""


def facts_in_words(words: str, workspace: Workspace, as_of: date | None = None) -> WordsRead:
    """Read the facts that a few words state of a shipment.

    An item is a code of a list of goods, a customs code, or a description; words that name a party on a list or a
    group, or bear a legal form, are the end user, before, behind or instead of an item. Where no other start is named,
    it comes from the country whose measures are asked. Words that stand where a place or a party stands and name
    neither leave the place unknown, and are told.
    """
    reader, faults, words_typed = ShipmentReader(workspace, as_of), PhraseReader(workspace, as_of), words
    customs = without_customs(words, partial(is_of_tariff, library=workspace.library))
    risk = without_risk(customs.rest)
    civil = without_civil(risk.rest)
    words = civil.rest
    words = without_law_question(with_decimal_point(words), partial(_names_line, reader=faults))
    meant = corrected(words, partial(kind_of, reader=faults), partial(last_of, reader=faults))
    reached, elsewhere = without_denied_place(meant.words, lambda text: reader.place(text) != "")
    leaves = without_day(with_care_of(without_courtesy(reached)))
    parted = PartedWords.of(leaves.rest, reader)
    typed, denied = without_denial(with_content_joined(parted.rest), partial(_is_party_or_forces, reader=reader))
    absent = without_absent(typed)
    typed = with_users_marked(absent.rest, reader.is_named, lambda text: reader.place(text) != "")
    moves = bool(parted.movement.movement)
    plain = with_english_marks(as_simplified(typed), reader.maker_country)
    plain = with_trade_marks(as_shipment(plain), reader.place)
    plain = from_where_it_lies(plain)
    read, words = _written(reader, plain, reader.of_sentences(plain), moves), plain
    count = faults_in(read, plain, faults, reader.is_goods)
    goods = read.facts.get("description", "")
    if count or (goods and not reader.is_goods(goods)):
        text = with_english_marks(as_simplified(unicodedata.normalize("NFKC", typed)), reader.maker_country)
        text = with_airports(text)
        for way in dict.fromkeys((as_shipment(text), text)):
            phrases = PhraseReader(workspace, as_of)
            other = _written(phrases, way, phrases.shipment_in(way), moves)
            signs = faults_in(other, way, faults, reader.is_goods)
            if is_better(other, signs, read, count, reader):
                read, words, count = other, way, signs
    read = _with_risk(_with_civil(read, civil.use), risk.typed)
    read = without_foreign(read, words, faults)
    read = as_typed(_with_denied(read, denied) if denied else read, words, typed)
    read = _with_home_open(read, typed, faults)
    read = with_one_name(with_use_alone(_leaving_home(_from_home(read, faults), faults), faults), faults)
    read = with_goods_of_text(with_route_named(read, typed, faults), typed, faults)
    read = _without_elements(read, absent)
    read = _with_customs(_with_knowledge(parted.stated_by(read, reader), words_typed), words_typed, customs)
    read = _with_correction(read, meant)
    apart = (
        *parted.read_apart,
        *leaves.read_apart,
        *denied.split(", "),
        *customs.typed,
        civil.use,
        risk.typed,
        elsewhere,
    )
    read = with_account(read, words_typed, (*apart, *(absent.typed if "description" in read.facts else ())), faults)
    return on_day(read, leaves, workspace.today)


def _without_elements(read: WordsRead, absent: AbsentElements) -> WordsRead:
    """Say of the goods which elements they are said not to hold."""
    goods = read.facts.get("description", "")
    return replace(read, facts={**read.facts, "description": absent.beside(goods)}) if goods else read


def _is_party_or_forces(text: str, *, reader: WordRoles) -> bool:
    """Tell whether words name forces, a military use, or somebody on a list or of a group that is."""
    return is_military_in_words(text) or reader.is_named(text) or named_group(text, reader.library) != ""


def _names_line(text: str, *, reader: PhraseReader) -> bool:
    """Tell whether a text names goods, or a place or somebody that is known."""
    if reader.known_spans(text) or reader.place_inside(text):
        return True
    return any(map(reader.is_goods, noun_phrases(text)))


def _with_correction(read: WordsRead, meant: Correction) -> WordsRead:
    """Say what a text takes back, and what is read in its place."""
    if not meant.old:
        return read
    note = message(
        "words.taken_back", "“{old}” is taken back: “{new}” is read in its place.", old=meant.old, new=meant.new
    )
    return replace(read, unread={**read.unread, TAKEN_BACK: note})


def _from_home(read: WordsRead, reader: PhraseReader) -> WordsRead:
    """Take the country whose measures are asked for where goods leave, where words that were not read name it.

    Of another country that such words name it is not known: there it would free the line.
    """
    typed, home = read.typed.get("departure", ""), home_of(reader.library)
    place = reader.place_inside(typed) if read.facts.get("departure") == UNKNOWN_WORD and home else ""
    if not place or reader.place(place) != home or "via" in read.facts:
        return read
    facts = {name: text for name, text in read.facts.items() if name != "departure"}
    unread = {name: text for name, text in read.unread.items() if name != "departure"}
    return replace(read, facts={"origin": home, **facts}, typed={**read.typed, "departure": place}, unread=unread)


def _with_home_open(read: WordsRead, words: str, reader: PhraseReader) -> WordsRead:
    """Leave open whence goods go of which another country is read, where a town of the first is named and has no part.

    From another country goods may be free that from there are not: *inquiry from a lab in Tsukuba; can Beijing ship*.
    """
    home, departure = home_of(reader.library), read.facts.get("departure", UNKNOWN_WORD)
    stated = {read.facts.get(name) for name in ("origin", "via", "destination")}
    if not home or departure in {home, UNKNOWN_WORD} or home in stated:
        return read
    rest = words
    for text in (*(read.facts.get(name, "") for name in PARTIES), *(read.typed.get(name, "") for name in PLACES)):
        rest = rest.replace(text or "\n", "\n")
    towns = (name for name in places_backwards(rest, reader) if reader.place(name) == home)
    town = next((name for name in towns if not _names_country(name, home, reader)), "")
    if not town:
        return read
    note = message(
        "words.home_left_out",
        "“{words}” is named, and its part is not read. State where the goods leave from.",
        words=town,
    )
    facts, unread = {**read.facts, "departure": UNKNOWN_WORD}, {**read.unread, "departure": note}
    return replace(read, facts=facts, unread=unread)


def _names_country(text: str, code: str, reader: PhraseReader) -> bool:
    """Tell whether words are the name of a country, or its adjective, and no town of it."""
    return reader.territories.code(text) == code or country_of_adjective(text) == code


def _leaving_home(read: WordsRead, reader: PhraseReader) -> WordsRead:
    """Take the country whose measures are asked for where goods leave that a town of it made and that pass another.

    Of the country alone it is not said: what was made there may lie elsewhere.
    """
    home, typed = home_of(reader.library), read.typed.get("origin", "")
    is_town = home != "" and reader.place(typed) == home and reader.territories.code(typed) != home
    if "departure" in read.facts or read.facts.get("via", home) == home or not is_town:
        return read
    return replace(read, facts={**read.facts, "departure": home}, typed={**read.typed, "departure": typed})


def _with_knowledge(read: WordsRead, words: str) -> WordsRead:
    """Add that whoever asks was told of a military use, as the words say."""
    told_so = told_of_forces(words, lambda text: bool(defence_words_in(text)))
    if not told_so:
        return read
    note = message(
        "words.knowledge",
        "“{words}” is taken for knowledge of a military use. If you do not know that, leave it out.",
        words=told_so,
    )
    facts, typed = {**read.facts, KNOWLEDGE: "yes"}, {**read.typed, KNOWLEDGE: told_so}
    return replace(read, facts=facts, typed=typed, unread={**read.unread, KNOWLEDGE: note})


def _with_customs(read: WordsRead, words: str, customs: CustomsInWords) -> WordsRead:
    """State the one customs code that words name; of several none is the code of the goods, and each is told."""
    codes = tuple(dict.fromkeys((*customs_codes_in(words), *customs.codes)))
    if not codes:
        return read
    if len(codes) == 1:
        facts = {**read.facts, "hs_code": read.facts.get("hs_code", codes[0])}
        return replace(read, facts=facts, typed={**facts, **read.typed})
    facts = {name: text for name, text in read.facts.items() if name != "hs_code"}
    return replace(read, facts=facts, unread={**read.unread, **several_codes(codes)} if customs.codes else read.unread)


def _with_civil(read: WordsRead, use: str) -> WordsRead:
    """State the use that words say last, beside one that is read; where it is open for another reason, it stays open.

    Of lamps alone it is not known whether they are civil.
    """
    is_open = getattr(read.unread.get(USE), "id", "") == "caution.use_open"
    if not use or (read.facts.get(USE) == UNKNOWN_WORD and not is_open):
        return read
    stated = ", ".join(filter(None, (read.typed.get(USE, ""), use)))
    unread = {name: text for name, text in read.unread.items() if name != USE}
    return replace(read, facts={**read.facts, USE: stated}, typed={**read.typed, USE: stated}, unread=unread)


def _with_risk(read: WordsRead, said: str) -> WordsRead:
    """State that no risk is known, as the words say."""
    if not said:
        return read
    return replace(read, facts={**read.facts, RISK: "no"}, typed={**read.typed, RISK: said})


def _with_denied(read: WordsRead, denied: str) -> WordsRead:
    """Say of words that deny a use or a user that they state none."""
    text = message("words.denied", "“{words}” says what it is not. State who uses it, and for what.", words=denied)
    facts = {**read.facts, "end_use": read.facts.get("end_use", UNKNOWN_WORD)}
    return replace(read, facts=facts, unread={**read.unread, "end_use": text})


def check_names_shipment(words: str, read: WordsRead, workspace: Workspace, as_of: date | None = None) -> None:
    """Make sure that words name something of a shipment, and are no question of another kind.

    Raises
    ------
    FactError
        If they hold no letter, or ask what, how or when, and neither goods of a list nor a code, a place or a party is
        read in them.
    """
    if not any(map(str.isalnum, words)):
        raise FactError(
            Problem(
                where=message("words.where", "words"),
                what=message("words.no_letters", "“{words}” names nothing.", words=words),
                remedy=message("words.name_goods", "Name the goods, and where they go."),
            )
        )
    item = read.facts.get("description", "")
    is_part = item not in {"", words}  # goods, and a place beside them that no word marks
    unread = {
        name for name, note in read.unread.items() if not is_part or getattr(note, "id", "") != "words.japan_taken"
    }
    stated = read.facts.keys() - unread - {"description", "origin", "date", SHARE, MOVEMENT}
    if is_question(words) and not is_use(read.facts.get("end_use", ""), workspace.library):
        stated -= {"end_use"}  # who covers while she is on leave
    if not item and asks_of_law(words):
        stated -= {"departure"}  # *goods from Germany* are no shipment
    if asks_when(words):
        pass
    elif not (asks_of_papers(words) and "destination" not in stated):  # whoever signs is no user
        if stated - {"departure"}:  # *goods from Germany* are no shipment
            return
        is_clause = not stated and not item.isascii() and not is_item(item, workspace, as_of)  # 載った会社でも出せ
        is_of_law = asks_of_law(words) and (not item or asks_of_law(item) or is_general(item) or is_clause)
        if not is_of_law and (stated or not item or not is_question(words)):
            return
        if not is_of_law and (is_item(item, workspace, as_of) or is_named_goods(item, workspace.library)):
            return
    raise FactError(
        Problem(
            where=message("words.where", "words"),
            what=message(
                "words.only_question", "“{words}” asks something else than whether goods may go.", words=words
            ),
            remedy=message(
                "words.ask_elsewhere",
                "Name the goods, and where they go. `sekisho changed` tells what changed in the law, `sekisho screen` "
                "asks of a name, `sekisho impact` of costs.",
            ),
        )
    )


def _written(reader: WordRoles, words: str, shipment: ShipmentReading, moves: bool) -> WordsRead:  # noqa: FBT001
    """Write what is understood as facts of a line.

    Parameters
    ----------
    moves
        Whether words say how it moves: whence it leaves is then no presumption, and is stated.
    """
    library = reader.library
    _name_alone(reader, shipment)
    home, code = home_of(library), code_in_words(shipment.item, library)
    facts: dict[str, str] = {}
    typed: dict[str, str] = {}
    if shipment.end or shipment.strange_end:
        facts["destination"] = shipment.end or UNKNOWN_WORD
        typed["destination"] = _typed(reader, shipment.end, words) or shipment.strange_end
    if shipment.origin:
        facts["origin"] = shipment.origin
        typed["origin"] = reader.origins[shipment.origin]
    elsewhere = moves or shipment.origin or shipment.via or shipment.start != home
    if (shipment.start and elsewhere) or shipment.strange_start:
        facts["departure"] = shipment.start or UNKNOWN_WORD  # where it was made is another question
        typed["departure"] = _typed(reader, shipment.start, words) or shipment.strange_start
    if home and not shipment.origin and shipment.start in {"", home} and not shipment.strange_start:
        facts["origin"] = home
        typed["origin"] = reader.places.get(home, "") if shipment.start else ""
    implied = IMPLIED & facts.keys() if not shipment.origin and not shipment.start else frozenset()
    if shipment.whole and not code:
        facts["end_user"] = shipment.item
    elif code:
        facts["control_codes"] = code
    elif customs := HS.fullmatch(folded(shipment.item)):
        facts["hs_code"] = customs[1]
    elif shipment.item and folded(shipment.item) not in ANY_GOODS:
        facts |= _of_goods(shipment.item, library)
    stated = {
        "via": shipment.via,
        "end_user": shipment.party,
        "end_user_kind": shipment.kind,
        "end_use": shipment.use,
        "end_user_territory": shipment.territory,
        "exporter": shipment.seller,
        "importer": shipment.consignee,
    }
    facts |= {name: text for name, text in stated.items() if text}
    typed = {name: typed.get(name) or text for name, text in facts.items()}
    typed |= {"via": shipment.strange_via} if shipment.strange_via else {}
    slips = [name for name in ("end_user_kind", "end_use") if name in facts and _is_slip(name, facts[name], library)]
    facts |= dict.fromkeys(slips, UNKNOWN_WORD)
    notes: dict[str, str] = {name: words_of_use(FactName(name), typed[name]) for name in slips}
    places = (name for name in PLACES if facts.get(name, UNKNOWN_WORD) != UNKNOWN_WORD)
    notes |= {name: text for name in places if (text := largest_taken(typed[name], library)) is not None}
    strange = words_not_read(shipment, lambda text: several_places(text, library))
    leaves = facts.get("departure") or (facts.get("origin", "") if "origin" in facts else "")
    if (open_end := at_home_or_abroad(typed.get("destination", ""), leaves, library)) and "destination" in facts:
        facts["destination"] = UNKNOWN_WORD
        notes["destination"] = open_end
    unread = {**strange, **notes}
    stated_words = [*(text for text in facts.values() if text != UNKNOWN_WORD), *(typed[name] for name in slips)]
    return _with_left_out(
        reader, words, WordsRead(facts=facts, typed=typed, unread=unread, implied=implied), stated_words
    )


def _name_alone(reader: WordRoles, shipment: ShipmentReading) -> None:
    """Leave of goods and of the user the names alone; the place and the use beside the user's are taken for theirs."""
    shipment.item, alone = bare_goods(shipment.item), name_alone(bare_party(shipment.party), reader)
    whole = alone.who
    shipment.party = whole if reader.is_named(whole) else reader.known_within(whole) or whole  # a unit is named whole
    if not shipment.party and (is_proper_name(shipment.kind) or names_body(shipment.kind)):
        shipment.party, shipment.kind = shipment.kind, ""  # Osaka University
    buyer = name_alone(bare_party(shipment.consignee), reader)
    if not buyer.rest and _WITH_PLACE.search(shipment.consignee):
        shipment.consignee = buyer.who
        if buyer.place and not (shipment.end or shipment.strange_end or shipment.party):
            shipment.end = reader.place(buyer.place)
    if alone.place and not (shipment.end or shipment.strange_end):
        shipment.end = reader.place(alone.place)
    if alone.rest and not (shipment.use or reader.take_use(alone.rest, shipment)):
        shipment.left = (*shipment.left, alone.rest)


def _with_left_out(reader: WordRoles, words: str, read: WordsRead, stated: list[str]) -> WordsRead:
    """Say of a listed name, a military use or a place of Japan that stands in the words and in no fact.

    Parameters
    ----------
    stated
        The words that state a fact.
    """
    facts, typed, unread = dict(read.facts), dict(read.typed), dict(read.unread)
    military = military_left_out(words, stated)
    named = [facts[name] for name in PARTIES if name in facts]
    parties = parties_left_out(words, named, facts.get("description", ""), reader.library)
    japan = japan_left_out(words, facts, typed, reader.is_named)
    if military is not None:
        facts.setdefault("end_use", UNKNOWN_WORD)
        unread["end_use"] = military
    if parties is not None:
        unread.setdefault("end_user", parties)
    if japan is not None:
        unread["destination"] = japan.text
        if japan.is_taken:
            facts["destination"], typed["destination"] = JAPAN, japan.words
        elif "destination" in facts:
            facts["destination"] = UNKNOWN_WORD  # where it ends up is not where it stops on the way
    left_out = sum(text is not None for text in (military, parties, japan))
    return replace(read, facts=facts, typed=typed, unread=unread, left_out=left_out)


def _of_goods(text: str, library: Library) -> dict[str, str]:
    """Return what words say of goods: the codes that stand in them, and the words unless they are codes alone."""
    written = written_codes(text, library.code_names.get(library.facts[CODES].scheme, {}))
    facts = {"control_codes": ";".join(written.control)} if written.control else {}
    if len(written.customs) == 1:
        facts["hs_code"] = written.customs[0]
    return facts if facts and written.are_all else {**facts, "description": text}


def _is_slip(name: str, text: str, library: Library) -> bool:
    """Tell whether a word would be refused where a value is chosen: in a sentence it leaves the fact open."""
    read = in_words({name: text}, library)[0]
    try:
        library.facts.parse(name, read[name])
    except FactError:
        return True
    return False


def _typed(reader: WordRoles, code: str, words: str) -> str:
    """Return the words that name a territory, as they were typed."""
    if not code:
        return ""
    if code in reader.places:
        return reader.places[code]
    parts = words.split()
    spans = (parts[at : at + size] for size in range(1, LONGEST_PLACE + 1) for at in range(len(parts)))
    return next((text for text in map(" ".join, spans) if reader.territories.code(text) == code), code)
