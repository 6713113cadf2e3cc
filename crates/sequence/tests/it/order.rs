//! Where the order of events matters, the network sees what totals cannot show.

use crate::histories::{PERIODS, falling_or_rising};
use holdfast_learn::boost::fit as boosting;
use holdfast_learn::boost::settings::BoostSettings;
use holdfast_learn::encode::binner::{BinSettings, Binner};
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_sequence::fit::fit;
use holdfast_sequence::input::SequenceInput;
use holdfast_sequence::settings::SequenceSettings;
use holdfast_sequence::task::SequenceTask;
use holdfast_stats::discrimination::auc;

#[test]
fn falling_visits_are_told_from_rising_ones() {
    let (input, labels) = falling_or_rising(3000, 11);
    let (train, test): (Vec<u32>, Vec<u32>) = (0..3000).partition(|row| row % 2 == 0);
    let known: Vec<Option<bool>> = labels.iter().copied().map(Some).collect();
    let task = SequenceTask {
        input: &input,
        horizons: 1,
        labels: &known,
        weights: &[],
        groups: &[],
        rows: &train,
        seed: 1,
    };
    let settings = SequenceSettings {
        epochs: 16,
        ..SequenceSettings::default()
    };
    let model = fit(&task, &settings).unwrap();
    let truth: Vec<bool> = test.iter().map(|&row| labels[row as usize]).collect();
    let margins = model.margins(&input, &test).unwrap();
    let network = auc(&margins, &truth).unwrap();

    let frame = totals(&input);
    let binned = Binner::fit(&frame, &train, BinSettings::default()).transform(&frame);
    let boosted = boosting::fit(
        &binned,
        &labels,
        &train,
        &[],
        &BoostSettings {
            rounds: 60,
            ..BoostSettings::default()
        },
    );
    let trees = auc(&boosted.unwrap().booster.margins(&binned, &test), &truth).unwrap();
    println!(
        "AUC: network {network:.4}, boosted trees on totals {trees:.4}; passes {}",
        model.curve.len() - 1
    );
    // Labels that follow the direction nine times in ten allow .90 by the direction, and the static column adds a little; the standard error of an AUC here is about .01.
    assert!(network > 0.86, "{network}");
    assert!(network > trees + 0.2, "{network} {trees}");

    // Reasons: they add up, nothing is said before the customer existed, and noise says less than visits.
    let few = &test[..300];
    let reasons = model.reasons(&input, few, 0).unwrap();
    let (mut visits, mut noise) = (0.0, 0.0);
    for (row, &margin) in margins[..300].iter().enumerate() {
        let parts = reasons.by_channel(row);
        let sum = reasons.base + parts.iter().sum::<f64>() + reasons.statics[row] + reasons.length[row];
        assert!(
            (sum - margin).abs() < 1e-9 * (1.0 + margin.abs()),
            "row {row}: {sum} {margin}"
        );
        let by_period = reasons.by_period(row);
        assert!((by_period.iter().sum::<f64>() - parts.iter().sum::<f64>()).abs() < 1e-9);
        assert_eq!(by_period.len(), PERIODS);
        let from = input.from[few[row] as usize] as usize;
        assert!(by_period[..from].iter().all(|&value| value == 0.0));
        visits += parts[0].abs();
        noise += parts[1].abs();
    }
    assert!(visits > 3.0 * noise, "{visits} {noise}");
}

/// Sums and means over the periods, and the static column: what a table of totals knows.
fn totals(input: &SequenceInput) -> Frame {
    let sums: Vec<f64> = (0..input.rows)
        .map(|row| {
            let alive = input.from[row] as usize * 2;
            input.row(row)[alive..].iter().step_by(2).map(|&v| f64::from(v)).sum()
        })
        .collect();
    let length: Vec<f64> = input.from.iter().map(|&from| (PERIODS as u32 - from) as f64).collect();
    let mean = sums.iter().zip(&length).map(|(sum, length)| sum / length).collect();
    let number = |name: &str, values| Feature {
        name: name.into(),
        data: FeatureData::Number(values),
    };
    let mut columns = vec![number("sum", sums), number("mean", mean), number("length", length)];
    columns.extend(input.statics.columns.iter().cloned());
    Frame {
        columns,
        rows: input.rows,
    }
}
