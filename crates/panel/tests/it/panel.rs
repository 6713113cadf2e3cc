//! The panel against the reference; stored and back; a batch later.

use holdfast_panel::events::Events;
use holdfast_panel::panel::{Panel, PanelError, PeriodCells};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;
use proptest::prelude::*;

use crate::reference;
use crate::rows::{CUSTOMERS, events, world};

fn stored(panel: &Panel) -> Vec<PeriodCells> {
    (0..panel.periods.len() as u16)
        .map(|period| panel.cells_of_period(period))
        .collect()
}

proptest! {
    #[test]
    fn every_cell_is_what_its_rows_say((zone, periods, rows) in world(300), chunk in 1_usize..120) {
        let events = events(&rows, CUSTOMERS, chunk);
        let panel = Panel::build(&events, &periods);
        let expected: Vec<_> = reference::cells(&rows, &periods).into_iter().collect();
        prop_assert_eq!(reference::listed(&panel), expected);
        prop_assert_eq!(panel.len(), reference::listed(&panel).len());
        prop_assert_eq!(History::build(&events, &periods, &zone).panel, panel);
    }

    #[test]
    fn stored_by_period_and_read_back_it_is_the_same((_, periods, rows) in world(200)) {
        let panel = Panel::build(&events(&rows, CUSTOMERS, 64), &periods);
        let parts = stored(&panel);
        for part in &parts {
            let keys: Vec<_> = part.customer.iter().zip(&part.cells.kind).collect();
            prop_assert!(keys.is_sorted() && part.cells.period.iter().all(|&period| period == part.period));
        }
        let back = Panel::from_cells(periods.clone(), panel.kinds.clone(), CUSTOMERS, &parts);
        prop_assert_eq!(back.as_ref(), Ok(&panel));
        let some: Vec<_> = parts.into_iter().filter(|part| !part.cells.is_empty()).collect();
        prop_assert_eq!(Panel::from_cells(periods, panel.kinds.clone(), CUSTOMERS, &some), Ok(panel));
    }

    #[test]
    fn rebuilding_the_touched_periods_equals_rebuilding_all((_, periods, rows) in world(200), split in 0.0..1.0_f64, shorter in 0_usize..4) {
        let (old, batch) = rows.split_at((rows.len() as f64 * split) as usize);
        let known = periods.len().saturating_sub(shorter).max(1);
        let before = Periods { starts_us: periods.starts_us[..=known].to_vec(), ..periods.clone() };
        let mut first = events(old, 2500, 64);
        first.kinds.truncate(4);
        let panel = Panel::build(&first, &before);
        // What the old panel did not have: customers from 2500, periods from `known`, and the periods of the batch.
        let new_customer = old.iter().filter(|row| row.customer >= 2500);
        let mut touched: Vec<u16> = batch.iter().chain(new_customer).filter_map(|row| periods.index_of(row.at_us)).map(|p| p as u16).collect();
        touched.extend(known as u16..periods.len() as u16);
        let due: Vec<_> = rows.iter().copied().filter(|row| periods.index_of(row.at_us).is_some_and(|p| touched.contains(&(p as u16)))).collect();
        let fresh = Panel::build(&events(&due, CUSTOMERS, 50), &periods);
        let full = Panel::build(&events(&rows, CUSTOMERS, 70), &periods);
        prop_assert_eq!(panel.replace_periods(&fresh, &touched), Ok(full));
    }

    #[test]
    fn the_order_of_rows_does_not_matter((_, periods, rows) in world(200)) {
        let mut turned = rows.clone();
        turned.reverse();
        // Quantities are multiples of ¼ here, so that even their sums are exact.
        prop_assert_eq!(
            Panel::build(&events(&rows, CUSTOMERS, 64), &periods),
            Panel::build(&events(&turned, CUSTOMERS, 64), &periods)
        );
    }
}

#[test]
fn nothing_and_nobody_make_empty_panels() {
    let zone = holdfast_domain::zone::Zone::utc();
    let periods = Periods::before(&zone, holdfast_domain::grain::Grain::Month, crate::rows::END_US, 3);
    let none = Panel::build(&Events::default(), &periods);
    assert!(none.is_empty() && none.of(0).is_none() && none.cells_of_period(0).customer.is_empty());
    let some = Panel::build(&events(&[], 3000, 1), &periods);
    assert_eq!(some, Panel::empty(periods.clone(), some.kinds.clone(), 3000));
    assert_eq!(some.of(2999).map(|(_, rows)| rows), Some(0..0));
    assert!(some.cells_of_period(9).cells.is_empty());
}

#[test]
fn what_does_not_fit_is_refused() {
    let zone = holdfast_domain::zone::Zone::utc();
    let periods = Periods::before(&zone, holdfast_domain::grain::Grain::Month, crate::rows::END_US, 3);
    let row = |customer, kind| crate::rows::Row {
        customer,
        at_us: crate::rows::END_US - 1,
        kind,
        amount: 5,
        quantity: 1.0,
        product: 3,
    };
    let panel = Panel::build(
        &events(&[row(1, 0), row(1, 2), row(7, 1), row(9, 9), row(10, 1)], 10, 2),
        &periods,
    );
    assert_eq!(panel.len(), 3, "a kind and a customer that are not there do not count");
    let part = panel.cells_of_period(2);
    let read =
        |parts: &[PeriodCells], customers| Panel::from_cells(periods.clone(), panel.kinds.clone(), customers, parts);
    assert_eq!(read(&[part.clone(), part.clone()], 10), Err(PanelError::Period(2)));
    assert_eq!(
        read(std::slice::from_ref(&part), 7),
        Err(PanelError::Unknown {
            period: 2,
            cell: 2,
            customer: 7,
            kind: 1
        })
    );
    let mut turned = part.clone();
    turned.customer.swap(0, 2);
    assert_eq!(read(&[turned], 10), Err(PanelError::Unsorted { period: 2, cell: 1 }));
    let mut ragged = part;
    ragged.cells.count.pop();
    assert_eq!(read(&[ragged], 10), Err(PanelError::Ragged(2)));

    let other = Panel::empty(
        Periods::before(&zone, holdfast_domain::grain::Grain::Week, crate::rows::END_US, 3),
        panel.kinds.clone(),
        10,
    );
    assert_eq!(panel.replace_periods(&other, &[0]), Err(PanelError::OtherPeriods));
    let other = Panel::empty(periods.clone(), vec!["visit".to_owned()], 10);
    assert_eq!(
        panel.replace_periods(&other, &[0]),
        Err(PanelError::OtherKinds("purchase".to_owned()))
    );
    let other = Panel::empty(periods, panel.kinds.clone(), 9);
    assert_eq!(
        panel.replace_periods(&other, &[0]),
        Err(PanelError::FewerCustomers { fresh: 9, stored: 10 })
    );
}
