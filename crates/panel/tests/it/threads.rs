use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::zone::{DAY_US, Zone};
use holdfast_panel::groups::Groups;
use holdfast_panel::history::build;
use holdfast_panel::placement::Placement;
use holdfast_panel::value::{Revenue, historical, lost};
use holdfast_panel::window::Window;
use holdfast_panel::{activity, cohort, ledger, lifecycle, revenue, rfm, workshop};
use rand::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use crate::company::{Row, events, qualifying};
use crate::spells::{inactivity, of_history, rhythm};

/// Everything that is counted, as text.
fn everything(rows: &[Row]) -> String {
    let customers = 40_000;
    let log = events(customers, rows);
    let zone = Zone::named("Pacific/Auckland").unwrap();
    let history = build(&log, &zone, &qualifying());
    let (first, last) = history.days().unwrap();
    let window = Window {
        grain: Grain::Month,
        first: Grain::Month.period_of(Day::from_number(first)),
        last: Grain::Month.period_of(Day::from_number(last)),
        through: last - 5,
    };
    let spells = of_history(&inactivity(40), &history, window.through);
    let own = of_history(&rhythm(5, 90), &history, window.through);
    let groups = Groups::fixed(3, (0..customers).map(|customer| customer % 3).collect());
    let placement = Placement::new(&groups, &spells);
    format!(
        "{:?}",
        (
            (&history.starts, &history.day, &history.amount_minor, &spells, &own),
            ledger::count(&spells, &groups, &window),
            activity::count(&history, &placement, &window),
            lifecycle::count(&history, &placement, &window),
            revenue::by_events(&history, &placement, &window),
            lost(&spells, Revenue::Events(&history), &placement, &window),
            historical(&history, &placement, &window),
            workshop::count(&history, 30, &placement, &window),
            rfm::count(&history, &placement, &window),
            cohort::calendar(&history, &groups, &window, 6),
            cohort::on_or_after(&history, &groups, &window, 6),
            cohort::rolling(&log, &zone, &qualifying(), &groups, &window, 70),
        )
    )
}

#[test]
fn threads_and_the_order_of_events_do_not_matter() {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(5);
    let mut rows: Vec<Row> = (0..60_000)
        .map(|_| {
            let at = 19_700 * DAY_US + random.gen_range(0..300 * DAY_US);
            (
                random.gen_range(0..40_000),
                at,
                random.gen_range(0..2),
                Some(random.gen_range(-100..900)),
            )
        })
        .collect();
    let on = |threads: usize, rows: &[Row]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| everything(rows))
    };
    let one = on(1, &rows);
    assert!(one == on(5, &rows));
    rows.reverse();
    assert!(one == on(2, &rows));
}
