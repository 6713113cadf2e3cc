//! Which learners run on which tables. To add a learner of ours: a line in [`OURS`] and its name in `examples/learn_bench.rs`; of
//! another library: a line in [`OPPONENTS`] and a class in `bench/learn.py`.

/// A table.
pub struct Case {
    pub name: &'static str,
    /// For people.
    pub title: &'static str,
    /// Rows of a simulated table; `None` is the Telco table.
    pub rows: Option<u64>,
    /// Folds that are run of the five.
    pub folds: usize,
    /// Whether `--quick` takes it.
    pub quick: bool,
}

pub const CASES: [Case; 4] = [
    Case {
        name: "telco",
        title: "Telco, 7,043 × 19",
        rows: None,
        folds: 5,
        quick: true,
    },
    Case {
        name: "simulated-10k",
        title: "simulated, 10,000 × 40, 10 categories, 10 % missing",
        rows: Some(10_000),
        folds: 5,
        quick: true,
    },
    Case {
        name: "simulated-100k",
        title: "simulated, 100,000 × 40, 10 categories, 10 % missing",
        rows: Some(100_000),
        folds: 5,
        quick: false,
    },
    Case {
        name: "simulated-1m",
        title: "simulated, 1,000,000 × 40, 10 categories, 10 % missing, one fold",
        rows: Some(1_000_000),
        folds: 1,
        quick: false,
    },
];

/// A learner and how far it goes.
struct Known {
    name: &'static str,
    /// Largest table it runs on.
    rows: u64,
    /// Largest table it runs all folds on; one fold above.
    all_folds: u64,
    /// Whether `--quick` takes it.
    quick: bool,
}

const fn known(name: &'static str, rows: u64, all_folds: u64, quick: bool) -> Known {
    Known {
        name,
        rows,
        all_folds,
        quick,
    }
}

const OURS: [Known; 3] = [
    known("logistic", u64::MAX, u64::MAX, true),
    known("additive", u64::MAX, u64::MAX, true),
    known("boosting", u64::MAX, u64::MAX, true),
];

/// CatBoost and EBM take minutes a fold from 100,000 rows on. The two with `-shap` are the shap package's turn: their folds do not matter.
const OPPONENTS: [Known; 8] = [
    known("sklearn-logistic", u64::MAX, u64::MAX, true),
    known("sklearn-hgb", u64::MAX, u64::MAX, false),
    known("sklearn-hgb-shap", 100_000, 0, false),
    known("lightgbm", u64::MAX, u64::MAX, true),
    known("lightgbm-stopped", u64::MAX, u64::MAX, true),
    known("lightgbm-shap", 100_000, 0, false),
    known("catboost", 100_000, 10_000, false),
    known("ebm", 100_000, 10_000, false),
];

/// A learner on a case.
pub struct Learner {
    pub name: &'static str,
    pub ours: bool,
    /// Folds it runs.
    pub folds: usize,
    /// Whether `--quick` takes it.
    pub quick: bool,
}

/// The learners of a case, ours and theirs alternately: what else the machine does falls on both.
pub fn learners(case: &Case) -> Vec<Learner> {
    let rows = case.rows.unwrap_or(7_043);
    let learner = |known: &Known, ours: bool| Learner {
        name: known.name,
        ours,
        folds: if rows <= known.all_folds { case.folds } else { 1 },
        quick: known.quick,
    };
    let mut learners = Vec::new();
    for place in 0..OURS.len().max(OPPONENTS.len()) {
        learners.extend(OURS.get(place).filter(|k| rows <= k.rows).map(|k| learner(k, true)));
        learners.extend(
            OPPONENTS
                .get(place)
                .filter(|k| rows <= k.rows)
                .map(|k| learner(k, false)),
        );
    }
    learners
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_learners_stay_off_large_tables() {
        let names = |case: &Case| learners(case).iter().map(|l| l.name).collect::<Vec<_>>();
        assert!(names(&CASES[0]).contains(&"ebm") && !names(&CASES[3]).contains(&"ebm"));
        let ebm = learners(&CASES[2]).into_iter().find(|l| l.name == "ebm").unwrap();
        assert_eq!((ebm.folds, ebm.ours), (1, false));
        assert!(learners(&CASES[3]).iter().all(|l| l.folds == 1));
    }
}
