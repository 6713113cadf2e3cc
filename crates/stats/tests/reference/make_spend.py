"""Writes spend.json: Gamma–Gamma by the likelihood written out in autograd, expectations by lifetimes.

Run from this folder: HOLDFAST_DATA=… python make_spend.py (autograd, lifetimes, numpy, pandas, scipy; no network).

The CDNOW purchases themselves are not stored: only which customers of cdnow_master.txt have the figures of the sample that
ships with lifetimes, so that a test can take them from the file.
"""

import json
import os
from collections import defaultdict

import autograd.numpy as anp
import numpy as np
import pandas as pd
from autograd import grad, hessian
from autograd.scipy.special import gammaln
from lifetimes import GammaGammaFitter
from lifetimes.datasets import load_cdnow_summary_data_with_monetary_value
from scipy.optimize import minimize


def fit(x, z, w, start):
    def log_likelihood(t):
        p, q, v = anp.exp(t[0]), anp.exp(t[1]), anp.exp(t[2])
        each = gammaln(p * x + q) - gammaln(p * x) - gammaln(q) + q * anp.log(v)
        each = each + (p * x - 1) * anp.log(z) + p * x * anp.log(x) - (p * x + q) * anp.log(x * z + v)
        return anp.sum(w * each)

    gradient, curvature = grad(log_likelihood), hessian(log_likelihood)
    t = minimize(lambda t: -log_likelihood(t), np.log(start), jac=lambda t: -gradient(t), method="BFGS").x
    for _ in range(8):
        t = t - np.linalg.solve(curvature(t), gradient(t))
    covariance = np.linalg.inv(-curvature(t))
    theirs = GammaGammaFitter()
    theirs.params_ = pd.Series(np.exp(t), index=["p", "q", "v"])
    expected = theirs.conditional_expected_average_profit(pd.Series(x), pd.Series(z))
    # Slopes of ln E for the delta method.
    p, q, v = np.exp(t)
    below = p * x + q - 1
    slopes = np.stack([1 - p * x / below, -q / below, v / (v + x * z)])
    se = expected * np.sqrt(np.einsum("in,ij,jn->n", slopes, covariance, slopes))
    mean = lambda a: np.sum(w * a) / np.sum(w)
    dx, dz = x - mean(x), z - mean(z)
    return {
        "parameters": np.exp(t).tolist(),
        "se": (np.exp(t) * np.sqrt(np.diag(covariance))).tolist(),
        "covariance": covariance.ravel().tolist(),
        "log_likelihood": float(log_likelihood(t)),
        "correlation": float(mean(dx * dz) / np.sqrt(mean(dx**2) * mean(dz**2))),
        "expected": [float(e) for e in expected[:40]],
        "expected_se": [float(e) for e in se[:40]],
    }


rng = np.random.default_rng(20131)
n = 200
x = rng.geometric(0.3, n).astype(float)
nu = rng.gamma(4.0, 1 / 90.0, n)
z = np.round(rng.gamma(5.0 * x, 1 / (x * nu)), 2)
w = rng.integers(1, 4, n).astype(float)
made_up = fit(x, z, w, [5.0, 4.0, 90.0]) | {"frequency": x.tolist(), "mean_spend": z.tolist(), "weight": w.tolist()}

sample = load_cdnow_summary_data_with_monetary_value()
sample = sample[sample.frequency > 0]
columns = ["id", "date", "quantity", "amount"]
master = pd.read_csv(os.environ["HOLDFAST_DATA"] + "/cdnow_master.txt", sep=r"\s+", skiprows=1, names=columns)
days = master[master.date <= 19970930].groupby(["id", "date"]).amount.sum().reset_index()
days["at"] = pd.to_datetime(days.date.astype(str), format="%Y%m%d")
first = days.groupby("id")["at"].transform("min")
days["age"] = (pd.Timestamp("1997-09-30") - first).dt.days / 7
days["recency"] = (days["at"] - first).dt.days / 7
repeat = days[days.recency > 0].groupby("id").agg(
    size=("amount", "size"), mean=("amount", "mean"), recency=("recency", "max"), age=("age", "first")
)
known = defaultdict(list)
for row in repeat.itertuples():
    known[int(row.size)].append((row.mean, row.Index, row.recency, row.age))
ids, spends = [], []
for row in sample.sort_values(["frequency", "monetary_value"]).itertuples():
    # The sample is rounded to hundredths: the first customer who agrees in all figures and is not yet taken.
    agrees = lambda k: max(abs(k[0] - row.monetary_value), abs(k[2] - row.recency), abs(k[3] - row.T)) < 0.0051
    found = min(k for k in known[int(row.frequency)] if agrees(k))
    known[int(row.frequency)].remove(found)
    ids.append(found[1])
    spends.append((row.frequency, found[0]))
exact = np.array(spends)
cdnow = fit(exact[:, 0], exact[:, 1], np.ones(len(ids)), [6.0, 4.0, 15.0])
print(cdnow["parameters"], cdnow["log_likelihood"], cdnow["correlation"], len(set(ids)))
print(made_up["parameters"], made_up["log_likelihood"])
cdnow["customers"] = [int(c) for c in ids]
with open("spend.json", "w") as file:
    json.dump({"made_up": made_up, "cdnow": cdnow}, file)
    file.write("\n")
