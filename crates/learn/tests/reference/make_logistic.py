"""Stored results for tests/it/inference.rs.

python3 -m venv v && v/bin/pip install numpy==2.* statsmodels==0.15.0 && v/bin/python make_logistic.py > logistic.json
"""

import json

import numpy as np
import statsmodels.api as sm

rng = np.random.default_rng(20)
n = 240
tenure = np.round(rng.exponential(20, n), 1)
charge = np.round(rng.normal(70, 25, n), 2)
plan = rng.choice(["a", "b", "c"], n, p=[0.5, 0.3, 0.2])
weight = rng.integers(1, 4, n).astype(float)
z = 0.4 - 0.05 * tenure + 0.015 * (charge - 70) + 0.8 * (plan == "b") - 0.5 * (plan == "c")
churned = (rng.random(n) < 1 / (1 + np.exp(-z))).astype(float)


def design(standardise, w):
    numbers = [tenure, charge]
    if standardise:
        mean = [np.average(x, weights=w) for x in numbers]
        numbers = [(x - m) / np.sqrt(np.average((x - m) ** 2, weights=w)) for x, m in zip(numbers, mean)]
    return np.column_stack(numbers + [plan == "b", plan == "c", np.ones(n)]).astype(float)


def fitted(standardise, w):
    model = sm.GLM(churned, design(standardise, w), family=sm.families.Binomial(), freq_weights=w)
    r = model.fit(tol=1e-14, maxiter=200)
    low, high = np.exp(r.conf_int(0.1)).T
    return {
        "estimate": list(r.params), "standard_error": list(r.bse), "z": list(r.tvalues), "p": list(r.pvalues),
        "low": list(low), "high": list(high), "log_likelihood": r.llf, "null_log_likelihood": r.llnull,
    }


def ridged(ridge):
    """Newton's method written down again: penalty on standardised terms, indicators too, and the errors of Gray (1992)."""
    x = design(False, np.ones(n))[:, :-1]
    x = np.column_stack([(x - x.mean(0)) / x.std(0), np.ones(n)])
    penalty = np.diag([ridge] * 4 + [0.0])
    beta = np.zeros(5)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        information = (x * (p * (1 - p))[:, None]).T @ x
        beta += np.linalg.solve(information + penalty, x.T @ (churned - p) - penalty @ beta)
    inverse = np.linalg.inv(information + penalty)
    sd = np.append(design(False, np.ones(n))[:, :-1].std(0), 1.0)
    covariance = inverse @ information @ inverse
    return {"estimate": list(beta[:4] / sd[:4]), "standard_error": list(np.sqrt(np.diag(covariance))[:4] / sd[:4])}


json.dump(
    {
        "tenure": list(tenure), "charge": list(charge), "plan": list(plan), "weight": list(weight), "churned": list(churned > 0),
        "plain": fitted(False, np.ones(n)), "weighted": fitted(False, weight), "standardised": fitted(True, weight), "ridge": ridged(5.0),
    },
    __import__("sys").stdout,
    default=lambda v: v.item(),
)
print()
