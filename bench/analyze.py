"""The churn notebook that `holdfast analyze` replaces, as a competent analyst would write it, for one known table.

It is the other side of `cargo xtask bench analyze`: the same content (reading, segments, differences, survival, a model
chosen and calibrated inside each fold, measures, curves, reasons, rules, groups, warning levels, report, scores), with
the usual libraries, vectorised, on two threads. It is told the roles of the columns; Holdfast has to find them.

usage: analyze.py TELCO.csv OUT_FOLDER [SEED]      the last line of stdout is {"auc", "log_loss"} as JSON
"""

import json
import sys
import warnings
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
import shap
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test
from scipy import optimize, special, stats
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, brier_score_loss, log_loss, roc_auc_score, roc_curve, silhouette_score
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.tree import DecisionTreeClassifier

ID, TARGET, POSITIVE, TENURE, AMOUNT = "customerID", "Churn", "Yes", "tenure", "MonthlyCharges"
THREADS = 2
FOLDS = 5
# Offer terms of Verbraken et al. 2013: acceptance ~ Beta(6, 14), value of a customer 200, offer 10, contact 1.
ALPHA, BETA, VALUE, OFFER, CONTACT = 6.0, 14.0, 200.0, 10.0, 1.0
Z = stats.norm.ppf(0.975)


def read(path):
    frame = pd.read_csv(path, dtype={ID: str})
    frame["TotalCharges"] = pd.to_numeric(frame["TotalCharges"], errors="coerce")
    frame["SeniorCitizen"] = frame["SeniorCitizen"].map({0: "No", 1: "Yes"})
    y = (frame[TARGET] == POSITIVE).to_numpy(dtype=int)
    x = frame.drop(columns=[ID, TARGET])
    text = x.select_dtypes(exclude="number").columns
    x[text] = x[text].astype("category")
    return frame, x, y


def wilson(k, n):
    k, n = np.asarray(k, float), np.asarray(n, float)
    p, denominator = k / n, 1 + Z**2 / n
    centre = (p + Z**2 / (2 * n)) / denominator
    half = Z * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2)) / denominator
    return centre - half, centre + half


# ---- segments, differences, survival ---------------------------------------------------------------------------------
def segments(x, y):
    tables = {}
    for column in x:
        values = x[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            groups = values
        else:
            groups = pd.qcut(values, 5, duplicates="drop")
        table = pd.Series(y).groupby(groups, observed=True).agg(["size", "sum"])
        table.columns = ["customers", "churned"]
        table["rate"] = table["churned"] / table["customers"]
        table["ci_low"], table["ci_high"] = wilson(table["churned"], table["customers"])
        tables[column] = table
    return tables


def cramers_v(counts):
    """Bias-corrected (Bergsma 2013), with the p-value of the chi-squared test."""
    chi2, p, _, _ = stats.chi2_contingency(counts, correction=False)
    n = counts.sum()
    r, k = counts.shape
    phi2 = max(0.0, chi2 / n - (k - 1) * (r - 1) / (n - 1))
    r, k = r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)
    return np.sqrt(phi2 / min(k - 1, r - 1)), p


def differences(x, y):
    rows = []
    for column in x:
        values = x[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            counts = pd.crosstab(values, y)
            effect, p = cramers_v(counts.to_numpy())
            shares = counts / counts.sum()
            kind, typical = "cramers_v", shares.idxmax()
            kept, lost = f"{typical[0]} ({shares[0].max():.1%})", f"{typical[1]} ({shares[1].max():.1%})"
        else:
            a, b = values[y == 0].dropna(), values[y == 1].dropna()
            pooled = np.sqrt(((len(a) - 1) * a.var() + (len(b) - 1) * b.var()) / (len(a) + len(b) - 2))
            effect, p = (b.mean() - a.mean()) / pooled, stats.ttest_ind(b, a, equal_var=False).pvalue
            kind, kept, lost = "smd", f"{a.mean():.2f}", f"{b.mean():.2f}"
        rows.append((column, kind, effect, p, kept, lost))
    table = pd.DataFrame(rows, columns=["column", "effect", "effect_size", "p_value", "retained", "lost"])
    table["q_value"] = stats.false_discovery_control(table["p_value"])
    return table.sort_values("effect_size", key=np.abs, ascending=False)


def survival(x, y, by):
    curves = {"all": KaplanMeierFitter().fit(x[TENURE], y)}
    for value in x[by].cat.categories:
        rows = (x[by] == value).to_numpy()
        curves[value] = KaplanMeierFitter().fit(x[TENURE][rows], y[rows])
    test = multivariate_logrank_test(x[TENURE], x[by], y)
    tables = {
        name: pd.concat([fitted.event_table[["at_risk", "observed"]], fitted.survival_function_, fitted.confidence_interval_], axis=1)
        for name, fitted in curves.items()
    }
    medians = pd.Series({name: fitted.median_survival_time_ for name, fitted in curves.items()}, name="median")
    return tables, medians, test


# ---- model: logistic, boosted trees or their blend, chosen and calibrated inside the training part -------------------
def logistic(x, seed):
    text = x.select_dtypes("category").columns
    encoder = ColumnTransformer(
        [
            ("text", OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=20, drop="if_binary"), text),
            ("number", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), x.columns.difference(text)),
        ],
        sparse_threshold=0.0,
    )
    return make_pipeline(encoder, LogisticRegression(max_iter=1000, random_state=seed))


def boosting(seed):
    return lgb.LGBMClassifier(
        n_estimators=200, learning_rate=0.04, num_leaves=8, min_child_samples=30, subsample=0.8, subsample_freq=1,
        colsample_bytree=0.6, reg_lambda=5.0, n_jobs=THREADS, random_state=seed, verbose=-1,
    )  # fmt: skip


def log_odds(models, x):
    """Columns: log-odds of the logistic model, log-odds of the booster."""
    return np.column_stack([models[0].decision_function(x), models[1].predict(x, raw_score=True)])


def fit_weights(z, y, allowed):
    """Intercept and non-negative weights of the allowed components by maximum likelihood: blend and calibration in one."""
    design = np.column_stack([np.ones(len(z)), z])
    bounds = [(None, None)] + [(0.0, None) if a else (0.0, 0.0) for a in allowed]

    def loss(w):
        t = design @ w
        return np.logaddexp(0, t).sum() - y @ t, design.T @ (special.expit(t) - y)

    start = np.r_[0.0, np.asarray(allowed, float) / sum(allowed)]
    return optimize.minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x


CANDIDATES = {"logistic": (1, 0), "boosting": (0, 1), "blend": (1, 1)}


def fit(x, y, seed):
    """Both models on all of x; the choice, the weights and the calibration on out-of-fold log-odds within x."""
    z = np.empty((len(y), 2))
    inner = StratifiedKFold(FOLDS, shuffle=True, random_state=seed)
    for train, test in inner.split(x, y):
        part = (logistic(x, seed).fit(x.iloc[train], y[train]), boosting(seed).fit(x.iloc[train], y[train]))
        z[test] = log_odds(part, x.iloc[test])
    half = np.arange(len(y)) % 2  # weights are judged on the rows that they were not fitted on
    losses = {}
    for name, allowed in CANDIDATES.items():
        p = np.empty(len(y))
        for side in (0, 1):
            w = fit_weights(z[half != side], y[half != side], allowed)
            p[half == side] = special.expit(w[0] + z[half == side] @ w[1:])
        losses[name] = log_loss(y, p)
    chosen = min(losses, key=losses.get)
    weights = fit_weights(z, y, CANDIDATES[chosen])
    return (logistic(x, seed).fit(x, y), boosting(seed).fit(x, y)), weights, chosen, losses


def predict(model, x):
    models, weights, *_ = model
    return special.expit(weights[0] + log_odds(models, x) @ weights[1:])


# ---- measures and curves ---------------------------------------------------------------------------------------------
def empc(y, p):
    """Expected maximum profit per customer (Verbraken et al. 2013), closed form on the hull of the ROC curve."""
    fpr, tpr, _ = roc_curve(y, p)
    hull = [(0.0, 0.0)]
    for point in zip(fpr[1:], tpr[1:]):
        while len(hull) > 1 and (hull[-1][1] - hull[-2][1]) * (point[0] - hull[-1][0]) <= (point[1] - hull[-1][1]) * (hull[-1][0] - hull[-2][0]):
            hull.pop()
        hull.append(point)
    f1, f0 = np.array(hull).T
    pi0, pi1 = y.mean(), 1 - y.mean()
    delta, phi = OFFER / VALUE, CONTACT / VALUE
    with np.errstate(divide="ignore"):
        gamma = (pi1 * (delta + phi) * np.diff(f1) + pi0 * phi * np.diff(f0)) / (pi0 * (1 - delta) * np.diff(f0))
    edges = np.clip(np.r_[0.0, gamma, 1.0], 0.0, 1.0)
    mass = np.diff(stats.beta.cdf(edges, ALPHA, BETA))
    first = np.diff(stats.beta.cdf(edges, ALPHA + 1, BETA)) * ALPHA / (ALPHA + BETA)
    return VALUE * np.sum((1 - delta) * pi0 * f0 * first - (phi * pi0 * f0 + (delta + phi) * pi1 * f1) * mass)


def measures(y, p):
    order = np.argsort(-p, kind="stable")
    fpr, tpr, _ = roc_curve(y, p)
    z = special.logit(np.clip(p, 1e-9, 1 - 1e-9))[:, None]
    slope = fit_weights(z, y, (1,))[1]
    intercept = optimize.brentq(lambda a: special.expit(a + z[:, 0]).sum() - y.sum(), -20, 20)
    bins = np.array_split(order, 10)
    stated, seen, size = (np.array([f(b) for b in bins]) for f in (lambda b: p[b].mean(), lambda b: y[b].mean(), len))
    return {
        "auc": roc_auc_score(y, p), "pr_auc": average_precision_score(y, p), "log_loss": log_loss(y, p),
        "brier": brier_score_loss(y, p), "top_decile_lift": y[bins[0]].mean() / y.mean(), "ks": (tpr - fpr).max(),
        "empc": empc(y, p), "slope": slope, "intercept": intercept, "ece": size @ np.abs(stated - seen) / len(y),
        "reliability": size @ (stated - seen) ** 2 / len(y), "resolution": size @ (seen - y.mean()) ** 2 / len(y),
        "uncertainty": y.mean() * (1 - y.mean()),
    }  # fmt: skip


def over_folds(rows):
    table = pd.DataFrame(rows)
    half = stats.t.ppf(0.975, len(table) - 1) * table.std() / np.sqrt(len(table))
    return pd.DataFrame({"mean": table.mean(), "sd": table.std(), "ci_low": table.mean() - half, "ci_high": table.mean() + half})


def curves(y, p):
    order = np.argsort(-p, kind="stable")
    n = np.linspace(0, len(y), 101)[1:].round().astype(int)
    caught = np.cumsum(y[order])[n - 1]
    accept = ALPHA / (ALPHA + BETA)
    spent = n * CONTACT + OFFER * (caught * accept + n - caught)
    gain = caught * accept * VALUE
    targeting = pd.DataFrame(
        {"share": n / len(y), "threshold": p[order][n - 1], "gains": caught / y.sum(), "lift": caught / n / y.mean(),
         "response": caught / n, "profit": (gain - spent) / len(y), "roi": (gain - spent) / spent}
    )  # fmt: skip
    bins = np.array_split(order[::-1], 10)
    reliability = pd.DataFrame({"predicted": [p[b].mean() for b in bins], "observed": [y[b].mean() for b in bins]})
    reliability["ci_low"], reliability["ci_high"] = wilson([y[b].sum() for b in bins], [len(b) for b in bins])
    return targeting, reliability


# ---- reasons, rules, groups ------------------------------------------------------------------------------------------
def reasons(model, x):
    """Shapley values of the final log-odds, one column of the table each: weighted sum of the two parts."""
    (linear, trees), weights, *_ = model
    total = np.zeros(x.shape)
    if weights[1] > 0:
        encoder, regression = linear[0], linear[-1]
        encoded = encoder.transform(x)
        effects = (encoded - encoded.mean(axis=0)) * regression.coef_[0]
        owner = [next(c for c in sorted(x, key=len, reverse=True) if c in name) for name in encoder.get_feature_names_out()]
        for position, column in enumerate(owner):
            total[:, x.columns.get_loc(column)] += weights[1] * effects[:, position]
    if weights[2] > 0:
        with warnings.catch_warnings():  # shap announces a change of its own return type, which the next line allows for
            warnings.simplefilter("ignore")
            values = shap.TreeExplainer(trees).shap_values(x)
        total += weights[2] * (values[1] if isinstance(values, list) else values)
    return pd.DataFrame(total, columns=x.columns)


def rules(x, y, seed):
    """Paths of a shallow tree, found on four fifths of the customers and validated on the rest."""
    design = pd.get_dummies(x, dtype=np.float32).fillna(x.median(numeric_only=True))
    train, test = next(StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(x, y))
    tree = DecisionTreeClassifier(max_depth=3, min_samples_leaf=100, random_state=seed).fit(design.iloc[train], y[train])
    t = tree.tree_
    rows = []

    def walk(node, conditions):
        if t.children_left[node] < 0:
            rows.append((node, " and ".join(conditions)))
            return
        name, cut = design.columns[t.feature[node]], t.threshold[node]
        walk(t.children_left[node], [*conditions, f"{name} <= {cut:.4g}"])
        walk(t.children_right[node], [*conditions, f"{name} > {cut:.4g}"])

    walk(0, [])
    table = pd.DataFrame(rows, columns=["leaf", "rule"]).set_index("leaf")
    for name, part in (("found", train), ("validated", test)):
        groups = pd.Series(y[part]).groupby(tree.apply(design.iloc[part])).agg(["size", "sum"])
        table[f"{name}_support"] = groups["size"] / len(part)
        table[f"{name}_confidence"] = groups["sum"] / groups["size"]
        table[f"{name}_lift"] = table[f"{name}_confidence"] / y[part].mean()
        table[f"{name}_ci_low"], table[f"{name}_ci_high"] = wilson(groups["sum"].reindex(table.index), groups["size"].reindex(table.index))
    return table[table["found_lift"] > 1].sort_values("found_confidence", ascending=False)


def groups(x, y, seed):
    design = StandardScaler().fit_transform(pd.get_dummies(x, dtype=float).fillna(x.median(numeric_only=True)))
    sample = np.random.default_rng(seed).permutation(len(y))[:2000]
    best = max(
        (KMeans(k, n_init=5, random_state=seed).fit(design) for k in range(3, 8)),
        key=lambda fitted: silhouette_score(design[sample], fitted.labels_[sample]),
    )
    table = pd.Series(y).groupby(best.labels_).agg(["size", "sum"])
    table.columns = ["customers", "churned"]
    table["rate"] = table["churned"] / table["customers"]
    table["ci_low"], table["ci_high"] = wilson(table["churned"], table["customers"])
    profile = x.groupby(best.labels_).agg(lambda v: v.mean() if v.dtype.kind in "if" else v.mode()[0])
    return table.join(profile).sort_values("rate", ascending=False)


# ---- the run ---------------------------------------------------------------------------------------------------------
def main(path, out, seed):
    out.mkdir(parents=True, exist_ok=True)
    frame, x, y = read(path)
    by_segment, difference = segments(x, y), differences(x, y)
    strongest = difference.loc[difference["effect"] == "cramers_v", "column"].iloc[0]
    kaplan_meier, medians, log_rank = survival(x, y, strongest)

    unseen, by_fold, chosen = np.empty(len(y)), [], []
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=seed).split(x, y):
        model = fit(x.iloc[train], y[train], seed)
        unseen[test] = predict(model, x.iloc[test])
        by_fold.append(measures(y[test], unseen[test]))
        chosen.append(model[2])
    evaluation = over_folds(by_fold)
    targeting, reliability = curves(y, unseen)

    final = fit(x, y, seed)
    p = predict(final, x)
    shapley = reasons(final, x)
    warn = targeting.loc[targeting["profit"].idxmax(), "threshold"]
    cuts = [warn, (1 + 2 * warn) / 3, (2 + warn) / 3]
    level = np.array(["none", "yellow", "orange", "red"])[np.searchsorted(cuts, p, side="right")]
    level_unseen = np.searchsorted(cuts, unseen, side="right")
    levels = pd.DataFrame(
        {"from_probability": cuts, "workload": [(level == n).sum() for n in ("yellow", "orange", "red")],
         "precision": [y[level_unseen == n].mean() for n in (1, 2, 3)],
         "caught": [y[level_unseen == n].sum() / y.sum() for n in (1, 2, 3)]}, index=["yellow", "orange", "red"],
    )  # fmt: skip

    top = np.argsort(-shapley.to_numpy(), axis=1)[:, :3]
    scores = pd.DataFrame({ID: frame[ID], "probability": p, "level": level, "value_at_risk": p * frame[AMOUNT] * 12})
    for rank in range(3):
        names = shapley.columns.to_numpy()[top[:, rank]]
        values = [f"{name} = {x[name].iat[row]}" for row, name in enumerate(names)]
        scores[f"reason_{rank + 1}"] = np.where(shapley.to_numpy()[np.arange(len(y)), top[:, rank]] > 0, values, "")
    scores.sort_values("value_at_risk", ascending=False).to_csv(out / "scores.csv", index=False, encoding="utf-8-sig")

    low, high = wilson(y.sum(), len(y))
    parts = [
        f"<p>Churn rate {y.mean():.2%} ({low:.2%} to {high:.2%}), {y.sum()} of {len(y)}. Model: {final[2]} (in the folds: {chosen}). "
        f"Value at risk {scores['value_at_risk'].sum():,.0f}. Log-rank by {strongest}: chi2 {log_rank.test_statistic:.1f}, p {log_rank.p_value:.3g}.</p>",
        *(f"<h2>{title}</h2>{table.to_html()}" for title, table in [
            ("Measures on unseen customers", evaluation), ("Differences", difference), ("Targeting", targeting),
            ("Calibration", reliability), ("Median survival", medians.to_frame()),
            ("Drivers", shapley.abs().mean().sort_values(ascending=False).to_frame("mean |Shapley value|")),
            ("Rules", rules(x, y, seed)), ("Groups", groups(x, y, seed)), ("Warning levels", levels), ("Top customers", scores.head(20)),
            *((f"Churn by {name}", table) for name, table in by_segment.items()),
            *((f"Survival: {name}", table) for name, table in kaplan_meier.items()),
        ]),
    ]  # fmt: skip
    (out / "report.html").write_text("<!doctype html><meta charset=utf-8><title>Churn</title>" + "\n".join(parts), encoding="utf-8")
    summary = {"auc": evaluation.at["auc", "mean"], "log_loss": evaluation.at["log_loss", "mean"]}
    (out / "report.json").write_text(json.dumps({"evaluation": json.loads(evaluation.to_json(orient="index")), **summary}))
    print(json.dumps(summary))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
