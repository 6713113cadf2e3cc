//! Counts as the rows of `truth_metrics.csv`.

use std::io::Error;

use crate::cell::Cell;
use crate::csv_line::push_row;
use crate::metrics::calendar::{Calendar, LONG, MONTH, QUARTER, Span};
use crate::metrics::cells::Group;
use crate::metrics::cohorts::METRICS;
use crate::metrics::grid::Count;
use crate::metrics::grid::Count::{
    Amount, Answered, Buyers, ChurnedCustomers, ComplaintCustomers, Complaints, ContractionCustomers, DueVisits,
    EndCustomers, Events, ExpansionCustomers, History, IntervalDays, Intervals, LifecycleDormant, LifecycleKept,
    LifecycleLapsed, LifecycleNew, LifecycleReturned, LostOfJoined, LostOfStart, NewCustomers, PurchaseDays, Purchases,
    ReactivationCustomers, Refunds, Resolved, ResponseSeconds, ReturnedVisits, RevenueChurned, RevenueContraction,
    RevenueEnd, RevenueExpansion, RevenueNew, RevenueReactivation, RevenueStart, Satisfied, StartCustomers,
};
use crate::metrics::ledger::Ledger;
use crate::metrics::rfm::CLASSES;
use crate::metrics::stays::Rule;
use crate::metrics::stock::Levels;

/// Counts that are shown as they are.
const PLAIN: [(&str, Count); 27] = [
    ("events", Events),
    ("purchases", Purchases),
    ("buyers", Buyers),
    ("amount", Amount),
    ("refunds", Refunds),
    ("purchase_days", PurchaseDays),
    ("lifecycle_new", LifecycleNew),
    ("lifecycle_kept", LifecycleKept),
    ("lifecycle_returned", LifecycleReturned),
    ("lifecycle_lapsed", LifecycleLapsed),
    ("lifecycle_dormant", LifecycleDormant),
    ("revenue_start", RevenueStart),
    ("revenue_new", RevenueNew),
    ("revenue_expansion", RevenueExpansion),
    ("revenue_contraction", RevenueContraction),
    ("revenue_churned", RevenueChurned),
    ("revenue_reactivation", RevenueReactivation),
    ("revenue_end", RevenueEnd),
    ("revenue_start_customers", StartCustomers),
    ("revenue_new_customers", NewCustomers),
    ("revenue_expansion_customers", ExpansionCustomers),
    ("revenue_contraction_customers", ContractionCustomers),
    ("revenue_churned_customers", ChurnedCustomers),
    ("revenue_reactivation_customers", ReactivationCustomers),
    ("revenue_end_customers", EndCustomers),
    ("complaints", Complaints),
    ("complaint_customers", ComplaintCustomers),
];

/// A number of a row.
#[derive(Clone, Copy)]
enum Figure {
    None,
    Whole(i64),
    Real(f64),
}

/// Where a row belongs.
struct Place<'a> {
    grain: &'a str,
    period: &'a str,
    dimension: &'a str,
    group: &'a str,
}

fn row(out: &mut Vec<u8>, metric: &str, place: &Place<'_>, numerator: Figure, denominator: Figure) {
    let cell = |figure| match figure {
        Figure::None => Cell::Empty,
        Figure::Whole(value) => Cell::Int(value),
        Figure::Real(value) => Cell::Real { value, decimals: 6 },
    };
    let Place {
        grain,
        period,
        dimension,
        group,
    } = place;
    let texts = [metric, grain, period, dimension, group].map(Cell::Text);
    let [metric, grain, period, dimension, group] = texts;
    push_row(
        out,
        &[
            metric,
            grain,
            period,
            dimension,
            group,
            cell(numerator),
            cell(denominator),
        ],
    );
}

/// Writes everything: by dimension, group, grain and period; then classes and cohorts.
pub(crate) fn write(ledger: Ledger<'_>, out: &mut Vec<u8>) -> Result<(), Error> {
    for group in ledger.cells.groups() {
        let levels = ledger.stock.levels(&group.cells, ledger.calendar.days());
        for (grain, span) in ledger.calendar.spans.iter().enumerate() {
            let mut history = 0;
            for period in 0..span.len() {
                history += ledger.grid.sum(&group.cells, grain, period, History);
                if span.last_day(period) < ledger.calendar.start {
                    continue;
                }
                let label = span.label(period);
                let place = Place {
                    grain: span.grain.id(),
                    period: &label,
                    dimension: group.dimension,
                    group: group.name,
                };
                let core = customers(&ledger, &group, &levels, grain, period, &place, out);
                if LONG.contains(&grain) {
                    long(&ledger, &group, grain, period, &place, core, history, out);
                }
            }
        }
    }
    cohorts(&ledger, out);
    let (calendar, rfm) = (ledger.calendar, ledger.rfm);
    classes(&calendar, &rfm.classes()?, out);
    Ok(())
}

/// What other ratios are made of.
#[derive(Clone, Copy)]
struct Core {
    exposed: i64,
    on_file: i64,
}

fn customers(
    ledger: &Ledger<'_>,
    group: &Group,
    levels: &Levels,
    grain: usize,
    period: usize,
    place: &Place<'_>,
    out: &mut Vec<u8>,
) -> Core {
    let span = &ledger.calendar.spans[grain];
    let first = (span.starts[period] - ledger.calendar.from) as usize;
    let days = first..(span.last_day(period) + 1 - ledger.calendar.from) as usize;
    let sum = |of: &[u64]| of[days.clone()].iter().sum::<u64>() as i64;
    let (at_start, at_end) = (levels.active[first] as i64, levels.active[days.end] as i64);
    let (new, on_file) = (sum(&levels.first), levels.on_file[days.end] as i64);
    let peopled = days.clone().filter(|day| levels.active[*day] > 0);
    let rates: f64 = peopled
        .clone()
        .map(|day| levels.lost[day] as f64 / levels.active[day] as f64)
        .sum();
    let count = |count| ledger.grid.sum(&group.cells, grain, period, count);
    let (of_start, of_joined) = (count(LostOfStart), count(LostOfJoined));
    let mut plain = |metric, value| row(out, metric, place, Figure::Whole(value), Figure::None);
    plain("customers_at_start", at_start);
    plain("customers_at_end", at_end);
    plain("customers_new", new);
    plain("customers_returned", sum(&levels.again));
    plain("customers_lost", sum(&levels.lost));
    plain("customers_on_file", on_file);
    plain("active_days", sum(&levels.active));
    let mut ratio = |metric, part, whole| row(out, metric, place, part, Figure::Whole(whole));
    ratio("churn_rate_start", Figure::Whole(of_start), at_start);
    ratio("churn_rate_joined", Figure::Whole(of_start + of_joined), at_start + new);
    ratio("churn_rate_daily", Figure::Real(rates), peopled.count() as i64);
    ratio("churn_rate_trailing", Figure::Whole(on_file - at_end), on_file);
    Core {
        exposed: at_start + new,
        on_file,
    }
}

#[expect(
    clippy::too_many_arguments,
    reason = "one row of a table with everything that it is made of"
)]
fn long(
    ledger: &Ledger<'_>,
    group: &Group,
    grain: usize,
    period: usize,
    place: &Place<'_>,
    core: Core,
    history: i64,
    out: &mut Vec<u8>,
) {
    let count = |count| ledger.grid.sum(&group.cells, grain, period, count);
    for (metric, of) in PLAIN {
        row(out, metric, place, Figure::Whole(count(of)), Figure::None);
    }
    let losses = Figure::Whole(ledger.grid.lost_value(&group.cells, grain, period));
    row(out, "value_lost", place, losses, Figure::None);
    let mut ratio = |metric, part, whole| row(out, metric, place, part, Figure::Whole(whole));
    let start = count(RevenueStart);
    let (gone, more) = (
        count(RevenueChurned) + count(RevenueContraction),
        count(RevenueExpansion),
    );
    ratio("revenue_churn_gross", Figure::Whole(gone), start);
    ratio("revenue_churn_net", Figure::Whole(gone - more), start);
    ratio("revenue_retention_net", Figure::Whole(start - gone + more), start);
    ratio("revenue_retention_gross", Figure::Whole(start - gone), start);
    ratio(
        "purchase_interval",
        Figure::Whole(count(IntervalDays)),
        count(Intervals),
    );
    ratio("historical_value", Figure::Whole(history), core.on_file);
    ratio("complaint_rate", Figure::Whole(count(ComplaintCustomers)), core.exposed);
    let hours = Figure::Real(count(ResponseSeconds) as f64 / 3_600.0);
    ratio("complaint_response_hours", hours, count(Resolved));
    ratio("csat", Figure::Whole(count(Satisfied)), count(Answered));
    if matches!(ledger.rule, Rule::Inactivity(_)) {
        ratio(
            "workshop_return",
            Figure::Whole(count(ReturnedVisits)),
            count(DueVisits),
        );
    }
}

fn cohorts(ledger: &Ledger<'_>, out: &mut Vec<u8>) {
    let months = &ledger.calendar.spans[MONTH];
    ledger
        .cohorts
        .visit(&ledger.calendar, |cohort, age, kind, retained, size| {
            let period = months.label(cohort);
            let group = format!("{period}+{age}");
            let place = Place {
                grain: months.grain.id(),
                period: &period,
                dimension: "cohort",
                group: &group,
            };
            let [retained, size] = [retained, size].map(|value| Figure::Whole(value as i64));
            row(out, METRICS[kind], &place, retained, size);
        });
}

/// Classes at the end of months, and of quarters: those of their last month.
fn classes(calendar: &Calendar, classes: &[[u64; 8]], out: &mut Vec<u8>) {
    let months = &calendar.spans[MONTH];
    let mut show = |span: &Span, period: usize, counts: &[u64; 8]| {
        let all: u64 = counts.iter().sum();
        let label = span.label(period);
        for (name, count) in CLASSES.iter().zip(counts).filter(|_| all > 0) {
            let place = Place {
                grain: span.grain.id(),
                period: &label,
                dimension: "rfm_class",
                group: name,
            };
            row(
                out,
                "rfm",
                &place,
                Figure::Whole(*count as i64),
                Figure::Whole(all as i64),
            );
        }
    };
    for grain in [MONTH, QUARTER] {
        let span = &calendar.spans[grain];
        for period in 0..span.len() {
            let end = span.last_day(period);
            if let Some(month) = months.of(end).filter(|_| end >= calendar.start) {
                show(span, period, &classes[month]);
            }
        }
    }
}
