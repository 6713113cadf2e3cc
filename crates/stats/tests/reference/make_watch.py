"""Writes watch.json: what numpy, scipy, scikit-learn and plain definitions say about drift, performance and campaigns.

Run from this folder: python make_watch.py (numpy, scipy, scikit-learn; no network).
"""

import json

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

rng = np.random.default_rng(20260501)
out = {"made_with": {"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__}}


# Two samples on a grid of 60 values: every value has a cell of its own, so that the binned distance is the whole one.
then = np.round(rng.normal(0, 10, 700)).clip(-29, 30)
now = np.round(rng.normal(1.5, 10, 500)).clip(-29, 30)
ks = stats.ks_2samp(then, now, method="asymp")
root = np.sqrt(700 * 500 / 1200)
stephens = stats.kstwobign.sf(ks.statistic * (root + 0.12 + 0.11 / root))
out["ks"] = {"then": then.tolist(), "now": now.tolist(), "distance": ks.statistic, "p": stephens}

table = np.array([[300, 120, 60, 20], [260, 160, 45, 35]])
chi = stats.chi2_contingency(table, correction=False)
p, q = table[0] / table[0].sum(), table[1] / table[1].sum()
smooth = lambda row: (row + 0.5) / (row.sum() + 0.5 * len(row))
sp, sq = smooth(table[0]), smooth(table[1])
psi = float(((sq - sp) * np.log(sq / sp)).sum())
chance = 1 / 500 + 1 / 500
out["table"] = {
    "counts": table.tolist(),
    "chi_squared": chi.statistic,
    "p": chi.pvalue,
    "psi": psi,
    "psi_critical": chance * stats.chi2.isf(0.01, 3),
    "psi_p": stats.chi2.sf(psi / chance, 3),
    "v": float(np.sqrt(max(0, chi.statistic / 1000 - 3 / 1000))),
}


# Champion and challenger on the same 200 rows; scores on a grid of hundredths, so that many tie.
n = 200
truth = rng.normal(-0.8, 1.2, n)
y = rng.random(n) < 1 / (1 + np.exp(-truth))
noisy = lambda sd: np.round(1 / (1 + np.exp(-(truth + rng.normal(0, sd, n)))), 2).clip(0.01, 0.99)
champion, challenger = noisy(1.5), noisy(0.5)


def placements(score):
    a, b = score[y], score[~y]
    kernel = (a[:, None] > b[None, :]) + 0.5 * (a[:, None] == b[None, :])
    return kernel.mean(1), kernel.mean(0)


(v10, v01), (w10, w01) = placements(champion), placements(challenger)
m1, m0 = y.sum(), (~y).sum()
s10, s01 = np.cov(np.stack([v10, w10])), np.cov(np.stack([v01, w01]))
covariance = s10 / m1 + s01 / m0
difference = w10.mean() - v10.mean()
variance = covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]
losses = lambda p: -np.where(y, np.log(p), np.log1p(-p))
gap = losses(challenger) - losses(champion)
out["paired"] = {
    "labels": y.tolist(),
    "champion": champion.tolist(),
    "challenger": challenger.tolist(),
    "auc": roc_auc_score(y, champion),
    "auc_se": float(np.sqrt(covariance[0, 0])),
    "auc_difference": difference,
    "auc_difference_se": float(np.sqrt(variance)),
    "auc_p": float(2 * stats.norm.sf(abs(difference) / np.sqrt(variance))),
    "log_loss": log_loss(y, champion),
    "log_loss_se": float(losses(champion).std(ddof=1) / np.sqrt(n)),
    "brier": brier_score_loss(y, champion),
    "log_loss_difference": gap.mean(),
    "log_loss_difference_se": float(gap.std(ddof=1) / np.sqrt(n)),
    "log_loss_p": float(2 * stats.norm.sf(abs(gap.mean()) / (gap.std(ddof=1) / np.sqrt(n)))),
}


# Figures of outcomes drawn from the champion's own probabilities.
draws = 20000
drawn = {"auc": [], "log_loss": [], "brier": [], "churn_rate": [], "precision": [], "recall": []}
at = champion >= 0.4
for _ in range(draws):
    outcome = rng.random(n) < champion
    drawn["auc"].append(roc_auc_score(outcome, champion))
    drawn["log_loss"].append(-np.where(outcome, np.log(champion), np.log1p(-champion)).mean())
    drawn["brier"].append(((champion - outcome) ** 2).mean())
    drawn["churn_rate"].append(outcome.mean())
    drawn["precision"].append(outcome[at].mean())
    drawn["recall"].append(outcome[at].sum() / outcome.sum())
out["estimated"] = {
    name: {"mean": float(np.mean(values)), "sd": float(np.std(values))} for name, values in drawn.items()
}


# A campaign drawn row by row: 150 customers, money in minor units.
reach, offer, contact, fixed, taken = 150, 2000, 300, 50000, 0.7
values = np.round(rng.lognormal(9.5, 0.6, n)).astype(int)
order = np.argsort(-champion, kind="stable")
p, v = champion[order], values[order]
draws = 40000
gamma = rng.beta(6, 14, draws)
leaves = rng.random((draws, reach)) < p[:reach]
accepts = rng.random((draws, reach)) < gamma[:, None]
takes = rng.random((draws, reach)) < taken
returned = np.where(leaves, accepts * (v[:reach] - offer), -offer * takes).sum(1) - contact * reach - fixed
out["campaign"] = {
    "p": p.tolist(),
    "values": v.tolist(),
    "mean": float(returned.mean()),
    "sd": float(returned.std()),
    "low": float(np.quantile(returned, 0.025)),
    "high": float(np.quantile(returned, 0.975)),
    "loss": float((returned < 0).mean()),
}
hits = (rng.random((40000, 150)) < p[:150]).sum(1)
out["hits"] = {"low": float(np.quantile(hits, 0.025)), "high": float(np.quantile(hits, 0.975))}

with open("watch.json", "w") as file:
    json.dump(out, file)
    file.write("\n")
