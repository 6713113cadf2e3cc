//! Segments' names in both languages.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;

use super::profile::{Distinction, Profile, What};

/// The `most` most telling distinctions, joined.
pub(super) fn name(profile: &Profile, labels: &[Bilingual], most: usize) -> Bilingual {
    joined(&profile.telling(most).iter().collect::<Vec<_>>(), labels)
}

fn joined(distinctions: &[&Distinction], labels: &[Bilingual]) -> Bilingual {
    let parts: Vec<Bilingual> = distinctions.iter().map(|d| part(d, labels)).collect();
    if parts.is_empty() {
        return Bilingual::new("接近平均的客户", "customers near the average");
    }
    let join = |of: fn(&Bilingual) -> &str, by: &str| parts.iter().map(of).collect::<Vec<_>>().join(by);
    Bilingual {
        zh: join(|p| &p.zh, "，"),
        en: join(|p| &p.en, ", "),
    }
}

/// Names of which no two are the same.
pub(super) fn names(profiles: &[Profile], labels: &[Bilingual]) -> Vec<Bilingual> {
    let short: Vec<Bilingual> = profiles.iter().map(|profile| name(profile, labels, 2)).collect();
    let mut names: Vec<Bilingual> = (0..profiles.len())
        .map(|i| {
            let twins: Vec<&Profile> = (0..profiles.len())
                .filter(|&j| j != i && short[j] == short[i])
                .map(|j| &profiles[j])
                .collect();
            if twins.is_empty() {
                return short[i].clone();
            }
            let own = profiles[i].telling(usize::MAX);
            let mut told: Vec<&Distinction> = own.iter().take(2).collect();
            told.extend(own.iter().skip(2).find(|d| twins.iter().all(|twin| !shared(d, twin))));
            joined(&told, labels)
        })
        .collect();
    let taken = names.clone();
    for i in 0..names.len() {
        let number = taken[..=i].iter().filter(|other| **other == taken[i]).count();
        if number > 1 {
            let (zh, en) = (&taken[i].zh, &taken[i].en);
            names[i] = bilingual!("{zh}（{number}）", "{en} ({number})");
        }
    }
    names
}

/// Whether another segment could say the same of itself.
fn shared(distinction: &Distinction, other: &Profile) -> bool {
    let level = |d: &Distinction| match &d.what {
        What::Number { .. } => None,
        What::Level { level, .. } => Some(level.clone()),
    };
    other.telling(usize::MAX).iter().any(|d| {
        d.column == distinction.column
            && level(d) == level(distinction)
            && (d.difference > 0.0) == (distinction.difference > 0.0)
    })
}

fn part(distinction: &Distinction, labels: &[Bilingual]) -> Bilingual {
    let own = Bilingual::same(distinction.name.as_str());
    let label = labels.get(distinction.column).unwrap_or(&own);
    let (zh, en) = (&label.zh, &label.en);
    match &distinction.what {
        What::Number { .. } if distinction.difference > 0.0 => bilingual!("{zh}偏高", "high {en}"),
        What::Number { .. } => bilingual!("{zh}偏低", "low {en}"),
        What::Level { level, own, .. } if distinction.difference > 0.0 && *own >= 0.5 => {
            bilingual!("{zh}多为“{level}”", "mostly {en} = {level}")
        }
        What::Level { level, .. } if distinction.difference > 0.0 => {
            bilingual!("{zh}为“{level}”的较多", "more with {en} = {level}")
        }
        What::Level { level, .. } => bilingual!("{zh}少有“{level}”", "few with {en} = {level}"),
    }
}
