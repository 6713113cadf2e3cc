//! Recency, frequency, monetary value: the eight classes of the Chinese textbook.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::money;
use holdfast_engine::features::history::History;
use holdfast_report::model::events::{EventSection, RfmClass};

use crate::analyze::study::{EventStudy, Ids, Study};

/// Names by class number: 4 × recent + 2 × frequent + monetary.
const NAMES: [(&str, &str); 8] = [
    ("一般挽留客户", "hibernating"),
    ("重要挽留客户", "high-value at risk"),
    ("一般保持客户", "lapsing regulars"),
    ("重要保持客户", "high-value to reactivate"),
    ("一般发展客户", "newcomers"),
    ("重要发展客户", "high-value newcomers"),
    ("一般价值客户", "regulars"),
    ("重要价值客户", "champions"),
];

/// The classes, the class of each customer (`None` without a purchase), and how the cut points were set.
pub struct Rfm {
    /// Classes, the most valuable first.
    pub classes: Vec<RfmClass>,
    /// Class number of each customer.
    pub of: Vec<Option<u8>>,
    /// The cut points in a sentence.
    pub reading: Bilingual,
}

/// Classifies all customers as of `end`. Recent: within the churn period; frequent and of high value: above the mean.
/// Without amounts the third letter is always low.
pub fn classify(history: &History, end: i32, days: i32) -> Rfm {
    struct Figures {
        silence: i32,
        purchase_days: usize,
        amount_minor: i64,
    }
    let mut active = Vec::new();
    let figures: Vec<Option<Figures>> = (0..history.customers() as u32)
        .map(|customer| {
            let span = history.span(customer);
            history.active_days(span.clone(), &mut active);
            active.last().map(|&last| Figures {
                silence: end - last,
                purchase_days: active.len(),
                amount_minor: history.amounts_minor[span]
                    .iter()
                    .fold(0i64, |sum, &a| sum.saturating_add(a)),
            })
        })
        .collect();
    let known = || figures.iter().flatten();
    let count = known().count().max(1);
    let mean_days = known().map(|f| f.purchase_days).sum::<usize>() as f64 / count as f64;
    let mean_minor =
        i64::try_from(known().map(|f| i128::from(f.amount_minor)).sum::<i128>() / count as i128).unwrap_or(i64::MAX);
    let of: Vec<Option<u8>> = figures
        .iter()
        .map(|f| {
            f.as_ref().map(|f| {
                let (r, q, m) = (
                    f.silence < days,
                    f.purchase_days as f64 > mean_days,
                    f.amount_minor > mean_minor,
                );
                4 * u8::from(r) + 2 * u8::from(q) + u8::from(m)
            })
        })
        .collect();
    let classes = [7u8, 5, 3, 1, 6, 4, 2, 0]
        .into_iter()
        .map(|class| {
            let members = || {
                figures
                    .iter()
                    .zip(&of)
                    .filter(move |(_, o)| **o == Some(class))
                    .filter_map(|(f, _)| f.as_ref())
            };
            let (zh, en) = NAMES[usize::from(class)];
            RfmClass {
                name: Bilingual::new(zh, en),
                recent: class & 4 != 0,
                frequent: class & 2 != 0,
                monetary: class & 1 != 0,
                customers: members().count() as u64,
                amount_minor: members().fold(0i64, |sum, f| sum.saturating_add(f.amount_minor)),
                mean_probability: None,
            }
        })
        .collect();
    let mean_amount = money::format_plain(mean_minor);
    let reading = bilingual!(
        "R：最近 {days} 天内购买过；F：购买天数高于均值 {mean_days:.1}；M：累计金额高于均值 {mean_amount}",
        "R: a purchase within the last {days} days; F: more purchase days than the mean of {mean_days:.1}; M: more money than the mean of {mean_amount}"
    );
    Rfm { classes, of, reading }
}

/// Adds the mean probability of the scored customers of each class.
pub fn with_scores(events: &EventStudy, study: &Study, scores: &[f64]) -> EventSection {
    let mut section = events.section.clone();
    let Ids::Customers { of, .. } = &study.ids else {
        return section;
    };
    let mut sums = [(0.0, 0u64); 8];
    for (&customer, &p) in of.iter().zip(scores) {
        if let Some(class) = events.rfm_of[customer as usize] {
            let (sum, count) = &mut sums[usize::from(class)];
            *sum += p;
            *count += 1;
        }
    }
    for class in &mut section.rfm {
        let number = 4 * usize::from(class.recent) + 2 * usize::from(class.frequent) + usize::from(class.monetary);
        let (sum, count) = sums[number];
        class.mean_probability = (count > 0).then(|| sum / count as f64);
    }
    section
}
