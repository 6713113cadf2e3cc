//! The page of a survival study.

use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_report::html::survival_to_html;
use holdfast_report::json::to_json;
use holdfast_report::model::survival_accuracy::StudyAccuracy;
use holdfast_report::model::survival_study::{
    AtRiskRow, CoefficientRow, CurveStep, MedianRow, ProportionalRow, Ratio, StudyBin, StudyCalibration, SurvivalStudy,
    TestRow,
};

use crate::markup;

const HOSTILE: &str = "</script><b onload=x>&\"'\u{202E}流失";

/// Every part, with a hostile name wherever data can bring one.
fn study() -> SurvivalStudy {
    let ratio = Ratio {
        value: 0.5,
        ci_low: 0.1,
        ci_high: 1e300,
    };
    let step = |time: f64, survival: f64| CurveStep {
        stratum: HOSTILE.to_owned(),
        time,
        at_risk: 10.0,
        events: 1.0,
        survival,
        ci_low: survival - 0.05,
        ci_high: survival + 0.05,
    };
    SurvivalStudy {
        model: "cox".to_owned(),
        file: HOSTILE.to_owned(),
        duration: HOSTILE.to_owned(),
        event: HOSTILE.to_owned(),
        n: 10,
        rows: 12,
        events: 4,
        findings: vec![Bilingual::same(HOSTILE)],
        notes: vec![Bilingual::new("两行未使用", "two rows were left out")],
        coefficients: vec![CoefficientRow {
            name: HOSTILE.to_owned(),
            coef: -0.7,
            se: 0.2,
            z: -3.5,
            p: 0.0005,
            ci_low: -1.1,
            ci_high: -0.3,
            part: "hazard".to_owned(),
            ratio: Some(ratio),
        }],
        log_likelihood: Some(-12.5),
        concordance: Some(0.7),
        tests: vec![TestRow {
            name: "wald".to_owned(),
            label: Bilingual::new("Wald 检验", "Wald test"),
            chi_squared: 12.25,
            degrees_of_freedom: 1,
            p: 0.0005,
        }],
        proportional_hazards: vec![ProportionalRow {
            name: "GLOBAL".to_owned(),
            rho: None,
            chi_squared: 0.1,
            degrees_of_freedom: 1,
            p: 0.75,
        }],
        curves: vec![step(1.0, 0.9), step(3.0, 0.5)],
        at_risk: vec![AtRiskRow {
            stratum: HOSTILE.to_owned(),
            time: 2.0,
            at_risk: 7.0,
        }],
        medians: vec![MedianRow {
            stratum: HOSTILE.to_owned(),
            n: 10,
            events: 4,
            median: None,
            ci_low: None,
            ci_high: None,
            restricted_mean: None,
            tau: None,
        }],
        accuracy: Some(StudyAccuracy {
            folds: 5,
            horizon: 3.0,
            from: 1.0,
            to: 4.0,
            integrated_brier: 0.1234,
            integrated_brier_kaplan_meier: 0.2345,
            brier: None,
            brier_kaplan_meier: None,
            auc: Some(0.75),
            uno_concordance: None,
            d_calibration: None,
        }),
        calibration: Some(StudyCalibration {
            horizon: 3.0,
            predicted: 0.4,
            observed: Some(0.5),
            mean_error: 0.1,
            bins: vec![StudyBin {
                n: 10,
                predicted: 0.4,
                observed: Some(0.5),
                ci_low: Some(0.2),
                ci_high: Some(0.8),
            }],
        }),
        ..SurvivalStudy::default()
    }
}

#[test]
fn the_page_is_whole_in_both_languages_and_hostile_names_stay_text() {
    for first in [Lang::Zh, Lang::En] {
        let page = survival_to_html(&study(), first);
        let read = markup::read(&page);
        assert!(
            !read.elements.iter().any(|e| e.attribute("onload").is_some()),
            "a name became markup"
        );
        assert!(!page.contains('\u{202E}') && !page.contains("NaN") && !page.contains("inf"));
        for text in [
            "风险比",
            "Hazard ratio",
            "观察中的客户",
            "customers under observation",
            "两行未使用",
            "integrated Brier score, 1.0 to 4.0",
            "0.2345",
            "在 3.0 的 AUC",
        ] {
            assert!(read.text.contains(text), "no {text}");
        }
        assert_eq!(
            read.elements.iter().filter(|e| e.name == "svg").count(),
            2 * 3,
            "curve, forest, calibration"
        );
    }
}

#[test]
fn a_study_with_nothing_but_a_model_is_still_a_page() {
    let page = survival_to_html(&SurvivalStudy::default(), Lang::En);
    assert!(markup::read(&page).text.contains("How long customers stay"));
}

#[test]
fn a_number_that_is_not_finite_never_becomes_json() {
    let mut broken = study();
    broken.curves[1].survival = f64::NAN;
    let error = to_json(&broken).unwrap_err().to_string();
    assert!(error.contains("curves[1].survival"), "{error}");
    assert!(
        !to_json(&study()).unwrap().contains("\"hazards\""),
        "what a model does not have is left out"
    );
}
