"""Writes groups.json: isotonic and Platt calibration, adjusted Rand index, hypergeometric tails by scikit-learn and scipy.

Run from this folder: python make_groups.py (scikit-learn, scipy, numpy; no network).
"""

import json

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from scipy.stats import hypergeom
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import adjusted_rand_score

rng = np.random.default_rng(20261125)
n = 400
z = np.round(rng.normal(-0.5, 1.2, n), 1)  # ties
y = rng.random(n) < 1 / (1 + np.exp(-(0.4 + 0.6 * z)))
w = rng.integers(1, 4, n).astype(float)

iso = IsotonicRegression(out_of_bounds="clip").fit(z, y, w)
grid = np.linspace(-4, 4, 81)
# Only where the rate is neither 0 nor 1: those ends are ours.
inner = iso.predict(grid)

positive, negative = w[y].sum(), w[~y].sum()
t = np.where(y, (positive + 1) / (positive + 2), 1 / (negative + 2))


def loss(line):
    m = line[0] + line[1] * z
    return np.sum(w * (np.logaddexp(0, m) - t * m))


platt = minimize(loss, [0.0, 1.0], method="BFGS", options={"gtol": 1e-10}).x
factor = minimize(lambda f: loss([0.0, f[0]]), [1.0], method="BFGS", options={"gtol": 1e-10}).x[0]

a = rng.integers(0, 4, 200)
b = np.where(rng.random(200) < 0.7, a, rng.integers(0, 3, 200))
tails = []
for hits, drawn, churned, total in [
    (5, 10, 20, 60), (0, 10, 20, 60), (3, 3, 3, 9), (60, 100, 400, 1000), (30, 100, 400, 1000),
    (2000, 6000, 250000, 1000000), (1400, 6000, 250000, 1000000), (4, 8, 9, 10), (8, 8, 9, 10),
]:
    tails.append([hits, drawn, churned, total, hypergeom.sf(hits - 1, total, churned, drawn)])

json.dump(
    {
        "made_with": f"scikit-learn {sklearn.__version__}, scipy {scipy.__version__}, numpy {np.__version__}",
        "z": z.tolist(), "y": y.tolist(), "w": w.tolist(),
        "grid": grid.tolist(), "isotonic": inner.tolist(),
        "platt": platt.tolist(), "temperature": 1 / factor,
        "a": a.tolist(), "b": b.tolist(), "adjusted_rand": adjusted_rand_score(a, b),
        "tails": tails,
    },
    open("groups.json", "w"),
)
