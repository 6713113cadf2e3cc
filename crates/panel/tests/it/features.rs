//! Features against the reference.

use holdfast_domain::grain::Grain;
use holdfast_panel::as_of::AsOf;
use holdfast_panel::features::{
    Complaints, FeatureError, FeatureOptions, FeatureSet, Features, Meaning, Measure, Statistic, most_frequent_kinds,
};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use proptest::prelude::*;

use crate::reference::{self, measure, ratio, series, statistic};
use crate::rows::{CUSTOMERS, KINDS, events, world};

fn close(ours: f64, theirs: f64, scale: f64) -> bool {
    (ours.is_nan() && theirs.is_nan()) || (ours - theirs).abs() <= 1e-9 * scale.max(theirs.abs()).max(1e-3)
}

/// The numbers of a feature, by name, that must be there once.
fn column<'a>(features: &'a Features, name: &str) -> &'a [f64] {
    let found: Vec<usize> = (0..features.specs.len())
        .filter(|&at| features.specs[at].name == name)
        .collect();
    assert_eq!(found.len(), 1, "{name}");
    &features.columns[found[0]]
}

fn names(of: Measure) -> (&'static str, &'static str) {
    match of {
        Measure::Events => ("events", "count"),
        Measure::Amount => ("amount", "minor"),
        Measure::LargestAmount => ("largest_amount", "minor"),
        Measure::Quantity => ("quantity", "units"),
        Measure::Products => ("products", "count"),
        Measure::Kinds => ("kinds", "count"),
        Measure::Refund => ("refund", "minor"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_feature_is_what_its_definition_says((zone, periods, mut rows) in world(260)) {
        // Amounts near the ends of i64 have their own test; as features they would only test floats.
        rows.retain(|row| row.amount.unsigned_abs() < 1_000_000 || row.amount == i64::MIN);
        let history = History::build(&events(&rows, CUSTOMERS, 64), &periods, &zone);
        let kinds = most_frequent_kinds(&history.panel, 2);
        let options = FeatureOptions::all(periods.len(), kinds);
        let (end, count) = (*periods.starts_us.last().unwrap(), periods.len());
        let features = FeatureSet::compute(&history.panel, &history.rhythm, None, end, &options).unwrap();
        let cells = reference::cells(&rows, &periods);
        let g = match periods.grain { Grain::Day => 'd', Grain::Week => 'w', Grain::Month => 'm', Grain::Quarter => 'q', Grain::Year => 'y' };
        let mut checked = 0;
        let mut present = Vec::new();
        for customer in [0, 1, 1023, 1024, 4096, CUSTOMERS - 1] {
            let Some(rhythm) = reference::rhythm(&rows, customer, end, &zone) else { continue };
            present.push(customer);
            let row = features.customers.binary_search(&customer).unwrap();
            let of = |name: &str| column(&features, name)[row];
            let per = |f: &dyn Fn(&[holdfast_panel::panel::Cell]) -> f64| series(&cells, customer, count, f);
            let totals = per(&|c| c.iter().map(|c| f64::from(c.count)).sum::<f64>());
            let paid = per(&|c| c.iter().map(|c| f64::from(c.with_amount)).sum::<f64>());
            let active = per(&|c| f64::from(u8::from(!c.is_empty())));
            let last = |x: &[f64], window: u32| x[count - window as usize..].iter().sum::<f64>();
            for &m in &options.measures {
                let x = per(&|c| measure(m, c));
                let scale = x.iter().fold(0.0, |a: f64, b| a.max(b.abs()));
                let (name, unit) = names(m);
                for &window in &options.windows {
                    let own = &x[count - window as usize..];
                    for s in Statistic::ALL.into_iter().filter(|s| s.applies(m, window)) {
                        let (divisor, per) = match m {
                            Measure::Events => (last(&active, window), "active_period"),
                            Measure::Amount => (last(&paid, window), "paid_event"),
                            _ => (last(&totals, window), "event"),
                        };
                        let (id, unit) = match s {
                            Statistic::Sum => ("sum", unit.to_owned()),
                            Statistic::Intensity => ("intensity", format!("{unit}_per_{per}")),
                            Statistic::Mean => ("mean", unit.to_owned()),
                            Statistic::Min => ("min", unit.to_owned()),
                            Statistic::Max => ("max", unit.to_owned()),
                            Statistic::Sd => ("sd", unit.to_owned()),
                            Statistic::Cv => ("cv", "ratio".to_owned()),
                            Statistic::Range => ("range", "ratio".to_owned()),
                            Statistic::Slope => ("slope", format!("{unit}_per_{}", periods.grain.id())),
                            Statistic::StandardisedSlope => ("trend", "ratio".to_owned()),
                            Statistic::SlopeChange => ("slope_change", format!("{unit}_per_{}", periods.grain.id())),
                        };
                        let (ours, theirs) = (of(&format!("{name}_{id}_{window}{g}_{unit}")), statistic(s, own, divisor));
                        // Ratios to a mean that nearly cancels are as uncertain as that mean.
                        let scale = match s {
                            Statistic::Cv | Statistic::Range => ratio(scale, reference::mean(own).abs()).max(theirs),
                            Statistic::StandardisedSlope => 1.0,
                            _ => scale,
                        };
                        prop_assert!(close(ours, theirs, scale), "{name}_{id}_{window}: {ours} {theirs}");
                        checked += 1;
                    }
                    if window > 1 {
                        let mean = reference::mean(own);
                        let (ours, theirs) = (of(&format!("{name}_to_mean_{window}{g}_ratio")), ratio(x[count - 1], mean));
                        prop_assert!(close(ours, theirs, theirs.abs()), "{name} to mean {window}: {ours} {theirs}");
                    }
                }
                if count > 1 {
                    prop_assert_eq!(of(&format!("{name}_previous_{unit}")), x[count - 2]);
                    let ours = of(&format!("{name}_to_previous_ratio"));
prop_assert!(close(ours, ratio(x[count - 1], x[count - 2]), 0.0));
                }
                let year = match periods.grain { Grain::Day => 365, Grain::Week => 52, Grain::Month => 12, Grain::Quarter => 4, Grain::Year => usize::MAX };
                if year < count {
                    prop_assert_eq!(of(&format!("{name}_year_ago_{unit}")), x[count - 1 - year]);
                    let ours = of(&format!("{name}_to_year_ago_ratio"));
prop_assert!(close(ours, ratio(x[count - 1], x[count - 1 - year]), 0.0));
                }
            }
            for &window in &options.windows {
                prop_assert_eq!(of(&format!("active_periods_{window}{g}_count")), last(&active, window));
                for kind in &options.kinds {
                    let code = KINDS.iter().position(|known| known == kind).unwrap() as u16;
                    let x = per(&|c| c.iter().filter(|c| c.kind == code).map(|c| f64::from(c.count)).sum::<f64>());
                    prop_assert_eq!(of(&format!("kind_{kind}_events_{window}{g}_count")), last(&x, window));
                    let ours = of(&format!("kind_{kind}_share_{window}{g}_ratio"));
prop_assert!(close(ours, ratio(last(&x, window), last(&totals, window)), 0.0));
                }
            }
            let names = ["recency_days", "tenure_days", "active_days_count", "frequency_days_per_30_days", "gap_mean_days", "gap_sd_days", "silence_to_gap_ratio"];
            for (name, theirs) in names.into_iter().zip(rhythm) {
                // A variance out of sums of squares: exact sums, one rounding of their difference.
                prop_assert!(close(of(name), theirs, if name == "gap_sd_days" { rhythm[4] * 100.0 } else { 0.0 }), "{name}: {} {theirs}", of(name));
            }
        }
        prop_assert_eq!(&features.customers, &present);
        prop_assert!(checked > 0 || present.is_empty());
    }
}

#[test]
fn names_are_unique_and_every_word_is_in_both_languages() {
    for grain in Grain::ALL {
        let zone = holdfast_domain::zone::Zone::utc();
        let periods = Periods::before(&zone, grain, crate::rows::END_US, 24);
        let history = History::build(&events(&[], 3, 1), &periods, &zone);
        let options = FeatureOptions::all(24, vec!["购买".to_owned(), "visit".to_owned()]);
        let as_of = AsOf::at(crate::rows::END_US);
        let complaints = Complaints::build(3, [], as_of);
        let features = FeatureSet::compute(
            &history.panel,
            &history.rhythm,
            Some(&complaints),
            as_of.occurred_before_us,
            &options,
        )
        .unwrap();
        assert!(features.specs.len() > 300 && features.columns.len() == features.specs.len());
        let mut names: Vec<_> = features.specs.iter().map(|spec| &spec.name).collect();
        names.sort();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]));
        let mut labels: Vec<_> = features
            .specs
            .iter()
            .map(|spec| (&spec.label.zh, &spec.label.en))
            .collect();
        labels.sort();
        assert!(
            labels
                .windows(2)
                .all(|pair| pair[0].0 != pair[1].0 && pair[0].1 != pair[1].1)
        );
        let mut meanings: Vec<_> = features
            .specs
            .iter()
            .map(|spec| (spec.meaning.clone(), spec.window_periods))
            .collect();
        meanings.sort();
        assert!(
            meanings.windows(2).all(|pair| pair[0] != pair[1]),
            "a meaning and a window name one column"
        );
        let kind = |spec: &holdfast_panel::features::FeatureSpec| spec.name.starts_with("kind_visit_events_3");
        let found = features.specs.iter().find(|spec| kind(spec)).unwrap();
        assert_eq!(found.meaning, Meaning::KindEvents("visit".to_owned()));
        for spec in &features.specs {
            assert!(
                !spec.formula.is_empty() && spec.label.zh.chars().any(|c| c as u32 > 0x4e00),
                "{spec:?}"
            );
            assert!(
                !spec.label.en.contains(['{', '}']) && spec.unit.zh.is_empty() == spec.unit.en.is_empty(),
                "{spec:?}"
            );
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let zone = holdfast_domain::zone::Zone::utc();
    let end = crate::rows::END_US;
    let history = History::build(&events(&[], 3, 1), &Periods::before(&zone, Grain::Month, end, 6), &zone);
    let compute = |as_of, options: &FeatureOptions| {
        FeatureSet::compute(&history.panel, &history.rhythm, None, as_of, options).unwrap_err()
    };
    let good = FeatureOptions::all(6, Vec::new());
    assert!(matches!(compute(end + 1, &good), FeatureError::AsOf { .. }));
    let long = FeatureOptions {
        windows: vec![3, 7],
        ..good.clone()
    };
    assert_eq!(compute(end, &long), FeatureError::Window { window: 7, periods: 6 });
    let twice = FeatureOptions {
        windows: vec![3, 3],
        ..good.clone()
    };
    assert_eq!(compute(end, &twice), FeatureError::Twice("3".to_owned()));
    let late = Complaints::build(3, [], AsOf::at(end + 1));
    assert!(FeatureSet::compute(&history.panel, &history.rhythm, Some(&late), end, &good).is_err());
    let fewer = Complaints::build(2, [], AsOf::at(end));
    let refused = FeatureSet::compute(&history.panel, &history.rhythm, Some(&fewer), end, &good);
    assert_eq!(
        refused,
        Err(FeatureError::Customers {
            panel: 3,
            name: "complaints",
            other: 2
        })
    );
}
