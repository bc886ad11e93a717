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
# # A book of orders
#
# Every line of an order list: what to stop, what to look at, and which question settles most. Needs `pip install
# 'sekisho[books]'`; ten minutes of reading. Firms are invented; codes and measures are real.

# %%
from pathlib import Path
from tempfile import mkdtemp

import sekisho as sk

law = sk.load_measures()
folder = Path(mkdtemp())

# %% [markdown]
# ## A book as firms have it
#
# Headers may be in English, Japanese or Chinese. A frame of pandas, polars, pyarrow or DuckDB goes in as well.

# %%
book = folder / "orders.csv"
written = book.write_text(
    """注文番号,規制番号,出荷国,仕向国,需要者,用途
A1,1C905.a.1,CN,JP,Example Motors,civil
A2,1C905.a.1,CN,JP,"Mitsubishi Shipbuilding Co., Ltd.",civil
A3,none,CN,JP,Example Motors,civil
A4,3C001.a,CN,JP,Example Lamps,
A5,none,CN,DE,Beispiel GmbH,civil
""",
    encoding="utf-8",
)
run = sk.determine_book(book, law, out=folder / "results.csv", as_of="2026-09-30")
run

# %% [markdown]
# ## What came of it
#
# Lines by headline, and the worst of them with what to ask.

# %%
run.by_headline

# %%
for worst in run.worst:
    print(worst.line, worst.triage, worst.why, worst.ask, sep=" | ")

# %% [markdown]
# ## What to ask first
#
# Of each fact that is missing, on how many lines: one answer of one supplier often settles many.

# %%
run.settle_first

# %% [markdown]
# ## Keep it
#
# The results are a table with a documented schema (`docs/reference/results.md`). The run card beside it holds all
# that repeats the run.

# %%
sorted(file.name for file in folder.iterdir())

# %% [markdown]
# Next: [a bill of materials](bill.py), or [show the results](../how-to/report-a-book.md).
