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
# # The cost of the ban
#
# What Announcement 1 of 2026 costs Japan, with a band, and what the band comes from. Needs `pip install
# 'sekisho[economy]'`; ten minutes of reading. With 64 draws it takes half a minute; leave `draws` out for
# figures to use.

# %%
import sekisho as sk

ban = "cn/2026-01-japan-dual-use"
cost = sk.simulate(ban, draws=64)
cost

# %% [markdown]
# ## The loss, in per cent of a year's GDP
#
# The mean is the figure to name. Nine in ten draws lie between `p5` and `p95`.

# %%
cost.loss.mean, cost.loss.p5, cost.loss.p95

# %%
for finding in cost.findings:
    print(finding)

# %% [markdown]
# ## Before you use a number

# %%
for caution in cost.cautions:
    print(caution)

# %% [markdown]
# ## On another reading of the law
#
# The words on military strength are disputed. On the narrow reading the ban reaches less, so it costs less.

# %%
narrow, broad = (sk.simulate(ban, draws=64, reading=reading).loss for reading in ("narrow", "broad"))
narrow.mean, broad.mean

# %% [markdown]
# ## As a table
#
# One row a figure, an interval in every row: for a frame of any library.

# %%
rows = cost.to_rows()
len(rows), rows[0]

# %% [markdown]
# Next: [what a ban costs](../how-to/cost-a-ban.md), and [how a loss is worked
# out](../explanation/how-a-loss-is-computed.md).
