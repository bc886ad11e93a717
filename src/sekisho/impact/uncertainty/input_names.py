"""What each input of the model is called in words, for every face that names one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sekisho.message import LawText, Text, message

INPUT_NAMES: Final[Mapping[str, Text]] = {
    "undocumented": message("input.undocumented", "trade without papers"),
    "military": message("input.military", "share of military use"),
    "strictness": message("input.strictness", "how strictly the law is applied"),
    "severity": message("input.severity", "how much is cut"),
    "spill_over": message("input.spill_over", "how far the ban reaches beyond its words"),
    "standing_disturbed": message("input.standing_disturbed", "standing licences that are disturbed"),
    "licence_delay": message("input.licence_delay", "delay of licences"),
    "licence_release": message("input.licence_release", "licences given again"),
    "dependence": message("input.dependence", "share bought from the seller"),
    "leakage": message("input.leakage", "what arrives by other ways"),
    "phi": message("input.phi", "share of output that stops"),
    "firm_stock": message("input.firm_stock", "firms' stocks"),
    "stock_dispersion": message("input.stock_dispersion", "how far firms' stocks differ"),
    "public_stock": message("input.public_stock", "state stocks"),
    "public_rate": message("input.public_rate", "pace of release from state stocks"),
    "alternatives": message("input.alternatives", "other sellers"),
    "alternatives_lag": message("input.alternatives_lag", "time until other sellers deliver"),
    "recycling": message("input.recycling", "recycling"),
    "thrift": message("input.thrift", "saving by redesign"),
    "inventories": message("input.inventories", "users' stocks of other inputs"),
    "overcapacity": message("input.overcapacity", "spare capacity"),
    "suppliers": message("input.suppliers", "suppliers of listed firms"),
    "groups": message("input.groups", "groups of listed firms"),
    "approval_loading": message("input.approval_loading", "how far approvals of materials move together"),
    "dual_approved": message("input.dual_approved", "share approved of dual uses"),
    "regime_1": message("input.regime_1", "practice of the first licensing rule"),
    "regime_2": message("input.regime_2", "practice of the second licensing rule"),
    "regime_3": message("input.regime_3", "practice of the third licensing rule"),
    "regime_4": message("input.regime_4", "practice of the fourth licensing rule"),
    "lag": message("input.lag", "days of transport and customs"),
    "front_loading": message("input.front_loading", "buying ahead"),
    "price_cap": message("input.price_cap", "highest price while scarce"),
    "capacity_exit": message("input.capacity_exit", "capacity that leaves for good"),
    "bridge": message("input.bridge", "tonnes for which an application stands"),
    "firm_stock_days": message("input.firm_stock_days", "firms' stocks (days)"),
    "public_stock_days": message("input.public_stock_days", "state stocks (days)"),
    "public_stock_rate": message("input.public_stock_rate", "pace of release from state stocks"),
    "alternative_share": message("input.alternative_share", "what other sellers replace"),
    "alternative_lag_days": message("input.alternative_lag_days", "days until other sellers deliver"),
    "alternative_ramp_days": message("input.alternative_ramp_days", "days in which other sellers grow"),
    "alternative_cost": message("input.alternative_cost", "price of other sellers"),
    "recycling_share": message("input.recycling_share", "what scrap can add"),
    "recycling_ramp_days": message("input.recycling_ramp_days", "days in which recycling grows"),
    "thrift_share": message("input.thrift_share", "what redesign saves"),
    "thrift_ramp_days": message("input.thrift_ramp_days", "days in which redesign grows"),
    "catch_up_rate": message("input.catch_up_rate", "pace of catching up"),
    "elasticity_6_months": message("input.elasticity_6_months", "substitution within half a year"),
    "elasticity_12_months": message("input.elasticity_12_months", "substitution within a year"),
    "elasticity_24_months": message("input.elasticity_24_months", "substitution within two years"),
    "inventory_days": message("input.inventory_days", "users' stocks of other inputs (days)"),
    "restoration_days": message("input.restoration_days", "days in which stocks are refilled"),
    "overcapacity_days": message("input.overcapacity_days", "days in which spare capacity grows"),
    "pause_days": message("input.pause_days", "days in which reviews are paused"),
    "lag_sea_days": message("input.lag_sea_days", "days by sea"),
    "lag_air_days": message("input.lag_air_days", "days by air"),
    "lag_customs_days": message("input.lag_customs_days", "days at customs"),
    "at_scarce_price": message("input.at_scarce_price", "share bought at the scarce price"),
    "tonnes_of_applications": message("input.tonnes_of_applications", "approved tonnes over approved applications"),
    "hoarding": message("input.hoarding", "staff not laid off"),
    "postponed": message("input.postponed", "demand that is put off"),
    "postponed_3_months": message("input.postponed_3_months", "demand put off (3 months)"),
    "postponed_12_months": message("input.postponed_12_months", "demand put off (12 months)"),
}
"""Columns of the draws, figures of materials and priors of the model."""


def typed_name(name: str) -> Text:
    """Name an input as it is typed, and in words.

    >>> typed_name("lag")
    'lag (days of transport and customs)'
    """
    return message("input.typed", "{name} ({words})", name=name, words=input_name(name))


def input_name(name: str) -> Text:
    """Name an input in words; one of a user's own file by its own words.

    >>> input_name("lag"), input_name("my_own_input")
    ('days of transport and customs', 'my own input')
    """
    return INPUT_NAMES.get(name) or LawText(name.replace("_", " "))
