//! Groups of similar customers, with their churn rates and what sets them apart.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::cluster::figures::{SegmentFigures, figures};
use holdfast_learn::cluster::profile::{Distinction, What};
use holdfast_learn::cluster::segment::{SegmentModel, SegmentSettings};
use holdfast_learn::frame::Frame;
use holdfast_report::model::drivers::{CustomerSegment, Division, Driver, ProfileEntry};

use crate::analyze::study::Study;
use crate::analyze::words::{ColumnWords, number, share};
use crate::error::AppError;

/// Drivers that customers are grouped by: groups should differ in what matters for churn.
const COLUMNS: usize = 8;
/// Lines of a profile.
const PROFILE: usize = 5;
/// Groups at most: more than a person keeps in mind.
const MOST_GROUPS: usize = 6;

/// The groups by falling churn rate, and how clear they are; none when the customers do not differ.
///
/// # Errors
/// [`AppError::Learn`] when clustering fails.
pub fn section(
    study: &Study,
    drivers: &[Driver],
    seed: u64,
) -> Result<(Vec<CustomerSegment>, Option<Division>), AppError> {
    let columns: Vec<usize> = drivers
        .iter()
        .take(COLUMNS)
        .filter_map(|d| study.words.iter().position(|w| w.name == d.name))
        .collect();
    let frame = Frame {
        columns: columns
            .iter()
            .map(|&column| study.frame.columns[column].clone())
            .collect(),
        rows: study.frame.rows,
    }
    .take(&study.described);
    let words: Vec<&ColumnWords> = columns.iter().map(|&column| &study.words[column]).collect();
    let rows: Vec<u32> = (0..frame.rows as u32).collect();
    let all: Vec<usize> = (0..columns.len()).collect();
    let settings = SegmentSettings {
        max_groups: MOST_GROUPS,
        seed,
        ..SegmentSettings::default()
    };
    let Some(model) = SegmentModel::fit(&frame, &all, &rows, &settings)? else {
        return Ok((Vec::new(), None));
    };
    let assignment = model.assign(&frame)?;
    let labels: Vec<bool> = study.described.iter().map(|&r| study.labels[r as usize]).collect();
    let values: Option<Vec<f64>> = study.value.as_ref().map(|value| {
        study
            .described
            .iter()
            .map(|&r| value.minor[r as usize] as f64)
            .collect()
    });
    let figures = figures(&assignment, model.segments, Some(&labels), values.as_deref())?;
    let profiles = model.profiles(&frame, &assignment)?;
    let names = model.names(&profiles, &words.iter().map(|w| w.label.clone()).collect::<Vec<_>>());
    let rate = |group: usize| figures[group].churn.map_or(0.0, |churn| churn.rate);
    let mut order: Vec<usize> = (0..model.segments)
        .filter(|&group| figures[group].customers > 0)
        .collect();
    order.sort_by(|&a, &b| rate(b).total_cmp(&rate(a)).then(a.cmp(&b)));
    let groups = order
        .into_iter()
        .zip(1..)
        .map(|(group, place)| {
            let telling = profiles[group].telling(PROFILE);
            let profile = telling.iter().map(|d| entry(d, words[d.column])).collect();
            segment(place, names[group].clone(), &figures[group], profile)
        })
        .collect();
    let division = Division {
        stable: model.stable,
        agreement: model
            .tried
            .iter()
            .find(|tried| tried.groups == model.segments)
            .map_or(0.0, |tried| tried.stability),
        apart: model.apart,
    };
    Ok((groups, Some(division)))
}

fn segment(number: u64, name: Bilingual, figures: &SegmentFigures, profile: Vec<ProfileEntry>) -> CustomerSegment {
    let (churn_rate, ci_low, ci_high) = figures.churn.map_or((0.0, 0.0, 1.0), |churn| {
        (churn.rate, churn.interval.low, churn.interval.high)
    });
    CustomerSegment {
        number,
        name,
        customers: figures.customers,
        share: figures.share,
        churn_rate,
        ci_low,
        ci_high,
        // Far below 2^53 minor units.
        mean_amount_minor: figures.value.as_ref().map(|value| value.mean.round() as i64),
        profile,
    }
}

/// One column of a group against all other customers.
fn entry(distinction: &Distinction, words: &ColumnWords) -> ProfileEntry {
    let (group, overall) = match &distinction.what {
        What::Number { own, rest } => {
            let show = |median: f64| {
                let Bilingual { zh, en } = words.with_unit(&number(median, words.percent));
                bilingual!("中位数 {zh}", "median {en}")
            };
            (show(*own), show(*rest))
        }
        What::Level { level, own, rest } => {
            let show = |part: f64| {
                let part = share(part);
                bilingual!("{level} 占 {part}", "{part} {level}")
            };
            (show(*own), show(*rest))
        }
    };
    ProfileEntry {
        column: words.name.clone(),
        label: words.label.clone(),
        group,
        overall,
        distance: distinction.difference,
    }
}
