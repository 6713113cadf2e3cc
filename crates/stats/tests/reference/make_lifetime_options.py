"""Writes lifetime_options.json: penalties and covariates of visit, spend and contract models.

Penalties of BG/BB and Gamma–Gamma: lifetimes' own penalised likelihood (`_negative_log_likelihood`), brought to the last digit by
Newton's method, from the optimum that lifetimes' `fit` finds. Contracts, penalised or with covariates: likelihoods written out.
Run from this folder after make_contract.py and make_spend.py: python make_lifetime_options.py (autograd, lifetimes, numpy,
scipy; no network).
"""

import json

import autograd.numpy as anp
import numpy as np
from autograd import grad, hessian
from autograd.scipy.special import gammaln
from lifetimes import BetaGeoBetaBinomFitter, GammaGammaFitter
from scipy.optimize import minimize


def betaln(a, b):
    return gammaln(a) + gammaln(b) - gammaln(a + b)


def maximise(objective, start):
    start = np.asarray(start, float)
    gradient, curvature = grad(objective), hessian(objective)
    x = minimize(lambda t: -objective(t), start, jac=lambda t: -gradient(t), method="BFGS").x
    for _ in range(8):
        x = x - np.linalg.solve(curvature(x), gradient(x))
    return x, np.linalg.inv(-curvature(x))


def penalised(mean_log_likelihood, n, penalty, start):
    """Of the mean log-likelihood of a customer less the penalty."""
    x, covariance = maximise(lambda t: mean_log_likelihood(t) - penalty * anp.sum(anp.exp(t) ** 2), start)
    return {
        "penalty": penalty,
        "parameters": np.exp(x).tolist(),
        "se": (np.exp(x) * np.sqrt(np.diag(covariance) / n)).tolist(),
        "log_likelihood": float(mean_log_likelihood(x) * n),
    }


out = {}
with open("contract.json") as file:
    contract = json.load(file)
with open("spend.json") as file:
    spend = json.load(file)["made_up"]

rows = np.array(contract["bgbb"]["rows"], float)
x, last, n, w = rows.T
out["bgbb"] = []
for penalty in [0.01, 0.1]:
    theirs = BetaGeoBetaBinomFitter(penalizer_coef=penalty).fit(x, last, n, w)
    own = lambda t: -BetaGeoBetaBinomFitter._negative_log_likelihood(t, x, last, n, w, 0.0)
    found = penalised(own, w.sum(), penalty, np.log(theirs.params_.values))
    found["lifetimes"] = theirs.params_.tolist()
    out["bgbb"].append(found)

x, z, w = (np.array(spend[name]) for name in ["frequency", "mean_spend", "weight"])
out["spend"] = []
for penalty in [1e-4, 1e-2]:
    theirs = GammaGammaFitter(penalizer_coef=penalty)
    theirs.fit(x, z, w)
    own = lambda t: -GammaGammaFitter._negative_log_likelihood(t, x, z, w, 0.0)
    found = penalised(own, w.sum(), penalty, np.log(theirs.params_.values))
    found["lifetimes"] = theirs.params_.tolist()
    out["spend"].append(found)


def cohort(cohorts, t):
    alpha, beta, c = anp.exp(t[0]), anp.exp(t[1]), anp.exp(t[2]) if len(t) > 2 else 1.0
    total = 0.0
    for lost, remaining in cohorts:
        s = [anp.exp(betaln(alpha, beta + float(k) ** c) - betaln(alpha, beta)) if k else 1.0 for k in range(len(lost) + 1)]
        total = total + remaining * anp.log(s[-1])
        for k, count in enumerate(lost):
            total = total + count * anp.log(s[k] - s[k + 1])
    return total


cohorts = contract["regular"]["cohorts"]
n = sum(sum(lost) + remaining for lost, remaining in cohorts)
out["contract"] = {}
for model, start in [("sbg", [0.0, 0.5]), ("bdw", [0.0, 0.5, 0.0])]:
    mean = lambda t: cohort(cohorts, t) / n
    out["contract"][model] = [penalised(mean, n, penalty, start) for penalty in [0.001, 0.05]]

# Contracts with covariates: two columns of different scale, some customers under observation late.
rng = np.random.default_rng(1905)
n = 300
fee = np.round(rng.normal(40.0, 12.0, n), 1)
card = (rng.random(n) < 0.4).astype(float)
theta = rng.beta(1.2, 3.0 * np.exp(-0.03 * (fee - 40) + 0.8 * card))
leaves = np.array([rng.geometric(max(t, 1e-9)) for t in theta])
seen = rng.integers(2, 9, n)
lost = leaves <= seen
periods = np.where(lost, leaves, seen).astype(float)
entry = np.where((rng.random(n) < 0.25) & (periods > 1), 1.0, 0.0)
weight = rng.integers(1, 4, n).astype(float)
columns = np.stack([fee, card], axis=1)
means, sds = columns.mean(axis=0), columns.std(axis=0)


def ln_survival(alpha, beta, exposure):
    return betaln(alpha, beta + exposure) - betaln(alpha, beta)


def regression(t, own):
    alpha, beta0, c = anp.exp(t[0]), anp.exp(t[1]), anp.exp(t[2]) if own > 2 else 1.0
    beta = beta0 * anp.exp(-anp.dot((columns - means) / sds, t[own:]))
    at = lambda k: anp.where(k > 0, ln_survival(alpha, beta, anp.maximum(k, 1.0) ** c), 0.0)
    before = at(periods - lost)
    gone = anp.log(1 - anp.exp(at(anp.maximum(periods, 1.0)) - at(anp.maximum(periods, 1.0) - 1)))
    return anp.sum(weight * (before - at(entry) + anp.where(lost, gone, 0.0)))


result = {
    "periods": periods.tolist(),
    "lost": lost.tolist(),
    "entry": entry.tolist(),
    "weight": weight.tolist(),
    "fee": fee.tolist(),
    "card": card.tolist(),
}
for model, own in [("sbg", 2), ("bdw", 3)]:
    t, covariance = maximise(lambda t: regression(t, own), np.zeros(own + 2))
    unit = np.concatenate([np.exp(-t[:own]), sds])
    at = np.array([55.0, 1.0])
    logs = t[:own].copy()
    logs[1] -= np.dot((at - means) / sds, t[own:])
    alpha, beta, c = np.exp(logs[0]), np.exp(logs[1]), np.exp(logs[2]) if own > 2 else 1.0
    survival = lambda t: ln_survival(
        anp.exp(t[0]),
        anp.exp(t[1] - anp.dot((at - means) / sds, t[own:])),
        3.0 ** (anp.exp(t[2]) if own > 2 else 1.0),
    )
    slopes = grad(survival)(t)
    result[model] = {
        "parameters": np.concatenate([np.exp(t[:own]), t[own:] / sds]).tolist(),
        "se": (np.sqrt(np.diag(covariance)) / unit).tolist(),
        "log_likelihood": float(regression(t, own)),
        "customer": {
            "covariates": at.tolist(),
            "model": [float(alpha), float(beta), float(c)],
            "survival_3": float(np.exp(survival(t))),
            "survival_3_se": float(np.exp(survival(t)) * np.sqrt(slopes @ covariance @ slopes)),
        },
    }
    print(model, result[model]["parameters"], result[model]["log_likelihood"])
out["regression"] = result
for name in ["bgbb", "spend"]:
    print(name, out[name])
with open("lifetime_options.json", "w") as file:
    json.dump(out, file)
    file.write("\n")
