//! The number of threads changes no bit.

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::features::{FeatureOptions, FeatureSet};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;

use crate::rows::{END_US, KINDS, Row, events};

#[test]
fn one_thread_and_two_and_five_give_the_same_bits() {
    let zone = Zone::named("Pacific/Auckland").unwrap();
    let periods = Periods::before(&zone, Grain::Month, END_US, 24);
    let span = (END_US - periods.starts_us[0]) as u64;
    // A linear congruential generator: rows of 9,000 customers that look random; tenths as quantities, so that order shows.
    let mut state = 7_u64;
    let mut next = |below: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let rows: Vec<Row> = (0..300_000)
        .map(|_| Row {
            customer: next(9_000) as u32,
            at_us: END_US - (next(1 << 31) as f64 / f64::from(1_u32 << 31) * span as f64 * 1.2) as i64,
            kind: next(4) as u16,
            amount: next(100_000) as i64 - 5_000,
            quantity: next(50) as f64 / 10.0,
            product: next(300) as u32,
        })
        .collect();
    let events = events(&rows, 9_000, 37_000);
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| {
            let history = History::build(&events, &periods, &zone);
            let options = FeatureOptions::all(24, KINDS.map(str::to_owned).to_vec());
            let features = FeatureSet::compute(&history.panel, &history.rhythm, None, END_US, &options).unwrap();
            let bits: Vec<Vec<u64>> = features
                .columns
                .iter()
                .map(|c| c.iter().map(|x| x.to_bits()).collect())
                .collect();
            let parts: Vec<_> = (0..24).map(|period| history.panel.cells_of_period(period)).collect();
            (history, parts, bits)
        })
    };
    let one = run(1);
    assert!(one == run(2) && one == run(5));
    assert_eq!(one.2[0].len(), 9_000);
}
