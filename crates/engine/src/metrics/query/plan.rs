//! Checks a question and finds out which periods must be computed for it.

use holdfast_domain::bilingual;
use holdfast_domain::day::Day;
use holdfast_domain::grain::Grain;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::rule::DeclaredChurn;
use holdfast_panel::cohort::step_days;
use holdfast_panel::window::{Coverage, Window};

use super::ask::{Filter, MetricQuery};
use super::table::Status;
use crate::metrics::catalog::Metric;
use crate::metrics::data::MetricData;
use crate::metrics::view::View;

/// Periods that are computed for one question at most (ten years of days).
const MAX_PERIODS: i64 = 3_700;
/// Ages of cohorts at most, and without a word on it.
const MAX_AGES: u32 = 1_000;
const USUAL_AGES: u32 = 120;
/// Dimensions at most.
const MAX_DIMS: usize = 6;
/// Columns that a dimension cannot be called.
const TAKEN: [&str; 7] = ["cell", "period", "cohort", "numerator", "denominator", "status", "kind"];

/// A question that makes sense.
pub(crate) struct Plan<'a> {
    /// The metric.
    pub metric: &'a Metric,
    /// What churn means.
    pub definition: &'a DeclaredChurn,
    /// The question.
    pub query: &'a MetricQuery,
    /// First and last period asked for.
    pub first: i32,
    pub last: i32,
    /// The period of the first day with data.
    pub first_data: Option<i32>,
    /// The day up to which the data go.
    pub through: Day,
    /// Stretches of periods to compute, apart from each other, in order; none begins after the data end.
    pub windows: Vec<Window>,
    /// Ages of cohorts to give at most.
    pub max_ages: usize,
}

impl<'a> Plan<'a> {
    /// Checks a question.
    ///
    /// # Errors
    /// Names the part of the question that cannot be, and what can.
    pub fn new(metric: &'a Metric, query: &'a MetricQuery, data: &'a dyn MetricData) -> Result<Self, Refusal> {
        let grain = query.grain;
        if !metric.grains.contains(&grain) {
            let able = metric
                .grains
                .iter()
                .map(|grain| grain.id())
                .collect::<Vec<_>>()
                .join(", ");
            return Err(Refusal::new(
                "metric-without-grain",
                Bilingual::new(
                    "这个指标没有这种周期",
                    "the metric is not given for this length of period",
                ),
                bilingual!("用 --period 选 {able}", "choose {able} with --period"),
            )
            .with_value(grain.id()));
        }
        let definition = definition_of(query.churn.as_deref(), data)?;
        check_dims(metric, &query.by, &query.filters, data.dimensions())?;
        let through = data.through();
        let first_data = data.first_day().map(|day| grain.period_of(day));
        let last = match &query.to {
            Some(text) => period_of(grain, text)?,
            None => grain.period_of(through),
        };
        let first = match &query.from {
            Some(text) => period_of(grain, text)?,
            None => first_data.map_or(last - 11, |first| first.max(last - 11)).min(last),
        };
        if first > last {
            let (from, to) = (grain.label(first), grain.label(last));
            return Err(Refusal::new(
                "periods-reversed",
                bilingual!(
                    "起始 {from} 晚于结束 {to}",
                    "the first period {from} is later than the last, {to}"
                ),
                Bilingual::new("交换 --from 与 --to", "exchange --from and --to"),
            ));
        }
        let mut plan = Self {
            metric,
            definition,
            query,
            first,
            last,
            first_data,
            through,
            windows: Vec::new(),
            max_ages: ages(metric, grain, first, through)
                .min(query.max_ages.unwrap_or(USUAL_AGES).min(MAX_AGES) as usize),
        };
        plan.windows = plan.stretches()?;
        Ok(plan)
    }

    /// Length of the periods.
    pub fn grain(&self) -> Grain {
        self.query.grain
    }

    /// How much of a period the data cover.
    pub fn status(&self, period: i32) -> Status {
        if self.first_data.is_none_or(|first| period < first) && period <= self.grain().period_of(self.through) {
            return Status::BeforeData;
        }
        let window = Window {
            grain: self.grain(),
            first: period,
            last: period,
            through: self.through.number(),
        };
        match window.coverage(0) {
            Coverage::Complete => Status::Complete,
            Coverage::Partial => Status::Partial,
            Coverage::NotDue => Status::NotDue,
        }
    }

    /// The periods asked for and those they are compared with.
    fn stretches(&self) -> Result<Vec<Window>, Refusal> {
        let grain = self.grain();
        let end = grain.period_of(self.through);
        let mut ends: Vec<(i32, i32)> = vec![(self.first, self.last)];
        for compare in &self.query.compare {
            ends.push((compare.earlier(grain, self.first), compare.earlier(grain, self.last)));
        }
        ends.sort_unstable();
        let mut windows: Vec<Window> = Vec::new();
        for (first, last) in ends {
            // Before the data there is nothing, after them nothing yet.
            let first = self.first_data.map_or(first, |data| first.max(data));
            let last = last.min(end);
            if first > last || self.first_data.is_none() {
                continue;
            }
            match windows.last_mut() {
                Some(before) if first <= before.last.saturating_add(1) => before.last = before.last.max(last),
                _ => windows.push(Window {
                    grain,
                    first,
                    last,
                    through: self.through.number(),
                }),
            }
        }
        let asked = i64::from(self.last) - i64::from(self.first) + 1;
        let computed: i64 = windows.iter().map(|window| window.len() as i64).sum();
        let periods = asked.max(computed);
        if periods > MAX_PERIODS {
            return Err(Refusal::new(
                "too-many-periods",
                bilingual!(
                    "共 {periods} 个周期，上限为 {MAX_PERIODS}",
                    "{periods} periods, at most {MAX_PERIODS} at once"
                ),
                Bilingual::new("选更长的周期或更短的时间", "choose longer periods or a shorter time"),
            ));
        }
        Ok(windows)
    }
}

/// Ages that the first cohort asked for can have: the table is a rectangle whose future is null. Ages that are counted in days are a little
/// shorter than the periods they are named after: within 24 months a 25th age of 30 days begins.
fn ages(metric: &Metric, grain: Grain, first: i32, through: Day) -> usize {
    let periods = i64::from(grain.period_of(through)) - i64::from(first) + 1;
    let by_calendar = metric.needs.iter().all(|view| view == View::CohortsCalendar.name());
    let ages = if by_calendar || periods < 1 {
        periods
    } else {
        let days = i64::from(through.number()) - i64::from(grain.first_day(first).number());
        periods.max(days / i64::from(step_days(grain)) + 1)
    };
    usize::try_from(ages).unwrap_or(0)
}

/// The churn definition with an id, or the default.
pub(crate) fn definition_of<'a>(id: Option<&str>, data: &'a dyn MetricData) -> Result<&'a DeclaredChurn, Refusal> {
    let definitions = data.definitions();
    let found = match id {
        Some(id) => definitions.iter().find(|definition| definition.id == id),
        None => definitions.first(),
    };
    found.ok_or_else(|| {
        let known = definitions.iter().map(|d| d.id.as_str()).collect::<Vec<_>>().join(", ");
        let refusal = Refusal::new(
            "unknown-churn-definition",
            Bilingual::new("没有这个流失定义", "there is no such churn definition"),
            bilingual!(
                "在 holdfast.toml 的 [[churn]] 中写一个；已有：{known}",
                "declare one under [[churn]] in holdfast.toml; there are: {known}"
            ),
        );
        match id {
            Some(id) => refusal.with_value(id),
            None => refusal,
        }
    })
}

/// The number of the period that a text means.
pub(crate) fn period_of(grain: Grain, text: &str) -> Result<i32, Refusal> {
    grain.parse_period(text.trim()).ok_or_else(|| {
        let example = grain.label(grain.period_of(Day::from_number(19_800)));
        Refusal::new(
            "bad-period",
            Bilingual::new("不是周期或日期", "neither a period nor a date"),
            bilingual!(
                "写成 {example}，或其中任意一天，如 2024-03-18",
                "write {example}, or any day in it, such as 2024-03-18"
            ),
        )
        .with_value(text)
    })
}

fn check_dims(metric: &Metric, by: &[String], filters: &[Filter], known: &[String]) -> Result<(), Refusal> {
    check_known(by.iter().chain(filters.iter().map(|filter| &filter.dim)), known)?;
    let refuse = |name: &str, problem: Bilingual| bad_dimension(name, problem, known);
    for (index, name) in by.iter().enumerate() {
        if by[..index].contains(name) {
            return Err(refuse(
                name,
                Bilingual::new("维度写了两次", "the dimension is given twice"),
            ));
        }
        if TAKEN.contains(&name.as_str()) || metric.keys.contains(name) {
            return Err(refuse(
                name,
                Bilingual::new(
                    "这个名称是指标自己的列，不能用作维度",
                    "the metric has a column of this name itself",
                ),
            ));
        }
    }
    if by.len() > MAX_DIMS {
        return Err(refuse(
            &by[MAX_DIMS],
            bilingual!("维度超过 {MAX_DIMS} 个", "more than {MAX_DIMS} dimensions"),
        ));
    }
    Ok(())
}

/// Refuses a name that is no dimension.
///
/// # Errors
/// `bad-dimension`.
pub fn check_known<'n>(names: impl IntoIterator<Item = &'n String>, known: &[String]) -> Result<(), Refusal> {
    match names.into_iter().find(|name| !known.contains(name)) {
        None => Ok(()),
        Some(name) => Err(bad_dimension(
            name,
            Bilingual::new("没有这个维度", "there is no such dimension"),
            known,
        )),
    }
}

fn bad_dimension(name: &str, problem: Bilingual, known: &[String]) -> Refusal {
    let known = known.join(", ");
    Refusal::new(
        "bad-dimension",
        problem,
        bilingual!("可用的维度：{known}", "dimensions are: {known}"),
    )
    .with_value(name)
}
