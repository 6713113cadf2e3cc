//! One customer, by hand.

use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::Zone;
use holdfast_panel::as_of::AsOf;
use holdfast_panel::events::EventChunk;
use holdfast_panel::features::{Complaints, FeatureOptions, FeatureSet, most_frequent_kinds};
use holdfast_panel::periods::Periods;
use holdfast_panel::rhythm::History;

use crate::rows::{Row, events};

fn noon(zone: &Zone, year: i16, month: i8, day: i8) -> i64 {
    zone.day_start_us(Day::from_ymd(year, month, day).unwrap()) + 12 * 3_600_000_000
}

#[test]
fn a_customer_of_six_months() {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let end = zone.day_start_us(Day::from_ymd(2024, 7, 1).unwrap());
    let periods = Periods::before(&zone, Grain::Month, end, 6);
    let row = |at_us, kind, amount, quantity, product| Row {
        customer: 2,
        at_us,
        kind,
        amount,
        quantity,
        product,
    };
    let none = EventChunk::NO_AMOUNT;
    let rows = [
        // Before the panel: counts for tenure and gaps alone.
        row(noon(&zone, 2023, 12, 22), 1, 9_900, 1.0, 8),
        // January 100, February nothing, March 300 in two, April 200 with a return of 100, May a visit, June 600.
        row(noon(&zone, 2024, 1, 21), 1, 100, 1.0, 1),
        row(noon(&zone, 2024, 3, 1), 1, 120, 2.0, 1),
        row(noon(&zone, 2024, 3, 1), 1, 180, 2.0, 2),
        row(noon(&zone, 2024, 4, 30), 1, 300, 1.0, 5),
        row(noon(&zone, 2024, 4, 30), 2, -100, 1.0, 5),
        row(noon(&zone, 2024, 5, 10), 0, none, f64::NAN, EventChunk::NO_PRODUCT),
        row(noon(&zone, 2024, 6, 19), 1, 600, 3.0, 6),
        // The future.
        row(end, 1, 5_000, 1.0, 1),
    ];
    let history = History::build(&events(&rows, 5, 3), &periods, &zone);
    let kinds = most_frequent_kinds(&history.panel, 2);
    assert_eq!(
        kinds,
        ["purchase", "return"],
        "5 purchases; a visit and a return are tied, by name"
    );
    let options = FeatureOptions::all(6, kinds);
    let complaints = Complaints::build(
        5,
        [(2, end - 864_000_000_000, end), (2, end - 5, end + 1), (2, 7, 8)],
        AsOf::at(end),
    );
    let features = FeatureSet::compute(&history.panel, &history.rhythm, Some(&complaints), end, &options).unwrap();
    assert_eq!(features.customers, [2]);
    let of = |name: &str| features.columns[features.specs.iter().position(|spec| spec.name == name).unwrap()][0];
    let is = |name: &str, value: f64| {
        assert!(
            (of(name) - value).abs() < 1e-12 * value.abs().max(1.0),
            "{name}: {} {value}",
            of(name)
        )
    };

    // Amounts by month: 100, 0, 300, 200, 0, 600; mean 200.
    is("amount_sum_6m_minor", 1200.0);
    is("amount_sum_3m_minor", 800.0);
    is("amount_sum_1m_minor", 600.0);
    is("amount_mean_6m_minor", 200.0);
    is("amount_min_6m_minor", 0.0);
    is("amount_max_6m_minor", 600.0);
    // Deviations −100, −200, 100, 0, −200, 400: squares add to 260,000; ÷ 5 = 52,000.
    is("amount_sd_6m_minor", 52_000_f64.sqrt());
    is("amount_cv_6m_ratio", 52_000_f64.sqrt() / 200.0);
    is("amount_range_6m_ratio", 3.0);
    // Σ(t − 2.5)(x − 200) = 250 + 300 − 50 + 0 − 300 + 1000 = 1200; Σ(t − 2.5)² = 17.5.
    is("amount_slope_6m_minor_per_month", 1200.0 / 17.5);
    is("amount_trend_6m_ratio", 1200.0 / (17.5_f64 * 260_000.0).sqrt());
    // Last half 200, 0, 600: slope 200; first half 100, 0, 300: slope 100.
    is("amount_slope_change_6m_minor_per_month", 100.0);
    // Six events have an amount, the return among them.
    is("amount_intensity_6m_minor_per_paid_event", 200.0);
    is("amount_previous_minor", 0.0);
    assert!(of("amount_to_previous_ratio").is_nan());
    is("amount_to_mean_6m_ratio", 3.0);
    is("amount_to_mean_3m_ratio", 600.0 / (800.0 / 3.0));
    is("largest_amount_sum_6m_minor", 100.0 + 180.0 + 300.0 + 600.0);
    is("refund_sum_6m_minor", 100.0);
    // Events by month 1, 0, 2, 2, 1, 1.
    is("events_sum_6m_count", 7.0);
    is("events_intensity_6m_count_per_active_period", 7.0 / 5.0);
    is("active_periods_6m_count", 5.0);
    is("quantity_sum_6m_units", 1.0 + 4.0 + 2.0 + 3.0);
    // April has product 5 once as a purchase and once as a return.
    is("products_sum_6m_count", 1.0 + 2.0 + 2.0 + 1.0);
    is("kinds_max_6m_count", 2.0);
    is("kind_purchase_events_6m_count", 5.0);
    is("kind_purchase_share_6m_ratio", 5.0 / 7.0);
    is("kind_return_share_3m_ratio", 0.25);
    // Days: 22 Dec, 21 Jan, 1 Mar, 30 Apr, 10 May, 19 Jun: gaps 30, 40, 60, 10, 40; mean 36, squares of deviations 36 + 16 + 576 + 676 + 16.
    is("active_days_count", 6.0);
    is("gap_mean_days", 36.0);
    is("gap_sd_days", (1320.0_f64 / 4.0).sqrt());
    is("recency_days", 11.5);
    is("tenure_days", 191.5);
    is("silence_to_gap_ratio", 11.5 / 36.0);
    is("frequency_days_per_30_days", 30.0 * 6.0 / 191.5);
    is("complaint_recency_days", 10.0);
    is("complaints_count", 2.0);
}

#[test]
fn days_and_months_are_those_of_the_zone_across_clock_changes() {
    // Clocks in Auckland go back on 7 April 2024: the day has 25 hours; in New York they go forward on 10 March.
    for (name, month, day, hours) in [("Pacific/Auckland", 4, 7, 25), ("America/New_York", 3, 10, 23)] {
        let zone = Zone::named(name).unwrap();
        let start = zone.day_start_us(Day::from_ymd(2024, month, day).unwrap());
        let hour = 3_600_000_000;
        let end = start + hours * hour;
        let row = |at_us| Row {
            customer: 0,
            at_us,
            kind: 0,
            amount: 1,
            quantity: 1.0,
            product: 0,
        };
        let rows = [row(start - 1), row(start), row(end - 1), row(end), row(end + 23 * hour)];
        let as_of = zone.day_start_us(Day::from_ymd(2024, month, day + 2).unwrap());
        let periods = Periods::before(&zone, Grain::Day, as_of, 3);
        let history = History::build(&events(&rows, 1, 9), &periods, &zone);
        let (cells, range) = history.panel.of(0).unwrap();
        assert_eq!(
            (&cells.count[range], history.rhythm.active_days[0]),
            (&[1, 2, 2][..], 3),
            "{name}"
        );
        assert_eq!(
            (history.rhythm.gaps_days[0], history.rhythm.squared_gaps[0]),
            (2, 2),
            "{name}"
        );
    }
}
