"""lifetimes on one case of `cargo xtask bench lifetime`: the other side of holdfast-stats' `lifetime_bench`.

The columns are the .npy files that `lifetime_bench generate` wrote. Reading them is not part of the time. The search of lifetimes
ends early by design (tol 1e-7 on a mean); the timed fit is the usual one, and for the comparison it is then carried on by Newton steps
on lifetimes' own likelihood, outside the time.

usage: lifetime.py fit|score LIBRARY FOLDER
prints one line of JSON: {"library", "seconds", "figures": {name: number or list of numbers}}
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from autograd import grad, hessian
from lifetimes import BetaGeoFitter

NEWTON_STEPS = 3
# Parameters, horizon and customers that are compared of the scoring; the bench program of ours has the same.
SCORED = {"r": 0.25, "alpha": 4.5, "a": 0.8, "b": 2.4}
HORIZON = 39.0
SHOWN = 1000


def columns(folder):
    return [np.load(Path(folder) / f"{name}.npy") for name in ("frequency", "recency", "age")]


def fit(folder):
    frequency, recency, age = columns(folder)
    fitter = BetaGeoFitter()
    started = time.perf_counter()
    fitter.fit(frequency, recency, age)
    seconds = time.perf_counter() - started

    scale = fitter._scale
    whole = frequency.astype(int)
    data = (whole, recency * scale, age * scale, np.ones(len(age), dtype=int), 0.0)
    likelihood = BetaGeoFitter._negative_log_likelihood
    place = np.log(fitter.params_.to_numpy(dtype=float))
    place[1] += np.log(scale)
    for _ in range(NEWTON_STEPS):
        place = place - np.linalg.solve(hessian(likelihood)(place, *data), grad(likelihood)(place, *data))
    variance = np.linalg.inv(hessian(likelihood)(place, *data) * len(age))
    # Time in units of 1/scale: x repeat purchases put x powers of the scale into the density.
    log_likelihood = -likelihood(place, *data) * len(age) + whole.sum() * np.log(scale)
    place[1] -= np.log(scale)
    values = np.exp(place)
    return seconds, {
        "parameters": values.tolist(),
        "standard errors": (values * np.sqrt(np.diag(variance))).tolist(),
        "log-likelihood": log_likelihood,
    }


def score(folder):
    frequency, recency, age = columns(folder)
    fitter = BetaGeoFitter()
    fitter.params_ = pd.Series(SCORED)
    started = time.perf_counter()
    alive = fitter.conditional_probability_alive(frequency, recency, age)
    expected = fitter.conditional_expected_number_of_purchases_up_to_time(HORIZON, frequency, recency, age)
    seconds = time.perf_counter() - started
    return seconds, {
        "p alive": alive[:SHOWN].tolist(),
        "expected purchases": expected[:SHOWN].tolist(),
        "sum of p alive": float(alive.sum()),
        "sum of expected purchases": float(expected.sum()),
    }


def main():
    cases = {"fit": fit, "score": score}
    if len(sys.argv) != 4 or sys.argv[1] not in cases:
        sys.exit(__doc__)
    _, case, library, folder = sys.argv
    seconds, figures = cases[case](folder)
    print(json.dumps({"library": f"{library} {version(library)}", "seconds": seconds, "figures": figures}))


if __name__ == "__main__":
    main()
