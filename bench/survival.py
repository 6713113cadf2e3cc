"""lifelines and scikit-survival on one case of `cargo xtask bench survival`: the other side of `survival_bench`.

The columns are the .npy files that `survival_bench generate` wrote. Reading them is not part of the time. lifelines' Newton
search ends where the log-likelihood gains less than 1e-9 of itself, which leaves coefficients off in the fifth digit; the timed
fit is the usual one, and for the comparison it is then carried on from where it ended, outside the time.

usage: survival.py CASE LIBRARY FOLDER
prints one line of JSON: {"library", "seconds", "figures": {name: number or list of numbers}}
"""

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd

COVARIATES = 20
# Where the curves are compared, as shares of the largest duration; the bench program of ours has the same.
MARKS = (0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99)


def column(folder, name):
    return np.load(Path(folder) / f"{name}.npy")


def cox(folder):
    from lifelines import CoxPHFitter

    frame = pd.DataFrame({f"x{i}": column(folder, f"x{i}") for i in range(COVARIATES)})
    frame["duration"] = column(folder, "duration")
    frame["event"] = column(folder, "event")
    fitter = CoxPHFitter()
    started = time.perf_counter()
    fitter.fit(frame, "duration", "event")
    seconds = time.perf_counter() - started
    closer = {"precision": 1e-12, "r_precision": 1e-16, "max_steps": 5, "step_size": 1.0}
    fitter.fit(frame, "duration", "event", initial_point=fitter.params_.to_numpy(), fit_options=closer)
    return seconds, {
        "coefficients": fitter.params_.tolist(),
        "standard errors": fitter.standard_errors_.tolist(),
        "log-likelihood": fitter.log_likelihood_,
    }


def kaplan_meier(folder):
    from lifelines import KaplanMeierFitter

    durations, events = column(folder, "duration"), column(folder, "event")
    marks = [share * durations.max() for share in MARKS]
    fitter = KaplanMeierFitter()
    started = time.perf_counter()
    fitter.fit(durations, events)
    seconds = time.perf_counter() - started
    places = fitter.survival_function_.index.searchsorted(marks, side="right") - 1
    band = fitter.confidence_interval_.iloc[places].to_numpy()
    return seconds, {
        "survival": fitter.survival_function_.iloc[places, 0].tolist(),
        "lower band": band[:, 0].tolist(),
        "upper band": band[:, 1].tolist(),
        "median": fitter.median_survival_time_,
    }


def concordance_lifelines(folder):
    from lifelines.utils import concordance_index

    durations, events, risk = (column(folder, name) for name in ("duration", "event", "risk"))
    started = time.perf_counter()
    value = concordance_index(durations, -risk, events)
    return time.perf_counter() - started, {"concordance": value}


def concordance_sksurv(folder):
    from sksurv.metrics import concordance_index_censored

    durations, events, risk = (column(folder, name) for name in ("duration", "event", "risk"))
    started = time.perf_counter()
    value = concordance_index_censored(events, durations, risk)[0]
    return time.perf_counter() - started, {"concordance": value}


CASES = {
    ("cox", "lifelines"): cox,
    ("km", "lifelines"): kaplan_meier,
    ("concordance", "lifelines"): concordance_lifelines,
    ("concordance", "scikit-survival"): concordance_sksurv,
}


def main():
    if len(sys.argv) != 4 or tuple(sys.argv[1:3]) not in CASES:
        sys.exit(__doc__)
    _, case, library, folder = sys.argv
    seconds, figures = CASES[case, library](folder)
    print(json.dumps({"library": f"{library} {version(library)}", "seconds": seconds, "figures": figures}))


if __name__ == "__main__":
    main()
