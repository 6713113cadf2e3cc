//! Recurrent churn by hand and against R's survival.

use holdfast_stats::covariates::Covariates;
use holdfast_stats::error::StatsError;
use holdfast_stats::survival::cox::{CoxSettings, Errors, fit};
use holdfast_stats::survival::recurrent::{CustomerSpells, RecurrentModel, arrange};

use crate::survival_cox::{REFERENCE, coefs, near, numbers};

fn spells_agree_with_r(model: RecurrentModel, name: &str) {
    let spells = &REFERENCE["spells"];
    let codes: Vec<u32> = numbers(&spells["customer"]).iter().map(|c| *c as u32).collect();
    let event: Vec<bool> = numbers(&spells["event"]).iter().map(|e| *e == 1.0).collect();
    let customers = CustomerSpells {
        customer: &codes,
        start: &numbers(&spells["start"]),
        stop: &numbers(&spells["stop"]),
        event: &event,
    };
    // 25, 21, 14, 7, 2 and 1 customers churn for the first to the sixth time: fewer than 4 make the last three one.
    let arranged = arrange(&customers, model, 4).unwrap();
    let names = ["a".to_owned(), "b".to_owned()];
    let columns = [numbers(&spells["a"]), numbers(&spells["b"])];
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let data = arranged.cox_data(Covariates {
        names: &names,
        columns: &columns,
    });
    let settings = CoxSettings {
        errors: Errors::Robust,
        ..CoxSettings::default()
    };
    let fitted = fit(&data, &settings).unwrap();
    let expected = &REFERENCE["r"][name];
    near(&coefs(&fitted), &numbers(&expected["coef"]), 1e-9);
    near(&fitted.covariance, &numbers(&expected["var"]), 1e-8);
    near(&fitted.model_covariance, &numbers(&expected["naive"]), 1e-8);
    near(&[fitted.log_likelihood], &numbers(&expected["loglik"])[1..], 1e-10);
}

#[test]
fn recurrent_churn_agrees_with_r() {
    spells_agree_with_r(RecurrentModel::AndersenGill, "andersen_gill");
    spells_agree_with_r(RecurrentModel::TotalTime, "total_time");
    spells_agree_with_r(RecurrentModel::GapTime, "gap_time");
}

#[test]
fn spells_by_hand() {
    // Customer 8 churns at 4, is back from 6 to 9 in two rows and churns again; customer 3 stays.
    let spells = CustomerSpells {
        customer: &[8, 3, 8, 8],
        start: &[6.0, 0.0, 0.0, 7.0],
        stop: &[7.0, 5.0, 4.0, 9.0],
        event: &[false, false, true, true],
    };
    let gap = arrange(&spells, RecurrentModel::GapTime, 1).unwrap();
    assert_eq!(gap.entry, [0.0, 0.0, 0.0, 1.0]);
    assert_eq!(gap.exit, [1.0, 5.0, 4.0, 3.0]);
    assert_eq!(gap.strata, Some(vec![2, 1, 1, 2]));
    let merged = arrange(&spells, RecurrentModel::TotalTime, 2).unwrap();
    assert_eq!((merged.exit.as_slice(), merged.strata), (spells.stop, Some(vec![1; 4])));
    let overlap = CustomerSpells {
        start: &[6.0, 0.0, 0.0, 6.5],
        ..spells
    };
    assert!(matches!(
        arrange(&overlap, RecurrentModel::AndersenGill, 1),
        Err(StatsError::Contradiction { index: 3, .. })
    ));
}
