"""LightGBM on one wide table, for `cargo xtask bench boosting`: the other side of holdfast-learn's `boost_bench`.

Rows whose number (from 0, the header not counted) is divisible by five are the test rows. Categories are native, missing
values are left missing. Reading is not part of the times. The id column (a value that differs in every row) is left out.

usage: boosting.py FILE.csv [--target COLUMN] [--trees N] [--leaves N] [--rate R] [--seed S]
prints one line of JSON: {"auc", "log_loss", "fit_seconds", "predict_seconds", "trees", "leaves", "learning_rate"}
"""

import argparse
import json
import sys
import time

import lightgbm as lgb
import numpy as np
import pandas as pd
from sklearn.metrics import log_loss, roc_auc_score

LABELS = ("churned", "churn", "label", "target")
POSITIVE = {"1", "1.0", "yes", "true", "t", "y", "churned", "是", "流失"}


def read(path, target):
    frame = pd.read_csv(path)
    if target is None:
        target = next((c for c in frame.columns if c.lower() in LABELS), None)
    if target is None or target not in frame:
        sys.exit(f"boosting.py: {path} has no label column (tried {target or ', '.join(LABELS)}); name it with --target")
    y = frame.pop(target).astype(str).str.lower().isin(POSITIVE).to_numpy(dtype=int)
    ids = [c for c in frame if frame[c].dtype.kind not in "f" and frame[c].is_unique]
    x = frame.drop(columns=ids)
    text = x.select_dtypes(exclude="number").columns
    x[text] = x[text].astype("category")
    return x, y


def main():
    options = argparse.ArgumentParser()
    options.add_argument("file")
    options.add_argument("--target")
    options.add_argument("--trees", type=int, default=100)
    options.add_argument("--leaves", type=int, default=31)
    options.add_argument("--rate", type=float, default=0.1)
    options.add_argument("--seed", type=int, default=1)
    options = options.parse_args()

    x, y = read(options.file, options.target)
    test = np.arange(len(y)) % 5 == 0
    model = lgb.LGBMClassifier(
        n_estimators=options.trees, num_leaves=options.leaves, learning_rate=options.rate,
        n_jobs=2, random_state=options.seed, verbose=-1,
    )  # fmt: skip
    train_x, train_y, test_x = x[~test], y[~test], x[test]
    started = time.perf_counter()
    model.fit(train_x, train_y)
    fitted = time.perf_counter()
    p = model.predict_proba(test_x)[:, 1]
    predicted = time.perf_counter()
    print(
        json.dumps(
            {
                "auc": roc_auc_score(y[test], p),
                "log_loss": log_loss(y[test], p),
                "fit_seconds": fitted - started,
                "predict_seconds": predicted - fitted,
                "trees": options.trees,
                "leaves": options.leaves,
                "learning_rate": options.rate,
            }
        )
    )


if __name__ == "__main__":
    main()
