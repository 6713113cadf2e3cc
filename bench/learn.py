"""Learners of other libraries on the tables of `cargo xtask bench learn`, and the judge of both sides.

A table is a folder: table.json (rows, folds, columns with their levels) and one raw little-endian file a column: float64 with NaN for
missing numbers, uint32 codes with 4294967295 for missing categories; labels.bin and folds.bin are bytes. Every learner writes the
probability of each row of the folds it ran to p-NAME.bin (float64, NaN where it made none), fitted on all other folds.

usage: learn.py generate telco FOLDER FILE.csv
       learn.py generate simulated FOLDER ROWS SEED
       learn.py fit FOLDER METHOD FOLDS         fits folds 0..FOLDS, prints one line of JSON
       learn.py judge FOLDER NAME...            prints one line of JSON: AUC and log loss by fold, paired differences
To add a method: a function in METHODS that gives an object with fit, predict and, where it can, contributions.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

MISSING = np.uint32(0xFFFFFFFF)
FOLDS = 5
# Rows that reasons are timed on, and seconds after which no further batch is begun.
SHAPLEY_ROWS = 20_000
SHAPLEY_BATCH = 500
SHAPLEY_SECONDS = 10.0


# --- tables ---------------------------------------------------------------------------------------------------------


def write(folder, x, y, seed):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    columns = []
    for k, name in enumerate(x):
        column = x[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            codes = column.cat.codes.to_numpy().astype(np.int64)
            np.where(codes < 0, MISSING, codes).astype("<u4").tofile(folder / f"column-{k}.bin")
            columns.append({"name": name, "levels": [str(level) for level in column.cat.categories]})
        else:
            column.to_numpy(dtype="<f8").tofile(folder / f"column-{k}.bin")
            columns.append({"name": name, "levels": None})
    y.astype(np.uint8).tofile(folder / "labels.bin")
    stratified(y, seed).tofile(folder / "folds.bin")
    meta = {"rows": len(y), "folds": FOLDS, "churned": int(y.sum()), "columns": columns}
    (folder / "table.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")


def stratified(y, seed):
    """Folds with nearly the same share of churners each."""
    draw = np.random.default_rng(seed)
    folds = np.empty(len(y), dtype=np.uint8)
    for label in (False, True):
        rows = np.flatnonzero(y == label)
        draw.shuffle(rows)
        folds[rows] = np.arange(len(rows)) % FOLDS
    return folds


def read(folder):
    folder = Path(folder)
    meta = json.loads((folder / "table.json").read_text(encoding="utf-8"))
    x = {}
    for k, column in enumerate(meta["columns"]):
        if column["levels"] is None:
            x[column["name"]] = np.fromfile(folder / f"column-{k}.bin", dtype="<f8")
        else:
            codes = np.fromfile(folder / f"column-{k}.bin", dtype="<u4").astype(np.int64)
            codes[codes == int(MISSING)] = -1
            x[column["name"]] = pd.Categorical.from_codes(codes, categories=column["levels"])
    y = np.fromfile(folder / "labels.bin", dtype=np.uint8).astype(int)
    return pd.DataFrame(x), y, np.fromfile(folder / "folds.bin", dtype=np.uint8)


def telco(folder, file):
    table = pd.read_csv(file).drop(columns="customerID")
    table["TotalCharges"] = pd.to_numeric(table["TotalCharges"], errors="coerce")
    y = (table.pop("Churn") == "Yes").to_numpy()
    for name in table.select_dtypes(exclude="number"):
        table[name] = table[name].astype("category")
    write(folder, table, y, 0)


# Levels of the ten categories of a simulated table.
LEVELS = [2, 3, 4, 5, 8, 12, 30, 100, 300, 1000]


def simulated(folder, rows, seed):
    """30 numbers of different shapes, 10 categories, 10 % missing at random; the log-odds are nonlinear with interactions.

    About half of the columns say nothing. What the labels follow does not depend on the number of rows.
    """
    truth = np.random.default_rng([seed, 1])
    effects = [truth.normal(0, 0.6, levels) for levels in LEVELS]
    draw = np.random.default_rng([seed, 2, rows])
    numbers = draw.normal(size=(rows, 30))
    common = draw.normal(size=rows)
    numbers[:, :8] = 0.7 * numbers[:, :8] + 0.7 * common[:, None]
    numbers[:, 8:14] = np.exp(numbers[:, 8:14])
    numbers[:, 14:18] = draw.poisson(3.0, size=(rows, 4))
    numbers[:, 18:21] = np.round(10 * np.abs(numbers[:, 18:21]))
    codes = [np.minimum((draw.random(rows) ** 2 * levels).astype(int), levels - 1) for levels in LEVELS]
    n = numbers
    z = 0.8 * np.sin(1.7 * n[:, 0]) + 0.5 * np.maximum(n[:, 1], 0) - 0.6 * (n[:, 2] > 0.5)
    z += 0.7 * n[:, 3] * (n[:, 4] > 0) + 0.5 * n[:, 5] * n[:, 6] - 0.6 * np.log(n[:, 8]) + 0.4 * (n[:, 9] > 2)
    z += 0.25 * (n[:, 14] - 3) * (codes[1] == 0) + 0.5 * (n[:, 15] == 0) - 0.04 * n[:, 18] * (n[:, 22] > 0)
    for k in (1, 3, 4, 6, 7, 9):
        z += effects[k][codes[k]]
    z += 0.6 * n[:, 23] * np.where(codes[2] % 2 == 0, 1, -1)
    gone = draw.random((rows, 40)) < 0.1
    z += 0.5 * gone[:, 10]
    # Anchored to constants, so that the churn rate (about a fifth) does not depend on the draw.
    y = draw.random(rows) < 1 / (1 + np.exp(-(z - 1.9)))
    x = {}
    for k in range(30):
        x[f"number_{k:02}"] = np.where(gone[:, k], np.nan, numbers[:, k])
    for k, levels in enumerate(LEVELS):
        values = np.where(gone[:, 30 + k], -1, codes[k])
        x[f"category_{k}"] = pd.Categorical.from_codes(values, categories=[f"level {v}" for v in range(levels)])
    write(folder, pd.DataFrame(x), y, seed)


# --- learners -------------------------------------------------------------------------------------------------------


class Logistic:
    """One-hot levels (rare ones together), medians with flags for what is missing, standard scale, ridge."""

    def fit(self, x, y):
        from sklearn.compose import make_column_selector, make_column_transformer
        from sklearn.impute import SimpleImputer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import OneHotEncoder, StandardScaler

        numbers = make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler())
        levels = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=10)
        encode = make_column_transformer(
            (numbers, make_column_selector(dtype_include="number")),
            (levels, make_column_selector(dtype_include="category")),
        )
        self.model = make_pipeline(encode, LogisticRegression(max_iter=1000)).fit(x, y)

    def predict(self, x):
        return self.model.predict_proba(x)[:, 1]


class HistGradientBoosting:
    """As it comes; categories are native up to 254 levels, target-encoded above that (it takes no more)."""

    def fit(self, x, y):
        from sklearn.compose import make_column_transformer
        from sklearn.ensemble import HistGradientBoostingClassifier
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import TargetEncoder

        wide = [c for c in x if x[c].dtype == "category" and len(x[c].cat.categories) > 254]
        encode = make_column_transformer(
            (TargetEncoder(random_state=1), wide), remainder="passthrough", verbose_feature_names_out=False
        ).set_output(transform="pandas")
        trees = HistGradientBoostingClassifier(categorical_features="from_dtype", random_state=1)
        self.model = make_pipeline(encode, trees).fit(x, y)

    def predict(self, x):
        return self.model.predict_proba(x)[:, 1]


class LightGBM:
    """As it comes: 100 trees of 31 leaves, rate 0.1, native categories."""

    def fit(self, x, y):
        import lightgbm

        self.model = lightgbm.LGBMClassifier(n_jobs=2, random_state=1, verbose=-1).fit(x, y)

    def predict(self, x):
        return self.model.predict_proba(x)[:, 1]

    def contributions(self, x):
        return self.model.predict(x, pred_contrib=True)


class LightGBMStopped(LightGBM):
    """Rate 0.05, up to 2,000 trees, stopped early on a tenth of the training rows: what a careful analyst runs."""

    def fit(self, x, y):
        import lightgbm
        from sklearn.model_selection import train_test_split

        x, held_x, y, held_y = train_test_split(x, y, test_size=0.1, stratify=y, random_state=1)
        model = lightgbm.LGBMClassifier(
            n_estimators=2000, learning_rate=0.05, n_jobs=2, random_state=1, verbose=-1
        )  # fmt: skip
        self.model = model.fit(
            x, y, eval_set=[(held_x, held_y)], eval_metric="binary_logloss",
            callbacks=[lightgbm.early_stopping(50, verbose=False)],
        )  # fmt: skip


class LightGBMShap(LightGBM):
    """The same trees, explained through the shap package."""

    def contributions(self, x):
        import shap

        # shap's own walk over trees knows no sets of levels; for these it hands the work to LightGBM.
        return shap.TreeExplainer(self.model).shap_values(x)


class HistGradientBoostingShap(HistGradientBoosting):
    """Trees on ordinal codes, since the shap package knows no sets of levels: `contributions` is its own compiled walk."""

    def fit(self, x, y):
        from sklearn.ensemble import HistGradientBoostingClassifier

        self.model = HistGradientBoostingClassifier(random_state=1).fit(self.codes(x), y)

    def codes(self, x):
        return np.column_stack([
            x[c].cat.codes.where(x[c].cat.codes >= 0, np.nan).to_numpy(dtype=float) if x[c].dtype == "category" else x[c]
            for c in x
        ])  # fmt: skip

    def predict(self, x):
        return self.model.predict_proba(self.codes(x))[:, 1]

    def contributions(self, x):
        import shap

        return shap.TreeExplainer(self.model).shap_values(self.codes(x), check_additivity=False)


class CatBoost:
    """As it comes: 1,000 symmetric trees, ordered target statistics."""

    def fit(self, x, y):
        import catboost

        self.model = catboost.CatBoostClassifier(
            thread_count=2, random_seed=1, verbose=False, allow_writing_files=False,
            cat_features=[c for c in x if x[c].dtype == "category"],
        )  # fmt: skip
        self.model.fit(self.words(x), y)

    def words(self, x):
        x = x.copy()
        for name in x.select_dtypes("category"):
            x[name] = x[name].cat.add_categories("(missing)").fillna("(missing)").astype(str)
        return x

    def predict(self, x):
        return self.model.predict_proba(self.words(x), thread_count=2)[:, 1]

    def contributions(self, x):
        import catboost

        words = self.words(x)
        pool = catboost.Pool(words, cat_features=[c for c in x if x[c].dtype == "category"])
        return self.model.get_feature_importance(pool, type="ShapValues", thread_count=2)


class Ebm:
    """InterpretML's explainable boosting machine as it comes."""

    def fit(self, x, y):
        from interpret.glassbox import ExplainableBoostingClassifier

        self.model = ExplainableBoostingClassifier(n_jobs=2, random_state=1)
        self.model.fit(self.words(x), y)

    def words(self, x):
        x = x.copy()
        for name in x.select_dtypes("category"):
            x[name] = x[name].astype(object)
        return x

    def predict(self, x):
        return self.model.predict_proba(self.words(x))[:, 1]

    def contributions(self, x):
        return self.model.eval_terms(self.words(x))


METHODS = {
    "sklearn-logistic": Logistic,
    "sklearn-hgb": HistGradientBoosting,
    "sklearn-hgb-shap": HistGradientBoostingShap,
    "lightgbm": LightGBM,
    "lightgbm-stopped": LightGBMStopped,
    "lightgbm-shap": LightGBMShap,
    "catboost": CatBoost,
    "ebm": Ebm,
}


def fit(folder, name, folds):
    x, y, fold_of = read(folder)
    p = np.full(len(y), np.nan)
    runs = []
    for fold in range(int(folds)):
        test = fold_of == fold
        train_x, train_y, test_x = x[~test], y[~test], x[test]
        model = METHODS[name]()
        started = time.perf_counter()
        model.fit(train_x, train_y)
        fitted = time.perf_counter()
        p[test] = model.predict(test_x)
        predicted = time.perf_counter()
        runs.append({
            "fold": fold, "fit_seconds": fitted - started, "predict_seconds": predicted - fitted,
            "predict_rows": int(test.sum()),
        })  # fmt: skip
    p.astype("<f8").tofile(Path(folder) / f"p-{name}.bin")
    result = {"name": name, "folds": runs, "peak_mib": peak_mib()}
    if hasattr(model, "contributions"):
        result.update(explained(model, test_x))
    print(json.dumps(result))


def explained(model, x):
    """Seconds for reasons, in batches so that a slow package is not waited for; the first batch warms up and is not counted."""
    model.contributions(x.iloc[:SHAPLEY_BATCH])
    seconds, rows = 0.0, 0
    for size in (SHAPLEY_BATCH, SHAPLEY_ROWS):
        batch = x.iloc[:size]
        started = time.perf_counter()
        model.contributions(batch)
        seconds, rows = time.perf_counter() - started, len(batch)
        if seconds * SHAPLEY_ROWS / SHAPLEY_BATCH > SHAPLEY_SECONDS:
            break
    return {"shapley_rows": rows, "shapley_seconds": seconds}


def peak_mib():
    """Largest resident set of this process so far, and that of its largest helper."""
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    kept = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(kept) * unit / 2**20


# --- the judge ------------------------------------------------------------------------------------------------------


def judge(folder, names):
    from sklearn.metrics import log_loss, roc_auc_score

    folder = Path(folder)
    y = np.fromfile(folder / "labels.bin", dtype=np.uint8).astype(bool)
    fold_of = np.fromfile(folder / "folds.bin", dtype=np.uint8)
    p = {name: np.fromfile(folder / f"p-{name}.bin", dtype="<f8") for name in names}
    figures = {}
    for name in names:
        folds = [f for f in range(FOLDS) if not np.isnan(p[name][fold_of == f]).any()]
        figures[name] = {
            "auc": {f: roc_auc_score(y[fold_of == f], p[name][fold_of == f]) for f in folds},
            "log_loss": {f: log_loss(y[fold_of == f], p[name][fold_of == f]) for f in folds},
        }
    out = {}
    for measure, sign in (("auc", 1.0), ("log_loss", -1.0)):
        mean = {name: float(np.mean(list(figures[name][measure].values()))) for name in names}
        # The best is the best on the folds that everybody ran; means are over the folds that each ran.
        common = set.intersection(*(set(figures[name][measure]) for name in names))
        shared = {name: np.mean([figures[name][measure][f] for f in sorted(common)]) for name in names}
        best = max(names, key=lambda name: sign * shared[name])
        for name in names:
            row = out.setdefault(name, {})
            row[measure] = mean[name]
            row[f"{measure}_folds"] = list(figures[name][measure].values())
            row[f"{measure}_best"] = best
            difference, error = paired(measure, y, fold_of, p[name], p[best], figures[name][measure], figures[best][measure])
            row[f"{measure}_difference"], row[f"{measure}_difference_error"] = difference, error
    print(json.dumps(out))


def paired(measure, y, fold_of, a, b, figures_a, figures_b):
    """Mean over folds of a's figure minus b's, and its standard error: over folds where there are three or more, over the rows of the
    folds otherwise (log loss: differences by row; AUC: DeLong, DeLong & Clarke-Pearson 1988)."""
    folds = sorted(set(figures_a) & set(figures_b))
    differences = np.array([figures_a[f] - figures_b[f] for f in folds])
    if len(folds) >= 3:
        return float(differences.mean()), float(differences.std(ddof=1) / np.sqrt(len(folds)))
    variances = []
    for f in folds:
        rows = fold_of == f
        if measure == "log_loss":
            by_row = row_losses(y[rows], a[rows]) - row_losses(y[rows], b[rows])
            variances.append(by_row.var(ddof=1) / rows.sum())
        else:
            (churned_a, stayed_a), (churned_b, stayed_b) = placements(y[rows], a[rows]), placements(y[rows], b[rows])
            churned, stayed = churned_a - churned_b, stayed_a - stayed_b
            variances.append(churned.var(ddof=1) / len(churned) + stayed.var(ddof=1) / len(stayed))
    return float(differences.mean()), float(np.sqrt(np.sum(variances)) / len(folds))


def row_losses(y, p):
    p = np.clip(p, 1e-15, 1 - 1e-15)
    return -np.log(np.where(y, p, 1 - p))


def placements(y, p):
    """Share of the other class that each row is on the right side of."""
    from scipy.stats import rankdata

    ranks = rankdata(p)
    churned, stayed = int(y.sum()), int((~y).sum())
    of_churned = (ranks[y] - rankdata(p[y])) / stayed
    of_stayed = 1 - (ranks[~y] - rankdata(p[~y])) / churned
    return of_churned, of_stayed


def main():
    match sys.argv[1:]:
        case ["generate", "telco", folder, file]:
            telco(folder, file)
        case ["generate", "simulated", folder, rows, seed]:
            simulated(folder, int(rows), int(seed))
        case ["fit", folder, method, folds] if method in METHODS:
            fit(folder, method, folds)
        case ["judge", folder, *names] if names:
            judge(folder, names)
        case _:
            sys.exit(f"{__doc__}methods: {', '.join(METHODS)}")


if __name__ == "__main__":
    main()
