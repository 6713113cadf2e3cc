//! Retained against lost customers, column by column.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_learn::frame::{FeatureData, MISSING};
use holdfast_report::model::churn::{Difference, EffectKind};
use holdfast_stats::effect::{chi_squared, cramers_v, standardised_mean_difference, welch_t};
use holdfast_stats::fdr::benjamini_hochberg;
use rayon::prelude::*;

use crate::analyze::study::Study;
use crate::analyze::words::{ColumnWords, missing, number, share};
use crate::error::AppError;

/// q-value below which a difference is called significant.
const SIGNIFICANT: f64 = 0.05;
/// Levels compared; rarer ones count as one.
const LEVELS: usize = 50;

/// All columns, strongest effect first.
///
/// # Errors
/// [`AppError::Stats`] when the adjustment fails.
pub fn compare(study: &Study) -> Result<Vec<Difference>, AppError> {
    let mut out: Vec<Difference> = (0..study.frame.columns.len())
        .into_par_iter()
        .filter_map(|column| match &study.frame.columns[column].data {
            FeatureData::Number(values) => numbers(study, &study.words[column], values),
            FeatureData::Category { codes, levels } => categories(study, &study.words[column], codes, levels),
        })
        .collect();
    let p_values: Vec<f64> = out.iter().map(|d| d.p_value).collect();
    for (difference, q) in out.iter_mut().zip(benjamini_hochberg(&p_values)?) {
        difference.q_value = q;
        difference.significant = q < SIGNIFICANT;
    }
    // Cramér's V and d are different scales; |d|/2 is about the correlation that d stands for (Cohen 1988, p. 23).
    let strength = |d: &Difference| match d.effect {
        EffectKind::StandardisedMeanDifference => {
            let d = d.effect_size.abs();
            d / (d * d + 4.0).sqrt()
        }
        EffectKind::CramersV => d.effect_size,
    };
    out.sort_by(|a, b| {
        strength(b)
            .total_cmp(&strength(a))
            .then_with(|| a.column.cmp(&b.column))
    });
    Ok(out)
}

/// Means are compared over customers with a value; a column without spread says nothing and is left out.
fn numbers(study: &Study, words: &ColumnWords, values: &[f64]) -> Option<Difference> {
    let of = |churned: bool| -> Vec<f64> {
        let rows = study.described.iter().map(|&r| r as usize);
        rows.filter(|&r| study.labels[r] == churned)
            .map(|r| values[r])
            .filter(|v| !v.is_nan())
            .collect()
    };
    let (lost, retained) = (of(true), of(false));
    let effect_size = standardised_mean_difference(&lost, &retained).ok()?;
    let test = welch_t(&lost, &retained).ok()?;
    let mean = |v: &[f64]| {
        let mean = v.iter().sum::<f64>() / v.len() as f64;
        let shown = words.with_unit(&number(mean, words.percent));
        let (zh, en) = (&shown.zh, &shown.en);
        bilingual!("均值 {zh}", "mean {en}")
    };
    Some(Difference {
        column: words.name.clone(),
        label: words.label.clone(),
        effect: EffectKind::StandardisedMeanDifference,
        effect_size,
        p_value: test.p_value,
        q_value: 1.0,
        significant: false,
        retained: mean(&retained),
        lost: mean(&lost),
    })
}

fn categories(study: &Study, words: &ColumnWords, codes: &[u32], levels: &[String]) -> Option<Difference> {
    let mut counts = vec![[0u64; 2]; levels.len() + 1];
    for &row in &study.described {
        let code = codes[row as usize];
        let slot = if code == MISSING { levels.len() } else { code as usize };
        counts[slot][usize::from(study.labels[row as usize])] += 1;
    }
    let totals = counts.iter().fold([0u64; 2], |t, c| [t[0] + c[0], t[1] + c[1]]);
    let mut order: Vec<usize> = (0..counts.len()).filter(|&l| counts[l][0] + counts[l][1] > 0).collect();
    order.sort_by_key(|&l| (std::cmp::Reverse(counts[l][0] + counts[l][1]), l));
    let mut table: Vec<[u64; 2]> = order.iter().take(LEVELS).map(|&l| counts[l]).collect();
    if order.len() > LEVELS {
        let rest = order[LEVELS..]
            .iter()
            .fold([0u64; 2], |t, &l| [t[0] + counts[l][0], t[1] + counts[l][1]]);
        table.push(rest);
    }
    let test = chi_squared(&table).ok()?;
    let effect_size = cramers_v(&table).ok()?;
    // The value whose share differs most between the two groups is the telling one.
    let part = |level: usize, side: usize| counts[level][side] as f64 / totals[side].max(1) as f64;
    let telling = order.iter().copied().take(LEVELS).max_by(|&a, &b| {
        let distance = |l: usize| part(l, 1) - part(l, 0);
        distance(a).total_cmp(&distance(b)).then(b.cmp(&a))
    })?;
    let name = levels
        .get(telling)
        .map_or_else(missing, |l| Bilingual::same(l.as_str()));
    let says = |side: usize| {
        let (zh, en, share) = (&name.zh, &name.en, share(part(telling, side)));
        bilingual!("{zh} 占 {share}", "{share} {en}")
    };
    Some(Difference {
        column: words.name.clone(),
        label: words.label.clone(),
        effect: EffectKind::CramersV,
        effect_size,
        p_value: test.p_value,
        q_value: 1.0,
        significant: false,
        retained: says(0),
        lost: says(1),
    })
}
