//! Groups of similar customers, with their churn rates and what sets them apart.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::cluster::kmeans::{ClusterSettings, fit};
use holdfast_learn::frame::{FeatureData, MISSING};
use holdfast_report::model::drivers::{CustomerSegment, Driver, ProfileEntry};
use holdfast_stats::interval::wilson;

use crate::analyze::study::Study;
use crate::analyze::words::{number, share};
use crate::error::AppError;

/// Drivers that customers are grouped by: groups should differ in what matters for churn.
const COLUMNS: usize = 8;
/// Lines of a profile.
const PROFILE: usize = 5;
/// Distance (in standard deviations or differences of share) from which a trait names a group.
const TELLING: f64 = 0.3;

/// The groups by falling churn rate; none when the customers do not differ enough.
///
/// # Errors
/// [`AppError::Learn`] when clustering fails.
pub fn section(study: &Study, drivers: &[Driver], seed: u64) -> Result<Vec<CustomerSegment>, AppError> {
    let columns: Vec<usize> = drivers
        .iter()
        .take(COLUMNS)
        .filter_map(|d| study.words.iter().position(|w| w.name == d.name))
        .collect();
    let settings = ClusterSettings {
        seed,
        ..ClusterSettings::default()
    };
    let Some(clusters) = fit(&study.frame, &columns, &settings)? else {
        return Ok(Vec::new());
    };
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); clusters.groups];
    for &row in &study.described {
        members[clusters.assignment[row as usize] as usize].push(row);
    }
    members.retain(|m| !m.is_empty());
    let churned = |rows: &[u32]| rows.iter().filter(|&&r| study.labels[r as usize]).count() as u64;
    let rate = |rows: &[u32]| churned(rows) as f64 / rows.len() as f64;
    members.sort_by(|a, b| rate(b).total_cmp(&rate(a)).then(a[0].cmp(&b[0])));
    Ok(members
        .iter()
        .enumerate()
        .map(|(k, rows)| {
            let mut profile: Vec<Trait> = columns
                .iter()
                .filter_map(|&column| entry(study, column, rows))
                .collect();
            profile.sort_by(|a, b| b.entry.distance.abs().total_cmp(&a.entry.distance.abs()));
            profile.truncate(PROFILE);
            let interval = wilson(churned(rows), rows.len() as u64);
            CustomerSegment {
                number: k as u64 + 1,
                name: name(&profile),
                customers: rows.len() as u64,
                share: rows.len() as f64 / study.described.len() as f64,
                churn_rate: rate(rows),
                ci_low: interval.low,
                ci_high: interval.high,
                mean_amount_minor: study.value.as_ref().map(|v| {
                    let sum: i128 = rows.iter().map(|&r| i128::from(v.minor[r as usize])).sum();
                    i64::try_from(sum / rows.len() as i128).unwrap_or(i64::MAX)
                }),
                profile: profile.into_iter().map(|t| t.entry).collect(),
            }
        })
        .collect())
}

/// A line of a profile, and the level it speaks of where the column is a category.
struct Trait {
    entry: ProfileEntry,
    level: Option<String>,
}

/// One column of a group against everybody.
fn entry(study: &Study, column: usize, rows: &[u32]) -> Option<Trait> {
    let words = &study.words[column];
    let mut level_name = None;
    let (group, overall, distance) = match &study.frame.columns[column].data {
        FeatureData::Number(values) => {
            let (mean, _) = moments(values, rows)?;
            let (all, sd) = moments(values, &study.described)?;
            let show = |m: f64| {
                let text = words.with_unit(&number(m, words.percent));
                let (zh, en) = (&text.zh, &text.en);
                bilingual!("均值 {zh}", "mean {en}")
            };
            (show(mean), show(all), if sd > 0.0 { (mean - all) / sd } else { 0.0 })
        }
        FeatureData::Category { codes, levels } => {
            let counts = |rows: &[u32]| {
                let mut counts = vec![0usize; levels.len()];
                for &row in rows {
                    let code = codes[row as usize];
                    if code != MISSING {
                        counts[code as usize] += 1;
                    }
                }
                counts
            };
            let (own, all) = (counts(rows), counts(&study.described));
            let part = |c: &[usize], level: usize, n: usize| c[level] as f64 / n.max(1) as f64;
            let gap = |l: usize| part(&own, l, rows.len()) - part(&all, l, study.described.len());
            let telling = (0..levels.len()).max_by(|&a, &b| gap(a).total_cmp(&gap(b)).then(b.cmp(&a)))?;
            let level = &levels[telling];
            level_name = Some(level.clone());
            let show = |p: f64| {
                let part = share(p);
                bilingual!("{level} 占 {part}", "{part} {level}")
            };
            let p = part(&all, telling, study.described.len());
            // In standard deviations of a 0/1 variable, so that numbers and categories can be ranked together.
            let sd = (p * (1.0 - p)).sqrt();
            let distance = if sd > 0.0 { gap(telling) / sd } else { 0.0 };
            (show(part(&own, telling, rows.len())), show(p), distance)
        }
    };
    let entry = ProfileEntry {
        column: words.name.clone(),
        label: words.label.clone(),
        group,
        overall,
        distance,
    };
    Some(Trait {
        entry,
        level: level_name,
    })
}

fn moments(values: &[f64], rows: &[u32]) -> Option<(f64, f64)> {
    let present = || rows.iter().map(|&r| values[r as usize]).filter(|v| !v.is_nan());
    let n = present().count();
    if n == 0 {
        return None;
    }
    let mean = present().sum::<f64>() / n as f64;
    let variance = present().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n as f64;
    Some((mean, variance.sqrt()))
}

/// The two most telling traits.
fn name(profile: &[Trait]) -> Bilingual {
    let traits: Vec<Bilingual> = profile
        .iter()
        .filter(|t| t.entry.distance.abs() >= TELLING)
        .take(2)
        .map(|t| {
            let (zh, en) = (&t.entry.label.zh, &t.entry.label.en);
            match &t.level {
                Some(level) => bilingual!("{zh}多为‘{level}’", "mostly {en} = {level}"),
                None if t.entry.distance > 0.0 => bilingual!("{zh}偏高", "high {en}"),
                None => bilingual!("{zh}偏低", "low {en}"),
            }
        })
        .collect();
    if traits.is_empty() {
        return Bilingual::new("接近平均的客户", "customers near the average");
    }
    Bilingual {
        zh: traits.iter().map(|t| t.zh.as_str()).collect::<Vec<_>>().join("，"),
        en: traits.iter().map(|t| t.en.as_str()).collect::<Vec<_>>().join(", "),
    }
}
