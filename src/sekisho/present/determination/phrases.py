"""What a sentence calls a fact, a list and a measure, and whose measures an answer is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.determination.core.outcome import FREE_IF_SUPPOSED, FREE_WITH_ALERT, Determination
from sekisho.i18n.names import act_text, plain_name
from sekisho.i18n.translation_tables import short_text
from sekisho.law.model.condition import FactName
from sekisho.law.model.fact import fact_label
from sekisho.law.model.library import Library
from sekisho.law.model.measure import Measure
from sekisho.message import Text, message

CHINA: Final = "CN"
JAPAN: Final = "JP"
FACTS: Final[Mapping[str, Text]] = {
    "end_user": message("brief.fact_end_user", "the end user"),
    "end_user_kind": message("brief.fact_end_user_kind", "the kind of end user"),
    "end_user_territory": message("brief.fact_end_user_territory", "the end user's country"),
    "end_use": message("brief.fact_end_use", "the use"),
    "end_use_sector": message("brief.fact_end_use_sector", "the field of use"),
    "civil_use_by_forces": message("brief.fact_civil_use_by_forces", "whether forces use it for civil ends"),
    "knowledge_of_barred_use": message("brief.fact_barred_use", "what you know of a military use"),
    "knowledge_of_risk": message("brief.fact_risk", "what you know of a risk"),
    "control_codes": message("brief.fact_control_codes", "the control code"),
    "movement": message("brief.fact_movement", "how it moves"),
    "departure": message("brief.fact_departure", "where it leaves from"),
    "destination": message("brief.fact_destination", "where it goes"),
    "via": message("brief.fact_via", "the route"),
    "origin": message("brief.fact_origin", "where it was made"),
    "exporter_is_prc_person": message("brief.fact_seller", "whether the seller is Chinese"),
    "prior_undertaking": message("brief.fact_undertaking", "whether there is an undertaking to China"),
    "prc_technology": message("brief.fact_technology", "whether Chinese technology made it"),
    "prc_content_share": message("brief.fact_share", "the Chinese share of its value"),
    "special_item": message("brief.fact_special_item", "what kind of goods it is"),
    "substantial_help": message("brief.fact_help", "what help is given"),
}
"""Facts as a sentence names them."""
NOUNS: Final = frozenset(
    {
        *("end_user", "end_user_kind", "end_user_territory", "end_use", "end_use_sector"),
        *("control_codes", "via", "prc_content_share"),
    }
)
"""Facts that are short nouns: two fit one sentence, and one asks *for* them; of others one asks whether, how, where."""
LISTS: Final[Mapping[str, Text]] = {
    "ban": message("brief.control_list", "China's control list"),
    "individual_licence": message("brief.watch_list", "China's watch list"),
    "dealings_barred": message("brief.unreliable_list", "China's unreliable entity list"),
    "countermeasure": message("brief.countermeasures", "China's list of countermeasures"),
    "own": message("brief.own_list", "your own list"),
    "foreign": message("brief.foreign_list", "a list of another state"),
}
"""Lists of parties, by what they do."""


def fact_phrase(fact: FactName) -> Text:
    """Name a fact as a sentence does."""
    return FACTS.get(fact) or fact_label(fact)


def list_name(effect: str) -> Text:
    """Name a list of parties by what it does."""
    return LISTS.get(effect) or message("brief.a_list", "a list")


def territory_of(measure: Measure, library: Library) -> str:
    """Return the territory on which a measure lays its control; empty if it lays it on goods."""
    row = short_text(library, measure.id, "name")
    return row.of if row else ""


def cited_text(measure: Measure, library: Library) -> Text:
    """Name a measure as people do, with its act behind it."""
    name, act = plain_name(measure, library), act_text(measure)
    return name if name == act else message("brief.cited", "{name} ({act})", name=name, act=act)


def is_free(answer: Determination) -> bool:
    """Tell whether no measure in force asks for anything."""
    return answer.verdict.headline in {"free", FREE_IF_SUPPOSED, FREE_WITH_ALERT}


def is_of_china(answer: Determination) -> bool:
    """Tell whether the measures asked are China's alone: what is said may then name its offices and lists."""
    return answer.coverage.jurisdictions == (CHINA,)
