# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A bill of materials
#
# Which products hang on what is curbed, when they stop, and what would help. Needs `pip install
# 'sekisho[economy]'`; ten minutes of reading. Firms, parts and prices are invented; codes and measures are real.

# %%
from pathlib import Path
from tempfile import mkdtemp

import sekisho as sk

law = sk.load_measures()

# %% [markdown]
# ## The bill
#
# A row with a parent says what goes into it; a row without one describes a product.

# %%
bill = Path(mkdtemp()) / "bom.csv"
written = bill.write_text(
    """parent,part,quantity,unit,unit_value,currency,origin,supplier,control_codes,sourcing,stock_days,lead_days,second_source_cost,revenue
,servo,,,250,USD,,,,,,,,2000000
,pump,,,90,USD,,,,,,,,500000
servo,rotor,1,piece,90,USD,,,,,,,,
rotor,magnet,8,piece,6.5,USD,JP,Example Magnets,1C905.a.4,sole,30,180,,
magnet,dysprosium,0.4,g,0.35,USD,CN,Example Metals,1C905.a.1,single,20,240,80000,
servo,housing,1,,12,USD,CN,Example Castings,none,dual,20,30,,
pump,housing,1,,,,,,,,,,,
pump,seal,2,,1.5,USD,,Example Seals,none,,,,,
""",
    encoding="utf-8",
)

# %% [markdown]
# ## Ask
#
# What is said of all parts alike is said once.

# %%
facts = {"end_use": "civil", "end_user": "Example Works", "end_user_kind": "civil", "knowledge_of_risk": "no"}
exposure = sk.assess_exposure(bill, law, as_of="2026-09-30", facts=facts)
exposure

# %% [markdown]
# ## Which parts, and from where

# %%
[(row.number, row.headline, row.origin) for row in exposure.parts]

# %% [markdown]
# ## When products stop
#
# Days from the date of law: how long stocks and other sources carry each product.

# %%
{row.product: row.survive_days.low if row.survive_days else "goes on" for row in exposure.products}

# %% [markdown]
# Next: [the cost of the ban](ban.py), or [the tutorial](../tutorials/exposure.md), which takes remedies and shares.
