//! How long customers stay: Kaplan–Meier by tenure, in all and by the strongest segment.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::frame::FeatureData;
use holdfast_report::model::churn::SegmentTable;
use holdfast_report::model::survival::{LogRank, SurvivalCurve, SurvivalPoint, SurvivalSection};
use holdfast_stats::survival::{kaplan_meier, log_rank};

use super::slices::Slices;
use crate::analyze::study::Study;

/// Steps of a curve that are written.
const POINTS: usize = 200;
/// Customers of a segment that gets a curve.
const LEAST_CUSTOMERS: usize = 30;
/// Curves by segment at most.
const CURVES: usize = 6;

/// Durations and outcomes of the described customers.
struct Spells {
    rows: Vec<u32>,
    durations: Vec<f64>,
    churned: Vec<bool>,
}

/// The survival section; `None` without a tenure or when nobody's can be used.
pub fn section(study: &Study, slices: &[Slices], segments: &[SegmentTable]) -> Option<SurvivalSection> {
    let (spells, duration, unit, reading) = match (&study.lifetimes, study.tenure) {
        (Some(lifetimes), _) => (
            Spells {
                rows: Vec::new(),
                durations: lifetimes.days.clone(),
                churned: lifetimes.churned.clone(),
            },
            bilingual!("从首次到最后一次活动", "from the first to the last activity"),
            bilingual!("天", "days"),
            bilingual!(
                "沉默超过流失天数的客户视为在最后一次活动时流失；数据末尾不足一个流失天数的时段无法判断，之前仍活跃者在那里删失，之后才来者不计",
                "customers silent for longer than the churn period count as lost at their last activity; the last churn period of the data cannot be judged: those active in it are censored at its start, those who first came in it are left out"
            ),
        ),
        (None, Some(tenure)) => by_tenure(study, tenure)?,
        (None, None) => return None,
    };
    let overall = curve(
        Bilingual::new("全部客户", "all customers"),
        &spells.durations,
        &spells.churned,
    )?;
    let (segment_column, by_segment, log_rank) = match strongest(study, segments) {
        Some(column) if !spells.rows.is_empty() => by_column(study, &slices[column], column, &spells),
        _ => (None, Vec::new(), None),
    };
    Some(SurvivalSection {
        duration,
        unit,
        reading,
        overall,
        by_segment,
        segment_column,
        log_rank,
    })
}

fn by_tenure(study: &Study, tenure: usize) -> Option<(Spells, Bilingual, Bilingual, Bilingual)> {
    let FeatureData::Number(values) = &study.frame.columns[tenure].data else {
        return None;
    };
    let usable = |v: f64| v.is_finite() && v >= 0.0;
    let rows: Vec<u32> = study
        .described
        .iter()
        .copied()
        .filter(|&r| usable(values[r as usize]))
        .collect();
    let words = &study.words[tenure];
    let unit = if words.unit.zh.is_empty() {
        words.label.clone()
    } else {
        words.unit.clone()
    };
    let left_out = study.described.len() - rows.len();
    let reading = bilingual!(
        "时长取自“{name}”：流失客户为其全部时长，留存客户为至今时长（删失）；快照看不到更早离开的人，曲线偏乐观。未用 {left_out} 人（缺失或为负）",
        "durations from \"{name}\": complete for churned customers, so far for the others (censored); a snapshot does not show those who left earlier, so the curve is optimistic. {left_out} customers without a usable duration are left out",
        name = words.name
    );
    let spells = Spells {
        durations: rows.iter().map(|&r| values[r as usize]).collect(),
        churned: rows.iter().map(|&r| study.labels[r as usize]).collect(),
        rows,
    };
    Some((spells, words.label.clone(), unit, reading))
}

/// The column (not tenure itself, nor a sum over it) that splits churn most strongly into slices of categories.
fn strongest(study: &Study, segments: &[SegmentTable]) -> Option<usize> {
    segments.iter().find_map(|table| {
        let column = study.words.iter().position(|w| w.name == table.column)?;
        let category = matches!(study.frame.columns[column].data, FeatureData::Category { .. });
        (category && Some(column) != study.tenure).then_some(column)
    })
}

fn by_column(
    study: &Study,
    slices: &Slices,
    column: usize,
    spells: &Spells,
) -> (Option<String>, Vec<SurvivalCurve>, Option<LogRank>) {
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); slices.names.len()];
    for (i, &row) in spells.rows.iter().enumerate() {
        members[usize::from(slices.of[row as usize])].push(i);
    }
    let mut order: Vec<usize> = (0..members.len())
        .filter(|&s| members[s].len() >= LEAST_CUSTOMERS)
        .collect();
    order.sort_by_key(|&s| (std::cmp::Reverse(members[s].len()), s));
    order.truncate(CURVES);
    order.sort_unstable();
    let mut curves = Vec::new();
    let (mut durations, mut churned, mut groups) = (Vec::new(), Vec::new(), Vec::new());
    for (group, &slice) in order.iter().enumerate() {
        let days: Vec<f64> = members[slice].iter().map(|&i| spells.durations[i]).collect();
        let left: Vec<bool> = members[slice].iter().map(|&i| spells.churned[i]).collect();
        curves.extend(curve(slices.names[slice].clone(), &days, &left));
        groups.extend(std::iter::repeat_n(group as u32, days.len()));
        durations.extend(days);
        churned.extend(left);
    }
    // Fewer than two groups, or no churn while two are at risk: there is nothing to test.
    let test = log_rank(&durations, &churned, &groups, order.len())
        .ok()
        .map(|t| LogRank {
            chi_squared: t.chi_squared,
            degrees_of_freedom: t.degrees_of_freedom,
            p_value: t.p_value,
        });
    (Some(study.words[column].name.clone()), curves, test)
}

fn curve(name: Bilingual, durations: &[f64], churned: &[bool]) -> Option<SurvivalCurve> {
    let fitted = kaplan_meier(durations, churned).ok()?;
    // Thinned evenly by step, the last one kept.
    let stride = fitted.steps.len().div_ceil(POINTS).max(1);
    let last = fitted.steps.len().saturating_sub(1);
    let points = fitted
        .steps
        .iter()
        .enumerate()
        .filter(|&(i, _)| i % stride == 0 || i == last)
        .map(|(_, step)| SurvivalPoint {
            time: step.time,
            at_risk: step.at_risk as u64,
            events: step.events as u64,
            survival: step.survival,
            ci_low: step.interval.low,
            ci_high: step.interval.high,
        })
        .collect();
    Some(SurvivalCurve {
        name,
        customers: fitted.n,
        churned: fitted.events,
        median: fitted.median(),
        points,
    })
}
