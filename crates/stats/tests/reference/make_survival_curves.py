"""Writes survival_curves_lifelines.json: what lifelines says about small data sets with ties, late entry and weights.

Run from this folder: python make_survival_curves.py (lifelines, numpy, pandas; no network).
"""

import json
import warnings

import lifelines
import numpy as np
from lifelines import AalenJohansenFitter, KaplanMeierFitter, NelsonAalenFitter
from lifelines.datasets import load_rossi
from lifelines.statistics import multivariate_logrank_test, pairwise_logrank_test

warnings.simplefilter("error", RuntimeWarning)

# The same rows as in make_survival_curves.R.
i = np.arange(60)
entry = (i * 7) % 5 - 1
exit_ = (i * 7) % 5 + (i * 37) % 11 / 2 + 0.5
event = (i * 13) % 7 > 2
whole = np.array([1, 2, 4, 3])[(i * 3) % 4]
group = (i * 11) % 3

WEIGHTS = {
    "log_rank": {},
    "wilcoxon": {"weightings": "wilcoxon"},
    "tarone_ware": {"weightings": "tarone-ware"},
    "peto": {"weightings": "peto"},
    "fleming_harrington": {"weightings": "fleming-harrington", "p": 0.5, "q": 1.5},
}


def family(durations, groups, events):
    """Statistic and p of each weighting."""
    found = {}
    for name, options in WEIGHTS.items():
        test = multivariate_logrank_test(durations, groups, events, **options)
        found[name] = [float(test.test_statistic), float(test.p_value)]
    return found


def km(**options):
    fit = KaplanMeierFitter().fit(exit_, event, **options)
    table = fit.event_table.loc[fit.event_table["observed"] > 0]
    # Those who enter at the time of an event are in the table, and rightly not in the estimate.
    late = table["entrance"] if "entry" in options else 0 * table["entrance"]
    table = table.assign(at_risk=table["at_risk"] - late)
    band = fit.confidence_interval_survival_function_
    return [
        [t, float(r["at_risk"]), float(r["observed"]), fit.survival_function_.loc[t].item(), *band.loc[t].tolist()]
        for t, r in table.iterrows()
    ]


def na(**options):
    fit = NelsonAalenFitter().fit(exit_, event, **options)
    times = fit.event_table.index[fit.event_table["observed"] > 0]
    band = fit.confidence_interval_cumulative_hazard_
    return [[t, fit.cumulative_hazard_.loc[t].item(), *band.loc[t].tolist()] for t in times]


def smoothed(bandwidth):
    """Away from both ends, where lifelines does not correct for them."""
    fit = NelsonAalenFitter().fit(exit_, event)
    found = fit.smoothed_hazard_(bandwidth).iloc[:, 0]
    found = found[(found.index >= bandwidth) & (found.index <= exit_.max() - bandwidth)]
    return [found.index.tolist(), found.tolist()]


# Ties within a cause only: lifelines would move others apart at random.
cause = np.where(event, 1 + (exit_ * 2).astype(int) % 3, 0)


def aj(which):
    with np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        fit = AalenJohansenFitter().fit(exit_, cause, event_of_interest=which)
    times = np.unique(exit_[cause == which])
    band = fit.confidence_interval_
    figures = [
        [t, fit.cumulative_density_.loc[t].item(), fit.variance_.loc[t].item(), *band.loc[t].tolist()] for t in times
    ]
    return [[value if np.isfinite(value) else None for value in row] for row in figures]


rossi = load_rossi()
prio = rossi["prio"].clip(upper=4)
pairs = pairwise_logrank_test(rossi["week"], prio, rossi["arrest"])
out = {
    "made_with": f"lifelines {lifelines.__version__}",
    "rows": {
        "entry": entry.tolist(),
        "exit": exit_.tolist(),
        "event": event.tolist(),
        "whole": whole.tolist(),
        "group": group.tolist(),
        "cause": cause.tolist(),
    },
    "km_late": km(entry=entry),
    "km_weights": km(weights=whole),
    "na": na(),
    "na_late": na(entry=entry),
    "na_weights": na(weights=whole),
    "smoothed": smoothed(1.75),
    "aj": [aj(1), aj(2), aj(3)],
    "small": family(exit_, group, event),
    "rossi": family(rossi["week"], prio, rossi["arrest"]),
    "rossi_pairs": pairs.p_value.tolist(),
}

with open("survival_curves_lifelines.json", "w") as file:
    json.dump(out, file, allow_nan=False, default=lambda v: v.item())
    file.write("\n")
