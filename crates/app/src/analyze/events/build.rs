//! From an event log to a study.

use holdfast_domain::bilingual;
use holdfast_domain::churn::ChurnDefinition;
use holdfast_domain::clock::Clock;
use holdfast_domain::day::Day;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_engine::features::compute::{FeatureTable, Sample, compute};
use holdfast_engine::features::history::History;
use holdfast_engine::features::plan::FeaturePlan;
use holdfast_engine::table::Table;
use holdfast_learn::frame::{Feature, FeatureData, Frame};
use holdfast_report::model::data::{ColumnSummary, Note, Severity, Shape};
use holdfast_report::model::events::EventSection;
use holdfast_stats::error::StatsError;

use super::cutoffs::Cutoffs;
use super::extract::{Extracted, extract};
use super::months::ActiveMonths;
use super::{cohorts, columns, definition, groups, intervals, leaks, lifecycle, rfm};
use crate::analyze::options::AnalyzeOptions;
use crate::analyze::study::{CustomerValue, EventStudy, Ids, Lifetimes, OutOfTime, Study, ValidationPlan};
use crate::analyze::understand::names::Name;
use crate::analyze::understand::roles::Understood;
use crate::analyze::words::ColumnWords;
use crate::lifetime::residual::{self, HORIZON_DAYS, Residual};

/// Days of spending that make a customer's value.
const VALUE_DAYS: i32 = 365;
/// Customers of each class needed to train and to test on.
const LEAST_OF_CLASS: usize = 20;

/// Builds the study of an event log.
///
/// # Errors
/// Refused: unreadable times, events in the future, a history too short, too few customers of a class.
pub fn build(
    table: Table,
    names: &[Name],
    id: usize,
    time: usize,
    options: &AnalyzeOptions,
    clock: &dyn Clock,
) -> Result<Study, Refusal> {
    let understood = columns::roles(&table, names, id, time, options);
    let extracted = extract(&table, &understood, id, time, options, clock)?;
    let mut summaries = summaries(&table, &understood);
    drop(table);
    let Extracted {
        history,
        customers,
        rows: used,
        row_customers,
        mut notes,
        amount_source,
    } = extracted;
    let rows_used = used.len() as u64;
    drop((used, row_customers));
    let (first, last) = history.day_range().ok_or_else(only_returns)?;
    // The day of the last event is taken as whole. Days after it were not observed, whatever as-of day is given.
    let end = options.as_of.map_or(last + 1, |day| day.number().min(last + 1));
    if let Some(as_of) = options.as_of.filter(|day| day.number() > last + 1) {
        let until = Day::from_number(last);
        notes.push(Note {
            severity: Severity::Warning,
            code: "as-of-after-data".into(),
            count: None,
            text: bilingual!(
                "数据只到 {until}，观察日 {as_of} 之前还有没有记录的日子；按数据的最后一天计算",
                "the data ends on {until}, before the as-of day {as_of}; the end of the data is used instead"
            ),
        });
    }
    let (days, suggestion) = definition::suggest(&history, first, end, options.horizon_days)?;
    let gap = options.gap_days.max(0);
    let cutoffs = Cutoffs::new(first, end, days, gap).ok_or_else(|| too_short(end - first, days, gap))?;

    let plan = FeaturePlan::new(&history, cutoffs.train[0]);
    let mut rows = Rows::new(&history, &cutoffs, end);
    rows.check(days)?;
    let mut features = compute(&history, &plan, &rows.samples);
    let of_train: Vec<u32> = rows.train.iter().map(|&r| rows.samples[r as usize].customer).collect();
    let outcomes: Vec<bool> = rows.train.iter().map(|&r| rows.labels[r as usize]).collect();
    let seen = (&rows.train[..], &of_train[..], &outcomes[..]);
    notes.extend(leaks::leave_out(
        &mut features,
        &history,
        &plan,
        seen,
        options,
        &mut summaries,
    ));
    let residual = residual::of_history(&history, end, amount_source.as_deref());
    let value = amount_source.map(|source| value(&history, &rows, source, residual.as_ref().ok()));
    if let Err(error) = &residual {
        notes.push(no_lifetime(error));
    }
    let (frame, words) = frame(features, &history, &mut rows);
    let qualifying = if plan.returns || value.is_some() {
        bilingual!("购买（退货不算）", "a purchase (returns do not count)")
    } else {
        bilingual!("任何事件", "any event")
    };
    let section = section(&history, first, last, end, days, residual.ok());
    notes.push(Note {
        severity: Severity::Info,
        code: "first-cohort".into(),
        count: None,
        text: bilingual!(
            "数据从 {day} 开始：最早一批“新客户”里有此前就已购买的人",
            "the data begins on {day}: the earliest \"new\" customers include some who had bought before",
            day = Day::from_number(first)
        ),
    });
    let day = Day::from_number;
    let of_rows: Vec<u32> = rows.samples.iter().map(|s| s.customer).collect();
    let groups = groups::by_name(&of_rows, &customers);
    Ok(Study {
        shape: Shape::EventLog,
        frame,
        words,
        groups: Some(groups),
        labelled: (0..rows.labelled).collect(),
        described: rows.test.clone(),
        gone: vec![false; rows.scored.len()],
        ids: Ids::Customers {
            names: customers,
            of: rows.scored.iter().map(|&r| rows.samples[r as usize].customer).collect(),
        },
        value,
        plan: ValidationPlan::OutOfTime(OutOfTime {
            train: rows.train,
            test: rows.test,
            train_outcome_end: day(cutoffs.train.last().map_or(cutoffs.test, |&c| cutoffs.outcome_end(c))),
            train_cutoffs: cutoffs.train.iter().map(|&c| day(c)).collect(),
            test_cutoff: day(cutoffs.test),
            test_outcome_end: day(cutoffs.outcome_end(cutoffs.test)),
        }),
        labels: rows.labels,
        scored: rows.scored,
        tenure: None,
        lifetimes: Some(lifetimes(&history, end, days)),
        rows_used,
        as_of: Some(day(end)),
        watermark: Some(day(last)),
        columns: summaries,
        notes,
        definition: ChurnDefinition::Inactivity {
            days,
            gap_days: gap,
            qualifying,
        },
        suggestion: Some(suggestion),
        events: Some(section),
    })
}

/// The rows of the frame: labelled samples of the training cut-offs and of the test cut-off, then those to score.
struct Rows {
    samples: Vec<Sample>,
    labels: Vec<bool>,
    labelled: u32,
    train: Vec<u32>,
    test: Vec<u32>,
    scored: Vec<u32>,
}

impl Rows {
    fn new(history: &History, cutoffs: &Cutoffs, end: i32) -> Self {
        let mut rows = Self {
            samples: vec![],
            labels: vec![],
            labelled: 0,
            train: vec![],
            test: vec![],
            scored: vec![],
        };
        for (k, &cutoff) in cutoffs.train.iter().chain([&cutoffs.test]).enumerate() {
            for (sample, churned) in cutoffs.labelled(history, cutoff) {
                let row = rows.samples.len() as u32;
                if k < cutoffs.train.len() {
                    rows.train.push(row)
                } else {
                    rows.test.push(row)
                }
                rows.samples.push(sample);
                rows.labels.push(churned);
            }
        }
        rows.labelled = rows.samples.len() as u32;
        for sample in cutoffs.current(history, end) {
            rows.scored.push(rows.samples.len() as u32);
            rows.samples.push(sample);
            rows.labels.push(false);
        }
        rows
    }

    fn check(&self, days: i32) -> Result<(), Refusal> {
        for (rows, zh, en) in [(&self.train, "训练期", "training"), (&self.test, "测试期", "test")] {
            let churned = rows.iter().filter(|&&r| self.labels[r as usize]).count();
            let retained = rows.len() - churned;
            if churned.min(retained) < LEAST_OF_CLASS {
                return Err(Refusal::new(
                    "too-few-customers",
                    bilingual!(
                        "按 {days} 天不活动算流失，{zh}流失 {churned} 人次、留存 {retained} 人次，太少，模型无从验证",
                        "with {days} days of silence as churn there are {churned} churned and {retained} retained cases in the {en} period: too few"
                    ),
                    bilingual!(
                        "每类至少需要 {LEAST_OF_CLASS} 个客户；请提供更多客户、更长历史，或用 --horizon 改变流失天数",
                        "at least {LEAST_OF_CLASS} of each class are needed; give more customers or a longer history, or change the churn period with --horizon"
                    ),
                ));
            }
        }
        Ok(())
    }
}

/// What a customer is worth: of those to score the residual value where it is known, else, and of samples in the past,
/// spending in the year before the cut-off, at least 0.
fn value(history: &History, rows: &Rows, source: String, residual: Option<&Residual>) -> CustomerValue {
    let mut minor: Vec<i64> = rows
        .samples
        .iter()
        .map(|sample| {
            let span = history.span_before(sample.customer, sample.cutoff);
            let begin = history.days[span.clone()].partition_point(|&d| d < sample.cutoff - VALUE_DAYS);
            history.amounts_minor[span.start + begin..span.end]
                .iter()
                .fold(0i64, |s, &a| s.saturating_add(a))
                .max(0)
        })
        .collect();
    if let Some(known) = residual.and_then(|residual| residual.value_minor.as_ref()) {
        for &row in &rows.scored {
            minor[row as usize] = known[rows.samples[row as usize].customer as usize];
        }
        let definition = bilingual!(
            "客户价值 = 未来 {HORIZON_DAYS} 天期望购买次数 × 期望金额（“{source}”，扣除退货），由购买模型得出",
            "a customer's value is the number of purchases expected over {HORIZON_DAYS} days × the spend expected (\"{source}\", returns deducted), by the purchase model"
        );
        return CustomerValue {
            minor,
            source,
            definition,
        };
    }
    let definition = bilingual!(
        "客户价值 = 最近 {VALUE_DAYS} 天的“{source}”合计（扣除退货）",
        "a customer's value is the sum of \"{source}\" over the last {VALUE_DAYS} days, returns deducted"
    );
    CustomerValue {
        minor,
        source,
        definition,
    }
}

fn frame(features: FeatureTable, history: &History, rows: &mut Rows) -> (Frame, Vec<ColumnWords>) {
    let mut frame = Frame {
        columns: Vec::new(),
        rows: rows.samples.len(),
    };
    let mut words = Vec::new();
    for (spec, values) in features.numbers {
        let integer = values.iter().all(|v| v.is_nan() || v.fract() == 0.0);
        words.push(ColumnWords {
            name: spec.name.clone(),
            label: spec.label,
            unit: spec.unit,
            integer,
            percent: false,
        });
        frame.columns.push(Feature {
            name: spec.name,
            data: FeatureData::Number(values),
        });
    }
    for (spec, codes, category) in features.categories {
        let levels = history.categories[category].levels.clone();
        words.push(ColumnWords {
            name: spec.name.clone(),
            label: spec.label,
            unit: Bilingual::default(),
            integer: false,
            percent: false,
        });
        frame.columns.push(Feature {
            name: spec.name,
            data: FeatureData::Category { codes, levels },
        });
    }
    (frame, words)
}

fn summaries(table: &Table, understood: &[Understood]) -> Vec<ColumnSummary> {
    use holdfast_domain::role::Role;
    table
        .columns
        .iter()
        .zip(understood)
        .map(|(column, understood)| ColumnSummary {
            name: column.name.clone(),
            role: understood.role,
            reason: understood.reason.clone(),
            missing: column.missing as u64,
            distinct: understood.distinct as u64,
            used: understood.role.is_feature() || matches!(understood.role, Role::Id | Role::Time | Role::Product),
        })
        .collect()
}

/// Whether a customer lapsed can be known only up to `end` − `churn_days`: whoever was active after that is censored
/// there, and whoever came later is left out.
fn lifetimes(history: &History, end: i32, churn_days: i32) -> Lifetimes {
    let known_until = end - churn_days;
    let mut out = Lifetimes {
        days: Vec::new(),
        churned: Vec::new(),
    };
    let mut days = Vec::new();
    for customer in 0..history.customers() as u32 {
        history.active_days(history.span(customer), &mut days);
        let (Some(&first), Some(&last)) = (days.first(), days.last()) else {
            continue;
        };
        if first > known_until {
            continue;
        }
        out.days.push(f64::from(last.min(known_until) - first));
        out.churned.push(last <= known_until);
    }
    out
}

fn section(history: &History, first: i32, last: i32, end: i32, days: i32, residual: Option<Residual>) -> EventStudy {
    let months = ActiveMonths::new(history, end);
    let rfm = rfm::classify(history, end, days);
    let (bins, median) = intervals::between_purchases(history);
    let mut active = Vec::new();
    let purchases = (0..history.customers() as u32)
        .map(|customer| {
            history.active_days(history.span(customer), &mut active);
            active.len() as u64
        })
        .sum();
    EventStudy {
        section: EventSection {
            events: purchases,
            first_day: Day::from_number(first),
            last_day: Day::from_number(last),
            cohorts: months.as_ref().map(cohorts::triangle).unwrap_or_default(),
            lifecycle: months.as_ref().map(lifecycle::by_month).unwrap_or_default(),
            rfm: rfm.classes,
            rfm_reading: rfm.reading,
            intervals: bins,
            median_interval_days: median,
            lifetime: residual.as_ref().map(|residual| residual.section.clone()),
        },
        rfm_of: rfm.of,
        residual,
    }
}

fn no_lifetime(error: &StatsError) -> Note {
    Note {
        severity: Severity::Info,
        code: "no-lifetime-value".into(),
        count: None,
        text: bilingual!(
            "没有算剩余价值：购买模型拟合不了（{error}）",
            "no residual value: a purchase model could not be fitted ({error})"
        ),
    }
}

/// A history without a purchase.
pub(crate) fn only_returns() -> Refusal {
    Refusal::new(
        "only-returns",
        bilingual!(
            "没有一次购买：每行都是退货（数量或金额为负），或没有金额、金额为 0",
            "there is no purchase: every row is a return (negative quantity or amount) or has no amount or an amount of 0"
        ),
        bilingual!(
            "检查数量列和金额列的正负号",
            "check the sign of the quantity and amount columns"
        ),
    )
}

fn too_short(length: i32, days: i32, gap: i32) -> Refusal {
    let needed = Cutoffs::needed_days(days, gap);
    Refusal::new(
        "history-too-short",
        bilingual!(
            "历史只有 {length} 天，按 {days} 天不活动算流失，不够训练再验证",
            "the history of {length} days is too short to train and test with {days} days of silence as churn"
        ),
        bilingual!(
            "需要约 {needed} 天的数据；或用 --horizon 缩短流失天数",
            "about {needed} days are needed; or shorten the churn period with --horizon"
        ),
    )
}
