//! All features of all customers.
//!
//! Customers are taken sixteen at a time: their cells become dense numbers per period, one pass from the last period back gives the
//! sums of every window at once, and each column gets its sixteen numbers. Every step is the same arithmetic in sixteen lanes.

use holdfast_domain::grain::Grain;
use holdfast_domain::zone::DAY_US;
use rayon::prelude::*;

use super::check::check;
use super::column::{Column, ends, kind_series};
use super::complaints::Complaints;
use super::error::FeatureError;
use super::evaluate::{self, NOTHING};
use super::fill::{ACTIVE, Batch, WITH_AMOUNT};
use super::marks::{self, LANES, Lanes, Mark};
use super::measure::Measure;
use super::options::FeatureOptions;
use super::registry::{self, FeatureSpec, Indicator};
use crate::panel::Panel;
use crate::rhythm::Rhythm;

/// Features as columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    /// Key of each row's customer, growing: all that had an event before the as-of instant.
    pub customers: Vec<u32>,
    /// What each column is.
    pub specs: Vec<FeatureSpec>,
    /// One column per spec, one number per customer; NaN: undefined.
    pub columns: Vec<Vec<f64>>,
}

/// Computes features.
pub struct FeatureSet;

impl FeatureSet {
    /// The features of every customer with an event before `as_of_us`, which is where the panel's last period and the rhythm end.
    ///
    /// Nothing later can be in them: neither panel nor rhythm holds a row at or after their end. Sums of money are exact up to
    /// 2⁵³ minor units a period.
    ///
    /// # Errors
    /// [`FeatureError`] where the inputs end elsewhere or have other customers, or the options do not fit the panel.
    pub fn compute(
        panel: &Panel,
        rhythm: &Rhythm,
        complaints: Option<&Complaints>,
        as_of_us: i64,
        options: &FeatureOptions,
    ) -> Result<Features, FeatureError> {
        Self::compute_some(panel, rhythm, complaints, as_of_us, options, |_| true)
    }

    /// What every feature of these options is, whether or not there are data; with the features of complaints.
    pub fn specs(options: &FeatureOptions, grain: Grain, periods: usize) -> Vec<FeatureSpec> {
        registry::specs(&registry::plan(options, grain, periods, true), options, grain)
    }

    /// Only those of the features whose name is wanted: what a model does not read costs no memory.
    ///
    /// # Errors
    /// See [`FeatureSet::compute`].
    pub fn compute_some(
        panel: &Panel,
        rhythm: &Rhythm,
        complaints: Option<&Complaints>,
        as_of_us: i64,
        options: &FeatureOptions,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Features, FeatureError> {
        check(panel, rhythm, complaints, as_of_us, options)?;
        let (grain, periods) = (panel.periods.grain, panel.periods.len());
        let plan = registry::plan(options, grain, periods, complaints.is_some());
        let (plan, specs): (Vec<Indicator>, Vec<FeatureSpec>) = registry::specs(&plan, options, grain)
            .into_iter()
            .zip(plan)
            .filter(|(spec, _)| wanted(&spec.name))
            .map(|(spec, indicator)| (indicator, spec))
            .unzip();
        let ends = ends(options);
        let columns: Vec<Column> = plan.iter().map(|&indicator| Column::new(indicator, &ends)).collect();
        let run = Run {
            panel,
            rhythm,
            complaints,
            columns,
            ends,
            kind_series: kind_series(panel, options),
            kinds: options.kinds.len(),
        };
        let customers: Vec<u32> = (0..panel.customers)
            .filter(|&customer| rhythm.active_days[customer as usize] > 0)
            .collect();
        let mut out: Vec<Vec<f64>> = plan.iter().map(|_| vec![0.0; customers.len()]).collect();
        fill_columns(&run, &customers, &mut out);
        Ok(Features {
            customers,
            specs,
            columns: out,
        })
    }
}

/// What columns are computed from.
struct Run<'a> {
    panel: &'a Panel,
    rhythm: &'a Rhythm,
    complaints: Option<&'a Complaints>,
    columns: Vec<Column>,
    ends: Vec<usize>,
    kind_series: Vec<Option<usize>>,
    kinds: usize,
}

/// Blocks in parallel, each into its own part of every column.
fn fill_columns(run: &Run, customers: &[u32], out: &mut [Vec<f64>]) {
    let mut rests: Vec<&mut [f64]> = out.iter_mut().map(Vec::as_mut_slice).collect();
    let mut parts = Vec::with_capacity(run.panel.blocks.len());
    let mut from = 0;
    for block in &run.panel.blocks {
        let end = block.first_customer + block.customers() as u32;
        let rows = customers[from..].partition_point(|&customer| customer < end);
        let own: Vec<&mut [f64]> = rests
            .iter_mut()
            .map(|rest| {
                let (own, others) = std::mem::take(rest).split_at_mut(rows);
                *rest = others;
                own
            })
            .collect();
        parts.push((block, &customers[from..from + rows], own));
        from += rows;
    }
    let periods = run.panel.periods.len();
    let workspace = || (Batch::new(periods, run.kinds), Work::default());
    parts
        .into_par_iter()
        .for_each_init(workspace, |(batch, work), (block, customers, mut own)| {
            for (at, keys) in customers.chunks(LANES).enumerate() {
                batch.clear();
                for (lane, &customer) in keys.iter().enumerate() {
                    let rows = block.rows((customer - block.first_customer) as usize);
                    batch.add(lane, &block.cells, rows, &run.kind_series);
                }
                run.columns_of(batch, keys, work, |column, values| {
                    let from = at * LANES;
                    own[column][from..from + keys.len()].copy_from_slice(&values[..keys.len()]);
                });
            }
        });
}

/// Sums of one batch.
#[derive(Default)]
struct Work {
    marks: Vec<Mark>,
    events: Vec<Mark>,
    with_amount: Vec<Mark>,
    active: Vec<Mark>,
}

impl Run<'_> {
    /// Every column of a batch.
    fn columns_of(&self, batch: &Batch, keys: &[u32], work: &mut Work, mut write: impl FnMut(usize, &Lanes)) {
        let grain = self.panel.periods.grain;
        marks::run(batch.series(Measure::Events as usize), &self.ends, &mut work.events);
        marks::run(batch.series(WITH_AMOUNT), &self.ends, &mut work.with_amount);
        marks::run(batch.series(ACTIVE), &self.ends, &mut work.active);
        let mut current = usize::MAX;
        for (at, column) in self.columns.iter().enumerate() {
            if column.series != current {
                current = column.series;
                marks::run(batch.series(current), &self.ends, &mut work.marks);
            }
            let series = batch.series(column.series);
            let mark = work.marks.get(column.end).unwrap_or(&Mark::EMPTY);
            let values = match column.indicator {
                Indicator::Window(measure, statistic, _) => {
                    let divisors = match measure {
                        Measure::Events => &work.active,
                        Measure::Amount => &work.with_amount,
                        _ => &work.events,
                    };
                    let half = work.marks.get(column.half).unwrap_or(&Mark::EMPTY);
                    evaluate::statistic(statistic, mark, half, &divisors[column.end].sum)
                }
                Indicator::Ago(_, back) => series[back.periods(grain)],
                Indicator::ToAgo(_, back) => evaluate::ratio(&series[0], &series[back.periods(grain)]),
                Indicator::ToMean(..) => evaluate::to_mean(&series[0], mark),
                Indicator::ActivePeriods(_) | Indicator::KindEvents(..) => mark.sum,
                Indicator::KindShare(..) => evaluate::ratio(&mark.sum, &work.events[column.end].sum),
                whole => self.whole(whole, keys),
            };
            write(at, &values);
        }
    }

    /// What looks back on the whole history.
    fn whole(&self, indicator: Indicator, keys: &[u32]) -> Lanes {
        let mut out = NOTHING;
        for (out, &key) in out.iter_mut().zip(keys) {
            *out = self.whole_of(indicator, key as usize);
        }
        out
    }

    fn whole_of(&self, indicator: Indicator, key: usize) -> f64 {
        let rhythm = self.rhythm;
        let days = |since_us: i64| (rhythm.before_us - since_us) as f64 / DAY_US as f64;
        let gaps = f64::from(rhythm.active_days[key]) - 1.0;
        let sum = f64::from(rhythm.gaps_days[key]);
        let gap_mean = if gaps > 0.0 { sum / gaps } else { f64::NAN };
        match indicator {
            Indicator::Recency => days(rhythm.last_at_us[key]),
            Indicator::Tenure => days(rhythm.first_at_us[key]),
            Indicator::ActiveDays => f64::from(rhythm.active_days[key]),
            Indicator::Frequency => 30.0 * f64::from(rhythm.active_days[key]) / days(rhythm.first_at_us[key]).max(1.0),
            Indicator::GapMean => gap_mean,
            Indicator::GapSd if gaps > 1.0 => {
                ((rhythm.squared_gaps[key] as f64 - sum * gap_mean).max(0.0) / (gaps - 1.0)).sqrt()
            }
            Indicator::Silence => days(rhythm.last_at_us[key]) / gap_mean,
            Indicator::ComplaintRecency => self
                .complaints
                .map(|complaints| complaints.last_at_us[key])
                .filter(|&last| last != Complaints::NEVER)
                .map_or(f64::NAN, days),
            Indicator::ComplaintCount => self
                .complaints
                .map_or(f64::NAN, |complaints| f64::from(complaints.count[key])),
            _ => f64::NAN,
        }
    }
}
