"""Writes parametric.json: what R's survreg and glm, lifelines and scipy say about small data sets.

Run from this folder: python make_parametric.py (lifelines, numpy, pandas, scipy; Rscript with survival; no network).
Where lifelines stops early (its log-likelihood is the lower one) the figures of R, or of a likelihood written out here
and maximised by scipy to the last digits, are the reference; lifelines' are stored beside them.
"""

import json
import subprocess
import tempfile
import warnings
from pathlib import Path

import lifelines
import numpy as np
import pandas as pd
import scipy
from lifelines import LogLogisticAFTFitter, LogNormalAFTFitter, MixtureCureFitter, PiecewiseExponentialFitter
from lifelines import WeibullAFTFitter, WeibullFitter
from lifelines.datasets import load_rossi
from scipy import optimize, special

warnings.simplefilter("ignore")
rng = np.random.default_rng(20261123)
out = {"made_with": {"lifelines": lifelines.__version__, "scipy": scipy.__version__, "numpy": np.__version__}}


def columns(frame):
    return {name: frame[name].astype(float).tolist() for name in frame}


def run_r(code, **frames):
    """Runs R over data frames written as CSV files; the code prints `name value …` lines."""
    with tempfile.TemporaryDirectory() as folder:
        for name, frame in frames.items():
            frame.to_csv(Path(folder) / f"{name}.csv", index=False, float_format="%.17g")
        reads = "".join(f'{name} <- read.csv("{Path(folder) / name}.csv")\n' for name in frames)
        head = 'suppressMessages(library(survival))\nsay <- function(name, x) cat(name, sprintf("%.17g", as.numeric(x)), "\\n")\n'
        text = subprocess.run(["Rscript", "-e", head + reads + code], capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: [float(x) for x in line.split()[1:]] for line in text.splitlines()}


out["made_with"]["R survival"] = ".".join(
    f"{part:g}" for part in run_r('say("version", unlist(packageVersion("survival")))')["version"]
)

# Rossi: 432 people, 114 arrests.
rossi = load_rossi()
names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"]
fits = run_r(
    "".join(
        f"""
f <- survreg(Surv(week, arrest) ~ {' + '.join(names)}, rossi, dist = "{dist}",
             control = survreg.control(rel.tolerance = 1e-14, maxiter = 100))
say("{dist}.coef", c(coef(f), log(f$scale))); say("{dist}.se", sqrt(diag(vcov(f)))); say("{dist}.ll", f$loglik[2])
"""
        for dist in ["weibull", "exponential", "lognormal", "loglogistic"]
    ),
    rossi=rossi,
)
out["rossi"] = {"data": columns(rossi), "survreg": fits, "lifelines": {}}
for fitter in [WeibullAFTFitter(), LogNormalAFTFitter(), LogLogisticAFTFitter()]:
    fitter.fit(rossi, "week", "arrest", fit_options={"ftol": 1e-15, "maxiter": 2000})
    out["rossi"]["lifelines"][type(fitter).__name__] = {
        "names": [list(name) for name in fitter.params_.index],
        "coef": fitter.params_.tolist(),
        "se": fitter.standard_errors_.tolist(),
        "ll": fitter.log_likelihood_,
        "median": fitter.predict_median(rossi.iloc[:3]).tolist(),
        "mean": fitter.predict_expectation(rossi.iloc[:3]).tolist(),
        "survival_at_30": fitter.predict_survival_function(rossi.iloc[:3], times=[30.0]).iloc[0].tolist(),
    }

# Exact, right-, left- and interval-censored rows with weights.
n = 160
mixed = pd.DataFrame({"fee": np.round(rng.normal(20, 5, n), 2), "young": (rng.random(n) < 0.4).astype(float)})
true = np.exp(2 + 0.05 * (mixed.fee - 20) - 0.6 * mixed.young + 0.7 * np.log(rng.exponential(1, n)))
kind = rng.integers(0, 4, n)
cut = np.round(rng.uniform(3, 12, n), 1)
lower, upper = true.round(3).clip(0.01).to_numpy(), true.round(3).clip(0.01).to_numpy()
for i in range(n):
    if kind[i] == 1 and true[i] > cut[i]:
        lower[i], upper[i] = cut[i], np.inf
    if kind[i] == 2 and true[i] < cut[i]:
        lower[i], upper[i] = 0.0, cut[i]
    if kind[i] == 3:
        lower[i], upper[i] = np.floor(true[i]), np.floor(true[i]) + 1
mixed["lower"], mixed["upper"] = lower, upper
mixed["weight"] = rng.integers(1, 4, n).astype(float)
for_r = mixed.assign(a=np.where(lower == 0, np.nan, lower), b=np.where(np.isinf(upper), np.nan, upper))
out["mixed"] = {
    "data": {k: v for k, v in columns(mixed).items() if k != "upper"} | {"upper": np.where(np.isinf(upper), -1, upper).tolist()},
    "survreg": run_r(
        "".join(
            f"""
f <- survreg(Surv(a, b, type = "interval2") ~ fee + young, m, weights = weight, dist = "{dist}",
             control = survreg.control(rel.tolerance = 1e-14, maxiter = 100))
say("{dist}.coef", c(coef(f), log(f$scale))); say("{dist}.se", sqrt(diag(vcov(f)))); say("{dist}.ll", f$loglik[2])
"""
            for dist in ["weibull", "exponential", "lognormal", "loglogistic"]
        ),
        m=for_r[["fee", "young", "a", "b", "weight"]],
    ),
}

# Late entry: only who stayed until entry is seen.
n = 400
late = pd.DataFrame({"x": np.round(rng.normal(0, 1, n), 3)})
true = np.exp(1.5 + 0.4 * late.x + 0.6 * np.log(rng.exponential(1, n)))
late["entry"] = np.round(rng.uniform(0, 4, n), 2) * (rng.random(n) < 0.7)
end = np.round(late.entry + rng.uniform(1, 8, n), 2)
late["event"] = (true < end).astype(float)
late["time"] = np.round(np.minimum(true, end), 3)
late = late[late.time > late.entry].reset_index(drop=True)
fitter = WeibullAFTFitter().fit(late, "time", "event", entry_col="entry", fit_options={"ftol": 1e-15, "maxiter": 2000})
out["late"] = {
    "data": columns(late),
    "weibull": {"coef": fitter.params_.tolist(), "se": fitter.standard_errors_.tolist(), "ll": fitter.log_likelihood_},
}


def polished(minus_log_likelihood, start):
    """Maximum by Newton with Richardson-extrapolated differences; coefficients, standard errors, log-likelihood."""
    x = optimize.minimize(minus_log_likelihood, start, method="Nelder-Mead", options={"maxiter": 20000, "maxfev": 20000, "xatol": 1e-8, "fatol": 1e-10}).x

    def gradient(x, f=minus_log_likelihood):
        g = np.zeros(len(x))
        for i in range(len(x)):
            e = np.zeros(len(x))
            e[i] = 2e-3
            d = lambda h: (f(x + h * e) - f(x - h * e)) / (2 * h * e[i])
            g[i] = (d(0.25) * 64 - d(0.5) * 20 + d(1.0)) / 45
        return g

    def hessian(x):
        rows = []
        for i in range(len(x)):
            e = np.zeros(len(x))
            e[i] = 4e-3
            d = lambda h: (gradient(x + h * e) - gradient(x - h * e)) / (2 * h * e[i])
            rows.append((d(0.25) * 64 - d(0.5) * 20 + d(1.0)) / 45)
        h = np.array(rows)
        return (h + h.T) / 2

    for _ in range(8):
        x = x - np.linalg.solve(hessian(x), gradient(x))
    return {"coef": x.tolist(), "se": np.sqrt(np.diag(np.linalg.inv(hessian(x)))).tolist(), "ll": -minus_log_likelihood(x)}


def late_minus(p):
    scale, place = np.exp(p[2]), p[1] + p[0] * late.x
    w = (np.log(late.time) - place) / scale
    seen = np.where(late.entry > 0, np.exp((np.log(late.entry.clip(lower=1e-300)) - place) / scale), 0.0)
    return -np.sum(np.where(late.event == 1, w - p[2] - np.log(late.time), 0.0) - np.exp(w) + seen)


out["late"]["written_out"] = polished(late_minus, [0.35, 1.37, -0.47])


def gamma_log_density(w, q):
    k = q**-2
    return np.log(abs(q)) + k * np.log(k) - special.gammaln(k) + k * (q * w - np.exp(q * w))


def gamma_survival(w, q):
    x = q**-2 * np.exp(q * w)
    return special.gammaincc(q**-2, x) if q > 0 else special.gammainc(q**-2, x)


# Generalised gamma with Q about 0.5 and about -0.8: exact and right-censored.
out["gamma"] = []
for q in [0.5, -0.8]:
    n = 300
    x = np.round(rng.normal(0, 1, n), 3)
    w = np.log(q * q * rng.gamma(q**-2, 1, n)) / q
    true = np.exp(1 + 0.5 * x + 0.6 * w)
    end = rng.uniform(2, 9, n)
    time, event = np.round(np.minimum(true, end), 4), true < end

    def minus(p):
        w = (np.log(time) - p[1] - p[0] * x) / np.exp(p[2])
        exact = gamma_log_density(w, p[3]) - p[2] - np.log(time)
        return -np.sum(np.where(event, exact, np.log(gamma_survival(w, p[3]))))

    fit = polished(minus, [0.5, 1.0, np.log(0.6), q])
    out["gamma"].append({"time": time.tolist(), "event": event.tolist(), "x": x.tolist(), **fit})

# Points of the generalised gamma itself: w, Q, ln P(W > w), ln P(W <= w).
points = []
for q in [0.05, 0.2, 0.29, 0.31, 0.7, 1.0, 2.0, 5.0]:
    for w in [-6.0, -2.5, -1.0, -0.1, 0.0, 0.3, 1.0, 1.9]:
        k = q**-2
        x = k * np.exp(q * w)
        upper, lower = special.gammaincc(k, x), special.gammainc(k, x)
        if min(upper, lower) > 1e-200:
            points.append([w, q, np.log(upper), np.log(lower)])
out["gamma_points"] = points

# Piecewise exponential: proportional hazards with late entry and weights, against a Poisson regression.
piece = late.assign(weight=rng.integers(1, 4, len(late)).astype(float), group=(rng.random(len(late)) < 0.5).astype(float))
fits = run_r(
    """
p$id <- seq_len(nrow(p))
s <- survSplit(Surv(entry, time, event) ~ ., p, cut = c(2, 4), episode = "piece")
s$exposure <- s$time - s$entry
s$event <- as.numeric(s$event)
f <- glm(event ~ 0 + factor(piece) + x + group + offset(log(exposure)), family = poisson, data = s, weights = weight,
         control = glm.control(epsilon = 1e-14, maxit = 100))
say("coef", coef(f)); say("se", sqrt(diag(vcov(f))))
mu <- fitted(f)
say("ll", sum(s$weight * (s$event * (log(mu) - log(s$exposure)) - mu)))
""",
    p=piece,
)
plain = PiecewiseExponentialFitter([2.0, 4.0]).fit(late.time, late.event, entry=late.entry)
out["piecewise"] = {
    "data": columns(piece),
    "glm": fits,
    "lifelines": {"lambda": plain.params_.tolist() if hasattr(plain, "params_") else plain.summary.coef.tolist(),
                  "se": plain.summary["se(coef)"].tolist(), "ll": plain.log_likelihood_},
}

# Mixture cure: about half never leave; observation is long.
n = 500
cure = pd.DataFrame({"x": np.round(rng.normal(0, 1, n), 3), "z": (rng.random(n) < 0.5).astype(float)})
leaves = rng.random(n) < special.expit(0.3 + 0.8 * cure.z)
true = np.where(leaves, np.exp(1 + 0.4 * cure.x + 0.5 * np.log(rng.exponential(1, n))), np.inf)
end = rng.uniform(5, 25, n)
cure["event"] = (true < end).astype(float)
cure["time"] = np.round(np.minimum(true, end), 3)


def cure_minus(family):
    def minus(p):
        odds = p[0] * cure.z + p[1]
        w = (np.log(cure.time) - p[3] - p[2] * cure.x) / np.exp(p[4])
        if family == "weibull":
            density, survival = w - np.exp(w), np.exp(-np.exp(w))
        elif family == "lognormal":
            density, survival = -0.5 * w**2 - 0.5 * np.log(2 * np.pi), special.ndtr(-w)
        else:
            density, survival = w - 2 * np.logaddexp(0, w), special.expit(-w)
        share = special.expit(odds)
        exact = np.log(share) + density - p[4] - np.log(cure.time)
        return -np.sum(np.where(cure.event == 1, exact, np.log1p(-share + share * survival)))

    return minus


out["cure"] = {"data": columns(cure)}
for family in ["weibull", "lognormal", "loglogistic"]:
    out["cure"][family] = polished(cure_minus(family), [0.8, 0.3, 0.4, 1.0, np.log(0.5)])
plain = MixtureCureFitter(base_fitter=WeibullFitter()).fit(cure.time, cure.event)
out["cure"]["lifelines"] = {"cured": plain.cured_fraction_, "lambda": plain.lambda_, "rho": plain.rho_, "ll": plain.log_likelihood_,
                            "se": plain.summary["se(coef)"].tolist(), "names": list(plain.summary.index)}

Path("parametric.json").write_text(json.dumps(out) + "\n")
