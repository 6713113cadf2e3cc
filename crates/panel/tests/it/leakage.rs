//! Nothing after the cut can be reached: rows after it are deleted, shifted and injected, and the bytes stay the same.

use holdfast_domain::zone::DAY_US;
use holdfast_domain::zone::Zone;
use holdfast_panel::as_of::AsOf;
use holdfast_panel::features::{Complaints, FeatureOptions, FeatureSet};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use proptest::prelude::*;

use crate::rows::{CUSTOMERS, KINDS, Row, events, world};

/// Everything that is computed as of an instant, as bits; rows carry when they became known.
fn bits(rows: &[(Row, i64)], as_of: AsOf, periods: &Periods, zone: &Zone) -> (Vec<u32>, Vec<Vec<u64>>, String) {
    let seen = |row: &&(Row, i64)| as_of.admits(row.0.at_us, row.1);
    let cut: Vec<Row> = rows.iter().filter(seen).map(|row| row.0).collect();
    let history = History::build(&events(&cut, CUSTOMERS, 40), periods, zone);
    let complaints = Complaints::build(
        CUSTOMERS,
        rows.iter()
            .filter(|row| row.0.kind == 3)
            .map(|row| (row.0.customer, row.0.at_us, row.1)),
        as_of,
    );
    let options = FeatureOptions::all(periods.len(), KINDS[..2].iter().map(|&kind| kind.to_owned()).collect());
    let features = FeatureSet::compute(
        &history.panel,
        &history.rhythm,
        Some(&complaints),
        as_of.occurred_before_us,
        &options,
    )
    .unwrap();
    let columns = features
        .columns
        .iter()
        .map(|column| column.iter().map(|value| value.to_bits()).collect())
        .collect();
    (features.customers, columns, format!("{:?}", history.panel))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn rows_after_the_cut_change_no_bit(
        (zone, periods, rows) in world(120),
        delays in prop::collection::vec(-1_i64..40, 120),
        injected in prop::collection::vec((0_usize..120, 0_i64..90), 1..20),
        shift in 1_i64..400,
    ) {
        let cut = *periods.starts_us.last().unwrap();
        let as_of = AsOf::at(cut);
        let known: Vec<(Row, i64)> = rows.iter().zip(&delays).map(|(row, delay)| (*row, row.at_us + delay.max(&0) * DAY_US)).collect();
        let before = bits(&known, as_of, &periods, &zone);
        let seen = |row: &(Row, i64)| as_of.admits(row.0.at_us, row.1);

        let deleted: Vec<_> = known.iter().copied().filter(seen).collect();
        prop_assert_eq!(&bits(&deleted, as_of, &periods, &zone), &before);

        let shifted: Vec<_> = known.iter().map(|row| if seen(row) { *row } else { (Row { at_us: row.0.at_us + shift * DAY_US, ..row.0 }, row.1.max(cut) + shift * DAY_US) }).collect();
        prop_assert_eq!(&bits(&shifted, as_of, &periods, &zone), &before);

        let mut more = known.clone();
        for (place, days) in injected {
            let late = Row { customer: (place as u32 * 37) % CUSTOMERS, at_us: cut + days * DAY_US, kind: (place % 4) as u16, amount: 77, quantity: 1.0, product: 1 };
            more.insert(place.min(more.len()), (late, late.at_us));
            // And one that occurred before the cut but became known after it.
            let told_late = Row { at_us: cut - days * DAY_US - 1, ..late };
            more.insert(place.min(more.len()), (told_late, cut + 1));
        }
        prop_assert_eq!(&bits(&more, as_of, &periods, &zone), &before);

        // The test can fail: a row just before the cut does change something.
        more.push((Row { customer: 3, at_us: cut - 1, kind: 0, amount: 1, quantity: 1.0, product: 1 }, cut));
        prop_assert_ne!(&bits(&more, as_of, &periods, &zone), &before);
    }

    #[test]
    fn even_uncut_rows_do_not_reach_the_features((zone, periods, rows) in world(120)) {
        // Rows at or after the end of the periods that slip through are left out again.
        let cut = *periods.starts_us.last().unwrap();
        let before: Vec<Row> = rows.iter().copied().filter(|row| row.at_us < cut).collect();
        let all = History::build(&events(&rows, CUSTOMERS, 40), &periods, &zone);
        prop_assert_eq!(all, History::build(&events(&before, CUSTOMERS, 40), &periods, &zone));
    }
}
