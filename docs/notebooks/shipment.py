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
# # One shipment
#
# May it go, on which ground, and what would change the answer? Needs `pip install sekisho`; ten minutes of reading.
# Firms are invented; codes and measures are real.

# %%
import sekisho as sk

law = sk.load_measures()
law.version, law.horizon

# %% [markdown]
# ## Ask
#
# A line holds what is known. What is left out is not known, and is never taken for *no*.

# %%
line = sk.Line(
    movement="export", departure="CN", destination="JP", control_codes=["1C905.a.1"], end_user="Example Motors"
)
answer = sk.determine(line, law, as_of="2026-09-30")
answer

# %%
for part in sk.brief(answer, line, law):
    print(part["label"] or "", *part["lines"], sep="\n  ")

# %% [markdown]
# The floor is what it needs at the least, the ceiling what may happen at the worst. Between them stand the facts
# that are missing.

# %%
answer.floor.level, answer.ceiling.level, answer.missing

# %% [markdown]
# ## Say more
#
# Each fact that the end-use statement settles makes the band narrower.

# %%
statement = {"end_user_kind": "civil", "end_use": "civil", "end_use_sector": "general", "knowledge_of_risk": "no"}
civil = {**line.given, **statement}
settled = sk.determine(civil, law, as_of="2026-09-30")
settled.outcome, settled.decisive

# %% [markdown]
# ## The same line to the forces, and on another day
#
# The ban of Announcement 1 of 2026 applies from 6 January 2026. The day before, the line needs a licence.

# %%
forces = {**line.given, "end_user": "Example depot", "end_user_kind": "military", "end_use": "military"}
by_day = {day: sk.determine(forces, law, as_of=day).outcome for day in ("2026-01-05", "2026-01-06")}
by_day

# %% [markdown]
# ## Words on which readers differ
#
# Where the law has a disputed word, each reading is asked. If all agree, the dispute does not
# matter for this line; here they do not.

# %%
contractor = {**line.given, "end_user_kind": "civil", "end_use": "civil", "end_use_sector": "defence_supply_chain"}
by_reading = {
    str(word): sk.determine(contractor, law, as_of="2026-09-30", readings=str(word)).ceiling.level
    for word in sk.Reading
}
by_reading

# %% [markdown]
# Next: [a book](book.py), or the [tour](../tutorials/tour.md).
