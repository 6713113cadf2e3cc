"""Writes cox.json: what lifelines and R's survival say about Rossi and about small made-up data.

Run from this folder: python make_cox.py (lifelines, numpy, pandas; Rscript with survival; no network).
"""

import json
import subprocess
import tempfile
from pathlib import Path

import lifelines
import numpy as np
import pandas as pd
from lifelines import CoxPHFitter
from lifelines.datasets import load_rossi
from lifelines.statistics import proportional_hazard_test

rng = np.random.default_rng(19720101)
rossi = load_rossi()

# Many ties, late entry, strata of unequal size, weights that are no counts.
n = 60
a = rng.normal(0, 1, n).round(2)
b = (rng.random(n) < 0.4).astype(int)
stay = np.ceil(rng.exponential(8 * np.exp(-0.5 * a + 0.6 * b), n)).clip(1, 20).astype(int)
entry = rng.integers(0, 4, n)
made = pd.DataFrame(
    {
        "a": a,
        "b": b,
        "entry": entry,
        "exit": entry + stay,
        "event": (rng.random(n) < 0.7).astype(int),
        "stratum": rng.choice([2, 5, 9], n, p=[0.5, 0.35, 0.15]),
        "weight": rng.choice([0.5, 1.0, 1.7, 3.0], n),
        "offset": rng.normal(1, 0.4, n).round(2),
        "cluster": rng.integers(0, 18, n),
    }
)

# Customers who leave and come back, some spells in two rows.
rows = []
for customer in range(25):
    now = int(rng.integers(0, 3))
    ca = round(float(rng.normal()), 2)
    while now < 40 and len([r for r in rows if r[0] == customer]) < 8:
        cb = int(rng.random() < 0.5)
        length = int(np.ceil(rng.exponential(9 * np.exp(-0.4 * ca + 0.3 * cb)))) + 1
        stop = min(now + length, 45)
        churned = int(rng.random() < 0.75)
        if stop - now > 6:
            middle = now + 3
            rows.append((customer, now, middle, 0, ca, 1 - cb))
            rows.append((customer, middle, stop, churned, ca, cb))
        else:
            rows.append((customer, now, stop, churned, ca, cb))
        if stop == 45:
            break
        now = stop + int(rng.integers(0, 5))
spells = pd.DataFrame(rows, columns=["customer", "start", "stop", "event", "a", "b"])
spells = spells.sample(frac=1.0, random_state=7).reset_index(drop=True)


def fitted(frame, duration, event, penalizer=0.0, l1_ratio=0.0, **kwargs):
    fit = CoxPHFitter(penalizer=penalizer, l1_ratio=l1_ratio)
    options = {"precision": 1e-13, "r_precision": 1e-15}
    fit.fit(frame, duration, event, fit_options=options, **kwargs)
    names = list(fit.params_.index)
    return fit, {
        "coef": list(fit.params_),
        "se": list(fit.standard_errors_),
        "loglik": fit.log_likelihood_,
        "names": names,
    }


out = {"made_with": {"lifelines": lifelines.__version__}}
out["rossi"] = {c: rossi[c].tolist() for c in rossi.columns}
out["made"] = {c: made[c].tolist() for c in made.columns}
out["spells"] = {c: spells[c].tolist() for c in spells.columns}

fit, plain = fitted(rossi, "week", "arrest")
plain["baseline"] = fit.baseline_cumulative_hazard_.iloc[:, 0].tolist()
plain["baseline_time"] = fit.baseline_cumulative_hazard_.index.tolist()
plain["linear_predictor"] = fit.predict_log_partial_hazard(rossi).tolist()
plain["median"] = [None if np.isinf(m) else m for m in fit.predict_median(rossi)]
for transform in ("identity", "log"):
    test = proportional_hazard_test(fit, rossi, time_transform=transform)
    plain[transform] = dict(zip(test.name, test.test_statistic))
out["lifelines"] = {
    "rossi": plain,
    "strata": fitted(rossi, "week", "arrest", strata=["race"])[1],
    "ridge": fitted(rossi, "week", "arrest", penalizer=0.1)[1],
    "ridge_strata": fitted(rossi, "week", "arrest", penalizer=0.03, strata=["race"])[1],
    "elastic": fitted(rossi, "week", "arrest", penalizer=0.05, l1_ratio=0.5)[1],
    "entry_weights": fitted(
        made[["a", "b", "entry", "exit", "event", "weight"]],
        "exit",
        "event",
        entry_col="entry",
        weights_col="weight",
    )[1],
}

with tempfile.TemporaryDirectory() as folder:
    rossi.to_csv(Path(folder, "rossi.csv"), index=False)
    made.to_csv(Path(folder, "made.csv"), index=False)
    spells.to_csv(Path(folder, "spells.csv"), index=False)
    subprocess.run(["Rscript", "make_cox.R", folder], check=True)
    out["r"] = json.loads(Path(folder, "r.json").read_text())

Path("cox.json").write_text(json.dumps(out) + "\n")
