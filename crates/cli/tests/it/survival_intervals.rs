//! `holdfast survival --upper`: customers of whom it is known between which two looks they left.

use serde_json::Value;

use crate::survival_more::{close, column, numbers, refused, run, study, table};

/// Exact, left-, right- and interval-censored rows and what R's survreg finds (`make_parametric.py`).
const PARAMETRIC: &str = include_str!("../../../stats/tests/reference/parametric.json");

#[test]
fn intervals_are_r_to_a_millionth() {
    let reference: Value = serde_json::from_str(PARAMETRIC).unwrap();
    let text = table(
        &reference["mixed"]["data"],
        &["lower", "upper", "fee", "young", "weight"],
    );
    let r = |field: &str| numbers(&reference["mixed"]["survreg"][field]);
    let base = [
        "--duration",
        "lower",
        "--upper",
        "upper",
        "--covariates",
        "fee,young",
        "--weights",
        "weight",
    ];
    for (model, name) in [
        ("weibull-aft", "weibull"),
        ("lognormal-aft", "lognormal"),
        ("loglogistic-aft", "loglogistic"),
    ] {
        let mut all = base.to_vec();
        all.extend(["--model", model]);
        let found = study(&text, &all);
        let (coef, se) = (column(&found, "coef"), column(&found, "se"));
        let (expected, errors) = (r(&format!("{name}.coef")), r(&format!("{name}.se")));
        for (ours, theirs) in [(0, 1), (1, 2), (2, 0)] {
            close(coef[ours], expected[theirs], 1e-5);
            close(se[ours], errors[theirs], 1e-4);
        }
        assert!(found["concordance"].is_null(), "{model}");
        close(
            found["log_likelihood"].as_f64().unwrap(),
            r(&format!("{name}.ll"))[0],
            1e-6,
        );
    }
}

#[test]
fn intervals_that_make_no_sense_are_refused() {
    let good = "lower,upper,x,left\n1,2,0,1\n3,,1,0\n0,4,2,1\n5,5,1,1\n2,6,0,1\n";
    let all = [
        "--duration",
        "lower",
        "--upper",
        "upper",
        "--covariates",
        "x",
        "--model",
        "weibull-aft",
    ];
    study(good, &all);
    refused("lower,upper,x\n1,,0\n2,,1\n3,,0\n4,,2\n", &all, &["nobody churned"]);
    refused(
        &good.replace("2,6,0", "7,6,0"),
        &all,
        &["row 6", "\"upper\"", "\"6\"", "below"],
    );
    refused(&good.replace("3,,1", "0,,1"), &all, &["row 3", "says nothing"]);
    refused(
        &good.replace("0,4,2", "0,0,2"),
        &all,
        &["row 4", "\"upper\"", "above 0"],
    );
    refused(
        &good.replace("3,,1", "-3,,1"),
        &all,
        &["row 3", "\"lower\"", "negative"],
    );
    let mut cox = all.to_vec();
    cox[7] = "cox";
    refused(good, &cox, &["cox", "--upper"]);
    let mut both = all.to_vec();
    both.extend(["--event", "left"]);
    assert_eq!(run(good, &both).0, Some(2), "an upper end says who left");
}
