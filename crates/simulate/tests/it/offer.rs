//! The offer does in the data what the truth says.

use holdfast_simulate::cell::TableName;
use holdfast_simulate::industry::Industry;

use crate::tables::company;

#[test]
fn effects_have_the_sign_and_size_of_the_truth() {
    for industry in Industry::ALL {
        let (truth, tables) = company(industry, 12_000);
        let offers = tables.get(TableName::Offers);
        assert!(offers.rows.len() > 3_000);
        let number = |row: &[String], column: &str| row[offers.at(column)].parse::<f64>().unwrap();
        for group in &truth.offer.groups {
            // The group is found again by its published rule.
            let mut arms = [[0.0_f64; 2]; 2];
            for row in &offers.rows {
                let (promotion, tenure) = (number(row, "promotion_percent"), number(row, "tenure_months"));
                let name = match () {
                    () if promotion >= 55.0 => "helped",
                    () if promotion < 30.0 && tenure >= 24.0 => "harmed",
                    () => "indifferent",
                };
                if name == group.name {
                    arms[number(row, "treatment") as usize][number(row, "retained") as usize] += 1.0;
                }
            }
            let share = |arm: [f64; 2]| arm[1] / (arm[0] + arm[1]);
            let error = |arm: [f64; 2]| share(arm) * (1.0 - share(arm)) / (arm[0] + arm[1]);
            let effect = share(arms[1]) - share(arms[0]);
            let standard_error = (error(arms[0]) + error(arms[1])).sqrt();
            let name = format!("{industry:?} {}: {effect:.3} for {:.3}", group.name, group.true_effect);
            assert!((effect - group.true_effect).abs() < 4.0 * standard_error, "{name}");
            for (told, arm) in [(group.retained_control, arms[0]), (group.retained_treated, arms[1])] {
                assert!((told.unwrap() - share(arm)).abs() < 1e-6, "{name}");
            }
            match group.name.as_str() {
                "helped" => assert!(group.true_effect > 0.04 && effect > 0.0, "{name}"),
                "harmed" => assert!(group.true_effect < -0.04 && effect < 0.0, "{name}"),
                _ => assert_eq!(group.true_effect, 0.0, "{name}"),
            }
        }
        let treated = offers.rows.iter().filter(|row| number(row, "treatment") == 1.0).count() as f64;
        let half = offers.rows.len() as f64 / 2.0;
        assert!((treated - half).abs() < 4.0 * (half / 2.0).sqrt());
    }
}
