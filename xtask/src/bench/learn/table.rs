//! The table of one case.

use serde_json::Value;

/// What ratios are taken against.
const ANCHOR: &str = "lightgbm";

/// Figures that a ratio is given for, from what a learner printed.
struct Speed {
    fit_seconds: f64,
    predict_rows: f64,
    shapley_rows: f64,
    peak_mib: f64,
}

/// Prints figures and ratios to LightGBM as it comes (× faster; × memory), where it ran.
pub fn print(sides: &[Value], judged: &Value) {
    let anchor = sides.iter().find(|side| side["name"] == ANCHOR).map(speed);
    println!(
        "\n{:<18} {:>7} {:>17} {:>8} {:>17} {:>9} {:>7} {:>10} {:>7} {:>10} {:>8} {:>8} {:>6}",
        "",
        "AUC",
        "− best ± s.e.",
        "log loss",
        "− best ± s.e.",
        "fit s",
        "faster",
        "predict/s",
        "faster",
        "Shapley/s",
        "faster",
        "peak MiB",
        "÷"
    );
    for side in sides {
        let name = side["name"].as_str().unwrap_or_default();
        let quality = &judged[name];
        let own = speed(side);
        let ratio = |of: fn(&Speed, &Speed) -> f64| text(anchor.as_ref().map_or(f64::NAN, |a| of(&own, a)), 2);
        println!(
            "{name:<18} {:>7} {:>17} {:>8} {:>17} {:>9} {:>7} {:>10} {:>7} {:>10} {:>8} {:>8} {:>6}",
            text(number(&quality["auc"]), 4),
            difference(quality, "auc"),
            text(number(&quality["log_loss"]), 4),
            difference(quality, "log_loss"),
            text(own.fit_seconds, 3),
            ratio(|own, a| a.fit_seconds / own.fit_seconds),
            text(own.predict_rows, 0),
            ratio(|own, a| own.predict_rows / a.predict_rows),
            text(own.shapley_rows, 0),
            ratio(|own, a| own.shapley_rows / a.shapley_rows),
            text(own.peak_mib, 0),
            ratio(|own, a| own.peak_mib / a.peak_mib),
        );
    }
    println!(
        "(faster, ÷: against {ANCHOR}; fit s: mean over the folds that ran; reasons of ebm are its terms, of the others Shapley values)"
    );
}

/// Mean seconds of a fit, rows a second of predictions and of reasons.
fn speed(side: &Value) -> Speed {
    let none = Vec::new();
    let folds = side["folds"].as_array().unwrap_or(&none);
    let sum = |name: &str| folds.iter().map(|fold| number(&fold[name])).sum::<f64>();
    Speed {
        fit_seconds: sum("fit_seconds") / folds.len() as f64,
        predict_rows: sum("predict_rows") / sum("predict_seconds"),
        shapley_rows: number(&side["shapley_rows"]) / number(&side["shapley_seconds"]),
        peak_mib: number(&side["peak_mib"]),
    }
}

fn difference(quality: &Value, measure: &str) -> String {
    let [difference, error] =
        ["difference", "difference_error"].map(|end| number(&quality[&format!("{measure}_{end}")]));
    if difference == 0.0 {
        return "best".to_owned();
    }
    format!("{difference:+.4} ± {error:.4}")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

fn text(value: f64, digits: usize) -> String {
    if value.is_finite() {
        format!("{value:.digits$}")
    } else {
        "-".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn speeds_are_means_over_the_folds_that_ran() {
        let side = json!({"folds": [
            {"fit_seconds": 1.0, "predict_seconds": 1.0, "predict_rows": 10},
            {"fit_seconds": 2.0, "predict_seconds": 3.0, "predict_rows": 10},
        ], "peak_mib": 5.0});
        let speed = speed(&side);
        assert_eq!((speed.fit_seconds, speed.predict_rows, speed.peak_mib), (1.5, 5.0, 5.0));
        assert!(speed.shapley_rows.is_nan());
        assert_eq!(text(speed.shapley_rows, 0), "-");
    }

    #[test]
    fn the_best_is_named_and_others_are_counted_from_it() {
        let quality = json!({"auc_difference": 0.0, "auc_difference_error": 0.0, "log_loss_difference": 0.01, "log_loss_difference_error": 0.002});
        assert_eq!(difference(&quality, "auc"), "best");
        assert_eq!(difference(&quality, "log_loss"), "+0.0100 ± 0.0020");
    }
}
