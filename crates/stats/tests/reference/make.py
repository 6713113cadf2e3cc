"""Writes reference.json: what lifelines, scikit-learn, scipy and numpy say about small data sets.

Run from this folder: python make.py (lifelines, numpy, pandas, scikit-learn, scipy; no network).
"""

import json

import lifelines
import numpy as np
import scipy
import sklearn
from lifelines import KaplanMeierFitter
from lifelines.datasets import load_rossi
from lifelines.statistics import multivariate_logrank_test
from scipy import integrate, optimize, stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score

rng = np.random.default_rng(20130505)
out = {
    "made_with": {
        "lifelines": lifelines.__version__,
        "scikit-learn": sklearn.__version__,
        "scipy": scipy.__version__,
        "numpy": np.__version__,
    }
}


# Scores on a grid of hundredths, so that many tie; overconfident on purpose.
n = 300
truth = rng.normal(-1.0, 1.2, n)
labels = rng.random(n) < 1 / (1 + np.exp(-truth))
p = np.round(1 / (1 + np.exp(-(1.6 * truth + 0.3 + rng.normal(0, 0.8, n)))), 2).clip(0.01, 0.99)
values = np.round(rng.lognormal(5, 0.8, n), 2)

x = np.log(p / (1 - p))
fit = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10000, solver="newton-cholesky").fit(x[:, None], labels)
fitted = fit.predict_proba(x[:, None])[:, 1]
design = np.column_stack([np.ones(n), x])
information = design.T @ (design * (fitted * (1 - fitted))[:, None])
out["ranking"] = {
    "scores": p.tolist(),
    "labels": labels.tolist(),
    "values": values.tolist(),
    "auc": roc_auc_score(labels, p),
    "average_precision": average_precision_score(labels, p),
    "ks": stats.ks_2samp(p[labels], p[~labels]).statistic,
    "log_loss": log_loss(labels, p),
    "brier": brier_score_loss(labels, p),
    "slope": fit.coef_[0, 0],
    "slope_se": np.sqrt(np.linalg.inv(information)[1, 1]),
    "intercept": optimize.brentq(lambda a: (1 / (1 + np.exp(-(a + x)))).sum() - labels.sum(), -5, 5, xtol=1e-13),
}


def empc(scores, labels, values, d, f, alpha, beta):
    """Expected maximum profit by brute force: the best of all cuts at each acceptance, integrated numerically."""
    cuts = [scores >= t for t in np.unique(scores)]
    gain = np.array([0.0] + [((values - d) * labels)[c].sum() for c in cuts]) / len(scores)
    cost = np.array([0.0] + [(f + d * ~labels)[c].sum() for c in cuts]) / len(scores)
    size = np.array([0.0] + [c.mean() for c in cuts])
    edges = np.linspace(0, 1, 20001)
    nodes, weights = np.polynomial.legendre.leggauss(5)
    profit = fraction = 0.0
    for node, weight in zip(nodes, weights):
        gamma = edges[:-1] + (node + 1) / 2 * np.diff(edges)
        best = (gamma[:, None] * gain - cost).argmax(1)
        density = stats.beta.pdf(gamma, alpha, beta) * weight / 2 * np.diff(edges)
        profit += ((gamma * gain[best] - cost[best]) * density).sum()
        fraction += (size[best] * density).sum()
    return {"profit": profit, "fraction": fraction}


flat = np.full(n, 200.0)
out["profit"] = {
    "verbraken": empc(p, labels, flat, 10, 1, 6, 14),
    "steep": {"alpha": 900, "beta": 1500, "customer_value": 80, "offer_cost": 20, "contact_cost": 3}
    | empc(p, labels, np.full(n, 80.0), 20, 3, 900, 1500),
    "per_customer": empc(p, labels, values, values.mean() * 0.05, values.mean() * 0.005, 6, 14),
}


rossi = load_rossi()
kmf = KaplanMeierFitter().fit(rossi["week"], rossi["arrest"])
table = kmf.event_table.loc[kmf.event_table["observed"] > 0]
band = kmf.confidence_interval_survival_function_
prio = rossi["prio"].clip(upper=4)
by_fin = multivariate_logrank_test(rossi["week"], rossi["fin"], rossi["arrest"])
by_prio = multivariate_logrank_test(rossi["week"], prio, rossi["arrest"])
out["rossi"] = {
    "week": rossi["week"].tolist(),
    "arrest": rossi["arrest"].astype(bool).tolist(),
    "fin": rossi["fin"].tolist(),
    "prio": prio.tolist(),
    "steps": [
        [t, int(r["at_risk"]), int(r["observed"]), kmf.survival_function_.loc[t].item(), *band.loc[t].tolist()]
        for t, r in table.iterrows()
    ],
    "fin_log_rank": [by_fin.test_statistic, by_fin.p_value],
    "prio_log_rank": [by_prio.test_statistic, by_prio.p_value],
}


a, b = np.round(rng.normal(10, 2, 40), 2), np.round(rng.normal(8.5, 5, 25), 2)
pooled = np.sqrt((39 * a.var(ddof=1) + 24 * b.var(ddof=1)) / 63)
welch = stats.ttest_ind(a, b, equal_var=False)
counts = [[120, 33], [0, 0], [45, 40], [9, 1], [300, 80]]
filled = np.array([row for row in counts if sum(row)])
chi2 = stats.chi2_contingency(filled, correction=False)
total, r, c = filled.sum(), len(filled), 2
phi = max(0, chi2.statistic / total - (r - 1) * (c - 1) / (total - 1))
cramers_v = np.sqrt(phi / min(r - 1 - (r - 1) ** 2 / (total - 1), c - 1 - (c - 1) ** 2 / (total - 1)))
out["effect"] = {
    "a": a.tolist(),
    "b": b.tolist(),
    "smd": (a.mean() - b.mean()) / pooled,
    "welch": [welch.statistic, welch.df, welch.pvalue],
    "counts": counts,
    "chi_squared": [chi2.statistic, chi2.dof, chi2.pvalue],
    "cramers_v": cramers_v,
}


p_values = np.array([0.01, 0.04, 0.03, 0.04, 0.9, 1e-12, 0.2, 1.0, 0.0499])
folds = [0.845, 0.851, 0.839, 0.848, 0.8445]
k, test_share = len(folds), 0.2
half = stats.t.ppf(0.975, k - 1) * np.sqrt(np.var(folds, ddof=1) * (1 / k + test_share / (1 - test_share)))
numbers = np.sort(np.round(rng.normal(0, 3, 17), 3))
grid = [0.0, 0.025, 0.1, 0.33, 0.5, 0.77, 0.975, 1.0]
tails = [(t, df) for t in (0.1, 1.0, 1.9, 4.0, 12.0, 30.0) for df in (1.0, 2.0, 3.7, 30.0, 199.0, 201.0, 5e3, 1e6)]
out["other"] = {
    "p_values": p_values.tolist(),
    "adjusted": stats.false_discovery_control(p_values).tolist(),
    "folds": folds,
    "fold_interval": [np.mean(folds) - half, np.mean(folds) + half],
    "wilson": [
        [s, m, *stats.binomtest(s, m).proportion_ci(method="wilson")]
        for s, m in [(0, 10), (1, 10), (10, 10), (5, 9), (1869, 7043), (1, 1_000_000)]
    ],
    "sorted": numbers.tolist(),
    "quantiles": [[q, np.quantile(numbers, q)] for q in grid],
    "student_two_sided": [[t, df, 2 * stats.t.sf(t, df)] for t, df in tails],
    "student_975": [[df, stats.t.ppf(0.975, df)] for df in (1, 2, 3, 4, 9, 29, 199, 200, 201, 999, 100000)],
    "chi_squared_upper": [[v, df, stats.chi2.sf(v, df)] for v in (1e-9, 0.5, 4.0, 40.0, 400.0) for df in (1, 2, 7, 99)],
}

with open("reference.json", "w") as file:
    json.dump(out, file, default=lambda v: v.item())
    file.write("\n")
