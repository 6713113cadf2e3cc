"""Writes contract.json: shifted beta-geometric, beta-discrete-Weibull and BG/BB by likelihoods written out in autograd.

Run from this folder: python make_contract.py (autograd, numpy, scipy, lifetimes; no network).
"""

import json

import autograd.numpy as anp
import numpy as np
from autograd import grad, hessian
from autograd.scipy.special import gammaln
from lifetimes import BetaGeoBetaBinomFitter
from scipy import special
from scipy.optimize import minimize


def betaln(a, b):
    return gammaln(a) + gammaln(b) - gammaln(a + b)


def maximise(log_likelihood, start):
    """Logarithms of the parameters by Newton's method from scipy's optimum, and the inverse of the information."""
    start = np.asarray(start, float)
    gradient, curvature = grad(log_likelihood), hessian(log_likelihood)
    x = minimize(lambda t: -log_likelihood(t), start, jac=lambda t: -gradient(t), method="BFGS").x
    for _ in range(8):
        x = x - np.linalg.solve(curvature(x), gradient(x))
    return x, np.linalg.inv(-curvature(x)), float(log_likelihood(x))


def table(x, covariance, value):
    return {
        "parameters": np.exp(x).tolist(),
        "se": (np.exp(x) * np.sqrt(np.diag(covariance))).tolist(),
        "covariance": covariance.ravel().tolist(),
        "log_likelihood": value,
    }


def contract(cohorts, start):
    def log_likelihood(t):
        a, b = anp.exp(t[0]), anp.exp(t[1])
        c = anp.exp(t[2]) if len(t) > 2 else 1.0
        survival = lambda k: anp.exp(betaln(a, b + k**c) - betaln(a, b)) if k else 1.0
        total = 0.0
        for lost, remaining in cohorts:
            for k, count in enumerate(lost, 1):
                total = total + count * anp.log(survival(k - 1) - survival(k))
            total = total + remaining * anp.log(survival(len(lost)))
        return total

    return table(*maximise(log_likelihood, np.log(start)))


def derl(parameters, survived, discount):
    a, b = parameters[:2]
    c = parameters[2] if len(parameters) > 2 else 1.0
    s = lambda k: np.exp(special.betaln(a, b + k**c) - special.betaln(a, b))
    k = np.arange(0, 3000)
    return float(np.sum(s(survived + 1.0 + k) / s(float(survived)) / (1 + discount) ** k))


out = {}
alive = {
    "high_end": [1000, 869, 743, 653, 593, 551, 517, 491],
    "regular": [1000, 631, 468, 382, 326, 289, 262, 241],
}
sets = {name: [(list(-np.diff(kept)), kept[-1])] for name, kept in alive.items()}
sets["cohorts"] = [([120, 70, 51, 30, 21], 310), ([90, 61, 40, 33], 250), ([150, 80, 66], 400), ([100, 77], 320), ([130], 470)]
for name, cohorts in sets.items():
    cohorts = [([float(v) for v in lost], float(remaining)) for lost, remaining in cohorts]
    section = {"cohorts": cohorts, "sbg": contract(cohorts, [0.7, 2.0]), "bdw": contract(cohorts, [0.7, 1.5, 1.2])}
    for model in ("sbg", "bdw"):
        p = section[model]["parameters"]
        section[model]["residual"] = [[n, d, derl(p, n, d)] for n in (0, 1, 7) for d in (0.05, 0.1, 0.5)]
    out[name] = section

# BG/BB: distinct histories with their numbers of customers, from a seed.
rng = np.random.default_rng(20101)
rows = {}
for n, customers in ((6, 2500), (9, 1500)):
    buy, leave = rng.beta(1.2, 0.8, customers), rng.beta(0.7, 2.8, customers)
    for p, theta in zip(buy, leave):
        x = last = 0
        for k in range(1, n + 1):
            if rng.random() < theta:
                break
            if rng.random() < p:
                x, last = x + 1, k
        rows[(x, last, n)] = rows.get((x, last, n), 0) + 1
rows = sorted(rows.items())
x, last, n = (np.array([key[i] for key, _ in rows], float) for i in range(3))
weight = np.array([count for _, count in rows], float)


def bgbb(t):
    a, b, g, d = (anp.exp(t[i]) for i in range(4))
    total = 0.0
    for xi, ti, ni, w in zip(x, last, n, weight):
        value = anp.exp(betaln(a + xi, b + ni - xi) - betaln(a, b) + betaln(g, d + ni) - betaln(g, d))
        for k in np.arange(ti, ni):
            value = value + anp.exp(betaln(a + xi, b + k - xi) - betaln(a, b) + betaln(g + 1, d + k) - betaln(g, d))
        total = total + w * anp.log(value)
    return total


fitted = table(*maximise(bgbb, np.log([1.0, 1.0, 1.0, 2.0])))
a, b, g, d = fitted["parameters"]
theirs = BetaGeoBetaBinomFitter()
theirs.params_ = dict(zip(["alpha", "beta", "gamma", "delta"], fitted["parameters"]))
theirs.data = None
import pandas as pd

theirs.data = pd.DataFrame({"frequency": x, "recency": last, "n_periods": n})
fitted["rows"] = [[*map(float, r)] for r in zip(x, last, n, weight)]
for ahead in (0, 1, 5):
    fitted[f"p_alive_{ahead}"] = [float(v) for v in theirs.conditional_probability_alive(ahead, x, last, n)]
for ahead in (1, 5):
    v = theirs.conditional_expected_number_of_purchases_up_to_time(ahead, x, last, n)
    fitted[f"expected_{ahead}"] = [float(v) for v in v]
# Residual visits by their definition: the next 3,000 opportunities one by one.
k = np.arange(1, 3001)
alive_now = np.array(fitted["p_alive_0"])
fitted["residual_0.1"] = [
    float(p * (a + xi) / (a + b + ni) * np.sum(np.exp(special.betaln(g, d + ni + k) - special.betaln(g, d + ni)) / 1.1**k))
    for p, xi, ni in zip(alive_now, x, n)
]
out["bgbb"] = fitted
with open("contract.json", "w") as file:
    json.dump(out, file)
    file.write("\n")
for name in ("high_end", "regular", "cohorts"):
    print(name, *(out[name][m]["parameters"] + [out[name][m]["log_likelihood"]] for m in ("sbg", "bdw")))
print(fitted["parameters"], fitted["log_likelihood"])
