"""Writes accuracy.json: concordance, AUC and Brier scores of scikit-survival, lifelines and R on small data sets.

Run from this folder: python make_accuracy.py (lifelines, numpy, scikit-survival; R with package survival; no network).
"""

import json
import subprocess
import tempfile

import lifelines
import numpy as np
import sksurv
from lifelines.utils import concordance_index
from scipy import stats
from sksurv.metrics import (
    brier_score,
    concordance_index_ipcw,
    cumulative_dynamic_auc,
    integrated_brier_score,
)
from sksurv.util import Surv

rng = np.random.default_rng(20261123)
out = {"made_with": {"lifelines": lifelines.__version__, "scikit-survival": sksurv.__version__, "numpy": np.__version__}}


def sample(n, late_censoring):
    """Times in quarters and risks in tenths, so that many tie."""
    x = rng.normal(size=n)
    churn = rng.exponential(np.exp(1.2 - 0.7 * x))
    censored = rng.uniform(0.5, late_censoring, n)
    time = np.ceil(np.minimum(churn, censored) * 4) / 4
    event = churn <= censored
    risk = np.round(x + rng.normal(0, 0.8, n), 1)
    return time, event, risk


time, event, risk = sample(120, 9)
train_time, train_event, _ = sample(150, 12)
# Weights as counts, and entries before the exits, some exactly at churn times of others.
weight = rng.integers(1, 5, 120).astype(float)
entry = np.where(rng.random(120) < 0.5, 0.0, np.floor(time * rng.random(120) * 3.9) / 4)
entry = np.minimum(entry, time - 0.25)
train = Surv.from_arrays(train_event, train_time)
test = Surv.from_arrays(event, time)
times = np.array([0.75, 2.0, 3.6, 5.25])
curves = np.exp(-np.outer(np.exp(0.6 * risk - 1.2), times))
auc, mean_auc = cumulative_dynamic_auc(train, test, risk, times)
_, brier = brier_score(train, test, curves, times)

R = r"""
library(survival)
d <- read.csv("DATA")
show <- function(...) cat(sprintf("%.17g", c(...)), "\n")
one <- function(x) show(x$concordance, sqrt(x$var), x$count)
one(concordance(Surv(time, event) ~ risk, data = d, reverse = TRUE))
one(concordance(Surv(entry, time, event) ~ risk, data = d, reverse = TRUE))
one(concordance(Surv(time, event) ~ risk, data = d, reverse = TRUE, weights = weight))
e <- d[rep(seq_len(nrow(d)), d$weight), ]
one(concordance(Surv(entry, time, event) ~ risk, data = e, reverse = TRUE))
d$group <- as.integer(cut(d$risk, c(-Inf, -0.4, 0.5, Inf)))
for (g in 1:3) {
  s <- summary(survfit(Surv(entry, time, event) ~ 1, data = d, subset = group == g, conf.type = "log-log"), times = 3)
  show(1 - s$surv, 1 - s$upper, 1 - s$lower)
}
"""
with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
    file.write("time,event,risk,weight,entry\n")
    for row in zip(time, event.astype(int), risk, weight, entry):
        file.write(",".join(repr(float(value)) for value in row) + "\n")
    file.flush()
    script = R.replace("DATA", file.name)
    lines = subprocess.run(["R", "--vanilla", "-s"], input=script, capture_output=True, text=True, check=True)
found = [[float(value) for value in line.split()] for line in lines.stdout.splitlines()]

out["test"] = {
    "time": time.tolist(),
    "event": event.tolist(),
    "risk": risk.tolist(),
    "weight": weight.tolist(),
    "entry": entry.tolist(),
}
out["train"] = {"time": train_time.tolist(), "event": train_event.tolist()}
out["lifelines"] = concordance_index(time, -risk, event)
# Each: value, standard error, then pairs concordant, discordant, tied in risk, in time, in both.
out["r"] = {"plain": found[0], "entry": found[1], "weight": found[2], "entry_repeated": found[3], "groups": found[4:]}
out["uno"] = concordance_index_ipcw(train, test, risk, tau=6.0)[0]
out["times"] = times.tolist()
out["auc"] = auc.tolist()
out["mean_auc"] = mean_auc
out["brier"] = brier.tolist()
out["integrated_brier"] = integrated_brier_score(train, test, curves, times)

# D-calibration as in the paper, customer by customer.
own = np.exp(-np.exp(0.6 * risk - 1.2) * time)
counts = np.zeros(10)
for s, churned in zip(own, event):
    at = min(int(s * 10), 9)
    if churned:
        counts[at] += 1
    else:
        counts[at] += (s - at / 10) / s
        counts[:at] += 0.1 / s
statistic = ((counts - 12) ** 2 / 12).sum()
out["d_calibration"] = {
    "survival": own.tolist(),
    "statistic": statistic,
    "p": stats.chi2.sf(statistic, 9),
    "bins": (counts / 120).tolist(),
}

with open("accuracy.json", "w") as file:
    json.dump(out, file)
