"""rossi.csv (432 released prisoners; Rossi, Berk & Lenihan 1980, as it ships with lifelines) and what lifelines 0.30.3 finds on it.

    python make_rossi.py
"""

import json
from pathlib import Path

from lifelines import CoxPHFitter, KaplanMeierFitter, WeibullAFTFitter
from lifelines.datasets import load_rossi
from lifelines.statistics import logrank_test

here = Path(__file__).parent
rossi = load_rossi()
rossi.to_csv(here / "rossi.csv", index=False, lineterminator="\n")

cox = CoxPHFitter().fit(rossi, "week", "arrest", fit_options={"precision": 1e-12})
strata = CoxPHFitter().fit(rossi, "week", "arrest", strata=["race"], fit_options={"precision": 1e-12})
weibull = WeibullAFTFitter().fit(rossi, "week", "arrest")
km = KaplanMeierFitter().fit(rossi["week"], rossi["arrest"])
fin = rossi["fin"] == 1
test = logrank_test(rossi["week"][fin], rossi["week"][~fin], rossi["arrest"][fin], rossi["arrest"][~fin])
events = km.event_table["observed"] > 0


def fitted(model):
    return {
        "coef": model.params_.tolist(),
        "se": model.standard_errors_.tolist(),
        "log_likelihood": model.log_likelihood_,
        "concordance": model.concordance_index_,
    }


found = {
    "cox": fitted(cox),
    "cox_strata_race": fitted(strata),
    "weibull_log_likelihood": weibull.log_likelihood_,
    "km": {
        "time": km.event_table.index[events].tolist(),
        "survival": km.survival_function_["KM_estimate"][events].tolist(),
        "ci_low": km.confidence_interval_.iloc[:, 0][events].tolist(),
        "ci_high": km.confidence_interval_.iloc[:, 1][events].tolist(),
    },
    "log_rank_fin": test.test_statistic,
}
(here / "rossi.json").write_text(json.dumps(found, indent=1) + "\n")
