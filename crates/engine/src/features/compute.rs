//! The formulas.

use holdfast_domain::money::to_major;
use rayon::prelude::*;

use super::history::History;
use super::plan::FeaturePlan;
use super::spec::{self, FeatureSpec};
use super::window::WindowSums;

/// A customer as of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Dense customer number.
    pub customer: u32,
    /// Only events before this day are seen.
    pub cutoff: i32,
}

/// Features by column; rows in the order of the samples.
#[derive(Clone, Debug, PartialEq)]
pub struct FeatureTable {
    /// Numeric columns; NaN is "not defined" (a gap where there was one purchase only).
    pub numbers: Vec<(FeatureSpec, Vec<f64>)>,
    /// Categorical columns: codes into the levels of the history's category.
    pub categories: Vec<(FeatureSpec, Vec<u32>, usize)>,
}

/// Samples computed by one thread at a time.
const CHUNK: usize = 1024;

/// Computes all features of all samples, customers in parallel.
pub fn compute(history: &History, plan: &FeaturePlan, samples: &[Sample]) -> FeatureTable {
    let specs = spec::numeric(plan, history);
    let width = specs.len();
    let chunks: Vec<(Vec<f64>, Vec<u32>)> = samples
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut numbers = Vec::with_capacity(chunk.len() * width);
            let mut categories = Vec::with_capacity(chunk.len() * plan.latest.len());
            let mut scratch = Scratch::default();
            for sample in chunk {
                let span = history.span_before(sample.customer, sample.cutoff);
                one(history, plan, span.clone(), sample.cutoff, &mut scratch, &mut numbers);
                categories.extend(plan.latest.iter().map(|&category| {
                    span.clone()
                        .next_back()
                        .map_or(u32::MAX, |last| history.categories[category].codes[last])
                }));
            }
            (numbers, categories)
        })
        .collect();
    let numbers = specs
        .into_iter()
        .enumerate()
        .map(|(k, spec)| {
            let column = chunks
                .iter()
                .flat_map(|(n, _)| n.iter().skip(k).step_by(width).copied())
                .collect();
            (spec, column)
        })
        .collect();
    let latest = plan.latest.len();
    let categories = spec::categorical(plan, history)
        .into_iter()
        .enumerate()
        .map(|(k, spec)| {
            let column = chunks
                .iter()
                .flat_map(|(_, c)| c.iter().skip(k).step_by(latest).copied())
                .collect();
            (spec, column, plan.latest[k])
        })
        .collect();
    FeatureTable { numbers, categories }
}

#[derive(Default)]
struct Scratch {
    days: Vec<i32>,
    daily_minor: Vec<i64>,
    products: Vec<u32>,
}

/// One customer's numeric features, in the order of [`spec::numeric`].
fn one(
    history: &History,
    plan: &FeaturePlan,
    span: std::ops::Range<usize>,
    cutoff: i32,
    scratch: &mut Scratch,
    out: &mut Vec<f64>,
) {
    history.active_days(span.clone(), &mut scratch.days);
    rhythm(&scratch.days, cutoff, out);
    let windows: Vec<WindowSums> = plan
        .windows
        .iter()
        .map(|&w| WindowSums::new(history, span.clone(), cutoff, w))
        .collect();
    for sums in &windows {
        out.extend([f64::from(sums.purchase_days), f64::from(sums.lines)]);
        if plan.amounts {
            out.push(sums.amount());
        }
        if plan.returns {
            out.push(f64::from(sums.returns));
        }
    }
    for (k, pair) in plan.windows.windows(2).enumerate() {
        let (short, long) = (
            f64::from(windows[k].purchase_days),
            f64::from(windows[k + 1].purchase_days),
        );
        // Half a purchase day is added to both: a customer with one purchase must not have an infinite pace.
        out.push(((short + 0.5) / f64::from(pair[0])) / ((long + 0.5) / f64::from(pair[1])));
    }
    if plan.amounts {
        amounts(history, span.clone(), scratch, out);
    }
    let returns = span.clone().filter(|&i| history.returned[i]).count();
    if plan.returns {
        out.push(share(returns, span.len()));
    }
    if plan.products {
        scratch.products.clear();
        scratch.products.extend(
            span.clone()
                .filter(|&i| history.qualifies[i] && history.products[i] != History::NO_PRODUCT)
                .map(|i| history.products[i]),
        );
        scratch.products.sort_unstable();
        scratch.products.dedup();
        out.push(scratch.products.len() as f64);
    }
    let recent = cutoff - spec::recent_window(plan);
    for &(category, level) in &plan.counted {
        let codes = &history.categories[category].codes;
        let hits = span.clone().filter(|&i| codes[i] == level);
        let (mut all, mut late) = (0usize, 0usize);
        for i in hits {
            all += 1;
            late += usize::from(history.days[i] >= recent);
        }
        out.push(share(all, span.len()));
        out.push(late as f64);
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 {
        f64::NAN
    } else {
        part as f64 / whole as f64
    }
}

/// Recency, tenure, frequency and the customer's own gaps.
fn rhythm(days: &[i32], cutoff: i32, out: &mut Vec<f64>) {
    let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
        out.extend([f64::NAN; 8]);
        return;
    };
    let silence = f64::from(cutoff - last);
    let gaps = days.len() - 1;
    let mean = if gaps > 0 {
        f64::from(last - first) / gaps as f64
    } else {
        f64::NAN
    };
    let variance = days
        .windows(2)
        .map(|w| (f64::from(w[1] - w[0]) - mean).powi(2))
        .sum::<f64>();
    let latest = if gaps > 0 {
        f64::from(last - days[gaps - 1])
    } else {
        f64::NAN
    };
    out.extend([
        silence,
        f64::from(cutoff - first),
        days.len() as f64,
        mean,
        if gaps > 1 {
            (variance / (gaps - 1) as f64).sqrt()
        } else {
            f64::NAN
        },
        latest,
        silence / mean,
        latest / mean,
    ]);
}

/// Total, mean, last and variation of the amount a purchase day.
fn amounts(history: &History, span: std::ops::Range<usize>, scratch: &mut Scratch, out: &mut Vec<f64>) {
    scratch.daily_minor.clear();
    let mut total: i64 = 0;
    let mut last_day = i32::MIN;
    for i in span {
        total = total.saturating_add(history.amounts_minor[i]);
        if !history.qualifies[i] {
            continue;
        }
        if history.days[i] != last_day {
            scratch.daily_minor.push(0);
            last_day = history.days[i];
        }
        if let Some(day) = scratch.daily_minor.last_mut() {
            *day = day.saturating_add(history.amounts_minor[i]);
        }
    }
    let days = &scratch.daily_minor;
    let Some(&last) = days.last() else {
        out.extend([to_major(total), f64::NAN, f64::NAN, f64::NAN]);
        return;
    };
    let mean = days.iter().map(|&d| to_major(d)).sum::<f64>() / days.len() as f64;
    let variance = days.iter().map(|&d| (to_major(d) - mean).powi(2)).sum::<f64>();
    let variation = if days.len() > 1 && mean > 0.0 {
        (variance / (days.len() - 1) as f64).sqrt() / mean
    } else {
        f64::NAN
    };
    out.extend([to_major(total), mean, to_major(last), variation]);
}

#[cfg(test)]
mod tests {
    use super::super::history::{Event, EventCategory};
    use super::*;

    fn event(customer: u32, day: i32, amount_minor: i64) -> Event {
        Event {
            customer,
            day,
            second: 0,
            amount_minor,
            returned: amount_minor < 0,
            qualifies: amount_minor >= 0,
            product: (day % 5) as u32,
        }
    }

    fn history(events: &[Event]) -> History {
        let codes = events.iter().map(|e| (e.day % 3) as u32).collect();
        let levels = ["a", "b", "c"].map(String::from).into();
        let customers = 1 + events.iter().map(|e| e.customer).max().unwrap_or(0) as usize;
        History::new(
            customers,
            events,
            vec![EventCategory {
                name: "kind".into(),
                levels,
                codes,
            }],
        )
    }

    fn number(table: &FeatureTable, name: &str, row: usize) -> f64 {
        table
            .numbers
            .iter()
            .find(|(s, _)| s.name == name)
            .map(|(_, v)| v[row])
            .unwrap()
    }

    #[test]
    fn hand_derived_features_of_one_customer() {
        // Purchases on days 0, 10, 10, 40; a return on day 45; cut-off on day 60.
        let events = [
            event(0, 40, 3000),
            event(0, 0, 1000),
            event(0, 10, 500),
            event(0, 10, 1500),
            event(0, 45, -200),
        ];
        let history = history(&events);
        let plan = FeaturePlan::new(&history, 60);
        assert_eq!(plan.windows, vec![30]);
        let table = compute(
            &history,
            &plan,
            &[Sample {
                customer: 0,
                cutoff: 60,
            }],
        );
        assert_eq!(number(&table, "recency_days", 0), 20.0);
        assert_eq!(number(&table, "tenure_days", 0), 60.0);
        assert_eq!(number(&table, "active_days", 0), 3.0);
        assert_eq!(number(&table, "gap_mean_days", 0), 20.0);
        assert_eq!(number(&table, "last_gap_days", 0), 30.0);
        assert_eq!(number(&table, "silence_ratio", 0), 1.0);
        assert_eq!(number(&table, "amount_30d", 0), 28.0);
        assert_eq!(number(&table, "returns_30d", 0), 1.0);
        assert_eq!(number(&table, "amount_total", 0), 58.0);
        assert_eq!(number(&table, "amount_mean", 0), 20.0);
        assert_eq!(number(&table, "amount_last", 0), 30.0);
        assert_eq!(number(&table, "return_share", 0), 0.2);
    }

    #[test]
    fn truncation_deleting_what_happens_after_the_cut_changes_no_byte() {
        let events: Vec<Event> = (0..4000i64)
            .map(|i| {
                event(
                    (i * 7 % 60) as u32,
                    (i * 31 % 500) as i32,
                    (i * 37 % 900) * if i % 11 == 0 { -1 } else { 1 },
                )
            })
            .collect();
        let cutoff = 320;
        let kept: Vec<Event> = events.iter().copied().filter(|e| e.day < cutoff).collect();
        let mut shifted = kept.clone();
        shifted.extend((0..500).map(|i| event((i % 60) as u32, cutoff + i, 99_999)));
        let (all, cut, injected) = (history(&events), history(&kept), history(&shifted));
        let samples: Vec<Sample> = (0..60)
            .flat_map(|customer| [200, 260, cutoff].map(|cutoff| Sample { customer, cutoff }))
            .collect();
        let plan = FeaturePlan::new(&all, 200);
        assert_eq!(plan, FeaturePlan::new(&cut, 200));
        let bytes = |history: &History| {
            let table = compute(history, &plan, &samples);
            let numbers: Vec<u64> = table
                .numbers
                .iter()
                .flat_map(|(_, v)| v.iter().map(|x| x.to_bits()))
                .collect();
            let codes: Vec<u32> = table.categories.iter().flat_map(|(_, c, _)| c.clone()).collect();
            (numbers, codes)
        };
        assert_eq!(bytes(&all), bytes(&cut));
        assert_eq!(bytes(&all), bytes(&injected));
    }
}
