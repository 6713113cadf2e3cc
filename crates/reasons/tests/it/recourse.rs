//! What would have to change, checked against the model itself.

use std::sync::LazyLock;

use holdfast_learn::contract::predict::Predict;
use holdfast_learn::frame::{FeatureData, Frame};
use holdfast_reasons::error::ReasonError;
use holdfast_reasons::recourse::donors::Donors;
use holdfast_reasons::recourse::find;
use holdfast_reasons::recourse::found::{Outcome, Recourse, To, remark};
use holdfast_reasons::recourse::lever::{Allowed, Lever, Moves, levers};
use holdfast_reasons::recourse::score::Scorer;
use holdfast_reasons::recourse::settings::RecourseSettings;
use holdfast_stats::special::sigmoid;

use crate::planted::{Cause, Company};

static COMPANY: LazyLock<Company> = LazyLock::new(|| Company::of(1500));

const THRESHOLD: f64 = 0.3;

fn at_risk(cause: Cause) -> Vec<u32> {
    let company = &*COMPANY;
    let rows: Vec<u32> = (0..company.frame.rows as u32).collect();
    let margins = company.fitted.model.margins(&company.frame, &rows);
    rows.into_iter()
        .filter(|&row| sigmoid(margins[row as usize]) >= 0.4 && company.causes[row as usize] == cause)
        .take(40)
        .collect()
}

fn search(rows: &[u32], levers: &[Lever], own: &[Option<u32>], threshold: f64) -> Vec<Recourse> {
    let company = &*COMPANY;
    let all: Vec<u32> = (0..company.frame.rows as u32).collect();
    let scorer = Scorer {
        model: &company.fitted.model,
        columns: company.frame.columns.len(),
        probability: &sigmoid,
    };
    let donors = Donors {
        frame: &company.frame,
        rows: &all,
        own,
    };
    let settings = RecourseSettings::below(threshold);
    find(
        &company.reasoner,
        &scorer,
        &company.frame,
        rows,
        levers,
        &donors,
        settings,
    )
    .unwrap()
}

fn named(names: &[(&str, Allowed)]) -> Vec<Lever> {
    levers(&COMPANY.reasoner, names).unwrap()
}

/// One row of the company with columns of another one in place of its own.
fn replaced(row: u32, donor: u32, taken: impl Fn(&str) -> bool) -> f64 {
    let company = &*COMPANY;
    let (own, other) = (company.frame.take(&[row]), company.frame.take(&[donor]));
    let columns = own
        .columns
        .into_iter()
        .zip(other.columns)
        .map(|(own, other)| if taken(&own.name) { other } else { own })
        .collect();
    let frame = Frame { columns, rows: 1 };
    sigmoid(company.fitted.model.margins(&frame, &[0])[0])
}

fn behaviour(name: &str) -> bool {
    !name.starts_with("attribute_") && name != "tenure_days" && name != "complaints_count"
}

#[test]
fn the_prepaid_would_have_to_change_their_plan() {
    let rows = at_risk(Cause::Prepaid);
    assert!(rows.len() >= 20);
    let found = search(&rows, &named(&[("attribute_plan", Allowed::Any)]), &[], THRESHOLD);
    let mut reached = 0;
    for (&row, recourse) in rows.iter().zip(&found) {
        if let Outcome::Reached { after, changes, .. } = &recourse.outcome {
            reached += 1;
            assert_eq!(changes.len(), 1);
            assert_eq!(changes[0].to, To::Level(1));
            // The model itself says so of the changed row.
            let mut frame = COMPANY.frame.take(&[row]);
            for feature in &mut frame.columns {
                if let FeatureData::Category { codes, .. } = &mut feature.data {
                    codes[0] = 1;
                }
            }
            assert_eq!(*after, sigmoid(COMPANY.fitted.model.margins(&frame, &[0])[0]));
            assert!(*after < THRESHOLD && THRESHOLD <= recourse.probability);
            assert!(
                recourse
                    .text
                    .zh
                    .starts_with("若“套餐”由“预付费”变为“合约”，模型给出的风险从 "),
                "{}",
                recourse.text.zh
            );
            assert!(
                recourse
                    .text
                    .en
                    .starts_with("if “plan” changes from “预付费” to “合约”, the risk that the model sees falls from ")
            );
            assert!(recourse.text.zh.ends_with("，低于阈值 30%"));
        }
    }
    assert!(reached as f64 >= 0.9 * rows.len() as f64, "{reached} of {}", rows.len());
    assert!(remark().zh.contains("不是对效果的承诺"));
}

#[test]
fn behaviour_moves_whole_to_a_real_customer() {
    let rows = at_risk(Cause::Quiet);
    assert!(rows.len() >= 20);
    let found = search(
        &rows,
        &named(&[("events_sum_3m_count", Allowed::Up), ("recency_days", Allowed::Any)]),
        &[],
        THRESHOLD,
    );
    let mut reached = 0;
    for (&row, recourse) in rows.iter().zip(&found) {
        let Outcome::Reached { after, changes, .. } = &recourse.outcome else {
            continue;
        };
        reached += 1;
        let [change] = changes.as_slice() else {
            panic!("{changes:?}")
        };
        let To::Donor { row: donor, own: false } = change.to else {
            panic!("{change:?}")
        };
        // All behaviour is the donor's, all else the customer's: what the model says of that is what is told.
        assert_eq!(*after, replaced(row, donor, behaviour));
        let FeatureData::Number(events) = &COMPANY.frame.columns[2].data else {
            panic!()
        };
        assert!(events[donor as usize] >= events[row as usize], "activity goes up");
        let (zh, en) = (&recourse.text.zh, &recourse.text.en);
        assert!(
            zh.contains("（其他活动指标一并取自一位相近的真实客户）") && zh.contains("现在"),
            "{zh}"
        );
        assert!(
            en.contains("a real customer much like this one") && en.contains("now"),
            "{en}"
        );
    }
    assert!(reached as f64 >= 0.9 * rows.len() as f64, "{reached} of {}", rows.len());
}

#[test]
fn ones_own_earlier_profile_is_a_return() {
    let company = &*COMPANY;
    let rows = at_risk(Cause::Quiet);
    let healthy = company.causes.iter().position(|&cause| cause == Cause::None).unwrap() as u32;
    let own = vec![Some(healthy); rows.len()];
    let scorer = Scorer {
        model: &company.fitted.model,
        columns: company.frame.columns.len(),
        probability: &sigmoid,
    };
    // No other donors: only the earlier profile is left.
    let donors = Donors {
        frame: &company.frame,
        rows: &[],
        own: &own,
    };
    let levers = named(&[("events_sum_3m_count", Allowed::Up)]);
    let settings = RecourseSettings::below(0.5);
    let found = find(
        &company.reasoner,
        &scorer,
        &company.frame,
        &rows,
        &levers,
        &donors,
        settings,
    )
    .unwrap();
    let mut returned = 0;
    for (&row, recourse) in rows.iter().zip(&found) {
        if let Outcome::Reached { after, changes, .. } = &recourse.outcome {
            assert_eq!(
                changes[0].to,
                To::Donor {
                    row: healthy,
                    own: true
                }
            );
            assert_eq!(*after, replaced(row, healthy, behaviour));
            assert!(
                recourse.text.zh.contains("一并回到该客户较早时的水平"),
                "{}",
                recourse.text.zh
            );
            returned += 1;
        }
    }
    assert!(returned > 0);
}

#[test]
fn fewer_levers_come_first_and_what_is_out_of_reach_is_said() {
    let rows = [at_risk(Cause::Complaint), at_risk(Cause::Prepaid)].concat();
    let both = named(&[
        ("attribute_plan", Allowed::Any),
        ("complaints_count", Allowed::Any),
        ("attribute_age", Allowed::Any),
    ]);
    let found = search(&rows, &both, &[], THRESHOLD);
    let singles: Vec<Vec<Recourse>> = both
        .iter()
        .map(|lever| search(&rows, std::slice::from_ref(lever), &[], THRESHOLD))
        .collect();
    let mut out = 0;
    for (at, recourse) in found.iter().enumerate() {
        let cheapest = singles
            .iter()
            .filter_map(|single| match &single[at].outcome {
                Outcome::Reached { cost, .. } => Some(*cost),
                _ => None,
            })
            .min_by(f64::total_cmp);
        match (&recourse.outcome, cheapest) {
            (Outcome::Reached { changes, cost, .. }, Some(cheapest)) => {
                assert_eq!((changes.len(), *cost), (1, cheapest));
            }
            (Outcome::Reached { changes, .. }, None) => assert!(changes.len() > 1),
            (outcome, None) => {
                assert!(matches!(outcome, Outcome::OutOfReach { lowest: Some(lowest) } if *lowest >= THRESHOLD));
                assert!(recourse.text.zh.starts_with("在可调整的范围内，没有找到"));
                out += 1;
            }
            (outcome, _) => panic!("{outcome:?} where one lever is enough"),
        }
    }
    // Nobody gets below nothing; those below are left alone.
    let never = search(&rows, &both, &[], 1e-9);
    assert!(
        never
            .iter()
            .all(|recourse| matches!(recourse.outcome, Outcome::OutOfReach { .. }))
    );
    assert!(
        search(&rows, &both, &[], 1.0)
            .iter()
            .all(|recourse| recourse.outcome == Outcome::Below)
    );
    assert!(out < rows.len());
    let none = search(&rows, &[], &[], THRESHOLD);
    assert!(
        none.iter()
            .all(|recourse| recourse.outcome == Outcome::OutOfReach { lowest: None })
    );
}

#[test]
fn directions_and_ranges_are_kept() {
    let company = &*COMPANY;
    let rows = at_risk(Cause::Prepaid);
    let age = |row: u32| match &company.frame.columns[11].data {
        FeatureData::Number(values) => values[row as usize],
        FeatureData::Category { .. } => panic!(),
    };
    for (allowed, sign) in [(Allowed::Up, 1.0), (Allowed::Down, -1.0)] {
        let lever = named(&[("attribute_age", allowed)]);
        // Any gain at all is enough: the threshold lies just below the risk.
        for &row in &rows {
            let before = search(&[row], &[], &[], THRESHOLD)[0].probability;
            if let Outcome::Reached { changes, .. } = &search(&[row], &lever, &[], before)[0].outcome {
                let To::Number(to) = changes[0].to else { panic!() };
                assert!((to - age(row)) * sign > 0.0);
                assert!((20.0..=70.0).contains(&to));
            }
        }
    }
}

#[test]
fn nobody_moves_tenure_or_an_unknown_column() {
    for name in ["tenure_days", "nothing"] {
        assert_eq!(
            levers(&COMPANY.reasoner, &[(name, Allowed::Any)]),
            Err(ReasonError::NotMovable {
                column: name.to_owned()
            })
        );
    }
    // Two features of behaviour are one lever.
    let found = named(&[("events_sum_3m_count", Allowed::Any), ("recency_days", Allowed::Down)]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].moves, Moves::Behaviour);
}

#[test]
fn neither_threads_nor_the_order_of_customers_matter() {
    let mut rows = [at_risk(Cause::Quiet), at_risk(Cause::Complaint)].concat();
    let all = named(&[
        ("events_sum_3m_count", Allowed::Up),
        ("complaints_count", Allowed::Any),
        ("attribute_plan", Allowed::Any),
    ]);
    let on = |threads: usize, rows: &[u32]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| search(rows, &all, &[], THRESHOLD))
    };
    let one = on(1, &rows);
    assert_eq!(one, on(3, &rows));
    rows.reverse();
    let mut reversed = on(2, &rows);
    reversed.reverse();
    assert_eq!(one, reversed);
}

#[test]
fn two_causes_need_two_levers() {
    let company = &*COMPANY;
    let rows = at_risk(Cause::Prepaid);
    let mut frame = company.frame.take(&rows);
    let FeatureData::Number(complaints) = &mut frame.columns[9].data else {
        panic!()
    };
    complaints.fill(2.0);
    let asked: Vec<u32> = (0..frame.rows as u32).collect();
    let all: Vec<u32> = (0..company.frame.rows as u32).collect();
    let scorer = Scorer {
        model: &company.fitted.model,
        columns: company.frame.columns.len(),
        probability: &sigmoid,
    };
    let donors = Donors {
        frame: &company.frame,
        rows: &all,
        own: &[],
    };
    let levers = named(&[("attribute_plan", Allowed::Any), ("complaints_count", Allowed::Any)]);
    let found = |most| {
        let settings = RecourseSettings {
            levers: most,
            ..RecourseSettings::below(THRESHOLD)
        };
        find(&company.reasoner, &scorer, &frame, &asked, &levers, &donors, settings).unwrap()
    };
    let mut reached = 0;
    for (&row, recourse) in asked.iter().zip(&found(3)) {
        let Outcome::Reached { after, changes, cost } = &recourse.outcome else {
            continue;
        };
        reached += 1;
        assert_eq!(changes.len(), 2);
        assert_eq!(*cost, changes[0].cost + changes[1].cost);
        let mut changed = frame.take(&[row]);
        for feature in &mut changed.columns {
            match &mut feature.data {
                FeatureData::Category { codes, .. } => codes[0] = 1,
                FeatureData::Number(values) if feature.name == "complaints_count" => values[0] = 0.0,
                FeatureData::Number(_) => {}
            }
        }
        assert_eq!(*after, sigmoid(company.fitted.model.margins(&changed, &[0])[0]));
        let zh = &recourse.text.zh;
        assert!(zh.contains("“套餐”由“预付费”变为“合约”") && zh.contains("，且"), "{zh}");
        assert!(zh.contains("投诉次数由 2 次变为 0 次"), "{zh}");
    }
    assert!(
        reached as f64 >= 0.9 * asked.len() as f64,
        "{reached} of {}",
        asked.len()
    );
    let one = found(1);
    assert!(
        one.iter()
            .all(|recourse| matches!(recourse.outcome, Outcome::OutOfReach { .. }))
    );
}
