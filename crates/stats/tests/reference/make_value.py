"""Writes value.json: Gini, ABC classes, potential value, the day table and a retention scenario, each by brute force.

Run from this folder: python make_value.py (numpy, pandas, scipy; no network).
"""

import json

import numpy as np
import pandas as pd
from scipy import special
from scipy.stats import binomtest

rng = np.random.default_rng(20180501)
out = {}

# Values with ties, zeros and losses.
value = np.concatenate([rng.lognormal(8, 1.3, 180).astype(int), np.repeat([5000, 700], 8), np.zeros(6, int), [-250, -90]])
rng.shuffle(value)
kept = np.maximum(value, 0)
n, total = len(kept), kept.sum()
order = np.sort(kept)
rank = np.argsort(-kept, kind="stable")
before = np.cumsum(kept[rank]) - kept[rank]
# A tie is in the class of its first member.
first = pd.Series(before).groupby(kept[rank]).transform("min").to_numpy() / total
classes = np.empty(n, dtype="<U1")
classes[rank] = np.where(kept[rank] == 0, "C", np.where(first < 0.8, "A", np.where(first < 0.95, "B", "C")))
out["pareto"] = {
    "value": value.tolist(),
    "class": "".join(classes),
    "gini": float(np.abs(kept[:, None] - kept[None, :]).sum() / (2 * n * total)),
    "top_fifth": float(1 - np.interp(0.8 * n, np.arange(n + 1), np.concatenate([[0], np.cumsum(order)])) / total),
    "lorenz_half": float(np.cumsum(order)[n // 2 - 1] / total),
}

# Purchases of 40 customers over 50 days.
customer = rng.integers(0, 40, 400)
day = rng.integers(0, 20, 40)[customer] + rng.geometric(0.12, 400) - 1
seen = day <= 49
customer, day = customer[seen], day[seen]
frame = pd.DataFrame({"customer": customer, "day": day - 7})
through = 42
start = frame.groupby("customer").day.min()
frame["since"] = frame.day - frame.customer.map(start)
rows = []
for k in range(1, 41):
    old = start[start + k <= through].index
    if len(old) == 0:
        continue
    theirs = frame[frame.customer.isin(old)]
    on, by = theirs[theirs.since == k], theirs[(theirs.since >= 1) & (theirs.since <= k)]
    counts = [on.customer.nunique(), by.customer.nunique()]
    ends = [binomtest(c, len(old)).proportion_ci(method="wilson") for c in counts]
    rows.append([k, len(old), *counts, len(on), ends[0].low, ends[0].high, ends[1].low, ends[1].high])
out["days"] = {"customer": customer.tolist(), "day": (day - 7).tolist(), "through": through, "rows": np.array(rows, float).tolist()}

# One point of retention for a customer of two periods; shifted beta-geometric 0.668, 3.806.
a, b, d = 0.668, 3.806, 0.1
t = np.arange(1, 4001)
rate = (b + 2 + t - 1) / (a + b + 2 + t - 1)
worth = lambda points: float(np.sum(np.cumprod(np.clip(rate + points, 0, 1)) / (1 + d) ** (t - 1)))
out["scenario"] = {"before": worth(0.0), "after": worth(0.01), "lower": worth(-0.02)}
assert abs(worth(0) - (b + 2) / (a + b + 2) * special.hyp2f1(1, b + 3, a + b + 3, 1 / 1.1)) < 1e-10

with open("value.json", "w") as file:
    json.dump(out, file)
    file.write("\n")
